import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { explainedDiff, type ExplainedDiff } from "../../../preview/diff/explain";
import { visibleChanges } from "../../../preview/diff/lines";
import { renderMarkdown } from "../../../preview/diff/markdown";
import { renderTerminal } from "../../../preview/diff/terminal";
import type { RegisteredResource, Registration } from "../../../preview/registration";
import { register } from "../../harness";
import { configOf, environment } from "../../stacks/environment";

/** The actions of a diff, by type and name. */
const actions = ({ resources }: ExplainedDiff): Record<string, string> =>
  Object.fromEntries(resources.map(({ action, resource }) => [resource.name, action]));

describe("a diff of resources", () => {
  class Group extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
      super("test:index:Group", name, {}, opts);
      new k8s.core.v1.ConfigMap(`${name}-config`, { data: { a: "1" } }, { parent: this });
    }
  }
  const map = (name: string, opts?: pulumi.CustomResourceOptions) =>
    new k8s.core.v1.ConfigMap(name, { metadata: { name: "map" }, data: { a: "1" } }, opts);
  const compare = async (before: () => unknown, after: () => unknown) =>
    explainedDiff(await register(before), await register(after));

  it("takes one with an alias for renamed, and shows its own changes too", async () => {
    const diff = await compare(
      () => map("old"),
      () => map("new", { aliases: [{ name: "old" }], protect: true }),
    );
    expect(actions(diff)).to.deep.equal({ new: "renamed" });
    expect(diff.resources[0]?.formerUrn).to.equal(
      "urn:pulumi:test::project::kubernetes:core/v1:ConfigMap::old",
    );
    expect(renderTerminal(diff, false).split("\n").slice(0, 4)).to.deep.equal([
      "project / test  1 renamed",
      "",
      "~ core/v1 ConfigMap map (was old)",
      "+   options.protect: true",
    ]);
  });

  it("takes one without an alias for removed and added", async () => {
    const diff = await compare(
      () => map("old"),
      () => map("new"),
    );
    expect(actions(diff)).to.deep.equal({ old: "removed", new: "added" });
  });

  it("knows what is below a component that was renamed", async () => {
    const diff = await compare(
      () => new Group("old"),
      () => new Group("new", { aliases: [{ name: "old" }] }),
    );
    expect(actions(diff)).to.deep.equal({ new: "renamed", "new-config": "renamed" });
  });

  it("takes one that got another parent for moved", async () => {
    const diff = await compare(
      () => {
        new Group("group");
        map("map");
      },
      () =>
        map("map", { parent: new Group("group"), aliases: [{ parent: pulumi.rootStackResource }] }),
    );
    expect(actions(diff)).to.deep.equal({ map: "moved" });
    expect(renderTerminal(diff, false)).to.include("~ core/v1 ConfigMap map (moved)");
  });

  it("hides what only waits for others than before, and counts it", async () => {
    const diff = await compare(
      () => [map("a"), new k8s.core.v1.ConfigMap("b")],
      () => new k8s.core.v1.ConfigMap("b", {}, { dependsOn: map("a") }),
    );
    expect(actions(diff)).to.deep.equal({ b: "changed" });
    expect(visibleChanges(diff)).to.deep.equal({ shown: [], orderOnly: 1 });
    expect(renderTerminal(diff, false)).to.include(
      "1 more resource only waits for other resources than before.",
    );
  });

  it("says that a name cannot be changed, and in which order it is replaced", async () => {
    const named = (name: string, opts?: pulumi.CustomResourceOptions) => () =>
      new k8s.core.v1.ConfigMap("map", { metadata: { name } }, opts);
    const words = async (opts?: pulumi.CustomResourceOptions) =>
      (await compare(named("a"), named("b", opts))).resources[0]?.effects.map((e) => e.words);
    expect(await words()).to.deep.equal([
      "metadata.name cannot be changed: made anew, then the old one is deleted",
    ]);
    expect(await words({ deleteBeforeReplace: true })).to.deep.equal([
      "metadata.name cannot be changed: deleted, then made anew",
    ]);
  });
});

