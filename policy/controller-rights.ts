import { isRecord, recordsIn } from "../core/records";
import type { ReadResource } from "./stack";

const POLICIES = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"];

/** Whether a policy of the stack is that of the migration guide: it terminates by a tag that any cluster's nodes have. */
export function usesMigrationGuidePolicy(
  ofAws: readonly ReadResource[],
  clusterName: string | undefined,
): boolean {
  return ofAws
    .filter(({ type }) => POLICIES.includes(type))
    .map(({ props }) => statements(props.policy))
    .some(
      (all) =>
        all.some(({ Sid }) => Sid === "ConditionalEC2Termination") &&
        (clusterName === undefined ||
          all.some(
            ({ Action, Resource }) =>
              Action === "eks:DescribeCluster" && String(Resource).endsWith(`/${clusterName}`),
          )),
    );
}

function statements(policy: unknown): Record<string, unknown>[] {
  if (typeof policy !== "string") return [];
  try {
    const document: unknown = JSON.parse(policy);
    return isRecord(document) ? recordsIn(document.Statement) : [];
  } catch {
    return [];
  }
}
