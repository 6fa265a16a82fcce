import type { GetCallerIdentityResult, GetPartitionResult, GetRegionResult } from "@pulumi/aws";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { optionalText } from "./values";

/** `aws.getRegion`: of the region asked for by any of its three names, else of the one in use. */
export async function regionOf(_clients: Clients, args: LookupArgs): Promise<GetRegionResult> {
  const { partition } = await import("@aws-sdk/core/client");
  const region = optionalText(args, "name") ?? optionalText(args, "id") ?? args.region;
  // The table that the SDK finds its endpoints by; its type leaves out what the table has beside.
  const { dnsSuffix, description = "" }: { dnsSuffix: string; description?: string } =
    partition(region);
  return {
    description,
    endpoint: `ec2.${region}.${dnsSuffix}`,
    id: region,
    name: region,
    region,
  };
}

/** `aws.getCallerIdentity`. */
export async function callerIdentity(
  clients: Clients,
  { region }: LookupArgs,
): Promise<GetCallerIdentityResult> {
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const caller = await (await clients.sts(region)).send(new GetCallerIdentityCommand({}));
  const accountId = caller.Account ?? "";
  return { accountId, arn: caller.Arn ?? "", id: accountId, userId: caller.UserId ?? "" };
}

/** `aws.getPartition`: the partition that the region is in. */
export async function partitionOf(
  _clients: Clients,
  { region }: LookupArgs,
): Promise<GetPartitionResult> {
  const { partition } = await import("@aws-sdk/core/client");
  const { name, dnsSuffix } = partition(region);
  return {
    dnsSuffix,
    id: name,
    partition: name,
    reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
  };
}
