import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { COMMENT_MARKER, LIMITS, renderComment, type Compared } from "../../preview/diff/comment";
import { annotations } from "../../preview/diff/annotations";
import { explainedDiff } from "../../preview/diff/explain";
import type { Registration } from "../../preview/registration";
import { environment } from "../stacks/environment";
import { cli, ROOT } from "./command-line";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, props) { super("pkg:index:Thing", name, props); }
}
const config = new pulumi.Config();
new Thing("thing", { size: config.require("size"), password: config.requireSecret("password") });
console.log("the program says hello");
`;

describe("karpenter-eks diff", () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      encoding: "utf8",
      stdio: "pipe",
    });
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
  };
  const stack = (name: string, size: string, password = "aaaa") => {
    write(
      `Pulumi.${name}.yaml`,
      `config:\n  app:size: ${size}\n  app:password: { secure: ${password} }\n`,
    );
  };

  /** A repository of a program with two stacks, and a branch that changes one of them. */
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "repository-"));
    git("init", "--quiet", "--initial-branch=main");
    write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
    write("package.json", '{ "name": "app" }');
    write("index.js", PROGRAM);
    write(".gitignore", "node_modules\n");
    mkdirSync(path.join(folder, "node_modules"));
    symlinkSync(path.join(ROOT, "node_modules/@pulumi"), path.join(folder, "node_modules/@pulumi"));
    stack("dev", "1");
    stack("prod", "10");
    git("add", "-A");
    git("commit", "--quiet", "-m", "base");
    git("checkout", "--quiet", "-b", "change");
    stack("dev", "2", "bbbb");
    git("commit", "--quiet", "-am", "change");
    git("checkout", "--quiet", "main");
    stack("prod", "11");
    git("commit", "--quiet", "-am", "meanwhile");
    git("checkout", "--quiet", "change");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("compares the working tree with the commit where the work left the base", async () => {
    const { code, stdout, stderr } = await cli(["diff", "--base", "main"], folder);
    expect(stdout).to.equal(
      [
        "app / dev  1 changed",
        "",
        "~ Thing thing",
        "-   size: 1",
        "+   size: 2",
        "    Nodes stay: nodes do not hang on it",
        "",
        "Running nodes stay as they are.",
        "",
        "app / prod  no change",
        "",
      ].join("\n"),
    );
    expect(code).to.equal(0);
    expect(
      stderr
        .trim()
        .split("\n")
        .map((line) => line.replace(/ in .*/, ""))
        .sort(),
    ).to.have.length(4);
    expect(stderr).to.match(/^\[1\/4\] \w+ of the \w+ previewed in \d/);
  });

  it("leaves no worktree behind, whether it succeeds or fails", async () => {
    const failing = await cli(["diff", "--base", "main", "--stack", "none"], folder);
    expect(failing.code).to.equal(1);
    expect(failing.stderr).to.equal("error: no stack none in base or head\n");
    expect(git("worktree", "list").trim().split("\n")).to.have.length(1);
    expect(readdirSync(path.join(folder, ".git/karpenter-eks"))).to.deep.equal([]);
    expect(git("status", "--short")).to.equal("");
  });

  it("compares two commits, of the stacks that are named", async () => {
    const { stdout } = await cli(
      ["diff", "--base", "change~1", "--head", "main", "--stack", "prod"],
      folder,
    );
    expect(stdout.split("\n").slice(0, 5)).to.deep.equal([
      "app / prod  1 changed",
      "",
      "~ Thing thing",
      "-   size: 10",
      "+   size: 11",
    ]);
  });

  it("compares two environments", async () => {
    const { stdout } = await cli(["diff", "--from", "dev", "--to", "prod"], folder);
    expect(stdout.split("\n").slice(0, 5)).to.deep.equal([
      "app / dev to prod  1 changed",
      "",
      "~ Thing thing",
      "-   size: 2",
      "+   size: 10",
    ]);
  });

  it("exits with 2 for a change when asked to, and with 0 for none", async () => {
    const change = ["diff", "--base", "main", "--exit-code"];
    expect((await cli([...change, "--stack", "dev"], folder)).code).to.equal(2);
    expect((await cli([...change, "--stack", "prod"], folder)).code).to.equal(0);
  });

  it("shows an environment that fails beside those that do not, and exits with 1", async () => {
    write("Pulumi.broken.yaml", "config: {}\n");
    try {
      const { code, stdout } = await cli(["diff", "--base", "main", "--exit-code"], folder);
      expect(code).to.equal(1);
      expect(stdout).to.include(
        "broken  cannot be previewed: Missing required configuration variable 'app:size'",
      );
      expect(stdout).to.include("app / dev  1 changed");
    } finally {
      rmSync(path.join(folder, "Pulumi.broken.yaml"));
    }
  });

  it("writes documents from which the same comment can be made without a program", async () => {
    const out = path.join(folder, "node_modules", "out");
    const there = await cli(
      ["diff", "--base", "main", "--write", out, "--format", "markdown"],
      folder,
    );
    const files = [path.join(out, "base.json"), path.join(out, "head.json")];
    const here = await cli(["diff", ...files, "--format", "markdown"], folder);
    const withoutCommand = (text: string) => text.replace(/See the same with .*/, "");
    expect(withoutCommand(here.stdout)).to.equal(withoutCommand(there.stdout));
    expect(here.stdout.split("\n")[0]).to.equal(COMMENT_MARKER);
    expect(there.stdout).to.include("See the same with `karpenter-eks diff --base main`.");
    expect(there.stdout).to.include("No change: `prod`.");
  });

  it("writes the job summary and annotations in GitHub Actions", async () => {
    const summary = path.join(folder, "node_modules", "summary.md");
    const args = ["diff", "--base", "main", "--github", "--format", "json"];
    const { stdout } = await cli(args, folder, { GITHUB_STEP_SUMMARY: summary });
    expect((JSON.parse(stdout) as Compared[]).map((one) => one.stack)).to.deep.equal([
      "dev",
      "prod",
    ]);
    expect(readFileSync(summary, "utf8")).to.include("### `app / dev`: 1 changed");
  });

  it("refuses a ref that is not there, and says how to get it", async () => {
    const { code, stderr } = await cli(["diff", "--base", "origin/main"], folder);
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /^error: no commit origin\/main in the git repository of \.: fetch it first \(actions\/checkout has it with fetch-depth: 0\)\n$/,
    );
  });

  for (const [args, message] of [
    [[], "say what to compare in one way"],
    [["--from", "dev"], "--to is needed"],
    [["a.json"], "a second file is needed"],
    [["a.json", "b.json", "--base", "main"], "say what to compare in one way"],
    [
      ["--all", "--stack", "dev", "--base", "main"],
      "'--all' cannot be used with option '-s, --stack",
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}: ${message}`, async () => {
      const { code, stdout, stderr } = await cli(["diff", ...args], folder);
      expect([code, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.include(message);
    });
  }

  it("never quotes a file that is no registration document", async () => {
    for (const content of [
      "hunter2",
      '{"deployment": "hunter2"}',
      '{"project": "a", "stack": "hunter2"}',
    ]) {
      const file = path.join(folder, "node_modules", "state.json");
      writeFileSync(file, content);
      const { code, stdout, stderr } = await cli(["diff", file, file], folder);
      expect([code, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.include("is no registration document");
      expect(stderr).to.include("Write it with: karpenter-eks preview --stack <name> --json");
      expect(stderr).not.to.include("hunter2");
    }
  });
});

