import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { DISCOVERY_TAG } from "../core/names";

/** The network of a new cluster. */
export interface Network {
  vpcId: pulumi.Output<string>;
  publicSubnetIds: pulumi.Output<string>[];
  privateSubnetIds: pulumi.Output<string>[];
  /** All of it: nodes need their routes for as long as they live. */
  resources: pulumi.Resource[];
}

/**
 * A VPC with a public and a private subnet in each zone, and one NAT gateway: nodes are private, load balancers public.
 * The private subnets carry the discovery tag themselves: a tag resource beside a subnet of the same program would be
 * taken off again with the subnet's next update.
 */
export function network(
  clusterName: string,
  cidrBlock: string,
  zones: string[],
  common: Record<string, string> = {},
): Network {
  const named = (suffix: string, tags: Record<string, string> = {}) => ({
    tags: { ...common, Name: `${clusterName}-${suffix}`, ...tags },
  });
  const vpc = new aws.ec2.Vpc("vpc", {
    cidrBlock,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    ...named("vpc"),
  });
  const gateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id, ...named("internet") });
  const publicRoutes = new aws.ec2.RouteTable("public", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
    ...named("public"),
  });
  const blocks = subnetBlocks(cidrBlock, zones.length);
  const publicSubnets = zones.map(
    (availabilityZone, index) =>
      new aws.ec2.Subnet(`public-${availabilityZone}`, {
        vpcId: vpc.id,
        availabilityZone,
        cidrBlock: blocks.public[index],
        mapPublicIpOnLaunch: true,
        ...named(`public-${availabilityZone}`, { "kubernetes.io/role/elb": "1" }),
      }),
  );
  const address = new aws.ec2.Eip("nat", { domain: "vpc", ...named("nat") });
  const nat = new aws.ec2.NatGateway(
    "nat",
    { allocationId: address.id, subnetId: publicSubnets[0]?.id ?? "", ...named("nat") },
    { dependsOn: gateway },
  );
  const privateRoutes = new aws.ec2.RouteTable("private", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
    ...named("private"),
  });
  const privateSubnets = zones.map(
    (availabilityZone, index) =>
      new aws.ec2.Subnet(`private-${availabilityZone}`, {
        vpcId: vpc.id,
        availabilityZone,
        cidrBlock: blocks.private[index],
        ...named(`private-${availabilityZone}`, {
          "kubernetes.io/role/internal-elb": "1",
          [DISCOVERY_TAG]: clusterName,
        }),
      }),
  );
  const associations = zones.flatMap((zone, index) => [
    associate(`public-${zone}`, publicSubnets[index], publicRoutes),
    associate(`private-${zone}`, privateSubnets[index], privateRoutes),
  ]);
  return {
    vpcId: vpc.id,
    publicSubnetIds: publicSubnets.map(({ id }) => id),
    privateSubnetIds: privateSubnets.map(({ id }) => id),
    resources: associations,
  };
}

function associate(name: string, subnet: aws.ec2.Subnet | undefined, routes: aws.ec2.RouteTable) {
  return new aws.ec2.RouteTableAssociation(name, {
    subnetId: subnet?.id,
    routeTableId: routes.id,
  });
}

function parseBlock(cidrBlock: string): { octets: number[]; start: number; bits: number } {
  const [base = "", length = ""] = cidrBlock.split("/");
  const octets = base.split(".").map(Number);
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { octets, start, bits: Number(length) };
}

/** Whether a block is one: every octet in its range, and no bit set behind the prefix. */
export function isBlock(cidrBlock: string): boolean {
  const { octets, start, bits } = parseBlock(cidrBlock);
  return octets.every((octet) => octet <= 255) && start % 2 ** (32 - bits) === 0;
}

/**
 * Private subnets get an eighth of the block each, since every pod has an address of its own, and public ones share the
 * last eighth. So at most six zones fit a block of /16 to /21.
 */
export function subnetBlocks(
  cidrBlock: string,
  count: number,
): { private: string[]; public: string[] } {
  const { start, bits } = parseBlock(cidrBlock);
  const block = (index: number, prefix: number, offset = 0): string => {
    const address = start + offset + index * 2 ** (32 - prefix);
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
    return `${octets.join(".")}/${prefix}`;
  };
  const lastEighth = 7 * 2 ** (32 - bits - 3);
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    private: indexes.map((index) => block(index, bits + 3)),
    public: indexes.map((index) => block(index, bits + 6, lastEighth)),
  };
}
