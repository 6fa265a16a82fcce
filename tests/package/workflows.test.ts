import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

const ROOT = path.resolve(__dirname, "../..");

interface Job {
  permissions?: Record<string, string>;
  uses?: string;
  steps?: { uses?: string; run?: string }[];
}

interface Workflow {
  permissions: object;
  jobs: Record<string, Job>;
}

/** What each job may do beyond reading: whoever gets hold of it can do no more. */
const WRITES: Record<string, Record<string, string[]>> = {
  "check.yml": { check: [] },
  "diff.yml": { diff: [] },
  "diff-comment.yml": { comment: ["pull-requests"] },
  "release.yml": { build: [], publish: ["id-token"], announce: ["contents"] },
  "security.yml": { audit: [], osv: ["security-events"] },
};

for (const [file, jobs] of Object.entries(WRITES)) {
  describe(`the workflow ${file}`, () => {
    const text = readFileSync(path.join(ROOT, ".github/workflows", file), "utf8");
    const workflow = parse(text) as Workflow;

    it("may do what each job needs, and nothing by default", () => {
      expect(workflow.permissions).to.deep.equal({});
      const writes = Object.entries(workflow.jobs).map(([name, { permissions = {} }]) => [
        name,
        Object.keys(permissions).filter((scope) => permissions[scope] === "write"),
      ]);
      expect(Object.fromEntries(writes)).to.deep.equal(jobs);
    });

    it("uses actions by commit, with the version beside it, and no secret", () => {
      const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action!);
      expect(uses).to.have.length.greaterThan(0);
      expect(
        uses.filter((action) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
      ).to.deep.equal([]);
      expect(text).not.to.include("secrets.");
    });

    it("runs only scripts that exist", () => {
      const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
        scripts: Record<string, string>;
      };
      const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
      expect(named.filter((name) => !(name in scripts))).to.deep.equal([]);
    });
  });
}
