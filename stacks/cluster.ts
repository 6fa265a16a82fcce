import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AuthenticationMode } from "../core/iam/access";
import { nodeManagedPolicies } from "../core/iam/node-policies";
import { DISCOVERY_TAG } from "../core/names";
import { formatProblems, type Problem } from "../core/problem";
import { karpenterVersion } from "../core/versions";
import type { StackConfig } from "./config";

/** What is known of the existing cluster. */
export interface ClusterFacts {
  name: string;
  region: string;
  accountId: string;
  kubernetesVersion: string;
  authenticationMode: AuthenticationMode;
  oidcIssuer?: string;
  nodeGroupNames: string[];
  subnetIds: string[];
  securityGroupIds: string[];
  /** Policies that the node groups' roles have, by name. */
  nodePolicyArns: Record<string, string>;
  /** AMI ids by SSM parameter. */
  amiIds: Record<string, string>;
  kubeconfig: string;
}

/** Looks up the cluster, its node groups with their subnets and roles, and the AMIs. Throws when they do not fit. */
export async function lookUpCluster(config: StackConfig): Promise<ClusterFacts> {
  const { clusterName } = config;
  const [cluster, identity, region, groups, amiIds] = await Promise.all([
    aws.eks.getCluster({ name: clusterName }),
    aws.getCallerIdentity({}),
    aws.getRegion({}),
    aws.eks.getNodeGroups({ clusterName }),
    lookUpAmis(config),
  ]);
  const nodeGroupNames = config.nodeGroupNames ?? [...groups.names].sort();
  const nodeGroups = await Promise.all(
    nodeGroupNames
      .filter((name) => groups.names.includes(name))
      .map((nodeGroupName) => aws.eks.getNodeGroup({ clusterName, nodeGroupName })),
  );
  const subnetIds = config.subnetIds ?? unique(nodeGroups.flatMap((group) => group.subnetIds));
  const subnets = await Promise.all(subnetIds.map((id) => aws.ec2.getSubnet({ id })));
  const [access] = cluster.accessConfigs;
  const facts: ClusterFacts = {
    name: clusterName,
    region: region.region,
    accountId: identity.accountId,
    kubernetesVersion: cluster.version,
    // Clusters from before access entries report no mode.
    authenticationMode: (access?.authenticationMode ?? "CONFIG_MAP") as AuthenticationMode,
    oidcIssuer: cluster.identities[0]?.oidcs[0]?.issuer,
    nodeGroupNames,
    subnetIds,
    securityGroupIds: config.securityGroupIds ?? [cluster.vpcConfig.clusterSecurityGroupId],
    nodePolicyArns: config.copyNodeGroupPolicies
      ? await lookUpPolicies(unique(nodeGroups.map((group) => group.nodeRoleArn)), config)
      : {},
    amiIds,
    kubeconfig: kubeconfig(cluster, region.region, config.awsProfile),
  };
  const problems = [
    ...unknownNodeGroups(nodeGroupNames, groups.names, clusterName),
    ...factProblems(facts, config),
    ...takenSubnets(subnets, clusterName),
  ];
  if (problems.length > 0) {
    throw new pulumi.RunError(formatProblems(`stack ${pulumi.getStack()}`, problems));
  }
  return facts;
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}

async function lookUpAmis(config: StackConfig): Promise<Record<string, string>> {
  const names = unique(
    Object.values(config.nodeClasses).flatMap((spec) => spec.amiParameters ?? []),
  );
  const parameters = await Promise.all(names.map((name) => aws.ssm.getParameter({ name })));
  return Object.fromEntries(parameters.map(({ name, insecureValue }) => [name, insecureValue]));
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

/** Speaks to the API server as whoever runs Pulumi does, by a token that the AWS CLI makes anew each time. */
function kubeconfig(cluster: aws.eks.GetClusterResult, region: string, profile?: string): string {
  const args = [
    "--region",
    region,
    "eks",
    "get-token",
    "--cluster-name",
    cluster.name,
    "--output",
    "json",
  ];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": cluster.name,
    clusters: [
      {
        name: cluster.name,
        cluster: {
          server: cluster.endpoint,
          "certificate-authority-data": cluster.certificateAuthorities[0]?.data,
        },
      },
    ],
    contexts: [{ name: cluster.name, context: { cluster: cluster.name, user: "aws" } }],
    users: [
      {
        name: "aws",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: profile === undefined ? args : ["--profile", profile, ...args],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
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
function takenSubnets(subnets: aws.ec2.GetSubnetResult[], clusterName: string): Problem[] {
  return subnets
    .filter(({ tags }) => ![undefined, clusterName].includes(tags[DISCOVERY_TAG]))
    .map(({ id, tags }) => ({
      path: "karpenter-eks:subnetIds",
      value: id,
      message: `the subnet's tag ${DISCOVERY_TAG} belongs to cluster ${tags[DISCOVERY_TAG] ?? ""}`,
      allowed: `subnets without the tag, or with the value ${clusterName}`,
      fix: "set karpenter-eks:subnetIds to subnets of this cluster alone, or to [] and select subnets by id",
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
