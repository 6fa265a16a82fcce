import * as pulumi from "@pulumi/pulumi";

/**
 * Settings of the kubelet that Karpenter takes into account when it chooses instances.
 * https://karpenter.sh/docs/concepts/nodeclasses/#speckubelet
 */
export interface KubeletArgs {
  /** Addresses of the cluster's DNS service. Defaults to the one that the node finds. */
  clusterDNS?: pulumi.Input<pulumi.Input<string>[]>;
  /** Most pods on a node. Defaults to what the network interfaces of the instance type allow. */
  maxPods?: pulumi.Input<number>;
  /** Most pods for each vCPU. Defaults to no limit. Ignored by Bottlerocket. */
  podsPerCore?: pulumi.Input<number>;
  /** Kept back for the system: `cpu`, `memory`, `ephemeral-storage`, `pid`. */
  systemReserved?: pulumi.Input<{ [resource: string]: pulumi.Input<string> }>;
  /** Kept back for Kubernetes: `cpu`, `memory`, `ephemeral-storage`, `pid`. */
  kubeReserved?: pulumi.Input<{ [resource: string]: pulumi.Input<string> }>;
  /** Signals at which pods are evicted at once, such as `memory.available: 5%`. */
  evictionHard?: pulumi.Input<{ [signal: string]: pulumi.Input<string> }>;
  /** Signals at which pods are evicted after a grace period; each needs one. */
  evictionSoft?: pulumi.Input<{ [signal: string]: pulumi.Input<string> }>;
  /** Grace periods of `evictionSoft`, such as `memory.available: 1m`. */
  evictionSoftGracePeriod?: pulumi.Input<{ [signal: string]: pulumi.Input<string> }>;
  /** Most seconds that a soft eviction leaves a pod. */
  evictionMaxPodGracePeriod?: pulumi.Input<number>;
  /** Percent of the disk at which images are always removed, 0 to 100. */
  imageGCHighThresholdPercent?: pulumi.Input<number>;
  /** Percent of the disk below which no image is removed, 0 to 100. */
  imageGCLowThresholdPercent?: pulumi.Input<number>;
  /** Whether CPU limits are enforced. Defaults to true. */
  cpuCFSQuota?: pulumi.Input<boolean>;
  /**
   * Further fields of KubeletConfiguration, as they stand there. With AL2023 alone, and without `registerWithTaints`;
   * `maxPods` as text is a CEL expression, behind the AWS feature gate nodeClassCEL. Since Karpenter 1.15. https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
   */
  otherFields?: pulumi.Inputs;
}
