import type { Field } from "./field";
import { compact, isRecord } from "./records";
import type { ApiVersion } from "./versions";

type Fields = Readonly<Record<string, Field>>;

/**
 * What a manifest has for a model: each field of the table in its place, in the order of the table. Nothing empty is
 * written, but for what a fallback says.
 */
export function renderFields(fields: Fields, model: object, api: ApiVersion): Manifest {
  const manifest: Manifest = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = (model as Manifest)[name] ?? field.fallback?.[api];
    const value = given === undefined ? undefined : renderValue(field, given, api);
    if (value === undefined || isEmpty(value)) continue;
    const { at = name } = field;
    put(manifest, typeof at === "string" ? at : at[api], value);
  }
  return manifest;
}

/** The content of a manifest, or of an object in it. */
export type Manifest = Record<string, unknown>;

function renderValue(field: Field, value: unknown, api: ApiVersion): unknown {
  if (field.write && typeof value === "string") return field.write(value, api);
  if (field.kind === "object" && isRecord(value)) return renderFields(field.fields, value, api);
  if (field.kind === "list" && Array.isArray(value))
    return value.map((item: unknown) => renderValue(field.items, item, api));
  return isRecord(value) ? compact(value) : value;
}

function isEmpty(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}

function put(manifest: Manifest, at: string, value: unknown): void {
  if (at === "") {
    Object.assign(manifest, value);
    return;
  }
  const [head = "", ...rest] = at.split(".");
  if (rest.length === 0) {
    // Two fields may share an object, such as `disruption` of v1beta1 and its `expireAfter`.
    const there = manifest[head];
    manifest[head] = isRecord(there) && isRecord(value) ? { ...there, ...value } : value;
    return;
  }
  const inner = isRecord(manifest[head]) ? manifest[head] : {};
  manifest[head] = inner;
  put(inner, rest.join("."), value);
}
