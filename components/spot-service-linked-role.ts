import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { SPOT_ROLE_OWNER_TAG, spotRolePlan } from "../core/iam/spot-role";

/** The spot service-linked role as a look-up found it. */
export interface ExistingSpotRoleArgs {
  /** ARN of the role. */
  arn: string;
  /** Tags of the role. */
  tags: { [key: string]: string };
}

/** Arguments of SpotServiceLinkedRole. */
export interface SpotServiceLinkedRoleArgs {
  /**
   * The role `AWSServiceRoleForEC2Spot` as the account has it; nothing where it has none. Plain: it decides whether the
   * role is made.
   */
  existing?: ExistingSpotRoleArgs;
  /** Who makes it, such as `<project>/<stack>`, written into a tag: whoever made it goes on declaring it. Plain. */
  owner: string;
}

/**
 * The role that an account needs once before it can have spot instances. Made where it is absent, left alone where it is
 * not, and never deleted: others in the account use it too.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
export class SpotServiceLinkedRole extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: SpotServiceLinkedRoleArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("karpenter-eks:index:SpotServiceLinkedRole", name, {}, opts);
    const plan = spotRolePlan(args.existing, args.owner);
    if (plan !== "leave") {
      new iam.ServiceLinkedRole(
        `${name}-role`,
        {
          awsServiceName: "spot.amazonaws.com",
          tags: { [SPOT_ROLE_OWNER_TAG]: args.owner },
        },
        {
          parent: this,
          retainOnDelete: true,
          // Made by this owner, but perhaps lost from its state: creating it again would fail.
          import: args.existing?.arn,
        },
      );
    }
    this.registerOutputs({});
  }
}
