import * as pulumi from "@pulumi/pulumi";
import type { Finding as CoreFinding } from "../core/review/finding";

/** What a reviewer would say; errors refuse the program, so these are warnings and notes. */
export interface Finding {
  /** Stable code, `KE` and three digits. */
  code: string;
  /** `warning` or `note`. */
  severity: string;
  /** Argument path. */
  where: string;
  /** What stands out. */
  message: string;
  /** Why it matters. */
  why: string;
  /** What to do. */
  fix: string;
}

/** Logs the warnings on the resource they are about. */
export function log(findings: CoreFinding[], resource: pulumi.Resource): Finding[] {
  for (const { code, severity, message, fix } of findings) {
    if (severity === "warning") void pulumi.log.warn(`${code}: ${message}. Fix: ${fix}.`, resource);
  }
  return findings;
}
