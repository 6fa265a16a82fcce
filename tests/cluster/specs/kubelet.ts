/** The kubelet block, in a NodePool before Karpenter 1.0 and in an EC2NodeClass since. */
import { isAtLeast, type KarpenterVersion } from "../../../core/versions";
import { BOOLEAN, integer, list, map, object, text, type Shape, values } from "./shape";
import { DURATION, QUANTITY } from "./texts";

const RESERVED: Shape = map(
  values(["cpu", "memory", "ephemeral-storage", "pid"], ["", "gpu", "CPU", "nvidia.com/gpu"]),
  QUANTITY,
);

const SIGNALS: Shape = values(
  ["memory.available", "nodefs.available", "pid.available"],
  ["", "memory", "memory.free", "imagefs.available", "allocatableMemory.available"],
);

const THRESHOLD: Shape = {
  good: values(["5%", "100Mi", "7.5%", "0%", "100%", "100.0%", "5.25%", "0"], []).good,
  odd: [...QUANTITY.odd, ...values(["5%"], ["101%", "100.5%", "5.125%", "5 %", "%", "-5%"]).odd],
};

const PERCENT: Shape = integer([0, 50, 80], [101]);

export function kubelet(version: KarpenterVersion): Shape {
  return object(
    {
      clusterDNS: list(text(["10.0.1.100", "fd00::a"], ["dns.local", "10.0.0.300", "10.0.0.1:53"])),
      maxPods: integer([0, 110]),
      podsPerCore: integer([0, 10]),
      systemReserved: RESERVED,
      kubeReserved: RESERVED,
      evictionHard: map(SIGNALS, THRESHOLD),
      evictionSoft: map(SIGNALS, THRESHOLD),
      evictionSoftGracePeriod: map(SIGNALS, DURATION),
      evictionMaxPodGracePeriod: integer([0, 60]),
      imageGCHighThresholdPercent: PERCENT,
      imageGCLowThresholdPercent: PERCENT,
      cpuCFSQuota: BOOLEAN,
      ...(isAtLeast(version, "1.15") && { otherFields: OTHER_FIELDS }),
    },
    {
      mend: ({ evictionSoft, evictionSoftGracePeriod, ...rest }) => {
        const high = rest.imageGCHighThresholdPercent;
        const soft = Object.keys(evictionSoft ?? {});
        const grace = evictionSoftGracePeriod !== undefined && soft.length > 0;
        return {
          ...rest,
          ...(high !== undefined && { imageGCHighThresholdPercent: 85 }),
          ...(grace && {
            evictionSoft,
            evictionSoftGracePeriod: Object.fromEntries(soft.map((signal) => [signal, "1m"])),
          }),
        };
      },
      odd: [
        { imageGCHighThresholdPercent: 80, imageGCLowThresholdPercent: 80 },
        { imageGCHighThresholdPercent: 79, imageGCLowThresholdPercent: 80 },
        { imageGCHighThresholdPercent: 81, imageGCLowThresholdPercent: 80 },
        ...PAIRS.map(([soft, grace]) => ({ evictionSoft: soft, evictionSoftGracePeriod: grace })),
        ...["30s", "30d", "-1m", "1.5h", "Never", "300ms"].map((duration) => ({
          evictionSoft: { "memory.available": "5%" },
          evictionSoftGracePeriod: { "memory.available": duration },
        })),
        { otherFields: { shutdownGracePeriod: "30s" } },
      ],
    },
  );
}

/** Soft thresholds beside their grace periods. */
const PAIRS = [
  [{ "memory.available": "5%" }, { "memory.available": "1m" }],
  [{ "memory.available": "5%" }, { "nodefs.available": "1m" }],
  [{ "memory.available": "5%" }, {}],
  [{}, { "nodefs.available": "1m" }],
  [{ "memory.available": "5%" }, undefined],
] as const;

const OTHER_FIELDS: Shape = values(
  [{ shutdownGracePeriod: "30s" }],
  [
    ...[
      { maxPods: "vcpus * 8" },
      { maxPods: 5 },
      { registerWithTaints: [] },
      { cpuCFSQuota: true },
    ],
    ...[{ "": 1 }, { nested: { deep: [1, null] } }, {}, "text", ["item"]],
  ],
);
