import type { Field } from "../field";
import { KUBELET_FIELDS } from "../kubelet";
import {
  DURATION,
  DURATION_OR_NEVER,
  LABEL_VALUE,
  MAX_INT32,
  OBJECT_NAME,
  QUALIFIED_NAME,
  QUALIFIED_NAME_ALLOWED,
  QUANTITY,
} from "../patterns";
import { isRecord } from "../records";
import { RequirementOperator, TaintEffect, type NodePoolSpec } from "./spec";

const KEY: Field = {
  kind: "string",
  required: true,
  pattern: QUALIFIED_NAME,
  allowed: QUALIFIED_NAME_ALLOWED,
};

const LEAP_YEAR = String.raw`(\d{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)`;
const DAY = String.raw`(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8])`;
const HOUR = String.raw`([01]\d|2[0-3])`;

/** A time of RFC 3339 on a day and at an hour that there are. */
const TIME = new RegExp(
  String.raw`^(\d{4}-(${DAY})|${LEAP_YEAR}-02-29)T${HOUR}(:[0-5]\d){2}(\.\d+)?(Z|[+-]${HOUR}:[0-5]\d)$`,
);

const TAINT: Field = {
  kind: "object",
  fields: {
    key: KEY,
    value: { ...LABEL_VALUE, kind: "string", empty: false },
    effect: { kind: "string", required: true, choices: Object.values(TaintEffect) },
    timeAdded: {
      kind: "string",
      pattern: TIME,
      allowed: "a time such as 2026-01-31T12:00:00Z",
    },
  },
};

/**
 * Every field of a NodePool: what it may hold, which Karpenter knows it, and where either API version has it. All that
 * validation and rendering read.
 */
export const NODE_POOL_FIELDS: Readonly<Record<keyof NodePoolSpec, Field>> = {
  labels: {
    at: "template.metadata.labels",
    kind: "map",
    keys: QUALIFIED_NAME,
    keysAllowed: QUALIFIED_NAME_ALLOWED,
    values: LABEL_VALUE,
    max: 100,
  },
  annotations: {
    at: "template.metadata.annotations",
    kind: "map",
    keys: QUALIFIED_NAME,
    keysAllowed: QUALIFIED_NAME_ALLOWED,
    values: { kind: "string", empty: true },
  },
  requirements: {
    at: "template.spec.requirements",
    // Both API versions demand the list, empty or not.
    fallback: { v1beta1: [], v1: [] },
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
  nodeClassName: {
    ...OBJECT_NAME,
    at: "template.spec.nodeClassRef",
    write: (name, api) =>
      api === "v1"
        ? { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name }
        : { apiVersion: "karpenter.k8s.aws/v1beta1", kind: "EC2NodeClass", name },
    read: (reference) => (isRecord(reference) ? reference.name : reference),
    required: true,
    fix: "name an EC2NodeClass",
  },
  taints: { at: "template.spec.taints", kind: "list", items: TAINT },
  startupTaints: { at: "template.spec.startupTaints", kind: "list", items: TAINT },
  terminationGracePeriod: {
    ...DURATION,
    at: "template.spec.terminationGracePeriod",
    since: "1.0",
  },
  kubelet: {
    at: "template.spec.kubelet",
    kind: "object",
    fields: KUBELET_FIELDS,
    until: "1.0",
    fix: "set kubelet on the EC2NodeClass",
  },
  disruption: {
    // Written whole even where nothing is given: v1 demands `consolidateAfter` in it up to 1.14.
    fallback: { v1beta1: {}, v1: {} },
    kind: "object",
    fields: {
      consolidationPolicy: {
        fallback: { v1beta1: "WhenUnderutilized", v1: "WhenEmptyOrUnderutilized" },
        write: (policy, api) =>
          !policy.endsWith("Underutilized")
            ? policy
            : api === "v1"
              ? "WhenEmptyOrUnderutilized"
              : "WhenUnderutilized",
        kind: "string",
        choices: [
          "WhenEmpty",
          "WhenEmptyOrUnderutilized",
          "WhenUnderutilized",
          { value: "Balanced", since: "1.14" },
        ],
      },
      consolidateAfter: { ...DURATION_OR_NEVER, fallback: { v1beta1: undefined, v1: "0s" } },
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
  expireAfter: {
    ...DURATION_OR_NEVER,
    at: { v1beta1: "disruption.expireAfter", v1: "template.spec.expireAfter" },
  },
  limits: { kind: "map", values: QUANTITY },
  weight: { kind: "integer", min: 1, max: 100 },
  replicas: { kind: "integer", min: 0, max: MAX_INT32, since: "1.8" },
};
