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

/** What an EC2NodeClass asks for, in one form for every API version. */
export interface EC2NodeClassSpecArgs {
  /** How user data is built. Needed unless an alias names it. */
  amiFamily?: pulumi.Input<AmiFamily>;
  /** The AMIs, 1 to 30 terms. Needed from Karpenter 1.0 on; before, defaults to the newest of the family. */
  amiSelectorTerms?: pulumi.Input<pulumi.Input<AmiSelectorTermArgs>[]>;
  /** Name of the node role. Exactly one of this and `instanceProfile`. A change before Karpenter 1.7 needs a new class. */
  role?: pulumi.Input<string>;
  /** Name of an instance profile, for clusters that cannot reach IAM. */
  instanceProfile?: pulumi.Input<string>;
  /** The subnets, 1 to 30 terms. Defaults to those with the cluster's discovery tag. */
  subnetSelectorTerms?: pulumi.Input<pulumi.Input<SubnetSelectorTermArgs>[]>;
  /** The security groups, 1 to 30 terms. Defaults to those with the cluster's discovery tag. */
  securityGroupSelectorTerms?: pulumi.Input<pulumi.Input<SecurityGroupSelectorTermArgs>[]>;
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
  /** Whether CloudWatch measures every minute. Defaults to false. */
  detailedMonitoring?: pulumi.Input<boolean>;
  /** `RAID0` to pool local NVMe disks as ephemeral storage. Defaults to leaving them alone. */
  instanceStorePolicy?: pulumi.Input<string>;
  /** Settings of the kubelet. From Karpenter 1.0 on; before, they belong to each NodePool. */
  kubelet?: KubeletArgs;
}
