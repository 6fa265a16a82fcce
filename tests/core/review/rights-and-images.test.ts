import { expect } from "chai";
import { UNKNOWN } from "../../../core/field";
import { title } from "../support";
import { found, told } from "./support";

describe("core/review/rules/rights", () => {
  it("KE002: warns of the policy of the migration guide", () => {
    expect(found("KE002", { policyPreset: "migration-guide" })).to.deep.equal([
      {
        code: "KE002",
        severity: "warning",
        where: "policyPreset",
        message: "the migration-guide policy is not limited to this cluster",
        why: "its holder can launch and tag any instance of the account, and terminate the Karpenter nodes of other clusters",
        fix: 'set policyPreset to "scoped"',
      },
    ]);
    expect(found("KE002", { policyPreset: "scoped" })).to.deep.equal([]);
  });

  describe("KE020: a role in an isolated network", () => {
    const isolated = { settings: { isolatedVPC: true } };
    const withProfile = { default: { instanceProfile: "nodes" } };

    it("refuses it, since no profile could be made of it", () => {
      const [finding] = found("KE020", { values: isolated });
      expect(finding).to.include({
        severity: "error",
        where: "nodeClasses.default.instanceProfile",
        message: "class default has no instanceProfile, and values.settings.isolatedVPC is true",
      });
    });

    it("has nothing against a profile, nor against a role elsewhere", () => {
      expect(found("KE020", { values: isolated, nodeClasses: withProfile })).to.deep.equal([]);
      expect(found("KE020", { values: { settings: {} } })).to.deep.equal([]);
      expect(found("KE020", {})).to.deep.equal([]);
    });
  });
});

describe("core/review/rules/images", () => {
  const at = "nodeClasses.default";
  const pinned = "ami-0123456789abcdef0";
  const unpinned = [`${at}.amiSelectorTerms: the images of class default are not pinned`];
  const byName = [
    `${at}.amiSelectorTerms[0]: class default selects an image by name, whoever owns it`,
  ];

  for (const [code, spec, kubernetesVersion, expected] of [
    ["KE003", { amiFamily: "AL2023" }, "1.35", unpinned],
    ["KE003", { amiSelectorTerms: [{ alias: "al2023@latest" }] }, "1.35", unpinned],
    [
      "KE003",
      { amiSelectorTerms: [{ ssmParameter: "/x/recommended/image_id" }] },
      "1.35",
      unpinned,
    ],
    ["KE003", { amiSelectorTerms: [{ alias: "al2023@v20260818" }] }, "1.35", []],
    ["KE003", { amiFamily: "AL2", amiSelectorTerms: [{ id: pinned }] }, "1.29", []],
    ["KE003", { amiFamily: "Custom" }, "1.35", []],
    ["KE003", { amiFamily: "AL2023", amiSelectorTerms: UNKNOWN }, "1.35", []],
    ["KE003", UNKNOWN, "1.35", []],
    ["KE011", { amiFamily: "AL2023" }, "1.35", []],
    [
      "KE011",
      { amiFamily: "AL2" },
      "1.32",
      [`${at}: class default uses AL2, which gets no fixes any more`],
    ],
    [
      "KE011",
      { amiFamily: "AL2" },
      "1.33",
      [`${at}: class default asks for AL2, which AWS never published for Kubernetes 1.33`],
    ],
    [
      "KE011",
      { amiSelectorTerms: [{ alias: "al2@v20250519" }] },
      "1.33",
      [`${at}: class default asks for AL2, which AWS never published for Kubernetes 1.33`],
    ],
    [
      "KE011",
      { amiFamily: "AL2", amiSelectorTerms: [{ id: pinned }] },
      "1.35",
      [`${at}: class default uses AL2, which gets no fixes any more`],
    ],
    ["KE011", UNKNOWN, "1.35", []],
    ["KE012", { amiSelectorTerms: [{ name: "golden-*" }] }, "1.35", byName],
    ["KE012", { amiSelectorTerms: [{ name: "golden-*", owner: "self" }] }, "1.35", []],
    // Only their owner sees the tags of an image.
    ["KE012", { amiSelectorTerms: [{ tags: { golden: "yes" } }] }, "1.35", []],
    ["KE012", { amiSelectorTerms: UNKNOWN }, "1.35", []],
  ] as const) {
    it(`${code} on Kubernetes ${kubernetesVersion}: ${title(spec)}`, () => {
      const nodeClasses = { default: spec };
      expect(told(code, { kubernetesVersion, nodeClasses })).to.deep.equal([...expected]);
    });
  }

  it("KE011 stops the program only where no image could be found", () => {
    const severity = (kubernetesVersion: string, spec: object): unknown =>
      found("KE011", { kubernetesVersion, nodeClasses: { default: spec } })[0]?.severity;
    expect(severity("1.33", { amiFamily: "AL2" })).to.equal("error");
    expect(severity("1.32", { amiFamily: "AL2" })).to.equal("warning");
    expect(severity("1.33", { amiFamily: "AL2", amiSelectorTerms: [{ id: pinned }] })).to.equal(
      "warning",
    );
  });
});
