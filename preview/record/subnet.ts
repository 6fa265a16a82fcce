import type { Subnet } from "@aws-sdk/client-ec2";
import type { GetSubnetResult } from "@pulumi/aws/ec2";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { found, ownListedTags, text } from "./values";

/** `aws.ec2.getSubnet`, by id. */
export async function subnetById(clients: Clients, args: LookupArgs): Promise<GetSubnetResult> {
  const { DescribeSubnetsCommand } = await import("@aws-sdk/client-ec2");
  const id = text(args, "id");
  const ec2 = await clients.ec2(args.region);
  const answer = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
  const subnet = found(answer.Subnets?.[0]);
  return {
    arn: subnet.SubnetArn ?? "",
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
    availabilityZone: subnet.AvailabilityZone ?? "",
    availabilityZoneId: subnet.AvailabilityZoneId ?? "",
    availableIpAddressCount: subnet.AvailableIpAddressCount ?? 0,
    cidrBlock: subnet.CidrBlock ?? "",
    customerOwnedIpv4Pool: subnet.CustomerOwnedIpv4Pool ?? "",
    defaultForAz: subnet.DefaultForAz ?? false,
    enableDns64: subnet.EnableDns64 ?? false,
    enableLniAtDeviceIndex: subnet.EnableLniAtDeviceIndex ?? 0,
    id,
    ipv6Native: subnet.Ipv6Native ?? false,
    mapCustomerOwnedIpOnLaunch: subnet.MapCustomerOwnedIpOnLaunch ?? false,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
    outpostArn: subnet.OutpostArn ?? "",
    ownerId: subnet.OwnerId ?? "",
    region: args.region,
    state: subnet.State ?? "",
    tags: ownListedTags(subnet.Tags),
    vpcId: subnet.VpcId ?? "",
    ...ipv6Of(subnet),
    ...hostnamesOf(subnet),
  };
}

/** A subnet has one associated IPv6 range at most; ranges that were taken away stay listed for a while. */
function ipv6Of({ Ipv6CidrBlockAssociationSet = [] }: Subnet) {
  const range = Ipv6CidrBlockAssociationSet.find(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === "associated",
  );
  return {
    ipv6CidrBlock: range?.Ipv6CidrBlock ?? "",
    ipv6CidrBlockAssociationId: range?.AssociationId ?? "",
  };
}

function hostnamesOf({ PrivateDnsNameOptionsOnLaunch: options = {} }: Subnet) {
  return {
    enableResourceNameDnsARecordOnLaunch: options.EnableResourceNameDnsARecord ?? false,
    enableResourceNameDnsAaaaRecordOnLaunch: options.EnableResourceNameDnsAAAARecord ?? false,
    privateDnsHostnameTypeOnLaunch: options.HostnameType ?? "",
  };
}