describe("karpenter-eks preview --all", () => {
  it("previews every shipped environment and tells how far it is", async () => {
    const { code, stdout, stderr } = await cli(["preview", "--all", "--json"]);
    expect(code).to.equal(0);
    const stacks = (JSON.parse(stdout) as Registration[]).map((one) => one.stack);
    expect(stacks).to.deep.equal(["lab", "prod", "staging"]);
    expect(
      stderr
        .trim()
        .split("\n")
        .map((line) => line.slice(0, 5)),
    ).to.deep.equal(["[1/3]", "[2/3]", "[3/3]"]);
    const one = await cli(["preview", "--stack", "prod", "--json"]);
    expect((JSON.parse(stdout) as Registration[])[1]).to.deep.equal(JSON.parse(one.stdout));
  });
});

describe("a comment", () => {
  let compared: Compared[];
  before(async () => {
    const staging = await environment("staging");
    const nothing = { ...staging, resources: [], outputs: {}, findings: [] };
    compared = [
      { stack: "lab", error: "no recorded answer for a look-up" },
      { stack: "staging", diff: explainedDiff(nothing, staging) },
      { stack: "same", diff: explainedDiff(staging, staging) },
    ];
  });
  const size = (text: string) => Buffer.byteLength(text);

  it("has a section an environment, and one line for those without a change", () => {
    const text = renderComment(compared, "karpenter-eks diff --all", LIMITS.comment);
    expect(text.split("\n").filter((line) => /^(<!--|#|No change|See)/.test(line))).to.deep.equal([
      "<!-- karpenter-eks diff -->",
      "## What this changes",
      "### `lab`: cannot be previewed",
      "### `karpenter-eks / staging`: 29 added",
      "No change: `same`.",
      "See the same with `karpenter-eks diff --all`.",
    ]);
  });

  it("fits any limit that GitHub has, says what is left out, and how to see it", () => {
    const whole = size(renderComment(compared, "karpenter-eks diff --all", LIMITS.comment));
    for (const limit of [whole - 1, 1000, 400, 200]) {
      const text = renderComment(compared, "karpenter-eks diff --all", limit);
      expect(size(text), String(limit)).to.be.at.most(limit);
      expect(text).to.match(/^<!-- karpenter-eks diff -->\n/);
      expect(text).to.include("`karpenter-eks diff --all`");
    }
    expect(renderComment(compared, "karpenter-eks diff --all", whole - 1)).to.include(
      "_The changes are left out here: too long for a comment. `karpenter-eks diff --all` shows all._",
    );
  });
});

describe("annotations", () => {
  it("name the file, and cannot be broken out of", async () => {
    const [base, head] = [await environment("prod"), await environment("prod")];
    head.findings = [
      {
        ...{ code: "KE002", severity: "warning", where: "a", message: "x\n::error::100%" },
        ...{ why: "", fix: "y" },
      },
    ];
    head.resources = head.resources.filter(
      ({ type, name }) => !(type.endsWith(":NodePool") && name.includes("gpu")),
    );
    expect(annotations(explainedDiff(base, head), "stacks/a,b:c.yaml")).to.deep.equal([
      "::warning file=stacks/a%2Cb%3Ac.yaml,title=KE002::a: x%0A::error::100%25. Fix: y",
      "::warning file=stacks/a%2Cb%3Ac.yaml,title=Nodes are terminated::karpenter.sh/v1 NodePool gpu: " +
        "its nodes are drained and terminated, and Pulumi waits for it; budgets do not hold this back, a PodDisruptionBudget does",
    ]);
  });
});
