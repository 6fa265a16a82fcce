import { isWithin, type ApiVersion, type Gate, type KarpenterVersion } from "./versions";

/**
 * Stands for a value that is not known yet (an output of a resource that does not exist): it is there, and nothing
 * can be said against it.
 */
export const UNKNOWN: unique symbol = Symbol.for("karpenter-eks:unknown");

/** One accepted value; with the Karpenter minors that know it. */
export interface Choice extends Gate {
  value: string;
}

/** One value for each API version. */
export type ByApi<T> = Readonly<Record<ApiVersion, T>>;

/** What every rule may say; the gate is of the Karpenter minors that know the field. */
export interface FieldBase extends Gate {
  required?: boolean;
  /** What to do about a bad value. */
  fix?: string;
  /** What is accepted, in words; by default told from the rule. */
  allowed?: string;
  /**
   * Where a manifest has the field, seen from the object it belongs to, parts joined by dots; by default under its own
   * name. An empty text merges an object into the one around it.
   */
  at?: string | ByApi<string>;
  /** What a manifest has where nothing is given; by default nothing. */
  fallback?: ByApi<unknown>;
  /** What a manifest has for a value; by default the value itself. */
  write?: (value: string, api: ApiVersion) => unknown;
  /** What a manifest's value stands for, where `write` makes another one; by default the value itself. */
  read?: (written: unknown) => unknown;
}

/** What one argument or config key may hold. Tables of these are all that validation reads. */
export type Field = FieldBase &
  (
    | {
        kind: "string";
        pattern?: RegExp;
        choices?: readonly (string | Choice)[];
        /** Angle brackets are part of the text, and no placeholder. */
        verbatim?: boolean;
        /** An empty text is a value too. */
        empty?: boolean;
      }
    | { kind: "integer"; min?: number; max?: number }
    | { kind: "boolean" }
    | { kind: "list"; items: Field; min?: number; max?: number }
    | {
        kind: "map";
        values: Field;
        keys?: RegExp;
        keysAllowed?: string;
        min?: number;
        max?: number;
      }
    | { kind: "object"; fields: Readonly<Record<string, Field>> }
    | { kind: "any" }
  );

/** The values of a set that this version knows; all of them where no version is given. */
export function choicesFor(
  choices: readonly (string | Choice)[],
  version?: KarpenterVersion,
): string[] {
  return choices
    .map((choice) => (typeof choice === "string" ? { value: choice } : choice))
    .filter((choice: Choice) => !version || isWithin(version, choice))
    .map(({ value }) => value);
}

/** What a rule accepts, in words. */
export function allowedBy(field: Field, version?: KarpenterVersion): string {
  if (field.allowed !== undefined) return field.allowed;
  switch (field.kind) {
    case "string":
      if (field.choices) return choicesFor(field.choices, version).join(", ");
      return field.pattern ? `text that matches ${field.pattern.source}` : "text";
    case "integer":
      return `a whole number${range(field.min, field.max)}`;
    case "boolean":
      return "true, false";
    case "list":
      return `a list${range(field.min, field.max, " entries")}`;
    case "map":
      return `a map${range(field.min, field.max, " entries")}`;
    case "object":
      return `an object with ${Object.keys(field.fields).join(", ")}`;
    case "any":
      return "anything";
  }
}

function range(min?: number, max?: number, unit = ""): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}${unit}`;
  if (min !== undefined) return ` of at least ${min}${unit}`;
  return max === undefined ? "" : ` of at most ${max}${unit}`;
}
