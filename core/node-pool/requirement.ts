import type { RequirementSpec } from "./spec";

/**
 * The values that one label may have, as Karpenter reckons with them: those listed, or all but those listed, within
 * bounds. `Gt` and `Lt` become inclusive bounds. https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecrequirements
 */
export interface Requirement {
  /** Whether `values` are those that are not allowed. */
  complement: boolean;
  values: ReadonlySet<string>;
  gte?: number;
  lte?: number;
  /** How many different values the offered instance types need to have. */
  minValues?: number;
}

/** What a requirement amounts to once bounds are left aside. */
export type Shape = "In" | "NotIn" | "Exists" | "DoesNotExist";

const NONE: ReadonlySet<string> = new Set();

/** The requirement that one entry of a pool makes. */
export function requirementOf(
  spec: Pick<RequirementSpec, "operator" | "values" | "minValues">,
): Requirement {
  const { operator, values = [], minValues } = spec;
  const least = minValues === undefined ? {} : { minValues };
  const bound = Number(values[0]);
  switch (operator) {
    case "In":
      return { complement: false, values: new Set(values), ...least };
    case "NotIn":
      return { complement: true, values: new Set(values), ...least };
    case "Exists":
      return { complement: true, values: NONE, ...least };
    case "DoesNotExist":
      return { complement: false, values: NONE, ...least };
    case "Gt":
      return { complement: true, values: NONE, gte: bound + 1, ...least };
    case "Gte":
      return { complement: true, values: NONE, gte: bound, ...least };
    case "Lt":
      return { complement: true, values: NONE, lte: bound - 1, ...least };
    case "Lte":
      return { complement: true, values: NONE, lte: bound, ...least };
  }
}

/** What a requirement amounts to; bounds count as `Exists`, as they do for Karpenter. */
export function shapeOf({ complement, values }: Requirement): Shape {
  if (complement) return values.size > 0 ? "NotIn" : "Exists";
  return values.size > 0 ? "In" : "DoesNotExist";
}

/** Whether a label may have that value. */
export function allows(requirement: Requirement, value: string): boolean {
  return requirement.values.has(value) !== requirement.complement && isWithin(requirement, value);
}

/** What is left where both have to hold. */
export function intersection(a: Requirement, b: Requirement): Requirement {
  const gte = extreme(Math.max, a.gte, b.gte);
  const lte = extreme(Math.min, a.lte, b.lte);
  const minValues = extreme(Math.max, a.minValues, b.minValues);
  const least = minValues === undefined ? {} : { minValues };
  const bounds = { ...(gte === undefined ? {} : { gte }), ...(lte === undefined ? {} : { lte }) };
  if (gte !== undefined && lte !== undefined && gte > lte) {
    return { complement: false, values: NONE, ...least };
  }
  if (!a.complement || !b.complement) {
    const [listed, other] = a.complement ? [b, a] : [a, b];
    const values = [...listed.values].filter(
      (value) => allows(other, value) && isWithin(bounds, value),
    );
    return { complement: false, values: new Set(values), ...least };
  }
  const values = [...a.values, ...b.values].filter((value) => isWithin(bounds, value));
  return { complement: true, values: new Set(values), ...bounds, ...least };
}

/** A value that is no integer is never within a bound. */
function isWithin({ gte, lte }: Pick<Requirement, "gte" | "lte">, value: string): boolean {
  if (gte === undefined && lte === undefined) return true;
  if (!/^[+-]?\d+$/.test(value)) return false;
  const number = Number(value);
  return number >= (gte ?? -Infinity) && number <= (lte ?? Infinity);
}

function extreme(
  pick: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : pick(a, b);
}
