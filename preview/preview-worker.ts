import { contextFile, readContext, replay } from "./context-file";
import { preview } from "./preview";
import { readProject } from "./project";
import type { Environment, Previewed } from "./environments";

process.on("message", ({ stack, cwd }: Environment) => {
  void previewed(stack, cwd).then((result) => process.send?.(result));
});

async function previewed(stack: string, cwd: string): Promise<Previewed> {
  try {
    const project = readProject(cwd, stack);
    const file = contextFile(project);
    return { registration: await preview(project, replay(readContext(file), stack, file)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
