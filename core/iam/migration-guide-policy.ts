import { clusterArn, type ClusterContext } from "../cluster";
import { isAtLeast, type KarpenterVersion } from "../versions";
import { queueStatements } from "./controller-policy";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document";

/**
 * The eight statements of Karpenter's guide for moving from the Cluster Autoscaler. Kept because the lab uses it; it is
 * not scoped to the cluster: whoever holds it can launch and tag any instance of the account and terminate any that
 * carries a `karpenter.sh/nodepool` tag. Prefer `controllerPolicy`.
 * https://karpenter.sh/v0.36/getting-started/migrating-from-cas/
 */
export function migrationGuidePolicy(
  context: ClusterContext & {
    nodeRoleArn: string;
    version: KarpenterVersion;
    interruptionQueueArn?: string;
  },
): PolicyDocument {
  const { clusterName, region } = context;
  const profileTags = (kind: "RequestTag" | "ResourceTag") => ({
    [`aws:${kind}/kubernetes.io/cluster/${clusterName}`]: "owned",
    [`aws:${kind}/topology.kubernetes.io/region`]: region,
  });
  // As later revisions of the guide: without it the controller cannot remove its instance profiles.
  const listing: Statement = {
    Sid: "AllowUnscopedInstanceProfileListAction",
    Effect: "Allow",
    Action: "iam:ListInstanceProfiles",
    Resource: "*",
  };
  return policyDocument([
    {
      Sid: "Karpenter",
      Effect: "Allow",
      Action: [
        "ssm:GetParameter",
        "ec2:DescribeImages",
        "ec2:RunInstances",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeAvailabilityZones",
        "ec2:DeleteLaunchTemplate",
        "ec2:CreateTags",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateFleet",
        "ec2:DescribeSpotPriceHistory",
        "pricing:GetProducts",
      ],
      Resource: "*",
    },
    {
      Sid: "ConditionalEC2Termination",
      Effect: "Allow",
      Action: "ec2:TerminateInstances",
      Resource: "*",
      Condition: { StringLike: { "ec2:ResourceTag/karpenter.sh/nodepool": "*" } },
    },
    {
      Sid: "PassNodeIAMRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: context.nodeRoleArn,
    },
    {
      Sid: "EKSClusterEndpointLookup",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: clusterArn(context),
    },
    {
      Sid: "AllowScopedInstanceProfileCreationActions",
      Effect: "Allow",
      Action: "iam:CreateInstanceProfile",
      Resource: "*",
      Condition: {
        StringEquals: profileTags("RequestTag"),
        StringLike: { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    },
    {
      Sid: "AllowScopedInstanceProfileTagActions",
      Effect: "Allow",
      Action: "iam:TagInstanceProfile",
      Resource: "*",
      Condition: {
        StringEquals: { ...profileTags("ResourceTag"), ...profileTags("RequestTag") },
        StringLike: {
          "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*",
          "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*",
        },
      },
    },
    {
      Sid: "AllowScopedInstanceProfileActions",
      Effect: "Allow",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:DeleteInstanceProfile",
      ],
      Resource: "*",
      Condition: {
        StringEquals: profileTags("ResourceTag"),
        StringLike: { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    },
    {
      Sid: "AllowInstanceProfileReadActions",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: "*",
    },
    ...(isAtLeast(context.version, "1.7") ? [listing] : []),
    // The guide has no queue; where there is one, the controller must be able to read it.
    ...queueStatements(context),
  ]);
}
