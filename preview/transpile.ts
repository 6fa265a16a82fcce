import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

type TypeScript = typeof import("typescript");

interface CompilingModule extends NodeJS.Module {
  _compile(code: string, filename: string): void;
}

/**
 * Lets `require` load the TypeScript of a program without checking its types, as Pulumi does where `noCheck` is set.
 * Output is kept in node_modules/.cache, so that from the second run on TypeScript itself is not even loaded: that
 * alone would take as long as the rest of the preview.
 */
export function registerTypeScript(main: string): void {
  // Only this hook reaches files that are loaded by require; every TypeScript loader for CommonJS uses it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const extensions = require.extensions;
  if (extensions[".ts"]) return;
  const compile = transpiler(main);
  extensions[".ts"] = (module, filename) => {
    (module as CompilingModule)._compile(compile(filename), filename);
  };
}

function transpiler(main: string): (filename: string) => string {
  const programRequire = createRequire(main);
  const configFile = findUp(path.dirname(main), "tsconfig.json");
  const salt = [
    typeScriptVersion(programRequire),
    configFile && readFileSync(configFile, "utf8"),
  ].join("\n");
  const cache = cacheFolder(path.dirname(main));
  let transpile: ((source: string, filename: string) => string) | undefined;
  return (filename) => {
    const source = readFileSync(filename, "utf8");
    const key = createHash("sha256")
      .update(salt)
      .update("\n")
      .update(filename)
      .update("\n")
      .update(source)
      .digest("hex");
    const cached = cache && path.join(cache, `${key}.js`);
    if (cached && existsSync(cached)) return readFileSync(cached, "utf8");
    transpile ??= loadTypeScript(programRequire, configFile);
    const output = transpile(source, filename);
    if (cached) writeAtomically(cached, output);
    return output;
  };
}

function typeScriptVersion(programRequire: NodeJS.Require): string {
  try {
    return (programRequire("typescript/package.json") as { version: string }).version;
  } catch (error) {
    throw new Error(
      "the program is TypeScript, and typescript is not installed beside it: npm install --save-dev typescript@6",
      {
        cause: error,
      },
    );
  }
}

function loadTypeScript(
  programRequire: NodeJS.Require,
  configFile?: string,
): (source: string, filename: string) => string {
  const ts = programRequire("typescript") as TypeScript;
  const config = configFile
    ? ts.parseJsonConfigFileContent(
        ts.readConfigFile(configFile, (file) => readFileSync(file, "utf8")).config,
        { ...ts.sys, readDirectory: () => [] },
        path.dirname(configFile),
      ).options
    : {};
  const compilerOptions = {
    ...config,
    target: config.target ?? ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    // Emit-only runs take neither.
    noEmit: false,
    declaration: false,
    sourceMap: false,
    inlineSourceMap: false,
  };
  return (source, filename) =>
    ts.transpileModule(source, { compilerOptions, fileName: filename }).outputText;
}

function cacheFolder(from: string): string | undefined {
  const modules = findUp(from, "node_modules");
  if (modules === undefined) return undefined;
  const folder = path.join(modules, ".cache", "karpenter-eks");
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return undefined;
  }
}

/** Two previews may write the same file at once; a reader must never see half of it. */
function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** The nearest file or folder of that name, upwards from a folder. */
export function findUp(from: string, name: string): string | undefined {
  const candidate = path.join(from, name);
  if (existsSync(candidate)) return candidate;
  const parent = path.dirname(from);
  return parent === from ? undefined : findUp(parent, name);
}
