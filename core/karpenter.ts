import { CONTROLLER, validateValues } from "./chart-values";
import { validateCluster } from "./cluster";
import { validateDiscovery } from "./discovery";
import { checkField } from "./check-field";
import { UNKNOWN, type Field } from "./field";
import { isRecord, mapValues } from "./records";
import { AuthenticationMode } from "./iam/access";
import { validateIdentity } from "./iam/identity";
import { validateAdditionalPolicies } from "./iam/node-policies";
import { ROLE_FIELDS } from "./iam/role";
import { OBJECT_NAME } from "./patterns";
import { under, type Problem } from "./problem";
import { knownVersion, validateKarpenterVersion } from "./versions";
import { validatePoolsAndClasses } from "./wiring";

const policyArns: Field = {
  kind: "map",
  values: { kind: "string", pattern: /^arn:/, allowed: "the ARN of a policy" },
};

/** The arguments of Karpenter that are not judged by tables of their own. */
export const KARPENTER_FIELDS = {
  namespace: OBJECT_NAME,
  controller: CONTROLLER,
  iam: {
    kind: "object",
    fields: {
      ...ROLE_FIELDS,
      tags: { kind: "map", values: { kind: "string", empty: true } },
      additionalNodePolicyArns: policyArns,
      additionalControllerStatements: { kind: "list", items: { kind: "any" } },
    },
  },
  nodeGroupNames: { kind: "list", min: 1, items: { kind: "string" } },
  clusterAutoscaler: {
    kind: "object",
    fields: {
      deploymentName: OBJECT_NAME,
      namespace: OBJECT_NAME,
      replicas: { kind: "integer", min: 0 },
    },
  },
  nodeClasses: { kind: "map", required: true, values: { kind: "any" } },
  nodePools: { kind: "map", required: true, values: { kind: "any" } },
} as const satisfies Record<string, Field>;

/**
 * All that speaks against the arguments of Karpenter that its parts could only say one by one, after the first of them
 * is registered. `args` may hold `UNKNOWN` wherever a value is not known yet.
 */
export function validateKarpenter(args: Record<string, unknown>): Problem[] {
  const { version, identity = "irsa", policyPreset = "scoped", nodePools, nodeClasses } = args;
  const cluster = isRecord(args.cluster) ? args.cluster : {};
  const { authenticationMode = "API" } = cluster;
  const text = typeof version === "string" ? version : "";
  // The node role of this program is the default, so that a class need not name one.
  const withRole = isRecord(nodeClasses) ? mapValues(nodeClasses, defaultRole) : nodeClasses;
  return [
    ...validateKarpenterVersion("version", text),
    ...under("cluster", validateCluster(cluster)),
    ...validateIdentity({ identity, oidcIssuer: cluster.oidcIssuer, policyPreset }).map(
      (problem) =>
        problem.path === "oidcIssuer" ? { ...problem, path: "cluster.oidcIssuer" } : problem,
    ),
    ...checkField(
      { kind: "string", choices: Object.values(AuthenticationMode) },
      authenticationMode,
      "cluster.authenticationMode",
    ),
    ...validateKubeconfig(authenticationMode, cluster.kubeconfig),
    ...Object.entries(KARPENTER_FIELDS).flatMap(([key, field]) =>
      checkField(field, args[key], key),
    ),
    ...validateAdditionalPolicies(
      isRecord(args.iam) ? args.iam.additionalNodePolicyArns : undefined,
      "iam.additionalNodePolicyArns",
      knownVersion(text),
    ),
    ...validateDiscovery({
      subnetIds: args.subnetIds,
      securityGroupIds: args.securityGroupIds,
      resources: args.discoveryResources,
    }),
    ...validateValues(args.values, "values"),
    ...validatePoolsAndClasses(
      nodePools,
      withRole,
      { nodePools: "nodePools", nodeClasses: "nodeClasses" },
      knownVersion(text),
    ),
  ];
}

function defaultRole(spec: unknown): unknown {
  if (!isRecord(spec) || spec.role !== undefined || spec.instanceProfile !== undefined) return spec;
  return { ...spec, role: UNKNOWN };
}

function validateKubeconfig(authenticationMode: unknown, kubeconfig: unknown): Problem[] {
  if (authenticationMode !== "CONFIG_MAP" || kubeconfig !== undefined) return [];
  return [
    {
      path: "cluster.kubeconfig",
      message: "missing: authentication mode CONFIG_MAP needs it for the edit of aws-auth",
      allowed: "a kubeconfig of somebody who may patch aws-auth",
      fix: "set it, or move the cluster to access entries (API_AND_CONFIG_MAP)",
    },
  ];
}
