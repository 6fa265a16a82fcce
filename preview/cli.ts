#!/usr/bin/env node
import { Command, Option } from "commander";
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
import { manifests, writeManifests } from "./manifests";
import { preview } from "./preview";
import { readProject, stacksOf } from "./project";
import type { Registration } from "./registration";
import { renderTree } from "./tree";

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
  destroyOrder?: boolean;
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
    ]),
  )
  .option("-C, --cwd <folder>", "folder of Pulumi.yaml", ".")
  .option("--json", "print the registration document and nothing else")
  .option("--manifests <folder>", "write the Kubernetes objects as YAML files")
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
    const { stack, cwd } = options;
    if (stack === undefined)
      throw new Error("name a stack with --stack, or preview every one with --all");
    const project = readProject(cwd, stack);
    const file = contextFile(project);
    const registration = await quietly(() =>
      preview(project, replay(readContext(file), stack, file)),
    );
    for (const note of project.notes) console.error(`note: ${note}`);
    if (options.manifests !== undefined) printManifests(registration, options.manifests);
    console.log(render(registration, options));
    if (registration.findings.some(({ severity }) => severity === "error")) process.exitCode = 1;
  });

command.addCommand(diffCommand(useColor));

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
  const hasError = registrations.some(({ findings }) =>
    findings.some(({ severity }) => severity === "error"),
  );
  if (hasError || registrations.length < results.length) process.exitCode = 1;
}

function render(registration: Registration, { json, destroyOrder }: PreviewOptions): string {
  if (json) return JSON.stringify(registration, undefined, 2);
  return destroyOrder ? renderDestroyOrder(registration) : renderTree(registration, useColor());
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
