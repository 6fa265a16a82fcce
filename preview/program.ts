import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, register } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { findUp, registerTypeScript } from "./transpile";

/** The SDK that a program uses. */
export type Sdk = typeof import("@pulumi/pulumi");

/** A Pulumi program that can be run in this process. */
export interface Program {
  sdk: Sdk;
  /** Loads the program and runs what it exports, as Pulumi's own runner does; gives its outputs. */
  run: () => Promise<unknown>;
}

/** A program on disk. */
export interface ProgramFile extends Program {
  /** Resolves modules as the program does. */
  require: NodeJS.Require;
}

/** Finds a program and the SDK that it uses. `main` is a file or a folder, as in Pulumi.yaml. */
export function findProgram(main: string): ProgramFile {
  const file = entryPoint(main);
  const programRequire = createRequire(file);
  let sdk: Sdk;
  try {
    sdk = programRequire("@pulumi/pulumi") as Sdk;
  } catch (error) {
    throw new Error(`@pulumi/pulumi is not installed beside ${file}: run npm install there`, {
      cause: error,
    });
  }
  return { sdk, require: programRequire, run: () => run(file, programRequire) };
}

async function run(file: string, programRequire: NodeJS.Require): Promise<unknown> {
  const exported = isEsModule(file)
    ? await importModule(file, programRequire)
    : requireModule(file, programRequire);
  return typeof exported === "function" ? await (exported as () => unknown)() : exported;
}

function requireModule(file: string, programRequire: NodeJS.Require): unknown {
  if (file.endsWith(".ts")) registerTypeScript(file);
  forget(path.dirname(findUp(path.dirname(file), "Pulumi.yaml") ?? file));
  return programRequire(file);
}

/** A second run in one process must run the program's own modules again; installed packages stay. */
function forget(folder: string): void {
  for (const loaded of Object.keys(require.cache)) {
    const inside =
      loaded.startsWith(folder + path.sep) &&
      !loaded.includes(`${path.sep}node_modules${path.sep}`);
    if (inside && !loaded.startsWith(__dirname + path.sep))
      Reflect.deleteProperty(require.cache, loaded);
  }
}

async function importModule(file: string, programRequire: NodeJS.Require): Promise<unknown> {
  if (file.endsWith(".ts")) {
    process.env.TS_NODE_TRANSPILE_ONLY = "true";
    register(pathToFileURL(programRequire.resolve("ts-node/esm")));
  }
  const loaded = (await import(pathToFileURL(file).href)) as { default?: unknown };
  return "default" in loaded ? loaded.default : loaded;
}

function isEsModule(file: string): boolean {
  if (file.endsWith(".mjs") || file.endsWith(".mts")) return true;
  const manifest = findUp(path.dirname(file), "package.json");
  return manifest !== undefined && !file.endsWith(".cjs") && readJson(manifest).type === "module";
}

/** A file as it is; for a folder what its package.json or Node itself would load. */
function entryPoint(main: string): string {
  if (!existsSync(main))
    throw new Error(`the program ${main} does not exist: correct main in Pulumi.yaml`);
  if (!statSync(main).isDirectory()) return main;
  const manifest = path.join(main, "package.json");
  const named = existsSync(manifest) ? readJson(manifest).main : undefined;
  const candidates = [
    typeof named === "string" ? named : undefined,
    "index.js",
    "index.mjs",
    "index.ts",
  ];
  const found = candidates
    .filter((name) => name !== undefined)
    .map((name) => path.join(main, name))
    .find((file) => existsSync(file) && statSync(file).isFile());
  if (found === undefined)
    throw new Error(
      `no program in ${main}: neither package.json's main nor index.js nor index.ts is there`,
    );
  return found;
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}
