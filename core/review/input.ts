import type { Field } from "../field";
import type { PolicyPreset } from "../iam/policy-preset";
import { QUANTITY } from "../patterns";
import type { Toleration } from "./tolerations";
import type { KarpenterVersion } from "../versions";

/** A subnet that nodes may be launched in. */
export interface SubnetFact {
  id: string;
  availabilityZone: string;
  /** IPv4 addresses that nobody has yet. */
  availableIpAddressCount: number;
  /** The value of its discovery tag, if it has one. */
  discoveryTag?: string;
}

/** A node group that Karpenter does not manage, and whose nodes run the controller. */
export interface NodeGroupFact {
  name: string;
  instanceTypes: string[];
  desiredSize: number;
}

/** What one workload asks of its nodes. */
export interface WorkloadSpec {
  /** Pods that run at once. Defaults to 1. */
  replicas?: number;
  /** Requests of one pod. */
  cpu?: string;
  memory?: string;
  /** GPUs of one pod, of any manufacturer. */
  gpu?: number;
  tolerations?: Toleration[];
  nodeSelector?: Record<string, string>;
}

/** What the rules may know. */
export interface ReviewInput {
  version: KarpenterVersion;
  /** `major.minor` of the cluster. */
  kubernetesVersion?: string;
  clusterName?: string;
  region?: string;
  policyPreset?: PolicyPreset;
  /** NodePools and EC2NodeClasses by name; `UNKNOWN` wherever a value is not known yet. */
  nodePools?: Readonly<Record<string, unknown>>;
  nodeClasses?: Readonly<Record<string, unknown>>;
  /** The caller's own values of the controller chart. */
  values?: unknown;
  controller?: { replicas?: unknown; cpu?: unknown; memory?: unknown };
  /** Whether the controller hears of interruptions. */
  interruptionQueue?: boolean;
  /** Subnets that get the discovery tag; each of `subnets` where nothing is said. */
  subnetIds?: readonly string[];
  /** Security groups that get the discovery tag. */
  securityGroupIds?: readonly string[];
  /** Nothing where they are not known. */
  subnets?: readonly SubnetFact[];
  nodeGroups?: readonly NodeGroupFact[];
  /** Whether the account has the role that spot instances need. */
  spotServiceLinkedRole?: boolean;
  workloads?: Readonly<Record<string, WorkloadSpec>>;
}

const TOLERATION: Field = {
  kind: "object",
  fields: {
    key: { kind: "string" },
    operator: { kind: "string", choices: [{ value: "Exists" }, { value: "Equal" }] },
    value: { kind: "string", empty: true },
    effect: {
      kind: "string",
      choices: [{ value: "NoSchedule" }, { value: "PreferNoSchedule" }, { value: "NoExecute" }],
    },
  },
};

/** Workload profiles by name. */
export const WORKLOADS: Field = {
  kind: "map",
  values: {
    kind: "object",
    fields: {
      replicas: { kind: "integer", min: 0 },
      cpu: QUANTITY,
      memory: QUANTITY,
      gpu: { kind: "integer", min: 0 },
      tolerations: { kind: "list", items: TOLERATION },
      nodeSelector: { kind: "map", values: { kind: "string", empty: true } },
    },
  },
};

/** What is known of the cluster's surroundings. */
export const FACTS: Field = {
  kind: "object",
  fields: {
    subnets: {
      kind: "list",
      items: {
        kind: "object",
        fields: {
          id: { kind: "string", required: true },
          availabilityZone: { kind: "string", required: true },
          availableIpAddressCount: { kind: "integer", min: 0, required: true },
          discoveryTag: { kind: "string" },
        },
      },
    },
    nodeGroups: {
      kind: "list",
      items: {
        kind: "object",
        fields: {
          name: { kind: "string", required: true },
          instanceTypes: { kind: "list", items: { kind: "string" } },
          desiredSize: { kind: "integer", min: 0, required: true },
        },
      },
    },
    spotServiceLinkedRole: { kind: "boolean" },
  },
};
