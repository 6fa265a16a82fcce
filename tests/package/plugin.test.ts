import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { parse } from "yaml";
import * as api from "../../index";
import type { RegisteredResource } from "../../preview/registration";
import { isObject, STACK_TYPE } from "../../preview/registration";
import { args as karpenter } from "../components/karpenter-example";
import { refusal, register, unknown } from "../harness";
import { CASES, type Eventual } from "./component-cases";
import { packedPlugin } from "./plugin-host";

const ROOT = path.resolve(__dirname, "../..");

type Component = new (name: string, args: object) => pulumi.ComponentResource;

/** As a program in TypeScript writes it. */
const TYPESCRIPT: Eventual = {
  unknown,
  secret: (value) => pulumi.secret(value),
  known: (value) => pulumi.output(value),
};

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** As a program in another language sends it. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig */
const WIRE: Eventual = {
  unknown: () => ({ [SIGNATURE]: OUTPUT }),
  secret: (value) => ({ [SIGNATURE]: OUTPUT, value, secret: true }),
  known: (value) => ({ [SIGNATURE]: OUTPUT, value }),
};

/** What a program in TypeScript registers. */
async function native(component: string, args: object): Promise<RegisteredResource[]> {
  const constructor = api[component as keyof typeof api] as unknown as Component;
  const { resources } = await register(() => {
    new constructor("it", args);
  });
  return resources.filter(({ type }) => type !== STACK_TYPE);
}

/** Without what differs and means the same: over the wire the stack is a parent as any other. */
function comparable(resources: RegisteredResource[]): object[] {
  return resources.map(({ inputs: { __provider, ...inputs }, options, ...rest }) => {
    const aliases = options.aliases?.map((alias) =>
      isObject(alias) && JSON.stringify(alias).includes(STACK_TYPE)
        ? { noparent: true, ...alias, parent: undefined }
        : { parent: undefined, ...(alias as object) },
    );
    const hasProvider = __provider !== undefined;
    return { ...rest, inputs, hasProvider, options: { ...options, aliases } };
  });
}

/** The message by which a construction is refused. */
async function rejection(constructing: Promise<unknown>): Promise<string> {
  try {
    await constructing;
  } catch (error) {
    return (error as { details: string }).details;
  }
  throw new Error("it was not refused");
}

