import { DEFAULT_CHART_REPOSITORY } from "../core/chart-values";
import type { Field } from "../core/field";
import { IdentityMode } from "../core/iam/identity";
import { PolicyPreset } from "../core/iam/policy-preset";
import { KARPENTER_FIELDS } from "../core/karpenter";
import { KUBELET_FIELDS } from "../core/kubelet";
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

/**
 * Every config key. What the fields of pools and classes mean together, and to a version, `validateKarpenter` judges.
 */
export const CONFIG_FIELDS: Readonly<Record<string, ConfigField>> = {
  clusterName: {
    // What the name may be, and that no placeholder is left in it, the cluster's own rule says.
    field: { kind: "string", required: true, verbatim: true },
    description: "Name of the existing EKS cluster",
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
    default: "irsa",
  },
  policyPreset: {
    field: { kind: "string", choices: Object.values(PolicyPreset) },
    description: "Rights of the controller, scoped or migration-guide",
    default: "scoped",
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
  values: {
    field: { kind: "map", values: { kind: "any" } },
    description: "Further values of the controller chart",
    default: "none",
  },
  iam: {
    field: KARPENTER_FIELDS.iam,
    description:
      "path, permissionsBoundary and tags of both roles, additionalNodePolicyArns of the node role",
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
  clusterAutoscaler: {
    field: KARPENTER_FIELDS.clusterAutoscaler,
    description: "deploymentName, namespace and replicas of the Cluster Autoscaler to scale down",
    default: "left alone",
  },
};
