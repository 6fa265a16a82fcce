import { createHash } from "node:crypto";

/** The tag (and selector) by which Karpenter finds subnets and security groups. */
export const DISCOVERY_TAG = "karpenter.sh/discovery";

/** The service account of the controller: the chart's full name for a release named `karpenter`. */
export const SERVICE_ACCOUNT = "karpenter";

/** Longest IAM role name; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_NAME_LIMIT = 64;

/** Longest SQS queue name; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
export const QUEUE_NAME_LIMIT = 80;

/** Longest EventBridge rule name; https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const RULE_NAME_LIMIT = 64;

const HASH_LENGTH = 8;

/** What a shortened name ends with. */
const HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`);

/**
 * Cuts a name that is over its limit and ends it with a hash of the whole, so that two long names stay apart and
 * one name always gives the same result. A name that is as long as a shortened one and looks like one is hashed as well:
 * it could be that of another cluster.
 */
export function shorten(name: string, limit: number): string {
  if (name.length < limit || (name.length === limit && !HASHED.test(name))) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, limit - HASH_LENGTH - 1)}-${hash}`;
}

/** `KarpenterNodeRole-<cluster>`, at most 64 characters. */
export function nodeRoleName(cluster: string): string {
  return shorten(`KarpenterNodeRole-${cluster}`, ROLE_NAME_LIMIT);
}

/** `KarpenterControllerRole-<cluster>`, at most 64 characters. */
export function controllerRoleName(cluster: string): string {
  return shorten(`KarpenterControllerRole-${cluster}`, ROLE_NAME_LIMIT);
}

/** `KarpenterControllerPolicy-<cluster>`; 128 characters are allowed, and a cluster name has at most 100. */
export function controllerPolicyName(cluster: string): string {
  return `KarpenterControllerPolicy-${cluster}`;
}

/** The name of the cluster, as in Karpenter's own template, at most 80 characters. */
export function interruptionQueueName(cluster: string): string {
  return shorten(cluster, QUEUE_NAME_LIMIT);
}

/** `Karpenter<rule>-<cluster>`, at most 64 characters: rules of two clusters share an account and a region. */
export function eventRuleName(rule: string, cluster: string): string {
  return shorten(`Karpenter${rule}-${cluster}`, RULE_NAME_LIMIT);
}
