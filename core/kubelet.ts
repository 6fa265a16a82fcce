import { UNKNOWN, type Field } from "./field";
import { isRecord } from "./records";
import { DURATION, MAX_INT32, QUANTITY, QUANTITY_PATTERN } from "./patterns";
import { keyPath, type Problem } from "./problem";

/** Kubelet settings that Karpenter takes into account; in NodePool before Karpenter 1.0, in EC2NodeClass since. */
export interface KubeletSpec {
  clusterDNS?: string[];
  maxPods?: number;
  podsPerCore?: number;
  systemReserved?: Record<string, string>;
  kubeReserved?: Record<string, string>;
  evictionHard?: Record<string, string>;
  evictionSoft?: Record<string, string>;
  evictionSoftGracePeriod?: Record<string, string>;
  evictionMaxPodGracePeriod?: number;
  imageGCHighThresholdPercent?: number;
  imageGCLowThresholdPercent?: number;
  cpuCFSQuota?: boolean;
  otherFields?: Record<string, unknown>;
}

const RESERVED: Field = {
  kind: "map",
  values: QUANTITY,
  keys: /^(cpu|memory|ephemeral-storage|pid)$/,
  keysAllowed: "cpu, memory, ephemeral-storage, pid",
};

const SIGNALS = {
  keys: /^(memory\.available|nodefs\.available|nodefs\.inodesFree|imagefs\.available|imagefs\.inodesFree|pid\.available)$/,
  keysAllowed:
    "memory.available, nodefs.available, nodefs.inodesFree, imagefs.available, imagefs.inodesFree, pid.available",
} as const;

const PERCENTAGE = /^(\d{1,2}(\.\d{1,2})?|100(\.0{1,2})?)%$/;

const THRESHOLD: Field = {
  kind: "string",
  pattern: new RegExp(`${PERCENTAGE.source}|${QUANTITY_PATTERN.source}`),
  allowed: "a percentage such as 5% or a quantity such as 100Mi",
};

const PERCENT: Field = { kind: "integer", min: 0, max: 100 };

/** https://karpenter.sh/docs/concepts/nodeclasses/#speckubelet */
export const KUBELET_FIELDS: Readonly<Record<keyof KubeletSpec, Field>> = {
  clusterDNS: {
    kind: "list",
    items: { kind: "string", pattern: /^[0-9a-fA-F.:]+$/, allowed: "an IP address" },
  },
  maxPods: { kind: "integer", min: 0, max: MAX_INT32 },
  podsPerCore: { kind: "integer", min: 0, max: MAX_INT32 },
  systemReserved: RESERVED,
  kubeReserved: RESERVED,
  evictionHard: { kind: "map", values: THRESHOLD, ...SIGNALS },
  evictionSoft: { kind: "map", values: THRESHOLD, ...SIGNALS },
  evictionSoftGracePeriod: { kind: "map", values: DURATION, ...SIGNALS },
  evictionMaxPodGracePeriod: { kind: "integer", min: 0, max: MAX_INT32 },
  imageGCHighThresholdPercent: PERCENT,
  imageGCLowThresholdPercent: PERCENT,
  cpuCFSQuota: { kind: "boolean" },
  // The block is an open map from 1.15 on.
  otherFields: { kind: "map", values: { kind: "any" }, since: "1.15", at: "" },
};

/** What the kubelet block must hold across its fields. */
export function validateKubelet(kubelet: unknown, path: string): Problem[] {
  if (!isRecord(kubelet)) return [];
  const problems: Problem[] = [];
  const { imageGCHighThresholdPercent: high, imageGCLowThresholdPercent: low } = kubelet;
  if (typeof high === "number" && typeof low === "number" && high <= low) {
    problems.push({
      path: keyPath(path, "imageGCHighThresholdPercent"),
      value: high,
      message: `not above imageGCLowThresholdPercent (${low})`,
      allowed: "a percentage above imageGCLowThresholdPercent",
      fix: "raise it, or lower the other",
    });
  }
  problems.push(...validateOtherFields(kubelet.otherFields, keyPath(path, "otherFields")));
  if (kubelet.evictionSoft === UNKNOWN || kubelet.evictionSoftGracePeriod === UNKNOWN)
    return problems;
  const soft = Object.keys(isRecord(kubelet.evictionSoft) ? kubelet.evictionSoft : {});
  const grace = Object.keys(
    isRecord(kubelet.evictionSoftGracePeriod) ? kubelet.evictionSoftGracePeriod : {},
  );
  const unpaired = [
    ...soft.filter((s) => !grace.includes(s)),
    ...grace.filter((s) => !soft.includes(s)),
  ];
  if (unpaired.length > 0) {
    problems.push({
      path: keyPath(path, "evictionSoftGracePeriod"),
      value: grace,
      message: `no pair for ${unpaired.join(", ")}`,
      allowed: "the same keys as evictionSoft",
      fix: "give each evictionSoft signal a grace period",
    });
  }
  return problems;
}

function validateOtherFields(fields: unknown, path: string): Problem[] {
  if (!isRecord(fields)) return [];
  return (
    Object.entries(fields)
      // As text it is a CEL expression, for the gate NodeClassCEL.
      .filter(([key, value]) => !(key === "maxPods" && typeof value === "string"))
      .filter(([key]) => key === "registerWithTaints" || key in KUBELET_FIELDS)
      .map(([key, value]) => ({
        path: keyPath(path, key),
        value,
        message:
          key === "registerWithTaints"
            ? "Karpenter refuses it"
            : "this field has an argument of its own",
        allowed: "any other field of KubeletConfiguration",
        fix:
          key === "registerWithTaints"
            ? "set taints on the NodePool"
            : `set ${key} beside otherFields`,
      }))
  );
}
