import type { TaintSpec } from "../node-pool/spec";

/** A toleration of a pod. Without a key it tolerates every taint, without an effect every effect. */
export interface Toleration {
  key?: string;
  /** `Exists` or `Equal`, which is the default. */
  operator?: string;
  value?: string;
  effect?: string;
}

/** The first taint that keeps a pod with these tolerations away. */
export function untolerated(
  taints: readonly TaintSpec[],
  tolerations: readonly Toleration[] = [],
): TaintSpec | undefined {
  return taints
    .filter(({ effect }) => effect !== "PreferNoSchedule")
    .find((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: TaintSpec) {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (key === undefined || key === "") return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === (taint.value ?? ""));
}
