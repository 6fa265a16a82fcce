import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { contextFile, readContext, replay } from "../preview/context-file";
import { preview } from "../preview/preview";
import { readProject } from "../preview/project";
import type { Registration } from "../preview/registration";

const FOLDER = path.resolve(__dirname, "../examples");

/** The names of the examples. */
export const EXAMPLES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && isProgram(entry.name))
  .map(({ name }) => name);

/** A program of this language; `fleet` runs others, and `languages` are not ours. */
function isProgram(name: string): boolean {
  return ["Pulumi.yaml", "index.ts"].every((file) => existsSync(path.join(FOLDER, name, file)));
}

/** Previews an example as its reader would, by the library as it is built. */
export function example(name: string): Promise<Registration> {
  const project = readProject(path.join(FOLDER, name), "dev");
  const file = contextFile(project);
  return preview(project, replay(readContext(file), "dev", file));
}
