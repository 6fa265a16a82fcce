/** An emulated account that has what stands before Karpenter comes, and an environment that is made for it. */
import * as ec2 from "@aws-sdk/client-ec2";
import type { RecordedLookup } from "../../preview/context-file";
import type { Json, Registration } from "../../preview/registration";
import { ENVIRONMENTS, type Environment } from "../emulator/environments";
import { seed } from "../emulator/seed";
import { environment as preview, type Changes } from "../stacks/environment";
import { clientsOf, type Clients } from "./aws-clients";
import { awsResources, create } from "./aws-resources";
import { startMoto, type Image, type Moto } from "./moto";

/** The account that the recorded look-ups name. */
export const ACCOUNT = "111122223333";

/** The account, and the program as it runs for it. */
export interface EmulatedAccount {
  moto: Moto;
  clients: Clients;
  environment: Environment;
  registration: Registration;
  /** What stands in it by the test's doing, by id. */
  subnetIds: string[];
  securityGroupId: string;
  images: Image[];
}

/** An environment of stacks/, by its name. */
export function environmentOf(stack: string): Environment {
  const found = ENVIRONMENTS.find(({ name }) => name === stack);
  if (!found) throw new Error(`no environment ${stack}`);
  return found;
}

/** Starts an account, makes an environment's network and cluster in it, and then what its program declares. */
export async function startAccount(
  folder: string,
  stack: string,
  changes: Changes,
  kubernetes: string,
): Promise<EmulatedAccount> {
  const environment = { ...environmentOf(stack), accountId: ACCOUNT };
  const images = imagesOf(await preview(stack, changes), kubernetes);
  const moto = await startMoto(folder, ACCOUNT, images);
  try {
    const { region } = environment;
    await seed(environment, moto.url);
    const clients = clientsOf({ endpoint: moto.url, region, accountId: ACCOUNT });
    const network = await networkOf(clients.ec2, environment);
    const { subnetIds, securityGroupId } = network;
    const registration = await preview(stack, {
      ...changes,
      lookups: (lookups) => translated((changes.lookups ?? ((all) => all))(lookups), network),
    });
    for (const resource of awsResources(registration)) {
      // moto knows no access entries; ministack, which does, is asked in aws.cluster.ts.
      if (resource.type.startsWith("aws:eks/")) continue;
      await create(clients, resource);
    }
    return { moto, clients, environment, registration, subnetIds, securityGroupId, images };
  } catch (error) {
    await moto.stop();
    throw error;
  }
}

interface Network {
  vpcId: string;
  /** By zone. */
  subnets: Map<string, string>;
  subnetIds: string[];
  securityGroupId: string;
}

/** The network that the seed made, with the security group that EKS would have made. */
async function networkOf(client: ec2.EC2Client, { name }: Environment): Promise<Network> {
  const Filters = [{ Name: "tag:Name", Values: [`${name}-private-*`] }];
  const { Subnets = [] } = await client.send(new ec2.DescribeSubnetsCommand({ Filters }));
  const vpcId = Subnets[0]?.VpcId ?? "";
  const { GroupId = "" } = await client.send(
    new ec2.CreateSecurityGroupCommand({
      VpcId: vpcId,
      GroupName: `eks-cluster-sg-${name}`,
      Description: "EKS created security group",
    }),
  );
  const subnets = new Map(
    Subnets.map(({ AvailabilityZone = "", SubnetId = "" }) => [AvailabilityZone, SubnetId]),
  );
  return { vpcId, subnets, subnetIds: [...subnets.values()], securityGroupId: GroupId };
}

/** Recorded look-ups as this account would answer them: its own ids for what stands in the same zone. */
function translated(lookups: RecordedLookup[], network: Network): RecordedLookup[] {
  const ids = new Map<string, string>();
  for (const { token, result } of lookups) {
    if (token !== "aws:ec2/getSubnet:getSubnet") continue;
    const { id, availabilityZone } = result as { id: string; availabilityZone: string };
    ids.set(id, network.subnets.get(availabilityZone) ?? "");
  }
  const text = JSON.stringify(lookups)
    .replace(/\bsubnet-[0-9a-f]{17}\b/g, (id) => ids.get(id) ?? id)
    .replace(/\bsg-[0-9a-f]{17}\b/g, network.securityGroupId)
    .replace(/\bvpc-[0-9a-f]{17}\b/g, network.vpcId);
  return JSON.parse(text) as RecordedLookup[];
}

/** The variants of AL2023 that an alias stands for. */
const AL2023 = [
  ["x86_64", "standard"],
  ["arm64", "standard"],
  ["x86_64", "nvidia"],
  ["x86_64", "neuron"],
] as const;

/** The images that node classes name by an alias, as EKS publishes them. */
function imagesOf({ resources }: Registration, kubernetes: string): Image[] {
  const terms = resources
    .filter(({ type }) => type.endsWith(":EC2NodeClass") && type.startsWith("kubernetes:"))
    .flatMap(({ inputs }) => (inputs.spec as { amiSelectorTerms: Json[] }).amiSelectorTerms);
  const aliases = terms.map((term) => (term as { alias?: string }).alias);
  return [...new Set(aliases)].flatMap((alias) => {
    const [family, version = ""] = alias?.split("@") ?? [];
    if (family !== "al2023") throw new Error(`tests/cluster has no images for ${String(alias)}`);
    return AL2023.map(([architecture, variant], index) => {
      const name = `amazon-eks-node-al2023-${architecture}-${variant}-${kubernetes}-${version}`;
      const parameter = `/aws/service/eks/optimized-ami/${kubernetes}/amazon-linux-2023/${architecture}/${variant}/${name}/image_id`;
      return { id: `ami-${String(index + 1).padStart(17, "0")}`, name, architecture, parameter };
    });
  });
}
