/**
 * Writes core/instance-types/table.ts anew from the EC2 API, with the date of today:
 *
 *     npm run instance-types -- us-east-1 eu-west-1
 *
 * A type of any of the regions is in the table. Credentials and endpoint are those that the AWS SDK finds by itself;
 * `AWS_ENDPOINT_URL` may name an emulator.
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import {
  EC2Client,
  paginateDescribeInstanceTypes,
  type InstanceTypeInfo,
} from "@aws-sdk/client-ec2";

const FILE = path.join(__dirname, "..", "core", "instance-types", "table.ts");

/** What Karpenter asks EC2 for; other types it does not know. */
const FILTERS = [
  { Name: "supported-virtualization-type", Values: ["hvm"] },
  { Name: "processor-info.supported-architecture", Values: ["x86_64", "arm64"] },
];

type Cell = string | number | undefined;

/** The columns, each as Karpenter reads it from the API (pkg/providers/instancetype/types.go). */
const COLUMNS: Readonly<Record<string, (info: InstanceTypeInfo) => Cell>> = {
  name: ({ InstanceType }) => InstanceType,
  arch: ({ ProcessorInfo }) =>
    ProcessorInfo?.SupportedArchitectures?.includes("arm64") ? "arm64" : "amd64",
  cpu: ({ VCpuInfo }) => VCpuInfo?.DefaultVCpus,
  memory: ({ MemoryInfo }) => MemoryInfo?.SizeInMiB,
  cpuManufacturer: ({ ProcessorInfo }) => label(ProcessorInfo?.Manufacturer),
  clockSpeed: ({ ProcessorInfo }) =>
    ProcessorInfo && Math.round((ProcessorInfo.SustainedClockSpeedInGhz ?? 0) * 1000),
  hypervisor: ({ Hypervisor }) => Hypervisor,
  encryption: ({ NetworkInfo }) => String(NetworkInfo?.EncryptionInTransitSupported ?? false),
  nvme: ({ InstanceStorageInfo: storage }) =>
    storage?.NvmeSupport === "unsupported" ? undefined : storage?.TotalSizeInGB,
  ebsBandwidth: ({ EbsInfo }) =>
    EbsInfo?.EbsOptimizedSupport === "default"
      ? EbsInfo.EbsOptimizedInfo?.MaximumBandwidthInMbps
      : undefined,
  networkBandwidth: ({ NetworkInfo }) => {
    const cards = NetworkInfo?.NetworkCards ?? [];
    const gigabits = cards.reduce((sum, card) => sum + (card.BaselineBandwidthInGbps ?? 0), 0);
    return gigabits === 0 ? undefined : Math.round(gigabits * 1000);
  },
  gpuName: (info) => label(onlyGpu(info)?.Name),
  gpuManufacturer: (info) => label(onlyGpu(info)?.Manufacturer),
  gpuCount: (info) => onlyGpu(info)?.Count,
  gpuMemory: (info) => onlyGpu(info)?.MemoryInfo?.SizeInMiB,
  acceleratorName: (info) => label(onlyAccelerator(info)?.name),
  acceleratorManufacturer: (info) => label(onlyAccelerator(info)?.manufacturer),
  acceleratorCount: (info) => onlyAccelerator(info)?.count,
  capacityTypes: ({ SupportedUsageClasses = [] }) =>
    SupportedUsageClasses.filter((name) => name === "on-demand" || name === "spot")
      .sort()
      .join("|"),
  interfaces: ({ NetworkInfo: network }) =>
    network?.NetworkCards?.[network.DefaultNetworkCardIndex ?? 0]?.MaximumNetworkInterfaces,
  addressesPerInterface: ({ NetworkInfo }) => NetworkInfo?.Ipv4AddressesPerInterface,
};

/** Types with several kinds of GPU have no GPU labels. */
function onlyGpu({ GpuInfo }: InstanceTypeInfo) {
  return GpuInfo?.Gpus?.length === 1 ? GpuInfo.Gpus[0] : undefined;
}

function onlyAccelerator({ NeuronInfo, InferenceAcceleratorInfo }: InstanceTypeInfo) {
  const [device, ...others] = NeuronInfo?.NeuronDevices ?? [];
  if (NeuronInfo) {
    return device && others.length === 0
      ? { name: device.Name, manufacturer: "aws", count: device.Count }
      : undefined;
  }
  const { Accelerators: [accelerator, ...more] = [] } = InferenceAcceleratorInfo ?? {};
  return accelerator && more.length === 0
    ? {
        name: accelerator.Name,
        manufacturer: accelerator.Manufacturer,
        count: accelerator.Count,
      }
    : undefined;
}

function label(text: string | undefined): string | undefined {
  return text?.replaceAll(" ", "-").toLowerCase();
}

async function describe(region: string): Promise<InstanceTypeInfo[]> {
  const found: InstanceTypeInfo[] = [];
  const pages = paginateDescribeInstanceTypes(
    { client: new EC2Client({ region }) },
    { Filters: FILTERS },
  );
  for await (const { InstanceTypes = [] } of pages) found.push(...InstanceTypes);
  return found;
}

async function main(regions: string[]): Promise<void> {
  if (regions.length === 0)
    throw new Error("Name the regions: npm run instance-types -- us-east-1");
  const rows = new Map<string, string>();
  for (const region of regions) {
    for (const info of await describe(region)) {
      const cells = Object.values(COLUMNS).map((column) => column(info) ?? "");
      rows.set(info.InstanceType ?? "", cells.join(","));
    }
  }
  const sorted = [...rows.keys()].sort().map((name) => rows.get(name) ?? "");
  const text = [
    "/** Written by scripts/instance-types.ts from the answers of DescribeInstanceTypes. */",
    "",
    "/** The day of the answers. */",
    `export const TABLE_DATE = "${new Date().toISOString().slice(0, 10)}";`,
    "",
    "/** One instance type a line, its facts by the names of the first line. */",
    `export const TABLE = \`${[Object.keys(COLUMNS).join(","), ...sorted].join("\n")}\`;`,
    "",
  ];
  writeFileSync(FILE, text.join("\n"));
  console.log(`${sorted.length} instance types of ${regions.join(", ")} in ${FILE}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
