import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../core/field";
import { isRecord, mapValues } from "../core/records";
import { formatProblems, type Problem } from "../core/problem";

function isEventual(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** The arguments with `UNKNOWN` for every output and promise: what can be checked before anything is registered. */
export function known(value: unknown): unknown {
  if (isEventual(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(known);
  return isRecord(value) ? mapValues(value, known) : value;
}

/** Whether there is no output and no promise in it. */
function isPlain(value: unknown): boolean {
  if (isEventual(value)) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  return !isRecord(value) || Object.values(value).every(isPlain);
}

/**
 * The arguments with every output resolved. Those that were plain, and therefore checked before anything was
 * registered, are returned as they are: 200 pools then cost no promise each. Others are checked as soon as they are known.
 */
export function resolve<T>(args: object, check: (resolved: unknown) => void): T | pulumi.Output<T> {
  if (isPlain(args)) return args as T;
  return pulumi.output(args).apply((resolved) => {
    check(resolved);
    return resolved as T;
  });
}

/** `f` of a value that may still have to become known. */
export function map<T, U>(value: T | pulumi.Output<T>, f: (value: T) => U): U | pulumi.Output<U> {
  return pulumi.Output.isInstance(value) ? value.apply((t) => f(t)) : f(value);
}

/** Throws all problems as one error, by which Pulumi knows the arguments they belong to. */
export function refuse(what: string, problems: Problem[]): void {
  if (problems.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: formatProblems(what, problems),
    errors: problems.map(({ path, message, allowed, fix }) => ({
      propertyPath: path,
      reason: `${message}; allowed: ${allowed}; fix: ${fix}`,
    })),
  });
}

/** A value that is known by itself, but exists only once `resource` does. */
export function after<T>(resource: pulumi.Resource, value: pulumi.Input<T>): pulumi.Output<T> {
  return pulumi.all([value, resource.urn]).apply(([resolved]) => resolved as T);
}

/**
 * Options of a child. Pulumi hands a parent's provider down, but neither what it depends on nor its timeouts: without
 * this a destroy could remove what the child still needs.
 */
export function child(
  parent: pulumi.Resource,
  opts: pulumi.ComponentResourceOptions | undefined,
  own: pulumi.CustomResourceOptions = {},
): pulumi.CustomResourceOptions {
  const { dependsOn, customTimeouts } = opts ?? {};
  return pulumi.mergeOptions({ parent, dependsOn, customTimeouts }, own);
}
