import { writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Compared } from "./diff/comment";
import { explainedDiff } from "./diff/explain";
import { previewAll, type Environment, type Previewed } from "./environments";
import { stacksOf } from "./project";
import type { Registration } from "./registration";
import { readRegistrations } from "./registration-file";
import { addWorktree, commitOf, mergeBase, type Worktree } from "./worktree";

type Report = (line: string) => void;

/** Compares the documents of two files, stack by stack where they hold several. */
export function compareFiles(baseFile: string, headFile: string): Compared[] {
  const [bases, heads] = [readRegistrations(baseFile), readRegistrations(headFile)];
  const [base, head] = [bases[0], heads[0]];
  if (base && head && bases.length === 1 && heads.length === 1)
    return [{ stack: head.stack, diff: explainedDiff(base, head) }];
  return stackByStack(byStack(bases), byStack(heads));
}

/** Compares two environments of one working tree. */
export async function compareStacks(
  cwd: string,
  from: string,
  to: string,
  report: Report,
): Promise<Compared[]> {
  const [base, head] = await previewAll(
    [from, to].map((stack) => ({ stack, cwd, label: stack })),
    report,
  );
  return [compared(to, base, head)];
}

/** What is compared with what, by git. */
export interface Refs {
  /** Compared is with the commit where the work left it. */
  base: string;
  /** The working tree where not given. */
  head?: string;
  /** All that have a config file on either side where not given. */
  stacks?: string[];
  /** A folder that gets the documents of both sides as `base.json` and `head.json`. */
  write?: string;
}

/** Compares environments as they are in two commits, or in a commit and the working tree. */
export async function compareRefs(cwd: string, refs: Refs, report: Report): Promise<Compared[]> {
  const baseCommit = mergeBase(cwd, refs.base, refs.head ?? "HEAD");
  const trees: Worktree[] = [];
  const checkedOut = (commit: string) => {
    const tree = addWorktree(cwd, commit);
    trees.push(tree);
    return tree.folder;
  };
  try {
    const before = checkedOut(baseCommit);
    const after = refs.head === undefined ? cwd : checkedOut(commitOf(cwd, refs.head));
    const sides = [
      { name: "base", folder: before, known: stacksOf(before) },
      { name: "head", folder: after, known: stacksOf(after) },
    ];
    const wanted = refs.stacks ?? [...new Set(sides.flatMap(({ known }) => known))].sort();
    const missing = wanted.filter((stack) => !sides.some(({ known }) => known.includes(stack)));
    if (missing.length > 0) throw new Error(`no stack ${missing.join(", ")} in base or head`);
    const environments = sides.flatMap(({ name, folder, known }) =>
      wanted
        .filter((stack) => known.includes(stack))
        .map((stack): Environment => ({ stack, cwd: folder, label: `${stack} of the ${name}` })),
    );
    const previewed = await previewAll(environments, report);
    const of = (folder: string) =>
      new Map(
        environments.flatMap(({ stack, cwd: at }, index): [string, Previewed][] => {
          const result = previewed[index];
          return at === folder && result ? [[stack, result]] : [];
        }),
      );
    const [bases, heads] = [of(before), of(after)];
    if (refs.write !== undefined) {
      writeDocuments(path.join(refs.write, "base.json"), bases);
      writeDocuments(path.join(refs.write, "head.json"), heads);
    }
    return stackByStack(bases, heads);
  } finally {
    for (const tree of trees) tree.remove();
  }
}

function writeDocuments(file: string, previewed: Map<string, Previewed>): void {
  const documents = [...previewed.values()].flatMap((one) =>
    "registration" in one ? [one.registration] : [],
  );
  writeFileSync(file, JSON.stringify(documents));
}

function byStack(registrations: Registration[]): Map<string, Previewed> {
  return new Map(registrations.map((registration) => [registration.stack, { registration }]));
}

function stackByStack(bases: Map<string, Previewed>, heads: Map<string, Previewed>): Compared[] {
  const stacks = [...new Set([...bases.keys(), ...heads.keys()])].sort();
  return stacks.map((stack) => compared(stack, bases.get(stack), heads.get(stack)));
}

/** An environment that only one side has comes or goes whole. */
function compared(stack: string, base?: Previewed, head?: Previewed): Compared {
  if (base && "error" in base) return { stack, error: `the base: ${base.error}` };
  if (head && "error" in head) return { stack, error: head.error };
  const some = head ?? base;
  if (some === undefined) return { stack, error: "neither side has it" };
  const nothing = { ...some.registration, resources: [], outputs: {}, findings: [] };
  return {
    stack,
    diff: explainedDiff(base?.registration ?? nothing, head?.registration ?? nothing),
  };
}
