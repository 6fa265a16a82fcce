import { TABLE } from "./table";

/** An EC2 instance type, as far as Karpenter and the VPC CNI look at it. */
export interface InstanceType {
  /** Such as `m5.large`. */
  name: string;
  arch: string;
  /** vCPUs. */
  cpu: number;
  /** MiB, before any overhead. */
  memory: number;
  /** Count of its GPUs; 0 without. */
  gpus: number;
  gpuManufacturer?: string;
  /** Neuron devices and other accelerators; 0 without. */
  accelerators: number;
  /** `on-demand`, `spot` or both. */
  capacityTypes: readonly string[];
  /** Network interfaces of the default network card. */
  interfaces: number;
  /** IPv4 addresses of one interface, its own included. */
  addressesPerInterface: number;
  /** The values of each label that Karpenter gives it; none where the label is absent. */
  labels: ReadonlyMap<string, readonly string[]>;
}

/** Labels that Karpenter reads off the type alone, and the column that has the value. */
const COLUMN_LABELS: Readonly<Record<string, string>> = {
  "node.kubernetes.io/instance-type": "name",
  "kubernetes.io/arch": "arch",
  "karpenter.sh/capacity-type": "capacityTypes",
  "karpenter.k8s.aws/instance-cpu": "cpu",
  "karpenter.k8s.aws/instance-memory": "memory",
  "karpenter.k8s.aws/instance-cpu-manufacturer": "cpuManufacturer",
  "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz": "clockSpeed",
  "karpenter.k8s.aws/instance-encryption-in-transit-supported": "encryption",
  "karpenter.k8s.aws/instance-local-nvme": "nvme",
  "karpenter.k8s.aws/instance-ebs-bandwidth": "ebsBandwidth",
  "karpenter.k8s.aws/instance-network-bandwidth": "networkBandwidth",
  "karpenter.k8s.aws/instance-gpu-name": "gpuName",
  "karpenter.k8s.aws/instance-gpu-manufacturer": "gpuManufacturer",
  "karpenter.k8s.aws/instance-gpu-count": "gpuCount",
  "karpenter.k8s.aws/instance-gpu-memory": "gpuMemory",
  "karpenter.k8s.aws/instance-accelerator-name": "acceleratorName",
  "karpenter.k8s.aws/instance-accelerator-manufacturer": "acceleratorManufacturer",
  "karpenter.k8s.aws/instance-accelerator-count": "acceleratorCount",
};

/** Letters, perhaps a size in terabytes, and the generation: `u-6tb1` is category u, generation 1. */
const NAME = /^([a-z]+)(?:-[0-9]+tb)?([0-9]+).*\./;

let types: readonly InstanceType[] | undefined;

/** Every known instance type, by name in order. The table is read at the first call. */
export function instanceTypes(): readonly InstanceType[] {
  types ??= parse(TABLE);
  return types;
}

function parse(table: string): InstanceType[] {
  const [head = "", ...lines] = table.split("\n");
  const columns = head.split(",");
  const labelled = Object.entries(COLUMN_LABELS).map(([label, column]): [string, number] => [
    label,
    columns.indexOf(column),
  ]);
  const index = Object.fromEntries(columns.map((column, at) => [column, at]));
  return lines.map((line) => {
    const cells = line.split(",");
    return typeOf((column) => cells[index[column] ?? -1] ?? "", labelled, cells);
  });
}

function typeOf(
  text: (column: string) => string,
  labelled: readonly (readonly [label: string, at: number])[],
  cells: readonly string[],
): InstanceType {
  const number = (column: string): number => Number(text(column));
  const labels = new Map<string, readonly string[]>();
  for (const [label, at] of labelled) {
    const cell = cells[at] ?? "";
    labels.set(label, cell === "" ? [] : cell.split("|"));
  }
  const name = text("name");
  const [, category, generation] = NAME.exec(name) ?? [];
  const [family = "", size = ""] = name.split(".");
  const derived = {
    category: category === undefined ? [] : [category],
    generation: generation === undefined ? [] : [generation],
    family: [family],
    size: [size],
    "capability-flex": [String(family.includes("-flex"))],
    tenancy: ["default", "dedicated"],
    // A metal type has the label without a value.
    hypervisor: [text("hypervisor")],
  };
  for (const [label, values] of Object.entries(derived)) {
    labels.set(`karpenter.k8s.aws/instance-${label}`, values);
  }
  const manufacturer = text("gpuManufacturer");
  return {
    name,
    arch: text("arch"),
    cpu: number("cpu"),
    memory: number("memory"),
    gpus: number("gpuCount"),
    ...(manufacturer === "" ? {} : { gpuManufacturer: manufacturer }),
    accelerators: number("acceleratorCount"),
    capacityTypes: labels.get("karpenter.sh/capacity-type") ?? [],
    interfaces: number("interfaces"),
    addressesPerInterface: number("addressesPerInterface"),
    labels,
  };
}
