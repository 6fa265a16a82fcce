import { controllerPolicy, type ControllerPolicyContext } from "./controller-policy";
import { migrationGuidePolicy } from "./migration-guide-policy";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document";

/**
 * Which rights the controller gets: `scoped` is limited to the cluster, `migration-guide` is the wider policy of
 * Karpenter's guide for moving from the Cluster Autoscaler.
 */
export const PolicyPreset = { Scoped: "scoped", MigrationGuide: "migration-guide" } as const;
export type PolicyPreset = (typeof PolicyPreset)[keyof typeof PolicyPreset];

/** The whole inline policy of the controller, the caller's own statements last. */
export function controllerPolicyOf(
  preset: PolicyPreset,
  context: ControllerPolicyContext,
  additional: Statement[] = [],
): PolicyDocument {
  const document = preset === "scoped" ? controllerPolicy(context) : migrationGuidePolicy(context);
  return policyDocument([...document.Statement, ...additional]);
}
