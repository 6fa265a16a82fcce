import type { KubeletSpec } from "../kubelet";

/** How user data is built and which devices are mapped. `Windows2025` since Karpenter 1.9, `Ubuntu` before 1.0. */
export const AmiFamily = {
  AL2: "AL2",
  AL2023: "AL2023",
  Bottlerocket: "Bottlerocket",
  Ubuntu: "Ubuntu",
  Custom: "Custom",
  Windows2019: "Windows2019",
  Windows2022: "Windows2022",
  Windows2025: "Windows2025",
} as const;
export type AmiFamily = (typeof AmiFamily)[keyof typeof AmiFamily];

/** One way to find AMIs; terms are ORed. */
export interface AmiSelectorTermSpec {
  alias?: string;
  id?: string;
  name?: string;
  owner?: string;
  ssmParameter?: string;
  tags?: Record<string, string>;
}

/** One way to find subnets; terms are ORed. */
export interface SubnetSelectorTermSpec {
  id?: string;
  tags?: Record<string, string>;
}

/** One way to find security groups; terms are ORed. */
export interface SecurityGroupSelectorTermSpec extends SubnetSelectorTermSpec {
  name?: string;
}

/** An EBS volume. */
export interface BlockDeviceSpec {
  deleteOnTermination?: boolean;
  encrypted?: boolean;
  iops?: number;
  kmsKeyID?: string;
  snapshotID?: string;
  throughput?: number;
  volumeInitializationRate?: number;
  volumeSize?: string;
  volumeType?: string;
}

/** A volume at a device. */
export interface BlockDeviceMappingSpec {
  deviceName: string;
  rootVolume?: boolean;
  ebs?: BlockDeviceSpec;
}

/** The instance metadata service. */
export interface MetadataOptionsSpec {
  httpEndpoint?: string;
  httpProtocolIPv6?: string;
  httpPutResponseHopLimit?: number;
  httpTokens?: string;
}

/** One way to find capacity reservations; terms are ORed. */
export interface CapacityReservationSelectorTermSpec {
  id?: string;
  instanceMatchCriteria?: string;
  ownerID?: string;
  tags?: Record<string, string>;
}

/** The placement group that instances are launched into. */
export interface PlacementGroupSelectorSpec {
  id?: string;
  name?: string;
}

/** One network interface of an instance. */
export interface NetworkInterfaceSpec {
  networkCardIndex: number;
  deviceIndex: number;
  interfaceType: string;
}

/** How long idle connections are tracked. */
export interface ConnectionTrackingSpec {
  tcpEstablishedTimeout?: number;
  udpStreamTimeout?: number;
  udpTimeout?: number;
}

/** CPU features of an instance. */
export interface CpuOptionsSpec {
  nestedVirtualization?: string;
}

/** Nitro Enclaves of an instance. */
export interface EnclaveOptionsSpec {
  enabled: boolean;
}

/** An EC2NodeClass without regard to the API version it is written in. */
export interface EC2NodeClassSpec {
  amiFamily?: AmiFamily;
  amiSelectorTerms?: AmiSelectorTermSpec[];
  role?: string;
  instanceProfile?: string;
  subnetSelectorTerms?: SubnetSelectorTermSpec[];
  securityGroupSelectorTerms?: SecurityGroupSelectorTermSpec[];
  capacityReservationSelectorTerms?: CapacityReservationSelectorTermSpec[];
  placementGroupSelector?: PlacementGroupSelectorSpec;
  blockDeviceMappings?: BlockDeviceMappingSpec[];
  metadataOptions?: MetadataOptionsSpec;
  userData?: string;
  tags?: Record<string, string>;
  associatePublicIPAddress?: boolean;
  ipPrefixCount?: number;
  networkInterfaces?: NetworkInterfaceSpec[];
  connectionTracking?: ConnectionTrackingSpec;
  cpuOptions?: CpuOptionsSpec;
  enclaveOptions?: EnclaveOptionsSpec;
  detailedMonitoring?: boolean;
  instanceStorePolicy?: string;
  context?: string;
  kubelet?: KubeletSpec;
}
