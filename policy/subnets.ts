import { DISCOVERY_TAG } from "../core/names";
import { isRecord } from "../core/records";
import type { SubnetFact } from "../core/review/input";
import type { ReadResource } from "./stack";

/** AWS keeps the first four addresses of a subnet and the last. */
const RESERVED_ADDRESSES = 5;

/**
 * The subnets that the stack makes for nodes, with the addresses that they begin with. Nothing where there are others, of
 * which only the tag is here, or where something of them is not known: a part of them would be judged as all.
 */
export function subnetFacts(
  ofAws: readonly ReadResource[],
  tags: readonly ReadResource[],
  belongs: (clusterName: unknown) => boolean,
): SubnetFact[] | undefined {
  const subnets = ofAws.filter(
    ({ type, props }) =>
      type === "aws:ec2/subnet:Subnet" &&
      isRecord(props.tags) &&
      belongs(props.tags[DISCOVERY_TAG]),
  );
  const elsewhere = tags.some(
    ({ props }) => typeof props.resourceId !== "string" || props.resourceId.startsWith("subnet-"),
  );
  if (subnets.length === 0 || elsewhere) return undefined;
  const facts = subnets.flatMap(({ name, props }): SubnetFact[] => {
    const { id, availabilityZone, cidrBlock } = props;
    const prefix = typeof cidrBlock === "string" ? Number(cidrBlock.split("/")[1]) : NaN;
    if (typeof availabilityZone !== "string" || Number.isNaN(prefix)) return [];
    return [
      {
        // One that is not made yet has none.
        id: typeof id === "string" && id !== "" ? id : name,
        availabilityZone,
        availableIpAddressCount: 2 ** (32 - prefix) - RESERVED_ADDRESSES,
      },
    ];
  });
  return facts.length === subnets.length ? facts : undefined;
}
