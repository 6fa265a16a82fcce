import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../core/records";
import type { ObjectType, Property } from "./schema";

type Values = Record<string, unknown>;
type Types = Record<string, ObjectType>;

/**
 * Inputs as they came, but those that the schema calls plain as values. Programs in YAML know no difference: there
 * every expression is an output, whose value is mostly known.
 */
export async function withPlainInputs(
  inputs: Values,
  properties: Record<string, Property>,
  types: Types,
): Promise<Values> {
  const settled = Object.entries(inputs).map(async ([key, value]) => {
    return [key, await settle(value, properties[key] ?? {}, key, types)] as const;
  });
  return Object.fromEntries(await Promise.all(settled));
}

/** One input, whose part may be an output again. What holds a secret may have become secret as a whole on its way. */
async function settle(
  given: unknown,
  property: Property,
  at: string,
  types: Types,
  inSecret = false,
): Promise<unknown> {
  if (!property.plain) return inSecret ? pulumi.secret(given) : given;
  const isOutput = pulumi.Output.isInstance(given);
  const isSecret = isOutput && (await pulumi.isSecret(given));
  if (isSecret && !mayHoldSecret(property, types)) {
    refuse(at, "must not be secret: it decides which resources there are, and their names");
  }
  const value = isOutput ? await known(given, at) : given;
  const parts = await Promise.all(
    partsOf(value, property, types).map(async ([key, part, ofPart]) => {
      const path = Array.isArray(value) ? `${at}[${key}]` : `${at}.${key}`;
      return [key, await settle(part, ofPart, path, types, inSecret || isSecret)] as const;
    }),
  );
  if (Array.isArray(value)) return parts.map(([, part]) => part);
  return isRecord(value) ? Object.fromEntries(parts) : value;
}

/** The items of a list, the values of a map, the properties of an object, each with what the schema says of it. */
function partsOf(value: unknown, { items, additionalProperties, $ref }: Property, types: Types) {
  const properties = propertiesOf($ref, types);
  const inside = (key: string) => properties?.[key] ?? additionalProperties ?? items ?? {};
  if (!Array.isArray(value) && !isRecord(value)) return [];
  return Object.entries(value).map(([key, part]): [string, unknown, Property] => [
    key,
    part,
    inside(key),
  ]);
}

function propertiesOf($ref: string | undefined, types: Types) {
  return types[$ref?.replace("#/types/", "") ?? ""]?.properties;
}

/** Whether there is an argument in it that need not be plain. */
function mayHoldSecret(property: Property, types: Types): boolean {
  if (!property.plain) return true;
  const { items, additionalProperties, $ref } = property;
  const inside = [items, additionalProperties, ...Object.values(propertiesOf($ref, types) ?? {})];
  return inside.some((part) => part !== undefined && mayHoldSecret(part, types));
}

function refuse(propertyPath: string, reason: string): never {
  throw new pulumi.InputPropertiesError({
    message: `${propertyPath} ${reason}`,
    errors: [{ propertyPath, reason }],
  });
}

/** The value of an output; the argument is refused where there is none yet. */
async function known(output: pulumi.Output<unknown>, at: string): Promise<unknown> {
  const inner = output as pulumi.Output<unknown> & Internal;
  if (await inner.isKnown) return inner.promise();
  return refuse(at, "must be known before anything is made: it decides which resources there are");
}

/** What the SDK keeps in every output, without typing it. */
interface Internal {
  isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}
