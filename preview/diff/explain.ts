import { effectOf, matches } from "../../core/effects/effect-of";
import type { EffectKind } from "../../core/effects/effect";
import { REPLACED_ON } from "../../core/effects/replacements";
import {
  OTHER_EFFECTS,
  UPGRADES,
  WHOLE_OBJECT,
  type EffectSubject,
} from "../../core/effects/tables";
import { DISCOVERY_TAG } from "../../core/names";
import { unique } from "../../core/records";
import { compareMinor, type KarpenterVersion } from "../../core/versions";
import type { RegisteredResource, Registration } from "../registration";
import { at, list, text } from "../summary";
import { diffRegistrations, pathText, type Diff, type ResourceChange } from "./diff";
import {
  chartOf,
  driftBudget,
  karpenterOf,
  nodePools,
  objectName,
  poolsOfClass,
  poolsOfTag,
} from "./node-pools";
import type { PropertyChange } from "./values";

/** What one change does to running nodes, and which of its properties do. */
export interface Effect {
  effect: EffectKind;
  words: string;
  /** None where the resource comes or goes whole. */
  paths: string[];
  /** Pools whose nodes it is about; a pool that is new has none. */
  pools: string[];
}

/** A change with what it does. */
export interface ExplainedChange extends ResourceChange {
  effects: Effect[];
}

/** A pool whose nodes are replaced, and how fast. */
export interface RollingPool {
  pool: string;
  budget: string;
}

/** A diff with what it does to running nodes: what every view of a diff is drawn from. */
export interface ExplainedDiff extends Diff {
  resources: ExplainedChange[];
  rollingPools: RollingPool[];
}

/**
 * Compares two registrations and says what the difference does to running nodes; of two stacks it says nothing, because
 * neither becomes the other.
 */
export function explainedDiff(base: Registration, head: Registration): ExplainedDiff {
  const diff = diffRegistrations(base, head);
  const sameStack = base.stack === head.stack && base.project === head.project;
  const context = { base, head, from: karpenterOf(base), version: karpenterOf(head) };
  const resources = diff.resources.map((change) => ({
    ...change,
    effects: sameStack && change.resource.custom ? effectsOf(change, context) : [],
  }));
  const rolling = resources.flatMap(({ effects }) =>
    effects.filter(({ effect }) => effect === "drift").flatMap(({ pools }) => pools),
  );
  const pools = nodePools(head);
  return {
    ...diff,
    resources,
    rollingPools: unique(rolling)
      .sort()
      .flatMap((pool) => {
        const object = pools.get(pool);
        return object === undefined ? [] : [{ pool, budget: driftBudget(object) }];
      }),
  };
}

interface Context {
  base: Registration;
  head: Registration;
  from?: KarpenterVersion | undefined;
  version?: KarpenterVersion | undefined;
}

function effectsOf(change: ResourceChange, context: Context): Effect[] {
  const { resource, action } = change;
  const subject = subjectOf(resource);
  const pools = runningPools(resource, subject, context);
  if (action === "added" || action === "removed")
    return [{ ...wholeEffect(change, subject, context), paths: [], pools }];
  const inputs = change.properties.filter(({ path }) => path[0] === "inputs");
  const replaced = replacements(change, inputs);
  const others = replaced.length > 0 ? [] : other(resource, inputs);
  const found = [
    ...replaced,
    ...(subject === undefined ? others : propertyEffects(subject, resource, inputs, context)),
    ...(subject === "controller chart" ? upgrades(inputs, context) : []),
  ];
  return grouped(found).map((effect) => ({
    ...effect,
    pools: pools.length > 0 ? pools : effect.pools,
  }));
}

function subjectOf(resource: RegisteredResource): EffectSubject | undefined {
  const { type, inputs } = resource;
  if (type.endsWith(":NodePool")) return "NodePool";
  if (type.endsWith(":EC2NodeClass")) return "EC2NodeClass";
  if (type === "aws:ec2/tag:Tag" && text(inputs.key) === DISCOVERY_TAG) {
    if (text(inputs.resourceId).startsWith("subnet-")) return "subnet tag";
    if (text(inputs.resourceId).startsWith("sg-")) return "security group tag";
  }
  return chartOf(resource);
}

/** Pools that have nodes already and that a resource is about. */
function runningPools(
  resource: RegisteredResource,
  subject: EffectSubject | undefined,
  { base }: Context,
): string[] {
  const tagged = text(resource.inputs.value);
  switch (subject) {
    case "NodePool":
      return nodePools(base).has(objectName(resource)) ? [objectName(resource)] : [];
    case "EC2NodeClass":
      return poolsOfClass(base, objectName(resource));
    case "subnet tag":
      return poolsOfTag(base, "subnetSelectorTerms", tagged);
    case "security group tag":
      return poolsOfTag(base, "securityGroupSelectorTerms", tagged);
    default:
      return [];
  }
}

