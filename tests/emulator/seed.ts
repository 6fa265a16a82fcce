import {
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateNodegroupCommand,
  EKSClient,
  waitUntilClusterActive,
} from "@aws-sdk/client-eks";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Environment, NodeGroupSeed } from "./environments";

const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonSSMManagedInstanceCore",
];

/** Where the emulator is, and as whom it is asked: it takes an access key of twelve digits as the account. */
interface Access {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Makes an environment's account in the emulator, through the same API as everybody. */
export async function seed(environment: Environment, endpoint: string): Promise<void> {
  const access: Access = {
    endpoint,
    region: environment.region,
    credentials: { accessKeyId: environment.accountId, secretAccessKey: "none" },
  };
  const subnetIds = await network(environment, new EC2Client(access));
  await cluster(environment, access, subnetIds);
  await amiParameters(environment, access);
}

/** One VPC with three private subnets, each in a zone of its own. */
async function network(
  { name, region, subnetBlocks }: Environment,
  ec2: EC2Client,
): Promise<string[]> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const subnetIds: string[] = [];
  for (const [index, zone] of ["a", "b", "c"].entries()) {
    const tags = [
      { Key: "Name", Value: `${name}-private-${region}${zone}` },
      { Key: "kubernetes.io/role/internal-elb", Value: "1" },
    ];
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: Vpc?.VpcId,
        CidrBlock: subnetBlocks[index],
        AvailabilityZone: `${region}${zone}`,
        TagSpecifications: [{ ResourceType: "subnet", Tags: tags }],
      }),
    );
    subnetIds.push(Subnet?.SubnetId ?? "");
  }
  return subnetIds;
}

async function cluster(
  environment: Environment,
  access: Access,
  subnetIds: string[],
): Promise<void> {
  const { name, kubernetesVersion, authenticationMode, nodeGroups } = environment;
  const iam = new IAMClient(access);
  const eks = new EKSClient(access);
  const clusterPolicies = ["AmazonEKSClusterPolicy"];
  const nodePolicies = [...NODE_POLICIES, ...environment.extraNodePolicies];
  const clusterRole = await role(iam, `eksClusterRole-${name}`, "eks", clusterPolicies);
  const nodeRole = await role(iam, `eksNodeRole-${name}`, "ec2", nodePolicies);
  await eks.send(
    new CreateClusterCommand({
      name,
      version: kubernetesVersion,
      roleArn: clusterRole,
      resourcesVpcConfig: { subnetIds, endpointPublicAccess: true, endpointPrivateAccess: true },
      accessConfig: { authenticationMode },
      tags: { environment: name },
    }),
  );
  await waitUntilClusterActive({ client: eks, maxWaitTime: 60, minDelay: 1 }, { name });
  for (const group of nodeGroups) {
    const subnets = group.subnets.map((index) => subnetIds[index] ?? "");
    await nodeGroup(eks, environment, group, { nodeRole, subnets });
  }
}

async function nodeGroup(
  eks: EKSClient,
  { name, kubernetesVersion }: Environment,
  group: NodeGroupSeed,
  place: { nodeRole: string; subnets: string[] },
): Promise<void> {
  await eks.send(
    new CreateNodegroupCommand({
      ...place,
      clusterName: name,
      nodegroupName: group.name,
      version: kubernetesVersion,
      releaseVersion: group.releaseVersion,
      amiType: group.amiType,
      instanceTypes: [group.instanceType],
      scalingConfig: group.scaling,
      tags: { environment: name },
    }),
  );
}

async function role(
  iam: IAMClient,
  name: string,
  service: string,
  policies: string[],
): Promise<string> {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sts:AssumeRole",
      },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  for (const policy of policies) {
    const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  }
  return Role?.Arn ?? "";
}

async function amiParameters({ amiParameters }: Environment, access: Access): Promise<void> {
  const ec2 = new EC2Client(access);
  const ssm = new SSMClient(access);
  for (const [parameter, architecture] of Object.entries(amiParameters)) {
    const { ImageId } = await ec2.send(
      new RegisterImageCommand({
        Name: parameter.replaceAll("/", "-"),
        Architecture: architecture,
      }),
    );
    await ssm.send(new PutParameterCommand({ Name: parameter, Type: "String", Value: ImageId }));
  }
}
