import { settingOf } from "../chart-values";
import { UNKNOWN } from "../field";
import { allocatable, type Allocatable, type NodeSettings } from "../instance-types/capacity";
import { instanceTypes, type InstanceType } from "../instance-types/instance-type";
import type { KubeletSpec } from "../kubelet";
import { amiFamilyOf } from "../node-class/amis";
import { DISCOVERY_TAG } from "../names";
import { isWellKnown, NODE_POOL_LABEL } from "../node-pool/labels";
import { isMetBy, merged, requirementsOf, type Requirements } from "../node-pool/requirements";
import type { NodePoolSpec } from "../node-pool/spec";
import { keyPath } from "../problem";
import { parseQuantity } from "../quantity";
import { isRecord, recordsIn } from "../records";
import type { ReviewInput, SubnetFact, WorkloadSpec } from "./input";
import { untolerated } from "./tolerations";

/** What the largest nodes of a pool have for pods. */
export interface Room extends Allocatable {
  gpus: number;
  /** The name of the instance type. */
  type: string;
}

/** A pool with all that follows from it. */
export interface PoolView {
  name: string;
  /** Its argument path. */
  path: string;
  spec: NodePoolSpec;
  /** Its class; empty where there is none of that name. */
  nodeClass: Record<string, unknown>;
  requirements: Requirements;
  /** The instance types that it may launch, by their labels alone. */
  types: readonly InstanceType[];
  /** What a node of a type has for pods. */
  allocatable: (type: InstanceType) => Allocatable;
  /** Labels of which any one, left out, would let types in. */
  blockers: () => string[];
  /** `requirements`, and the label that Karpenter gives the nodes of this pool alone. */
  selectable: Requirements;
  /** The largest rooms that its nodes have for a workload that selects those labels. */
  rooms: (selected: Requirements) => readonly Room[];
  /** The subnets that its zones leave; nothing where they are not known. */
  subnets?: readonly SubnetFact[];
}

/** The pools of which everything is known that the rules look at; others are left to the rules of single fields. */
export function poolViews(input: ReviewInput): PoolView[] {
  const sizes: Sizes = new Map();
  return Object.entries(input.nodePools ?? {}).flatMap(([name, spec]) =>
    isRecord(spec) && !hasUnknown([spec.requirements, spec.labels, spec.taints, spec.limits])
      ? [poolView(name, spec as unknown as NodePoolSpec, input, sizes)]
      : [],
  );
}

/** What is worked out of each type, by the settings of its nodes: most pools share theirs. */
type Sizes = Map<string, Map<InstanceType, Allocatable>>;

function poolView(name: string, spec: NodePoolSpec, input: ReviewInput, sizes: Sizes): PoolView {
  const found = input.nodeClasses?.[spec.nodeClassName];
  const nodeClass = isRecord(found) ? found : {};
  const requirements = requirementsOf(spec.requirements ?? [], spec.labels);
  const subnets = subnetsOf(nodeClass, input);
  const given = givenLabels(nodeClass, input.region, subnets);
  const settings = nodeSettings(spec, nodeClass, input.values);
  const key = JSON.stringify(settings);
  const ofSettings = sizes.get(key) ?? new Map<InstanceType, Allocatable>();
  sizes.set(key, ofSettings);
  const size = (type: InstanceType): Allocatable => {
    const known = ofSettings.get(type) ?? allocatable(type, settings);
    ofSettings.set(type, known);
    return known;
  };
  const bootable = instanceTypes().filter((type) => boots(type, amiFamilyOf(nodeClass)));
  const types = admitted(requirements, given, bootable);
  const rooms = new Map<string, readonly Room[]>();
  const selectable = new Map(requirements);
  for (const [key, own] of requirementsOf([], { [NODE_POOL_LABEL]: name }))
    selectable.set(key, own);
  return {
    selectable,
    name,
    path: keyPath("nodePools", name),
    spec,
    nodeClass,
    requirements,
    types,
    allocatable: size,
    blockers: () =>
      [...requirements.keys()].filter((key) => {
        const others = new Map([...requirements].filter(([other]) => other !== key));
        return admitted(others, given, bootable).length > 0;
      }),
    rooms: (selected) => {
      // Labels of one's own say nothing of the types.
      const telling = [...selected].filter(([key]) => types[0]?.labels.has(key));
      const key = telling.map(([label, { values }]) => `${label}=${[...values].join()}`).join();
      const known =
        rooms.get(key) ?? largestRooms(admitted(new Map(telling), new Map(), types), size);
      rooms.set(key, known);
      return known;
    },
    ...(subnets && { subnets: inZones(subnets, requirements) }),
  };
}

