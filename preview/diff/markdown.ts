import { isEmpty } from "./diff";
import type { ExplainedDiff } from "./explain";
import { changeLines, EFFECT_LABELS, visibleChanges, type DiffLine } from "./lines";
import { counts, nodeEffects, poolsOf } from "./summary";
import { findingLines, orderNote, outputLines, title } from "./terminal";

/** The parts of one environment's section; the details can be left out where room is short. */
export interface Section {
  heading: string;
  /** What happens to running nodes, and new findings. */
  nodes: string;
  /** Every change, folded; nothing where there is none. */
  details: string;
}

/** A diff as Markdown, for a pull request. Nothing of the program is Markdown itself: all of it stands in code. */
export function renderMarkdown(diff: ExplainedDiff): string {
  return joined(section(diff));
}

/** A section as text. */
export function joined({ heading, nodes, details }: Section): string {
  return [heading, nodes, details].filter((part) => part !== "").join("\n\n");
}

/** A diff in its parts. */
export function section(diff: ExplainedDiff): Section {
  const heading = `### ${code(title(diff))}: ${counts(diff)}`;
  if (isEmpty(diff)) return { heading, nodes: "", details: "" };
  return { heading, nodes: nodesPart(diff), details: detailsPart(diff) };
}

/** What is no part of a diff: an environment that could not be previewed. */
export function failedSection(name: string, message: string): Section {
  return {
    heading: `### ${code(name)}: cannot be previewed`,
    nodes: fenced("text", [message]),
    details: "",
  };
}

function nodesPart(diff: ExplainedDiff): string {
  const effects = nodeEffects(diff);
  const items = effects.flatMap((effect) => {
    const pools = poolsOf(effect);
    const about =
      pools.length === 0
        ? ""
        : ` in ${pools.length === 1 ? "pool" : "pools"} ${pools.map(code).join(", ")}`;
    return [
      `- **${EFFECT_LABELS[effect.effect]}**${about}`,
      ...effect.causes.map(({ title: cause, words }) => `  - ${code(cause)}: ${plain(words)}`),
      ...(effect.effect === "drift"
        ? diff.rollingPools.map(
            ({ pool, budget }) => `  - budget of ${code(pool)}: ${code(budget)}`,
          )
        : []),
    ];
  });
  const findings = findingLines(diff);
  const stay = diff.base.stack === diff.head.stack ? ["Running nodes stay as they are."] : [];
  return [
    ...(items.length === 0 ? stay : [items.join("\n")]),
    ...(findings.length === 0 ? [] : [fenced("text", findings)]),
  ].join("\n\n");
}

function detailsPart(diff: ExplainedDiff): string {
  const { shown, orderOnly } = visibleChanges(diff);
  const lines = [
    ...shown.flatMap((change) => [...changeLines(change), EMPTY]),
    ...outputLines(diff),
  ];
  const block = fenced("diff", lines.map(markdownLine));
  return [
    "<details>",
    `<summary>${counts(diff)}</summary>`,
    "",
    ...(lines.length === 0 ? [] : [block, ""]),
    ...(orderOnly > 0 ? [orderNote(orderOnly), ""] : []),
    "</details>",
  ].join("\n");
}

const EMPTY: DiffLine = { sign: " ", text: "" };

function markdownLine({ sign, text }: DiffLine): string {
  return sign === "=" ? `@@ ${text} @@` : `${sign} ${text}`.trimEnd();
}

/** A block of code that its content cannot end. */
function fenced(language: string, lines: string[]): string {
  const text = lines.join("\n").trimEnd();
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Code within a line that its content cannot end. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  if (!line.includes("`")) return `\`${line}\``;
  const longest = Math.max(...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${line} ${fence}`;
}

/** Words of ours with values in them: no Markdown, no mention, no HTML. */
function plain(words: string): string {
  return words
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_{}[\]<>#|~!]/g, (sign) => `\\${sign}`)
    .replaceAll("@", "@\u200b");
}
