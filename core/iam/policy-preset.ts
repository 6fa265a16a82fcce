import { controllerPolicy, type ControllerPolicyContext } from "./controller-policy";
import { migrationGuidePolicy } from "./migration-guide-policy";
import type { Problem } from "../problem";
import { kmsStatements, ssmStatements } from "./node-permissions";
import { policyDocument, policySize, type PolicyDocument, type Statement } from "./policy-document";

/**
 * Which rights the controller gets: `scoped` is limited to the cluster, `migration-guide` is the wider policy of
 * Karpenter's guide for moving from the Cluster Autoscaler.
 */
export const PolicyPreset = { Scoped: "scoped", MigrationGuide: "migration-guide" } as const;
export type PolicyPreset = (typeof PolicyPreset)[keyof typeof PolicyPreset];

/** What the whole policy of the controller is built from. */
export interface WholePolicyContext extends ControllerPolicyContext {
  /** KMS keys that encrypt the nodes' volumes. */
  kmsKeyArns?: string[];
  /** SSM parameters that images are read from. */
  ssmParameters?: string[];
}

/** The whole inline policy of the controller, the caller's own statements last. */
export function controllerPolicyOf(
  preset: PolicyPreset,
  context: WholePolicyContext,
  additional: Statement[] = [],
): PolicyDocument {
  const document = preset === "scoped" ? controllerPolicy(context) : migrationGuidePolicy(context);
  return policyDocument([
    ...document.Statement,
    ...kmsStatements(context, context.kmsKeyArns ?? []),
    ...ssmStatements(context, preset === "scoped" ? (context.ssmParameters ?? []) : []),
    ...additional,
  ]);
}

/** All inline policies of a role together; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const INLINE_POLICY_LIMIT = 10_240;

/** Without additional statements the policy always fits; with them IAM would refuse it late. */
export function validatePolicySize(document: PolicyDocument): Problem[] {
  const size = policySize(document);
  if (size <= INLINE_POLICY_LIMIT) return [];
  return [
    {
      path: "additionalStatements",
      value: size,
      message: "the policy is too long with them",
      allowed: `${INLINE_POLICY_LIMIT} characters in all, with kmsKeyArns and ssmParameters`,
      fix: "attach a managed policy of your own to the role instead",
    },
  ];
}
