/** How each kind of AWS resource that the package declares is made, and read back in the form of its inputs. */
import * as ec2 from "@aws-sdk/client-ec2";
import * as eks from "@aws-sdk/client-eks";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as sqs from "@aws-sdk/client-sqs";
import { destroyOrder } from "../../preview/destroy-order";
import type { Json, RegisteredResource, Registration } from "../../preview/registration";
import type { Clients } from "./aws-clients";

type Inputs = Record<string, string> & { tags?: Record<string, string> };

/** One kind of resource. */
interface Kind {
  create: (clients: Clients, inputs: Inputs) => Promise<unknown>;
  /** What AWS has of it, as the inputs would say it. */
  read: (clients: Clients, inputs: Inputs) => Promise<Record<string, unknown>>;
}

/** Inputs that are JSON in a string: AWS may write the same document otherwise. */
const DOCUMENTS = ["assumeRolePolicy", "policy", "eventPattern"];

const KINDS: Readonly<Record<string, Kind>> = {
  "aws:iam/role:Role": {
    create: ({ iam: client }, inputs) =>
      client.send(
        new iam.CreateRoleCommand({
          RoleName: inputs.name,
          Path: inputs.path,
          Description: inputs.description,
          AssumeRolePolicyDocument: inputs.assumeRolePolicy,
          PermissionsBoundary: inputs.permissionsBoundary,
          Tags: listOf(inputs.tags),
        }),
      ),
    read: async ({ iam: client }, { name }) => {
      const { Role } = await client.send(new iam.GetRoleCommand({ RoleName: name }));
      return {
        name: Role?.RoleName,
        path: Role?.Path === "/" ? undefined : Role?.Path,
        description: Role?.Description,
        assumeRolePolicy: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
        permissionsBoundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: mapOf(Role?.Tags),
      };
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    create: ({ iam: client }, { role, name, policy }) =>
      client.send(
        new iam.PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: policy }),
      ),
    read: async ({ iam: client }, { role, name }) => {
      const found = await client.send(
        new iam.GetRolePolicyCommand({ RoleName: role, PolicyName: name }),
      );
      const policy = decodeURIComponent(found.PolicyDocument ?? "");
      return { role: found.RoleName, name: found.PolicyName, policy };
    },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    create: ({ iam: client }, { role, policyArn }) =>
      client.send(new iam.AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn })),
    read: async ({ iam: client }, { role, policyArn }) => {
      const { AttachedPolicies = [] } = await client.send(
        new iam.ListAttachedRolePoliciesCommand({ RoleName: role }),
      );
      const found = AttachedPolicies.find(({ PolicyArn }) => PolicyArn === policyArn);
      return { role, policyArn: found?.PolicyArn };
    },
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    create: async ({ iam: client }, { awsServiceName, tags }) => {
      const { Role } = await client.send(
        new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: awsServiceName }),
      );
      // The call itself takes no tags.
      const Tags = listOf(tags);
      if (Tags) await client.send(new iam.TagRoleCommand({ RoleName: Role?.RoleName, Tags }));
    },
    read: async ({ iam: client }, { awsServiceName }) => {
      const { Roles = [] } = await client.send(
        new iam.ListRolesCommand({ PathPrefix: `/aws-service-role/${awsServiceName ?? ""}/` }),
      );
      const [role] = Roles;
      const { Tags } = await client.send(new iam.ListRoleTagsCommand({ RoleName: role?.RoleName }));
      return { awsServiceName: role?.Path?.split("/").at(-2), tags: mapOf(Tags) };
    },
  },
  "aws:sqs/queue:Queue": {
    create: ({ sqs: client }, { name, policy, tags, ...inputs }) =>
      client.send(
        new sqs.CreateQueueCommand({
          QueueName: name,
          Attributes: {
            MessageRetentionPeriod: String(inputs.messageRetentionSeconds),
            SqsManagedSseEnabled: String(inputs.sqsManagedSseEnabled),
            Policy: policy ?? "",
          },
          tags,
        }),
      ),
    read: async ({ sqs: client }, inputs) => {
      const { QueueUrl } = await client.send(
        new sqs.GetQueueUrlCommand({ QueueName: inputs.name }),
      );
      const { Attributes = {} } = await client.send(
        new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
      );
      const { Tags } = await client.send(new sqs.ListQueueTagsCommand({ QueueUrl }));
      return {
        name: Attributes.QueueArn?.split(":").at(-1),
        messageRetentionSeconds: Number(Attributes.MessageRetentionPeriod),
        sqsManagedSseEnabled: Attributes.SqsManagedSseEnabled === "true",
        policy: Attributes.Policy,
        tags: emptyAsNone(Tags),
      };
    },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    create: ({ events: client }, { name, description, eventPattern, tags }) =>
      client.send(
        new events.PutRuleCommand({
          Name: name,
          Description: description,
          EventPattern: eventPattern,
          Tags: listOf(tags),
        }),
      ),
    read: async ({ events: client }, inputs) => {
      const rule = await client.send(new events.DescribeRuleCommand({ Name: inputs.name }));
      const { Tags } = await client.send(
        new events.ListTagsForResourceCommand({ ResourceARN: rule.Arn }),
      );
      return {
        name: rule.Name,
        description: rule.Description,
        eventPattern: rule.EventPattern,
        tags: mapOf(Tags),
      };
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    create: ({ events: client }, { rule, targetId, arn }) =>
      client.send(
        new events.PutTargetsCommand({ Rule: rule, Targets: [{ Id: targetId, Arn: arn }] }),
      ),
    read: async ({ events: client }, { rule }) => {
      const { Targets = [] } = await client.send(
        new events.ListTargetsByRuleCommand({ Rule: rule }),
      );
      const [target, ...others] = Targets;
      return { rule, targetId: target?.Id, arn: target?.Arn, ...(others.length ? { others } : {}) };
    },
  },
  "aws:ec2/tag:Tag": {
    create: ({ ec2: client }, { resourceId = "", key, value }) =>
      client.send(
        new ec2.CreateTagsCommand({ Resources: [resourceId], Tags: [{ Key: key, Value: value }] }),
      ),
    read: async ({ ec2: client }, { resourceId = "", key }) => {
      const tags = resourceId.startsWith("subnet-")
        ? await tagsOfSubnet(client, resourceId)
        : await tagsOf(client, resourceId);
      const found = tags.find(({ Key }) => Key === key);
      return { resourceId, key: found?.Key, value: found?.Value };
    },
  },
  "aws:eks/accessEntry:AccessEntry": {
    create: ({ eks: client }, { clusterName, principalArn, type, tags }) =>
      client.send(new eks.CreateAccessEntryCommand({ clusterName, principalArn, type, tags })),
    read: async ({ eks: client }, { clusterName, principalArn }) => {
      const { accessEntry } = await client.send(
        new eks.DescribeAccessEntryCommand({ clusterName, principalArn }),
      );
      return {
        clusterName: accessEntry?.clusterName,
        principalArn: accessEntry?.principalArn,
        type: accessEntry?.type,
        tags: emptyAsNone(accessEntry?.tags),
      };
    },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    create: ({ eks: client }, { clusterName, namespace, serviceAccount, roleArn, tags }) =>
      client.send(
        new eks.CreatePodIdentityAssociationCommand({
          ...{ clusterName, namespace, serviceAccount, roleArn, tags },
        }),
      ),
    read: async ({ eks: client }, { clusterName, namespace, serviceAccount }) => {
      const { associations } = await client.send(
        new eks.ListPodIdentityAssociationsCommand({ clusterName, namespace, serviceAccount }),
      );
      const { association } = await client.send(
        new eks.DescribePodIdentityAssociationCommand({
          clusterName,
          associationId: associations?.[0]?.associationId,
        }),
      );
      return {
        clusterName: association?.clusterName,
        namespace: association?.namespace,
        serviceAccount: association?.serviceAccount,
        roleArn: association?.roleArn,
        tags: emptyAsNone(association?.tags),
      };
    },
  },
};

