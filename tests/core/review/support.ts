import type { Finding } from "../../../core/review/finding";
import type { ReviewInput, SubnetFact } from "../../../core/review/input";
import { review } from "../../../core/review/rules";
import { V1 } from "../support";

/** A pool that no rule has anything against. */
export const POOL = {
  nodeClassName: "default",
  requirements: [
    { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
    { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
    { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["4096"] },
    { key: "karpenter.k8s.aws/instance-memory", operator: "Lte", values: ["16384"] },
  ],
  limits: { cpu: "100" },
  terminationGracePeriod: "24h",
};

/** A class that no rule has anything against. */
export const CLASS = { amiSelectorTerms: [{ alias: "al2023@v20260818" }] };

/** A subnet of that many free addresses. */
export const subnet = (availableIpAddressCount: number, zone = "a"): SubnetFact => ({
  id: `subnet-${zone}`,
  availabilityZone: `eu-west-1${zone}`,
  availableIpAddressCount,
});

/** What the rule of that code finds where all else is well. */
export const found = (code: string, input: Partial<ReviewInput>): Finding[] =>
  review({
    version: V1,
    nodePools: { default: POOL },
    nodeClasses: { default: CLASS },
    ...input,
  }).filter((finding) => finding.code === code);

/** The same in short: where and what. */
export const told = (code: string, input: Partial<ReviewInput>): string[] =>
  found(code, input).map(({ where, message }) => `${where}: ${message}`);

/** A pool with that requirement beside those of `POOL`. */
export const requiring = (key: string, operator: string, values: string[], more: object = {}) => ({
  ...POOL,
  requirements: [...POOL.requirements, { key, operator, values, ...more }],
});
