import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AwsAuthEntry } from "../../components/aws-auth/entry";
import { diffEntry } from "../../components/aws-auth/operations";
import { nodeMapRolesEntry } from "../../core/aws-auth";
import { startAwsAuthApi } from "./aws-auth-api";

const ROLE = "arn:aws:iam::111122223333:role/KarpenterNodeRole-lab";
const ENTRY = nodeMapRolesEntry(ROLE);
const THEIRS = "- rolearn: arn:aws:iam::111122223333:role/ng\n";
const USERS = "- userarn: arn:aws:iam::111122223333:user/admin\n";
const run = promisify(execFile);

describe("AwsAuthEntry", () => {
  const registered: { type: string; name: string; inputs: Record<string, unknown> }[] = [];

  before(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs: inputs as Record<string, unknown> });
        return { id: `${name}-id`, state: { ...(inputs as object), preexisting: true } };
      },
      call: () => ({}),
    });
  });

  it("registers as a dynamic resource with its inputs and outputs", async () => {
    const entry = new AwsAuthEntry("entry", { kubeconfig: pulumi.secret("k"), ...ENTRY });
    await pulumi.runtime.disconnect();
    const { type, name, inputs } = registered.find((resource) => resource.name === "entry")!;
    const { __provider: text, ...rest } = inputs;
    expect({ type, name }).to.deep.equal({
      type: "pulumi-nodejs:dynamic/karpenter-eks:AwsAuthEntry",
      name: "entry",
    });
    expect(text).to.be.a("string");
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "k",
    };
    expect(rest).to.deep.equal({ kubeconfig: secret, ...ENTRY });
    const outputs = pulumi.output([entry.rolearn, entry.username, entry.groups, entry.preexisting]);
    expect(await new Promise((resolve) => outputs.apply(resolve))).to.deep.equal([
      ENTRY.rolearn,
      ENTRY.username,
      ENTRY.groups,
      true,
    ]);
  });

  it("works from its source text alone, in a process of its own, as under the engine", async () => {
    new AwsAuthEntry("carried", { kubeconfig: "k", ...ENTRY });
    await pulumi.runtime.disconnect();
    const text = String(registered.find(({ name }) => name === "carried")?.inputs.__provider);
    const api = await startAwsAuthApi({ mapRoles: THEIRS, mapUsers: USERS });
    const inputs = { kubeconfig: api.kubeconfig, ...ENTRY };
    const state = { ...inputs, preexisting: false };
    const folder = mkdtempSync(join(tmpdir(), "aws-auth-"));
    try {
      writeFileSync(join(folder, "provider.txt"), text);
      writeFileSync(join(folder, "inputs.json"), JSON.stringify(inputs));
      api.intrude(1, (data) => ({ ...data, mapRoles: `${THEIRS}- rolearn: other\n` }));
      // As @pulumi/pulumi/cmd/dynamic-provider does it.
      const program = `
        const { readFileSync } = require("node:fs");
        const [folder] = process.argv.slice(1);
        const from = require.resolve("require-from-string", { paths: [require.resolve("@pulumi/pulumi")] });
        const provider = require(from)(readFileSync(folder + "/provider.txt", "utf8")).handler();
        const inputs = JSON.parse(readFileSync(folder + "/inputs.json", "utf8"));
        (async () => {
          const seen = {};
          seen.created = await provider.create(inputs);
          const state = seen.created.outs;
          seen.again = (await provider.create(inputs)).outs.preexisting;
          seen.read = await provider.read(seen.created.id, state);
          seen.diff = await provider.diff(seen.created.id, state, { ...inputs, groups: ["x"] });
          seen.updated = await provider.update(seen.created.id, state, { ...inputs, groups: ["x"] });
          await provider.delete(seen.created.id, seen.updated.outs);
          seen.gone = await provider.read(seen.created.id, state);
          try {
            await provider.create({ ...inputs, kubeconfig: "{}" });
          } catch (error) {
            seen.error = [error.name, error.code, error instanceof Error];
          }
          console.log(JSON.stringify(seen));
        })();`;
      const { stdout } = await run(process.execPath, ["-e", program, folder]);
      expect(JSON.parse(stdout)).to.deep.equal({
        created: { id: ROLE, outs: state },
        again: true,
        read: { id: ROLE, props: state },
        diff: { changes: true, replaces: [] },
        updated: { outs: { ...state, groups: ["x"] } },
        gone: { id: "" },
        error: ["AwsAuthError", "kubeconfig", true],
      });
      expect(api.data()).to.deep.equal({
        mapRoles: `${THEIRS}- rolearn: other\n`,
        mapUsers: USERS,
      });
      const writes = api.requests.filter(({ method }) => method === "PATCH");
      expect(writes.length).to.equal(4);
    } finally {
      rmSync(folder, { recursive: true });
      await api.close();
    }
  }).timeout(60_000);

  it("loads the Kubernetes client when it is used and not before", async () => {
    const program = `
      require("ts-node/register/transpile-only");
      const pulumi = require("@pulumi/pulumi");
      // One of the CommonJS packages that the client, an ES module, loads.
      const loaded = () => Object.keys(require.cache).some((path) => /node_modules.hpagent./.test(path));
      (async () => {
        await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: () => ({}) });
        const { AwsAuthEntry } = require("./components/aws-auth/entry");
        new AwsAuthEntry("entry", { kubeconfig: "k", rolearn: "r", username: "u", groups: [] });
        await pulumi.runtime.disconnect();
        const before = loaded();
        await require("./components/aws-auth/config-map-client").connect("{}").catch(() => {});
        console.log(JSON.stringify([before, loaded()]));
      })();`;
    const { stdout } = await run(process.execPath, ["-e", program]);
    expect(JSON.parse(stdout)).to.deep.equal([false, true]);
  }).timeout(60_000);

  describe("diff", () => {
    const cases: [name: string, change: object, expected: object][] = [
      ["no change", {}, { changes: false, replaces: [] }],
      ["a new kubeconfig", { kubeconfig: "new" }, { changes: true, replaces: [] }],
      ["another username", { username: "x" }, { changes: true, replaces: [] }],
      ["other groups", { groups: ["x"] }, { changes: true, replaces: [] }],
      [
        "unknown groups",
        { groups: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
        { changes: true, replaces: [] },
      ],
      ["newer code", { __provider: "new" }, { changes: true, replaces: [] }],
      ["another role", { rolearn: `${ROLE}-2` }, { changes: true, replaces: ["rolearn"] }],
      [
        "the same role in another case",
        { rolearn: ROLE.toUpperCase() },
        { changes: true, replaces: [] },
      ],
    ];
    for (const [name, change, expected] of cases) {
      it(`judges ${name}`, () => {
        const inputs = { kubeconfig: "k", ...ENTRY, __provider: "old" };
        const news = { ...inputs, ...change };
        expect(diffEntry({ ...inputs, preexisting: false }, news)).to.deep.equal(expected);
      });
    }
  });
});
