import { UNKNOWN } from "./field";
import type { Problem } from "./problem";

/** An AWS partition: a group of regions with its own ARNs and DNS suffix. */
export interface Partition {
  name: string;
  dnsSuffix: string;
  /** What the region names of the partition start with; empty for the commercial one. */
  regionPrefix: string;
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export const PARTITIONS: readonly Partition[] = [
  { name: "aws-cn", dnsSuffix: "amazonaws.com.cn", regionPrefix: "cn-" },
  { name: "aws-us-gov", dnsSuffix: "amazonaws.com", regionPrefix: "us-gov-" },
  { name: "aws", dnsSuffix: "amazonaws.com", regionPrefix: "" },
];

/** Where a cluster lives: all that ARNs and policy documents are built from. */
export interface ClusterContext {
  clusterName: string;
  region: string;
  accountId: string;
  partition: string;
  dnsSuffix: string;
}

const CLUSTER_NAME = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;
/** Not the isolated and sovereign partitions, whose ARNs and DNS suffixes are others. */
const REGION = /^(?!us-iso|eu-iso|eusc-)[a-z]{2}(-[a-z]+)+-\d$/;
const ACCOUNT_ID = /^\d{12}$/;

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  const partition = PARTITIONS.find((p) => region.startsWith(p.regionPrefix));
  if (!partition) throw new RangeError(`no partition for region ${region}`);
  return partition;
}

/** Builds the context of a cluster; the partition follows from the region. */
export function clusterContext(
  clusterName: string,
  region: string,
  accountId: string,
): ClusterContext {
  const { name, dnsSuffix } = partitionOf(region);
  return { clusterName, region, accountId, partition: name, dnsSuffix };
}

/** Reasons to refuse the name, region and account of a cluster. */
export function validateCluster(cluster: {
  name?: unknown;
  region?: unknown;
  accountId?: unknown;
}): Problem[] {
  const rules = [
    {
      path: "name",
      value: cluster.name,
      pattern: CLUSTER_NAME,
      message: "not an EKS cluster name",
      allowed: "1 to 100 letters, digits, hyphens and underscores, starting with a letter or digit",
      fix: "give the name that `aws eks list-clusters` shows, without angle brackets",
    },
    {
      path: "region",
      value: cluster.region,
      pattern: REGION,
      message: "not an AWS region",
      allowed: "a region of the partitions aws, aws-cn or aws-us-gov, such as us-east-1",
      fix: "give the region that the cluster runs in",
    },
    {
      path: "accountId",
      value: cluster.accountId,
      pattern: ACCOUNT_ID,
      message: "not an AWS account id",
      allowed: "12 digits in quotes (YAML drops a leading zero without them)",
      fix: "give the account that `aws sts get-caller-identity` shows",
    },
  ];
  return rules
    .filter(
      ({ value, pattern }) =>
        value !== UNKNOWN && !pattern.test(typeof value === "string" ? value : ""),
    )
    .map(({ path, value, message, allowed, fix }) => ({
      path,
      value,
      message: value === undefined ? "missing" : message,
      allowed,
      fix,
    }));
}

/** The ARN of an IAM role. `path` starts and ends with a slash. */
export function roleArn(
  context: Pick<ClusterContext, "partition" | "accountId">,
  name: string,
  path = "/",
): string {
  return `arn:${context.partition}:iam::${context.accountId}:role${path}${name}`;
}

/** The ARN of the cluster. */
export function clusterArn(context: ClusterContext): string {
  const { partition, region, accountId, clusterName } = context;
  return `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`;
}
