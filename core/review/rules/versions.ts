import { compareMinor, KARPENTER_MINORS, type KarpenterVersion } from "../../versions";
import type { Rule } from "../rule";

/** Karpenter logs an error and works on, untested, outside of its range. */
export const kubernetesVersion: Rule = {
  code: "KE001",
  title: "Karpenter and Kubernetes do not fit",
  severity: "warning",
  why: "outside its range Karpenter is untested: it logs an error and works on",
  check: ({ version, kubernetesVersion }) => {
    if (kubernetesVersion === undefined) return [];
    const { min, max } = version.kubernetes;
    if (isWithin(kubernetesVersion, min, max)) return [];
    const fitting = fittingMinors(kubernetesVersion);
    return [
      {
        where: "version",
        message: `Karpenter ${version.version} is made for Kubernetes ${min} to ${max}; the cluster runs ${kubernetesVersion}`,
        fix:
          fitting.length > 0
            ? `use Karpenter ${fitting.join(", ")}${upgradePath(version, fitting)}`
            : "no known Karpenter fits: upgrade this package, or the cluster",
      },
    ];
  },
};

/** The order of upgrades: Karpenter first. */
export const nextKubernetesVersion: Rule = {
  code: "KE004",
  title: "Karpenter has to be upgraded before the cluster",
  severity: "note",
  why: "EKS upgrades a cluster by itself once its Kubernetes leaves extended support",
  check: ({ version, kubernetesVersion }) => {
    if (kubernetesVersion === undefined) return [];
    const { min, max } = version.kubernetes;
    const [major, minor] = kubernetesVersion.split(".").map(Number);
    const next = `${major ?? 1}.${(minor ?? 0) + 1}`;
    if (!isWithin(kubernetesVersion, min, max) || isWithin(next, min, max)) return [];
    const fitting = fittingMinors(next);
    return [
      {
        where: "version",
        message: `Karpenter ${version.version} is not made for Kubernetes ${next}, the cluster's next`,
        fix:
          fitting.length > 0
            ? `before the cluster is upgraded, use Karpenter ${fitting.join(", ")}${upgradePath(version, fitting)}`
            : "before the cluster is upgraded, upgrade this package: no known Karpenter fits",
      },
    ];
  },
};

function isWithin(version: string, min: string, max: string): boolean {
  return compareMinor(version, min) >= 0 && compareMinor(version, max) <= 0;
}

/** Minors that work with a Kubernetes, with the first patch that does where it is not every one; runs of them as one. */
function fittingMinors(kubernetesVersion: string): string[] {
  const runs: { first: string; last: string; at: number }[] = [];
  KARPENTER_MINORS.forEach(({ minor, kubernetes: { min, max }, raisedMax }, at) => {
    if (!isWithin(kubernetesVersion, min, raisedMax?.max ?? max)) return;
    const raised = raisedMax && compareMinor(kubernetesVersion, max) > 0;
    const name = raised ? `${minor}.${raisedMax.fromPatch} or later` : minor;
    const before = runs.at(-1);
    if (before && !raised && before.at === at - 1)
      runs.splice(-1, 1, { ...before, last: name, at });
    // What needs a certain patch stands alone.
    else runs.push({ first: name, last: name, at: raised ? -1 : at });
  });
  return runs.map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
}

/** Stored objects are converted by 1.0 alone: from v1beta1 there is no way around it. */
function upgradePath(from: KarpenterVersion, to: string[]): string {
  const minors = to.flatMap((text) => text.match(/\d+\.\d+/g) ?? []);
  const beyond = minors.some((minor) => compareMinor(minor, "1.1") >= 0);
  return from.api === "v1beta1" && beyond ? "; from 1.1 on by way of the latest 1.0" : "";
}
