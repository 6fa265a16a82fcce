import type { GetAvailabilityZonesResult } from "@pulumi/aws";
import { isRecord } from "../../core/records";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { optionalFlag, optionalText, optionalTexts, present, sorted, text, texts } from "./values";

type ZoneFilter = NonNullable<GetAvailabilityZonesResult["filters"]>[number];

/** `aws.getAvailabilityZones`, sorted by name, the ids in the order of the names. */
export async function zonesOf(
  clients: Clients,
  args: LookupArgs,
): Promise<GetAvailabilityZonesResult> {
  const { AvailabilityZoneState, DescribeAvailabilityZonesCommand } =
    await import("@aws-sdk/client-ec2");
  const state = stateOf(args, Object.values(AvailabilityZoneState));
  const allAvailabilityZones = optionalFlag(args, "allAvailabilityZones");
  const excludeNames = optionalTexts(args, "excludeNames");
  const excludeZoneIds = optionalTexts(args, "excludeZoneIds");
  const filters = filtersOf(args);
  const ec2 = await clients.ec2(args.region);
  const answer = await ec2.send(
    new DescribeAvailabilityZonesCommand({
      AllAvailabilityZones: allAvailabilityZones,
      Filters: [
        ...(state === undefined ? [] : [{ Name: "state", Values: [state] }]),
        ...(filters ?? []).map(({ name, values }) => ({ Name: name, Values: values })),
      ],
    }),
  );
  const zones = (answer.AvailabilityZones ?? [])
    .map(({ GroupName: group = "", ZoneId: id = "", ZoneName: name = "" }) => ({ group, id, name }))
    .filter(({ id, name }) => !excludeNames?.includes(name) && !excludeZoneIds?.includes(id))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    groupNames: sorted([...new Set(zones.map(({ group }) => group))]),
    id: args.region,
    names: zones.map(({ name }) => name),
    region: args.region,
    zoneIds: zones.map(({ id }) => id),
    ...present({ allAvailabilityZones, excludeNames, excludeZoneIds, filters, state }),
  };
}

/** Refused as by the provider where AWS knows no such state: AWS itself would answer with no zones at all. */
function stateOf(args: LookupArgs, known: readonly string[]): string | undefined {
  const state = optionalText(args, "state");
  if (state === undefined || known.includes(state)) return state;
  throw new Error(`state must be one of ${known.join(", ")}, not ${JSON.stringify(state)}.`);
}

function filtersOf({ filters }: LookupArgs): ZoneFilter[] | undefined {
  if (filters === undefined) return undefined;
  if (!Array.isArray(filters) || !filters.every(isRecord)) {
    throw new Error(`filters must be a list of filters, not ${JSON.stringify(filters)}.`);
  }
  return filters.map((filter) => ({
    name: text(filter, "name"),
    values: texts(filter, "values"),
  }));
}
