import type { EffectKind } from "../../core/effects/effect";
import type { ExplainedDiff } from "./explain";
import { EFFECT_LABELS } from "./lines";
import { nodeEffects } from "./summary";

/** What a reviewer must not miss. */
const ANNOTATED: Partial<Record<EffectKind, "error" | "warning">> = {
  forbidden: "error",
  termination: "warning",
};

const LEVELS: Readonly<Record<string, string>> = { error: "error", warning: "warning" };

/** New findings, and what ends nodes, as workflow commands of GitHub Actions on the file of the stack's config. */
export function annotations(diff: ExplainedDiff, file: string): string[] {
  return [
    ...diff.findings.added
      .filter(({ silenced }) => silenced === undefined)
      .map(({ severity, code, where, message, fix }) =>
        annotation(LEVELS[severity] ?? "notice", file, code, `${where}: ${message}. Fix: ${fix}`),
      ),
    ...nodeEffects(diff).flatMap(({ effect, causes }) => {
      const level = ANNOTATED[effect];
      if (level === undefined) return [];
      return causes.map(({ title, words }) =>
        annotation(level, file, EFFECT_LABELS[effect], `${title}: ${words}`),
      );
    }),
  ];
}

function annotation(level: string, file: string, title: string, message: string): string {
  return `::${level} file=${property(file)},title=${property(title)}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
