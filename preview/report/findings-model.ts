import { RULES } from "../../core/review/rules";
import type { RegisteredFinding } from "../registration";

/** Findings of one rule that have the same reason and the same fix. */
export interface FindingGroup {
  code: string;
  /** `error`, `warning`, `note` or `silenced`. */
  state: string;
  /** What the rule looks for. */
  title: string;
  instances: { where: string; message: string }[];
  why: string;
  fix: string;
  /** Why somebody silenced them. */
  silenced?: string;
}

/** In the order in which they are shown. */
const STATES = ["error", "warning", "note", "silenced"];

/** Findings in groups: errors first, what somebody silenced last. */
export function groupsOf(findings: readonly RegisteredFinding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const { code, severity, where, message, why, fix, silenced } of findings) {
    const state = silenced === undefined ? severity : "silenced";
    const key = JSON.stringify([code, state, why, fix, silenced]);
    const title = RULES.find((rule) => rule.code === code)?.title ?? code;
    const group = groups.get(key) ?? {
      ...{ code, state, title, instances: [], why, fix },
      ...(silenced !== undefined && { silenced }),
    };
    group.instances.push({ where, message });
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
}
