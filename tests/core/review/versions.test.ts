import { expect } from "chai";
import type { Finding } from "../../../core/review/finding";
import { review } from "../../../core/review/rules";
import { karpenterVersion } from "../../../core/versions";
import { MINORS } from "../support";

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

/** What the rule of that code says. */
const only = (code: string, findings: Finding[]): Finding[] =>
  findings.filter((finding) => finding.code === code);

describe("core/review/rules/versions", () => {
  describe("KE001: Karpenter and Kubernetes", () => {
    for (const minor of MINORS) {
      it(`has nothing against the ends of the range of ${minor}`, () => {
        const { min, max } = karpenterVersion(`${minor}.0`).kubernetes;
        const findings = [...scoped(`${minor}.0`, min), ...scoped(`${minor}.0`, max)];
        expect(only("KE001", findings)).to.deep.equal([]);
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
        "use Karpenter 0.37 to 1.15; from 1.1 on by way of the latest 1.0",
      ],
      [
        "0.37.7",
        "1.36",
        "1.23 to 1.30",
        "use Karpenter 1.13 to 1.15; from 1.1 on by way of the latest 1.0",
      ],
      ["1.14.4", "1.37", "1.26 to 1.36", "use Karpenter 1.15"],
      ["1.14.4", "1.24", "1.26 to 1.36", "use Karpenter 0.36 to 0.37"],
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
      expect(only("KE001", scoped("1.0.5", "1.31"))).to.deep.equal([]);
      expect(scoped("1.0.4", "1.31").map(({ code, message }) => [code, message])).to.deep.equal([
        ["KE001", "Karpenter 1.0.4 is made for Kubernetes 1.25 to 1.30; the cluster runs 1.31"],
      ]);
    });
  });

  describe("KE004: the cluster's next Kubernetes", () => {
    const told = (karpenter: string, kubernetes: string): string[] =>
      only("KE004", scoped(karpenter, kubernetes)).map(({ message, fix }) => `${message}: ${fix}`);

    for (const [karpenter, kubernetes, expected] of [
      ["1.14.4", "1.35", []],
      [
        "1.14.4",
        "1.36",
        [
          "Karpenter 1.14.4 is not made for Kubernetes 1.37, the cluster's next: before the cluster is upgraded, use Karpenter 1.15",
        ],
      ],
      [
        "1.6.0",
        "1.33",
        [
          "Karpenter 1.6.0 is not made for Kubernetes 1.34, the cluster's next: before the cluster is upgraded, use Karpenter 1.6.6 or later, 1.7.4 or later, 1.8 to 1.15",
        ],
      ],
      ["1.6.6", "1.33", []],
      [
        "0.36.2",
        "1.29",
        [
          "Karpenter 0.36.2 is not made for Kubernetes 1.30, the cluster's next: before the cluster is upgraded, use Karpenter 0.37 to 1.15; from 1.1 on by way of the latest 1.0",
        ],
      ],
      [
        "1.15.1",
        "1.37",
        [
          "Karpenter 1.15.1 is not made for Kubernetes 1.38, the cluster's next: before the cluster is upgraded, upgrade this package: no known Karpenter fits",
        ],
      ],
      // It does not fit now, which KE001 says.
      ["0.36.2", "1.35", []],
    ] as const) {
      it(`Karpenter ${karpenter} on Kubernetes ${kubernetes}`, () => {
        expect(told(karpenter, kubernetes)).to.deep.equal([...expected]);
      });
    }
  });
});
