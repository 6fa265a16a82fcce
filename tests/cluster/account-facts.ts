/** What an account has for Karpenter, as single facts, so that two accounts can be held against each other. */
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as sqs from "@aws-sdk/client-sqs";
import type { Clients } from "./aws-clients";

type Value = string | boolean | (string | boolean)[];

interface Statement {
  Effect: string;
  Principal?: Value | Record<string, Value>;
  Action: Value;
  /** Trust has none. */
  Resource?: Value;
  Condition?: Record<string, Record<string, Value>>;
}

/** A node role: who may take it on, and what it may do. */
export async function nodeRoleFacts(client: iam.IAMClient, name: string): Promise<string[]> {
  const { Role } = await client.send(new iam.GetRoleCommand({ RoleName: name }));
  const { AttachedPolicies = [] } = await client.send(
    new iam.ListAttachedRolePoliciesCommand({ RoleName: name }),
  );
  return [
    `node role: path ${Role?.Path ?? ""}`,
    ...statementFacts("node role: trust", Role?.AssumeRolePolicyDocument),
    ...AttachedPolicies.map(({ PolicyArn = "" }) => `node role: has ${PolicyArn}`),
  ];
}

/** What a policy inside a role allows. */
export async function inlinePolicyFacts(
  client: iam.IAMClient,
  RoleName: string,
  PolicyName: string,
): Promise<string[]> {
  const found = await client.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
  return statementFacts("controller:", found.PolicyDocument);
}

/** What a policy of its own allows. */
export async function managedPolicyFacts(
  client: iam.IAMClient,
  PolicyArn: string,
): Promise<string[]> {
  const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await client.send(
    new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  return statementFacts("controller:", PolicyVersion?.Document);
}

/** A queue and who may use it. */
export async function queueFacts(client: sqs.SQSClient, QueueName: string): Promise<string[]> {
  const { QueueUrl } = await client.send(new sqs.GetQueueUrlCommand({ QueueName }));
  const { Attributes = {} } = await client.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  const { Policy, ...others } = Attributes;
  return [
    ...Object.entries(others)
      .filter(([name]) => !MOMENTARY.test(name))
      .map(([name, value]) => `queue: ${name} ${value}`),
    ...statementFacts("queue:", Policy),
  ];
}

/** Attributes that say when and how full, and not how it was made. */
const MOMENTARY = /Timestamp$|^ApproximateNumber/;

/** Which events go to a queue. */
export async function ruleFacts({ events: client }: Clients, names: string[]): Promise<string[]> {
  const facts: string[] = [];
  for (const Name of names) {
    const rule = await client.send(new events.DescribeRuleCommand({ Name }));
    const { Targets = [] } = await client.send(new events.ListTargetsByRuleCommand({ Rule: Name }));
    const pattern = canonical(JSON.parse(rule.EventPattern ?? "{}"));
    facts.push(
      ...Targets.map(({ Arn = "" }) => `rule (${rule.State ?? ""}): ${pattern} to ${Arn}`),
    );
  }
  return facts;
}

/** A document taken apart: one fact for each action on each resource by each principal. */
function statementFacts(prefix: string, document = "{}"): string[] {
  const text = document.startsWith("{") ? document : decodeURIComponent(document);
  const { Statement: statements = [] } = JSON.parse(text) as { Statement?: Statement[] };
  return statements.flatMap(({ Effect, Principal, Action, Resource, Condition }) => {
    const condition = Condition ? ` if ${canonical(Condition)}` : "";
    const principals = Principal === undefined ? [""] : principalsOf(Principal);
    return principals.flatMap((principal) =>
      listOf(Action).flatMap((action) =>
        listOf(Resource).map((resource) =>
          [prefix, Effect, principal, action, resource && `on ${resource}`]
            .filter(Boolean)
            .join(" ")
            .concat(condition),
        ),
      ),
    );
  });
}

function principalsOf(principal: Value | Record<string, Value>): string[] {
  // Everybody can be written in two ways.
  if (principal === "*") return ["AWS:*"];
  if (typeof principal !== "object" || Array.isArray(principal)) return listOf(principal);
  return Object.entries(principal).flatMap(([kind, values]) =>
    listOf(values).map((value) => `${kind}:${value}`),
  );
}

function listOf(value: Value = ""): string[] {
  return [value].flat().map(String);
}

/** One writing for what means the same: sorted, one value like a list of one, `false` like "false". */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).sort().join("|");
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${key}: ${canonical(inner)}`).join(", ")}}`;
}
