import * as pulumi from "@pulumi/pulumi";
import type { AuthenticationMode } from "../core/iam/access";
import type { IdentityMode } from "../core/iam/identity";
import type { PolicyPreset } from "../core/iam/policy-preset";
import type { ClusterArgs } from "./cluster-args";
import type { PolicyStatementArgs } from "./controller-role";
import type { EC2NodeClassSpecArgs } from "./ec2-node-class-args";
import type { ControllerArgs, CrdArgs } from "./karpenter-release";
import type { AccessArgs } from "./node-access";
import type { NodePoolSpecArgs } from "./node-pool-args";

/** A toleration of a workload's pods. */
export interface TolerationArgs {
  /** Key of the taint. Defaults to every key, with operator `Exists`. */
  key?: string;
  /** `Exists` or `Equal`. Defaults to `Equal`. */
  operator?: string;
  /** Value of the taint, with operator `Equal`. */
  value?: string;
  /** Effect of the taint. Defaults to every effect. */
  effect?: string;
}

/** What one workload asks of its nodes. */
export interface WorkloadArgs {
  /** Pods that run at once. Defaults to 1. */
  replicas?: number;
  /** CPU that one pod requests, such as `500m`. Defaults to none. */
  cpu?: string;
  /** Memory that one pod requests, such as `16Gi`. Defaults to none. */
  memory?: string;
  /** GPUs that one pod requests. Defaults to 0. */
  gpu?: number;
  /** Tolerations of the pods. Defaults to none. */
  tolerations?: TolerationArgs[];
  /** Labels that the pods select nodes by. Defaults to none. */
  nodeSelector?: { [label: string]: string };
}

/** A subnet, as the review looks at it. */
export interface SubnetFactArgs {
  /** Id of the subnet. */
  id: string;
  /** Zone of the subnet, such as `eu-west-1a`. */
  availabilityZone: string;
  /** IPv4 addresses that nobody has yet. */
  availableIpAddressCount: number;
  /** Value of its tag `karpenter.sh/discovery`. Defaults to no tag. */
  discoveryTag?: string;
}

/** A node group that Karpenter does not manage, as the review looks at it. */
export interface NodeGroupFactArgs {
  /** Name of the node group. */
  name: string;
  /** Its instance types. Defaults to unknown ones. */
  instanceTypes?: string[];
  /** How many nodes it has. */
  desiredSize: number;
}

/** What is known of the cluster's surroundings, so that the review can tell what will not fit. */
export interface FactsArgs {
  /** The subnets that nodes may be launched in. */
  subnets?: SubnetFactArgs[];
  /** The node groups that may run the controller. */
  nodeGroups?: NodeGroupFactArgs[];
  /** Whether the account has the service-linked role of spot, or gets it in the same program. */
  spotServiceLinkedRole?: boolean;
}

/** The cluster that Karpenter is put on. */
export interface KarpenterClusterArgs extends ClusterArgs {
  /** Kubernetes version, `major.minor`. With it the review can tell whether the Karpenter version fits. */
  kubernetesVersion?: pulumi.Input<string>;
  /** Issuer of the cluster's OIDC provider, with `https://`. Needed with identity `irsa`. */
  oidcIssuer?: pulumi.Input<string>;
  /**
   * Authentication mode. Plain: where `access` does not say otherwise, `CONFIG_MAP` gets an entry in aws-auth, the others
   * an access entry. Defaults to `API`.
   */
  authenticationMode?: AuthenticationMode;
  /** Kubeconfig for the edit of aws-auth. Needed where nodes are let in by it. */
  kubeconfig?: pulumi.Input<string>;
}

/** The Cluster Autoscaler that Karpenter takes over from. */
export interface ClusterAutoscalerArgs {
  /** Name of its Deployment. Defaults to `cluster-autoscaler`. */
  deploymentName?: pulumi.Input<string>;
  /** Namespace of its Deployment. Defaults to `kube-system`. */
  namespace?: pulumi.Input<string>;
  /** Replicas it is scaled to, after the pools are there: 0 hands over, 1 takes the hand-over back. Defaults to 0. */
  replicas?: pulumi.Input<number>;
}

