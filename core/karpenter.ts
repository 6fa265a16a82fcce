import { validateValueGates } from "./chart-gates";
import { CONTROLLER, validateValues } from "./chart-values";
import { validateCluster } from "./cluster";
import { validateDiscovery } from "./discovery";
import { checkField } from "./check-field";
import { impliedFeatureGates, validateFeatureGates } from "./feature-gates";
import { UNKNOWN, type Field } from "./field";
import { isRecord, mapValues } from "./records";
import { validateAccess } from "./iam/access";
import {
  KMS_KEY_ARNS,
  QUEUE_ARN,
  STATEMENTS,
  validateConditions,
  validateQueuePlace,
} from "./iam/controller-rights";
import { validateIdentity } from "./iam/identity";
import { validateAdditionalPolicies } from "./iam/node-policies";
import { ROLE_ARN, ROLE_FIELDS, roleNameOf } from "./iam/role";
import { nodeRoleName } from "./names";
import { OBJECT_NAME, ROLE_NAME } from "./patterns";
import { keyPath, under, type Problem } from "./problem";
import { FACTS, WORKLOADS } from "./review/input";
import { RULE_CODES, RULE_CODES_ALLOWED } from "./review/rules";
import { knownVersion, validateKarpenterVersion, type KarpenterVersion } from "./versions";
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
      path: ROLE_FIELDS.path,
      permissionsBoundary: ROLE_FIELDS.permissionsBoundary,
      nodeRoleName: ROLE_FIELDS.roleName,
      controllerRoleName: ROLE_FIELDS.roleName,
      additionalNodePolicyArns: policyArns,
      additionalControllerStatements: STATEMENTS,
      kmsKeyArns: KMS_KEY_ARNS,
    },
  },
  controllerRoleArn: ROLE_ARN,
  nodeRoleArn: ROLE_ARN,
  interruptionQueue: { kind: "boolean" },
  interruptionQueueArn: QUEUE_ARN,
  tags: { kind: "map", values: { kind: "string", empty: true } },
  featureGates: { kind: "map", values: { kind: "boolean" } },
  crds: {
    kind: "object",
    fields: { adopt: { kind: "boolean" }, retain: { kind: "boolean" } },
  },
  workloads: WORKLOADS,
  facts: FACTS,
  silence: {
    kind: "map",
    values: { kind: "string" },
    keys: RULE_CODES,
    keysAllowed: RULE_CODES_ALLOWED,
  },
  nodeGroupNames: { kind: "list", items: { kind: "string" } },
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
    ...validateIdentity({
      identity,
      oidcIssuer: cluster.oidcIssuer,
      policyPreset,
      ownRole: args.controllerRoleArn !== undefined,
    }).map((problem) =>
      problem.path === "oidcIssuer" ? { ...problem, path: "cluster.oidcIssuer" } : problem,
    ),
    ...validateAccess(args.access, authenticationMode, cluster.kubeconfig),
    ...validateAdoption(args),
    ...validateExclusive(args),
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
    }).map((problem) => ({
      ...problem,
      path: problem.path.replace(/^resources/, "discoveryResources"),
    })),
    ...validateConditions(
      isRecord(args.iam) ? args.iam.additionalControllerStatements : undefined,
      "iam.additionalControllerStatements",
    ),
    ...validateQueuePlace(args.interruptionQueueArn, cluster),
    ...validateClassRoles(args),
    ...validateFeatureGates(args.featureGates, "featureGates", knownVersion(text)),
    ...validateNeededGates(args, knownVersion(text)),
    ...validateValues(args.values, "values"),
    ...validateValueGates(args.values, "values", knownVersion(text)),
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

/** Arguments that say who makes something, and of which one is enough. */
const EXCLUSIVE: readonly (readonly [path: string, other: string, fix: string])[] = [
  ["interruptionQueueArn", "interruptionQueue", "remove one: the queue is yours, or made here"],
  ["nodeRoleArn", "iam.nodeRoleName", "remove one: the role is yours, or made here"],
  ["nodeRoleArn", "iam.additionalNodePolicyArns", "attach the policies to your own role"],
  ["controllerRoleArn", "iam.controllerRoleName", "remove one: the role is yours, or made here"],
  ["controllerRoleArn", "iam.additionalControllerStatements", "add them to your own role"],
  ["controllerRoleArn", "iam.kmsKeyArns", "give your own role the rights to the keys"],
];

