import * as pulumi from "@pulumi/pulumi";
import type { Finding as CoreFinding } from "../core/review/finding";
import { errorsOf, formatFindings, unsilenced } from "../core/review/rules";

/** What a reviewer would say; errors refuse the program unless they are silenced. */
export interface Finding {
  /** Stable code, `KE` and three digits. */
  code: string;
  /** `error`, `warning` or `note`. */
  severity: string;
  /** Argument path. */
  where: string;
  /** What stands out. */
  message: string;
  /** Why it matters. */
  why: string;
  /** What to do. */
  fix: string;
  /** Why somebody silenced it. */
  silenced?: string;
}

/** Throws the errors that nobody silenced, before anything is registered. */
export function refuseErrors(what: string, findings: CoreFinding[]): void {
  const errors = errorsOf(findings);
  if (errors.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: formatFindings(what, errors),
    errors: errors.map(({ code, where, message, fix }) => ({
      propertyPath: where,
      reason: `${code}: ${message}; fix: ${fix}`,
    })),
  });
}

/** Logs the warnings on the resource they are about. */
export function log(findings: CoreFinding[], resource: pulumi.Resource): Finding[] {
  for (const { code, severity, message, fix } of unsilenced(findings)) {
    if (severity === "warning") void pulumi.log.warn(`${code}: ${message}. Fix: ${fix}.`, resource);
  }
  return findings;
}
