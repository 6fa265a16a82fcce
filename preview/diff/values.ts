import type { ChangeAction } from "../../core/effects/effect";
import { unique } from "../../core/records";
import { isObject, isSecret, isUnknown, type Json } from "../registration";
import { text } from "../summary";
import { itemKeys, type ItemKey } from "./lists";
import { canonical } from "./normal";

/**
 * One step down to a property: a field, a place in a list with an order, or an item of one without. `index` is its
 * place in the list of the base; what was added has none.
 */
export type Segment = string | number | { item: string; index?: number };

/** A property that changed; the values are in normal form. */
export interface PropertyChange {
  path: Segment[];
  action: ChangeAction;
  before?: Json;
  after?: Json;
}

/** What changed between two values in normal form: each changed leaf is in one change and no other. */
export function diffValues(before: Json, after: Json, path: Segment[] = []): PropertyChange[] {
  if (sameValue(before, after, path)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isPlain(before) && isPlain(after)) {
    return unique([...Object.keys(before), ...Object.keys(after)]).flatMap((key) =>
      diffPart(own(before, key), own(after, key), [...path, key]),
    );
  }
  return [{ path, action: "changed", before, after }];
}

function diffPart(
  before: Json | undefined,
  after: Json | undefined,
  path: Segment[],
): PropertyChange[] {
  if (before === undefined) return after === undefined ? [] : [{ path, action: "added", after }];
  if (after === undefined) return [{ path, action: "removed", before }];
  return diffValues(before, after, path);
}

function diffLists(before: Json[], after: Json[], path: Segment[]): PropertyChange[] {
  const keys = itemKeys(path);
  if (keys === undefined) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      diffPart(before[index], after[index], [...path, index]),
    );
  }
  const { pairs, removed, added } = matchItems(before, after, keys, path);
  const label = labels(before, after, keys);
  // What has no key is the one that is left, and needs no name.
  const pairLabel = (item: Json) =>
    keys.some((key) => key(item) !== undefined) ? label(item) : "";
  return [
    ...pairs.flatMap(([index, other]) =>
      diffValues(before[index] ?? null, after[other] ?? null, [
        ...path,
        { item: pairLabel(before[index] ?? null), index },
      ]),
    ),
    ...removed.map((index): PropertyChange => {
      const item = before[index] ?? null;
      return { path: [...path, { item: label(item), index }], action: "removed", before: item };
    }),
    ...added.map((index): PropertyChange => {
      const item = after[index] ?? null;
      return { path: [...path, { item: label(item) }], action: "added", after: item };
    }),
  ];
}

interface Matched {
  pairs: [number, number][];
  removed: number[];
  added: number[];
}

/** Equal items belong together, then those that one key names on both sides and nothing else. */
function matchItems(
  before: Json[],
  after: Json[],
  keys: readonly ItemKey[],
  path: Segment[],
): Matched {
  const content: ItemKey = (item) => JSON.stringify(canonical(item, [...path, 0]));
  let removed = [...before.keys()];
  let added = [...after.keys()];
  const pairs: [number, number][] = [];
  const pairUp = (index: number, other: number) => {
    pairs.push([index, other]);
    removed = removed.filter((one) => one !== index);
    added = added.filter((one) => one !== other);
  };
  const equal = new Map<string | undefined, number[]>();
  for (const other of after.keys()) {
    const key = content(after[other] ?? null);
    equal.set(key, [...(equal.get(key) ?? []), other]);
  }
  for (const index of before.keys()) {
    const other = equal.get(content(before[index] ?? null))?.shift();
    if (other !== undefined) pairUp(index, other);
  }
  for (const key of keys) {
    const named = (list: Json[], left: number[], name: string) =>
      left.filter((index) => key(list[index] ?? null) === name);
    for (const index of removed) {
      const name = key(before[index] ?? null);
      if (name === undefined) continue;
      const [ours, theirs] = [named(before, removed, name), named(after, added, name)];
      if (ours.length === 1 && theirs[0] !== undefined && theirs.length === 1)
        pairUp(index, theirs[0]);
    }
  }
  const [lastRemoved, lastAdded] = [removed[0], added[0]];
  const isNameless = (item: Json | undefined) =>
    keys.every((key) => key(item ?? null) === undefined);
  if (
    removed.length === 1 &&
    added.length === 1 &&
    lastRemoved !== undefined &&
    lastAdded !== undefined &&
    isNameless(before[lastRemoved]) &&
    isNameless(after[lastAdded]) &&
    sameFields(before[lastRemoved], after[lastAdded])
  )
    pairUp(lastRemoved, lastAdded);
  return { pairs: pairs.sort(([a], [b]) => a - b), removed, added };
}

/** An item's loosest key that names nothing else in either list; else its content. */
function labels(before: Json[], after: Json[], keys: readonly ItemKey[]): (item: Json) => string {
  const isOnlyOne = (key: ItemKey, name: string) =>
    [before, after].every((list) => list.filter((item) => key(item) === name).length <= 1);
  return (item) => {
    const names = [...keys]
      .reverse()
      .map((key): [ItemKey, string | undefined] => [key, key(item)])
      .filter((named): named is [ItemKey, string] => named[1] !== undefined);
    const [, name] = names.find((named) => isOnlyOne(...named)) ?? names.at(-1) ?? [];
    return name ?? text(item);
  };
}

function sameFields(a: Json | undefined, b: Json | undefined): boolean {
  if (!isPlain(a) || !isPlain(b)) return false;
  return Object.keys(a).sort().join() === Object.keys(b).sort().join();
}

function sameValue(before: Json, after: Json, path: Segment[]): boolean {
  return JSON.stringify(canonical(before, path)) === JSON.stringify(canonical(after, path));
}

/** An object that has parts, and is no mark. */
function isPlain(value: Json | undefined): value is { [key: string]: Json } {
  return isObject(value) && !isSecret(value) && !isUnknown(value);
}

function own(value: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
