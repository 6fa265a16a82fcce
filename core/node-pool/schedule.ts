import { NODE_POOL_LABEL } from "./labels";
import type { NodePoolSpec } from "./spec";

/** A toleration of a pod. */
export interface TolerationSpec {
  key: string;
  operator: string;
  value?: string;
  effect: string;
}

/** What a workload needs in its pod spec to run on the nodes of one pool. */
export interface ScheduleSpec {
  tolerations: TolerationSpec[];
  nodeSelector: Record<string, string>;
}

/**
 * Tolerates every taint of the pool and selects its labels; a pool without labels is selected by the label that
 * Karpenter gives its nodes. Startup taints are taken off before pods come, so they need no toleration.
 */
export function schedule(
  poolName: string,
  spec: Pick<NodePoolSpec, "labels" | "taints">,
): ScheduleSpec {
  const labels = spec.labels ?? {};
  return {
    tolerations: (spec.taints ?? []).map(({ key, value, effect }) =>
      value === undefined
        ? { key, operator: "Exists", effect }
        : { key, operator: "Equal", value, effect },
    ),
    nodeSelector: Object.keys(labels).length > 0 ? labels : { [NODE_POOL_LABEL]: poolName },
  };
}
