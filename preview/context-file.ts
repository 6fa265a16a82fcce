import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Project } from "./project";

/** One look-up of the program and what it was answered. */
export interface RecordedLookup {
  token: string;
  args: Record<string, unknown>;
  result: Record<string, unknown>;
}

/** Answers one look-up: the token of the invoke and its arguments in, the result as the provider gives it out. */
export type Lookup = (
  token: string,
  args: Record<string, unknown>,
) => Promise<Record<string, unknown>>;

/** Where the recorded look-ups of a stack are: beside its config, to be committed with it. */
export function contextFile(project: Project): string {
  return path.join(project.configDir, `${project.stack}.context.json`);
}

/** The recorded look-ups of a stack; none where nothing was recorded. */
export function readContext(file: string): RecordedLookup[] {
  if (!existsSync(file)) return [];
  const content = JSON.parse(readFileSync(file, "utf8")) as { lookups?: RecordedLookup[] };
  if (!Array.isArray(content.lookups))
    throw new Error(`${file} holds no list "lookups": record it again`);
  return content.lookups;
}

/** Writes look-ups sorted, so that recording the same account twice changes nothing. */
export function writeContext(file: string, lookups: RecordedLookup[]): void {
  const sorted = [...new Map(lookups.map((lookup) => [keyOf(lookup.token, lookup.args), lookup]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { token, args, result }]) => ({
      token,
      args: sortKeys(args),
      result: sortKeys(result),
    }));
  writeFileSync(file, `${JSON.stringify({ lookups: sorted }, undefined, 2)}\n`);
}

/** Answers from what was recorded; a look-up that was not is an error that says how to record it. */
export function replay(lookups: RecordedLookup[], stack: string, file: string): Lookup {
  const answers = new Map(lookups.map(({ token, args, result }) => [keyOf(token, args), result]));
  return (token, args) => {
    const answer = answers.get(keyOf(token, args));
    if (answer) return Promise.resolve(answer);
    const message =
      `no recorded answer for ${token} ${JSON.stringify(sortKeys(args))} in ${path.basename(file)}; ` +
      `with credentials of the account, run: karpenter-eks record --stack ${stack}`;
    return Promise.reject(new Error(message));
  };
}

function keyOf(token: string, args: Record<string, unknown>): string {
  return `${token} ${JSON.stringify(sortKeys(args))}`;
}

/** The same JSON with sorted keys and without those that hold nothing. */
function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item as unknown)]),
  ) as T;
}
