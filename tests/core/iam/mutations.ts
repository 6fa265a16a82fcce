import { policyDocument, type PolicyDocument } from "../../../core/iam/policy-document";
import type { Statement } from "../../../core/iam/policy-document";

/** A document that differs from another in one place. */
export interface Mutation {
  /** The statement and what it lost. */
  name: string;
  document: PolicyDocument;
}

/** The document without one action or one resource of one statement, for each of them. */
export function smaller({ Statement: all }: PolicyDocument): Mutation[] {
  return all.flatMap((statement) =>
    (["Action", "Resource"] as const).flatMap((field) => {
      const values = [statement[field] ?? []].flat();
      return values.map((value) => {
        const rest = values.filter((other) => other !== value);
        const changed = rest.length === 0 ? [] : [{ ...statement, [field]: rest }];
        return mutation(all, statement, value, changed);
      });
    }),
  );
}

/** The document without one condition, for each of them. */
export function conditionless({ Statement: all }: PolicyDocument): Mutation[] {
  return all.flatMap((statement) =>
    Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => {
        const rest = Object.fromEntries(Object.entries(keys).filter(([other]) => other !== key));
        const Condition = { ...statement.Condition, [operator]: rest };
        return mutation(all, statement, `${operator} ${key}`, [{ ...statement, Condition }]);
      }),
    ),
  );
}

/** The document with every resource in one statement, for each of them that names some. */
export function resourceless({ Statement: all }: PolicyDocument): Mutation[] {
  return all
    .filter(({ Resource }) => Resource !== "*")
    .map((statement) => mutation(all, statement, "", [{ ...statement, Resource: "*" }]));
}

function mutation(
  all: Statement[],
  statement: Statement,
  change: string,
  changed: Statement[],
): Mutation {
  return {
    name: `${statement.Sid ?? ""} ${change}`.trim(),
    document: policyDocument(all.flatMap((other) => (other === statement ? changed : [other]))),
  };
}
