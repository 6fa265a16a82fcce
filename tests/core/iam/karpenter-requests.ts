import { clusterArn } from "../../../core/cluster";
import { compareMinor } from "../../../core/versions";
import type { IamRequest } from "./evaluate";
import { launch, tagOnCreation } from "./launch";
import { asker, ec2, iam, inRequest, onResource, type Place, type Tags } from "./place";

/** Reads of a region, with the first minor that makes them. */
const READS: readonly [action: string, since?: string][] = [
  ["DescribeCapacityReservations", "1.3"],
  ["DescribeImages"],
  ["DescribeInstances"],
  ["DescribeInstanceStatus", "1.12"],
  ["DescribeInstanceTypeOfferings"],
  ["DescribeInstanceTypes"],
  ["DescribeLaunchTemplates"],
  ["DescribePlacementGroups", "1.11"],
  ["DescribeSecurityGroups"],
  ["DescribeSpotPriceHistory"],
  ["DescribeSubnets"],
];

/** The regions of the price list, by what their region names start with. */
const PRICING: readonly [prefix: string, region: string][] = [
  ["cn-", "cn-northwest-1"],
  ["", "us-east-1"],
];

/**
 * Every request that the controller of a Karpenter minor makes of AWS, with all that its settings can turn on.
 * https://github.com/aws/karpenter-provider-aws/tree/main/pkg/providers
 */
export function karpenterRequests(minor: string, place: Place): IamRequest[] {
  return [
    ...readRequests(minor, place),
    ...launchRequests(minor, place),
    ...nodeRequests(minor, place),
    ...profileRequests(minor, place),
  ];
}

const isFrom = (minor: string, since = "0"): boolean => compareMinor(minor, since) >= 0;

/** Which cluster a resource belongs to: `karpenter.sh/managed-by` gave way to `eks:eks-cluster-name` in 1.0. */
function clusterTags(minor: string, clusterName: string): Tags {
  const key = isFrom(minor, "1.0") ? "eks:eks-cluster-name" : "karpenter.sh/managed-by";
  return { [`kubernetes.io/cluster/${clusterName}`]: "owned", [key]: clusterName };
}

/** What the minor puts on all that a launch creates; `Team` stands for the tags of the EC2NodeClass. */
function launchTags(minor: string, { clusterName }: Place): Tags {
  return {
    Team: "platform",
    ...clusterTags(minor, clusterName),
    "karpenter.sh/nodepool": "default",
    "karpenter.k8s.aws/ec2nodeclass": "default",
  };
}

function templateTags(minor: string, place: Place): Tags {
  return {
    ...launchTags(minor, place),
    ...(!isFrom(minor, "1.1") && { "karpenter.k8s.aws/cluster": place.clusterName }),
  };
}

function readRequests(minor: string, place: Place): IamRequest[] {
  const { partition, region, queueArn } = place;
  const ask = asker(place);
  const cluster = clusterArn(place);
  const prices = PRICING.find(([prefix]) => region.startsWith(prefix))?.[1] ?? region;
  const parameter = `arn:${partition}:ssm:${region}::parameter/aws/service`;
  const requests = READS.filter(([, since]) => isFrom(minor, since)).map(([action]) =>
    ask(`ec2:${action}`, "*", { "aws:RequestedRegion": region }),
  );
  return requests.concat(
    ask("pricing:GetProducts", "*", { "aws:RequestedRegion": prices }),
    ask("ssm:GetParameter", `${parameter}/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/id`),
    ask("ssm:GetParameter", `${parameter}/bottlerocket/aws-k8s-1.32/arm64/latest/image_id`),
    ask("eks:DescribeCluster", cluster),
    ["GetQueueUrl", "ReceiveMessage", "DeleteMessage"].map((a) => ask(`sqs:${a}`, queueArn)),
    isFrom(minor, "1.12")
      ? ask("arc-zonal-shift:GetManagedResource", cluster, {
          "arc-zonal-shift:ResourceIdentifier": cluster,
        })
      : [],
  );
}

