import { appendFileSync, mkdirSync } from "node:fs";
import * as path from "node:path";
import { Command, Option } from "commander";
import { compareFiles, compareRefs, compareStacks } from "./compare";
import { annotations } from "./diff/annotations";
import { LIMITS, renderComment, type Compared } from "./diff/comment";
import { isEmpty } from "./diff/diff";
import { renderTerminal } from "./diff/terminal";
import { configDirOf, stackFile } from "./project";

interface DiffOptions {
  base?: string;
  head?: string;
  from?: string;
  to?: string;
  stack?: string[];
  all?: boolean;
  write?: string;
  cwd: string;
  format: "terminal" | "markdown" | "json";
  exitCode?: boolean;
  github?: boolean;
}

/** `karpenter-eks diff`; `useColor` says whether a person looks at the output. */
export function diffCommand(useColor: () => boolean): Command {
  const refsOnly = (flags: string, description: string) =>
    new Option(flags, description).conflicts(["from", "to"]);
  return new Command("diff")
    .description("show what changes between two previews, and what that does to running nodes")
    .argument("[base.json]", "document that preview --json wrote, of one stack or several")
    .argument("[head.json]", "document to compare it with")
    .addOption(refsOnly("--base <ref>", "compare with the commit where the work left this git ref"))
    .addOption(refsOnly("--head <ref>", "compare this git ref, instead of the working tree"))
    .addOption(refsOnly("-s, --stack <name...>", "stacks to compare between commits"))
    .addOption(
      refsOnly("--all", "compare every stack that has a config file (the default)").conflicts(
        "stack",
      ),
    )
    .addOption(refsOnly("--write <folder>", "write the documents as base.json and head.json too"))
    .option("--from <stack>", "compare this stack of the working tree")
    .option("--to <stack>", "with this one")
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml", ".")
    .addOption(
      new Option("--format <format>", "markdown is a comment for a pull request")
        .choices(["terminal", "markdown", "json"])
        .default("terminal"),
    )
    .option("--exit-code", "exit with 2 when anything changes (0: nothing does, 1: an error)")
    .option("--github", "in GitHub Actions: write the job summary, and findings as annotations")
    .action(
      async (baseFile: string | undefined, headFile: string | undefined, options: DiffOptions) => {
        const compared = await compare(baseFile, headFile, options);
        const again = command(baseFile, options);
        console.log(render(compared, options, again, useColor()));
        if (options.github) writeForGitHub(compared, options, again);
        const failed = compared.some((one) => "error" in one);
        const changed = compared.some((one) => !("error" in one) && !isEmpty(one.diff));
        process.exitCode = failed ? 1 : options.exitCode && changed ? 2 : 0;
      },
    );
}

async function compare(
  baseFile: string | undefined,
  headFile: string | undefined,
  { base, head, from, to, stack, write, cwd }: DiffOptions,
): Promise<Compared[]> {
  const ways = [baseFile, base, from].filter((way) => way !== undefined).length;
  if (ways !== 1)
    throw new Error(
      "say what to compare in one way: two files, --base with a git ref, or --from and --to with stacks",
    );
  const report = (line: string) => {
    console.error(line);
  };
  if (baseFile !== undefined) {
    if (headFile === undefined)
      throw new Error("a second file is needed to compare with the first");
    return compareFiles(baseFile, headFile);
  }
  if (from !== undefined) {
    if (to === undefined) throw new Error("--to is needed: the stack to compare with --from");
    return compareStacks(cwd, from, to, report);
  }
  if (write !== undefined) mkdirSync(write, { recursive: true });
  return compareRefs(
    cwd,
    {
      base: base ?? "",
      ...(head !== undefined && { head }),
      ...(stack && { stacks: stack }),
      ...(write !== undefined && { write }),
    },
    report,
  );
}

/** The command that shows the same at a terminal. */
function command(
  baseFile: string | undefined,
  { base, head, from, to, stack, cwd }: DiffOptions,
): string {
  // Files that were handed on are not there for the reader.
  if (baseFile !== undefined) return "karpenter-eks diff --base <branch>";
  const parts = [
    "karpenter-eks diff",
    ...(base === undefined ? [] : [`--base ${base}`]),
    ...(head === undefined ? [] : [`--head ${head}`]),
    ...(from === undefined ? [] : [`--from ${from} --to ${to ?? ""}`]),
    ...(stack === undefined ? [] : [`--stack ${stack.join(" ")}`]),
    ...(cwd === "." ? [] : [`--cwd ${cwd}`]),
  ];
  return parts.join(" ");
}

function render(
  compared: Compared[],
  { format }: DiffOptions,
  again: string,
  color: boolean,
): string {
  if (format === "json") return JSON.stringify(compared, undefined, 2);
  if (format === "markdown") return renderComment(compared, again, LIMITS.comment).trimEnd();
  return compared
    .map((one) =>
      "error" in one
        ? `${one.stack}  cannot be previewed: ${one.error}`
        : renderTerminal(one.diff, color),
    )
    .join("\n\n");
}

/** Annotations go to stderr, where the runner reads them as well, so that stdout holds the diff and nothing else. */
function writeForGitHub(compared: Compared[], { cwd }: DiffOptions, again: string): void {
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, renderComment(compared, again, LIMITS.summary));
  const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
  for (const one of compared) {
    if ("error" in one) continue;
    const file = stackFile({ configDir: configDirOf(cwd), stack: one.stack });
    for (const line of annotations(one.diff, path.relative(workspace, file))) console.error(line);
  }
}
