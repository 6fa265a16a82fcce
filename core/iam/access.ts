import { checkField } from "../check-field";
import { UNKNOWN, type Field } from "../field";
import { amiFamilyOf } from "../node-class/amis";
import type { Problem } from "../problem";
import { isRecord } from "../records";

/**
 * How a cluster knows who may talk to it: by EKS access entries (`API`), by the ConfigMap aws-auth (`CONFIG_MAP`), or by
 * both.
 */
export const AuthenticationMode = {
  Api: "API",
  ApiAndConfigMap: "API_AND_CONFIG_MAP",
  ConfigMap: "CONFIG_MAP",
} as const;
export type AuthenticationMode = (typeof AuthenticationMode)[keyof typeof AuthenticationMode];

/** How the nodes are let in: an EKS access entry, an entry in the ConfigMap aws-auth, or by somebody else. */
export const AccessMode = {
  AccessEntry: "access-entry",
  AwsAuth: "aws-auth",
  None: "none",
} as const;
export type AccessMode = (typeof AccessMode)[keyof typeof AccessMode];

/** Type of an access entry for nodes; `EC2_WINDOWS` lets Windows nodes in, and Linux nodes as well. */
export const AccessEntryType = { Linux: "EC2_LINUX", Windows: "EC2_WINDOWS" } as const;
export type AccessEntryType = (typeof AccessEntryType)[keyof typeof AccessEntryType];

/** What the arguments of access may hold. */
export const ACCESS: Field = {
  kind: "object",
  fields: {
    mode: { kind: "string", choices: Object.values(AccessMode) },
    entryType: { kind: "string", choices: Object.values(AccessEntryType) },
    adopt: { kind: "boolean" },
  },
};

/** What each authentication mode reads. */
const READ_BY: Readonly<Record<AuthenticationMode, readonly AccessMode[]>> = {
  API: ["access-entry"],
  API_AND_CONFIG_MAP: ["access-entry", "aws-auth"],
  CONFIG_MAP: ["aws-auth"],
};

/** The way in that a cluster's authentication mode asks for. */
export function accessModeOf(
  authenticationMode: AuthenticationMode,
  given?: AccessMode,
): AccessMode {
  return given ?? READ_BY[authenticationMode][0] ?? "access-entry";
}

/** Whether any class launches Windows: its nodes need more than Linux nodes to join. */
export function hasWindows(nodeClasses: unknown): boolean {
  return (isRecord(nodeClasses) ? Object.values(nodeClasses) : []).some(
    (spec) => isRecord(spec) && amiFamilyOf(spec)?.startsWith("Windows"),
  );
}

/** Reasons to refuse how nodes are let in. */
export function validateAccess(
  access: unknown,
  authenticationMode: unknown,
  kubeconfig: unknown,
): Problem[] {
  const problems = [
    ...checkField(
      { kind: "string", choices: Object.values(AuthenticationMode) },
      authenticationMode,
      "cluster.authenticationMode",
    ),
    ...checkField(ACCESS, access, "access"),
  ];
  if (problems.length > 0 || authenticationMode === UNKNOWN) return problems;
  const { mode, adopt } = (access ?? {}) as { mode?: AccessMode; adopt?: boolean };
  const authentication = authenticationMode as AuthenticationMode;
  const used = accessModeOf(authentication, mode);
  const read = READ_BY[authentication];
  if (used !== "none" && !read.includes(used)) {
    problems.push({
      path: "access.mode",
      value: used,
      message: `a cluster of authentication mode ${authentication} does not look there`,
      allowed: [...read, "none"].join(", "),
      fix: "leave it out, or change the authentication mode of the cluster",
    });
  }
  if (used === "aws-auth" && kubeconfig === undefined) {
    problems.push({
      path: "cluster.kubeconfig",
      message: "missing: the edit of aws-auth needs it",
      allowed: "a kubeconfig of somebody who may patch aws-auth",
      fix: "set it, or move the cluster to access entries (API_AND_CONFIG_MAP)",
    });
  }
  if (adopt === true && used !== "access-entry") {
    problems.push({
      path: "access.adopt",
      value: true,
      message: "only an access entry is adopted",
      allowed: "nothing: an entry in aws-auth that is there already is left alone by itself",
      fix: "remove it",
    });
  }
  return problems;
}
