export { AwsAuthMapping, type AwsAuthMappingArgs } from "./components/aws-auth-mapping";
export type { ClusterArgs } from "./components/cluster-args";
export {
  ControllerRole,
  type ControllerRoleArgs,
  type PolicyConditionArgs,
  type PolicyStatementArgs,
} from "./components/controller-role";
export { DiscoveryTags, type DiscoveryTagsArgs } from "./components/discovery-tags";
export { EC2NodeClass, type EC2NodeClassArgs } from "./components/ec2-node-class";
export type {
  AmiSelectorTermArgs,
  BlockDeviceArgs,
  BlockDeviceMappingArgs,
  CapacityReservationSelectorTermArgs,
  ConnectionTrackingArgs,
  CpuOptionsArgs,
  EC2NodeClassSpecArgs,
  EnclaveOptionsArgs,
  MetadataOptionsArgs,
  NetworkInterfaceArgs,
  PlacementGroupSelectorArgs,
  SecurityGroupSelectorTermArgs,
  SubnetSelectorTermArgs,
} from "./components/ec2-node-class-args";
export type { Finding } from "./components/finding";
export { InterruptionQueue, type InterruptionQueueArgs } from "./components/interruption-queue";
export { Karpenter } from "./components/karpenter";
export type {
  ClusterAutoscalerArgs,
  FactsArgs,
  IamArgs,
  KarpenterArgs,
  KarpenterClusterArgs,
  NodeGroupFactArgs,
  SubnetFactArgs,
  TolerationArgs,
  WorkloadArgs,
} from "./components/karpenter-args";
export {
  KarpenterRelease,
  type ControllerArgs,
  type CrdArgs,
  type KarpenterReleaseArgs,
} from "./components/karpenter-release";
export type { KubeletArgs } from "./components/kubelet-args";
export type { AccessArgs } from "./components/node-access";
export { NodePool, type NodePoolArgs } from "./components/node-pool";
export type {
  BudgetArgs,
  DisruptionArgs,
  NodePoolSpecArgs,
  RequirementArgs,
  Schedule,
  TaintArgs,
  Toleration,
} from "./components/node-pool-args";
export { NodeRole, type NodeRoleArgs } from "./components/node-role";
export type { RoleArgs } from "./components/role-args";
export {
  SpotServiceLinkedRole,
  type ExistingSpotRoleArgs,
  type SpotServiceLinkedRoleArgs,
} from "./components/spot-service-linked-role";
export { AccessEntryType, AccessMode, AuthenticationMode } from "./core/iam/access";
export { IdentityMode } from "./core/iam/identity";
export { PolicyEffect } from "./core/iam/policy-document";
export { PolicyPreset } from "./core/iam/policy-preset";
export { AmiFamily } from "./core/node-class/spec";
export { ConsolidationPolicy, RequirementOperator, TaintEffect } from "./core/node-pool/spec";
