import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { expect } from "chai";
import { publint } from "publint";
import * as api from "../../index";
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

/** A program that uses arguments, enumerations and outputs. */
const PROGRAM = `
import type * as pulumi from "@pulumi/pulumi";
import { AuthenticationMode, Karpenter, type KarpenterArgs, type Schedule } from "karpenter-eks";
const args: KarpenterArgs = {
  cluster: {
    name: "prod",
    region: "eu-west-1",
    accountId: "111122223333",
    authenticationMode: AuthenticationMode.Api,
  },
  version: "1.14.4",
  nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
  nodePools: { default: { nodeClassName: "default" } },
};
const karpenter = new Karpenter("karpenter", args);
export const schedules: pulumi.Output<{ [pool: string]: Schedule }> = karpenter.schedules;
`;

/** The declarations that a file brings with it, and all that they import. */
function declarations(file: string, files = new Set<string>()): Declarations {
  files.add(file);
  const found = [...readFileSync(file, "utf8").matchAll(/(?:from|import\() ?"([^"]+)"/g)];
  const imports = found.map(([, name]) => name!);
  for (const name of imports.filter((n) => n.startsWith("."))) {
    const next = path.resolve(path.dirname(file), `${name}.d.ts`);
    if (!files.has(next)) imports.push(...declarations(next, files).imports);
  }
  return { files, imports };
}

interface Declarations {
  files: Set<string>;
  imports: string[];
}

describe("the packed tarball", function () {
  this.timeout(180_000);
  let folder: string;
  let files: string[];
  let tarball: string;
  let installed: string;

  /** What the compiler says of a program that uses the package. */
  function typeCheck(compiler: string, program: string, ...more: string[]): string {
    writeFileSync(path.join(folder, "program.ts"), program);
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022"];
    const tsc = path.join(folder, "node_modules", compiler, "bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, ...more, "program.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    return stdout;
  }

  before(() => {
    ({ folder, files, tarball, package: installed } = pack());
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("holds what is needed to run, and nothing else", () => {
    const beside = files.filter((file) => !file.startsWith("dist/")).sort();
    expect(beside).to.deep.equal([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "docs/findings.md",
      "package.json",
      "plugin/PulumiPlugin.yaml",
      "plugin/index.cjs",
      "plugin/package.json",
      "policy/PulumiPolicy.yaml",
      "policy/package.json",
    ]);
    const folders = new Set(files.map((file) => path.dirname(file)));
    const top = [...folders].filter((folder) => /^dist\/[^/]+$/.test(folder)).sort();
    expect(top).to.deep.equal(["components", "core", "plugin", "preview"].map((n) => `dist/${n}`));
    // Neither sources nor maps of sources that are not there.
    const kinds = new Set(files.map((file) => file.replace(/^.*?\./, "")));
    expect(
      [...kinds].filter((kind) => !/^(js|d\.ts|json|cjs|yaml|md)$|LICENSE/.test(kind)),
    ).to.deep.equal([]);
  });

  it("has a manifest that publint has nothing against", async () => {
    const { buffer } = new Uint8Array(readFileSync(tarball));
    const { messages } = await publint({ pack: { tarball: buffer }, strict: true });
    expect(messages).to.deep.equal([]);
  });

  it("resolves to types that tell the truth, from CommonJS, ES modules and bundlers", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)), {
      entrypoints: ["."],
    });
    const problems = "problems" in analysis ? analysis.problems : [{ kind: "no types" }];
    expect(problems).to.deep.equal([]);
  });

  it("is imported by CommonJS and by ES modules, by name", () => {
    const names = Object.keys(api).sort().join(" ");
    const print = `console.log(Object.keys(api).filter((n) => !/^(default|module.exports|__esModule)$/.test(n)).sort().join(" "))`;
    const sources = {
      "program.cjs": `const api = require("karpenter-eks"); ${print}`,
      "program.mjs": `import * as api from "karpenter-eks"; ${print}`,
    };
    for (const [file, source] of Object.entries(sources)) {
      writeFileSync(path.join(folder, file), source);
      const printed = execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
      expect(printed.trim(), file).to.equal(names);
    }
  });

  for (const compiler of ["typescript-5.9", "typescript"]) {
    it(`passes strict checks of ${compiler}, its own declarations included`, () => {
      expect(typeCheck(compiler, PROGRAM)).to.equal("");
    });
  }

  it("lets the type checker refuse what is wrong", () => {
    const wrong = PROGRAM.replace("AuthenticationMode.Api", '"api"');
    expect(typeCheck("typescript", wrong, "--skipLibCheck")).to.match(
      /program\.ts\(\d+,\d+\): error TS2820: Type '"api"' is not assignable to type /,
    );
  });

  it("has public types that need no SDK of a provider", () => {
    const declared = declarations(path.join(installed, "dist/index.d.ts"));
    const packages = new Set(declared.imports.filter((name) => !name.startsWith(".")));
    expect(declared.files.size).to.be.greaterThan(20);
    expect([...packages]).to.deep.equal(["@pulumi/pulumi"]);
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
