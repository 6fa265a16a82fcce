import type { EffectKind } from "../../core/effects/effect";
import { unique } from "../../core/records";
import type { ExplainedDiff } from "./explain";
import { EFFECT_LABELS, titleOf, visibleChanges } from "./lines";

/** One thing that happens to running nodes, and what makes it happen. */
export interface NodeEffect {
  effect: EffectKind;
  /** What changes, and why that has this effect. */
  causes: { title: string; words: string; pools: string[] }[];
}

/** What happens to running nodes, the gravest first; what leaves them alone is not in it. */
export function nodeEffects(diff: ExplainedDiff): NodeEffect[] {
  const kinds = (Object.keys(EFFECT_LABELS) as EffectKind[]).filter((kind) => kind !== "none");
  return kinds.flatMap((effect) => {
    const causes = diff.resources.flatMap((change) => {
      const found = change.effects.filter(
        (one) => one.effect === effect && (effect !== "drift" || one.pools.length > 0),
      );
      if (found.length === 0) return [];
      const words = found.map((one) => one.words).join("; ");
      return [
        { title: titleOf(change), words, pools: unique(found.flatMap(({ pools }) => pools)) },
      ];
    });
    return causes.length === 0 ? [] : [{ effect, causes }];
  });
}

/** How many resources are added, removed and changed, in words. */
export function counts(diff: ExplainedDiff): string {
  const { shown } = visibleChanges(diff);
  const of = (action: string) => shown.filter((change) => change.action === action).length;
  const parts = ["changed", "renamed", "moved", "added", "removed"]
    .map((action): [string, number] => [action, of(action)])
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`);
  return parts.length === 0 ? "no change" : parts.join(", ");
}

/** Pools of an effect, each once. */
export function poolsOf({ causes }: NodeEffect): string[] {
  return unique(causes.flatMap(({ pools }) => pools)).sort();
}
