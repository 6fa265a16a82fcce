import type {
  Cluster,
  KubeControllerManagerConfigResponse,
  KubeSchedulerConfigResponse,
  KubernetesNetworkConfigResponse,
  OutpostConfigResponse,
  VpcConfigResponse,
} from "@aws-sdk/client-eks";
import type { GetClusterResult } from "@pulumi/aws/eks";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { block, found, ownTags, sorted, text, timestamp } from "./values";

/** `aws.eks.getCluster`. */
export async function clusterByName(clients: Clients, args: LookupArgs): Promise<GetClusterResult> {
  const { DescribeClusterCommand } = await import("@aws-sdk/client-eks");
  const name = text(args, "name");
  const eks = await clients.eks(args.region);
  const answer = await eks.send(new DescribeClusterCommand({ name }));
  const cluster = found(answer.cluster);
  return {
    ...identityOf(cluster),
    ...configurationOf(cluster),
    ...controlPlaneOf(cluster),
    id: name,
    name: cluster.name ?? name,
    region: args.region,
  };
}

function identityOf(cluster: Cluster) {
  return {
    arn: cluster.arn ?? "",
    certificateAuthorities: block(cluster.certificateAuthority, ({ data = "" }) => ({ data })),
    // The provider gives the id of clusters on Outposts alone.
    clusterId: cluster.outpostConfig === undefined ? "" : (cluster.id ?? ""),
    createdAt: timestamp(cluster.createdAt),
    endpoint: cluster.endpoint ?? "",
    identities: block(cluster.identity, ({ oidc }) => ({
      oidcs: block(oidc, ({ issuer = "" }) => ({ issuer })),
    })),
    platformVersion: cluster.platformVersion ?? "",
    roleArn: cluster.roleArn ?? "",
    status: cluster.status ?? "",
    tags: ownTags(cluster.tags),
    version: cluster.version ?? "",
  };
}

function configurationOf(cluster: Cluster) {
  return {
    accessConfigs: block(cluster.accessConfig, ({ authenticationMode = "" }) => ({
      authenticationMode: authenticationMode,
      // AWS does not tell it after creation; true is the provider's stand-in.
      bootstrapClusterCreatorAdminPermissions: true,
    })),
    computeConfigs: block(cluster.computeConfig, (compute) => ({
      enabled: compute.enabled ?? false,
      nodePools: sorted(compute.nodePools),
      nodeRoleArn: compute.nodeRoleArn ?? "",
    })),
    deletionProtection: cluster.deletionProtection ?? false,
    enabledClusterLogTypes: sorted(
      cluster.logging?.clusterLogging
        ?.filter(({ enabled }) => enabled)
        .flatMap(({ types = [] }) => types),
    ) as string[],
    kubernetesNetworkConfigs: block(cluster.kubernetesNetworkConfig, kubernetesNetwork),
    outpostConfigs: block(cluster.outpostConfig, outpost),
    remoteNetworkConfigs: block(cluster.remoteNetworkConfig, (remote) => ({
      remoteNodeNetworks: (remote.remoteNodeNetworks ?? []).map((network) => ({
        cidrs: sorted(network.cidrs),
      })),
      remotePodNetworks: (remote.remotePodNetworks ?? []).map((network) => ({
        cidrs: sorted(network.cidrs),
      })),
    })),
    storageConfigs: block(cluster.storageConfig, ({ blockStorage }) => ({
      blockStorages: block(blockStorage, ({ enabled = false }) => ({ enabled })),
    })),
    upgradePolicies: block(cluster.upgradePolicy, ({ supportType = "" }) => ({
      supportType: supportType,
    })),
    vpcConfig: vpc(cluster.resourcesVpcConfig ?? {}),
    zonalShiftConfigs: block(cluster.zonalShiftConfig, ({ enabled = false }) => ({ enabled })),
  };
}

function controlPlaneOf(cluster: Cluster) {
  return {
    controlPlaneScalingConfigs: block(cluster.controlPlaneScalingConfig, ({ tier = "" }) => ({
      tier: tier,
    })),
    kubeApiServerConfigs: block(cluster.kubeApiServerConfig, (config) => ({
      eventTtl: config.eventTtl ?? "",
      serviceNodePortRanges: block(config.serviceNodePortRange, ({ maxPort = 0, minPort = 0 }) => ({
        maxPort,
        minPort,
      })),
    })),
    kubeControllerManagerConfigs: block(cluster.kubeControllerManagerConfig, controllerManager),
    kubeSchedulerConfigs: block(cluster.kubeSchedulerConfig, scheduler),
  };
}

function vpc(config: VpcConfigResponse) {
  return {
    clusterSecurityGroupId: config.clusterSecurityGroupId ?? "",
    controlPlaneEgressMode: config.controlPlaneEgressMode ?? "",
    endpointPrivateAccess: config.endpointPrivateAccess ?? false,
    endpointPublicAccess: config.endpointPublicAccess ?? false,
    publicAccessCidrs: sorted(config.publicAccessCidrs),
    securityGroupIds: sorted(config.securityGroupIds),
    subnetIds: sorted(config.subnetIds),
    vpcId: config.vpcId ?? "",
  };
}

function kubernetesNetwork(config: KubernetesNetworkConfigResponse) {
  return {
    elasticLoadBalancings: block(config.elasticLoadBalancing, ({ enabled = false }) => ({
      enabled,
    })),
    ipFamily: config.ipFamily ?? "",
    serviceIpv4Cidr: config.serviceIpv4Cidr ?? "",
    serviceIpv6Cidr: config.serviceIpv6Cidr ?? "",
  };
}

function outpost(config: OutpostConfigResponse) {
  return {
    controlPlaneInstanceType: config.controlPlaneInstanceType ?? "",
    controlPlanePlacements: block(config.controlPlanePlacement, (placement) => ({
      groupName: placement.groupName ?? "",
      spreadLevel: placement.spreadLevel ?? "",
    })),
    etcdInstanceType: config.etcdInstanceType ?? "",
    etcdPlacements: block(config.etcdPlacement, ({ spreadLevel = "" }) => ({
      spreadLevel: spreadLevel,
    })),
    outpostArns: sorted(config.outpostArns),
  };
}

function controllerManager(config: KubeControllerManagerConfigResponse) {
  return {
    horizontalPodAutoscalerControllerConfigs: block(
      config.horizontalPodAutoscalerControllerConfig,
      ({ horizontalPodAutoscalerSyncPeriod = "" }) => ({ horizontalPodAutoscalerSyncPeriod }),
    ),
    podGcControllerConfigs: block(
      config.podGcControllerConfig,
      ({ terminatedPodGcThreshold = 0 }) => ({ terminatedPodGcThreshold }),
    ),
  };
}

function scheduler(config: KubeSchedulerConfigResponse) {
  return {
    nodeResourcesFits: block(config.nodeResourcesFit, ({ scoringStrategy }) => ({
      scoringStrategies: block(scoringStrategy, (strategy) => ({
        resources: (strategy.resources ?? []).map(({ name = "", weight = 0 }) => ({
          name,
          weight,
        })),
        type: strategy.type ?? "",
      })),
    })),
  };
}