/** Everything of AWS that a registration declares, in the order in which an engine may make it. */
export function awsResources(registration: Registration): RegisteredResource[] {
  return destroyOrder(registration)
    .reverse()
    .flat()
    .filter(({ type }) => type.startsWith("aws:"));
}

/** Makes a resource from its inputs, and nothing else. */
export async function create(clients: Clients, resource: RegisteredResource): Promise<void> {
  await kind(resource).create(clients, resource.inputs as unknown as Inputs);
}

/** What AWS has of a resource, to compare with `declared`. */
export async function read(clients: Clients, resource: RegisteredResource): Promise<unknown> {
  return documentsRead(await kind(resource).read(clients, resource.inputs as unknown as Inputs));
}

/** What a resource declares, its JSON documents read. */
export function declared({ inputs }: { inputs: { [key: string]: Json } }): unknown {
  return documentsRead(inputs);
}

function kind({ type }: RegisteredResource): Kind {
  const found = KINDS[type];
  // Something new must be made here as well, or it would go untested.
  if (!found) throw new Error(`tests/cluster/aws-resources.ts does not know ${type}.`);
  return found;
}

function documentsRead(inputs: Record<string, unknown>): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(inputs)) {
    if (value === undefined) continue;
    read[key] = DOCUMENTS.includes(key) && typeof value === "string" ? JSON.parse(value) : value;
  }
  return read;
}

/** Of the subnet itself: an emulator also takes tags of what does not exist. */
async function tagsOfSubnet(client: ec2.EC2Client, id: string): Promise<ec2.Tag[]> {
  const { Subnets } = await client.send(new ec2.DescribeSubnetsCommand({ SubnetIds: [id] }));
  return Subnets?.[0]?.Tags ?? [];
}

/** Of an id: a cluster's security group is only a name to ministack, which EC2 knows nothing of. */
async function tagsOf(client: ec2.EC2Client, id: string): Promise<ec2.Tag[]> {
  const Filters = [{ Name: "resource-id", Values: [id] }];
  const { Tags = [] } = await client.send(new ec2.DescribeTagsCommand({ Filters }));
  return Tags.filter(({ ResourceId }) => ResourceId === id);
}

function listOf(tags: Record<string, string> | undefined) {
  return tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function mapOf(tags: { Key?: string; Value?: string }[] = []) {
  return emptyAsNone(Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])));
}

function emptyAsNone<T extends object>(tags: T | undefined): T | undefined {
  return tags && Object.keys(tags).length > 0 ? tags : undefined;
}
