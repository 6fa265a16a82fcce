import { DEFAULT_CHART_REPOSITORY } from "../core/chart-values";
import type { Field } from "../core/field";
import { ACCESS } from "../core/iam/access";
import { IdentityMode } from "../core/iam/identity";
import { PolicyPreset } from "../core/iam/policy-preset";
import { ROLE_ARN } from "../core/iam/role";
import { KARPENTER_FIELDS } from "../core/karpenter";
import { KUBELET_FIELDS } from "../core/kubelet";
import { resourceId } from "../core/patterns";
import { NODE_CLASS_FIELDS } from "../core/node-class/fields";
import { NODE_POOL_FIELDS } from "../core/node-pool/fields";

/** One config key of the stack program: its rule, and its row in the README. */
export interface ConfigField {
  field: Field;
  description: string;
  /** What holds when the key is not set, as text. */
  default?: string;
}

const ids = (what: string): Field => ({
  kind: "list",
  items: { kind: "string" },
  allowed: `a list of ${what} ids`,
});

/** What a cluster that is made here is like. */
const CREATE_CLUSTER: Field = {
  kind: "object",
  fields: {
    name: { kind: "string", required: true, verbatim: true },
    kubernetesVersion: {
      kind: "string",
      required: true,
      pattern: /^1\.\d{2}$/,
      allowed: 'a Kubernetes minor in quotes, such as "1.35"',
    },
    cidrBlock: {
      kind: "string",
      pattern: /^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|2[01])$/,
      allowed: "an IPv4 block of /16 to /21, such as 10.0.0.0/16",
    },
    availabilityZones: {
      kind: "list",
      min: 2,
      max: 6,
      items: { kind: "string", pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, allowed: "a zone" },
    },
    vpcId: resourceId("vpc"),
    privateSubnetIds: { kind: "list", min: 2, items: resourceId("subnet") },
    publicSubnetIds: { kind: "list", items: resourceId("subnet") },
    systemNodeGroup: {
      kind: "object",
      fields: {
        // Replicas of the controller never share a node.
        size: { kind: "integer", min: 2 },
        instanceTypes: { kind: "list", min: 1, items: { kind: "string" } },
        amiType: { kind: "string" },
      },
    },
    adminRoleArns: { kind: "list", items: ROLE_ARN },
  },
};

/**
 * Every config key. What the fields of pools and classes mean together, and to a version, `validateKarpenter` judges.
 */
