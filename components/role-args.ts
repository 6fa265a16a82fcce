import * as pulumi from "@pulumi/pulumi";

/** What can be said of any IAM role. */
export interface RoleArgs {
  /** Name of the role, at most 64 characters. Defaults to the lab's name with the cluster in it. A change replaces the role. */
  roleName?: pulumi.Input<string>;
  /** IAM path, with a slash at both ends. Defaults to `/`. A change replaces the role. */
  path?: pulumi.Input<string>;
  /** ARN of the policy that bounds what the role can ever do. Defaults to none. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the role. Defaults to none. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}
