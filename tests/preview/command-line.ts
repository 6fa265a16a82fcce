import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

/** The repository. */
export const ROOT = path.resolve(__dirname, "../..");
const CLI = path.join(ROOT, "dist/preview/cli.js");
const run = promisify(execFile);

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a user does, from the repository or another folder. */
export async function cli(
  args: string[],
  cwd = ROOT,
  env: NodeJS.ProcessEnv = {},
): Promise<Result> {
  try {
    return {
      code: 0,
      ...(await run(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, ...env } })),
    };
  } catch (error) {
    const { code, stdout, stderr } = error as Result;
    return { code, stdout, stderr };
  }
}
