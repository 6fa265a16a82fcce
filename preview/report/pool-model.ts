import { addressesOf } from "../../core/instance-types/capacity";
import { instanceTypes, type InstanceType } from "../../core/instance-types/instance-type";
import type { ReviewInput } from "../../core/review/input";
import { poolViews, refusalOf, type PoolView, type Refusal } from "../../core/review/pool-view";
import { inWords } from "../../core/review/rules/workloads";
import { parseQuantity } from "../../core/quantity";
import { shown } from "./shown";
import { subnetsNote } from "./wiring-model";

/** One pool: what it launches, and where that fits. */
export interface PoolReport {
  name: string;
  nodeClass: string;
  /** Facts in few words, by their label. */
  facts: [label: string, text: string][];
  /** How many instance types it may launch. */
  types: number;
  /** The places of those types, by vCPUs and memory. */
  places: Place[];
  /** The places where no type of the pool is. */
  otherPlaces: Size[];
  bounds: Bound[];
  workloads: WorkloadMark[];
  /** Nothing where the pool launches no type. */
  needs: NodeNeed[];
  /** Those with the fewest free addresses first; nothing where they are not known. */
  subnets: SubnetRoom[];
  /** Why there are none. */
  subnetsNote?: string;
}

/** vCPUs and memory in GiB. */
export interface Size {
  cpu: number;
  memory: number;
}

/** Instance types of one size. */
export interface Place extends Size {
  types: string[];
}

/** A floor or a cap of the pool's requirements. */
export interface Bound {
  axis: "cpu" | "memory";
  side: "floor" | "cap";
  /** In the unit of the axis. */
  value: number;
  /** As the requirement has it, such as `instance-memory Gt 4047`. */
  text: string;
}

/** Workloads that ask for the same, with the same answer. */
export interface WorkloadMark extends Size {
  names: string[];
  /** What keeps them from the pool, and in words; nothing where it takes them. */
  refusal?: { by: Refusal["by"]; text: string };
}

/** The addresses that one node of a type takes when it is full. */
export interface NodeNeed {
  which: "largest" | "median";
  type: string;
  pods: number;
  addresses: number;
}

/** A subnet, and whether a node of each need and its replacement fit. */
export interface SubnetRoom {
  id: string;
  zone: string;
  free: number;
  /** In the order of the needs. */
  fits: Fit[];
}

/** Whether a node and its replacement, only the node, or not even that has addresses. */
export type Fit = "both" | "node" | "none";

const AXES = { cpu: "karpenter.k8s.aws/instance-cpu", memory: "karpenter.k8s.aws/instance-memory" };

const MIB_PER_GIB = 1024;

const GIB = 2 ** 30;

/** The pools of which enough is known. */
export function poolReports(input: ReviewInput): PoolReport[] {
  return poolViews(input).map((pool) => poolReport(pool, input));
}

function poolReport(pool: PoolView, input: ReviewInput): PoolReport {
  const { workloads = {} } = input;
  const admitted = new Set(pool.types.map(({ name }) => name));
  const places = placesOf(pool.types);
  const taken = new Set(places.map(key));
  const others = placesOf(instanceTypes().filter(({ name }) => !admitted.has(name)));
  const needs = needsOf(pool);
  return {
    name: pool.name,
    nodeClass: shown(pool.spec.nodeClassName),
    facts: factsOf(pool),
    types: pool.types.length,
    places,
    otherPlaces: others
      .filter((place) => !taken.has(key(place)))
      .map(({ cpu, memory }) => ({ cpu, memory })),
    bounds: boundsOf(pool),
    workloads: marksOf(pool, workloads),
    needs,
    subnets: (pool.subnets ?? [])
      .map(({ id, availabilityZone: zone, availableIpAddressCount: free }) => ({
        ...{ id, zone, free },
        fits: needs.map(({ addresses }) => fitOf(addresses, free)),
      }))
      .sort((a, b) => a.free - b.free || (a.id < b.id ? -1 : 1)),
    ...((pool.subnets ?? []).length === 0 && {
      subnetsNote: pool.subnets ? "no subnet is in its zones" : subnetsNote(pool.nodeClass, input),
    }),
  };
}

