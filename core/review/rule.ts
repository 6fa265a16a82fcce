import type { Finding, Severity } from "./finding";
import type { ReviewInput } from "./input";
import type { PoolView } from "./pool-view";

/** What a rule is asked about: the input, and what was worked out of it for all rules. */
export interface Review extends ReviewInput {
  /** The pools of which enough is known. */
  pools: readonly PoolView[];
}

/** One instance of what a rule looks for. */
export interface Told {
  where: string;
  message: string;
  fix: string;
  /** Where it weighs otherwise than the rule usually does. */
  severity?: Severity;
}

/** One thing that a reviewer looks for. */
export interface Rule {
  /** Stable: `KE` and three digits, never used again for something else. */
  code: string;
  /** What it looks for, in a few words. */
  title: string;
  severity: Severity;
  /** Why it matters. */
  why: string;
  check: (review: Review) => Told[];
}

/** What a rule found, in full. */
export function findingsOf(rule: Rule, review: Review): Finding[] {
  const { code, why } = rule;
  return rule.check(review).map(({ where, message, fix, severity = rule.severity }) => ({
    ...{ code, severity, where, message, why, fix },
  }));
}
