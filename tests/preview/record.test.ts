import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { devNull, tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { startAwsApi, type AwsApi } from "./aws-api";

const ROOT = path.resolve(__dirname, "../..");
const run = promisify(execFile);

/** What the stand-in knows; its node groups come on two pages. */
const CLUSTER = "example";
const NAMES = ["system-a", "system-b"];

describe("karpenter-eks record", () => {
  let api: AwsApi;
  let folder: string;

  beforeEach(async () => {
    api = await startAwsApi();
    folder = mkdtempSync(path.join(tmpdir(), "record-"));
    cpSync(path.join(__dirname, "programs/lookups"), folder, { recursive: true });
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: lookups\nruntime: nodejs\n");
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await api.stop();
  });

  /** Runs the command on a cluster of that name, with the stand-in as AWS. */
  async function cli(
    clusterName: string,
    ...args: string[]
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    writeFileSync(
      path.join(folder, "Pulumi.dev.yaml"),
      `config: { aws:region: eu-west-1, lookups:clusterName: ${clusterName} }\n`,
    );
    const own = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")),
    );
    const env = {
      ...own,
      AWS_ENDPOINT_URL: api.url,
      AWS_ACCESS_KEY_ID: "210987654321",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
    try {
      const command = [path.join(ROOT, "dist/preview/cli.js"), ...args, "--stack", "dev"];
      return { code: 0, ...(await run(process.execPath, command, { cwd: folder, env })) };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  }

  it("writes down what the program looks up, and preview then needs no AWS", async () => {
    const recorded = await cli(CLUSTER, "record", "--mask-account-ids");
    expect(recorded).to.deep.equal({
      code: 0,
      stdout: `3 look-ups written to ${path.join(folder, "dev.context.json")}\n`,
      stderr: "",
    });
    const context = readFileSync(path.join(folder, "dev.context.json"), "utf8");
    expect(
      (JSON.parse(context) as { lookups: { token: string }[] }).lookups.map(({ token }) => token),
    ).to.deep.equal([
      "aws:eks/getCluster:getCluster",
      "aws:eks/getNodeGroups:getNodeGroups",
      "aws:index/getCallerIdentity:getCallerIdentity",
    ]);
    expect(context).not.to.include("210987654321");

    api.requests.length = 0;
    const { stdout } = await cli(CLUSTER, "preview", "--json");
    expect((JSON.parse(stdout) as { outputs: unknown }).outputs).to.deep.equal({
      accountId: "111122223333",
      arn: `arn:aws:eks:eu-west-1:111122223333:cluster/${CLUSTER}`,
      names: NAMES,
    });
    expect(api.requests).to.deep.equal([]);
  });

  it("says AWS's own words, writes nothing and fails when a look-up fails", async () => {
    const { code, stdout, stderr } = await cli("missing", "record");
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr).to.match(
      /^error: .*aws:eks\/getCluster:getCluster \{"name":"missing"\}: ResourceNotFoundException: /,
    );
    expect(existsSync(path.join(folder, "dev.context.json"))).to.equal(false);
  });
});