function wholeEffect(
  { action, resource }: ResourceChange,
  subject: EffectSubject | undefined,
  { head, version }: Context,
): Pick<Effect, "effect" | "words"> {
  const whole = action === "removed" ? "removed" : "added";
  if (subject === undefined) return { effect: "none", words: otherWords(resource) };
  if (subject === "subnet tag" || subject === "security group tag")
    return effectOf(subject, { path: [], action: whole }, version);
  if (whole === "removed" && resource.options.retainOnDelete)
    return { effect: "none", words: "it stays where it is, and Pulumi forgets it" };
  const { effect, words } = WHOLE_OBJECT[subject][whole];
  const twin = effect === "termination" ? sameSpec(resource, head) : undefined;
  const hint =
    twin === undefined ? "" : `. ${twin} has the same spec: another name makes another pool`;
  return { effect, words: words + hint };
}

/** The pool that a removed one seems to be renamed to. */
function sameSpec({ inputs }: RegisteredResource, head: Registration): string | undefined {
  if (inputs.spec === undefined) return undefined;
  const spec = JSON.stringify(inputs.spec);
  const twin = [...nodePools(head)].find(([, pool]) => JSON.stringify(pool.inputs.spec) === spec);
  return twin?.[0];
}

type Found = Omit<Effect, "pools"> & { pools?: string[] };

/** Inputs that the provider cannot change, and those that the program itself says so of. */
function replacements({ resource }: ResourceChange, inputs: PropertyChange[]): Found[] {
  const { type, options } = resource;
  const kubernetes = type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/");
  const fixed = [
    ...(REPLACED_ON[type] ?? []),
    ...(kubernetes && subjectOf(resource) === undefined
      ? ["metadata.name", "metadata.namespace", "kind"]
      : []),
    ...(options.replaceOnChanges ?? []),
  ];
  const paths = inputs
    .filter(({ path }) => fixed.some((field) => matches(`${field}.**`, path.slice(1))))
    .map(({ path }) => pathText(path.slice(1)));
  if (paths.length === 0) return [];
  const order = options.deleteBeforeReplace
    ? "deleted, then made anew"
    : "made anew, then the old one is deleted";
  const words = `${paths.join(", ")} cannot be changed: ${order}`;
  return [{ effect: "replacement", words, paths }];
}

function propertyEffects(
  subject: EffectSubject,
  { inputs }: RegisteredResource,
  properties: PropertyChange[],
  { version }: Context,
): Found[] {
  return withoutMoved(properties).map(({ path, action }) => {
    const below = path.slice(1);
    const operator = text(at(requirementOf(below, inputs), "operator"));
    return {
      ...effectOf(subject, { path: below, action, operator }, version),
      paths: [pathText(below)],
    };
  });
}

/** The other API version has some fields elsewhere: what is only in another place is no change for a node. */
function withoutMoved(properties: PropertyChange[]): PropertyChange[] {
  if (!properties.some(({ path }) => path[1] === "apiVersion")) return properties;
  const isMoved = (one: PropertyChange) =>
    properties.some(
      (two) =>
        one.path.at(-1) === two.path.at(-1) &&
        one.action !== two.action &&
        JSON.stringify(one.before ?? one.after) === JSON.stringify(two.before ?? two.after),
    );
  return properties.filter((property) => property.action === "changed" || !isMoved(property));
}

/** The requirement that a path leads into, as the head has it. */
function requirementOf(path: PropertyChange["path"], inputs: RegisteredResource["inputs"]) {
  const position = path.indexOf("requirements");
  const step = path[position + 1];
  if (position < 0 || typeof step !== "object") return undefined;
  return list(at(inputs.spec, "template", "spec", "requirements")).find((requirement) =>
    [at(requirement, "key"), `${text(at(requirement, "key"))} ${text(at(requirement, "operator"))}`]
      .map((name) => text(name))
      .includes(step.item),
  );
}

function other(resource: RegisteredResource, inputs: PropertyChange[]): Found[] {
  if (inputs.length === 0) return [];
  return [{ effect: "none", words: otherWords(resource), paths: [] }];
}

function otherWords({ type }: RegisteredResource): string {
  return OTHER_EFFECTS.find((row) => row.type.test(type))?.words ?? "";
}

/** What is more than a restart in the minors that an upgrade reaches or crosses. */
function upgrades(inputs: PropertyChange[], { base, head, from, version }: Context): Found[] {
  if (from === undefined || version === undefined) return [];
  if (!inputs.some(({ path }) => path[1] === "version")) return [];
  const kept = [...nodePools(base).keys()].filter((pool) => nodePools(head).has(pool));
  return UPGRADES.filter(
    ({ minor }) =>
      compareMinor(from.minor.minor, minor) < 0 && compareMinor(minor, version.minor.minor) <= 0,
  ).map(({ effect, words }) => ({
    effect,
    words,
    paths: ["version"],
    pools: effect === "drift" ? kept : [],
  }));
}

/** One effect for all properties that have the same. */
function grouped(found: Found[]): Effect[] {
  const effects = new Map<string, Effect>();
  for (const { effect, words, paths, pools = [] } of found) {
    const key = `${effect} ${words}`;
    const known = effects.get(key);
    if (known) known.paths = unique([...known.paths, ...paths]);
    else effects.set(key, { effect, words, paths, pools });
  }
  return [...effects.values()];
}