/** IAM settings of the roles that are made here. */
export interface IamArgs {
  /** Name of the node role. Defaults to `KarpenterNodeRole-<cluster>`. A change replaces the role; before Karpenter 1.7 a class cannot change its role. */
  nodeRoleName?: pulumi.Input<string>;
  /** Name of the controller role. Defaults to `KarpenterControllerRole-<cluster>`. A change replaces the role. */
  controllerRoleName?: pulumi.Input<string>;
  /** IAM path of both roles. Defaults to `/`. */
  path?: pulumi.Input<string>;
  /** ARN of the permissions boundary of both roles. Defaults to none. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Further managed policies of the node role, by a name of your choice. Plain keys. Defaults to none. */
  additionalNodePolicyArns?: { [key: string]: pulumi.Input<string> };
  /** Statements added to the controller's policy. Defaults to none. */
  additionalControllerStatements?: PolicyStatementArgs[];
  /** ARNs of KMS keys that encrypt the nodes' volumes, which the controller gets the rights to. Defaults to none. */
  kmsKeyArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Arguments of Karpenter. */
export interface KarpenterArgs {
  /** The cluster that Karpenter is put on. */
  cluster: KarpenterClusterArgs;
  /** Full Karpenter version, such as `1.14.4`. Plain: API version, charts, policies follow from it. */
  version: string;
  /** Namespace of the controller. Plain. Defaults to `kube-system`. */
  namespace?: string;
  /** How the controller proves who it is: `irsa` or `pod-identity`. Plain. Defaults to `irsa`. */
  identity?: IdentityMode;
  /** Rights of the controller role that is made here: `scoped` or `migration-guide`. Defaults to `scoped`. */
  policyPreset?: PolicyPreset;
  /**
   * ARN of a controller role of your own, with the trust and the rights it needs; no role is made then. Plain whether it
   * is there. Defaults to a ControllerRole.
   */
  controllerRoleArn?: pulumi.Input<string>;
  /**
   * ARN of a node role of your own, with the policies it needs; no role is made then. Plain whether it is there; before
   * Karpenter 1.7 a class cannot change its role. Defaults to a NodeRole.
   */
  nodeRoleArn?: pulumi.Input<string>;
  /**
   * Whether an InterruptionQueue is made and the controller told of it. Plain. Defaults to true, unless
   * `interruptionQueueArn` names one or `controllerRoleArn` a role, which then needs the rights to it.
   */
  interruptionQueue?: boolean;
  /** ARN of a queue of your own, instead: the controller gets the rights and the setting for it. Defaults to none. */
  interruptionQueueArn?: pulumi.Input<string>;
  /** How the nodes are let into the cluster. Plain. Defaults to what its authentication mode reads. */
  access?: AccessArgs;
  /** IAM settings of the roles that are made here. */
  iam?: IamArgs;
  /** Tags of all that is made in AWS for Karpenter itself; those of nodes are `tags` of a class. Defaults to none. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /** Ids of the subnets that Karpenter may use. Plain: each gets the discovery tag. */
  subnetIds?: string[];
  /** Ids of the security groups of the nodes, usually the cluster security group alone. Plain. */
  securityGroupIds?: string[];
  /** Subnets and security groups made in the same program, by a key of your choice. Plain keys. */
  discoveryResources?: { [key: string]: pulumi.Input<string> };
  /** Managed node groups that may run the controller. Defaults to every node that Karpenter does not manage. */
  nodeGroupNames?: pulumi.Input<pulumi.Input<string>[]>;
  /** Size of the controller. Defaults to two replicas of 1 CPU and 1Gi. */
  controller?: ControllerArgs;
  /** Where the charts are. Defaults to `oci://public.ecr.aws/karpenter`. */
  chartRepository?: pulumi.Input<string>;
  /** Further values of the controller chart. */
  values?: pulumi.Inputs;
  /**
   * Feature gates by name, such as `SpotToSpotConsolidation`. Plain. Defaults to the version's own, and to those that
   * `replicas` and `capacityReservationSelectorTerms` need.
   */
  featureGates?: { [name: string]: boolean };
  /** What happens to CRDs that are there already, and on destroy. */
  crds?: CrdArgs;
  /** EC2NodeClasses by name. Plain keys. `kubelet` stands here for every version. `role` defaults to the node role. */
  nodeClasses: { [name: string]: EC2NodeClassSpecArgs };
  /** NodePools by name. Plain keys. */
  nodePools: { [name: string]: NodePoolSpecArgs };
  /** What the workloads ask of their nodes, by a name of your choice, for the review. Plain. Defaults to none. */
  workloads?: { [name: string]: WorkloadArgs };
  /** What is known of subnets, node groups and account, for the review. Plain. Defaults to nothing. */
  facts?: FactsArgs;
  /** Findings to silence, by code, each with the reason; they are still shown. Plain. Defaults to none. */
  silence?: { [code: string]: string };
  /** The Cluster Autoscaler to scale down once the pools are there; on destroy, or when this is removed, it is back at 1. Defaults to leaving it alone. */
  clusterAutoscaler?: ClusterAutoscalerArgs;
}
