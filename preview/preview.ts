import { statSync } from "node:fs";
import * as path from "node:path";
import type { Lookup } from "./context-file";
import { digestDynamicProviders } from "./dynamic-providers";
import { findProgram, type Program, type Sdk } from "./program";
import type { Project } from "./project";
import { recordRegistrations, type Recording } from "./recorder";
import { collectReviews } from "./reviews";
import { STACK_TYPE, urnOf, type RegisteredFinding, type Registration } from "./registration";

/** What went wrong in the program, in its own words. */
export class ProgramError extends Error {
  override name = "ProgramError";
  /** What was registered before; the stack itself always is. */
  readonly registered: string[];
  /** What the review found before, of which the errors may be what went wrong. */
  readonly findings: RegisteredFinding[];

  constructor(
    message: string,
    registered: string[],
    findings: RegisteredFinding[],
    cause: unknown,
  ) {
    super(message, { cause });
    this.registered = registered;
    this.findings = findings;
  }
}

/** The part of a project that a program sees. */
export type ProgramConfig = Pick<Project, "name" | "stack" | "config" | "secretKeys">;

/** Previews the program of a project, from the folder that Pulumi would run it in. */
export async function preview(project: Project, lookup: Lookup): Promise<Registration> {
  const folder = process.cwd();
  const program = findProgram(project.main);
  const restoreDynamicProviders = digestDynamicProviders(program.require);
  try {
    process.chdir(statSync(project.main).isDirectory() ? project.main : path.dirname(project.main));
    return await previewProgram(program, project, lookup);
  } finally {
    process.chdir(folder);
    restoreDynamicProviders();
  }
}

/**
 * Runs a program as a first `pulumi preview` would see it, in this process and without engine, credentials or cluster:
 * ids and computed outputs are unknown, inputs are known as far as the program knows them, look-ups are answered by
 * `lookup`. Throws ProgramError when the program fails.
 */
export async function previewProgram(
  { sdk, run }: Program,
  { name, stack, config, secretKeys }: ProgramConfig,
  lookup: Lookup,
): Promise<Registration> {
  const { runtime } = sdk;
  const failures: unknown[] = [];
  const onRejection = (reason: unknown) => failures.push(reason);
  process.on("unhandledRejection", onRejection);
  const { stackTraceLimit } = Error;
  // The SDK takes a stack trace of every promise; these frames are enough to find a mistake in a program.
  Error.stackTraceLimit = 3;
  const { reviews, findings, stop } = collectReviews();
  let recording: Recording = { resources: [], outputs: new Map() };
  try {
    runtime.setAllConfig(config, secretKeys);
    await runtime.setMocks(
      {
        newResource: ({ inputs }) => ({ id: undefined, state: inputs as Record<string, unknown> }),
        call: async ({ token, inputs }) => {
          try {
            return await lookup(token, inputs as Record<string, unknown>);
          } catch (error) {
            // The SDK shows `details` of a failed look-up, and nothing else of it.
            const { message } = error as Error;
            throw Object.assign(new Error(message), { details: message });
          }
        },
      },
      name,
      stack,
      true,
    );
    recording = recordRegistrations(runtime, name, stack);
    await runtime.runInPulumiStack(run);
    await runtime.disconnect();
    // Rejections are reported on a later turn than the one that made them.
    await new Promise((resolve) => setImmediate(resolve));
    if (failures.length > 0) throw failures[0];
    return { ...registration(name, stack, recording), reviews };
  } catch (error) {
    // What else fails for the same reason must fail here, and not on the user's terminal.
    await runtime.disconnect().catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    const registered = recording.resources.map(({ urn }) => urn);
    throw new ProgramError(describe(error, sdk), registered, findings, error);
  } finally {
    stop();
    process.off("unhandledRejection", onRejection);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The message of a refusal; of a mistake also where in the program it was made. */
function describe(error: unknown, { RunError, InputPropertiesError }: Sdk): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = "" } = error;
  if (RunError.isInstance(error) || InputPropertiesError.isInstance(error)) return message;
  const frames = stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !/node_modules|node:/.test(line));
  return [message, ...frames].join("\n");
}

function registration(
  project: string,
  stack: string,
  { resources, outputs }: Recording,
): Omit<Registration, "reviews"> {
  const stackUrn = urnOf(project, stack, STACK_TYPE, `${project}-${stack}`, null);
  const sorted = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  const findings = sorted
    .filter(({ type }) => type !== STACK_TYPE)
    .flatMap(({ urn }) => (outputs.get(urn)?.findings ?? []) as unknown as RegisteredFinding[]);
  return { project, stack, resources: sorted, outputs: outputs.get(stackUrn) ?? {}, findings };
}
