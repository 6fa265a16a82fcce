import { expect } from "chai";
import type { RecordedLookup } from "../../preview/context-file";
import type { Registration } from "../../preview/registration";
import { subnetBlocks } from "../../stacks/vpc";
import { dependencies, only, refusal } from "../harness";
import { environment } from "./environment";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];

/** A cluster that is made, where `staging` has one. */
function made(create: object = {}, config: object = {}, owner?: string): Promise<Registration> {
  return environment("staging", {
    config: {
      clusterName: undefined,
      cluster: { create: { name: "fresh", kubernetesVersion: "1.35", ...create } },
      ...config,
    },
    lookups: (all) => [
      ...all.filter(({ token }) => !/getCluster|getNodeGroup/.test(token)),
      zones,
      ...PRIVATE.map((id, index) => subnet(id, index === 0 ? owner : undefined)),
    ],
  });
}

const zones: RecordedLookup = {
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  args: {
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
  },
  result: { names: [...ZONES].reverse() },
};

const PRIVATE = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"];

/** A subnet that is there, perhaps with the discovery tag of a cluster. */
const subnet = (id: string, owner?: string): RecordedLookup => ({
  token: "aws:ec2/getSubnet:getSubnet",
  args: { id },
  result: {
    id,
    availabilityZone: ZONES[0],
    availableIpAddressCount: 4091,
    tags: owner === undefined ? {} : { "karpenter.sh/discovery": owner },
  },
});

const CLUSTER = "eks:index:Cluster";
const SUBNET = "aws:ec2/subnet:Subnet";

describe("a cluster that is made with Karpenter", () => {
  it("has access entries, an OIDC provider, and no node group but the system's", async () => {
    const registration = await made({ adminRoleArns: ["arn:aws:iam::111122223333:role/admin"] });
    const { inputs } = only(registration, CLUSTER);
    expect(inputs).to.deep.include({
      ...{ name: "fresh", version: "1.35", authenticationMode: "API" },
      ...{ createOidcProvider: true, skipDefaultNodeGroup: true },
    });
    expect(inputs.serviceRole).to.have.property("$resource");
    const principalArn = "arn:aws:iam::111122223333:role/admin";
    expect(
      only(registration, "aws:eks/accessEntry:AccessEntry", `admin-${principalArn}`).inputs,
    ).to.deep.equal({ clusterName: "fresh", principalArn });
    expect(
      only(registration, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation").inputs,
    ).to.deep.equal({
      ...{ clusterName: "fresh", principalArn },
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    const group = only(registration, "aws:eks/nodeGroup:NodeGroup");
    expect(group.inputs).to.deep.include({
      ...{ clusterName: "fresh", nodeGroupName: "system" },
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 3 },
    });
    expect(dependencies(registration, group)).to.include.members([
      "fresh",
      "system-node-AmazonEKS_CNI_Policy",
    ]);
  });

  it("gets Karpenter in the same run, by Pod Identity, an access entry and the system nodes", async () => {
    const registration = await made();
    const association = only(
      registration,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    ).inputs;
    expect(association).to.deep.include({ clusterName: "fresh", serviceAccount: "karpenter" });
    expect(only(registration, "aws:eks/addon:Addon").inputs.addonName).to.equal(
      "eks-pod-identity-agent",
    );
    expect(only(registration, "aws:eks/accessEntry:AccessEntry").inputs).to.deep.equal({
      clusterName: "fresh",
      principalArn: "arn:aws:iam::111122223333:role/KarpenterNodeRole-fresh",
      type: "EC2_LINUX",
    });
    const release = only(registration, "kubernetes:helm.sh/v3:Release", "karpenter-controller");
    const { affinity } = release.inputs.values as { affinity: object };
    expect(JSON.stringify(affinity)).to.include(
      '{"key":"eks.amazonaws.com/nodegroup","operator":"In","values":["system"]}',
    );
    expect(dependencies(registration, release)).to.include.members([
      ...["fresh", "system-nodes", "pod-identity-agent"],
      ...["private-us-east-1a", "public-us-east-1a"],
    ]);
  });

  it("stands in a network of three zones, whose private subnets Karpenter finds", async () => {
    const registration = await made();
    const subnets = registration.resources.filter(({ type }) => type === SUBNET);
    expect(
      subnets.map(({ name, inputs }) => [
        name,
        inputs.cidrBlock,
        (inputs.tags as Record<string, string>)["karpenter.sh/discovery"],
      ]),
    ).to.deep.equal([
      ["private-us-east-1a", "10.0.0.0/19", "fresh"],
      ["private-us-east-1b", "10.0.32.0/19", "fresh"],
      ["private-us-east-1c", "10.0.64.0/19", "fresh"],
      ["public-us-east-1a", "10.0.224.0/22", undefined],
      ["public-us-east-1b", "10.0.228.0/22", undefined],
      ["public-us-east-1c", "10.0.232.0/22", undefined],
    ]);
    // The tag of a subnet stands in the subnet; a resource of its own would be taken off with the next update.
    const tags = registration.resources.filter(({ type }) => type === "aws:ec2/tag:Tag");
    expect(tags.map(({ name }) => name)).to.deep.equal([
      "karpenter-discovery-cluster-security-group",
    ]);
  });

  it("stands in a network that is there, which is then tagged", async () => {
    const privateSubnetIds = PRIVATE;
    const registration = await made({ vpcId: "vpc-0aaaaaaaaaaaaaaa1", privateSubnetIds });
    expect(registration.resources.filter(({ type }) => type === SUBNET)).to.deep.equal([]);
    expect(only(registration, CLUSTER).inputs).to.deep.include({
      vpcId: "vpc-0aaaaaaaaaaaaaaa1",
      privateSubnetIds,
    });
    const tags = registration.resources.filter(({ type }) => type === "aws:ec2/tag:Tag");
    expect(tags.map(({ name }) => name)).to.have.members([
      "karpenter-discovery-cluster-security-group",
      ...privateSubnetIds.map((id) => `karpenter-discovery-${id}`),
    ]);
  });

  it("takes no subnet away from another cluster, and tags none where it is told so", async () => {
    const shared = { vpcId: "vpc-0aaaaaaaaaaaaaaa1", privateSubnetIds: PRIVATE };
    expect(await refusal(made(shared, {}, "other"))).to.include(
      "  - karpenter-eks:cluster.create.privateSubnetIds: the subnet's tag karpenter.sh/discovery belongs to cluster other",
    );
    const registration = await made(shared, { subnetIds: [] }, "other");
    const tags = registration.resources.filter(({ type }) => type === "aws:ec2/tag:Tag");
    expect(tags.map(({ name }) => name)).to.deep.equal([
      "karpenter-discovery-cluster-security-group",
    ]);
  });

  it("gives every role the path and the boundary of the config, and all that takes tags the tags", async () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/edge";
    const registration = await made(
      {},
      { iam: { path: "/platform/", permissionsBoundary }, tags: { team: "a" } },
    );
    const roles = registration.resources.filter(({ type }) => type === "aws:iam/role:Role");
    expect(roles).to.have.length(4);
    for (const { urn, inputs } of roles)
      expect(inputs, urn).to.deep.include({ path: "/platform/", permissionsBoundary });
    const untaggable = /Tag$|RolePolicy|EventTarget|RouteTableAssociation|serviceLinkedRole/;
    for (const { urn, type, inputs } of registration.resources) {
      if (type.startsWith("aws:") && !untaggable.test(type))
        expect(inputs.tags, urn).to.have.property("team", "a");
    }
  });

  it("has the size and the zones that it is told, and IRSA where that is asked for", async () => {
    const registration = await made(
      {
        availabilityZones: ["us-east-1b", "us-east-1d"],
        systemNodeGroup: {
          size: 3,
          instanceTypes: ["m7g.large"],
          amiType: "AL2023_ARM_64_STANDARD",
        },
      },
      { identity: "irsa" },
    );
    expect(only(registration, "aws:eks/nodeGroup:NodeGroup").inputs).to.deep.include({
      scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 4 },
      ...{ instanceTypes: ["m7g.large"], amiType: "AL2023_ARM_64_STANDARD" },
    });
    expect(registration.resources.filter(({ type }) => type === SUBNET)).to.have.length(4);
    // The issuer is not known before the cluster is there.
    expect(
      only(registration, "aws:iam/role:Role", "karpenter-controller-role").inputs.assumeRolePolicy,
    ).to.deep.equal({ $unknown: true });
  });

  it("refuses what does not fit a cluster that is made", async () => {
    const message = await refusal(
      made(
        {
          ...{ name: "<cluster-name>", kubernetesVersion: 1.3, cidrBlock: "10.0.0.0/24" },
          ...{ systemNodeGroup: { size: 1 }, privateSubnetIds: ["subnet-0aaaaaaaaaaaaaaa1"] },
        },
        { clusterName: "staging", subnetIds: ["subnet-0aaaaaaaaaaaaaaa1"] },
      ),
    );
    const at = "  - karpenter-eks:cluster.create";
    expect(
      message.split("\n").map((line) => line.split(" (got")[0]!.split(". Allowed")[0]),
    ).to.deep.equal([
      "stack staging: 8 problems",
      `${at}.kubernetesVersion: malformed`,
      `${at}.cidrBlock: malformed`,
      `${at}.privateSubnetIds: 1 entries`,
      `${at}.systemNodeGroup.size: out of range`,
      "  - karpenter-eks:clusterName: not together with cluster.create",
      `${at}.vpcId: missing beside privateSubnetIds`,
      "  - karpenter-eks:subnetIds: not together with cluster.create",
      `${at}.name: not an EKS cluster name`,
    ]);
  });
});

