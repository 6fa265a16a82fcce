import { checkField } from "../check-field";
import type { Field } from "../field";
import { ROLE_NAME } from "../patterns";
import type { Problem } from "../problem";

/** What the arguments of a role may hold. */
export const ROLE_FIELDS: Readonly<Record<"roleName" | "path" | "permissionsBoundary", Field>> = {
  roleName: {
    kind: "string",
    pattern: ROLE_NAME,
    allowed: "1 to 64 letters, digits and any of +=,.@_-",
    fix: "shorten it, or leave it out: the default is shortened by itself",
  },
  path: {
    kind: "string",
    pattern: /^\/([\x21-\x7e]+\/)?$/,
    allowed: "a path with a slash at both ends, such as /platform/",
    fix: "put a slash at both ends",
  },
  permissionsBoundary: {
    kind: "string",
    pattern: /^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+$/,
    allowed: "the ARN of an IAM policy",
    fix: "give the policy's ARN",
  },
};

/** Reasons to refuse the arguments of a role. */
export function validateRole(args: object): Problem[] {
  const given = args as Record<string, unknown>;
  return Object.entries(ROLE_FIELDS).flatMap(([key, field]) => checkField(field, given[key], key));
}

/** The ARN of an IAM role. */
export const ROLE_ARN: Field = {
  kind: "string",
  pattern: /^arn:[\w-]+:iam::\d{12}:role\/.+$/,
  allowed: "the ARN of an IAM role",
  fix: "give the role's ARN, neither its name nor the ARN of a session",
};

/** The name that an ARN of a role ends with. */
export function roleNameOf(roleArn: string): string {
  return roleArn.split("/").at(-1) ?? "";
}

const MAPPING_FIELDS: Readonly<Record<string, Field>> = {
  roleArn: { ...ROLE_ARN, required: true },
  kubeconfig: { kind: "string", required: true, verbatim: true, allowed: "a kubeconfig, as text" },
};

/** Reasons to refuse the arguments of an entry in aws-auth. */
export function validateMapping(args: object): Problem[] {
  const given = args as Record<string, unknown>;
  return Object.entries(MAPPING_FIELDS).flatMap(([key, field]) =>
    checkField(field, given[key], key),
  );
}
