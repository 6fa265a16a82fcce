import { compact } from "../records";
import type { ApiVersion, KarpenterVersion } from "../versions";
import type { DisruptionSpec, NodePoolSpec } from "./spec";

/** The `spec` of a NodePool in the API version of that Karpenter. */
export function renderNodePool(
  spec: NodePoolSpec,
  { api }: KarpenterVersion,
): Record<string, unknown> {
  return compact({
    template: compact({
      metadata: compact({ labels: spec.labels, annotations: spec.annotations }),
      spec: compact({
        requirements: spec.requirements ?? [],
        nodeClassRef: nodeClassRef(spec.nodeClassName, api),
        taints: spec.taints,
        startupTaints: spec.startupTaints,
        expireAfter: api === "v1" ? spec.expireAfter : undefined,
        terminationGracePeriod: spec.terminationGracePeriod,
        kubelet: spec.kubelet,
      }),
    }),
    disruption: disruption(spec, api),
    limits: spec.limits,
    weight: spec.weight,
  });
}

function nodeClassRef(name: string, api: ApiVersion): Record<string, string> {
  return api === "v1"
    ? { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name }
    : { apiVersion: `karpenter.k8s.aws/${api}`, kind: "EC2NodeClass", name };
}

/** v1beta1 keeps `expireAfter` here; v1 demands `consolidateAfter` wherever the block stands, up to 1.14. */
function disruption(spec: NodePoolSpec, api: ApiVersion): Record<string, unknown> {
  const {
    consolidationPolicy = "WhenEmptyOrUnderutilized",
    consolidateAfter,
    budgets,
  }: DisruptionSpec = spec.disruption ?? {};
  const underutilized = ["WhenUnderutilized", "WhenEmptyOrUnderutilized"].includes(
    consolidationPolicy,
  );
  if (api === "v1beta1") {
    return compact({
      consolidationPolicy: underutilized ? "WhenUnderutilized" : consolidationPolicy,
      consolidateAfter,
      expireAfter: spec.expireAfter,
      budgets,
    });
  }
  return compact({
    consolidationPolicy: underutilized ? "WhenEmptyOrUnderutilized" : consolidationPolicy,
    consolidateAfter: consolidateAfter ?? "0s",
    budgets,
  });
}
