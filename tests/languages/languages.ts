import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { expectSameKarpenter, LANGUAGES, LOOKUPS } from "../package/language-example";
import { packedPlugin } from "../package/plugin-host";

const ROOT = path.resolve(__dirname, "../..");
const PROGRAMS = path.join(__dirname, "programs");

/** Runs a command, and tells what it printed when it fails. */
function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, LOOKUPS },
  });
}

/** What a program asked of Karpenter. */
function karpenterArgs(printed: string): object {
  const lines = printed.split("\n").filter((line) => line.startsWith("karpenter "));
  expect(lines, printed).to.have.length(1);
  return JSON.parse(lines[0]!.slice("karpenter ".length)) as object;
}

/** With Go and Python, and the SDKs that Pulumi's own generators make of schema.json. */
describe("the examples, with the SDKs that Pulumi generates,", function () {
  this.timeout(1_800_000);
  const plugin = packedPlugin();
  let work: string;

  before(() => {
    work = mkdtempSync(path.join(tmpdir(), "languages-"));
    cpSync(path.join(__dirname, "sdkgen"), path.join(work, "sdkgen"), { recursive: true });
    run(path.join(work, "sdkgen"), "go", "mod", "tidy");
    run(path.join(work, "sdkgen"), "go", "run", ".", path.join(ROOT, "schema.json"), work);
  });

  after(() => {
    rmSync(work, { recursive: true });
  });

  it("in Go compiles, and asks for what the one in TypeScript does", async () => {
    const program = path.join(work, "go-program");
    const sdk = path.join(program, "sdk");
    mkdirSync(program);
    cpSync(path.join(work, "go/karpentereks"), sdk, { recursive: true });
    const name = "example.com/pulumi-karpenter-eks/sdk/go/karpenter-eks";
    const mod = readFileSync(path.join(LANGUAGES, "go/go.mod"), "utf8");
    const needs = /^\s*(github.com\/pulumi\/pulumi\/sdk\/v3 .*)$/m.exec(mod)?.[1] ?? "";
    writeFileSync(path.join(sdk, "go.mod"), `module ${name}\n\ngo 1.24\n\nrequire ${needs}\n`);
    writeFileSync(
      path.join(program, "go.mod"),
      `${mod}\nrequire ${name} v0.0.0\n\nreplace ${name} => ./sdk\n`,
    );
    copyFileSync(path.join(LANGUAGES, "go/main.go"), path.join(program, "main.go"));
    copyFileSync(path.join(PROGRAMS, "main_test.go"), path.join(program, "main_test.go"));
    run(program, "go", "mod", "tidy");
    run(program, "go", "vet", ".");
    const printed = run(program, "go", "test", "-v", "-count=1", ".");
    await expectSameKarpenter(plugin.host, karpenterArgs(printed));
  });

  it("in Python passes the type checker, and asks for what the one in TypeScript does", async () => {
    const program = path.join(LANGUAGES, "python");
    const bin = path.join(work, "venv/bin");
    run(work, "python3", "-m", "venv", "venv");
    const pip = path.join(bin, "pip");
    run(work, pip, "install", "-q", "mypy", "-r", path.join(program, "requirements.txt"));
    run(work, pip, "install", "-q", "--no-deps", path.join(work, "python"));
    run(work, path.join(bin, "mypy"), path.join(program, "__main__.py"));
    const mocks = path.join(PROGRAMS, "mocks.py");
    const printed = run(
      work,
      path.join(bin, "python"),
      mocks,
      LOOKUPS,
      path.join(program, "__main__.py"),
    );
    await expectSameKarpenter(plugin.host, karpenterArgs(printed));
  });
});