describe("the network of a cluster that is made", () => {
  for (const [create, expected] of [
    [{ cidrBlock: "300.1.0.0/16" }, "cidrBlock: not a block: an octet is over 255"],
    [{ cidrBlock: "10.0.1.0/16" }, "cidrBlock: not a block: an octet is over 255"],
    [
      { availabilityZones: ["us-east-1a", "us-east-1a"] },
      "availabilityZones: a zone is named twice",
    ],
    [{ publicSubnetIds: PRIVATE }, "vpcId: missing beside publicSubnetIds"],
    [{ vpcId: "vpc-0aaaaaaaaaaaaaaa1" }, "privateSubnetIds: missing beside vpcId"],
  ] as const) {
    it(`is refused with ${JSON.stringify(create)}`, async () => {
      expect(await refusal(made(create))).to.include(
        `stack staging: 1 problem\n  - karpenter-eks:cluster.create.${expected}`,
      );
    });
  }
});

describe("stacks/vpc", () => {
  it("cuts a block into private subnets that do not touch, and small public ones", () => {
    expect(subnetBlocks("172.16.8.0/21", 6)).to.deep.equal({
      private: [
        "172.16.8.0/24",
        "172.16.9.0/24",
        "172.16.10.0/24",
        "172.16.11.0/24",
        "172.16.12.0/24",
        "172.16.13.0/24",
      ],
      public: [
        "172.16.15.0/27",
        "172.16.15.32/27",
        "172.16.15.64/27",
        "172.16.15.96/27",
        "172.16.15.128/27",
        "172.16.15.160/27",
      ],
    });
  });
});
