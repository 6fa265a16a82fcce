import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { isRecord, mapValues } from "../core/records";

/** A Pulumi project and the config of one of its stacks. */
export interface Project {
  name: string;
  stack: string;
  /** Folder of Pulumi.yaml. */
  root: string;
  /** The program: a file or a folder. */
  main: string;
  /** Where `Pulumi.<stack>.yaml` and the recorded look-ups are. */
  configDir: string;
  config: Record<string, string>;
  /** Keys whose values are encrypted: they stand as `[secret]` and are marked secret. */
  secretKeys: string[];
  /** What the preview leaves out, for the user to know. */
  notes: string[];
}

/** What a secret of the stack config is replaced by: only the engine can decrypt it. */
const SECRET_PLACEHOLDER = "[secret]";

interface ProjectFile {
  name?: unknown;
  runtime?: unknown;
  main?: unknown;
  stackConfigDir?: unknown;
  config?: unknown;
}

/** What Pulumi.yaml in `cwd` says. Throws an Error that says what is missing and where. */
function readProjectFile(cwd: string): { root: string; file: string; project: ProjectFile } {
  const root = path.resolve(cwd);
  const file = ["Pulumi.yaml", "Pulumi.yml"]
    .map((name) => path.join(root, name))
    .find((candidate) => existsSync(candidate));
  if (file === undefined)
    throw new Error(`no Pulumi.yaml in ${root}: name the project's folder with --cwd`);
  return { root, file, project: parseYaml(file) as ProjectFile };
}

/** Where the config of the stacks is. */
export function configDirOf(cwd: string): string {
  const { root, project } = readProjectFile(cwd);
  return path.resolve(
    root,
    typeof project.stackConfigDir === "string" ? project.stackConfigDir : ".",
  );
}

/** The stacks that have a config file, sorted. */
export function stacksOf(cwd: string): string[] {
  return readdirSync(configDirOf(cwd))
    .map((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();
}

/** Reads Pulumi.yaml in `cwd` and the config of a stack. Throws an Error that says what is missing and where. */
export function readProject(cwd: string, stack: string): Project {
  const { root, file, project } = readProjectFile(cwd);
  if (typeof project.name !== "string") throw new Error(`${file} has no name`);
  const runtime = isRecord(project.runtime) ? project.runtime.name : project.runtime;
  if (runtime !== "nodejs") {
    throw new Error(
      `${file} has runtime ${String(runtime)}: the offline preview runs nodejs programs`,
    );
  }
  const configDir = configDirOf(cwd);
  const configFile = stackFile({ configDir, stack });
  if (!existsSync(configFile)) throw new Error(`no stack ${stack}: ${configFile} does not exist`);
  const stackConfig = parseYaml(configFile) as Record<string, unknown>;

  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, value] of Object.entries(isRecord(project.config) ? project.config : {})) {
    const text = projectValue(value);
    if (text !== undefined) config[qualify(key, project.name)] = text;
  }
  for (const [key, value] of Object.entries(
    isRecord(stackConfig.config) ? stackConfig.config : {},
  )) {
    const qualified = qualify(key, project.name);
    if (hasSecret(value)) secretKeys.push(qualified);
    config[qualified] = asText(withoutSecrets(value));
  }
  return {
    name: project.name,
    stack,
    root,
    main: path.resolve(root, typeof project.main === "string" ? project.main : "."),
    configDir,
    config,
    secretKeys,
    notes:
      stackConfig.environment === undefined
        ? []
        : ["environment: values of Pulumi ESC are not read offline"],
  };
}

/** The config of a stack. */
export function stackFile({ configDir, stack }: Pick<Project, "configDir" | "stack">): string {
  return path.join(configDir, `Pulumi.${stack}.yaml`);
}

function parseYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"), { merge: true }) ?? {};
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function qualify(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** A key of the project's config block: a plain value, or a declaration with a value or a default. */
function projectValue(declared: unknown): string | undefined {
  if (!isRecord(declared)) return asText(declared);
  const value = declared.value ?? declared.default;
  return value === undefined ? undefined : asText(value);
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isSecretValue(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function hasSecret(value: unknown): boolean {
  if (isSecretValue(value)) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isRecord(value) && Object.values(value).some(hasSecret);
}

function withoutSecrets(value: unknown): unknown {
  if (isSecretValue(value)) return SECRET_PLACEHOLDER;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  return mapValues(value, withoutSecrets);
}
