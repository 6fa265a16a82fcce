import { expect } from "chai";
import { UNKNOWN } from "../../core/field";
import { review, RULES } from "../../core/review/rules";
import { karpenterVersion } from "../../core/versions";
import { MINORS, title } from "./support";

const scoped = (version: string, kubernetesVersion?: string) =>
  review({
    version: karpenterVersion(version),
    policyPreset: "scoped",
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  });

const outside = (message: string, fix: string): object => ({
  code: "KE001",
  severity: "warning",
  where: "version",
  message,
  why: "outside its range Karpenter is untested: it logs an error and works on",
  fix,
});

describe("core/review", () => {
  it("has three rules", () => {
    expect(RULES).to.have.lengthOf(3);
  });

  describe("KE001: Karpenter and Kubernetes", () => {
    for (const minor of MINORS) {
      it(`has nothing against the ends of the range of ${minor}`, () => {
        const { min, max } = karpenterVersion(`${minor}.0`).kubernetes;
        expect([...scoped(`${minor}.0`, min), ...scoped(`${minor}.0`, max)]).to.deep.equal([]);
      });
    }

    it("has nothing to say where the cluster's version is not known", () => {
      expect(scoped("0.36.2")).to.deep.equal([]);
    });

    for (const [karpenter, kubernetes, range, fix] of [
      [
        "0.36.2",
        "1.30",
        "1.23 to 1.29",
        "use Karpenter 0.37, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.10, 1.11, 1.12, 1.13, 1.14, 1.15; from 1.1 on by way of the latest 1.0",
      ],
      [
        "0.37.7",
        "1.36",
        "1.23 to 1.30",
        "use Karpenter 1.13, 1.14, 1.15; from 1.1 on by way of the latest 1.0",
      ],
      ["1.14.4", "1.37", "1.26 to 1.36", "use Karpenter 1.15"],
      ["1.14.4", "1.24", "1.26 to 1.36", "use Karpenter 0.36, 0.37"],
      [
        "1.15.1",
        "1.38",
        "1.26 to 1.37",
        "no known Karpenter fits: upgrade this package, or the cluster",
      ],
    ] as const) {
      it(`warns of Karpenter ${karpenter} on Kubernetes ${kubernetes}`, () => {
        expect(scoped(karpenter, kubernetes)).to.deep.equal([
          outside(
            `Karpenter ${karpenter} is made for Kubernetes ${range}; the cluster runs ${kubernetes}`,
            fix,
          ),
        ]);
      });
    }

    it("goes by the patch", () => {
      expect(scoped("1.0.5", "1.31")).to.deep.equal([]);
      expect(scoped("1.0.4", "1.31").map(({ code, message }) => [code, message])).to.deep.equal([
        ["KE001", "Karpenter 1.0.4 is made for Kubernetes 1.25 to 1.30; the cluster runs 1.31"],
      ]);
    });
  });

  it("KE002: warns of the policy of the migration guide", () => {
    const version = karpenterVersion("1.14.4");
    expect(review({ version, policyPreset: "migration-guide" })).to.deep.equal([
      {
        code: "KE002",
        severity: "warning",
        where: "policyPreset",
        message: "the migration-guide policy is not limited to this cluster",
        why: "its holder can launch and tag any instance of the account, and terminate the Karpenter nodes of other clusters",
        fix: 'set policyPreset to "scoped"',
      },
    ]);
  });

  it("gives all findings in the order of their codes", () => {
    const findings = review({
      version: karpenterVersion("0.36.2"),
      kubernetesVersion: "1.36",
      policyPreset: "migration-guide",
    });
    expect(findings.map(({ code }) => code)).to.deep.equal(["KE001", "KE002"]);
  });

  describe("KE003: images that nobody pinned", () => {
    const told = (spec: unknown): string[] =>
      review({
        version: karpenterVersion("1.14.4"),
        policyPreset: "scoped",
        nodeClasses: { default: spec },
      }).map(({ code, where }) => `${code} ${where}`);
    const at = ["KE003 nodeClasses.default.amiSelectorTerms"];

    for (const [spec, expected] of [
      [{ amiFamily: "AL2023" }, at],
      [{ amiSelectorTerms: [{ alias: "al2023@latest" }] }, at],
      [{ amiSelectorTerms: [{ alias: "al2023@v20260818" }] }, []],
      [{ amiFamily: "AL2", amiSelectorTerms: [{ id: "ami-0123456789abcdef0" }] }, []],
      [{ amiFamily: "Custom" }, []],
      [{ amiFamily: "AL2023", amiSelectorTerms: UNKNOWN }, []],
      [UNKNOWN, []],
    ] as const) {
      it(title(spec), () => {
        expect(told(spec)).to.deep.equal([...expected]);
      });
    }
  });
});
