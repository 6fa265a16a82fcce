import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { expect } from "chai";
import * as api from "../../index";

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

interface Property {
  description?: string;
}

interface Analyzed {
  components: Record<
    string,
    { description?: string; inputs: Record<string, Property>; outputs: Record<string, Property> }
  >;
  typeDefinitions: Record<string, { properties?: Record<string, Property> }>;
}

describe("the public API", () => {
  it("exports the components and the values of its enumerations, and nothing else", () => {
    expect(Object.keys(api).sort()).to.deep.equal(
      [
        ...COMPONENTS,
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
      ].sort(),
    );
  });

  it("is what Pulumi's schema analyzer accepts, each argument and output described", function () {
    this.timeout(120_000);
    const analyzer = new Analyzer(
      path.resolve(__dirname, "../.."),
      "karpenter-eks",
      { name: "karpenter-eks" },
      new Set(COMPONENTS),
    );
    const { components, typeDefinitions } = analyzer.analyze() as unknown as Analyzed;
    expect(Object.keys(components).sort()).to.deep.equal(COMPONENTS);
    const undescribed = [
      ...Object.entries(components).flatMap(([name, { description, inputs, outputs }]) => [
        ...(description ? [] : [name]),
        ...missing(name, inputs),
        ...missing(name, outputs),
      ]),
      ...Object.entries(typeDefinitions).flatMap(([name, { properties }]) =>
        missing(name, properties ?? {}),
      ),
    ];
    expect(undescribed).to.deep.equal([]);
    expect(Object.keys(components.NodePool?.outputs ?? {})).to.deep.equal([
      "nodePoolName",
      "schedule",
    ]);
  });
});

function missing(owner: string, properties: Record<string, Property>): string[] {
  return Object.entries(properties)
    .filter(([, { description }]) => !description)
    .map(([name]) => `${owner}.${name}`);
}
