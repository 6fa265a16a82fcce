/** Values of one condition key, or of `Action` and `Resource`. */
export type OneOrMore = string | string[];

/** Whether a statement allows or denies. */
export const PolicyEffect = { Allow: "Allow", Deny: "Deny" } as const;
export type PolicyEffect = (typeof PolicyEffect)[keyof typeof PolicyEffect];

/** One statement of an IAM policy; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  Sid?: string;
  Effect: PolicyEffect;
  Principal?: Record<string, OneOrMore>;
  Action: OneOrMore;
  Resource?: OneOrMore;
  Condition?: Record<string, Record<string, OneOrMore>>;
}

/** An IAM policy or trust document. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** One condition of a statement. */
export interface Condition {
  test: string;
  variable: string;
  values: string[];
}

/** Conditions as a statement has them: values by key by operator. */
export function conditionBlock(conditions: Condition[]): Statement["Condition"] {
  const block: Record<string, Record<string, OneOrMore>> = {};
  for (const { test, variable, values } of conditions) (block[test] ??= {})[variable] = values;
  return block;
}

/** A document of these statements. */
export function policyDocument(statements: Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The length by which IAM measures a document: white space outside of strings does not count. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}
