import { UNKNOWN } from "../core/field";
import { isRecord } from "../core/records";

/**
 * A copy of what the SDK hands to a policy, in which `UNKNOWN` stands for what is not known in a preview: to read such a
 * property throws, so that it must be read alone.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Object.keys(value).map((index) => plainAt(value, index));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, plainAt(value, key)]));
}

function plainAt(holder: object, key: string): unknown {
  let value: unknown;
  try {
    value = (holder as Record<string, unknown>)[key];
  } catch (error) {
    if (isRecord(error) && "unknownTypeSentinel" in error) return UNKNOWN;
    throw error;
  }
  return plain(value);
}
