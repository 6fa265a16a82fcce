import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { pack } from "./packed";

/** Prints the text by which the engine's own process runs the aws-auth provider, from an installed package. */
const PRINT_PROVIDER = `
const pulumi = require("@pulumi/pulumi");
const { AwsAuthMapping } = require("karpenter-eks");
const newResource = ({ inputs }) => {
  if (inputs.__provider) console.log(JSON.stringify(inputs.__provider));
  return { id: "x", state: inputs };
};
void (async () => {
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) });
  new AwsAuthMapping("mapping", { roleArn: "arn:aws:iam::111122223333:role/r", kubeconfig: "{}" });
  await pulumi.runtime.disconnect();
})();
`;

describe("the packed tarball", function () {
  this.timeout(60_000);
  let folder: string;
  let files: string[];

  before(() => {
    ({ folder, files } = pack());
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("holds what is needed to run, and neither tests nor environments", () => {
    expect(files).to.include.members([
      "package.json",
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/preview/cli.js",
    ]);
    const top = new Set(files.map((file) => file.split("/").slice(0, 2).join("/")));
    expect([...top].filter((name) => /tests|bench|tsbuildinfo|stacks/.test(name))).to.deep.equal(
      [],
    );
  });

  it("resolves every module that the aws-auth provider is made of", () => {
    writeFileSync(path.join(folder, "program.js"), PRINT_PROVIDER);
    const text = execFileSync(process.execPath, ["program.js"], { cwd: folder, encoding: "utf8" });
    const required = [...(JSON.parse(text) as string).matchAll(/require\("([^"]+)"\)/g)].map(
      (match) => match[1]!,
    );
    expect(required).to.have.members([
      "karpenter-eks/dist/components/aws-auth/config-map-client.js",
      "karpenter-eks/dist/components/aws-auth/operations.js",
    ]);
    for (const name of required) {
      execFileSync(process.execPath, ["-e", `require(${JSON.stringify(name)})`], { cwd: folder });
    }
  });

  it("runs the command line", () => {
    const help = execFileSync(
      process.execPath,
      ["node_modules/karpenter-eks/dist/preview/cli.js", "--help"],
      { cwd: folder, encoding: "utf8" },
    );
    expect(help).to.include("preview [options]").and.to.include("record [options]");
  });
});
