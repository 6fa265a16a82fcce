import type { RequirementSpec } from "../../core/node-pool/spec";

type Set = readonly (readonly [label: string, operator: string, ...values: string[]])[];

/** Labels of an instance type are told by their last part. */
const LABELS: Readonly<Record<string, string>> = {
  arch: "kubernetes.io/arch",
  type: "node.kubernetes.io/instance-type",
  zone: "topology.kubernetes.io/zone",
  "capacity-type": "karpenter.sh/capacity-type",
};

/** Every operator on every kind of label, alone and together; Karpenter tells at most 600 types of a set. */
const SETS: readonly Set[] = [
  [
    ["cpu", "In", "2", "4"],
    ["category", "In", "c"],
  ],
  [
    ["cpu", "NotIn", "2", "4"],
    ["category", "In", "m"],
  ],
  [["cpu", "Gt", "64"]],
  [["cpu", "Gte", "96"]],
  [["cpu", "Lt", "2"]],
  [["cpu", "Lte", "1"]],
  [
    ["cpu", "Gt", "2"],
    ["cpu", "Lt", "8"],
  ],
  [
    ["cpu", "Gte", "8"],
    ["cpu", "Lte", "8"],
  ],
  [
    ["cpu", "Gt", "4"],
    ["cpu", "In", "4", "8", "48"],
  ],
  [
    ["cpu", "Gt", "4"],
    ["cpu", "In", "2", "4"],
  ],
  [
    ["cpu", "Gt", "8"],
    ["cpu", "Lt", "4"],
  ],
  [
    ["cpu", "NotIn", "8"],
    ["cpu", "Gte", "8"],
    ["cpu", "Lte", "16"],
  ],
  [
    ["memory", "Gt", "4047"],
    ["memory", "Lt", "8192"],
  ],
  [
    ["memory", "Gte", "4096"],
    ["memory", "Lte", "8192"],
  ],
  [["memory", "Lt", "2048"]],
  [["memory", "Gt", "1000000"]],
  [
    ["memory", "In", "16384"],
    ["arch", "In", "arm64"],
  ],
  [
    ["memory", "NotIn", "16384"],
    ["family", "In", "m5", "m6g", "r5"],
  ],
  [["category", "In", "t"]],
  [["category", "In", "g", "p"]],
  [["category", "NotIn", "c", "m", "r", "x", "i", "d"]],
  [["category", "In", "u"]],
  [
    ["category", "In", "c"],
    ["category", "NotIn", "c"],
  ],
  [["generation", "Gt", "7"]],
  [["generation", "Lt", "3"]],
  [["generation", "In", "4"]],
  [["generation", "NotIn", "5", "6", "7", "8"]],
  [["family", "In", "m5", "c7g", "nonsense"]],
  [
    ["family", "NotIn", "t3"],
    ["category", "In", "t"],
  ],
  [["size", "In", "metal", "metal-48xl"]],
  [
    ["size", "NotIn", "large", "xlarge"],
    ["family", "In", "c5", "c6g"],
  ],
  [
    ["size", "Exists"],
    ["category", "In", "i"],
  ],
  [["type", "In", "m5.large", "m7g.medium"]],
  [
    ["type", "NotIn", "m5.large", "m5.xlarge"],
    ["family", "In", "m5"],
  ],
  [["gpu-count", "Exists"]],
  [
    ["gpu-count", "DoesNotExist"],
    ["category", "In", "g", "r"],
  ],
  [["gpu-count", "Gt", "1"]],
  [["gpu-count", "Lt", "2"]],
  [["gpu-name", "In", "t4", "a10g"]],
  [
    ["gpu-name", "NotIn", "t4"],
    ["category", "In", "g"],
  ],
  [
    ["gpu-name", "NotIn", "t4"],
    ["family", "In", "m5"],
  ],
  [
    ["gpu-manufacturer", "In", "nvidia"],
    ["arch", "In", "amd64"],
  ],
  [["gpu-memory", "Gte", "40000"]],
  [["accelerator-name", "Exists"]],
  [["accelerator-name", "In", "inferentia2"]],
  [
    ["accelerator-manufacturer", "In", "aws"],
    ["accelerator-count", "Gt", "4"],
  ],
  [
    ["accelerator-count", "DoesNotExist"],
    ["category", "In", "inf", "trn", "t"],
  ],
  [["hypervisor", "In", "xen"]],
  [["hypervisor", "NotIn", "nitro"]],
  [["encryption-in-transit-supported", "In", "false"]],
  [
    ["encryption-in-transit-supported", "In", "true"],
    ["generation", "In", "5"],
  ],
  [
    ["local-nvme", "Exists"],
    ["category", "In", "m"],
  ],
  [
    ["local-nvme", "DoesNotExist"],
    ["family", "In", "m5", "m5d"],
  ],
  [["local-nvme", "Gt", "7000"]],
  [["ebs-bandwidth", "Gt", "40000"]],
  [["ebs-bandwidth", "Lt", "1000"]],
  [
    ["cpu-manufacturer", "In", "aws"],
    ["category", "In", "m"],
  ],
  [["cpu-manufacturer", "NotIn", "intel", "aws"]],
  [["cpu-sustained-clock-speed-mhz", "Gt", "3700"]],
  [["cpu-sustained-clock-speed-mhz", "Lte", "2300"]],
  [["capability-flex", "In", "true"]],
  [
    ["capability-flex", "NotIn", "true"],
    ["family", "In", "m7i", "m7i-flex"],
  ],
  [
    ["arch", "In", "arm64"],
    ["cpu-manufacturer", "In", "intel"],
  ],
  [
    ["arch", "NotIn", "amd64"],
    ["cpu", "In", "16"],
  ],
  [
    ["capacity-type", "In", "spot"],
    ["category", "In", "x"],
  ],
  [
    ["capacity-type", "NotIn", "spot"],
    ["category", "In", "hpc"],
  ],
  [
    ["zone", "In", "us-east-1a"],
    ["family", "In", "m5"],
  ],
  [
    ["zone", "In", "us-east-1f"],
    ["family", "In", "m5"],
  ],
];

/** The sets as pools have them, by the name of the pool. */
export const REQUIREMENT_SETS: Readonly<Record<string, RequirementSpec[]>> = Object.fromEntries(
  SETS.map((set, index) => [
    `set-${index}`,
    withCapacityType(set).map(([label, operator, ...values]) => ({
      key: LABELS[label] ?? `karpenter.k8s.aws/instance-${label}`,
      operator: operator as RequirementSpec["operator"],
      ...(values.length > 0 && { values }),
    })),
  ]),
);

/** On demand, where a set does not say it: the emulator has no prices of spot, by which Karpenter would choose. */
function withCapacityType(set: Set): Set {
  return set.some(([label]) => label === "capacity-type")
    ? set
    : [...set, ["capacity-type", "In", "on-demand"]];
}
