import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findUp } from "./transpile";

/** A commit checked out beside the working tree, for as long as it is needed. */
export interface Worktree {
  /** What the folder that was asked for is at that commit. */
  folder: string;
  remove: () => void;
}

const LOCKS = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"];

/** The commit where the work on `head` left `base`; `base` itself where the clone does not reach that far back. */
export function mergeBase(folder: string, base: string, head: string): string {
  const [baseCommit, headCommit] = [commitOf(folder, base), commitOf(folder, head)];
  try {
    return git(folder, "merge-base", baseCommit, headCommit);
  } catch {
    return baseCommit;
  }
}

/** The commit that a ref names. */
export function commitOf(folder: string, ref: string): string {
  try {
    return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  } catch (error) {
    throw new Error(
      `no commit ${ref} in the git repository of ${folder}: fetch it first (actions/checkout has it with fetch-depth: 0)`,
      { cause: error },
    );
  }
}

/**
 * Checks a commit out into a temporary folder, with the packages that it needs: those of the working tree where the
 * lock file is the same, else installed anew, without running their scripts.
 */
export function addWorktree(from: string, commit: string): Worktree {
  const folder = realpathSync(from);
  const top = git(folder, "rev-parse", "--show-toplevel");
  const within = path.relative(realpathSync(top), folder);
  const tree = placeFor(folder, commit);
  const stop = () => process.exit(1);
  const remove = () => {
    process.off("exit", remove).off("SIGINT", stop).off("SIGTERM", stop);
    rmSync(tree, { recursive: true, force: true });
    git(folder, "worktree", "prune");
  };
  process.on("exit", remove).on("SIGINT", stop).on("SIGTERM", stop);
  try {
    // A hook of the repository would run code of its own.
    git(folder, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", tree, commit);
    installPackages(path.join(tree, within), folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder: path.join(tree, within), remove };
}

/** The same place for the same commit, so that what was transpiled once is found again; another if it is in use. */
function placeFor(folder: string, commit: string): string {
  const place = path.join(git(folder, "rev-parse", "--absolute-git-dir"), "karpenter-eks", commit);
  return existsSync(place)
    ? path.join(mkdtempSync(path.join(tmpdir(), "karpenter-eks-")), "tree")
    : place;
}

function installPackages(folder: string, from: string): void {
  const [there, here] = [findUp(folder, "package.json"), findUp(from, "package.json")];
  if (there === undefined) return;
  const target = path.dirname(there);
  if (here !== undefined && samePackages(target, path.dirname(here))) {
    const modules = findUp(path.dirname(here), "node_modules");
    if (modules !== undefined) symlinkSync(modules, path.join(target, "node_modules"), "dir");
    return;
  }
  if (!existsSync(path.join(target, "package-lock.json")))
    throw new Error(
      "the commit has other packages and no package-lock.json to install them by: " +
        "preview both sides with --json and compare the two files",
    );
  const command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  try {
    execFileSync("npm", command, { cwd: target, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    // What npm prints may hold the address of a registry with its password.
    const { status } = error as { status?: number };
    throw new Error(`npm ci of the commit ended with code ${status ?? "none"}`, { cause: error });
  }
}

/** Whether two folders ask for the same packages: by their lock file, or by package.json where neither has one. */
function samePackages(a: string, b: string): boolean {
  const text = (folder: string, name: string) =>
    existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), "utf8") : undefined;
  const locked = LOCKS.filter((name) => text(a, name) !== undefined || text(b, name) !== undefined);
  return (locked.length > 0 ? locked : ["package.json"]).every(
    (name) => text(a, name) === text(b, name),
  );
}

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}
