import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../core/cluster";
import { managedPolicyArn, nodeManagedPolicies } from "../core/iam/node-policies";
import { nodeTrust } from "../core/iam/trust";
import { karpenterVersion } from "../core/versions";
import type { CreateClusterConfig, StackConfig } from "./config";
import { kubeconfig } from "./kubeconfig";
import type { Target } from "./target";
import { network } from "./vpc";

/** Name of the node group that the controller runs on. */
const SYSTEM = "system";

/**
 * Makes a cluster: network, control plane with access entries and an OIDC provider, a node group of at least two nodes
 * for the controller, and the Pod Identity agent. What exists is decided by the config and by look-ups alone.
 */
export async function newCluster(
  config: StackConfig,
  create: CreateClusterConfig,
): Promise<Target> {
  const { name, kubernetesVersion } = create;
  const [{ region }, { accountId }] = await Promise.all([
    aws.getRegion({}),
    aws.getCallerIdentity({}),
  ]);
  const existing = create.privateSubnetIds;
  const { vpcId, publicSubnetIds, privateSubnetIds, resources } =
    existing === undefined
      ? network(name, create.cidrBlock ?? "10.0.0.0/16", await zonesOf(create))
      : {
          vpcId: create.vpcId,
          publicSubnetIds: create.publicSubnetIds,
          privateSubnetIds: existing,
          resources: [],
        };
  const cluster = new eks.Cluster(name, {
    name,
    version: kubernetesVersion,
    vpcId,
    publicSubnetIds,
    privateSubnetIds,
    authenticationMode: eks.AuthenticationMode.Api,
    accessEntries: Object.fromEntries(
      (create.adminRoleArns ?? []).map((principalArn) => [
        principalArn,
        {
          principalArn,
          accessPolicies: { admin: clusterAdmin(partitionOf(region).name) },
        },
      ]),
    ),
    createOidcProvider: true,
    skipDefaultNodeGroup: true,
    // Nodes of Karpenter and of the node group then share the group that EKS itself makes.
    skipDefaultSecurityGroups: true,
    tags: config.tags,
  });
  const nodeGroup = systemNodeGroup(config, create, cluster, privateSubnetIds, region, resources);
  const agent = new aws.eks.Addon(
    "pod-identity-agent",
    { clusterName: name, addonName: "eks-pod-identity-agent", tags: config.tags },
    { dependsOn: [cluster, cluster.eksCluster, nodeGroup] },
  );
  const endpoint = cluster.eksCluster.apply(({ endpoint, certificateAuthority }) =>
    pulumi.all([endpoint, certificateAuthority]),
  );
  const text = endpoint.apply(([server, authority]) =>
    kubeconfig(
      { name, endpoint: server, certificateAuthority: authority.data },
      region,
      config.awsProfile,
    ),
  );
  return {
    cluster: {
      ...{ name, region, accountId, kubernetesVersion },
      // The controller's role goes before the provider that vouches for it.
      oidcIssuer: pulumi
        .all([cluster.oidcIssuer, cluster.oidcProviderArn])
        .apply(([issuer]) => issuer),
      authenticationMode: "API",
    },
    subnetIds: existing,
    discoveryResources: { "cluster-security-group": cluster.clusterSecurityGroupId },
    nodeGroupNames: [SYSTEM],
    kubeconfig: text,
    nodePolicyArns: {},
    dependsOn: [...resources, cluster, cluster.eksCluster, nodeGroup, agent],
  };
}

/** The zones of the subnets: a look-up, so that a preview knows them. */
async function zonesOf({ availabilityZones }: CreateClusterConfig): Promise<string[]> {
  if (availabilityZones !== undefined) return availabilityZones;
  const { names } = await aws.getAvailabilityZones({
    state: "available",
    // Not the local zones, which carry no control plane.
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
  });
  return [...names].sort().slice(0, 3);
}

function clusterAdmin(partition: string) {
  return {
    policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
    accessScope: { type: "cluster" as const },
  };
}

/** Nodes that Karpenter does not manage: its controller must not run on those that it may remove. */
function systemNodeGroup(
  config: StackConfig,
  { name, systemNodeGroup: group = {} }: CreateClusterConfig,
  cluster: eks.Cluster,
  subnetIds: pulumi.Input<string>[],
  region: string,
  dependsOn: pulumi.Resource[],
): aws.eks.NodeGroup {
  const partition = partitionOf(region);
  const role = new aws.iam.Role("system-node-role", {
    path: config.iam?.path,
    permissionsBoundary: config.iam?.permissionsBoundary,
    description: `System nodes of the EKS cluster ${name}`,
    assumeRolePolicy: JSON.stringify(nodeTrust(partition)),
    tags: config.tags,
  });
  const attachments = nodeManagedPolicies(karpenterVersion(config.karpenterVersion)).map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(`system-node-${policy}`, {
        role: role.name,
        policyArn: managedPolicyArn(partition.name, policy),
      }),
  );
  const size = group.size ?? 2;
  return new aws.eks.NodeGroup(
    "system-nodes",
    {
      clusterName: name,
      nodeGroupName: SYSTEM,
      nodeRoleArn: role.arn,
      subnetIds,
      instanceTypes: group.instanceTypes ?? ["m7i.large"],
      amiType: group.amiType ?? "AL2023_x86_64_STANDARD",
      scalingConfig: { minSize: size, desiredSize: size, maxSize: size + 1 },
      updateConfig: { maxUnavailable: 1 },
      tags: config.tags,
    },
    // The component is not enough: what is below it would not wait for this when all of it goes.
    { dependsOn: [cluster, cluster.eksCluster, ...attachments, ...dependsOn] },
  );
}