function validateExclusive(args: Record<string, unknown>): Problem[] {
  const valueOf = (path: string): unknown =>
    path
      .split(".")
      .reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), args);
  return EXCLUSIVE.filter(
    ([path, other]) =>
      valueOf(path) !== undefined && ![undefined, false].includes(valueOf(other) as undefined),
  ).map(([path, other, fix]) => ({
    path: other,
    value: valueOf(other),
    message: `not together with ${path}`,
    allowed: "one of the two",
    fix,
  }));
}

/** The id by which an access entry is taken over has to be known before anything is made. */
function validateAdoption(args: Record<string, unknown>): Problem[] {
  if (!isRecord(args.access) || args.access.adopt !== true) return [];
  const cluster = isRecord(args.cluster) ? args.cluster : {};
  const iam = isRecord(args.iam) ? args.iam : {};
  const parts = {
    "cluster.name": cluster.name,
    ...(args.nodeRoleArn === undefined
      ? { "cluster.region": cluster.region, "cluster.accountId": cluster.accountId }
      : { nodeRoleArn: args.nodeRoleArn }),
    "iam.path": iam.path,
    "iam.nodeRoleName": iam.nodeRoleName,
  };
  return Object.entries(parts)
    .filter(([, value]) => value === UNKNOWN)
    .map(([path]) => ({
      path,
      message: "not a plain text, which access.adopt needs",
      allowed: "a text that is known before anything is made",
      fix: "give the text itself, or leave access.adopt out",
    }));
}

/** A gate that pools or classes need, and that the caller switches off: they would be accepted, and do nothing. */
function validateNeededGates(args: Record<string, unknown>, version?: KarpenterVersion): Problem[] {
  const gates = isRecord(args.featureGates) ? args.featureGates : {};
  if (!version) return [];
  return Object.keys(impliedFeatureGates(args.nodePools, args.nodeClasses, version))
    .filter((gate) => gates[gate] === false)
    .map((gate) => ({
      path: keyPath("featureGates", gate),
      value: false,
      message:
        gate === "StaticCapacity"
          ? "a pool has replicas, which do nothing without this gate"
          : "a class selects capacity reservations, which are not used without this gate",
      allowed: "true, or nothing",
      fix: "remove it",
    }));
}

/** A role that the controller may not pass on, and whose nodes nobody lets in. */
function validateClassRoles(args: Record<string, unknown>): Problem[] {
  const { nodeClasses, nodeRoleArn, controllerRoleArn } = args;
  const cluster = isRecord(args.cluster) ? args.cluster : {};
  const iam = isRecord(args.iam) ? args.iam : {};
  const made = iam.nodeRoleName ?? cluster.name;
  const own = nodeRoleArn ?? made;
  if (!isRecord(nodeClasses) || controllerRoleArn !== undefined || typeof own !== "string")
    return [];
  const expected =
    nodeRoleArn !== undefined
      ? roleNameOf(own)
      : iam.nodeRoleName === undefined
        ? nodeRoleName(own)
        : own;
  return Object.entries(nodeClasses).flatMap(([name, spec]): Problem[] => {
    if (!isRecord(spec) || typeof spec.role !== "string" || spec.role === expected) return [];
    // What is wrong with the class by itself is told there.
    if (!ROLE_NAME.test(spec.role) || spec.instanceProfile !== undefined) return [];
    return [
      {
        path: keyPath(keyPath("nodeClasses", name), "role"),
        value: spec.role,
        message: "the controller may not give nodes this role, and nobody lets them in",
        allowed: `${expected}, or nothing`,
        fix: "remove it, or name the role of all nodes by nodeRoleArn",
      },
    ];
  });
}
