import { clusterContext, roleArn, type ClusterContext } from "../../../core/cluster";
import type { Context, IamRequest } from "./evaluate";

/** A cluster with the roles and the queue of its controller. */
export interface Place extends ClusterContext {
  controllerRoleArn: string;
  nodeRoleArn: string;
  queueArn: string;
  /** Another region of the partition. */
  otherRegion: string;
}

/** EC2 tags by key. */
export type Tags = Record<string, string>;

/** The place of a cluster; all of them lie in one account. */
export function place(region: string, otherRegion: string, clusterName = "prod"): Place {
  const cluster = clusterContext(clusterName, region, "111122223333");
  return {
    ...cluster,
    otherRegion,
    controllerRoleArn: roleArn(cluster, `KarpenterControllerRole-${clusterName}`),
    nodeRoleArn: roleArn(cluster, `KarpenterNodeRole-${clusterName}`),
    queueArn: `arn:${cluster.partition}:sqs:${region}:${cluster.accountId}:${clusterName}`,
  };
}

/** One cluster in every partition. */
export const PLACES: readonly Place[] = [
  place("us-east-1", "eu-west-1"),
  place("cn-north-1", "cn-northwest-1"),
  place("us-gov-west-1", "us-gov-east-1"),
];

/** Another cluster of the same account and region. */
export const beside = ({ region, otherRegion }: Place, clusterName = "other"): Place =>
  place(region, otherRegion, clusterName);

/** The cluster of the same name in another region. */
export const elsewhere = ({ region, otherRegion, clusterName }: Place): Place =>
  place(otherRegion, region, clusterName);

/** The tags but for one. */
export const lacking = (tags: Tags, key: string): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([other]) => other !== key));

/** Makes requests of the controller of a place. */
export const asker =
  ({ controllerRoleArn }: Place) =>
  (action: string, resource: string, context: Context = {}): IamRequest => ({
    principal: controllerRoleArn,
    action,
    resource,
    context,
  });

/** Tags that the resource already carries. */
export const onResource = (tags: Tags): Context => prefixed("aws:ResourceTag/", tags);

/** Tags that the request is about to set. */
export const inRequest = (tags: Tags): Context => prefixed("aws:RequestTag/", tags);

function prefixed(prefix: string, tags: Tags): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]));
}

/** The ARN of an EC2 resource. */
export function ec2(where: Place, type: string, id: string): string {
  const owner = type === "image" || type === "snapshot" ? "" : where.accountId;
  return `arn:${where.partition}:ec2:${where.region}:${owner}:${type}/${id}`;
}

/** The ARN of an IAM resource. */
export const iam = ({ partition, accountId }: Place, resource: string): string =>
  `arn:${partition}:iam::${accountId}:${resource}`;

/** The tags of a Karpenter node as any minor would set them: the most that an attacker can send. */
export const nodeTags = ({ clusterName }: Place): Tags => ({
  [`kubernetes.io/cluster/${clusterName}`]: "owned",
  "karpenter.sh/nodepool": "default",
  "karpenter.k8s.aws/ec2nodeclass": "default",
  "karpenter.sh/managed-by": clusterName,
  "eks:eks-cluster-name": clusterName,
});

/** The tags of an instance profile as any minor would set them. */
export const profileTags = ({ clusterName, region }: Place): Tags => ({
  [`kubernetes.io/cluster/${clusterName}`]: "owned",
  "topology.kubernetes.io/region": region,
  "karpenter.k8s.aws/ec2nodeclass": "default",
  "karpenter.sh/managed-by": clusterName,
  "eks:eks-cluster-name": clusterName,
});

/** The tags of another cluster's resource that nevertheless name the cluster of the place. */
export const halfway = (place: Place, tagsOf: (of: Place) => Tags): Tags => ({
  ...tagsOf(beside(place)),
  "eks:eks-cluster-name": place.clusterName,
});
