import { clusterArn, type ClusterContext } from "../cluster";
import { isAtLeast, isWithin, type Gate, type KarpenterVersion } from "../versions";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document";

/** What the scoped controller policy is built from. */
export interface ControllerPolicyContext extends ClusterContext {
  version: KarpenterVersion;
  nodeRoleArn: string;
  /** ARN of the interruption queue; without one the controller gets no SQS rights. */
  interruptionQueueArn?: string;
  /** The controller watches ARC zonal shift; the statement exists since Karpenter 1.12. */
  zonalShift?: boolean;
}

/** Something that only some minors have. */
interface Gated extends Gate {
  value: string;
}

function gated(version: KarpenterVersion, entries: Gated[]): string[] {
  return entries.filter((entry) => isWithin(version, entry)).map(({ value }) => value);
}

/** EC2 resource types that a launch reads. */
const LAUNCH_READS: Gated[] = [
  { value: "capacity-reservation", since: "1.3" },
  { value: "placement-group", since: "1.11" },
  { value: "security-group" },
  { value: "subnet" },
];

/** EC2 resource types that a launch creates, and that are therefore tagged in the request. */
const LAUNCH_CREATES: Gated[] = [
  { value: "fleet" },
  { value: "instance" },
  { value: "volume" },
  { value: "network-interface" },
  { value: "launch-template" },
  { value: "spot-instances-request" },
];

/** Reservations stood among what a launch creates, until upstream saw that they are only read. */
const LAUNCH_TAGS_RESERVATIONS: Gated[] = [
  { value: "capacity-reservation", since: "1.3", until: "1.9" },
];

const REGIONAL_READS: Gated[] = [
  { value: "DescribeCapacityReservations", since: "1.3" },
  { value: "DescribeImages" },
  { value: "DescribeInstances" },
  { value: "DescribeInstanceStatus", since: "1.12" },
  { value: "DescribeInstanceTypeOfferings" },
  { value: "DescribeInstanceTypes" },
  { value: "DescribeLaunchTemplates" },
  { value: "DescribePlacementGroups", since: "1.11" },
  { value: "DescribeSecurityGroups" },
  { value: "DescribeSpotPriceHistory" },
  { value: "DescribeSubnets" },
];

const DELETIONS: Gated[] = [
  { value: "ec2:TerminateInstances" },
  { value: "ec2:DeleteLaunchTemplate" },
  { value: "ec2:RebootInstances", since: "1.15" },
];

/**
 * The scoped policy of one Karpenter minor: Karpenter's own CloudFormation template of that minor, merged into one
 * document. Version-coupled both ways: from 1.0 on the controller sends the request tag `eks:eks-cluster-name` and the
 * policy demands it, which a 0.36 controller never sends.
 * https://karpenter.sh/docs/reference/cloudformation/
 */
export function controllerPolicy(context: ControllerPolicyContext): PolicyDocument {
  return policyDocument([
    ...launchStatements(context),
    ...readStatements(context),
    ...integrationStatements(context),
    ...instanceProfileStatements(context),
  ]);
}

function launchStatements(context: ControllerPolicyContext): Statement[] {
  const { version, partition, region, clusterName } = context;
  const ec2 = (type: string) => `arn:${partition}:ec2:${region}:*:${type}/*`;
  const created = [
    ...gated(version, LAUNCH_CREATES),
    ...gated(version, LAUNCH_TAGS_RESERVATIONS),
  ].map(ec2);
  const tagged = gated(version, LAUNCH_CREATES).map(ec2);
  const owner = `kubernetes.io/cluster/${clusterName}`;
  const clusterTag = clusterNameTag(context);
  const requestTags = {
    StringEquals: { [`aws:RequestTag/${owner}`]: "owned", ...clusterTag },
    StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
  };
  const resourceTags = {
    StringEquals: { [`aws:ResourceTag/${owner}`]: "owned" },
    StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
  };
  const nodeTags = ["karpenter.sh/nodeclaim", "Name"];
  return [
    {
      Sid: "AllowScopedEC2InstanceAccessActions",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        `arn:${partition}:ec2:${region}::image/*`,
        `arn:${partition}:ec2:${region}::snapshot/*`,
        ...gated(version, LAUNCH_READS).map(ec2),
      ],
    },
    {
      Sid: "AllowScopedEC2LaunchTemplateAccessActions",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2("launch-template"),
      Condition: resourceTags,
    },
    {
      Sid: "AllowScopedEC2InstanceActionsWithTags",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: created,
      Condition: requestTags,
    },
    {
      Sid: "AllowScopedResourceCreationTagging",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: tagged,
      Condition: {
        StringEquals: {
          ...requestTags.StringEquals,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        StringLike: requestTags.StringLike,
      },
    },
    {
      Sid: "AllowScopedResourceTagging",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2("instance"),
      Condition: isAtLeast(version, "1.0")
        ? {
            ...resourceTags,
            StringEqualsIfExists: clusterTag,
            "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", ...nodeTags] },
          }
        : { ...resourceTags, "ForAllValues:StringEquals": { "aws:TagKeys": nodeTags } },
    },
    {
      Sid: "AllowScopedDeletion",
      Effect: "Allow",
      Action: gated(version, DELETIONS),
      Resource: [ec2("instance"), ec2("launch-template")],
      Condition: resourceTags,
    },
  ];
}