/** AL2023 needs newer cores than those of a1. https://docs.aws.amazon.com/linux/al2023/ug/system-requirements.html */
function boots({ name }: InstanceType, amiFamily: string | undefined): boolean {
  return amiFamily !== "AL2023" || !name.startsWith("a1.");
}

/** The types whose labels meet every requirement. */
function admitted(
  requirements: Requirements,
  given: ReadonlyMap<string, readonly string[]>,
  types: readonly InstanceType[],
): InstanceType[] {
  return types.filter((type) => {
    for (const [key, requirement] of requirements) {
      const values = given.get(key) ?? type.labels.get(key);
      if (values && !isMetBy(requirement, values)) return false;
    }
    return true;
  });
}

const CAPACITY_RESERVATION = [
  "karpenter.k8s.aws/capacity-reservation-id",
  "karpenter.k8s.aws/capacity-reservation-type",
  "karpenter.k8s.aws/capacity-reservation-interruptible",
];

const WINDOWS_BUILDS: Readonly<Record<string, string>> = {
  Windows2019: "10.0.17763",
  Windows2022: "10.0.20348",
  Windows2025: "10.0.26100",
};

/** Labels that the class and the place decide, and not the type. */
function givenLabels(
  nodeClass: Record<string, unknown>,
  region: string | undefined,
  subnets: readonly SubnetFact[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  const family = amiFamilyOf(nodeClass) ?? "";
  const build = WINDOWS_BUILDS[family];
  const given = new Map<string, readonly string[]>([
    ["kubernetes.io/os", [build === undefined ? "linux" : "windows"]],
    ["node.kubernetes.io/windows-build", build === undefined ? [] : [build]],
  ]);
  if (region !== undefined) given.set("topology.kubernetes.io/region", [region]);
  if (subnets) {
    given.set(
      "topology.kubernetes.io/zone",
      subnets.map(({ availabilityZone }) => availabilityZone),
    );
  }
  if (nodeClass.capacityReservationSelectorTerms === undefined) {
    for (const key of CAPACITY_RESERVATION) given.set(key, []);
  } else {
    given.set("karpenter.sh/capacity-type", ["on-demand", "spot", "reserved"]);
  }
  return given;
}

/** The subnets that a class selects, as far as they are known: those with the discovery tag, or some of them by id. */
export function subnetsOf(
  { subnetSelectorTerms }: Record<string, unknown>,
  { subnets, clusterName }: ReviewInput,
): readonly SubnetFact[] | undefined {
  if (!subnets || subnets.length === 0) return undefined;
  if (subnetSelectorTerms === undefined) return subnets;
  const terms = recordsIn(subnetSelectorTerms);
  const isDiscovery = ({ tags }: Record<string, unknown>): boolean =>
    isRecord(tags) &&
    Object.keys(tags).length === 1 &&
    tags[DISCOVERY_TAG] !== undefined &&
    tags[DISCOVERY_TAG] === clusterName;
  if (terms.some(isDiscovery)) return terms.length === 1 ? subnets : undefined;
  const selected = terms.map(({ id }) => subnets.find((subnet) => subnet.id === id));
  const found = selected.filter((subnet) => subnet !== undefined);
  return found.length === terms.length && terms.length > 0 ? found : undefined;
}

function inZones(subnets: readonly SubnetFact[], requirements: Requirements): SubnetFact[] {
  const zones = requirements.get("topology.kubernetes.io/zone");
  return subnets.filter(
    ({ availabilityZone }) => zones === undefined || isMetBy(zones, [availabilityZone]),
  );
}

function nodeSettings(
  spec: NodePoolSpec,
  nodeClass: Record<string, unknown>,
  values: unknown,
): NodeSettings {
  const reservedInterfaces = Number(settingOf(values, "reservedENIs"));
  const memoryOverhead = Number(settingOf(values, "vmMemoryOverheadPercent"));
  const kubelet = { ...known(nodeClass.kubelet), ...known(spec.kubelet) } as KubeletSpec;
  const amiFamily = amiFamilyOf(nodeClass);
  return {
    kubelet,
    ...(amiFamily === undefined ? {} : { amiFamily }),
    ...(Number.isNaN(reservedInterfaces) ? {} : { reservedInterfaces }),
    ...(Number.isNaN(memoryOverhead) ? {} : { memoryOverhead }),
  };
}

function known(value: unknown): Record<string, unknown> {
  return isRecord(value) && !hasUnknown(value) ? value : {};
}

/** Whether a value that is not known yet stands anywhere in it. */
export function hasUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  return value === UNKNOWN || (isRecord(value) && Object.values(value).some(hasUnknown));
}

