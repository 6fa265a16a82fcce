import { structuredPatch } from "diff";
import type { EffectKind } from "../../core/effects/effect";
import { isObject, type Json } from "../registration";
import { at, budget, requirement, summarize, taint, text } from "../summary";
import { typeLabel } from "../tree";
import { pathText } from "./diff";
import type { ExplainedChange, ExplainedDiff } from "./explain";
import type { PropertyChange, Segment } from "./values";

/** A line of a diff; `=` is the heading of a resource, a space says what belongs to it. */
export interface DiffLine {
  sign: "+" | "-" | "=" | " ";
  text: string;
}

/** What an effect is called; the gravest first. */
export const EFFECT_LABELS: Readonly<Record<EffectKind, string>> = {
  forbidden: "The API server refuses it",
  termination: "Nodes are terminated",
  drift: "Nodes are replaced",
  scaling: "Nodes are launched or terminated",
  replacement: "Replaced",
  "crd-upgrade": "The CRDs are upgraded",
  "controller-restart": "The controller restarts",
  none: "Nodes stay",
};

/** Parts that say in which order or under which names things go, and change nothing that runs. */
const HIDDEN = [["dependsOn"], ["parent"], ["name"], ["type"], ["options", "aliases"]];

/** What a person has to see of a change: nothing where only the order of resources is another. */
export function visibleProperties({ properties }: ExplainedChange): PropertyChange[] {
  return properties.filter(
    ({ path }) => !HIDDEN.some((hidden) => hidden.every((step, index) => path[index] === step)),
  );
}

/** Changes that a person has to see, and how many resources only wait for others than before. */
export function visibleChanges({ resources }: ExplainedDiff): {
  shown: ExplainedChange[];
  orderOnly: number;
} {
  const isWhole = ({ action }: ExplainedChange) => action === "added" || action === "removed";
  // A component that comes or goes is seen by what is below it.
  const isSeen = (change: ExplainedChange) =>
    isWhole(change)
      ? change.resource.custom || change.resource.options.remote === true
      : change.action !== "changed" || visibleProperties(change).length > 0;
  return {
    shown: resources.filter(isSeen),
    orderOnly: resources.filter((change) => !isWhole(change) && !isSeen(change)).length,
  };
}

/** A resource in few words: what it is, and what it is called. */
export function titleOf({ resource }: ExplainedChange): string {
  return `${typeLabel(resource.type)} ${resource.custom ? summarize(resource).title : resource.name}`;
}

/** One change as lines. */
export function changeLines(change: ExplainedChange): DiffLine[] {
  const { action, resource, effects } = change;
  const whole = action === "added" ? "+" : action === "removed" ? "-" : undefined;
  const { details } = resource.custom ? summarize(resource) : { details: [] };
  const width = Math.max(0, ...details.map(([label]) => label.length));
  const body: DiffLine[] = whole
    ? details.map(([label, value]) => ({ sign: whole, text: `  ${label.padEnd(width)}  ${value}` }))
    : visibleProperties(change).flatMap(propertyLines);
  const gravest = Object.keys(EFFECT_LABELS);
  const byGravity = [...effects].sort(
    (a, b) => gravest.indexOf(a.effect) - gravest.indexOf(b.effect),
  );
  const said = byGravity.map(({ effect, words }): DiffLine => ({
    sign: " ",
    text: `  ${EFFECT_LABELS[effect]}: ${words}`,
  }));
  return [{ sign: whole ?? "=", text: titleOf(change) + former(change) }, ...body, ...said];
}

function former({ action, formerUrn, properties, resource }: ExplainedChange): string {
  if (formerUrn === undefined) return "";
  const [, , types = "", name = ""] = formerUrn.split("::");
  const type = types.split("$").at(-1) ?? "";
  const was = [
    ...(type === resource.type ? [] : [typeLabel(type).split(" ")[0]]),
    ...(name === resource.name ? [] : [name]),
  ].join(" ");
  const moved = action === "moved" || properties.some(({ path }) => path[0] === "parent");
  return `${was === "" ? "" : ` (was ${was})`}${moved ? " (moved)" : ""}`;
}

/** A property as lines: what it was, and what it is. */
export function propertyLines({ path, before, after }: PropertyChange): DiffLine[] {
  const shown = path[0] === "inputs" ? path.slice(1) : path;
  const name = pathText(withoutValue(shown));
  if (isLong(before) && isLong(after)) return textLines(name, before, after);
  const list = withoutValue(shown).at(-1);
  const write = typeof list === "string" ? ITEM_TEXTS[list] : undefined;
  const lines = (sign: "+" | "-", value: Json | undefined): DiffLine[] => {
    if (value === undefined) return [];
    if (write === undefined) return valueLines(sign, name, valueText(value));
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item) => valueLines(sign, name, write(item)));
  };
  return [...lines("-", before), ...lines("+", after)];
}

/** An item that came or went is named by its value. */
function withoutValue(path: readonly Segment[]): Segment[] {
  return typeof path.at(-1) === "object" ? path.slice(0, -1) : [...path];
}

function isLong(value: Json | undefined): value is string {
  return typeof value === "string" && value.includes("\n");
}

/** How items are written, by the list that has them. */
const ITEM_TEXTS: Readonly<Record<string, (item: Json) => string>> = {
  requirements: requirement,
  matchExpressions: requirement,
  taints: taint,
  startupTaints: taint,
  budgets: budget,
  Statement: statement,
};

/** A policy statement: its name and effect, then a line for each of its parts. */
function statement(item: Json): string {
  const parts = Object.entries(isObject(item) ? item : {})
    .filter(([key]) => key !== "Sid" && key !== "Effect")
    .map(([key, value]) => `${key}  ${text(value)}`);
  const named = [at(item, "Sid"), at(item, "Effect")].map((value) => text(value)).filter(Boolean);
  return [named.join(" "), ...parts].join("\n");
}

function valueLines(sign: "+" | "-", name: string, value: string): DiffLine[] {
  const [first = "", ...rest] = value.split("\n");
  return [
    { sign, text: `  ${name}: ${first}`.trimEnd() },
    ...rest.map((line): DiffLine => ({ sign, text: `    ${line}` })),
  ];
}

/** A value in few words; that of a JSON or YAML text is what it holds. */
function valueText(value: Json): string {
  if (isObject(value)) {
    const read = value.$json ?? value.$yaml;
    if (read !== undefined) return JSON.stringify(read, undefined, 2);
    if (Object.keys(value).length === 0) return "{}";
  }
  if (Array.isArray(value) && value.length === 0) return "[]";
  if (value === "") return '""';
  return value === null ? "null" : text(value);
}

function textLines(name: string, before: string, after: string): DiffLine[] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 2 });
  return [
    { sign: " ", text: `  ${name}:` },
    ...hunks
      .flatMap(({ lines }) => lines)
      .map((line): DiffLine => ({
        sign: line.startsWith("+") ? "+" : line.startsWith("-") ? "-" : " ",
        text: `    ${line.slice(1)}`,
      })),
  ];
}
