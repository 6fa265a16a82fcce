import * as cloudformation from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { environment } from "../stacks/environment";
import {
  inlinePolicyFacts,
  managedPolicyFacts,
  nodeRoleFacts,
  queueFacts,
  ruleFacts,
} from "./account-facts";
import { access } from "./aws-clients";
import { awsResources, create } from "./aws-resources";
import { DIFFERENCES } from "./differences";
import { installTemplate } from "./install";
import { startMinistackAccount, type MinistackAccount } from "./ministack-account";
import { record } from "./summary";

const CLUSTER = "staging";

describe("Karpenter's own CloudFormation template", function () {
  this.timeout(600_000);

  let ours: string[];
  let theirs: string[];

  before(async () => {
    ours = await inAnAccount(declared);
    theirs = await inAnAccount(fromTemplate);
    record("facts held against Karpenter's own template", theirs.length);
  });

  it("gives what this package declares, but for the differences that are written down", () => {
    const known = (only: string) =>
      DIFFERENCES.filter((row) => row.only === only).flatMap(({ facts }) => facts);
    expect({
      ours: ours.filter((fact) => !theirs.includes(fact)).sort(),
      theirs: theirs.filter((fact) => !ours.includes(fact)).sort(),
    }).to.deep.equal({ ours: known("ours").sort(), theirs: known("theirs").sort() });
  });

  it("is there in full", () => {
    const about = (subject: string) => theirs.filter((fact) => fact.startsWith(subject)).length;
    expect(["node role", "controller", "queue", "rule"].filter((each) => about(each) === 0)).to.be
      .empty;
  });
});

async function inAnAccount(make: (account: MinistackAccount) => Promise<string[]>) {
  const account = await startMinistackAccount(CLUSTER);
  try {
    return [...new Set(await make(account))];
  } finally {
    await account.stop();
  }
}

/** What this package makes of the environment. */
async function declared({ clients }: MinistackAccount): Promise<string[]> {
  const resources = awsResources(await environment(CLUSTER));
  for (const resource of resources) await create(clients, resource);
  const rules = resources.filter(({ type }) => type.endsWith(":EventRule"));
  return [
    ...(await nodeRoleFacts(clients.iam, `KarpenterNodeRole-${CLUSTER}`)),
    ...(await inlinePolicyFacts(
      clients.iam,
      `KarpenterControllerRole-${CLUSTER}`,
      `KarpenterControllerPolicy-${CLUSTER}`,
    )),
    ...(await queueFacts(clients.sqs, CLUSTER)),
    ...(await ruleFacts(
      clients,
      rules.map(({ inputs }) => inputs.name as string),
    )),
  ];
}

/** What the template makes for a cluster of the same name. */
async function fromTemplate({ clients, ...account }: MinistackAccount): Promise<string[]> {
  const client = new cloudformation.CloudFormationClient(access(account));
  const StackName = `Karpenter-${CLUSTER}`;
  await client.send(
    new cloudformation.CreateStackCommand({
      StackName,
      TemplateBody: readFileSync(await installTemplate(), "utf8"),
      Parameters: [{ ParameterKey: "ClusterName", ParameterValue: CLUSTER }],
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    }),
  );
  await cloudformation.waitUntilStackCreateComplete(
    { client, maxWaitTime: 120, minDelay: 1 },
    { StackName },
  );
  const { StackResources = [] } = await client.send(
    new cloudformation.DescribeStackResourcesCommand({ StackName }),
  );
  const idsOf = (type: string) =>
    StackResources.filter(({ ResourceType }) => ResourceType === type).map(
      ({ PhysicalResourceId = "" }) => PhysicalResourceId,
    );
  const facts = await Promise.all([
    ...idsOf("AWS::IAM::Role").map((name) => nodeRoleFacts(clients.iam, name)),
    ...idsOf("AWS::IAM::ManagedPolicy").map((arn) => managedPolicyFacts(clients.iam, arn)),
    ...idsOf("AWS::SQS::Queue").map((url) => queueFacts(clients.sqs, url.split("/").at(-1) ?? "")),
    ruleFacts(clients, idsOf("AWS::Events::Rule")),
  ]);
  return facts.flat();
}
