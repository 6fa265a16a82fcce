import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { clusterContext, type ClusterContext } from "../core/cluster";
import { managedPolicyArn, nodeManagedPolicies } from "../core/iam/node-policies";
import { serviceTrust } from "../core/iam/trust";
import { karpenterVersion } from "../core/versions";
import { refuseFacts, subnetFact, takenSubnets } from "./cluster";
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
  const { name, kubernetesVersion, privateSubnetIds: existing } = create;
  const [{ region }, { accountId }, subnets] = await Promise.all([
    aws.getRegion({}),
    aws.getCallerIdentity({}),
    Promise.all((existing ?? []).map((id) => aws.ec2.getSubnet({ id }))),
  ]);
  // Clusters that share subnets tag none.
  const tagged = config.subnetIds ?? existing;
  if (tagged !== undefined && tagged.length > 0)
    refuseFacts(takenSubnets(subnets, name, "karpenter-eks:cluster.create.privateSubnetIds"));
  const { vpcId, publicSubnetIds, privateSubnetIds, resources } =
    existing === undefined
      ? network(name, create.cidrBlock ?? "10.0.0.0/16", await zonesOf(create), config.tags)
      : {
          vpcId: create.vpcId,
          publicSubnetIds: create.publicSubnetIds,
          privateSubnetIds: existing,
          resources: [],
        };
  const context = clusterContext(name, region, accountId);
  const { partition, dnsSuffix } = context;
  const cluster = new eks.Cluster(name, {
    name,
    version: kubernetesVersion,
    vpcId,
    publicSubnetIds,
    privateSubnetIds,
    serviceRole: role(config, "cluster", `eks.${dnsSuffix}`, ["AmazonEKSClusterPolicy"], partition)
      .role,
    authenticationMode: eks.AuthenticationMode.Api,
    createOidcProvider: true,
    skipDefaultNodeGroup: true,
    // Nodes of Karpenter and of the node group then share the group that EKS itself makes.
    skipDefaultSecurityGroups: true,
    tags: config.tags,
  });
  const admins = (create.adminRoleArns ?? []).flatMap((arn) =>
    administrator(arn, name, partition, config, cluster),
  );
  const nodeGroup = systemNodeGroup(config, create, cluster, privateSubnetIds, context, resources);
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
    subnetIds: tagged,
    discoveryResources: { "cluster-security-group": cluster.clusterSecurityGroupId },
    nodeGroupNames: [SYSTEM],
    kubeconfig: text,
    nodePolicyArns: {},
    facts: {
      ...(existing === undefined ? {} : { subnets: subnets.map(subnetFact) }),
      nodeGroups: [{ name: SYSTEM, ...systemSize(create) }],
    },
    dependsOn: [...resources, cluster, cluster.eksCluster, ...admins, nodeGroup, agent],
  };
}

/** The zones of the subnets: a look-up, so that a preview knows them. */
async function zonesOf({ availabilityZones }: CreateClusterConfig): Promise<string[]> {
  if (availabilityZones !== undefined) return availabilityZones;
  const { names } = await aws.getAvailabilityZones({
    // Not the local zones, which carry no control plane; and whatever their state: a zone that is impaired for a day
    // must not move the subnets.
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
  });
  return [...names].sort().slice(0, 3);
}

/**
 * Lets a role administer the cluster. Here and not by the cluster's component: there it would be taken away before what
 * its holder is to take away.
 */
function administrator(
  principalArn: string,
  clusterName: string,
  partition: string,
  config: StackConfig,
  cluster: eks.Cluster,
): pulumi.Resource[] {
  const options = { dependsOn: [cluster, cluster.eksCluster] };
  const entry = new aws.eks.AccessEntry(
    `admin-${principalArn}`,
    { clusterName, principalArn, tags: config.tags },
    options,
  );
  const policy = new aws.eks.AccessPolicyAssociation(
    `admin-${principalArn}`,
    {
      clusterName,
      principalArn,
      policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: "cluster" },
    },
    { dependsOn: entry },
  );
  return [entry, policy];
}

/** A role of the cluster itself, in the path and within the boundary that all roles of this program have. */
function role(
  config: StackConfig,
  name: string,
  service: string,
  policies: string[],
  partition: string,
): { role: aws.iam.Role; attachments: pulumi.Resource[] } {
  const made = new aws.iam.Role(`${name}-role`, {
    path: config.iam?.path,
    permissionsBoundary: config.iam?.permissionsBoundary,
    assumeRolePolicy: JSON.stringify(serviceTrust(service)),
    tags: config.tags,
  });
  const attachments = policies.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(`${name}-${policy}`, {
        role: made.name,
        policyArn: managedPolicyArn(partition, policy),
      }),
  );
  return { role: made, attachments };
}

function systemSize({ systemNodeGroup: group = {} }: Pick<CreateClusterConfig, "systemNodeGroup">) {
  const { size: desiredSize = 2, instanceTypes = ["m7i.large"] } = group;
  return { desiredSize, instanceTypes };
}

/** Nodes that Karpenter does not manage: its controller must not run on those that it may remove. */
function systemNodeGroup(
  config: StackConfig,
  { name, systemNodeGroup: group = {} }: CreateClusterConfig,
  cluster: eks.Cluster,
  subnetIds: pulumi.Input<string>[],
  { partition, dnsSuffix }: Pick<ClusterContext, "partition" | "dnsSuffix">,
  dependsOn: pulumi.Resource[],
): aws.eks.NodeGroup {
  const nodes = role(
    config,
    "system-node",
    `ec2.${dnsSuffix}`,
    nodeManagedPolicies(karpenterVersion(config.karpenterVersion)),
    partition,
  );
  const { desiredSize: size, instanceTypes } = systemSize({ systemNodeGroup: group });
  return new aws.eks.NodeGroup(
    "system-nodes",
    {
      clusterName: name,
      nodeGroupName: SYSTEM,
      nodeRoleArn: nodes.role.arn,
      subnetIds,
      instanceTypes,
      amiType: group.amiType ?? "AL2023_x86_64_STANDARD",
      scalingConfig: { minSize: size, desiredSize: size, maxSize: size + 1 },
      updateConfig: { maxUnavailable: 1 },
      tags: config.tags,
    },
    // The component is not enough: what is below it would not wait for this when all of it goes.
    { dependsOn: [cluster, cluster.eksCluster, ...nodes.attachments, ...dependsOn] },
  );
}
