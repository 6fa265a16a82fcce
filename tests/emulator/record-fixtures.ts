/**
 * Records the answers that tests/preview/aws-lookups.test.ts replays, from an emulated account. Needs Python 3:
 *
 *     npx ts-node -T tests/emulator/record-fixtures.ts
 */
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { awsLookups } from "../../preview/record/aws-lookups";
import { formatExchange, type Exchange } from "../preview/aws-api";
import { variables, type Environment } from "./environments";
import { startProxy } from "./proxy";
import { seed } from "./seed";
import { startEmulator } from "./server";

const FOLDER = path.join(__dirname, "..", "preview", "fixtures", "aws", "recorded");

const EXAMPLE: Environment = {
  name: "example",
  region: "eu-west-1",
  accountId: "210987654321",
  kubernetesVersion: "1.35",
  subnetBlocks: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
  authenticationMode: "API_AND_CONFIG_MAP",
  nodeGroups: ["system-a", "system-b"].map((name) => ({
    name,
    instanceType: "m6i.large",
    amiType: "AL2023_x86_64_STANDARD",
    releaseVersion: "1.35.2-20260818",
    scaling: { minSize: 2, maxSize: 4, desiredSize: 2 },
    subnets: [0, 1],
  })),
  extraNodePolicies: [],
  amiParameters: { "/aws/service/example/image_id": "x86_64" },
};

const ATTACHMENTS = "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments";

/** File, token and arguments; those of the subnet follow from the node group's answer. */
const LOOKUPS: readonly [string, string, Record<string, unknown>][] = [
  ["caller", "aws:index/getCallerIdentity:getCallerIdentity", {}],
  ["cluster", "aws:eks/getCluster:getCluster", { name: "example" }],
  ["cluster-missing", "aws:eks/getCluster:getCluster", { name: "missing" }],
  ["node-groups", "aws:eks/getNodeGroups:getNodeGroups", { clusterName: "example" }],
  [
    "node-group",
    "aws:eks/getNodeGroup:getNodeGroup",
    { clusterName: "example", nodeGroupName: "system-a" },
  ],
  ["policies", ATTACHMENTS, { roleName: "eksNodeRole-example" }],
  ["policies-missing", ATTACHMENTS, { roleName: "missing" }],
  ["parameter", "aws:ssm/getParameter:getParameter", { name: "/aws/service/example/image_id" }],
  ["parameter-secure", "aws:ssm/getParameter:getParameter", { name: "/example/password" }],
  ["subnet-missing", "aws:ec2/getSubnet:getSubnet", { id: "subnet-00000000000000000" }],
];

async function main(): Promise<void> {
  const emulator = await startEmulator();
  try {
    await record(emulator.url);
  } finally {
    await emulator.stop();
  }
}

async function record(emulator: string): Promise<void> {
  let exchanges: Exchange[] = [];
  const proxy = await startProxy(emulator, EXAMPLE.name, (exchange) => exchanges.push(exchange));
  try {
    process.env = variables(EXAMPLE, proxy.url);
    await seed(EXAMPLE, proxy.url);
    await new SSMClient({ region: EXAMPLE.region }).send(
      new PutParameterCommand({ Name: "/example/password", Type: "SecureString", Value: "secret" }),
    );
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const lookup = awsLookups({ region: EXAMPLE.region });
    const write = async (file: string, token: string, args: Record<string, unknown>) => {
      exchanges = [];
      // Refusals and errors are what some of these are about.
      const result = await lookup(token, args).catch(() => undefined);
      for (const [index, exchange] of exchanges.flatMap(inPages).entries()) {
        const name = index === 0 ? file : `${file}-${index + 1}`;
        writeFileSync(path.join(FOLDER, `${name}.http`), formatExchange(timeless(exchange)));
      }
      return result;
    };
    for (const [file, token, args] of LOOKUPS) {
      const result = await write(file, token, args);
      if (file !== "node-group") continue;
      const [id] = result?.subnetIds as string[];
      await write("subnet", "aws:ec2/getSubnet:getSubnet", { id });
    }
  } finally {
    proxy.stop();
  }
}

/** Without what differs from run to run and nobody reads. */
function timeless(exchange: Exchange): Exchange {
  const body = exchange.body
    .replace(/(<RequestId>)[^<]+/gi, "$100000000-0000-0000-0000-000000000000")
    .replace(/("LastModifiedDate": )[\d.]+/g, "$11767225600");
  return { ...exchange, body };
}

/** AWS gives long lists in pages; the emulator's short ones are cut in two, in the form of each API. */
function inPages(exchange: Exchange): Exchange[] {
  const { request, body } = exchange;
  if (request.endsWith("/node-groups") && exchange.status === 200) {
    const { nodegroups } = JSON.parse(body) as { nodegroups: string[] };
    // Out of order, as AWS promises none.
    const [last, ...others] = [...nodegroups].reverse();
    return [
      { ...exchange, body: JSON.stringify({ nodegroups: [last], nextToken: "page-2" }) },
      {
        ...exchange,
        request: `${request}?nextToken=page-2`,
        body: JSON.stringify({ nodegroups: others }),
      },
    ];
  }
  if (request.includes(" ListAttachedRolePolicies ") && exchange.status === 200) {
    const [first = "", ...others] = body.match(/<member>[\s\S]*?<\/member>/g) ?? [];
    const page = (members: string, more: string) =>
      body
        .replace(
          /<AttachedPolicies>[\s\S]*<\/AttachedPolicies>/,
          () => `<AttachedPolicies>${members}</AttachedPolicies>`,
        )
        .replace("<IsTruncated>false</IsTruncated>", more);
    return [
      {
        ...exchange,
        body: page(others.join(""), "<IsTruncated>true</IsTruncated><Marker>page-2</Marker>"),
      },
      {
        ...exchange,
        request: request.replace(" RoleName", " Marker=page-2&RoleName"),
        body: page(first, "<IsTruncated>false</IsTruncated>"),
      },
    ];
  }
  return [exchange];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
