/** JSON as the registration document holds it; an unknown is `{"$unknown": true}`, a secret `{"$secret": true}`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Resource options that are not at their default. */
export interface RegistrationOptions {
  protect?: boolean;
  retainOnDelete?: boolean;
  deleteBeforeReplace?: boolean;
  aliases?: Json[];
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  additionalSecretOutputs?: string[];
  import?: string;
  deletedWith?: string;
  customTimeouts?: Json;
  remote?: boolean;
}

/** One resource that the program registers. */
export interface RegisteredResource {
  urn: string;
  type: string;
  name: string;
  /** Whether a provider manages it; components and the stack are not custom. */
  custom: boolean;
  parent: string | null;
  /** The provider resource, or null for the default one. */
  provider: string | null;
  /** URNs that must exist first; components stand for their children as well. */
  dependsOn: string[];
  inputs: { [key: string]: Json };
  options: RegistrationOptions;
}

/** What a component says about the program; `core/review/finding.ts` has the meaning of each field. */
export interface RegisteredFinding {
  code: string;
  severity: string;
  where: string;
  message: string;
  why: string;
  fix: string;
  silenced?: string;
}

/** What one Karpenter component was judged by; `core/review/input.ts` has the meaning of each field. */
export interface RegisteredReview {
  /** Name of the component. */
  name: string;
  /** Full Karpenter version. */
  version: string;
  input: { [key: string]: Json };
}

/** Everything that a program asks the engine for: what every view is drawn from. Resources are sorted by URN. */
export interface Registration {
  project: string;
  stack: string;
  resources: RegisteredResource[];
  outputs: { [key: string]: Json };
  findings: RegisteredFinding[];
  /** What the findings were made of. */
  reviews: RegisteredReview[];
}

/** Whether a value is the mark of an unknown. */
export function isUnknown(value: Json | undefined): boolean {
  return isObject(value) && value.$unknown === true;
}

/** Whether a value is the mark of a secret. */
export function isSecret(value: Json | undefined): boolean {
  return isObject(value) && value.$secret === true;
}

/** Whether a value is an object. */
export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of the stack itself. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The URN that the engine gives a resource: its type is qualified by those of its parents, the stack left out. */
export function urnOf(
  project: string,
  stack: string,
  type: string,
  name: string,
  parent: string | null,
): string {
  const parentType = parent?.split("::")[2];
  const qualified =
    parentType === undefined || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}
