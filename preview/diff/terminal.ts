import picocolors from "picocolors";
import { isEmpty, type Diff } from "./diff";
import type { ExplainedDiff } from "./explain";
import { changeLines, EFFECT_LABELS, propertyLines, visibleChanges, type DiffLine } from "./lines";
import { counts, nodeEffects } from "./summary";

/** A diff for a person at a terminal. */
export function renderTerminal(diff: ExplainedDiff, color: boolean): string {
  const colors = picocolors.createColors(color);
  const paint = ({ sign, text }: DiffLine): string => {
    if (sign === "=") return colors.bold(`~ ${text}`);
    const line = `${sign} ${text}`.trimEnd();
    return sign === "+" ? colors.green(line) : sign === "-" ? colors.red(line) : colors.dim(line);
  };
  const { shown, orderOnly } = visibleChanges(diff);
  const heading = `${colors.bold(title(diff))}  ${colors.dim(counts(diff))}`;
  if (isEmpty(diff)) return heading;
  return [
    heading,
    "",
    ...shown.flatMap((change) => [...changeLines(change).map(paint), ""]),
    ...outputLines(diff).map(paint),
    ...(orderOnly > 0 ? [colors.dim(orderNote(orderOnly)), ""] : []),
    ...nodeLines(diff).map((line, index) => (index === 0 ? colors.bold(line) : line)),
    ...findingLines(diff),
  ].join("\n");
}

/** What is compared: one stack, or two. */
export function title({ base, head }: Diff): string {
  return base.stack === head.stack
    ? `${head.project} / ${head.stack}`
    : `${head.project} / ${base.stack} to ${head.stack}`;
}

/** What only the engine sees. */
export function orderNote(orderOnly: number): string {
  const [noun, verb] = orderOnly === 1 ? ["resource", "waits"] : ["resources", "wait"];
  return `${orderOnly} more ${noun} only ${verb} for other resources than before.`;
}

/** Outputs of the stack as lines. */
export function outputLines({ outputs }: Diff): DiffLine[] {
  if (outputs.length === 0) return [];
  return [
    { sign: "=", text: "outputs" },
    ...outputs.flatMap(propertyLines),
    { sign: " ", text: "" },
  ];
}

/** Findings that are new and those that are gone, as lines. */
export function findingLines({ findings: { added, resolved } }: Diff): string[] {
  return [
    ...added.flatMap(({ severity, code, where, message, fix, silenced }) => [
      `new ${severity} ${code} ${where}: ${message}`,
      silenced === undefined ? `  fix  ${fix}` : `  silenced  ${silenced}`,
    ]),
    ...resolved.map(({ severity, code, where }) => `resolved ${severity} ${code} ${where}`),
  ];
}

function nodeLines(diff: ExplainedDiff): string[] {
  if (diff.base.stack !== diff.head.stack) return [];
  const effects = nodeEffects(diff);
  if (effects.length === 0) return ["Running nodes stay as they are."];
  return [
    "Running nodes",
    ...effects.flatMap(({ effect, causes }) => [
      `  ${EFFECT_LABELS[effect]}`,
      ...causes.map(
        ({ title: cause, words, pools }) =>
          `    ${cause}${pools.length > 0 ? ` (${pools.length === 1 ? "pool" : "pools"} ${pools.join(", ")})` : ""}: ${words}`,
      ),
    ]),
    ...diff.rollingPools.map(
      ({ pool, budget }) => `  pool ${pool} rolls under its budget: ${budget}`,
    ),
  ];
}
