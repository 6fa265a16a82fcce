import { nearest } from "./nearest";
import { isRecord } from "./records";
import { keyPath, type Problem } from "./problem";
import { allowedBy, choicesFor, UNKNOWN, type Choice, type Field } from "./field";
import { compareMinor, type KarpenterVersion } from "./versions";

/** A text that somebody forgot to fill in, such as `<cluster-name>`. */
const PLACEHOLDER = /<[A-Za-z][\w -]*>/;

/** Everything that `field` has against `value`, all at once. */
export function checkField(
  field: Field,
  value: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (value === UNKNOWN) return [];
  if (value === undefined || value === null) {
    if (!field.required) return [];
    return [
      { path, message: "missing", allowed: allowedBy(field, version), fix: fixOf(field, "set it") },
    ];
  }
  const gate = checkGate(field, path, version);
  if (gate) return [gate];
  const refuse = (message: string, fix: string): Problem[] => [
    { path, value, message, allowed: allowedBy(field, version), fix: fixOf(field, fix) },
  ];
  switch (field.kind) {
    case "string": {
      if (typeof value !== "string") return refuse("not a string", "put it in quotes");
      const placeholder = field.verbatim ? null : PLACEHOLDER.exec(value);
      if (placeholder) {
        const fix = `replace ${placeholder[0]} by the real value`;
        return [
          {
            path,
            value,
            message: "a placeholder was left in",
            allowed: allowedBy(field, version),
            fix,
          },
        ];
      }
      if (value === "") {
        return field.empty ? [] : refuse("empty", "give a value, or leave the key out");
      }
      if (field.choices) return checkChoice(field.choices, value, path, version, refuse);
      if (field.pattern && !field.pattern.test(value))
        return refuse("malformed", "correct the value");
      return [];
    }
    case "integer": {
      if (typeof value !== "number" || !Number.isInteger(value))
        return refuse("not a whole number", "correct the value");
      const { min = -Infinity, max = Infinity } = field;
      return value < min || value > max ? refuse("out of range", "correct the value") : [];
    }
    case "boolean":
      return typeof value === "boolean" ? [] : refuse("not true or false", "correct the value");
    case "list":
      return checkList(field, value, path, version, refuse);
    case "map":
      return checkMap(field, value, path, version, refuse);
    case "object":
      return checkObject(field, value, path, version, refuse);
    case "any":
      return [];
  }
}

type Refuse = (message: string, fix: string) => Problem[];

function checkGate(field: Field, path: string, version?: KarpenterVersion): Problem | undefined {
  if (!version) return undefined;
  const minor = version.minor.minor;
  if (field.since !== undefined && compareMinor(minor, field.since) < 0) {
    return {
      path,
      message: `Karpenter ${minor} does not know this field`,
      allowed: `Karpenter ${field.since} and later`,
      fix: `use Karpenter ${field.since} or later, or leave the field out`,
    };
  }
  if (field.until !== undefined && compareMinor(minor, field.until) >= 0) {
    return {
      path,
      message: `Karpenter ${minor} no longer knows this field here`,
      allowed: `Karpenter before ${field.until}`,
      fix: fixOf(field, "leave the field out"),
    };
  }
  return undefined;
}

function checkChoice(
  choices: readonly (string | Choice)[],
  value: string,
  path: string,
  version: KarpenterVersion | undefined,
  refuse: Refuse,
): Problem[] {
  const allowed = choicesFor(choices, version);
  if (allowed.includes(value)) return [];
  const known = choices.find((c): c is Choice => typeof c !== "string" && c.value === value);
  if (known && version) {
    const range =
      known.since === undefined ? `before ${known.until ?? ""}` : `${known.since} and later`;
    const message = `Karpenter ${version.minor.minor} does not know this value; ${range} does`;
    return [
      {
        path,
        value,
        message,
        allowed: allowed.join(", "),
        fix: "choose one of these, or another Karpenter version",
      },
    ];
  }
  const near = nearest(value, allowed);
  return refuse(
    "unknown value",
    near === undefined ? "choose one of these" : `did you mean ${near}?`,
  );
}

function checkList(
  field: Field & { kind: "list" },
  value: unknown,
  path: string,
  version: KarpenterVersion | undefined,
  refuse: Refuse,
): Problem[] {
  if (!Array.isArray(value)) return refuse("not a list", "write it as a list");
  const items = value as unknown[];
  const { min = 0, max = Infinity } = field;
  if (items.length < min || items.length > max) {
    return refuse(
      `${items.length} entries`,
      items.length < min ? "add an entry" : "remove entries",
    );
  }
  return items.flatMap((item, index) =>
    checkField({ ...field.items, required: true }, item, `${path}[${index}]`, version),
  );
}

function checkMap(
  field: Field & { kind: "map" },
  value: unknown,
  path: string,
  version: KarpenterVersion | undefined,
  refuse: Refuse,
): Problem[] {
  if (!isRecord(value)) return refuse("not a map", "write it as key: value pairs");
  const entries = Object.entries(value);
  const { min = 0, max = Infinity } = field;
  if (entries.length < min || entries.length > max) {
    return refuse(
      entries.length < min ? "empty" : `${entries.length} entries`,
      "correct the entries",
    );
  }
  return entries.flatMap(([key, item]) => {
    const problems = checkField(
      { ...field.values, required: true },
      item,
      keyPath(path, key),
      version,
    );
    if (key !== "" && (field.keys === undefined || field.keys.test(key))) return problems;
    const allowed = field.keysAllowed ?? "a key that is not empty";
    return [
      { path: keyPath(path, key), message: "malformed key", allowed, fix: "correct the key" },
      ...problems,
    ];
  });
}

function checkObject(
  field: Field & { kind: "object" },
  value: unknown,
  path: string,
  version: KarpenterVersion | undefined,
  refuse: Refuse,
): Problem[] {
  if (!isRecord(value)) return refuse("not an object", "write it as key: value pairs");
  const names = Object.keys(field.fields);
  const unknown = Object.keys(value)
    .filter((key) => !names.includes(key))
    .map((key): Problem => {
      const near = nearest(key, names);
      const fix = near === undefined ? "remove it" : `did you mean ${near}?`;
      return { path: keyPath(path, key), message: "unknown key", allowed: names.join(", "), fix };
    });
  const known = Object.entries(field.fields).flatMap(([key, child]) =>
    checkField(child, value[key], keyPath(path, key), version),
  );
  return [...unknown, ...known];
}

function fixOf(field: Field, otherwise: string): string {
  return field.fix ?? otherwise;
}
