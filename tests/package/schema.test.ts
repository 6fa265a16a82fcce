import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { format } from "prettier";
import * as api from "../../index";
import type { PackageSchema, Property } from "../../plugin/schema";
import { inferSchema } from "./inferred-schema";

const ROOT = path.resolve(__dirname, "../..");
const FILE = path.join(ROOT, "schema.json");

/** `npm run schema` writes the file anew. */
const UPDATE = process.env.UPDATE_SCHEMA === "1";

const COMPONENTS = [
  "AwsAuthMapping",
  "ControllerRole",
  "DiscoveryTags",
  "EC2NodeClass",
  "InterruptionQueue",
  "Karpenter",
  "KarpenterRelease",
  "NodePool",
  "NodeRole",
  "SpotServiceLinkedRole",
];

const ENUMERATIONS = [
  "AccessEntryType",
  "AccessMode",
  "AmiFamily",
  "AuthenticationMode",
  "ConsolidationPolicy",
  "IdentityMode",
  "PolicyEffect",
  "PolicyPreset",
  "RequirementOperator",
  "TaintEffect",
];

describe("the public API", () => {
  it("exports the components and the values of its enumerations, and nothing else", () => {
    expect(Object.keys(api).sort()).to.deep.equal([...COMPONENTS, ...ENUMERATIONS].sort());
  });
});

describe("schema.json", () => {
  let schema: PackageSchema;

  before(async function () {
    this.timeout(120_000);
    const inferred = await inferSchema();
    const text = await format(JSON.stringify(inferred), { parser: "json", printWidth: 100 });
    if (UPDATE) writeFileSync(FILE, text);
    schema = JSON.parse(text) as PackageSchema;
  });

  it("is what Pulumi infers from index.ts; where it is not, run npm run schema", () => {
    expect(JSON.parse(readFileSync(FILE, "utf8"))).to.deep.equal(schema);
  });

  it("has every component and enumeration under the name that it has in TypeScript", () => {
    const token = (name: string) => `karpenter-eks:index:${name}`;
    expect(Object.keys(schema.resources).sort()).to.deep.equal(COMPONENTS.map(token));
    const values = api as unknown as Record<string, Record<string, string>>;
    const enumerations = Object.entries(schema.types).filter(([, type]) => type.enum);
    expect(enumerations.map(([name]) => name).sort()).to.deep.equal(ENUMERATIONS.map(token));
    for (const [name, type] of enumerations) {
      const members = (type.enum ?? []).map((member) => [member.name, member.value]);
      expect(Object.fromEntries(members), name).to.deep.equal(values[name.split(":")[2]!]);
    }
  });

  it("exports every type by the name that other languages know it by", () => {
    const barrel = readFileSync(path.join(ROOT, "index.ts"), "utf8");
    const exported = new Set(barrel.match(/\w+/g));
    const types = Object.keys(schema.types).map((name) => name.split(":")[2]!);
    expect(types.filter((name) => !exported.has(name))).to.deep.equal([]);
  });

  it("describes every component, type, argument and output in prose that survives", () => {
    const texts: [string, string | undefined][] = [
      ...Object.entries(schema.resources).flatMap(
        ([name, { description, inputProperties, properties }]): [string, string | undefined][] => [
          [name, description],
          ...descriptions(name, inputProperties),
          ...descriptions(name, properties),
        ],
      ),
      ...Object.entries(schema.types).flatMap(
        ([name, { description, properties }]): [string, string | undefined][] => [
          [name, description],
          ...descriptions(name, properties ?? {}),
        ],
      ),
    ];
    expect(texts.length).to.be.greaterThan(250);
    // Tags are dropped and links become [object Object] on their way into the schema.
    const lost = texts.filter(([, text]) => !text || /\[object|\{@|(^|\n)\s*@/.test(text));
    expect(lost.map(([name]) => name)).to.deep.equal([]);
  });

  it("has as outputs what the components hold, and nothing of their insides", () => {
    const outputs = Object.entries(schema.resources).map(([name, { properties }]) => [
      name.split(":")[2],
      Object.keys(properties).sort(),
    ]);
    expect(Object.fromEntries(outputs)).to.deep.equal({
      AwsAuthMapping: ["rolearn"],
      ControllerRole: ["arn", "roleName"],
      DiscoveryTags: [],
      EC2NodeClass: ["nodeClassName"],
      InterruptionQueue: ["queueArn", "queueName"],
      Karpenter: [
        "controllerRoleArn",
        "findings",
        "interruptionQueueArn",
        "nodeRoleArn",
        "nodeRoleName",
        "schedules",
      ],
      KarpenterRelease: ["namespace"],
      NodePool: ["nodePoolName", "schedule"],
      NodeRole: ["arn", "roleName"],
      SpotServiceLinkedRole: [],
    });
  });
});

function descriptions(
  owner: string,
  properties: Record<string, Property>,
): [string, string | undefined][] {
  return Object.entries(properties).map(([name, { description }]) => [
    `${owner}.${name}`,
    description,
  ]);
}
