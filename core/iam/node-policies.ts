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

/** The ARN of an AWS managed policy. */
export function managedPolicyArn(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}
