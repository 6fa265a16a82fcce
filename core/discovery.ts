import { checkField, type Field } from "./fields";
import { isRecord } from "./records";
import type { Problem } from "./problem";

const idList = (prefix: string): Field => ({
  kind: "list",
  items: {
    kind: "string",
    pattern: new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
    allowed: `${prefix}- and 8 or 17 hexadecimal digits`,
    fix: "give an id as AWS shows it",
  },
});

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
    ...checkField(idList("subnet"), args.subnetIds, "subnetIds"),
    ...checkField(idList("sg"), args.securityGroupIds, "securityGroupIds"),
  ];
  if (none && !(isRecord(args.resources) && Object.keys(args.resources).length > 0)) {
    problems.push({
      path: "subnetIds",
      message: "nothing to tag: Karpenter would find no subnet",
      allowed: "at least one subnet or security group",
      fix: "give the subnets of the cluster's node groups",
    });
  }
  return problems;
}
