import { distance } from "fastest-levenshtein";

const MAX_EDITS = 2;

const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The name that was probably meant: at most two edits away, case and punctuation aside. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((candidate) => ({ candidate, edits: distance(bare(name), bare(candidate)) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= MAX_EDITS ? best.candidate : undefined;
}
