import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AuthenticationMode } from "../core/iam/access";
import { nodeManagedPolicies } from "../core/iam/node-policies";
import { DISCOVERY_TAG } from "../core/names";
import { formatProblems, type Problem } from "../core/problem";
import { unique } from "../core/records";
import { karpenterVersion } from "../core/versions";
import type { SubnetFactArgs } from "../index";
import type { StackConfig } from "./config";
import { kubeconfig } from "./kubeconfig";
import type { Target } from "./target";

/** What is known of the existing cluster. */
interface ClusterFacts {
  name: string;
  oidcIssuer?: string;
  subnetIds: string[];
}

/** Looks up the cluster, its node groups with their subnets and roles. Throws when they do not fit. */
export async function existingCluster(config: StackConfig): Promise<Target> {
  const { clusterName } = config;
  const [cluster, { accountId }, { region }, groups] = await Promise.all([
    aws.eks.getCluster({ name: clusterName }),
    aws.getCallerIdentity({}),
    aws.getRegion({}),
    aws.eks.getNodeGroups({ clusterName }),
  ]);
  const nodeGroupNames = config.nodeGroupNames ?? [...groups.names].sort();
  const nodeGroups = await Promise.all(
    nodeGroupNames
      .filter((name) => groups.names.includes(name))
      .map((nodeGroupName) => aws.eks.getNodeGroup({ clusterName, nodeGroupName })),
  );
  const subnetIds = config.subnetIds ?? unique(nodeGroups.flatMap((group) => group.subnetIds));
  const subnets = await Promise.all(subnetIds.map((id) => aws.ec2.getSubnet({ id })));
  const nodePolicyArns = config.copyNodeGroupPolicies
    ? await lookUpPolicies(unique(nodeGroups.map((group) => group.nodeRoleArn)), config)
    : {};
  const [access] = cluster.accessConfigs;
  const oidcIssuer = cluster.identities[0]?.oidcs[0]?.issuer;
  const problems = [
    ...unknownNodeGroups(nodeGroupNames, groups.names, clusterName),
    ...factProblems({ name: clusterName, oidcIssuer, subnetIds }, config),
    ...takenSubnets(subnets, clusterName, "karpenter-eks:subnetIds"),
  ];
  refuseFacts(problems);
  const text = kubeconfig(
    {
      name: cluster.name,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthorities[0]?.data,
    },
    region,
    config.awsProfile,
  );
  return {
    cluster: {
      ...{ name: clusterName, region, accountId, oidcIssuer, kubeconfig: text },
      kubernetesVersion: cluster.version,
      // Clusters from before access entries report no mode.
      authenticationMode: (access?.authenticationMode ?? "CONFIG_MAP") as AuthenticationMode,
    },
    subnetIds,
    securityGroupIds: config.securityGroupIds ?? [cluster.vpcConfig.clusterSecurityGroupId],
    nodeGroupNames,
    kubeconfig: text,
    nodePolicyArns,
    facts: {
      subnets: subnets.map(subnetFact),
      nodeGroups: nodeGroups.map(({ nodeGroupName, instanceTypes, scalingConfigs }) => ({
        name: nodeGroupName,
        instanceTypes,
        desiredSize: scalingConfigs[0]?.desiredSize ?? 0,
      })),
    },
    dependsOn: [],
  };
}

/** What the roles of the node groups have beyond what every Karpenter node gets. */
async function lookUpPolicies(
  roleArns: string[],
  config: StackConfig,
): Promise<Record<string, string>> {
  const own = nodeManagedPolicies(karpenterVersion(config.karpenterVersion));
  const roles = await Promise.all(
    roleArns.map((arn) =>
      aws.iam.getRolePolicyAttachments({ roleName: arn.split("/").at(-1) ?? "" }),
    ),
  );
  const attached = roles
    .flatMap((role) => role.attachedPolicies)
    .filter(({ policyName }) => !own.includes(policyName))
    .map(({ policyName, policyArn }): [string, string] => [policyName, policyArn]);
  return Object.fromEntries(attached.sort(([a], [b]) => a.localeCompare(b)));
}

/** A subnet as the review looks at it. */
export function subnetFact({
  id,
  availabilityZone,
  availableIpAddressCount,
  tags,
}: aws.ec2.GetSubnetResult): SubnetFactArgs {
  const discoveryTag = tags[DISCOVERY_TAG];
  return {
    ...{ id, availabilityZone, availableIpAddressCount },
    ...(discoveryTag === undefined ? {} : { discoveryTag }),
  };
}

/** Stops the program where what was looked up does not fit. */
export function refuseFacts(problems: Problem[]): void {
  if (problems.length === 0) return;
  throw new pulumi.RunError(formatProblems(`stack ${pulumi.getStack()}`, problems));
}

function unknownNodeGroups(wanted: string[], existing: string[], clusterName: string): Problem[] {
  return wanted
    .filter((name) => !existing.includes(name))
    .map((name) => ({
      path: "karpenter-eks:nodeGroupNames",
      value: name,
      message: `cluster ${clusterName} has no such node group`,
      allowed: existing.join(", ") || "none: the cluster has no managed node group",
      fix: "correct the name",
    }));
}

/** The tag has one value: to write ours would take the subnet away from another cluster's Karpenter. */
export function takenSubnets(
  subnets: aws.ec2.GetSubnetResult[],
  clusterName: string,
  path: string,
): Problem[] {
  return subnets
    .filter(({ tags }) => ![undefined, clusterName].includes(tags[DISCOVERY_TAG]))
    .map(({ id, tags }) => ({
      path,
      value: id,
      message: `the subnet's tag ${DISCOVERY_TAG} belongs to cluster ${tags[DISCOVERY_TAG] ?? ""}`,
      allowed: `subnets without the tag, or with the value ${clusterName}`,
      fix: `set ${path} to subnets of this cluster alone, or karpenter-eks:subnetIds to [] and select subnets by id`,
    }));
}

/** What only shows once the cluster is looked up. */
function factProblems(facts: ClusterFacts, config: StackConfig): Problem[] {
  const problems: Problem[] = [];
  if (config.identity === "irsa" && !facts.oidcIssuer) {
    problems.push({
      path: "karpenter-eks:clusterName",
      value: facts.name,
      message: "the cluster has no OIDC issuer, which identity irsa needs",
      allowed: "a cluster with an OIDC issuer, or identity pod-identity",
      fix: "set karpenter-eks:identity to pod-identity",
    });
  }
  if (facts.subnetIds.length === 0 && !config.subnetIds && !config.nodeGroupNames) {
    problems.push({
      path: "karpenter-eks:subnetIds",
      message: `cluster ${facts.name} has no managed node group to take subnets from`,
      allowed: "at least one subnet id",
      fix: "set karpenter-eks:subnetIds",
    });
  }
  return problems;
}