function readStatements(context: ControllerPolicyContext): Statement[] {
  const { version, partition, region } = context;
  return [
    {
      Sid: "AllowRegionalReadActions",
      Effect: "Allow",
      Action: gated(version, REGIONAL_READS).map((action) => `ec2:${action}`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      Sid: "AllowSSMReadActions",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: `arn:${partition}:ssm:${region}::parameter/aws/service/*`,
    },
    {
      Sid: "AllowPricingReadActions",
      Effect: "Allow",
      Action: "pricing:GetProducts",
      Resource: "*",
    },
  ];
}

function integrationStatements(context: ControllerPolicyContext): Statement[] {
  const cluster = clusterArn(context);
  const statements: Statement[] = [
    {
      Sid: "AllowPassingInstanceRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: context.nodeRoleArn,
      Condition: {
        StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
      },
    },
    {
      Sid: "AllowAPIServerEndpointDiscovery",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: cluster,
    },
  ];
  statements.push(...queueStatements(context));
  if (context.zonalShift && isAtLeast(context.version, "1.12")) {
    statements.push({
      Sid: "AllowZonalShiftStatusReadOnly",
      Effect: "Allow",
      Action: "arc-zonal-shift:GetManagedResource",
      Resource: "*",
      Condition: { StringEquals: { "arc-zonal-shift:ResourceIdentifier": cluster } },
    });
  }
  return statements;
}

/** What the controller needs of its queue: up to 1.3 it does not even start where it cannot look the queue up. */
export function queueStatements({
  interruptionQueueArn,
}: Pick<ControllerPolicyContext, "interruptionQueueArn">): Statement[] {
  if (interruptionQueueArn === undefined) return [];
  return [
    {
      Sid: "AllowInterruptionQueueActions",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: interruptionQueueArn,
    },
  ];
}

function instanceProfileStatements(context: ControllerPolicyContext): Statement[] {
  const { version, partition, accountId, region, clusterName } = context;
  const profiles = `arn:${partition}:iam::${accountId}:instance-profile/*`;
  const clusterTag = clusterNameTag(context);
  const tags = (kind: "RequestTag" | "ResourceTag") => ({
    [`aws:${kind}/kubernetes.io/cluster/${clusterName}`]: "owned",
    [`aws:${kind}/topology.kubernetes.io/region`]: region,
  });
  const nodeClass = (kind: "RequestTag" | "ResourceTag") => ({
    [`aws:${kind}/karpenter.k8s.aws/ec2nodeclass`]: "*",
  });
  const statements: Statement[] = [
    {
      Sid: "AllowScopedInstanceProfileCreationActions",
      Effect: "Allow",
      Action: "iam:CreateInstanceProfile",
      Resource: profiles,
      Condition: {
        StringEquals: { ...tags("RequestTag"), ...clusterTag },
        StringLike: nodeClass("RequestTag"),
      },
    },
    {
      Sid: "AllowScopedInstanceProfileTagActions",
      Effect: "Allow",
      Action: "iam:TagInstanceProfile",
      Resource: profiles,
      Condition: {
        StringEquals: { ...tags("ResourceTag"), ...tags("RequestTag"), ...clusterTag },
        StringLike: { ...nodeClass("ResourceTag"), ...nodeClass("RequestTag") },
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
      Resource: profiles,
      Condition: { StringEquals: tags("ResourceTag"), StringLike: nodeClass("ResourceTag") },
    },
    {
      Sid: "AllowInstanceProfileReadActions",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: profiles,
    },
  ];
  if (isAtLeast(version, "1.7")) {
    statements.push({
      Sid: "AllowUnscopedInstanceProfileListAction",
      Effect: "Allow",
      Action: "iam:ListInstanceProfiles",
      Resource: "*",
    });
  }
  return statements;
}

/** The request tag that controllers send since 1.0, and that their policy demands. */
function clusterNameTag(context: ControllerPolicyContext): Record<string, string> {
  return isAtLeast(context.version, "1.0")
    ? { "aws:RequestTag/eks:eks-cluster-name": context.clusterName }
    : {};
}
