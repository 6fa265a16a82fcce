import { isWithin, type KarpenterVersion } from "../versions";
import type { ChangedProperty, EffectRow, PathSegment } from "./effect";
import { EFFECTS, type EffectSubject } from "./tables";

/** What a change of one property does, by the Karpenter that reads it; not known: the newest. */
export function effectOf(
  subject: EffectSubject,
  { path, action, operator }: ChangedProperty,
  version?: KarpenterVersion,
): Pick<EffectRow, "effect" | "words"> {
  const rows: readonly EffectRow[] = EFFECTS[subject];
  const found = rows.find(
    (row) =>
      (row.action === undefined || row.action === action) &&
      (row.operators === undefined || row.operators.includes(operator ?? "")) &&
      (version === undefined ? row.until === undefined : isWithin(version, row)) &&
      matches(row.path, path),
  );
  if (found === undefined) throw new RangeError(`no effect of ${subject} is known`);
  return { effect: found.effect, words: found.words };
}

/** Whether a pattern of a row fits a path. */
export function matches(pattern: string, path: readonly PathSegment[]): boolean {
  const open = pattern.endsWith("**");
  const steps = (open ? pattern.slice(0, -2) : pattern).match(/\[\*\]|[^.[]+/g) ?? [];
  return (
    (open ? path.length >= steps.length : path.length === steps.length) &&
    steps.every((step, index) => {
      const given = path[index];
      if (step === "[*]") return typeof given !== "string";
      return step === "*" ? typeof given === "string" : step === given;
    })
  );
}
