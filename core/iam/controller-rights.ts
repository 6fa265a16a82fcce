import { checkField } from "../check-field";
import { UNKNOWN, type Field } from "../field";
import type { Problem } from "../problem";
import { isRecord } from "../records";
import { PolicyEffect } from "./policy-document";
import { ROLE_ARN } from "./role";

const TEXTS: Field = { kind: "list", required: true, min: 1, items: { kind: "string" } };

/** Statements of the caller's own, in the words of this package and not of IAM's JSON. */
export const STATEMENTS: Field = {
  kind: "list",
  items: {
    kind: "object",
    fields: {
      sid: { kind: "string" },
      effect: { kind: "string", choices: Object.values(PolicyEffect) },
      actions: TEXTS,
      resources: TEXTS,
      conditions: {
        kind: "list",
        items: {
          kind: "object",
          fields: {
            test: { kind: "string", required: true },
            variable: { kind: "string", required: true },
            values: TEXTS,
          },
        },
      },
    },
  },
};

/** IAM's JSON has one place for each pair of test and variable: a second list would widen the first, or be lost. */
export function validateConditions(statements: unknown, path: string): Problem[] {
  if (!Array.isArray(statements)) return [];
  return statements.flatMap((statement, i) => {
    const conditions: unknown = isRecord(statement) ? statement.conditions : undefined;
    if (!Array.isArray(conditions)) return [];
    const pairs = conditions.map((condition) =>
      isRecord(condition) ? [condition.test, condition.variable] : [UNKNOWN],
    );
    return pairs.flatMap(([test, variable], j): Problem[] => {
      const first = pairs.findIndex((pair) => pair[0] === test && pair[1] === variable);
      if (first === j || typeof test !== "string" || typeof variable !== "string") return [];
      return [
        {
          path: `${path}[${i}].conditions[${j}]`,
          value: { test, variable },
          message: `the same test and variable as conditions[${first}]`,
          allowed: "each pair of test and variable once in a statement",
          fix: "put all values into one condition, any of which then holds, or write two statements",
        },
      ];
    });
  });
}

/** KMS keys, by which IAM knows them. */
export const KMS_KEY_ARNS: Field = {
  kind: "list",
  items: {
    kind: "string",
    pattern: /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+$/,
    allowed: "the ARN of a KMS key, not of an alias",
  },
};

/** The ARN of an SQS queue. */
export const QUEUE_ARN: Field = {
  kind: "string",
  pattern: /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]{1,80}$/,
  allowed: "the ARN of an SQS queue",
};

const RIGHTS: Readonly<Record<string, Field>> = {
  nodeRoleArn: { ...ROLE_ARN, required: true },
  interruptionQueueArn: QUEUE_ARN,
  kmsKeyArns: KMS_KEY_ARNS,
  ssmParameters: { kind: "list", items: { kind: "string" } },
  additionalStatements: STATEMENTS,
};

/** Reasons to refuse what the controller is to have rights to. */
export function validateControllerRights(args: Record<string, unknown>): Problem[] {
  return [
    ...Object.entries(RIGHTS).flatMap(([key, field]) => checkField(field, args[key], key)),
    ...validateConditions(args.additionalStatements, "additionalStatements"),
  ];
}

/** The chart takes the queue's name alone: the controller looks for it in its own region and account. */
export function validateQueuePlace(
  arn: unknown,
  cluster: { region?: unknown; accountId?: unknown },
): Problem[] {
  if (typeof arn !== "string" || checkField(QUEUE_ARN, arn, "").length > 0) return [];
  const [, , , region, accountId] = arn.split(":");
  const elsewhere =
    (cluster.region !== UNKNOWN && cluster.region !== region) ||
    (cluster.accountId !== UNKNOWN && cluster.accountId !== accountId);
  if (!elsewhere) return [];
  return [
    {
      path: "interruptionQueueArn",
      value: arn,
      message: "not a queue of the cluster's region and account, where the controller looks for it",
      allowed: "a queue of the cluster's own region and account",
      fix: "make one there, or leave it out",
    },
  ];
}
