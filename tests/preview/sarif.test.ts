import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { expect } from "chai";
import type { Result } from "sarif";
import { findingUri } from "../../core/review/page";
import { RULES } from "../../core/review/rules";
import type { Location } from "../../preview/finding-location";
import type { RegisteredFinding } from "../../preview/registration";
import { sarif, type Found } from "../../preview/sarif";

/** The schema that OASIS publishes for SARIF 2.1.0. */
const SCHEMA = JSON.parse(
  readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
) as object;

const PACKAGE = { version: "1.2.3", homepage: "https://github.com/example/karpenter-eks#readme" };

const finding = (code: string, more: Partial<RegisteredFinding> = {}): RegisteredFinding => ({
  code,
  severity: "warning",
  where: "nodePools.default.limits",
  message: "pool default has no limits",
  why: "a mistake then buys instances without end",
  fix: "set limits",
  ...more,
});

const at = (line: number): Location => ({ file: "my stacks/Pulumi.dev.yaml", line, column: 7 });

const log = (findings: RegisteredFinding[], more: Partial<Found> = {}, line = 12) =>
  sarif({ project: "infra", stack: "dev", findings, ...more }, () => at(line), PACKAGE);

const results = (...args: Parameters<typeof log>): Result[] => log(...args).runs[0]!.results!;

const fingerprints = (...args: Parameters<typeof log>) =>
  results(...args).map(({ partialFingerprints }) => partialFingerprints!.primaryLocationLineHash);

describe("preview/sarif", () => {
  // A pattern of the schema is no regular expression of Unicode.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(SCHEMA);

  it("meets the schema of SARIF 2.1.0", () => {
    const all = RULES.map(({ code, severity }) => finding(code, { severity }));
    const silenced = finding("KE003", { silenced: "tried in staging" });
    for (const description of [PACKAGE, {}]) {
      const found = { project: "infra", stack: "dev", findings: [...all, silenced] };
      const text = JSON.stringify(sarif(found, () => at(1), description));
      validate(JSON.parse(text));
      expect(validate.errors).to.equal(null);
    }
    // The schema is one that refuses.
    expect(validate({ ...log([]), version: "2.0.0" })).to.equal(false);
    const [run] = log([finding("KE001")]).runs;
    expect(validate({ ...log([]), runs: [{ ...run, results: [{ level: "loud" }] }] })).to.equal(
      false,
    );
  });

  it("describes every rule, found or not", () => {
    const { driver } = log([]).runs[0]!.tool;
    expect([driver.name, driver.semanticVersion]).to.deep.equal(["karpenter-eks", "1.2.3"]);
    expect(driver.rules!.map(({ id }) => id)).to.deep.equal(RULES.map(({ code }) => code));
    const page = "https://github.com/example/karpenter-eks/blob/HEAD/docs/findings.md#ke013";
    const why =
      "A mistake in one workload, such as too many replicas, then buys instances without end.";
    expect(driver.rules!.find(({ id }) => id === "KE013")).to.deep.equal({
      id: "KE013",
      name: "APoolWithoutLimits",
      shortDescription: { text: "A pool without limits." },
      fullDescription: { text: why },
      helpUri: page,
      help: { text: `${why} See ${page}.`, markdown: `${why} [KE013](${page})` },
      defaultConfiguration: { level: "warning" },
    });
    expect(log([]).runs[0]!.automationDetails).to.deep.equal({ id: "karpenter-eks/infra/dev/" });
  });

  it("says what was found, where, and how to mend it", () => {
    const [found, silenced] = results([
      finding("KE013"),
      finding("KE003", { severity: "error", silenced: "tried in staging" }),
    ]);
    expect(found).to.deep.equal({
      ruleId: "KE013",
      ruleIndex: 12,
      level: "warning",
      message: { text: "Pool default has no limits. Fix: set limits." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "my%20stacks/Pulumi.dev.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 12, startColumn: 7 },
          },
          logicalLocations: [{ fullyQualifiedName: "nodePools.default.limits" }],
        },
      ],
      partialFingerprints: found!.partialFingerprints,
    });
    expect([silenced!.ruleIndex, silenced!.level, silenced!.suppressions]).to.deep.equal([
      2,
      "error",
      [{ kind: "external", justification: "tried in staging" }],
    ]);
  });

  describe("keeps a result the same", () => {
    const one = finding("KE013");

    for (const [change, same] of [
      [["of another line", [one], {}, 80], true],
      [["of other numbers", [finding("KE013", { message: "2 pools" })], {}, 12], true],
      [["silenced", [finding("KE013", { silenced: "why not" })], {}, 12], true],
      [["of another place", [finding("KE013", { where: "nodePools.api.limits" })], {}, 12], false],
      [["of another rule", [finding("KE022")], {}, 12], false],
      [["of another stack", [one], { stack: "prod" }, 12], false],
      [["of another project", [one], { project: "other" }, 12], false],
    ] as const) {
      const [what, findings, more, line] = change;
      it(`${what}: ${same ? "yes" : "no"}`, () => {
        const [before] = fingerprints([one]);
        const [after] = fingerprints([...findings], more, line);
        expect(after === before).to.equal(same);
      });
    }

    it("and apart from another at the same place", () => {
      const [first, second, ...rest] = fingerprints([one, finding("KE013", { message: "x" })]);
      expect([first!.endsWith(":1"), second, rest]).to.deep.equal([
        true,
        first!.replace(/:1$/, ":2"),
        [],
      ]);
    });
  });
});

describe("core/review/page", () => {
  const page = "docs/findings.md#ke006";
  for (const [description, uri] of [
    [{}, page],
    [{ repository: "git@example.com:a/b.git" }, page],
    [{ homepage: "https://example.com/a/b#readme" }, `https://example.com/a/b/blob/HEAD/${page}`],
    [
      {
        repository: { url: "git+https://example.com/a/b.git" },
        homepage: "https://karpenter.example",
      },
      `https://example.com/a/b/blob/HEAD/${page}`,
    ],
    [{ repository: "github:a/b" }, `https://github.com/a/b/blob/HEAD/${page}`],
  ] as const) {
    it(`finds a rule by ${JSON.stringify(description)}`, () => {
      expect(findingUri("KE006", description)).to.equal(uri);
    });
  }
});
