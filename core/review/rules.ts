import { count } from "./count";
import type { Finding } from "./finding";
import type { ReviewInput } from "./input";
import { poolViews } from "./pool-view";
import { findingsOf, type Rule } from "./rule";
import {
  controllerPlacement,
  discoveryTagOwner,
  securityGroups,
  systemNodes,
} from "./rules/cluster";
import { al2, imageOwner, unpinnedImages } from "./rules/images";
import {
  blockingBudget,
  expiryWithoutEnd,
  interruptionQueue,
  limits,
  overlappingPools,
  spotServiceLinkedRole,
} from "./rules/pools";
import { isolatedVpcRole, policyPreset } from "./rules/rights";
import { addressesAtLimits, largeNodes, noInstanceType, smallNodes } from "./rules/sizing";
import { kubernetesVersion, nextKubernetesVersion } from "./rules/versions";
import { expensivePool, homelessWorkload } from "./rules/workloads";

/** Every rule, in the order of its code. */
export const RULES: readonly Rule[] = [
  kubernetesVersion,
  policyPreset,
  unpinnedImages,
  nextKubernetesVersion,
  noInstanceType,
  largeNodes,
  smallNodes,
  addressesAtLimits,
  homelessWorkload,
  expensivePool,
  al2,
  imageOwner,
  limits,
  interruptionQueue,
  spotServiceLinkedRole,
  systemNodes,
  controllerPlacement,
  securityGroups,
  overlappingPools,
  isolatedVpcRole,
  discoveryTagOwner,
  blockingBudget,
  expiryWithoutEnd,
];

/** The codes of the rules. */
export const RULE_CODES = new RegExp(`^(${RULES.map(({ code }) => code).join("|")})$`);

/** In words what `RULE_CODES` accepts. */
export const RULE_CODES_ALLOWED = `the code of a rule, ${RULES[0]?.code ?? ""} to ${RULES.at(-1)?.code ?? ""}`;

/** All that the rules have to say; what is silenced by its code keeps the reason. */
export function review(
  input: ReviewInput,
  silenced: Readonly<Record<string, string>> = {},
): Finding[] {
  const seen = { ...input, pools: poolViews(input) };
  return RULES.flatMap((rule) => findingsOf(rule, seen)).map((finding) => {
    const reason = silenced[finding.code];
    return reason === undefined ? finding : { ...finding, silenced: reason };
  });
}

/** The findings that nobody silenced. */
export function unsilenced<T extends Pick<Finding, "silenced">>(findings: readonly T[]): T[] {
  return findings.filter(({ silenced }) => silenced === undefined);
}

/** The errors that nobody silenced: what must not be deployed. */
export function errorsOf<T extends Pick<Finding, "silenced"> & { severity: string }>(
  findings: readonly T[],
): T[] {
  return unsilenced(findings).filter(({ severity }) => severity === "error");
}

/** Findings as one message, as problems are told; `silence` is the path of what silences them. */
export function formatFindings(
  what: string,
  findings: readonly Finding[],
  silence = "silence",
): string {
  const lines = findings.map(
    ({ code, where, message, why, fix }) =>
      `  - ${where}: ${message} (${code}). Why: ${why}. Fix: ${fix}. Or give a reason why it is right: ${silence}.${code}.`,
  );
  return [`${what}: ${count(findings.length, "problem")}`, ...lines].join("\n");
}
