import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SPOT_ROLE_NAME, SPOT_ROLE_PATH } from "../core/iam/spot-role";
import { mayUseSpot } from "../core/node-pool/capacity";
import { SpotServiceLinkedRole, type ExistingSpotRoleArgs } from "../index";
import type { StackConfig } from "./config";

/** The account's spot role, as far as this program has to do with it. */
interface SpotRole {
  resources: pulumi.Resource[];
  /** Whether the account has it, or is given it; nothing where nobody looked. */
  isThere?: boolean;
}

/** Sees to it that the account can have spot instances, where a pool may ask for them. */
export async function spotServiceLinkedRole(config: StackConfig): Promise<SpotRole> {
  if (!config.spotServiceLinkedRole || !Object.values(config.nodePools).some(mayUseSpot)) {
    return { resources: [] };
  }
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const existing = await lookUp();
  return { resources: [new SpotServiceLinkedRole("spot", { owner, existing })], isThere: true };
}

/** A list, and not the role itself: to ask for a role that is not there is an error. */
async function lookUp(): Promise<ExistingSpotRoleArgs | undefined> {
  const { names } = await aws.iam.getRoles({ pathPrefix: SPOT_ROLE_PATH });
  if (!names.includes(SPOT_ROLE_NAME)) return undefined;
  const { arn, tags } = await aws.iam.getRole({ name: SPOT_ROLE_NAME });
  return { arn, tags };
}