/** What keeps a workload away from a pool. */
export type Refusal =
  { by: "taint"; taint: string } | { by: "labels" } | { by: "size"; largest?: Room };

/** Why a pool takes no pod of a workload; undefined where it does. */
export function refusalOf(pool: PoolView, workload: WorkloadSpec): Refusal | undefined {
  const taint = untolerated(pool.spec.taints ?? [], workload.tolerations);
  if (taint) {
    const value = taint.value === undefined ? "" : `=${taint.value}`;
    return { by: "taint", taint: `${taint.key}${value}:${taint.effect}` };
  }
  const { selected, cpu, memory, gpus } = wantedBy(workload);
  if (selected.size > 0 && !merged(pool.selectable, selected, isWellKnown)) return { by: "labels" };
  const rooms = pool.rooms(selected);
  if (rooms.length === 0) return { by: "labels" };
  const withGpus = rooms.filter((room) => room.gpus >= gpus);
  if (withGpus.some((room) => room.cpu >= cpu && room.memory >= memory)) return undefined;
  const [largest] = withGpus.toSorted((a, b) => b.memory - a.memory);
  return { by: "size", ...(largest && { largest }) };
}

/** What a workload asks for, in numbers. */
interface Wanted {
  selected: Requirements;
  cpu: number;
  memory: number;
  gpus: number;
}

const wanted = new WeakMap<WorkloadSpec, Wanted>();

/** The same workload is held against every pool. */
function wantedBy(workload: WorkloadSpec): Wanted {
  const known = wanted.get(workload) ?? {
    selected: requirementsOf([], workload.nodeSelector),
    cpu: parseQuantity(workload.cpu) ?? 0,
    memory: parseQuantity(workload.memory) ?? 0,
    gpus: workload.gpu ?? 0,
  };
  wanted.set(workload, known);
  return known;
}

/** The room of the types, without those that another one outdoes in everything: a few of hundreds. */
function largestRooms(types: readonly InstanceType[], size: PoolView["allocatable"]): Room[] {
  const rooms: Room[] = [];
  const all = types
    .map((type) => ({ ...size(type), gpus: type.gpus, type: type.name }))
    .filter(({ pods }) => pods > 0)
    .sort((a, b) => b.memory - a.memory || b.cpu - a.cpu || b.gpus - a.gpus);
  for (const room of all) {
    if (!rooms.some((other) => other.cpu >= room.cpu && other.gpus >= room.gpus)) rooms.push(room);
  }
  return rooms;
}
