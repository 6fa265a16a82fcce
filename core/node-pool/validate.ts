import { checkField } from "../check-field";
import { UNKNOWN } from "../field";
import { isRecord, withoutNulls } from "../records";
import { validateKubelet } from "../kubelet";
import { LABEL_VALUE } from "../patterns";
import { keyPath, type Problem } from "../problem";
import { isAtLeast, type KarpenterVersion } from "../versions";
import { labelRestriction, labelValueField } from "./labels";
import { NODE_POOL_FIELDS } from "./fields";

/** Taints that Karpenter itself puts on nodes and takes off again. */
const OWN_TAINTS = [
  "karpenter.sh/disruption",
  "karpenter.sh/disrupted",
  "karpenter.sh/unregistered",
  "karpenter.sh/rebooting",
];

/** Operators by how many values they take. */
const ONE_NUMBER = ["Gt", "Lt", "Gte", "Lte"];
const NO_VALUES = ["Exists", "DoesNotExist"];

/**
 * All that speaks against a NodePool, as strict as the API server of that version and stricter where it lets through
 * what cannot work. `given` may hold `UNKNOWN` wherever a value is not known yet.
 */
export function validateNodePool(
  given: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const problems = checkField({ kind: "object", fields: NODE_POOL_FIELDS }, given, path, version);
  if (!isRecord(given)) return problems;
  const spec = withoutNulls(given);
  return [
    ...problems,
    ...list(spec.requirements).flatMap((requirement, index) =>
      validateRequirement(requirement, `${keyPath(path, "requirements")}[${index}]`, version),
    ),
    ...validateCount(spec, path, version),
    ...validateLabels(spec.labels, keyPath(path, "labels"), version),
    ...validateTaints(spec, path),
    ...validateStatic(spec, path),
    ...validateNodeLimit(spec, path, version),
    ...validateDisruption(spec.disruption, keyPath(path, "disruption"), version),
    ...validateKubelet(spec.kubelet, keyPath(path, "kubelet")),
  ];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function validateRequirement(
  requirement: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!isRecord(requirement)) return [];
  const { key, operator, minValues } = requirement;
  if (typeof key !== "string") return [];
  const restriction = labelRestriction(key, version);
  const problems: Problem[] = restriction
    ? [{ path: `${path}.key`, value: key, ...restriction }]
    : [];
  if (requirement.values === UNKNOWN || typeof operator !== "string") return problems;
  const values = list(requirement.values);
  const at = `${path}.values`;
  if (ONE_NUMBER.includes(operator) && !(values.length === 1 && isWholeNumber(values[0]))) {
    problems.push({
      path: at,
      value: requirement.values,
      message: `operator ${operator} takes one number`,
      allowed: 'exactly one whole number that is not negative, as text, such as ["4047"]',
      fix: "keep one number",
    });
  }
  if (NO_VALUES.includes(operator) && values.length > 0) {
    problems.push({
      path: at,
      value: requirement.values,
      message: `operator ${operator} takes no values`,
      allowed: "no values",
      fix: "remove values, or use In or NotIn",
    });
  }
  if (operator === "In" && values.length === 0) {
    problems.push({
      path: at,
      value: requirement.values,
      message: "operator In needs a value",
      allowed: "at least one value",
      fix: "add a value, or use Exists",
    });
  }
  if (operator === "In" && typeof minValues === "number" && minValues > values.length) {
    problems.push({
      path: `${path}.minValues`,
      value: minValues,
      message: `more than the ${values.length} values that In lists`,
      allowed: `a whole number from 1 to ${values.length}`,
      fix: "lower minValues or list more values",
    });
  }
  const choices = labelValueField(key);
  if (choices && (operator === "In" || operator === "NotIn")) {
    values.forEach((value, index) => {
      // What is no label value at all is told by the field table.
      const path = `${at}[${index}]`;
      if (checkField({ ...LABEL_VALUE, required: true }, value, path).length > 0) return;
      problems.push(...checkField(choices, value, path, version));
    });
  }
  return problems;
}

/** Of at most 18 digits: what does not fit in 64 bits is no number to the API server. */
function isWholeNumber(value: unknown): boolean {
  return value === UNKNOWN || (typeof value === "string" && /^\d{1,18}$/.test(value));
}

/** Labels count too: both become requirements of the NodeClaim. */
function validateCount(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const max = version && isAtLeast(version, "1.0") ? 100 : 30;
  const count =
    list(spec.requirements).length + (isRecord(spec.labels) ? Object.keys(spec.labels).length : 0);
  if (count <= max) return [];
  return [
    {
      path: keyPath(path, "requirements"),
      value: count,
      message: "too many requirements and labels together",
      allowed: `at most ${max}`,
      fix: "split the pool",
    },
  ];
}