function launchRequests(minor: string, place: Place): IamRequest[] {
  const ask = asker(place);
  const template = ec2(place, "launch-template", "lt-1");
  const tags = templateTags(minor, place);
  const what = {
    where: place,
    tags: launchTags(minor, place),
    template: tags,
    reads: [
      ...(isFrom(minor, "1.3") ? [ec2(place, "capacity-reservation", "cr-1")] : []),
      ...(isFrom(minor, "1.11") ? [ec2(place, "placement-group", "pool")] : []),
    ],
  };
  const services = ["ec2.amazonaws.com", `ec2.${place.dnsSuffix}`];
  return [
    ask("ec2:CreateLaunchTemplate", template, inRequest(tags)),
    tagOnCreation(place, "CreateLaunchTemplate", template, tags),
    ...launch(place, "CreateFleet", what),
    ...launch(place, "RunInstances", what),
    ...services.map((s) => ask("iam:PassRole", place.nodeRoleArn, { "iam:PassedToService": s })),
    ask("ec2:DeleteLaunchTemplate", template, onResource(tags)),
  ];
}

function nodeRequests(minor: string, place: Place): IamRequest[] {
  const ask = asker(place);
  const node = ec2(place, "instance", "i-1");
  const named = { Name: "ip-10-0-0-1.ec2.internal" };
  const nodeClaim = { "karpenter.sh/nodeclaim": "default-x7k2p" };
  const cluster = { "eks:eks-cluster-name": place.clusterName };
  // A node can be older than the controller: 1.0 takes over what 0.37 launched, and adds the newer tag.
  const launchedBy = isFrom(minor, "1.0") ? ["0.37", minor] : [minor];
  // Only the tags that the node lacks are sent.
  const taggings = [
    named,
    { ...named, ...nodeClaim },
    ...(isFrom(minor, "1.0") ? [cluster, { ...named, ...nodeClaim, ...cluster }] : []),
  ];
  return launchedBy.flatMap((launcher) => {
    const tags = onResource(launchTags(launcher, place));
    return [
      ...taggings.map((t) => ask("ec2:CreateTags", node, { ...tags, ...inRequest(t) })),
      ask("ec2:TerminateInstances", node, tags),
      ...(isFrom(minor, "1.15") ? [ask("ec2:RebootInstances", node, tags)] : []),
    ];
  });
}

function profileRequests(minor: string, place: Place): IamRequest[] {
  const ask = asker(place);
  const { clusterName, region } = place;
  const plain = iam(place, `instance-profile/${clusterName}_4067990795380418201`);
  const path = `instance-profile/karpenter/${region}/${clusterName}/0c5a9d8e/`;
  const profile = isFrom(minor, "1.7") ? iam(place, `${path}${clusterName}_4067990795`) : plain;
  const tagsOf = (by: string): Tags => ({
    Team: "platform",
    ...clusterTags(by, clusterName),
    "karpenter.k8s.aws/ec2nodeclass": "default",
    "topology.kubernetes.io/region": region,
  });
  const tags = tagsOf(minor);
  const writes = ["AddRoleTo", "RemoveRoleFrom", "Delete"].map((a) => `iam:${a}InstanceProfile`);
  // Profiles outlive an upgrade: those of 0.37 carry its tags, those before 1.7 no path.
  const olds = isFrom(minor, "1.0") ? [profile, plain] : [profile];
  return [
    ask("iam:GetInstanceProfile", profile),
    ask("iam:CreateInstanceProfile", profile, inRequest(tags)),
    ...writes.map((action) => ask(action, profile, onResource(tags))),
    ...olds.flatMap((old) => {
      const carried = onResource(tagsOf(isFrom(minor, "1.0") ? "0.37" : minor));
      return [
        ask("iam:GetInstanceProfile", old),
        ask("iam:TagInstanceProfile", old, { ...carried, ...inRequest(tags) }),
        ...writes.map((action) => ask(action, old, carried)),
      ];
    }),
    ...(isFrom(minor, "1.7") ? [ask("iam:ListInstanceProfiles", "*")] : []),
  ];
}
