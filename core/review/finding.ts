/** How much a finding weighs: an error stops the deployment, a warning is logged, a note is only shown. */
export const Severity = { Error: "error", Warning: "warning", Note: "note" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** What a reviewer would say before anything is deployed. */
export interface Finding {
  /** Stable code, `KE` and three digits. */
  code: string;
  severity: Severity;
  /** Argument path or config key. */
  where: string;
  message: string;
  why: string;
  fix: string;
  /** Why somebody silenced it; such a finding is shown, and neither stops nor warns. */
  silenced?: string;
}
