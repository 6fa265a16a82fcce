import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { awsLookups, RECORDABLE_TOKENS } from "../../preview/record/aws-lookups";
import { CLUSTER, FULL_CLUSTER, FULL_NODE_GROUP, FULL_SUBNET, NODE_GROUP } from "./aws-results";
import { failure, standInAccount } from "./stand-in-account";

const REGION = "aws:index/getRegion:getRegion";
const CALLER = "aws:index/getCallerIdentity:getCallerIdentity";
const PARTITION = "aws:index/getPartition:getPartition";
const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";
const GET_CLUSTER = "aws:eks/getCluster:getCluster";
const NODE_GROUPS = "aws:eks/getNodeGroups:getNodeGroups";
const GET_NODE_GROUP = "aws:eks/getNodeGroup:getNodeGroup";
const GET_ROLE = "aws:iam/getRole:getRole";
const ROLES = "aws:iam/getRoles:getRoles";
const ATTACHMENTS = "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments";
const PARAMETER = "aws:ssm/getParameter:getParameter";
const SUBNET = "aws:ec2/getSubnet:getSubnet";

/** What these tests do not prove: that AWS answers as the fixtures do, and which actions its IAM asks for. */
describe("look-ups from an AWS account", () => {
  const { lookup, requests } = standInAccount();

  describe("account and region", () => {
    it("gives the region in use, without asking AWS", async () => {
      expect(await lookup(REGION, {})).to.deep.equal({
        description: "Europe (Ireland)",
        endpoint: "ec2.eu-west-1.amazonaws.com",
        id: "eu-west-1",
        name: "eu-west-1",
        region: "eu-west-1",
      });
      expect(requests()).to.deep.equal([]);
    });

    for (const name of ["region", "name", "id"]) {
      it(`gives the region that is asked for by ${name}`, async () => {
        expect(await lookup(REGION, { [name]: "cn-north-1" })).to.deep.equal({
          description: "China (Beijing)",
          endpoint: "ec2.cn-north-1.amazonaws.com.cn",
          id: "cn-north-1",
          name: "cn-north-1",
          region: "cn-north-1",
        });
      });
    }

    it("gives the caller", async () => {
      expect(await lookup(CALLER, {})).to.deep.equal({
        accountId: "210987654321",
        arn: "arn:aws:iam::210987654321:root",
        id: "210987654321",
        userId: "210987654321",
      });
    });

    const partitions = [
      ["eu-west-1", "aws", "amazonaws.com", "com.amazonaws"],
      ["cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"],
      ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"],
    ] as const;
    for (const [region, partition, dnsSuffix, reverseDnsPrefix] of partitions) {
      it(`gives the partition of ${region}`, async () => {
        const result = await awsLookups({ region })(PARTITION, {});
        expect(result).to.deep.equal({ dnsSuffix, id: partition, partition, reverseDnsPrefix });
      });
    }
  });

  describe("clusters", () => {
    it("gives a cluster", async () => {
      expect(await lookup(GET_CLUSTER, { name: "example" })).to.deep.equal(CLUSTER);
    });

    it("gives every field that a cluster can have, sets sorted and without AWS's own tags", async () => {
      expect(await lookup(GET_CLUSTER, { name: "full" })).to.deep.equal(FULL_CLUSTER);
    });

    it("gives empty texts and lists for what AWS leaves out", async () => {
      const result = await lookup(GET_CLUSTER, { name: "empty" });
      const left = Object.entries(result).filter(
        ([, value]) => value !== "" && JSON.stringify(value) !== "[]",
      );
      expect(Object.fromEntries(left)).to.deep.equal({
        deletionProtection: false,
        id: "empty",
        name: "empty",
        region: "eu-west-1",
        status: "PENDING",
        tags: {},
        vpcConfig: {
          clusterSecurityGroupId: "",
          controlPlaneEgressMode: "",
          endpointPrivateAccess: false,
          endpointPublicAccess: false,
          publicAccessCidrs: [],
          securityGroupIds: [],
          subnetIds: [],
          vpcId: "",
        },
      });
      expect(Object.keys(result).sort()).to.deep.equal(Object.keys(CLUSTER).sort());
    });
  });

  describe("node groups", () => {
    it("lists all of them, page after page, sorted", async () => {
      expect(await lookup(NODE_GROUPS, { clusterName: "example" })).to.deep.equal({
        clusterName: "example",
        id: "example",
        names: ["system-a", "system-b"],
        region: "eu-west-1",
      });
      expect(requests()).to.deep.equal([
        "eu-west-1 eks GET /clusters/example/node-groups",
        "eu-west-1 eks GET /clusters/example/node-groups?nextToken=page-2",
      ]);
    });

    it("gives a node group", async () => {
      const args = { clusterName: "example", nodeGroupName: "system-a" };
      expect(await lookup(GET_NODE_GROUP, args)).to.deep.equal(NODE_GROUP);
    });

    it("gives every field that a node group can have", async () => {
      const args = { clusterName: "full", nodeGroupName: "workers" };
      expect(await lookup(GET_NODE_GROUP, args)).to.deep.equal(FULL_NODE_GROUP);
    });
  });

  describe("parameters", () => {
    const name = "/aws/service/example/image_id";
    const arn = `arn:aws:ssm:eu-west-1::parameter${name}`;
    const image = "ami-0d930ed6610abe386";
    const result = {
      arn,
      id: name,
      insecureValue: image,
      name,
      region: "eu-west-1",
      type: "String",
      value: image,
      version: 1,
      withDecryption: true,
    };

    it("gives a String parameter", async () => {
      expect(await lookup(PARAMETER, { name })).to.deep.equal(result);
    });

    it("never asks AWS to decrypt, whatever the program asks", async () => {
      const args = { name, withDecryption: false };
      expect(await lookup(PARAMETER, args)).to.deep.equal({ ...result, withDecryption: false });
      await lookup(PARAMETER, { name, withDecryption: true });
      const request = `eu-west-1 ssm GetParameter {"Name":"${name}","WithDecryption":false}`;
      expect(requests()).to.deep.equal([request, request]);
    });

    it("refuses a SecureString", async () => {
      expect(await failure(lookup(PARAMETER, { name: "/example/password" }))).to.equal(
        `${PARAMETER} {"name":"/example/password"}: this parameter is a SecureString, and a context file never holds a secret. ` +
          "Let the program read it without a look-up, or store what is no secret as a String.",
      );
    });
  });

  describe("subnets", () => {
    it("gives a subnet", async () => {
      const id = "subnet-0b10f768f87691576";
      expect(await lookup(SUBNET, { id })).to.deep.equal({
        arn: `arn:aws:ec2:eu-west-1:210987654321:subnet/${id}`,
        assignIpv6AddressOnCreation: false,
        availabilityZone: "eu-west-1b",
        availabilityZoneId: "euw1-az2",
        availableIpAddressCount: 251,
        cidrBlock: "10.0.2.0/24",
        customerOwnedIpv4Pool: "",
        defaultForAz: false,
        enableDns64: false,
        enableLniAtDeviceIndex: 0,
        enableResourceNameDnsARecordOnLaunch: false,
        enableResourceNameDnsAaaaRecordOnLaunch: false,
        id,
        ipv6CidrBlock: "",
        ipv6CidrBlockAssociationId: "",
        ipv6Native: false,
        mapCustomerOwnedIpOnLaunch: false,
        mapPublicIpOnLaunch: false,
        outpostArn: "",
        ownerId: "210987654321",
        privateDnsHostnameTypeOnLaunch: "ip-name",
        region: "eu-west-1",
        state: "available",
        tags: { Name: "example-private-eu-west-1b", "kubernetes.io/role/internal-elb": "1" },
        vpcId: "vpc-08fc68d71f93cf25e",
      });
    });

    it("gives every field of a subnet, from the region that is asked for", async () => {
      const args = { id: "subnet-0a", region: "cn-north-1" };
      expect(await lookup(SUBNET, args)).to.deep.equal(FULL_SUBNET);
    });
  });

  describe("failures", () => {
    const cases: [string, string, Record<string, unknown>, string][] = [
      [
        "a cluster that is not there",
        GET_CLUSTER,
        { name: "missing" },
        `${GET_CLUSTER} {"name":"missing"}: ResourceNotFoundException: No cluster found for name: missing.`,
      ],
      [
        "a subnet that is not there",
        SUBNET,
        { id: "subnet-00000000000000000" },
        `${SUBNET} {"id":"subnet-00000000000000000"}: InvalidSubnetID.NotFound: The subnet ID 'subnet-00000000000000000' does not exist`,
      ],
      [
        "an answer without a cluster",
        GET_CLUSTER,
        { name: "none" },
        `${GET_CLUSTER} {"name":"none"}: the answer of AWS is empty.`,
      ],
      ["a missing argument", GET_CLUSTER, {}, `${GET_CLUSTER} {}: name is missing.`],
      [
        "an argument that is no text",
        GET_CLUSTER,
        { name: 7 },
        `${GET_CLUSTER} {"name":7}: name must be a text, not 7.`,
      ],
      [
        "an argument that would be ignored",
        SUBNET,
        { vpcId: "vpc-0a", filters: [], id: undefined },
        `${SUBNET} cannot be recorded by vpcId, filters. Recordable arguments: id, region.`,
      ],
      [
        "a look-up that nobody has taught it",
        "aws:ec2/getVpc:getVpc",
        {},
        `aws:ec2/getVpc:getVpc cannot be recorded. Recordable look-ups: ${RECORDABLE_TOKENS.join(", ")}.`,
      ],
      [
        "a look-up by the name of a property of every object",
        "constructor",
        {},
        `constructor cannot be recorded. Recordable look-ups: ${RECORDABLE_TOKENS.join(", ")}.`,
      ],
    ];
    for (const [what, token, args, message] of cases) {
      it(`says so of ${what}`, async () => {
        expect(await failure(lookup(token, args))).to.equal(message);
      });
    }

    it("keeps AWS's error as the cause", async () => {
      const error = await lookup(GET_CLUSTER, { name: "missing" }).catch((e: unknown) => e);
      expect(error).to.have.nested.property("cause.name", "ResourceNotFoundException");
    });
  });

  describe("credentials", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "karpenter-eks-"));
    const file = path.join(folder, "credentials");
    const kept = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE"];
    let values: (string | undefined)[];

    before(() => {
      writeFileSync(file, "[team]\naws_access_key_id = team\naws_secret_access_key = none\n");
      values = kept.map((name) => process.env[name]);
      for (const name of kept) Reflect.deleteProperty(process.env, name);
      process.env.AWS_SHARED_CREDENTIALS_FILE = file;
      process.env.AWS_EC2_METADATA_DISABLED = "true";
    });

    after(() => {
      kept.forEach((name, index) => (process.env[name] = values[index]));
      rmSync(folder, { recursive: true });
    });

    it("come from the profile that is asked for", async () => {
      const asTeam = awsLookups({ region: "eu-west-1", profile: "team" });
      expect(await asTeam(CALLER, {})).to.have.property("accountId", "210987654321");
    });

    it("are missed in so many words", async () => {
      expect(await failure(lookup(CALLER, {}))).to.equal(
        `${CALLER} {}: CredentialsProviderError: Could not load credentials from any providers`,
      );
    });
  });

  it("loads no SDK before the first look-up", () => {
    const module = path.join(__dirname, "..", "..", "preview", "record", "aws-lookups");
    const script = `
      require(${JSON.stringify(module)}).awsLookups({ region: "eu-west-1" });
      console.log(Object.keys(require.cache).filter((file) => /@aws-sdk|@pulumi/.test(file)).length);`;
    const args = ["-r", "ts-node/register/transpile-only", "-e", script];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).to.equal("0\n");
  });

  it("can record these look-ups", () => {
    expect(RECORDABLE_TOKENS).to.deep.equal([
      REGION,
      CALLER,
      PARTITION,
      ZONES,
      GET_CLUSTER,
      NODE_GROUPS,
      GET_NODE_GROUP,
      GET_ROLE,
      ROLES,
      ATTACHMENTS,
      PARAMETER,
      SUBNET,
    ]);
  });
});
