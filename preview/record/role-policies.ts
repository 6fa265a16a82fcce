import type { GetRolePolicyAttachmentsResult } from "@pulumi/aws/iam";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { optionalText, present, text } from "./values";

/** `aws.iam.getRolePolicyAttachments`: the managed policies of a role, sorted by ARN. */
export async function rolePolicyAttachments(
  clients: Clients,
  args: LookupArgs,
): Promise<GetRolePolicyAttachmentsResult> {
  const { paginateListAttachedRolePolicies } = await import("@aws-sdk/client-iam");
  const roleName = text(args, "roleName");
  const pathPrefix = optionalText(args, "pathPrefix");
  const attachedPolicies: { policyArn: string; policyName: string }[] = [];
  const pages = paginateListAttachedRolePolicies(
    { client: await clients.iam(args.region) },
    { RoleName: roleName, PathPrefix: pathPrefix },
  );
  for await (const page of pages) {
    for (const { PolicyArn = "", PolicyName = "" } of page.AttachedPolicies ?? []) {
      attachedPolicies.push({ policyArn: PolicyArn, policyName: PolicyName });
    }
  }
  attachedPolicies.sort((a, b) => (a.policyArn < b.policyArn ? -1 : 1));
  return { attachedPolicies, ...present({ pathPrefix }), roleName };
}
