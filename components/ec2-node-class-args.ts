import * as pulumi from "@pulumi/pulumi";
import type { AmiFamily } from "../core/node-class/spec";
import type { KubeletArgs } from "./kubelet-args";

/** One way to find AMIs; terms are ORed. https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms */
export interface AmiSelectorTermArgs {
  /** Family and version, such as `al2023@v20260818`; alone, and the only term. Since Karpenter 1.0. */
  alias?: pulumi.Input<string>;
  /** Id of an AMI, alone in its term. Ids are of one region. */
  id?: pulumi.Input<string>;
  /** Name of the AMI; `*` is any text. */
  name?: pulumi.Input<string>;
  /** Account id, `self`, `amazon` or `aws-marketplace`; goes with `name` or `tags`. */
  owner?: pulumi.Input<string>;
  /** SSM parameter that holds an AMI id, alone in its term. Since Karpenter 1.4. */
  ssmParameter?: pulumi.Input<string>;
  /** Tags of the AMI; `*` is any value. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** One way to find subnets: exactly one of its fields. Terms are ORed. */
export interface SubnetSelectorTermArgs {
  /** Id of a subnet. */
  id?: pulumi.Input<string>;
  /** Tags of the subnets, at least one; `*` is any value. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** One way to find security groups: exactly one of its fields. Terms are ORed. */
export interface SecurityGroupSelectorTermArgs {
  /** Id of a security group. */
  id?: pulumi.Input<string>;
  /** Name of the security groups; `*` is any text. */
  name?: pulumi.Input<string>;
  /** Tags of the security groups, at least one; `*` is any value. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** An EBS volume. */
export interface BlockDeviceArgs {
  /** Whether the volume goes with the instance. */
  deleteOnTermination?: pulumi.Input<boolean>;
  /** Whether the volume is encrypted. */
  encrypted?: pulumi.Input<boolean>;
  /** Provisioned I/O operations a second. */
  iops?: pulumi.Input<number>;
  /** KMS key of an encrypted volume; the controller then needs rights to it. */
  kmsKeyID?: pulumi.Input<string>;
  /** Snapshot that the volume starts from. */
  snapshotID?: pulumi.Input<string>;
  /** Provisioned MiB a second, gp3 only. */
  throughput?: pulumi.Input<number>;
  /** MiB a second at which the volume is filled from its snapshot, 100 to 300. Goes with `snapshotID`. Since Karpenter 1.5. Defaults to lazily. */
  volumeInitializationRate?: pulumi.Input<number>;
  /** Size in Gi, G, Ti or T, such as `50Gi`. Needed unless there is a snapshot. */
  volumeSize?: pulumi.Input<string>;
  /** `standard`, `io1`, `io2`, `gp2`, `sc1`, `st1` or `gp3`. */
  volumeType?: pulumi.Input<string>;
}

/** A volume at a device. */
export interface BlockDeviceMappingArgs {
  /** Device, such as `/dev/xvda`. */
  deviceName: pulumi.Input<string>;
  /** Whether ephemeral storage is counted on this volume; at most one. */
  rootVolume?: pulumi.Input<boolean>;
  /** The volume. */
  ebs?: pulumi.Input<BlockDeviceArgs>;
}

/** The instance metadata service. https://karpenter.sh/docs/concepts/nodeclasses/#specmetadataoptions */
export interface MetadataOptionsArgs {
  /** `enabled` or `disabled`. Defaults to Karpenter's `enabled`. */
  httpEndpoint?: pulumi.Input<string>;
  /** `enabled` or `disabled`. Defaults to Karpenter's `disabled`. */
  httpProtocolIPv6?: pulumi.Input<string>;
  /** Network hops a token may travel, 1 to 64. Defaults to Karpenter's 2 before 1.0, and 1 since: pods cannot reach it. */
  httpPutResponseHopLimit?: pulumi.Input<number>;
  /** `required` (IMDSv2) or `optional`. Defaults to Karpenter's `required`. */
  httpTokens?: pulumi.Input<string>;
}

/**
 * One way to find capacity reservations: `id` alone, or `tags`, `instanceMatchCriteria` or both. Terms are ORed.
 * https://karpenter.sh/docs/concepts/nodeclasses/#speccapacityreservationselectorterms
 */
export interface CapacityReservationSelectorTermArgs {
  /** Id of a capacity reservation, `cr-…`. */
  id?: pulumi.Input<string>;
  /** `open` or `targeted`. Since Karpenter 1.8. Defaults to either. */
  instanceMatchCriteria?: pulumi.Input<string>;
  /** Account that owns the reservation, 12 digits. Defaults to any. */
  ownerID?: pulumi.Input<string>;
  /** Tags of the reservation, at least one; `*` is any value. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The placement group that instances are launched into: exactly one of its fields. */
export interface PlacementGroupSelectorArgs {
  /** Id of the placement group, `pg-…`. */
  id?: pulumi.Input<string>;
  /** Name of the placement group. */
  name?: pulumi.Input<string>;
}

/** One network interface of an instance. */
export interface NetworkInterfaceArgs {
  /** Network card, from 0. */
  networkCardIndex: pulumi.Input<number>;
  /** Device on the card, from 0. */
  deviceIndex: pulumi.Input<number>;
  /** `interface`, or `efa-only` for an Elastic Fabric Adapter without an address; at most one of these a card. */
  interfaceType: pulumi.Input<string>;
}

/** How long idle connections of an instance are tracked; at least one of its fields. */
export interface ConnectionTrackingArgs {
  /** Seconds for established TCP connections, 60 to 432000. Defaults to EC2's own 350 or 432000. */
  tcpEstablishedTimeout?: pulumi.Input<number>;
  /** Seconds for UDP flows that went both ways, 60 to 180. Defaults to EC2's 180. */
  udpStreamTimeout?: pulumi.Input<number>;
  /** Seconds for UDP flows that went one way, 30 to 60. Defaults to EC2's 30. */
  udpTimeout?: pulumi.Input<number>;
}

/** CPU features of an instance. */
export interface CpuOptionsArgs {
  /** `enabled` or `disabled`: whether virtual machines may run on the instance. Defaults to `disabled`. */
  nestedVirtualization?: pulumi.Input<string>;
}

/** Nitro Enclaves of an instance. */
export interface EnclaveOptionsArgs {
  /** Whether the instance may run enclaves. */
  enabled: pulumi.Input<boolean>;
}

/** What an EC2NodeClass asks for, in one form for every API version. */
export interface EC2NodeClassSpecArgs {
  /** How user data is built. Needed unless an alias names it. */
  amiFamily?: pulumi.Input<AmiFamily>;
  /**
   * The AMIs, 1 to 30 terms. Defaults to the newest of `amiFamily`: every node is then replaced on the day AWS publishes
   * another image, which finding KE003 tells. Needed with `Custom`.
   */
  amiSelectorTerms?: pulumi.Input<pulumi.Input<AmiSelectorTermArgs>[]>;
  /** Name of the node role. Exactly one of this and `instanceProfile`. A change before Karpenter 1.7 needs a new class. */
  role?: pulumi.Input<string>;
  /** Name of an instance profile, for clusters that cannot reach IAM. */
  instanceProfile?: pulumi.Input<string>;
  /** The subnets, 1 to 30 terms. Defaults to those with the cluster's discovery tag. */
  subnetSelectorTerms?: pulumi.Input<pulumi.Input<SubnetSelectorTermArgs>[]>;
  /** The security groups, 1 to 30 terms. Defaults to those with the cluster's discovery tag. */
  securityGroupSelectorTerms?: pulumi.Input<pulumi.Input<SecurityGroupSelectorTermArgs>[]>;
  /** Capacity reservations to use first, 1 to 30 terms. Since Karpenter 1.3. Defaults to none. */
  capacityReservationSelectorTerms?: pulumi.Input<
    pulumi.Input<CapacityReservationSelectorTermArgs>[]
  >;
  /** Placement group of the instances. Since Karpenter 1.11. Defaults to none. */
  placementGroupSelector?: pulumi.Input<PlacementGroupSelectorArgs>;
  /** Volumes, at most 50. Defaults to those of the AMI family. */
  blockDeviceMappings?: pulumi.Input<pulumi.Input<BlockDeviceMappingArgs>[]>;
  /** The instance metadata service. */
  metadataOptions?: pulumi.Input<MetadataOptionsArgs>;
  /** Merged with Karpenter's own user data, in the form of the AMI family. */
  userData?: pulumi.Input<string>;
  /** Tags of instances, volumes and launch templates. A change replaces every node of the class. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /** Whether instances get a public address. Defaults to what the subnet says. */
  associatePublicIPAddress?: pulumi.Input<boolean>;
  /** Prefixes of IPv4 addresses on the primary interface, 0 or more, for prefix delegation from the start. Since Karpenter 1.8. Defaults to none. */
  ipPrefixCount?: pulumi.Input<number>;
  /** Network interfaces, 1 to 150, the primary one among them. Since Karpenter 1.11. Defaults to what the instance type and the pods ask for. */
  networkInterfaces?: pulumi.Input<pulumi.Input<NetworkInterfaceArgs>[]>;
  /** How long idle connections are tracked. Since Karpenter 1.13. */
  connectionTracking?: pulumi.Input<ConnectionTrackingArgs>;
  /** CPU features. Since Karpenter 1.13. */
  cpuOptions?: pulumi.Input<CpuOptionsArgs>;
  /** Nitro Enclaves. Since Karpenter 1.15. */
  enclaveOptions?: pulumi.Input<EnclaveOptionsArgs>;
  /** Whether CloudWatch measures every minute. Defaults to false. */
  detailedMonitoring?: pulumi.Input<boolean>;
  /** `RAID0` to pool local NVMe disks as ephemeral storage; with Bottlerocket since Karpenter 1.1. Defaults to leaving them alone. */
  instanceStorePolicy?: pulumi.Input<string>;
  /** The reserved `Context` of EC2's CreateFleet. Defaults to none. */
  context?: pulumi.Input<string>;
  /** Settings of the kubelet. From Karpenter 1.0 on; before, they belong to each NodePool. */
  kubelet?: KubeletArgs;
}
