import { mapValues } from "../core/records";
import type { Json } from "./registration";

/** How the resource monitor's protocol marks values that are no JSON; `@pulumi/pulumi` runtime/rpc has the same. */
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SIGNATURES: Readonly<Record<string, string>> = {
  "1b47061264138c4ac30d75fd1eb44270": "secret",
  c44067f5952c0a294b673a41bacd8c17: "asset",
  "0def7320c3a5731c473e5ecbe6d01bc7": "archive",
  "5cf8f73096256a8f31e491e813e4eb8e": "resource",
  d0e6a833031e9bbcd3f4e8bde6ca49a4: "output",
};

/** Turns a value of the protocol into the registration document's. Nothing of a secret is kept. */
export function fromWire(value: unknown): Json {
  if (value === UNKNOWN_VALUE) return { $unknown: true };
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value as Json;
  const record = value as Record<string, unknown>;
  switch (SIGNATURES[String(record[SIGNATURE])]) {
    case "secret":
      return { $secret: true };
    case "output":
      if (record.secret === true) return { $secret: true };
      return "value" in record ? fromWire(record.value) : { $unknown: true };
    case "resource":
      return { $resource: fromWire(record.urn) };
    case "asset":
    case "archive":
      return { $asset: fromWire(record.path ?? record.uri ?? record.text ?? record.hash ?? null) };
    default:
      return mapValues(record, fromWire);
  }
}
