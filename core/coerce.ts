import type { Field } from "./field";
import { isRecord, mapValues } from "./records";

/** The same value with the texts that YAML or Pulumi ESC made of numbers and booleans put right, as far as certain. */
export function coerce(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (field.kind) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    case "integer":
      return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    case "boolean":
      return value === "true" ? true : value === "false" ? false : value;
    case "list":
      return Array.isArray(value) ? value.map((item) => coerce(field.items, item)) : value;
    case "map":
      return isRecord(value) ? mapValues(value, (item) => coerce(field.values, item)) : value;
    case "object":
      return isRecord(value)
        ? mapValues(value, (item, key) => {
            const child = Object.hasOwn(field.fields, key) ? field.fields[key] : undefined;
            return child ? coerce(child, item) : item;
          })
        : value;
    case "any":
      return value;
  }
}
