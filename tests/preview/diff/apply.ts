import type { Json, RegisteredResource, Registration } from "../../../preview/registration";
import { compared, type Diff } from "../../../preview/diff/diff";
import { canonical, normal } from "../../../preview/diff/normal";
import type { PropertyChange, Segment } from "../../../preview/diff/values";

/** Stands for what was removed until the list is whole. */
const HOLE: unique symbol = Symbol("hole");

/** What a diff says of a value, done to it: nothing but what the JSON form of a diff holds. */
export function applyChanges(base: Json, changes: PropertyChange[]): Json {
  const root = { value: structuredClone(base) as unknown };
  for (const { path, action, after } of changes) {
    const steps = ["value", ...path];
    const holder = steps.slice(0, -1).reduce<unknown>((at, step) => read(at, step), root);
    write(holder, steps.at(-1)!, action === "removed" ? HOLE : after);
  }
  return withoutHoles(root.value) as Json;
}

/** The compared parts of every resource of the head, from the base and the diff alone. */
export function applyDiff(base: Registration, diff: Diff): Record<string, Json> {
  const removed = new Set(diff.resources.filter((c) => c.action === "removed").map((c) => c.urn));
  const headUrn = new Map(diff.resources.map((c) => [c.formerUrn ?? c.urn, c.urn]));
  const changes = new Map(diff.resources.map((change) => [change.urn, change]));
  const kept = base.resources
    .filter(({ urn }) => !removed.has(urn))
    .map((resource): [string, Json] => {
      const urn = headUrn.get(resource.urn) ?? resource.urn;
      return [urn, applyChanges(compared(resource, headUrn), changes.get(urn)?.properties ?? [])];
    });
  const added = diff.resources
    .filter(({ action }) => action === "added")
    .map(({ urn, resource }): [string, Json] => [urn, compared(resource)]);
  return whole([...kept, ...added]);
}

/** The same of a registration itself, to compare with. */
export function comparedResources(resources: RegisteredResource[]): Record<string, Json> {
  return whole(resources.map((resource) => [resource.urn, compared(resource)]));
}

/** What a value means, for comparing. */
export const meaning = (value: Json): Json => canonical(normal(value));

function whole(entries: [string, Json][]): Record<string, Json> {
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([urn, value]) => [urn, canonical(value)]));
}

function read(holder: unknown, step: Segment): unknown {
  if (typeof step === "object") return (holder as unknown[])[step.index!];
  return (holder as Record<string | number, unknown>)[step];
}

function write(holder: unknown, step: Segment, value: unknown): void {
  if (typeof step !== "object") (holder as Record<string | number, unknown>)[step] = value;
  else if (step.index === undefined) (holder as unknown[]).push(value);
  else (holder as unknown[])[step.index] = value;
}

function withoutHoles(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== HOLE).map(withoutHoles);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== HOLE)
      .map(([key, item]) => [key, withoutHoles(item)]),
  );
}
