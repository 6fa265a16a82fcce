import { mapValues } from "../../core/records";
import {
  isObject,
  isSecret,
  type Json,
  type RegisteredFinding,
  type RegisteredResource,
  type Registration,
} from "../registration";
import { asStackOf, matchResources } from "./identity";
import { normal } from "./normal";
import { diffValues, type PropertyChange, type Segment } from "./values";

/** What becomes of a resource; one that has another name or parent by an alias may have other changes too. */
export type ResourceAction = "added" | "removed" | "changed" | "renamed" | "moved";

/** A resource that is not the same in base and head. */
export interface ResourceChange {
  action: ResourceAction;
  /** In the head; of what was removed, in the base. */
  urn: string;
  /** In the base, where it is another. */
  formerUrn?: string;
  /** As it is in the head; as it was in the base where it was removed. */
  resource: RegisteredResource;
  /** Below `inputs`, `options`, `dependsOn`, `provider`, `name`, `type` or `parent`; none of what came or went whole. */
  properties: PropertyChange[];
}

/** What is not the same in two registrations. */
export interface Diff {
  base: { project: string; stack: string };
  head: { project: string; stack: string };
  /** Sorted by URN. */
  resources: ResourceChange[];
  outputs: PropertyChange[];
  findings: { added: RegisteredFinding[]; resolved: RegisteredFinding[] };
}

/** Compares two registrations, of one stack or of two. */
export function diffRegistrations(before: Registration, after: Registration): Diff {
  const head = sealed(after as unknown as Json) as unknown as Registration;
  const base = asStackOf(sealed(before as unknown as Json) as unknown as Registration, head);
  const matched = matchResources(base, head);
  const headUrns = new Map([...matched].map(([urn, former]) => [former, urn]));
  const inBase = new Map(base.resources.map((resource) => [resource.urn, resource]));
  const changes = head.resources.flatMap((resource): ResourceChange[] => {
    const former = inBase.get(matched.get(resource.urn) ?? "");
    if (former === undefined)
      return [{ action: "added", urn: resource.urn, resource, properties: [] }];
    const properties = diffValues(compared(former, headUrns), compared(resource));
    const moved = former.urn === resource.urn ? {} : { formerUrn: former.urn };
    if (properties.length === 0 && former.urn === resource.urn) return [];
    return [{ action: actionOf(properties), urn: resource.urn, ...moved, resource, properties }];
  });
  const removed = base.resources
    .filter(({ urn }) => !headUrns.has(urn))
    .map((resource): ResourceChange => ({
      action: "removed",
      urn: resource.urn,
      resource,
      properties: [],
    }));
  return {
    base: { project: before.project, stack: before.stack },
    head: { project: head.project, stack: head.stack },
    resources: [...changes, ...removed].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    outputs: diffValues(normal(renamed(base.outputs, headUrns)), normal(head.outputs)),
    findings: {
      added: missing(head.findings, base.findings),
      resolved: missing(base.findings, head.findings),
    },
  };
}

/** Of a secret nothing but its mark, whatever a file has beside it. */
function sealed(value: Json): Json {
  if (isSecret(value)) return { $secret: true };
  if (Array.isArray(value)) return value.map(sealed);
  return isObject(value) ? mapValues(value, sealed) : value;
}

/** Whether nothing is different. */
export function isEmpty({ resources, outputs, findings }: Diff): boolean {
  return resources.length + outputs.length + findings.added.length + findings.resolved.length === 0;
}

/** What of a resource is compared, in normal form; URNs of the base as the head has them. */
export function compared(
  { type, name, parent, provider, dependsOn, inputs, options }: RegisteredResource,
  headUrns: ReadonlyMap<string, string> = new Map(),
): { [key: string]: Json } {
  const record = { type, name, parent, provider, dependsOn, inputs, options: { ...options } };
  return normal(renamed(record, headUrns)) as { [key: string]: Json };
}

function renamed(value: Json, urns: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return urns.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, urns));
  return isObject(value) ? mapValues(value, (item) => renamed(item, urns)) : value;
}

function actionOf(properties: PropertyChange[]): ResourceAction {
  const has = (field: string) => properties.some(({ path }) => path[0] === field);
  return has("name") ? "renamed" : has("parent") ? "moved" : "changed";
}

function missing(findings: RegisteredFinding[], from: RegisteredFinding[]): RegisteredFinding[] {
  const key = ({ code, where, message, silenced }: RegisteredFinding) =>
    [code, where, message, silenced].join(" ");
  const known = new Set(from.map(key));
  return findings.filter((finding) => !known.has(key(finding)));
}

/** A path as a person reads it: `spec.template.spec.requirements[kubernetes.io/arch].values`. */
export function pathText(path: readonly Segment[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "object") return step.item === "" ? text : `${text}[${step.item}]`;
    if (typeof step === "number") return `${text}[${step}]`;
    if (step === "$json" || step === "$yaml") return text;
    if (!/^[\w$-]+$/.test(step)) return `${text}["${step}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
