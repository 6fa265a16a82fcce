#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { Command, Option } from "commander";
import { errorsOf } from "../core/review/rules";
import type { PackageJson } from "../core/review/page";
import {
  contextFile,
  readContext,
  replay,
  writeContext,
  type Lookup,
  type RecordedLookup,
} from "./context-file";
import { renderDestroyOrder } from "./destroy-order";
import { diffCommand } from "./diff-command";
import { previewAll } from "./environments";
import { findingLocator } from "./finding-location";
import { manifests, writeManifests } from "./manifests";
import { preview, ProgramError } from "./preview";
import { readProject, stacksOf, type Project } from "./project";
import type { RegisteredFinding, Registration } from "./registration";
import { sarif } from "./sarif";
import { writeReport } from "./report/report";
import { renderTree } from "./tree";
import { findUp } from "./transpile";

interface ProgramOptions {
  stack: string;
  cwd: string;
}

interface PreviewOptions {
  stack?: string;
  all?: boolean;
  cwd: string;
  json?: boolean;
  manifests?: string;
  sarif?: string;
  destroyOrder?: boolean;
}

interface ReportOptions extends ProgramOptions {
  out: string;
}

interface RecordOptions extends ProgramOptions {
  maskAccountIds?: boolean;
}

const command = new Command("karpenter-eks").description(
  "Shows what a Pulumi program will do, without engine, credentials or cluster",
);

command
  .command("preview")
  .description("run the program of a stack and show what it registers")
  .option("-s, --stack <name>", "stack to preview")
  .addOption(
    new Option("--all", "preview every stack that has a config file").conflicts([
      "stack",
      "manifests",
      "sarif",
    ]),
  )
  .option("-C, --cwd <folder>", "folder of Pulumi.yaml", ".")
  .option("--json", "print the registration document and nothing else")
  .option("--manifests <folder>", "write the Kubernetes objects as YAML files")
  .option("--sarif <file>", "write the findings for code scanning")
  .addOption(
    new Option("--destroy-order", "show in which order a destroy takes it all away").conflicts(
      "json",
    ),
  )
  .action(async (options: PreviewOptions) => {
    if (options.all) {
      await previewEvery(options);
      return;
    }
    if (options.stack === undefined)
      throw new Error("name a stack with --stack, or preview every one with --all");
    const project = readProject(options.cwd, options.stack);
    const registration = await previewed(project).catch((error: unknown) => {
      // Without any the review may not have come to its turn, and an empty file would close what is known.
      if (error instanceof ProgramError && error.findings.length > 0 && options.sarif !== undefined)
        writeSarif(error.findings, project, options.sarif);
      throw error;
    });
    if (options.sarif !== undefined) writeSarif(registration.findings, project, options.sarif);
    if (options.manifests !== undefined) printManifests(registration, options.manifests);
    console.log(render(registration, options));
    failOnErrors(registration);
  });

command.addCommand(diffCommand(useColor));

command
  .command("report")
  .description("run the program of a stack and draw its pools as one HTML page")
  .requiredOption("-s, --stack <name>", "stack to report on")
  .option("-C, --cwd <folder>", "folder of Pulumi.yaml", ".")
  .option("-o, --out <file>", "file to write", "report.html")
  .action(async (options: ReportOptions) => {
    const registration = await previewed(readProject(options.cwd, options.stack));
    writeReport(options.out, registration);
    console.log(`report written to ${options.out}`);
    failOnErrors(registration);
  });

command
  .command("record")
  .description("answer the look-ups of a stack from an AWS account and write them down for preview")
  .requiredOption("-s, --stack <name>", "stack to record")
  .option("-C, --cwd <folder>", "folder of Pulumi.yaml", ".")
  .option("--mask-account-ids", "replace account ids by made-up ones")
  .action(async (options: RecordOptions) => {
    const project = readProject(options.cwd, options.stack);
    const region = project.config["aws:region"] ?? process.env.AWS_REGION;
    if (region === undefined)
      throw new Error(`no region: set aws:region in Pulumi.${options.stack}.yaml or AWS_REGION`);
    const { awsLookups } = await import("./record/aws-lookups.js");
    const { maskAccountIds } = await import("./record/mask.js");
    const recorded: RecordedLookup[] = [];
    const answer = awsLookups({ region, profile: project.config["aws:profile"] });
    const recording: Lookup = async (token, args) => {
      const result = await answer(token, args);
      recorded.push({ token, args, result });
      return result;
    };
    await quietly(() => preview(project, recording));
    const file = contextFile(project);
    writeContext(file, options.maskAccountIds ? maskAccountIds(recorded) : recorded);
    console.log(`${recorded.length} look-ups written to ${file}`);
  });

/** Every stack of the project; those that fail are named after those that do not. */
async function previewEvery(options: PreviewOptions): Promise<void> {
  const stacks = stacksOf(options.cwd);
  const results = await previewAll(
    stacks.map((stack) => ({ stack, cwd: options.cwd, label: stack })),
    (line) => {
      console.error(line);
    },
  );
  const registrations = results.flatMap((one) => ("registration" in one ? [one.registration] : []));
  console.log(
    options.json
      ? JSON.stringify(registrations, undefined, 2)
      : registrations.map((registration) => render(registration, options)).join("\n\n"),
  );
  for (const [index, one] of results.entries())
    if ("error" in one) console.error(`error: ${stacks[index] ?? ""}: ${one.error}`);
  registrations.forEach(failOnErrors);
  if (registrations.length < results.length) process.exitCode = 1;
}

/** Runs the program on its recorded look-ups, and says what the project is told beside. */
async function previewed(project: Project): Promise<Registration> {
  const file = contextFile(project);
  const registration = await quietly(() =>
    preview(project, replay(readContext(file), project.stack, file)),
  );
  for (const note of project.notes) console.error(`note: ${note}`);
  return registration;
}

function failOnErrors({ findings }: Registration): void {
  if (errorsOf(findings).length > 0) process.exitCode = 1;
}

function render(registration: Registration, { json, destroyOrder }: PreviewOptions): string {
  if (json) return JSON.stringify(registration, undefined, 2);
  return destroyOrder ? renderDestroyOrder(registration) : renderTree(registration, useColor());
}

function writeSarif(findings: RegisteredFinding[], project: Project, file: string): void {
  const packageFile = findUp(__dirname, "package.json") ?? "";
  const log = sarif(
    { project: project.name, stack: project.stack, findings },
    findingLocator(project),
    JSON.parse(readFileSync(packageFile, "utf8")) as PackageJson,
  );
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(log, undefined, 2)}\n`);
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  console.error(`${count} written to ${file}`);
}

function printManifests(registration: Registration, folder: string): void {
  const { manifests: files, leftOut } = manifests(registration);
  writeManifests(folder, files);
  console.error(`${files.length} manifests written to ${folder}`);
  for (const { urn, reason } of leftOut) console.error(`left out ${urn}: ${reason}`);
}

/** What the program itself prints goes to stderr, so that stdout holds the result and nothing else. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const write = process.stdout.write.bind(process.stdout);
  const warn = console.warn.bind(console);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  // Findings are shown with the result; the SDK would print each a second time.
  console.warn = (...words: unknown[]) => {
    if (!/\bKE\d{3}: /.test(String(words[0]))) warn(...words);
  };
  try {
    return await run();
  } finally {
    process.stdout.write = write;
    console.warn = warn;
  }
}

function useColor(): boolean {
  // Not a terminal: undefined, for which picocolors would look at the environment, such as CI.
  const terminal = process.stdout.isTTY as boolean | undefined;
  return terminal === true && !process.env.NO_COLOR;
}

command.parseAsync().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