function placesOf(types: readonly InstanceType[]): Place[] {
  const places = new Map<string, Place>();
  for (const { name, cpu, memory } of types) {
    const size = { cpu, memory: memory / MIB_PER_GIB };
    const place = places.get(key(size)) ?? { ...size, types: [] };
    place.types.push(name);
    places.set(key(size), place);
  }
  return [...places.values()].sort(bySize);
}

function boundsOf({ spec }: PoolView): Bound[] {
  return (spec.requirements ?? []).flatMap(({ key: label, operator, values = [] }) => {
    const axis = label === AXES.cpu ? "cpu" : label === AXES.memory ? "memory" : undefined;
    const [text = ""] = values;
    if (!axis || !/^[GL]te?$/.test(operator)) return [];
    return [
      {
        axis,
        side: operator.startsWith("G") ? "floor" : "cap",
        value: axis === "memory" ? Number(text) / MIB_PER_GIB : Number(text),
        text: `instance-${axis} ${operator} ${text}`,
      } as const,
    ];
  });
}

function marksOf(pool: PoolView, workloads: NonNullable<ReviewInput["workloads"]>): WorkloadMark[] {
  const marks = new Map<string, WorkloadMark>();
  for (const [name, workload] of Object.entries(workloads)) {
    const refused = refusalOf(pool, workload);
    const size = {
      cpu: parseQuantity(workload.cpu) ?? 0,
      memory: (parseQuantity(workload.memory) ?? 0) / GIB,
    };
    const refusal = refused && { by: refused.by, text: inWords(refused, workload) };
    const id = `${key(size)} ${refusal?.text ?? ""}`;
    const mark = marks.get(id) ?? { ...size, names: [], ...(refusal && { refusal }) };
    mark.names.push(name);
    marks.set(id, mark);
  }
  return [...marks.values()].sort(bySize);
}

/** The type of most addresses, as the review names it, and the one in the middle. */
function needsOf(pool: PoolView): NodeNeed[] {
  const all = pool.types
    .map((type) => {
      const { pods } = pool.allocatable(type);
      return { type: type.name, pods, addresses: addressesOf(type, pods) };
    })
    .sort((a, b) => b.addresses - a.addresses);
  const [largest, median] = [all[0], all[Math.floor(all.length / 2)]];
  if (!largest || !median) return [];
  const needs: NodeNeed[] = [{ which: "largest", ...largest }];
  return largest.type === median.type ? needs : [...needs, { which: "median", ...median }];
}

function fitOf(addresses: number, free: number): Fit {
  if (2 * addresses <= free) return "both";
  return addresses <= free ? "node" : "none";
}

function factsOf({ spec }: PoolView): [string, string][] {
  const facts: [string, string][] = [
    ["Class", shown(spec.nodeClassName)],
    ["Weight", shown(spec.weight ?? 0)],
    ["Limits", pairs(spec.limits, " ") || "none"],
    ["Labels", pairs(spec.labels, "=")],
    [
      "Taints",
      (spec.taints ?? [])
        .map(
          ({ key: name, value, effect }) =>
            `${shown(name)}${value === undefined ? "" : `=${shown(value)}`}:${shown(effect)}`,
        )
        .join(", "),
    ],
  ];
  return facts.filter(([, text]) => text !== "");
}

function pairs(record: Record<string, string> = {}, between: string): string {
  return Object.entries(record)
    .map(([name, value]) => `${name}${between}${shown(value)}`)
    .join(", ");
}

function key({ cpu, memory }: Size): string {
  return `${cpu} ${memory}`;
}

function bySize(a: Size, b: Size): number {
  return a.cpu - b.cpu || a.memory - b.memory;
}