describe("the plugin, from the packed tarball", function () {
  this.timeout(180_000);
  const plugin = packedPlugin();

  it("tells the schema that is kept in schema.json", async () => {
    const kept: unknown = JSON.parse(readFileSync(path.join(ROOT, "schema.json"), "utf8"));
    expect(await plugin.host.schema()).to.deep.equal(kept);
  });

  it("is a plugin for Node.js, of the same version and peers as the package it needs", () => {
    const read = (file: string) => readFileSync(path.join(plugin.packed.package, file), "utf8");
    const main = JSON.parse(read("package.json")) as Record<string, unknown>;
    const own = JSON.parse(read("plugin/package.json")) as Record<string, unknown>;
    expect(parse(read("plugin/PulumiPlugin.yaml"))).to.deep.equal({ runtime: "nodejs" });
    expect(own.version).to.equal(main.version);
    const optional = Object.keys(main.peerDependenciesMeta as object);
    const peers = Object.entries(main.peerDependencies as object);
    expect(own.dependencies).to.deep.equal({
      ...Object.fromEntries(peers.filter(([name]) => !optional.includes(name))),
      "karpenter-eks": main.version,
    });
  });

  it("has a case for every component", () => {
    const tried = new Set(Object.values(CASES).map(({ component }) => component));
    const components = Object.entries(api).filter(([, value]) => typeof value === "function");
    expect([...tried].sort()).to.deep.equal(components.map(([name]) => name).sort());
  });

  for (const [title, { component, args }] of Object.entries(CASES)) {
    it(`makes ${title} as TypeScript does: resources, names, inputs, options`, async () => {
      const expected = await native(component, args(TYPESCRIPT));
      expect(expected).to.have.length.greaterThan(1);
      const { urn, resources } = await plugin.host.construct(
        `karpenter-eks:index:${component}`,
        "it",
        args(WIRE),
      );
      expect(urn).to.equal(`urn:pulumi:test::project::karpenter-eks:index:${component}::it`);
      expect(comparable(resources)).to.deep.equal(comparable(expected));
    });
  }

  it("carries the provider of an aws-auth entry along as text that needs only what the package exports", async () => {
    const { resources } = await plugin.host.construct("karpenter-eks:index:AwsAuthMapping", "it", {
      ...{ roleArn: "arn:aws:iam::111122223333:role/nodes", kubeconfig: "{}" },
    });
    const entry = resources.find(({ type }) => type.endsWith("AwsAuthEntry"));
    const text = entry?.inputs.__provider as string;
    const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(required).to.have.members([
      "karpenter-eks/dist/components/aws-auth/config-map-client.js",
      "karpenter-eks/dist/components/aws-auth/operations.js",
    ]);
  });

  it("takes an output for a plain argument where its value is known, as YAML gives them", async () => {
    const { known } = WIRE;
    const { cluster, nodePools } = karpenter;
    const { resources } = await plugin.host.construct("karpenter-eks:index:Karpenter", "it", {
      ...karpenter,
      version: known(karpenter.version),
      cluster: known({ ...cluster, authenticationMode: known(cluster.authenticationMode) }),
      subnetIds: [known("subnet-0aaaaaaaaaaaaaaa1")],
      securityGroupIds: known(karpenter.securityGroupIds),
      nodePools: { default: known(nodePools.default) },
    });
    expect(resources).to.deep.equal(await native("Karpenter", karpenter));
  });

  it("refuses what must be known and is not, and what would be told though secret", async () => {
    const construct = (args: object) =>
      plugin.host.construct("karpenter-eks:index:DiscoveryTags", "it", {
        clusterName: "prod",
        ...args,
      });
    expect(await rejection(construct({ subnetIds: ["subnet-1", WIRE.unknown()] }))).to.equal(
      "subnetIds[1] must be known before anything is made: it decides which resources there are",
    );
    expect(await rejection(construct({ subnetIds: WIRE.secret(["subnet-1"]) }))).to.equal(
      "subnetIds must not be secret: it decides which resources there are, and their names",
    );
  });

  it("keeps what became secret as a whole secret, but for what must be plain", async () => {
    const { resources } = await plugin.host.construct("karpenter-eks:index:Karpenter", "it", {
      ...karpenter,
      cluster: {
        ...{ ...karpenter.cluster, authenticationMode: "CONFIG_MAP" },
        kubeconfig: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value: "{}" },
      },
    });
    const entry = resources.find(({ type }) => type.endsWith("AwsAuthEntry"));
    expect(entry?.inputs.kubeconfig).to.deep.equal({ $secret: true });
  });

  it("refuses what TypeScript refuses, in the same words", async () => {
    const args = { ...karpenter, version: "0.35.0", subnetIds: ["subnet"] };
    expect(
      await rejection(plugin.host.construct("karpenter-eks:index:Karpenter", "it", args)),
    ).to.equal(await refusal(register(() => new api.Karpenter("it", args))));
  });

  it("names the components where it is asked for another", async () => {
    expect(await rejection(plugin.host.construct("karpenter-eks:index:Nodes", "it", {}))).to.match(
      /^there is no component karpenter-eks:index:Nodes; there are karpenter-eks:index:AwsAuthMapping, /,
    );
  });

  it("gives outputs and findings back", async () => {
    const { outputs, warnings } = await plugin.host.construct(
      "karpenter-eks:index:Karpenter",
      "it",
      {
        ...karpenter,
        cluster: { ...karpenter.cluster, kubernetesVersion: "1.20" },
      },
    );
    expect(outputs).to.deep.include({
      nodeRoleName: "KarpenterNodeRole-prod",
      schedules: {
        default: { tolerations: [], nodeSelector: { "karpenter.sh/nodepool": "default" } },
      },
    });
    const codes = (outputs as { findings: { code: string }[] }).findings.map(({ code }) => code);
    expect(warnings.map((text) => text.slice(0, 5))).to.deep.equal(codes);
    expect(codes).to.have.length(1);
  });
});
