import type { EnforcementLevel, StackValidationPolicy } from "@pulumi/policy";
import type { Finding } from "../core/review/finding";
import { review, RULES } from "../core/review/rules";
import type { Rule } from "../core/review/rule";
import { reviewedClusters, type ReviewedCluster, type Told } from "./stack";

/** The config of every policy. */
interface PolicyConfig extends Told {
  /** Why what it finds is accepted: nothing is reported then. */
  silence?: string;
}

const CONFIG_SCHEMA = {
  properties: {
    silence: {
      type: "string",
      minLength: 1,
      description: "Why what this policy finds is accepted; it then reports nothing",
    },
    karpenterVersion: {
      type: "string",
      description: "Full Karpenter version, where the stack has no Helm release of it",
    },
    kubernetesVersion: {
      type: "string",
      description: "major.minor of the cluster, where the stack has no cluster",
    },
  },
} as const satisfies StackValidationPolicy["configSchema"];

/** Rules of which some findings weigh otherwise than the rest: those have a policy of their own. */
const OTHER_WEIGHT: Readonly<Record<string, "error" | "warning">> = {
  KE005: "warning",
  KE011: "error",
  KE015: "warning",
};

/** What cannot be judged by the resources of a stack, and why. */
export const NOT_JUDGED: Readonly<Record<string, string>> = {
  KE009: "no resource says what the workloads ask for",
  KE015: "no resource says that the account has no such role",
  KE021: "no resource says whose tag a subnet had before",
};

/** A policy for each rule that resources can show, under the code of the rule; errors are mandatory. */
export function policies(): StackValidationPolicy[] {
  return RULES.filter(({ code }) => NOT_JUDGED[code] === undefined).flatMap((rule) => {
    const other = OTHER_WEIGHT[rule.code];
    if (other === undefined) return [policy(rule, rule.code, rule.severity, () => true)];
    return [
      policy(rule, rule.code, rule.severity, ({ severity }) => severity !== other),
      policy(rule, `${rule.code}-${other}`, other, ({ severity }) => severity === other),
    ];
  });
}

function policy(
  { code, title, why }: Rule,
  name: string,
  weight: string,
  isOurs: (finding: Finding) => boolean,
): StackValidationPolicy {
  return {
    name,
    displayName: title,
    description: `${code}: ${title}. Why: ${why}.`,
    enforcementLevel: level(weight),
    configSchema: CONFIG_SCHEMA,
    validateStack: (args, reportViolation) => {
      const { silence, ...told } = args.getConfig<PolicyConfig>();
      if (silence !== undefined) args.notApplicable(`silenced: ${silence}`);
      const clusters = reviewedClusters(args.resources, told);
      if (clusters.length === 0)
        args.notApplicable(
          "the stack has no NodePool, no EC2NodeClass and no Helm release of Karpenter",
        );
      for (const { finding, urn } of judged(clusters)) {
        if (finding.code === code && isOurs(finding))
          reportViolation(`${finding.message}. Fix: ${finding.fix}.`, urn);
      }
    },
  };
}

function level(weight: string): EnforcementLevel {
  return weight === "error" ? "mandatory" : "advisory";
}

interface Judged {
  finding: Finding;
  urn: string | undefined;
}

/** The policies are asked one after the other about the same stack, and each would judge all of it anew. */
let last: { stack: string; found: Judged[] } | undefined;

function judged(clusters: ReviewedCluster[]): Judged[] {
  const stack = JSON.stringify(
    clusters.map(({ input, urnOf }) => [input, urnOf("")]),
    (_, value: unknown) => (typeof value === "symbol" ? String(value) : value),
  );
  if (last?.stack !== stack) {
    const found = clusters.flatMap(({ input, urnOf }) =>
      review(input).map((finding) => ({ finding, urn: urnOf(finding.where) })),
    );
    last = { stack, found };
  }
  return last.found;
}
