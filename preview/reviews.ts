import { onReview, type Reviewed } from "../core/review/channel";
import { UNKNOWN } from "../core/field";
import type { ReviewInput } from "../core/review/input";
import { isRecord, mapValues } from "../core/records";
import { karpenterVersion } from "../core/versions";
import type { Json, RegisteredFinding, RegisteredReview } from "./registration";

/** What was heard of the reviews of a program. */
export interface Reviews {
  reviews: RegisteredReview[];
  /** What was found before anything was registered. */
  findings: RegisteredFinding[];
}

/** Collects what the reviews of a program look at and find, until `stop`. */
export function collectReviews(): Reviews & { stop: () => void } {
  const reviews: RegisteredReview[] = [];
  const findings: RegisteredFinding[] = [];
  const stop = onReview((reviewed) => {
    reviews.push(registered(reviewed));
    findings.push(...reviewed.findings);
  });
  return { reviews, findings, stop };
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