export const CONFIG_FIELDS: Readonly<Record<string, ConfigField>> = {
  clusterName: {
    // What the name may be, and that no placeholder is left in it, the cluster's own rule says.
    field: { kind: "string", verbatim: true },
    description: "Name of the existing EKS cluster",
    default: "required, unless cluster.create makes one",
  },
  cluster: {
    field: { kind: "object", fields: { create: { ...CREATE_CLUSTER, required: true } } },
    description:
      "create makes a cluster: name, kubernetesVersion; its network by cidrBlock and availabilityZones, or vpcId with privateSubnetIds and publicSubnetIds; systemNodeGroup (size, instanceTypes, amiType), adminRoleArns",
    default: "an existing cluster",
  },
  karpenterVersion: {
    field: { kind: "string", required: true },
    description: 'Full Karpenter version, 0.36 to 1.15, without a leading "v"',
  },
  namespace: {
    field: KARPENTER_FIELDS.namespace,
    description: "Namespace of the controller",
    default: "kube-system",
  },
  identity: {
    field: { kind: "string", choices: Object.values(IdentityMode) },
    description: "How the controller gets its IAM role, irsa or pod-identity",
    default: "irsa; pod-identity on a cluster that is made here",
  },
  policyPreset: {
    field: { kind: "string", choices: Object.values(PolicyPreset) },
    description: "Rights of the controller, scoped or migration-guide",
    default: "scoped",
  },
  controllerRoleArn: {
    field: KARPENTER_FIELDS.controllerRoleArn,
    description: "A controller role of your own, instead of one that is made",
    default: "none",
  },
  nodeRoleArn: {
    field: KARPENTER_FIELDS.nodeRoleArn,
    description: "A node role of your own, instead of one that is made",
    default: "none",
  },
  access: {
    field: ACCESS,
    description:
      "How nodes are let in: mode (access-entry, aws-auth, none), entryType, adopt for an entry that is there already",
    default: "by the cluster's authentication mode",
  },
  interruptionQueue: {
    field: KARPENTER_FIELDS.interruptionQueue,
    description: "Whether a queue for interruptions is made and the controller told of it",
    default: "true",
  },
  interruptionQueueArn: {
    field: KARPENTER_FIELDS.interruptionQueueArn,
    description: "A queue of your own, instead",
    default: "none",
  },
  spotServiceLinkedRole: {
    field: { kind: "boolean" },
    description:
      "Whether the account's spot role is made where it is absent and a pool may use spot",
    default: "true",
  },
  tags: {
    field: KARPENTER_FIELDS.tags,
    description: "Tags of all that is made in AWS for Karpenter itself",
    default: "none",
  },
  chartRepository: {
    field: { kind: "string" },
    description: "Where the charts are, an OCI registry, a classic repository or a folder",
    default: DEFAULT_CHART_REPOSITORY,
  },
  copyNodeGroupPolicies: {
    field: { kind: "boolean" },
    description:
      "Attach to the node role the managed policies that the node groups' roles have beyond it",
    default: "false",
  },
  nodeClasses: {
    field: {
      kind: "map",
      required: true,
      min: 1,
      values: {
        kind: "object",
        fields: {
          ...NODE_CLASS_FIELDS,
          amiParameters: {
            kind: "list",
            items: { kind: "string", pattern: /^\//, allowed: "the path of an SSM parameter" },
          },
          kubelet: { kind: "object", fields: KUBELET_FIELDS },
        },
      },
    },
    description:
      "EC2NodeClasses by name, with the fields of EC2NodeClass; amiParameters are SSM parameters looked up into AMI ids",
  },
  nodePools: {
    field: {
      kind: "map",
      required: true,
      min: 1,
      values: { kind: "object", fields: NODE_POOL_FIELDS },
    },
    description: "NodePools by name, with the fields of NodePool",
  },
  controller: {
    field: KARPENTER_FIELDS.controller,
    description: "Size of the controller: replicas, cpu, memory",
    default: "2 replicas of 1 CPU and 1Gi",
  },
  crds: {
    field: KARPENTER_FIELDS.crds,
    description: "adopt takes over CRDs that are there already, retain keeps them on destroy",
    default: "neither",
  },
  featureGates: {
    field: KARPENTER_FIELDS.featureGates,
    description: "Feature gates of the controller, by name",
    default: "those of the version, and those that pools and classes need",
  },
  values: {
    field: { kind: "map", values: { kind: "any" } },
    description: "Further values of the controller chart",
    default: "none",
  },
  iam: {
    field: KARPENTER_FIELDS.iam,
    description:
      "path and permissionsBoundary of both roles, nodeRoleName, controllerRoleName, additionalNodePolicyArns, additionalControllerStatements, kmsKeyArns of the volumes",
    default: "none",
  },
  nodeGroupNames: {
    field: KARPENTER_FIELDS.nodeGroupNames,
    description: "Node groups that may run the controller and whose subnets are used",
    default: "all of the cluster",
  },
  subnetIds: {
    field: ids("subnet"),
    description: "Subnets to tag for discovery",
    default: "those of the node groups",
  },
  securityGroupIds: {
    field: ids("security group"),
    description: "Security groups to tag for discovery",
    default: "the cluster security group",
  },
  workloads: {
    field: KARPENTER_FIELDS.workloads,
    description:
      "What the workloads ask of their nodes, for the review: replicas, cpu, memory, gpu, tolerations and nodeSelector by name",
    default: "none",
  },
  silence: {
    field: KARPENTER_FIELDS.silence,
    description: "Findings to silence, by code, each with the reason",
    default: "none",
  },
  clusterAutoscaler: {
    field: KARPENTER_FIELDS.clusterAutoscaler,
    description: "deploymentName, namespace and replicas of the Cluster Autoscaler to scale down",
    default: "left alone",
  },
};
