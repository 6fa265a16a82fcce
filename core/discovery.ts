import { checkField } from "./check-field";
import { resourceId } from "./patterns";
import { isRecord } from "./records";
import { keyPath, type Problem } from "./problem";

/** Reasons to refuse what is to be tagged. */
export function validateDiscovery(args: {
  subnetIds?: unknown;
  securityGroupIds?: unknown;
  resources?: unknown;
}): Problem[] {
  const none = [args.subnetIds, args.securityGroupIds].every(
    (ids) => !Array.isArray(ids) || ids.length === 0,
  );
  const problems = [
    ...checkField({ kind: "list", items: resourceId("subnet") }, args.subnetIds, "subnetIds"),
    ...checkField(
      { kind: "list", items: resourceId("sg") },
      args.securityGroupIds,
      "securityGroupIds",
    ),
  ];
  if (none && !(isRecord(args.resources) && Object.keys(args.resources).length > 0)) {
    problems.push({
      path: "subnetIds",
      message: "nothing to tag: Karpenter would find no subnet",
      allowed: "at least one subnet or security group",
      fix: "give the subnets of the cluster's node groups",
    });
  }
  const ids = [args.subnetIds, args.securityGroupIds].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  for (const key of Object.keys(isRecord(args.resources) ? args.resources : {})) {
    if (!ids.includes(key)) continue;
    problems.push({
      path: keyPath("resources", key),
      message: "this id is tagged already",
      allowed: "a key that is no id of the lists",
      fix: "remove it from one of the two",
    });
  }
  return problems;
}
