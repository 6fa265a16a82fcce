import { nearest } from "./nearest";
import { keyPath, type Problem } from "./problem";
import { isRecord } from "./records";
import { isWithin, type Gate, type KarpenterVersion } from "./versions";

/** A feature gate of the controller, and the key under `settings.featureGates` that the chart has for it. */
interface FeatureGate extends Gate {
  name: string;
  key: string;
}

/** https://karpenter.sh/docs/reference/settings/#feature-gates; the chart of 1.8 writes one of them with a capital. */
const FEATURE_GATES: readonly FeatureGate[] = [
  { name: "Drift", key: "drift", until: "1.0" },
  { name: "SpotToSpotConsolidation", key: "spotToSpotConsolidation" },
  { name: "NodeRepair", key: "nodeRepair", since: "1.1" },
  { name: "ReservedCapacity", key: "reservedCapacity", since: "1.3" },
  { name: "NodeOverlay", key: "nodeOverlay", since: "1.7" },
  { name: "StaticCapacity", key: "StaticCapacity", since: "1.8", until: "1.9" },
  { name: "StaticCapacity", key: "staticCapacity", since: "1.9" },
  { name: "CapacityBuffer", key: "capacityBuffer", since: "1.14" },
  { name: "TerminateFirstDrift", key: "terminateFirstDrift", since: "1.15" },
  { name: "TerminateFirstRepair", key: "terminateFirstRepair", since: "1.15" },
  { name: "PodDeletionCostManagement", key: "podDeletionCostManagement", since: "1.15" },
];

/** Reasons to refuse feature gates by name. */
export function validateFeatureGates(
  gates: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!isRecord(gates) || !version) return [];
  const known = FEATURE_GATES.filter((gate) => isWithin(version, gate)).map(({ name }) => name);
  return Object.entries(gates)
    .filter(([name]) => !known.includes(name))
    .map(([name, value]) => {
      const since = FEATURE_GATES.find((gate) => gate.name === name)?.since;
      const near = nearest(name, known);
      return {
        path: keyPath(path, name),
        value,
        message:
          since === undefined
            ? `Karpenter ${version.minor.minor} has no such feature gate`
            : `Karpenter ${version.minor.minor} does not have this feature gate; ${since} and later do`,
        allowed: known.join(", "),
        fix:
          near === undefined
            ? "remove it, or use another Karpenter version"
            : `did you mean ${near}?`,
      };
    });
}

/** `settings.featureGates` of the chart. */
export function featureGateValues(
  gates: Readonly<Record<string, boolean>>,
  version: KarpenterVersion,
): Record<string, boolean> {
  const rows = FEATURE_GATES.filter((gate) => isWithin(version, gate));
  return Object.fromEntries(
    rows.flatMap(({ name, key }): [string, boolean][] => {
      const value = gates[name];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/**
 * The gates that pools and classes ask for and that the version has switched off: without them Karpenter would accept
 * the objects and do nothing.
 */
export function impliedFeatureGates(
  nodePools: unknown,
  nodeClasses: unknown,
  version: KarpenterVersion,
): Record<string, boolean> {
  const uses = (specs: unknown, field: string): boolean =>
    isRecord(specs) &&
    Object.values(specs).some((spec) => isRecord(spec) && spec[field] !== undefined);
  return {
    ...(uses(nodePools, "replicas") ? { StaticCapacity: true } : {}),
    // On by itself from 1.6 on.
    ...(uses(nodeClasses, "capacityReservationSelectorTerms") &&
    isWithin(version, { since: "1.3", until: "1.6" })
      ? { ReservedCapacity: true }
      : {}),
  };
}