describe("what a diff says of pools", () => {
  const edit = (key: string, name: string, change: object) => {
    const config = configOf("prod", key);
    return { config: { [key]: { ...config, [name]: { ...config[name], ...change } } } };
  };
  let prod: Registration;
  before(async () => {
    prod = await environment("prod");
  });

  it("names every pool of a class that changes, and no other", async () => {
    const head = await environment("prod", edit("nodeClasses", "default", { tags: { team: "a" } }));
    expect(explainedDiff(prod, head).rollingPools.map(({ pool }) => pool)).to.deep.equal([
      "on-demand",
      "spot",
    ]);
  });

  it("names no pool that is new", async () => {
    const config = configOf("prod", "nodePools");
    const head = await environment("prod", {
      config: {
        nodePools: { ...config, extra: config.spot },
        ...edit("nodeClasses", "default", { tags: {} }).config,
      },
    });
    expect(explainedDiff(prod, head).rollingPools.map(({ pool }) => pool)).to.deep.equal([
      "on-demand",
      "spot",
    ]);
  });

  const BUDGETS: [object[] | undefined, string][] = [
    [undefined, "at most 10% of its nodes at a time"],
    [[{ nodes: "2" }], "at most 2 at a time"],
    [[{ nodes: "0" }], "none, until the budget allows it"],
    [[{ nodes: "20%", reasons: ["Empty"] }], "all at once: no budget bounds it"],
    [
      [{ nodes: "5" }, { nodes: "0", schedule: "@daily", duration: "8h", reasons: ["Drifted"] }],
      'at most 5 at a time; none for 8h from "@daily" UTC',
    ],
  ];
  for (const [budgets, words] of BUDGETS) {
    it(`says of budgets ${JSON.stringify(budgets)}: ${words}`, async () => {
      const changes = edit("nodePools", "spot", {
        labels: { team: "a" },
        disruption: { consolidateAfter: "5m", ...(budgets && { budgets }) },
      });
      const diff = explainedDiff(prod, await environment("prod", changes));
      expect(diff.rollingPools).to.deep.equal([{ pool: "spot", budget: words }]);
    });
  }

  it("says what goes with Karpenter itself, and what is kept", () => {
    const without = (retainOnDelete: boolean): [string, string][] => {
      const base = structuredClone(prod);
      const isChart = ({ type }: RegisteredResource) => type.endsWith(":Release");
      for (const release of base.resources.filter(isChart))
        if (retainOnDelete) release.options.retainOnDelete = true;
      const head = { ...base, resources: base.resources.filter((one) => !isChart(one)) };
      return explainedDiff(base, head).resources.flatMap(({ action, resource, effects }) =>
        action === "removed" ? effects.map((e): [string, string] => [resource.name, e.effect]) : [],
      );
    };
    expect(without(false)).to.deep.equal([
      ["karpenter-controller", "none"],
      ["karpenter-crd", "termination"],
    ]);
    expect(without(true)).to.deep.equal([
      ["karpenter-controller", "none"],
      ["karpenter-crd", "none"],
    ]);
  });

  it("shows a policy that is no JSON as such, and quotes nothing", () => {
    const head = structuredClone(prod);
    const policy = head.resources.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")!;
    policy.name = policy.urn = "other";
    policy.inputs.policy = "{hunter2";
    expect(renderMarkdown(explainedDiff(prod, head))).to.include("+   allows  (not JSON)");
  });

  it("says nothing of nodes where two stacks are compared: neither becomes the other", async () => {
    const diff = explainedDiff(await environment("staging"), prod);
    expect(diff.resources.flatMap(({ effects }) => effects)).to.deep.equal([]);
    expect(diff.rollingPools).to.deep.equal([]);
    expect(renderMarkdown(diff)).to.match(/^### `karpenter-eks \/ staging to prod`: /);
    expect(renderMarkdown(diff)).not.to.include("Running nodes stay");
  });
});

describe("a secret", () => {
  const SECRET = "hunter2-hunter2";
  const secretMap = (value: string) => () =>
    new k8s.core.v1.Secret("secret", {
      metadata: { name: "secret" },
      stringData: { password: pulumi.secret(value), user: value === SECRET ? "a" : "b" },
    });

  it("is in no view of a diff, even where a file has it beside its mark", async () => {
    const base = await register(secretMap(SECRET));
    const head = await register(secretMap("other"));
    for (const registration of [base, head]) {
      const { inputs } = registration.resources.find(({ name }) => name === "secret")!;
      expect(JSON.stringify(inputs)).to.include('{"$secret":true}');
      inputs.stringData = {
        password: { $secret: true, value: SECRET },
        user: registration === base ? "a" : "b",
      };
    }
    const diff = explainedDiff(base, head);
    for (const view of [JSON.stringify(diff), renderMarkdown(diff), renderTerminal(diff, true)]) {
      expect(view).to.include("user");
      expect(view).not.to.include(SECRET);
    }
  });
});

describe("values in Markdown", () => {
  it("are code, whatever they hold", async () => {
    const named = (value: string) => () =>
      new k8s.core.v1.ConfigMap("map", {
        metadata: { name: "</details> `@team` ```" },
        data: { a: value },
      });
    const diff = explainedDiff(await register(named("1")), await register(named("```\n@team\n")));
    const markdown = renderMarkdown(diff);
    // The fence is longer than any run of backticks within.
    expect(markdown).to.include("\n````diff\n");
    const outside = markdown.replace(/\n````diff\n[^]*?\n````\n/, "");
    expect(outside).not.to.include("@team");
  });
});
