import { keyPath, type Problem } from "../problem";
import { isRecord } from "../records";
import { isAtLeast, type KarpenterVersion } from "../versions";

/**
 * Names of the AWS managed policies that a node needs. From 1.0 on Karpenter's own template gives nodes the right to
 * pull images and no more. https://karpenter.sh/docs/reference/cloudformation/
 */
export function nodeManagedPolicies(version: KarpenterVersion): string[] {
  return [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    isAtLeast(version, "1.0")
      ? "AmazonEC2ContainerRegistryPullOnly"
      : "AmazonEC2ContainerRegistryReadOnly",
    "AmazonSSMManagedInstanceCore",
  ];
}

/** Keys of further policies that would name an attachment which is there already. */
export function validateAdditionalPolicies(
  policies: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!isRecord(policies) || !version) return [];
  const own = nodeManagedPolicies(version);
  return Object.keys(policies)
    .filter((key) => own.includes(key))
    .map((key) => ({
      path: keyPath(path, key),
      value: policies[key],
      message: "this policy is attached already",
      allowed: `any key but ${own.join(", ")}`,
      fix: "remove it, or choose another key for another policy",
    }));
}

/** The ARN of an AWS managed policy. */
export function managedPolicyArn(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}
