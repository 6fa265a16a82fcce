import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { contextFile, readContext, replay } from "../../preview/context-file";
import { preview } from "../../preview/preview";
import { readProject } from "../../preview/project";
import type { RegisteredResource } from "../../preview/registration";
import type { PluginHost } from "./plugin-host";

const ROOT = path.resolve(__dirname, "../..");
const TYPESCRIPT = path.join(ROOT, "examples/existing-cluster");

/** The examples in other languages. */
export const LANGUAGES = path.join(ROOT, "examples/languages");

/** The look-ups of the example in TypeScript, which those in other languages make as well. */
export const LOOKUPS = path.join(TYPESCRIPT, "dev.context.json");

interface Recorded {
  lookups: { token: string; args: object; result: Record<string, unknown> }[];
}

export function lookups(): Recorded["lookups"] {
  return (JSON.parse(readFileSync(LOOKUPS, "utf8")) as Recorded).lookups;
}

/** Fails unless the arguments that a program gives make what the example in TypeScript makes. */
export async function expectSameKarpenter(host: PluginHost, args: object): Promise<void> {
  const project = readProject(TYPESCRIPT, "dev");
  const file = contextFile(project);
  const expected = await preview(project, replay(readContext(file), "dev", file));
  const { resources } = await host.construct("karpenter-eks:index:Karpenter", "karpenter", args);
  const inside = expected.resources.filter(({ urn }) => urn.includes("karpenter-eks:index:"));
  expect(inside).to.have.length.greaterThan(15);
  expect(resources.map(comparable)).to.deep.equal(inside.map(comparable));
}

/** What was made, without the program that asked for it. */
function comparable({ type, name, custom, inputs }: RegisteredResource): object {
  return { type, name, custom, inputs };
}
