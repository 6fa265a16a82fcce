/**
 * Records stacks/<environment>.context.json from emulated accounts, with this package's own `record` command: what the
 * previews of this repository show is what a real account with these clusters would give. Needs Python 3 and a build:
 *
 *     npm run build && npx ts-node -T tests/emulator/record-contexts.ts
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { ENVIRONMENTS, variables, type Environment } from "./environments";
import { startProxy } from "./proxy";
import { seed } from "./seed";
import { startEmulator } from "./server";

const ROOT = path.join(__dirname, "..", "..");
const CLI = path.join(ROOT, "dist", "preview", "cli.js");

async function main(): Promise<void> {
  if (!existsSync(CLI)) throw new Error("dist/preview/cli.js is missing: run `npm run build`.");
  const emulator = await startEmulator();
  try {
    for (const environment of ENVIRONMENTS) await record(environment, emulator.url);
  } finally {
    await emulator.stop();
  }
}

async function record(environment: Environment, emulator: string): Promise<void> {
  const proxy = await startProxy(emulator, environment.name);
  try {
    await seed(environment, proxy.url);
    const env = variables(environment, proxy.url);
    await run(["record", "--stack", environment.name, "--mask-account-ids"], env);
  } finally {
    proxy.stop();
  }
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: ROOT, env, stdio: "inherit" });
  const code = await new Promise((resolve, reject) =>
    child.on("exit", resolve).on("error", reject),
  );
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}.`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
