import type { KubeletSpec } from "../kubelet";

/** How a requirement compares a label with its values. `Gte` and `Lte` since Karpenter 1.9. */
export const RequirementOperator = {
  In: "In",
  NotIn: "NotIn",
  Exists: "Exists",
  DoesNotExist: "DoesNotExist",
  Gt: "Gt",
  Lt: "Lt",
  Gte: "Gte",
  Lte: "Lte",
} as const;
export type RequirementOperator = (typeof RequirementOperator)[keyof typeof RequirementOperator];

/** What a taint does to pods that do not tolerate it. */
export const TaintEffect = {
  NoSchedule: "NoSchedule",
  PreferNoSchedule: "PreferNoSchedule",
  NoExecute: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/**
 * When Karpenter may remove or replace a node to save cost. `WhenUnderutilized` is the v1beta1 name of
 * `WhenEmptyOrUnderutilized`; either is accepted and rendered as the version writes it. `Balanced` since 1.14.
 */
export const ConsolidationPolicy = {
  WhenEmpty: "WhenEmpty",
  WhenUnderutilized: "WhenUnderutilized",
  WhenEmptyOrUnderutilized: "WhenEmptyOrUnderutilized",
  Balanced: "Balanced",
} as const;
export type ConsolidationPolicy = (typeof ConsolidationPolicy)[keyof typeof ConsolidationPolicy];

/** One condition on the labels of the nodes of a pool. */
export interface RequirementSpec {
  key: string;
  operator: RequirementOperator;
  values?: string[];
  minValues?: number;
}

/** One taint of the nodes of a pool. */
export interface TaintSpec {
  key: string;
  value?: string;
  effect: TaintEffect;
  timeAdded?: string;
}

/** How many nodes may be disrupted at a time. */
export interface BudgetSpec {
  nodes: string;
  schedule?: string;
  duration?: string;
  reasons?: string[];
}

/** When and how fast nodes may be disrupted. */
export interface DisruptionSpec {
  consolidationPolicy?: ConsolidationPolicy;
  consolidateAfter?: string;
  budgets?: BudgetSpec[];
}

/** A NodePool without regard to the API version it is written in. */
export interface NodePoolSpec {
  nodeClassName: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  requirements?: RequirementSpec[];
  taints?: TaintSpec[];
  startupTaints?: TaintSpec[];
  limits?: Record<string, string>;
  weight?: number;
  replicas?: number;
  disruption?: DisruptionSpec;
  expireAfter?: string;
  terminationGracePeriod?: string;
  kubelet?: KubeletSpec;
}
