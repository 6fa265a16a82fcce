import { checkField } from "../check-field";
import type { Problem } from "../problem";
import { PolicyPreset } from "./policy-preset";

/** How a pod gets its IAM role: IAM roles for service accounts, or EKS Pod Identity. */
export const IdentityMode = { Irsa: "irsa", PodIdentity: "pod-identity" } as const;
export type IdentityMode = (typeof IdentityMode)[keyof typeof IdentityMode];

const ISSUER = {
  kind: "string",
  pattern: /^https:\/\/[^/]+\/.+$/,
  allowed: "the https URL of the cluster's OIDC issuer",
  fix: "give the issuer that `aws eks describe-cluster` shows",
} as const;

/** Reasons to refuse how the controller is identified and what it may do. */
export function validateIdentity(args: {
  identity: unknown;
  oidcIssuer: unknown;
  policyPreset: unknown;
  /** A role of the caller's own has its trust and policy already. */
  ownRole?: boolean;
}): Problem[] {
  return [
    ...checkField(
      { kind: "string", choices: Object.values(IdentityMode) },
      args.identity,
      "identity",
    ),
    ...checkField(
      { ...ISSUER, required: args.identity === "irsa" && !args.ownRole },
      args.oidcIssuer,
      "oidcIssuer",
    ),
    ...checkField(
      { kind: "string", choices: Object.values(PolicyPreset) },
      args.policyPreset,
      "policyPreset",
    ),
  ];
}
