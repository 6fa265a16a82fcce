import type { Lookup } from "../context-file";
import { Clients } from "./clients";
import { callerIdentity, partitionOf, regionOf } from "./account";
import { clusterByName } from "./eks-cluster";
import { nodeGroupByName, nodeGroupsOf } from "./eks-node-group";
import { rolePolicyAttachments } from "./role-policies";
import { roleByName, rolesOf } from "./roles";
import { parameterByName } from "./parameter";
import { subnetById } from "./subnet";
import { zonesOf } from "./zones";

/** The arguments of a look-up, without those that are undefined; `region` is always set. */
export type LookupArgs = Readonly<Record<string, unknown>> & { readonly region: string };

interface Recorder {
  /** Every argument that the answer may depend on: any other is refused, as it would be ignored. */
  readonly args: readonly string[];
  readonly find: (clients: Clients, args: LookupArgs) => Promise<object>;
}

const RECORDERS: Readonly<Record<string, Recorder>> = {
  "aws:index/getRegion:getRegion": { args: ["name", "id"], find: regionOf },
  "aws:index/getCallerIdentity:getCallerIdentity": { args: ["id"], find: callerIdentity },
  "aws:index/getPartition:getPartition": { args: ["id"], find: partitionOf },
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    args: ["state", "allAvailabilityZones", "excludeNames", "excludeZoneIds", "filters"],
    find: zonesOf,
  },
  "aws:eks/getCluster:getCluster": {
    args: ["name", "tags"],
    find: clusterByName,
  },
  "aws:eks/getNodeGroups:getNodeGroups": {
    args: ["clusterName"],
    find: nodeGroupsOf,
  },
  "aws:eks/getNodeGroup:getNodeGroup": {
    args: ["clusterName", "nodeGroupName", "tags"],
    find: nodeGroupByName,
  },
  "aws:iam/getRole:getRole": { args: ["name", "tags"], find: roleByName },
  "aws:iam/getRoles:getRoles": { args: ["nameRegex", "pathPrefix"], find: rolesOf },
  "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments": {
    args: ["roleName", "pathPrefix"],
    find: rolePolicyAttachments,
  },
  "aws:ssm/getParameter:getParameter": {
    args: ["name", "withDecryption"],
    find: parameterByName,
  },
  "aws:ec2/getSubnet:getSubnet": { args: ["id"], find: subnetById },
};

/** The look-ups that can be recorded from a real account. */
export const RECORDABLE_TOKENS: readonly string[] = Object.keys(RECORDERS);

/**
 * Answers look-ups from the AWS account of the usual credentials. Profile, credentials and endpoints are resolved as in
 * every AWS tool; `region` is where a look-up without a region of its own is asked, `profile` the profile of the
 * shared configuration where it is not the one of AWS_PROFILE.
 */
export function awsLookups(options: { region: string; profile?: string | undefined }): Lookup {
  const clients = new Clients(options.profile);
  return async (token, given) => {
    const recorder = Object.hasOwn(RECORDERS, token) ? RECORDERS[token] : undefined;
    if (recorder === undefined) {
      throw new Error(
        `${token} cannot be recorded. Recordable look-ups: ${RECORDABLE_TOKENS.join(", ")}.`,
      );
    }
    const args = argumentsOf(token, recorder, given, options.region);
    try {
      return { ...(await recorder.find(clients, args)) };
    } catch (error) {
      throw new Error(`${token} ${JSON.stringify(given)}: ${awsWords(error)}`, { cause: error });
    }
  };
}

function argumentsOf(
  token: string,
  recorder: Recorder,
  given: Record<string, unknown>,
  defaultRegion: string,
): LookupArgs {
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const args = { region: defaultRegion, ...Object.fromEntries(set) };
  const allowed = [...recorder.args, "region"];
  const unknown = Object.keys(args).filter((key) => !allowed.includes(key));
  if (unknown.length > 0) {
    throw new Error(
      `${token} cannot be recorded by ${unknown.join(", ")}. Recordable arguments: ${allowed.join(", ")}.`,
    );
  }
  return args;
}

/** AWS's own words. Some failures, such as a refused connection, have their words in `code` or in the errors inside. */
function awsWords(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(awsWords).join("; ");
  }
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}
