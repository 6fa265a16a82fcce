import type { KubeletSpec } from "../kubelet";
import { MIB, parseQuantity } from "../quantity";
import type { InstanceType } from "./instance-type";

/** What the size of a node depends on beyond its type. */
export interface NodeSettings {
  kubelet?: KubeletSpec;
  /** `AL2023` and the like; AL2023 where nothing is said. */
  amiFamily?: string;
  /** Interfaces that pods do not get: `settings.reservedENIs` of the chart. Defaults to 0. */
  reservedInterfaces?: number;
  /** Share of the memory that the hypervisor takes: `settings.vmMemoryOverheadPercent`. Defaults to 0.075. */
  memoryOverhead?: number;
}

/** What a node has for pods. */
export interface Allocatable {
  /** Cores. */
  cpu: number;
  /** Bytes. */
  memory: number;
  /** How many pods the kubelet takes. */
  pods: number;
}

/** Memory that Karpenter's Graviton types keep back. */
const ARM_RESERVED = 64 * MIB;

/** What the kubelet keeps of each core, by the cores before it. */
const CPU_RESERVED: readonly (readonly [from: number, to: number, share: number])[] = [
  [0, 1, 0.06],
  [1, 2, 0.01],
  [2, 4, 0.005],
  [4, Infinity, 0.0025],
];

/** Pods that have an address by the interfaces of the type: one address of each is its own; two pods use the host's. */
export function podsByInterfaces(
  { interfaces, addressesPerInterface }: InstanceType,
  reservedInterfaces = 0,
): number {
  const usable = Math.max(interfaces - reservedInterfaces, 0);
  return usable === 0 ? 0 : usable * (addressesPerInterface - 1) + 2;
}

/** How many pods a node takes. https://karpenter.sh/docs/concepts/nodeclasses/#speckubelet */
export function maxPods(type: InstanceType, settings: NodeSettings = {}): number {
  const { kubelet = {}, amiFamily = "AL2023", reservedInterfaces } = settings;
  const windows = amiFamily.startsWith("Windows");
  const most = kubelet.maxPods ?? (windows ? 110 : podsByInterfaces(type, reservedInterfaces));
  const perCore = amiFamily === "Bottlerocket" ? 0 : (kubelet.podsPerCore ?? 0);
  return perCore > 0 ? Math.min(perCore * type.cpu, most) : most;
}

/** What is left for pods, by the same sums as Karpenter's. */
export function allocatable(type: InstanceType, settings: NodeSettings = {}): Allocatable {
  const { kubelet = {}, amiFamily = "AL2023", memoryOverhead = 0.075 } = settings;
  const pods = maxPods(type, settings);
  const byInterfaces = !/^(Bottlerocket|Windows)/.test(amiFamily);
  const counted = byInterfaces ? podsByInterfaces(type) : pods;
  const raw = type.memory * MIB - (type.arch === "arm64" ? ARM_RESERVED : 0);
  const total = raw - Math.ceil((raw * memoryOverhead) / MIB) * MIB;
  const reserved = (resource: string, fallback: number): number =>
    (parseQuantity(kubelet.kubeReserved?.[resource]) ?? fallback) +
    (parseQuantity(kubelet.systemReserved?.[resource]) ?? 0);
  const memory = total - reserved("memory", (255 + 11 * counted) * MIB) - eviction(kubelet, total);
  return { cpu: type.cpu - reserved("cpu", reservedCpu(type.cpu)), memory, pods };
}

function reservedCpu(cores: number): number {
  const milli = CPU_RESERVED.map(([from, to, share]) =>
    Math.floor(Math.max(Math.min(cores, to) - from, 0) * 1000 * share),
  );
  return milli.reduce((sum, part) => sum + part, 0) / 1000;
}

function eviction(kubelet: KubeletSpec, memory: number): number {
  const signal = kubelet.evictionHard?.["memory.available"];
  if (signal?.endsWith("%") === true) return (Number(signal.slice(0, -1)) / 100) * memory;
  return parseQuantity(signal) ?? 100 * MIB;
}

/**
 * Addresses of the subnet that a full node holds: those of every interface its pods need, and of one more that the VPC
 * CNI keeps ready. https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md
 */
export function addressesOf(type: InstanceType, pods: number): number {
  const perInterface = Math.max(type.addressesPerInterface - 1, 1);
  const needed = Math.ceil(Math.max(pods - 2, 1) / perInterface) + 1;
  return Math.min(needed, type.interfaces) * type.addressesPerInterface;
}