function validateLabels(labels: unknown, path: string, version?: KarpenterVersion): Problem[] {
  if (!isRecord(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => {
    const at = keyPath(path, key);
    const restriction = labelRestriction(key, version);
    if (restriction) return [{ path: at, value, ...restriction }];
    const choices = labelValueField(key);
    if (!choices || checkField(LABEL_VALUE, value, at).length > 0) return [];
    return checkField(choices, value, at, version);
  });
}

function validateTaints(spec: Record<string, unknown>, path: string): Problem[] {
  const seen = new Map<string, string>();
  return ["taints", "startupTaints"].flatMap((name) =>
    list(spec[name]).flatMap((taint, index): Problem[] => {
      if (!isRecord(taint) || typeof taint.key !== "string") return [];
      const at = `${keyPath(path, name)}[${index}]`;
      if (OWN_TAINTS.includes(taint.key)) {
        return [
          {
            path: `${at}.key`,
            value: taint.key,
            message: "Karpenter sets this taint itself",
            allowed: "a taint of your own",
            fix: "remove it",
          },
        ];
      }
      if (typeof taint.effect !== "string") return [];
      const identity = `${taint.key}:${taint.effect}`;
      const first = seen.get(identity);
      seen.set(identity, first ?? at);
      if (first === undefined) return [];
      return [
        {
          path: at,
          value: identity,
          message: `the same key and effect as ${first}`,
          allowed: "each key and effect once, taints and startupTaints together",
          fix: "remove one of the two",
        },
      ];
    }),
  );
}

/** A pool with `replicas` keeps that many nodes, so that what weighs pools or limits resources means nothing. */
function validateStatic(spec: Record<string, unknown>, path: string): Problem[] {
  if (spec.replicas === undefined || spec.replicas === UNKNOWN) return [];
  const problems: Problem[] = [];
  if (spec.weight !== undefined) {
    problems.push({
      path: keyPath(path, "weight"),
      value: spec.weight,
      message: "not together with replicas",
      allowed: "nothing in a pool with replicas",
      fix: "remove it",
    });
  }
  const resources = isRecord(spec.limits) ? Object.keys(spec.limits) : [];
  for (const resource of resources.filter((name) => name !== "nodes")) {
    problems.push({
      path: keyPath(keyPath(path, "limits"), resource),
      value: (spec.limits as Record<string, unknown>)[resource],
      message: "not together with replicas",
      allowed: "nodes alone in a pool with replicas",
      fix: "remove it",
    });
  }
  return problems;
}

/** The API server takes it before too, and Karpenter ignores it. */
function validateNodeLimit(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!version || !isRecord(spec.limits) || spec.limits.nodes === undefined) return [];
  const since = spec.replicas === undefined ? "1.11" : "1.8";
  if (isAtLeast(version, since)) return [];
  return [
    {
      path: keyPath(keyPath(path, "limits"), "nodes"),
      value: spec.limits.nodes,
      message: `Karpenter ${version.minor.minor} ignores it; ${since} and later do not`,
      allowed: "other resources, such as cpu and memory",
      fix: `limit cpu or memory, or use Karpenter ${since} or later`,
    },
  ];
}

function validateDisruption(
  disruption: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!isRecord(disruption)) return [];
  const problems: Problem[] = [];
  const { consolidationPolicy = "WhenUnderutilized", consolidateAfter } = disruption;
  if (version?.api === "v1beta1" && consolidationPolicy !== UNKNOWN) {
    const at = keyPath(path, "consolidateAfter");
    if (consolidationPolicy === "WhenEmpty" && consolidateAfter === undefined) {
      problems.push({
        path: at,
        message: "WhenEmpty needs it before Karpenter 1.0",
        allowed: "a duration such as 30s, or Never",
        fix: "set it",
      });
    }
    if (
      consolidationPolicy !== "WhenEmpty" &&
      typeof consolidateAfter === "string" &&
      consolidateAfter !== "Never"
    ) {
      problems.push({
        path: at,
        value: consolidateAfter,
        message: "cannot be combined with WhenUnderutilized before Karpenter 1.0",
        allowed: "Never, or nothing",
        fix: "remove it, use WhenEmpty, or Karpenter 1.0 or later",
      });
    }
  }
  list(disruption.budgets).forEach((budget, index) => {
    if (!isRecord(budget)) return;
    const at = `${keyPath(path, "budgets")}[${index}]`;
    const reasons = list(budget.reasons).filter((reason) => reason !== UNKNOWN);
    if (new Set(reasons).size < reasons.length) {
      problems.push({
        path: `${at}.reasons`,
        value: reasons,
        message: "a reason is there twice",
        allowed: "each reason once",
        fix: "keep one of each",
      });
    }
    if ((budget.schedule === undefined) === (budget.duration === undefined)) return;
    const missing = budget.schedule === undefined ? "schedule" : "duration";
    problems.push({
      path: `${at}.${missing}`,
      message: "schedule and duration go together",
      allowed: "both or neither",
      fix: `set ${missing}`,
    });
  });
  return problems;
}
