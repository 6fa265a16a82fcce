import { readFileSync } from "node:fs";
import * as path from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { configPathOf } from "../core/config-path";
import { stackFile, type Project } from "./project";
import { findUp } from "./transpile";
import { deepestOffset } from "./yaml-path";

/** A place that a person can open. */
export interface Location {
  /** Path from the top of the repository, or of the project where it is in none; parts joined by `/`. */
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
}

/** Finds where in the stack's config a finding has its cause. */
export type Locate = (finding: { where: string }) => Location;

/**
 * Reads the stack's config once, for any number of findings. What the config does not say, such as a default, is
 * found at the key that all others are under.
 */
export function findingLocator(project: Project): Locate {
  const file = stackFile(project);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines, merge: true });
  return ({ where }) => {
    const keys = keysOf(configPathOf(where));
    const [head = "", ...rest] = keys;
    const offset =
      deepestOffset(document, ["config", `${project.name}:${head}`, ...rest], 2) ??
      deepestOffset(document, ["config", head, ...rest], 2) ??
      deepestOffset(document, ["config"], 1) ??
      0;
    const { line, col: column } = lines.linePos(offset);
    return { file: fromTop(project.root, file), line, column };
  };
}

/** `nodePools.default.labels["example.com/team"]` as its keys. */
export function keysOf(where: string): string[] {
  return [...where.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) =>
      quoted === undefined ? (index ?? plain ?? "") : (JSON.parse(quoted) as string),
  );
}

/** As Git and the sites that show its repositories name files. */
function fromTop(root: string, file: string): string {
  const git = findUp(root, ".git");
  const top = git === undefined ? root : path.dirname(git);
  return path.relative(top, file).split(path.sep).join("/");
}
