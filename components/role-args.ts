import * as pulumi from "@pulumi/pulumi";
import { roleArn, type ClusterContext } from "../core/cluster";
import { after } from "./inputs";

/** What can be said of any IAM role. */
export interface RoleArgs {
  /** Name of the role, at most 64 characters. Defaults to `KarpenterNodeRole-<cluster>` and `KarpenterControllerRole-<cluster>`, shortened where too long. A change replaces the role. */
  roleName?: pulumi.Input<string>;
  /** IAM path, with a slash at both ends. Defaults to `/`. A change replaces the role. */
  path?: pulumi.Input<string>;
  /** ARN of the policy that bounds what the role can ever do. Defaults to none. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the role. Defaults to none. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The ARN of a role, which is known before the role exists. */
export function arnOf(
  role: pulumi.Resource & { name: pulumi.Output<string> },
  context: pulumi.Output<ClusterContext>,
  path: pulumi.Input<string> = "/",
): pulumi.Output<string> {
  const arn = pulumi
    .all([context, role.name, path])
    .apply(([c, name, iamPath]) => roleArn(c, name, iamPath));
  return after(role, arn);
}
