import type { Field } from "../fields";
import { KUBELET_FIELDS, type KubeletSpec } from "../kubelet";
import {
  DURATION,
  DURATION_OR_NEVER,
  LABEL_VALUE,
  OBJECT_NAME,
  QUALIFIED_NAME,
  QUALIFIED_NAME_ALLOWED,
  QUANTITY,
} from "../patterns";

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
  disruption?: DisruptionSpec;
  expireAfter?: string;
  terminationGracePeriod?: string;
  kubelet?: KubeletSpec;
}

const KEY: Field = {
  kind: "string",
  required: true,
  pattern: QUALIFIED_NAME,
  allowed: QUALIFIED_NAME_ALLOWED,
};

const TAINT: Field = {
  kind: "object",
  fields: {
    key: KEY,
    value: { ...LABEL_VALUE, kind: "string", empty: false },
    effect: { kind: "string", required: true, choices: Object.values(TaintEffect) },
  },
};

/** Every field of a NodePool: what it may hold and which Karpenter knows it. */
export const NODE_POOL_FIELDS: Readonly<Record<keyof NodePoolSpec, Field>> = {
  nodeClassName: { ...OBJECT_NAME, required: true, fix: "name an EC2NodeClass" },
  labels: {
    kind: "map",
    keys: QUALIFIED_NAME,
    keysAllowed: QUALIFIED_NAME_ALLOWED,
    values: LABEL_VALUE,
    max: 100,
  },
  annotations: {
    kind: "map",
    keys: QUALIFIED_NAME,
    keysAllowed: QUALIFIED_NAME_ALLOWED,
    values: { kind: "string", empty: true },
  },
  requirements: {
    kind: "list",
    items: {
      kind: "object",
      fields: {
        key: KEY,
        operator: {
          kind: "string",
          required: true,
          choices: Object.values(RequirementOperator).map((value) =>
            value === "Gte" || value === "Lte" ? { value, since: "1.9" } : value,
          ),
        },
        values: { kind: "list", items: LABEL_VALUE },
        minValues: { kind: "integer", min: 1, max: 50 },
      },
    },
  },
  taints: { kind: "list", items: TAINT },
  startupTaints: { kind: "list", items: TAINT },
  limits: { kind: "map", values: QUANTITY },
  weight: { kind: "integer", min: 1, max: 100 },
  disruption: {
    kind: "object",
    fields: {
      consolidationPolicy: {
        kind: "string",
        choices: [
          "WhenEmpty",
          "WhenEmptyOrUnderutilized",
          "WhenUnderutilized",
          { value: "Balanced", since: "1.14" },
        ],
      },
      consolidateAfter: DURATION_OR_NEVER,
      budgets: {
        kind: "list",
        max: 50,
        items: {
          kind: "object",
          fields: {
            nodes: {
              kind: "string",
              required: true,
              pattern: /^((100|[0-9]{1,2})%|[0-9]+)$/,
              allowed: "a number of nodes or a percentage from 0% to 100%",
            },
            schedule: {
              kind: "string",
              pattern:
                /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+\s+\S+\s+\S+\s+\S+\s+\S+)$/,
              allowed: "five cron fields or a macro such as @daily, in UTC",
            },
            duration: {
              kind: "string",
              pattern: /^(([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?$/,
              allowed: "hours and minutes, such as 8h or 1h30m",
              fix: "write it without days and seconds",
            },
            reasons: {
              kind: "list",
              since: "1.0",
              min: 1,
              max: 50,
              items: {
                kind: "string",
                choices: [
                  "Underutilized",
                  "Empty",
                  "Drifted",
                  { value: "Unhealthy", since: "1.15" },
                ],
              },
            },
          },
        },
      },
    },
  },
  expireAfter: DURATION_OR_NEVER,
  terminationGracePeriod: { ...DURATION, since: "1.0" },
  kubelet: {
    kind: "object",
    fields: KUBELET_FIELDS,
    until: "1.0",
    fix: "set kubelet on the EC2NodeClass",
  },
};
