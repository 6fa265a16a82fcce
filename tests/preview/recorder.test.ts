import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Registration } from "../../preview/registration";
import { only, register } from "../harness";

class Thing extends pulumi.CustomResource {
  constructor(name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, props, opts);
  }
}

class Group extends pulumi.ComponentResource {
  readonly thing: Thing;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts);
    this.thing = new Thing(`${name}-thing`, {}, { parent: this });
    this.registerOutputs({ done: true });
  }
}

const STACK = "urn:pulumi:test::project::pulumi:pulumi:Stack::project-test";

describe("recorded registrations", () => {
  it("agree with what the SDK's documented stack transformation sees", async () => {
    const seen: [string, string, string | undefined, boolean | undefined][] = [];
    const registration = await register(() => {
      pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
        seen.push([
          type,
          name,
          (opts.parent as { __name?: string } | undefined)?.__name,
          opts.protect,
        ]);
        return undefined;
      });
      const outer = new Group("outer", { protect: true });
      new Group("inner", { parent: outer });
      new Thing("alone", { a: 1 });
    });
    const nameOf = (urn: string | null) => registration.resources.find((r) => r.urn === urn)?.name;
    const recorded = registration.resources
      .filter(({ urn }) => urn !== STACK)
      .map(({ type, name, parent }) => [type, name, parent === STACK ? undefined : nameOf(parent)]);
    const transformed = seen
      .filter(([type]) => type !== "pulumi:pulumi:Stack")
      .map(([type, name, parent]) => [type, name, parent === "project-test" ? undefined : parent]);
    expect(recorded).to.have.deep.members(transformed);
  });

  it("have the URNs that the engine computes, whatever the depth", async () => {
    const registration = await register(() => {
      const outer = new Group("outer");
      new Group("inner", { parent: outer });
    });
    expect(registration.resources.map(({ urn }) => urn)).to.deep.equal([
      STACK,
      "urn:pulumi:test::project::test:index:Group$test:index:Group$test:index:Thing::inner-thing",
      "urn:pulumi:test::project::test:index:Group$test:index:Group::inner",
      "urn:pulumi:test::project::test:index:Group$test:index:Thing::outer-thing",
      "urn:pulumi:test::project::test:index:Group::outer",
    ]);
  });

  it("mark unknowns and secrets wherever they stand, and keep nothing of a secret", async () => {
    const registration = await register(() => {
      const first = new Thing("first", { plain: [1, "two", { three: true }] });
      new Thing("second", {
        nested: {
          id: first.id,
          list: [pulumi.secret("hunter2"), pulumi.secret({ deep: "hunter2" })],
        },
      });
      return { id: first.id, password: pulumi.secret("hunter2") };
    });
    expect(only(registration, "test:index:Thing", "first").inputs).to.deep.equal({
      plain: [1, "two", { three: true }],
    });
    const second = only(registration, "test:index:Thing", "second");
    expect(second.inputs).to.deep.equal({
      nested: { id: { $unknown: true }, list: [{ $secret: true }, { $secret: true }] },
    });
    expect(second.dependsOn).to.deep.equal(["urn:pulumi:test::project::test:index:Thing::first"]);
    expect(registration.outputs).to.deep.equal({
      id: { $unknown: true },
      password: { $secret: true },
    });
    expect(JSON.stringify(registration)).not.to.include("hunter2");
  });

  it("have the options that are not at their default", async () => {
    const registration: Registration = await register(() => {
      const group = new Group("group");
      new Thing(
        "thing",
        {},
        {
          protect: true,
          retainOnDelete: true,
          deleteBeforeReplace: true,
          ignoreChanges: ["a"],
          replaceOnChanges: ["b"],
          additionalSecretOutputs: ["c"],
          import: "x-1",
          aliases: [{ name: "old" }, "urn:pulumi:test::project::test:index:Thing::older"],
          customTimeouts: { delete: "30m" },
          dependsOn: group,
        },
      );
    });
    expect(only(registration, "test:index:Thing", "group-thing").options).to.deep.equal({});
    const thing = only(registration, "test:index:Thing", "thing");
    expect(thing.options).to.deep.equal({
      protect: true,
      retainOnDelete: true,
      deleteBeforeReplace: true,
      aliases: [
        { name: "old", parent: STACK },
        "urn:pulumi:test::project::test:index:Thing::older",
      ],
      ignoreChanges: ["a"],
      replaceOnChanges: ["b"],
      additionalSecretOutputs: ["c"],
      import: "x-1",
      customTimeouts: { delete: "30m" },
    });
    expect(thing.dependsOn).to.deep.equal([
      "urn:pulumi:test::project::test:index:Group$test:index:Thing::group-thing",
    ]);
  });

  it("fail with the program's own words", async () => {
    const message = async (program: () => unknown) => {
      try {
        await register(program);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error("the program did not fail");
    };
    expect(
      await message(() => {
        throw new Error("thrown");
      }),
    ).to.match(/^thrown\n {4}at .*recorder\.test\.ts:\d+:\d+\n/);
    expect(
      await message(
        () =>
          new Thing("thing", {
            a: pulumi.output(1).apply(() => Promise.reject(new Error("in an apply"))),
          }),
      ),
    ).to.match(/^error serializing property "a": in an apply\n {4}at .*recorder\.test\.ts/);
  });

  it("takes a resource as an argument of a component of another package", async () => {
    const registration = await register(() => {
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
      new eks.Cluster("cluster", { serviceRole: role });
    });
    const cluster = registration.resources.find(({ type }) => type === "eks:index:Cluster");
    expect(cluster?.inputs.serviceRole).to.deep.equal({
      $resource: "urn:pulumi:test::project::aws:iam/role:Role::role",
    });
  });
});
