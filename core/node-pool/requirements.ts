import { allows, intersection, requirementOf, shapeOf, type Requirement } from "./requirement";
import type { RequirementSpec } from "./spec";

/** What is required of each label; a label that is not there may be anything. */
export type Requirements = ReadonlyMap<string, Requirement>;

/** Old names of labels, which Karpenter reads as the new ones. */
const NORMALIZED: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": "kubernetes.io/arch",
  "beta.kubernetes.io/os": "kubernetes.io/os",
  "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
  "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "topology.ebs.csi.aws.com/zone": "topology.kubernetes.io/zone",
};

/** The name by which Karpenter knows a label. */
export function normalized(key: string): string {
  return Object.hasOwn(NORMALIZED, key) ? (NORMALIZED[key] ?? key) : key;
}

/** All entries of one label have to hold at once, and so have the labels that the nodes get anyhow. */
export function requirementsOf(
  entries: readonly RequirementSpec[],
  labels: Readonly<Record<string, string>> = {},
): Requirements {
  const all = [
    ...entries,
    ...Object.entries(labels).map(([key, value]) => ({
      key,
      operator: "In" as const,
      values: [value],
    })),
  ];
  const requirements = new Map<string, Requirement>();
  for (const entry of all) {
    const key = normalized(entry.key);
    const existing = requirements.get(key);
    const one = requirementOf(entry);
    requirements.set(key, existing ? intersection(one, existing) : one);
  }
  return requirements;
}

/**
 * Whether something whose label has one of these values, or none of any, meets the requirement. Nothing meets
 * `NotIn` and `DoesNotExist`, as Karpenter has it.
 */
export function isMetBy(requirement: Requirement, values: readonly string[]): boolean {
  if (values.some((value) => allows(requirement, value))) return true;
  if (values.length > 0) return false;
  const shape = shapeOf(requirement);
  return shape === "NotIn" || shape === "DoesNotExist";
}

/** The requirements of a pool and of a workload at once; undefined where no node can meet both. */
export function merged(
  pool: Requirements,
  workload: Requirements,
  isWellKnown: (key: string) => boolean,
): Requirements | undefined {
  const both = new Map(pool);
  for (const [key, wanted] of workload) {
    const existing = pool.get(key);
    const absent = ["NotIn", "DoesNotExist"].includes(shapeOf(wanted));
    if (!existing) {
      // A label of somebody's own is on the nodes only where the pool says so.
      if (!isWellKnown(key) && !absent) return undefined;
      if (isWellKnown(key)) both.set(key, wanted);
      continue;
    }
    const left = intersection(existing, wanted);
    const isEmpty = shapeOf(left) === "DoesNotExist";
    const wereAbsent = ["NotIn", "DoesNotExist"].includes(shapeOf(existing));
    if (isEmpty && !(absent && wereAbsent)) return undefined;
    both.set(key, left);
  }
  return both;
}

/** Labels of which the instance types have fewer different values than `minValues` asks for. */
export function unmetMinValues(
  requirements: Requirements,
  types: readonly { labels: ReadonlyMap<string, readonly string[]> }[],
): { key: string; wanted: number; found: number }[] {
  return [...requirements].flatMap(([key, requirement]) => {
    const { minValues: wanted } = requirement;
    if (wanted === undefined || !types.some(({ labels }) => labels.has(key))) return [];
    const values = types.flatMap(({ labels }) => labels.get(key) ?? []);
    const found = new Set(values.filter((value) => allows(requirement, value))).size;
    return found < wanted ? [{ key, wanted, found }] : [];
  });
}
