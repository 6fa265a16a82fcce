import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { contextFile, readContext, replay, type RecordedLookup } from "../../preview/context-file";
import { previewProgram } from "../../preview/preview";
import { readProject } from "../../preview/project";
import type { Registration } from "../../preview/registration";
import program = require("../../stacks/index");

const ROOT = path.resolve(__dirname, "../..");

/** What a test changes of an environment: config values (undefined removes a key), and recorded look-ups. */
export interface Changes {
  config?: Record<string, unknown>;
  lookups?: (lookups: RecordedLookup[]) => RecordedLookup[];
}

/** Previews a shipped environment by its recorded look-ups. */
export function environment(stack: string, changes: Changes = {}): Promise<Registration> {
  const project = readProject(ROOT, stack);
  const config = { ...project.config };
  for (const [key, value] of Object.entries(changes.config ?? {})) {
    const name = key.includes(":") ? key : `karpenter-eks:${key}`;
    if (value === undefined) Reflect.deleteProperty(config, name);
    else config[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  const file = contextFile(project);
  const lookups = (changes.lookups ?? ((all) => all))(readContext(file));
  return previewProgram(
    { sdk: pulumi, run: program },
    { ...project, config },
    replay(lookups, stack, file),
  );
}

/** One config value of an environment, read. */
export function configOf(stack: string, key: string): Record<string, Record<string, unknown>> {
  return JSON.parse(readProject(ROOT, stack).config[`karpenter-eks:${key}`] ?? "null") as Record<
    string,
    Record<string, unknown>
  >;
}
