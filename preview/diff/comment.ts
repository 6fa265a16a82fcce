import { isEmpty } from "./diff";
import type { ExplainedDiff } from "./explain";
import { code, failedSection, joined, section, type Section } from "./markdown";

/** One environment of a comparison: its diff, or why there is none. */
export type Compared = { stack: string; diff: ExplainedDiff } | { stack: string; error: string };

/** By its first line a comment is found again, so that a pull request has one and not one for each push. */
export const COMMENT_MARKER = "<!-- karpenter-eks diff -->";

/** What GitHub takes as a comment, and as the summary of a step. */
export const LIMITS = { comment: 65_536, summary: 1_048_576 } as const;

/**
 * A comparison as the comment of a pull request: a section an environment, details folded. Where it would be longer
 * than `limit`, the longest details are left out first, and it says so. `again` is the command that shows all.
 */
export function renderComment(compared: readonly Compared[], again: string, limit: number): string {
  const changed = compared.filter((one) => "error" in one || !isEmpty(one.diff));
  const same = compared.filter((one) => !changed.includes(one)).map(({ stack }) => code(stack));
  const sections = changed.map((one) =>
    "error" in one ? failedSection(one.stack, one.error) : section(one.diff),
  );
  const whole = (parts: Section[]) =>
    [
      COMMENT_MARKER,
      "## What this changes",
      ...parts.map(joined),
      ...(same.length > 0 ? [`No change: ${same.join(", ")}.`] : []),
      `See the same with ${code(again)}.`,
    ].join("\n\n") + "\n";
  for (const shorter of shortened(sections, again)) {
    const text = whole(shorter);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  const left = `${changed.length} environments change, more than a comment has room for.`;
  return whole([{ heading: left, nodes: "", details: "" }]);
}

/** The sections as they are, then with one more of the longest parts left out each time. */
function* shortened(sections: Section[], again: string): Generator<Section[]> {
  const parts = [...sections];
  yield parts;
  for (const part of ["details", "nodes"] as const) {
    const longestFirst = [...parts.keys()].sort(
      (a, b) => (parts[b]?.[part].length ?? 0) - (parts[a]?.[part].length ?? 0),
    );
    for (const index of longestFirst) {
      const long = parts[index];
      if (long === undefined || long[part] === "") continue;
      parts[index] = { ...long, [part]: leftOut(part, again) };
      yield parts;
    }
  }
}

function leftOut(part: "details" | "nodes", again: string): string {
  const what = part === "details" ? "The changes are" : "What happens to nodes is";
  return `_${what} left out here: too long for a comment. ${code(again)} shows all._`;
}
