import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Lookup } from "../preview/context-file";
import { previewProgram, ProgramError } from "../preview/preview";
import type { RegisteredResource, Registration } from "../preview/registration";

const noLookup: Lookup = (token) => Promise.reject(new Error(`unexpected look-up ${token}`));

/** Registers what a function declares, as a first preview does: ids and computed outputs are unknown. */
export function register(
  program: () => unknown,
  config: Record<string, string> = {},
): Promise<Registration> {
  return previewProgram(
    { sdk: pulumi, run: () => Promise.resolve(program()) },
    { name: "project", stack: "test", config, secretKeys: [] },
    noLookup,
  );
}

/** The message by which a program is refused; fails when it is not, or when something was registered before. */
export async function refusal(registering: Promise<Registration>): Promise<string> {
  try {
    await registering;
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const registered = error.registered.filter((urn) => !urn.includes("pulumi:pulumi:Stack"));
    expect(registered, "registered before the refusal").to.deep.equal([]);
    return error.message;
  }
  throw new Error("the program was not refused");
}

/** Type and name of everything but the stack, in the order of the URN. */
export function names({ resources }: Registration): string[] {
  return resources
    .slice()
    .filter(isNotStack)
    .map(({ type, name }) => `${type} ${name}`);
}

/** The one resource of that type, and of that name where a type has several. */
export function only(registration: Registration, type: string, name?: string): RegisteredResource {
  const found = registration.resources.filter(
    (r) => r.type === type && (name === undefined || r.name === name),
  );
  expect(found, `${type} ${name ?? ""}`).to.have.length(1);
  return found[0]!;
}

/** The names of what a resource depends on. */
export function dependencies({ resources }: Registration, resource: RegisteredResource): string[] {
  return resources.filter(({ urn }) => resource.dependsOn.includes(urn)).map(({ name }) => name);
}

/** A policy or trust document, read. */
export function policy(text: unknown): { Statement: Record<string, unknown>[] } {
  expect(text, "a document that is known").to.be.a("string");
  return JSON.parse(text as string) as { Statement: Record<string, unknown>[] };
}

function isNotStack({ type }: RegisteredResource): boolean {
  return type !== "pulumi:pulumi:Stack";
}

/** An output that is not known yet. */
export function unknown<T>(): pulumi.Output<T> {
  return pulumi.output<unknown>(pulumi.unknown) as pulumi.Output<T>;
}
