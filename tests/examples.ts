import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { contextFile, readContext, replay } from "../preview/context-file";
import { preview } from "../preview/preview";
import { readProject } from "../preview/project";
import type { Registration } from "../preview/registration";

const FOLDER = path.resolve(__dirname, "../examples");

/** The names of the examples. */
export const EXAMPLES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(FOLDER, entry.name, "index.ts")))
  .map(({ name }) => name);

/** Previews an example as its reader would, by the library as it is built. */
export function example(name: string): Promise<Registration> {
  const project = readProject(path.join(FOLDER, name), "dev");
  const file = contextFile(project);
  return preview(project, replay(readContext(file), "dev", file));
}
