import { UNKNOWN, type Field } from "./field";
import { isRecord, withoutNulls } from "./records";
import type { Manifest } from "./render";
import type { ApiVersion } from "./versions";

type Fields = Readonly<Record<string, Field>>;

/**
 * The model that a manifest was written from: `renderFields` the other way round. What no field of the table says is
 * passed over, and `UNKNOWN` stays where it is.
 */
export function parseFields(fields: Fields, manifest: unknown, api: ApiVersion): Manifest {
  const given = withoutNulls(manifest);
  const model: Manifest = {};
  for (const [name, field] of Object.entries(fields)) {
    const { at = name } = field;
    const place = typeof at === "string" ? at : at[api];
    const written = place === "" ? rest(given, fields, api) : valueAt(given, place.split("."));
    if (written !== undefined) model[name] = parseValue(field, written, api);
  }
  return model;
}

function parseValue(field: Field, written: unknown, api: ApiVersion): unknown {
  if (written === UNKNOWN) return UNKNOWN;
  if (field.read) return field.read(written);
  if (field.kind === "object" && isRecord(written)) return parseFields(field.fields, written, api);
  if (field.kind === "list" && Array.isArray(written))
    return written.map((item: unknown) => parseValue(field.items, item, api));
  return written;
}

function valueAt(value: unknown, [head, ...below]: readonly string[]): unknown {
  if (head === undefined || value === UNKNOWN) return value;
  return isRecord(value) ? valueAt(value[head], below) : undefined;
}

/** What is merged into the object around it: all that no other field of the object is written as. */
function rest(given: unknown, fields: Fields, api: ApiVersion): unknown {
  if (!isRecord(given)) return undefined;
  const taken = Object.entries(fields).map(([name, { at = name }]) =>
    (typeof at === "string" ? at : at[api]).split(".", 1).join(""),
  );
  const others = Object.entries(given).filter(([key]) => !taken.includes(key));
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}
