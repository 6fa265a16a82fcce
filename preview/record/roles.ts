import type { GetRoleResult, GetRolesResult } from "@pulumi/aws/iam";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { goRegExp } from "./go-regex";
import {
  block,
  found,
  optionalText,
  ownListedTags,
  present,
  sorted,
  text,
  timestamp,
} from "./values";

/** `aws.iam.getRoles`: all of them, however many pages there are; none is no error. */
export async function rolesOf(clients: Clients, args: LookupArgs): Promise<GetRolesResult> {
  const { paginateListRoles } = await import("@aws-sdk/client-iam");
  const nameRegex = optionalText(args, "nameRegex");
  const pathPrefix = optionalText(args, "pathPrefix");
  const isWanted = nameFilter(nameRegex ?? "");
  const arns: string[] = [];
  const names: string[] = [];
  const pages = paginateListRoles(
    { client: await clients.iam(args.region) },
    // An empty prefix is none to the provider, and an error to AWS.
    { PathPrefix: pathPrefix === "" ? undefined : pathPrefix },
  );
  for await (const page of pages) {
    for (const { Arn = "", RoleName = "" } of page.Roles ?? []) {
      if (!isWanted(RoleName)) continue;
      arns.push(Arn);
      names.push(RoleName);
    }
  }
  return {
    arns: sorted(arns),
    id: args.region,
    names: sorted(names),
    ...present({ nameRegex, pathPrefix }),
  };
}

function nameFilter(nameRegex: string): (name: string) => boolean {
  try {
    const expression = goRegExp(nameRegex);
    return (name) => expression.test(name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`nameRegex cannot be recorded: ${reason}`, { cause: error });
  }
}

/** `aws.iam.getRole`. */
export async function roleByName(clients: Clients, args: LookupArgs): Promise<GetRoleResult> {
  const { GetRoleCommand } = await import("@aws-sdk/client-iam");
  const name = text(args, "name");
  const iam = await clients.iam(args.region);
  const role = found((await iam.send(new GetRoleCommand({ RoleName: name }))).Role);
  return {
    arn: role.Arn ?? "",
    assumeRolePolicy: urlDecoded(role.AssumeRolePolicyDocument ?? ""),
    createDate: timestamp(role.CreateDate),
    description: role.Description ?? "",
    id: name,
    maxSessionDuration: role.MaxSessionDuration ?? 0,
    name: role.RoleName ?? name,
    path: role.Path ?? "",
    permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
    // A role that was never used has this block too, with nothing in it.
    roleLastUseds: block(role.RoleLastUsed, ({ LastUsedDate, Region = "" }) => ({
      lastUsedDate: timestamp(LastUsedDate),
      region: Region,
    })),
    tags: ownListedTags(role.Tags),
    uniqueId: role.RoleId ?? "",
  };
}

/** Decoded as the provider does it: as a query, where a plus is a space. */
function urlDecoded(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}
