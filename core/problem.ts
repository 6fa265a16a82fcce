/** One reason why input is refused: where it stands, what it is, what is allowed and how to mend it. */
export interface Problem {
  /** Argument path or config key, such as `nodePools.default.requirements[2].operator`. */
  path: string;
  /** The value that was given; left out where nothing was given. */
  value?: unknown;
  /** What is wrong, in a few words. */
  message: string;
  /** What would be accepted. */
  allowed: string;
  /** The next step of whoever reads this. */
  fix: string;
}

const MAX_VALUE_LENGTH = 120;

function show(value: unknown): string {
  // A symbol or a function has no JSON.
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

/** One problem as one line of text. */
export function formatProblem(problem: Problem): string {
  const value = problem.value === undefined ? "" : ` (got ${show(problem.value)})`;
  return `${problem.path}: ${problem.message}${value}. Allowed: ${problem.allowed}. Fix: ${problem.fix}.`;
}

/** All problems as one message, so that one run shows everything that has to change. */
export function formatProblems(what: string, problems: Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${what}: ${count}`, ...problems.map((p) => `  - ${formatProblem(p)}`)].join("\n");
}

/** The same problems seen from further out: `requirements[0]` becomes `nodePools.default.requirements[0]`. */
export function under(prefix: string, problems: Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, path: joinPath(prefix, problem.path) }));
}

/** Joins two parts of a path; an index needs no dot. */
export function joinPath(prefix: string, rest: string): string {
  if (prefix === "" || rest === "") return prefix + rest;
  return rest.startsWith("[") ? `${prefix}${rest}` : `${prefix}.${rest}`;
}

/** The path of one key; a key that is no plain name stands in brackets, as in `labels["example.com/team"]`. */
export function keyPath(prefix: string, key: string): string {
  return joinPath(prefix, /^[\w-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`);
}
