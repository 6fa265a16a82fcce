/** The service-linked role that an account needs once before it can have spot instances. */
export const SPOT_ROLE_NAME = "AWSServiceRoleForEC2Spot";

/** Where it stands, for a look-up that is no error where there is none. */
export const SPOT_ROLE_PATH = "/aws-service-role/spot.amazonaws.com/";

/** The tag that says which stack made it: only that one keeps declaring it. */
export const SPOT_ROLE_OWNER_TAG = "karpenter-eks/owner";

/** The role as an account has it. */
export interface ExistingRole {
  arn: string;
  tags: Readonly<Record<string, string>>;
}

/**
 * What to do about it: create it where it is absent, keep it where this owner made it, and leave it alone otherwise.
 * Without the owner, the second run would find the role that the first one made and no longer declare it.
 */
export function spotRolePlan(
  existing: ExistingRole | undefined,
  owner: string,
): "create" | "keep" | "leave" {
  if (existing === undefined) return "create";
  return existing.tags[SPOT_ROLE_OWNER_TAG] === owner ? "keep" : "leave";
}
