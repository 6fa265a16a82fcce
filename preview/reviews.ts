import { onReview, type Reviewed } from "../core/review/channel";
import { UNKNOWN } from "../core/field";
import type { ReviewInput } from "../core/review/input";
import { isRecord, mapValues } from "../core/records";
import { karpenterVersion } from "../core/versions";
import type { Json, RegisteredReview } from "./registration";

/** Collects what the reviews of a program look at, until `stop`. */
export function collectReviews(): { reviews: RegisteredReview[]; stop: () => void } {
  const reviews: RegisteredReview[] = [];
  const stop = onReview((reviewed) => reviews.push(registered(reviewed)));
  return { reviews, stop };
}

function registered({ name, input: { version, ...input } }: Reviewed): RegisteredReview {
  return { name, version: version.version, input: marked(input) as RegisteredReview["input"] };
}

/** What a rule may know, out of a registration. */
export function reviewInputOf({ version, input }: RegisteredReview): ReviewInput {
  return {
    ...(unmarked(input) as Omit<ReviewInput, "version">),
    version: karpenterVersion(version),
  };
}

function marked(value: unknown): Json {
  if (value === UNKNOWN) return { $unknown: true };
  if (Array.isArray(value)) return value.map(marked);
  if (isRecord(value)) {
    const known = Object.entries(value).filter(([, item]) => item !== undefined);
    return mapValues(Object.fromEntries(known), marked);
  }
  return value as Json;
}

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isRecord(value)) return value;
  return value.$unknown === true ? UNKNOWN : mapValues(value, unmarked);
}
