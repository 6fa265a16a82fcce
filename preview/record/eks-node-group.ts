import type { Nodegroup } from "@aws-sdk/client-eks";
import type { GetNodeGroupResult, GetNodeGroupsResult } from "@pulumi/aws/eks";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { block, found, ownTags, sorted, text } from "./values";

/** `aws.eks.getNodeGroups`: all of them, however many pages there are. */
export async function nodeGroupsOf(
  clients: Clients,
  args: LookupArgs,
): Promise<GetNodeGroupsResult> {
  const { paginateListNodegroups } = await import("@aws-sdk/client-eks");
  const clusterName = text(args, "clusterName");
  const client = await clients.eks(args.region);
  const names: string[] = [];
  for await (const page of paginateListNodegroups({ client }, { clusterName })) {
    names.push(...(page.nodegroups ?? []));
  }
  return { clusterName, id: clusterName, names: sorted(names), region: args.region };
}

/** `aws.eks.getNodeGroup`. */
export async function nodeGroupByName(
  clients: Clients,
  args: LookupArgs,
): Promise<GetNodeGroupResult> {
  const { DescribeNodegroupCommand } = await import("@aws-sdk/client-eks");
  const clusterName = text(args, "clusterName");
  const nodeGroupName = text(args, "nodeGroupName");
  const eks = await clients.eks(args.region);
  const answer = await eks.send(
    new DescribeNodegroupCommand({ clusterName, nodegroupName: nodeGroupName }),
  );
  const group = found(answer.nodegroup);
  return {
    amiType: group.amiType ?? "",
    arn: group.nodegroupArn ?? "",
    capacityType: group.capacityType ?? "",
    clusterName: group.clusterName ?? clusterName,
    diskSize: group.diskSize ?? 0,
    id: `${clusterName}:${nodeGroupName}`,
    // Not a set: the order is the order in which the instance types are tried.
    instanceTypes: group.instanceTypes ?? [],
    labels: group.labels ?? {},
    nodeGroupName: group.nodegroupName ?? nodeGroupName,
    nodeRoleArn: group.nodeRole ?? "",
    region: args.region,
    releaseVersion: group.releaseVersion ?? "",
    status: group.status ?? "",
    subnetIds: sorted(group.subnets),
    tags: ownTags(group.tags),
    taints: (group.taints ?? []).map((taint) => ({
      effect: taint.effect ?? "",
      key: taint.key ?? "",
      value: taint.value ?? "",
    })),
    version: group.version ?? "",
    ...blocksOf(group),
  };
}

function blocksOf(group: Nodegroup) {
  return {
    launchTemplates: block(group.launchTemplate, ({ id = "", name = "", version = "" }) => ({
      id,
      name,
      version,
    })),
    remoteAccesses: block(group.remoteAccess, (access) => ({
      ec2SshKey: access.ec2SshKey ?? "",
      sourceSecurityGroupIds: sorted(access.sourceSecurityGroups),
    })),
    resources: block(group.resources, (resources) => ({
      autoscalingGroups: (resources.autoScalingGroups ?? []).map(({ name = "" }) => ({ name })),
      remoteAccessSecurityGroupId: resources.remoteAccessSecurityGroup ?? "",
    })),
    scalingConfigs: block(group.scalingConfig, ({ desiredSize = 0, maxSize = 0, minSize = 0 }) => ({
      desiredSize,
      maxSize,
      minSize,
    })),
    updateConfigs: block(group.updateConfig, (update) => ({
      maxUnavailable: update.maxUnavailable ?? 0,
      maxUnavailablePercentage: update.maxUnavailablePercentage ?? 0,
      updateStrategy: update.updateStrategy ?? "",
    })),
    warmPoolConfigs: block(group.warmPoolConfig, (pool) => ({
      maxGroupPreparedCapacity: pool.maxGroupPreparedCapacity ?? 0,
      minSize: pool.minSize ?? 0,
      poolState: pool.poolState ?? "",
      reuseOnScaleIn: pool.reuseOnScaleIn ?? false,
    })),
  };
}
