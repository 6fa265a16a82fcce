import { UNKNOWN } from "../field";
import { allocatable, type Allocatable, type NodeSettings } from "../instance-types/capacity";
import { instanceTypes, type InstanceType } from "../instance-types/instance-type";
import type { KubeletSpec } from "../kubelet";
import { amiFamilyOf } from "../node-class/amis";
import { DISCOVERY_TAG } from "../names";
import { isWellKnown } from "../node-pool/labels";
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
  /** The largest rooms that its nodes have for a workload that selects those labels. */
  rooms: (wanted: Requirements) => readonly Room[];
  /** The subnets that its zones leave; nothing where they are not known. */
  subnets?: readonly SubnetFact[];
}

/** The pools of which everything is known that the rules look at; others are left to the rules of single fields. */
export function poolViews(input: ReviewInput): PoolView[] {
  return Object.entries(input.nodePools ?? {}).flatMap(([name, spec]) =>
    isRecord(spec) && !hasUnknown([spec.requirements, spec.labels, spec.taints, spec.limits])
      ? [poolView(name, spec as unknown as NodePoolSpec, input)]
      : [],
  );
}

function poolView(name: string, spec: NodePoolSpec, input: ReviewInput): PoolView {
  const found = input.nodeClasses?.[spec.nodeClassName];
  const nodeClass = isRecord(found) ? found : {};
  const requirements = requirementsOf(spec.requirements ?? [], spec.labels);
  const subnets = subnetsOf(nodeClass, input);
  const given = givenLabels(nodeClass, input.region, subnets);
  const settings = nodeSettings(spec, nodeClass, input.values);
  const sizes = new Map<InstanceType, Allocatable>();
  const size = (type: InstanceType): Allocatable => {
    const known = sizes.get(type) ?? allocatable(type, settings);
    sizes.set(type, known);
    return known;
  };
  const types = admitted(requirements, given, instanceTypes());
  let rooms: readonly Room[] | undefined;
  return {
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
        return admitted(others, given, instanceTypes()).length > 0;
      }),
    rooms: (wanted) =>
      wanted.size > 0
        ? largestRooms(admitted(wanted, new Map(), types), size)
        : (rooms ??= largestRooms(types, size)),
    ...(subnets && { subnets: inZones(subnets, requirements) }),
  };
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
    isRecord(tags) && Object.keys(tags).length === 1 && tags[DISCOVERY_TAG] === clusterName;
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
  const settings = isRecord(values) && isRecord(values.settings) ? values.settings : {};
  const reservedInterfaces = Number(settings.reservedENIs);
  const memoryOverhead = Number(settings.vmMemoryOverheadPercent);
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
  const wanted = requirementsOf([], workload.nodeSelector);
  const own = new Map(pool.requirements);
  for (const [key, one] of requirementsOf([], { "karpenter.sh/nodepool": pool.name })) {
    own.set(key, one);
  }
  if (!merged(own, wanted, isWellKnown)) return { by: "labels" };
  const rooms = pool.rooms(wanted);
  if (rooms.length === 0) return { by: "labels" };
  const [cpu, memory] = [parseQuantity(workload.cpu) ?? 0, parseQuantity(workload.memory) ?? 0];
  const withGpus = rooms.filter(({ gpus }) => gpus >= (workload.gpu ?? 0));
  if (withGpus.some((room) => room.cpu >= cpu && room.memory >= memory)) return undefined;
  const [largest] = [...withGpus].sort((a, b) => b.memory - a.memory);
  return { by: "size", ...(largest && { largest }) };
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
