import { parseDocument } from "yaml";
import type { PathSegment } from "../../core/effects/effect";
import { mapValues } from "../../core/records";
import { isObject, isSecret, isUnknown, type Json } from "../registration";
import { isOneOrMany, itemKeys } from "./lists";

/** Texts that are read as YAML; any text that is JSON is read as such. Node user data is neither: each byte counts. */
const YAML_FIELDS = new Set(["valueYamlFiles", "mapRoles", "mapUsers", "mapAccounts"]);
const PLAIN_FIELDS = new Set(["userData"]);

/**
 * A value as it is compared: JSON and YAML texts are read, one policy value is a list of one, and of a secret nothing
 * but its mark is left. A text that was read stands as `{ "$json": … }` or `{ "$yaml": … }`.
 */
export function normal(value: Json, path: readonly PathSegment[] = []): Json {
  if (isSecret(value)) return { $secret: true };
  if (isUnknown(value)) return { $unknown: true };
  if (typeof value === "string") {
    const read = readText(value, path);
    if (read !== undefined)
      return mapValues(read, (inner, format) => normal(inner, [...path, format]));
  }
  if (isOneOrMany(path) && !Array.isArray(value)) return normal([value], path);
  if (Array.isArray(value)) return value.map((item, index) => normal(item, [...path, index]));
  return isObject(value) ? mapValues(value, (item, key) => normal(item, [...path, key])) : value;
}

/** The same value with unordered lists sorted: equal for what means the same. */
export function canonical(value: Json, path: readonly PathSegment[] = []): Json {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => canonical(item, [...path, index]));
    if (itemKeys(path) === undefined) return items;
    return items
      .map((item) => ({ item, text: JSON.stringify(item) }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ item }) => item);
  }
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, item]) => [key, canonical(item, [...path, key])]));
}

function readText(
  text: string,
  path: readonly PathSegment[],
): { [format: string]: Json } | undefined {
  const field = path.findLast((step) => typeof step === "string") ?? "";
  if (PLAIN_FIELDS.has(field)) return undefined;
  if (/^\s*[[{]/.test(text)) {
    try {
      return { $json: JSON.parse(text) as Json };
    } catch {
      // Not JSON after all; what the parser says would quote the text.
    }
  }
  if (!YAML_FIELDS.has(field)) return undefined;
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0) return undefined;
  const read = document.toJS() as Json;
  return typeof read === "object" && read !== null ? { $yaml: read } : undefined;
}
