import { hasUnknown } from "../../core/review/pool-view";

/** What is shown of a value that nobody knows before it is there. */
export const KNOWN_AFTER_UP = "known after up";

/** A value as the page has it: what is not known in words, and what is no plain value, such as a secret, hidden. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || hasUnknown(value)) return KNOWN_AFTER_UP;
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "(secret)";
}
