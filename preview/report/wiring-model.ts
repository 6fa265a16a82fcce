import { UNKNOWN } from "../../core/field";
import type { ReviewInput } from "../../core/review/input";
import { hasUnknown, poolViews, refusalOf, subnetsOf } from "../../core/review/pool-view";
import { isRecord } from "../../core/records";
import { KNOWN_AFTER_UP, shown } from "./shown";

/** The ways from workloads by pools and classes to subnets. */
export interface Wiring {
  /** What has the same ways stands together. */
  workloads: Stop[];
  pools: Stop[];
  classes: Stop[];
  subnets: Stop[];
}

/** Things of one kind that lead to the same things of the next. */
export interface Stop {
  names: string[];
  /** Names of the next kind. */
  to: string[];
  /** Why there is nothing of the next kind: it is not known, or something is wrong. */
  note?: string;
  problem?: string;
  /** Of subnets: the zone of each. */
  zones?: string[];
}

/** How everything of one Karpenter hangs together. */
export function wiringOf(input: ReviewInput): Wiring {
  const views = poolViews(input);
  const known = new Set(views.map(({ name }) => name));
  const pools = Object.entries(input.nodePools ?? {});
  const classes = classesOf(input, pools);
  const unseen = pools.some(([name]) => !known.has(name));
  return {
    workloads: bundled(
      Object.entries(input.workloads ?? {}).map(([name, workload]) => {
        const to = views.filter((pool) => refusalOf(pool, workload) === undefined);
        const end = unseen ? { note: KNOWN_AFTER_UP } : { problem: "no pool takes it" };
        return { name, to: to.map((pool) => pool.name), ...(to.length === 0 && end) };
      }),
    ),
    pools: pools.map(([name, spec]) => {
      const to = shown(isRecord(spec) ? spec.nodeClassName : undefined);
      return to === KNOWN_AFTER_UP
        ? { names: [name], to: [], note: KNOWN_AFTER_UP }
        : { names: [name], to: [to] };
    }),
    classes,
    subnets: bundledSubnets(input, classes),
  };
}

/** Classes, also those that a pool names and nobody declares. */
function classesOf(input: ReviewInput, pools: [string, unknown][]): Stop[] {
  const named = pools.flatMap(([, spec]) =>
    isRecord(spec) && typeof spec.nodeClassName === "string" ? [spec.nodeClassName] : [],
  );
  const all = new Set([...Object.keys(input.nodeClasses ?? {}), ...named]);
  return [...all].map((name) => {
    const spec = input.nodeClasses?.[name];
    if (spec === undefined) return { names: [name], to: [], problem: "no class of this stack" };
    const fields = isRecord(spec) ? spec : { subnetSelectorTerms: UNKNOWN };
    const subnets = subnetsOf(fields, input);
    return subnets
      ? { names: [name], to: subnets.map(({ id }) => id) }
      : { names: [name], to: [], note: subnetsNote(fields, input) };
  });
}

/** Why the subnets of a class are not known. */
export function subnetsNote(
  { subnetSelectorTerms }: Record<string, unknown>,
  { subnets }: ReviewInput,
): string {
  return !subnets || hasUnknown(subnetSelectorTerms)
    ? `subnets ${KNOWN_AFTER_UP}`
    : "subnets by other tags";
}

/** Each subnet that a class selects; those of the same classes together. */
function bundledSubnets({ subnets = [] }: ReviewInput, classes: Stop[]): Stop[] {
  const bundles = bundled(
    subnets.map(({ id }) => ({
      name: id,
      to: classes.filter(({ to }) => to.includes(id)).map(({ names: [name = ""] }) => name),
    })),
  );
  const zones = new Map(subnets.map(({ id, availabilityZone }) => [id, availabilityZone]));
  return bundles
    .filter(({ to }) => to.length > 0)
    .map(({ names }) => ({ names, to: [], zones: names.map((id) => zones.get(id) ?? "") }));
}

function bundled(all: ({ name: string } & Omit<Stop, "names">)[]): Stop[] {
  const stops = new Map<string, Stop>();
  for (const { name, ...rest } of all) {
    const key = JSON.stringify(rest);
    const stop = stops.get(key) ?? { names: [], ...rest };
    stop.names.push(name);
    stops.set(key, stop);
  }
  return [...stops.values()];
}
