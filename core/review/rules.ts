import { compareMinor, KARPENTER_MINORS, type KarpenterVersion } from "../versions";
import type { PolicyPreset } from "../iam/policy-preset";
import { followsLatest } from "../node-class/amis";
import { keyPath } from "../problem";
import { isRecord } from "../records";
import type { Finding } from "./finding";

/** What the rules may know. */
export interface ReviewInput {
  version: KarpenterVersion;
  /** `major.minor` of the cluster. */
  kubernetesVersion?: string;
  policyPreset: PolicyPreset;
  /** EC2NodeClasses by name; `UNKNOWN` wherever a value is not known yet. */
  nodeClasses?: Readonly<Record<string, unknown>>;
}

/** One rule: what is known in, what to say out. */
export type Rule = (input: ReviewInput) => Finding[];

/** KE001: Karpenter logs an error and works on, untested, outside of its range. */
const kubernetesVersion: Rule = ({ version, kubernetesVersion }) => {
  if (kubernetesVersion === undefined) return [];
  const { min, max } = version.kubernetes;
  const inside =
    compareMinor(kubernetesVersion, min) >= 0 && compareMinor(kubernetesVersion, max) <= 0;
  if (inside) return [];
  const fitting = KARPENTER_MINORS.filter(
    (minor) =>
      compareMinor(kubernetesVersion, minor.kubernetes.min) >= 0 &&
      compareMinor(kubernetesVersion, minor.raisedMax?.max ?? minor.kubernetes.max) <= 0,
  ).map(({ minor, kubernetes, raisedMax }) =>
    raisedMax && compareMinor(kubernetesVersion, kubernetes.max) > 0
      ? `${minor}.${raisedMax.fromPatch} or later`
      : minor,
  );
  return [
    {
      code: "KE001",
      severity: "warning",
      where: "version",
      message: `Karpenter ${version.version} is made for Kubernetes ${min} to ${max}; the cluster runs ${kubernetesVersion}`,
      why: "outside its range Karpenter is untested: it logs an error and works on",
      fix:
        fitting.length > 0
          ? `use Karpenter ${fitting.join(", ")}${upgradePath(version, fitting)}`
          : "no known Karpenter fits: upgrade this package, or the cluster",
    },
  ];
};

/** Stored objects are converted by 1.0 alone: from v1beta1 there is no way around it. */
function upgradePath(from: KarpenterVersion, to: string[]): string {
  const beyond = to.some((minor) => compareMinor(minor, "1.1") >= 0);
  return from.api === "v1beta1" && beyond ? "; from 1.1 on by way of the latest 1.0" : "";
}

/** KE002: the migration guide's policy reaches beyond its cluster. */
const policyPreset: Rule = ({ policyPreset }) => {
  if (policyPreset !== "migration-guide") return [];
  return [
    {
      code: "KE002",
      severity: "warning",
      where: "policyPreset",
      message: "the migration-guide policy is not limited to this cluster",
      why: "its holder can launch and tag any instance of the account, and terminate the Karpenter nodes of other clusters",
      fix: 'set policyPreset to "scoped"',
    },
  ];
};

/** KE003: a new image of AWS is drift, and drift replaces nodes. */
const unpinnedImages: Rule = ({ nodeClasses = {} }) =>
  Object.entries(nodeClasses)
    .filter(([, spec]) => isRecord(spec) && followsLatest(spec))
    .map(([name]) => ({
      code: "KE003",
      severity: "warning",
      where: keyPath(keyPath("nodeClasses", name), "amiSelectorTerms"),
      message: `the images of class ${name} are not pinned`,
      why: "every node of the class is replaced on the day that AWS publishes another image, wherever that was not tried before",
      fix: "name a version, such as alias: al2023@v20260818, or the ids",
    }));

/** Every rule, in the order of its code. */
export const RULES: readonly Rule[] = [kubernetesVersion, policyPreset, unpinnedImages];

/** All that the rules have to say. */
export function review(input: ReviewInput): Finding[] {
  return RULES.flatMap((rule) => rule(input));
}
