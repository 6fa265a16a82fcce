import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { expect } from "chai";
import { format } from "prettier";
import ts from "typescript";
import { letThrough } from "../core/iam/migration-guide-attacks";
import { explainedDiff } from "../../preview/diff/explain";
import { renderTerminal } from "../../preview/diff/terminal";
import { names, register } from "../harness";
import { bothSides, WORKED_CHANGES } from "../preview/diff/worked-changes";
import { generatedSections, withSection } from "./readme-sections";

const ROOT = path.resolve(__dirname, "../..");
const README = path.join(ROOT, "README.md");

/** `UPDATE_README=1 npm test` writes the sections anew. */
const UPDATE = process.env.UPDATE_README === "1";

/** What the shipped command prints. */
function preview(...options: string[]): string {
  const command = ["dist/preview/cli.js", "preview", "--stack", "lab", ...options];
  return execFileSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
}

describe("the README", () => {
  let readme: string;

  before(async function () {
    // It runs the shipped command, which takes its time where the machine has others to run.
    this.timeout(120_000);
    const { base, head } = await bothSides(WORKED_CHANGES["requirement-narrowed"]!);
    const generated = generatedSections({
      tree: preview(),
      destroyOrder: preview("--destroy-order"),
      diff: renderTerminal(explainedDiff(base, head), false),
      letThrough: await letThrough("0.36"),
    });
    const current = readFileSync(README, "utf8");
    const text = Object.entries(generated).reduce(
      (all, [name, content]) => withSection(all, name, content),
      current,
    );
    readme = await format(text, { parser: "markdown", printWidth: 100 });
    if (UPDATE) writeFileSync(README, readme);
  });

  it("has the tree, the config and the versions that the code gives", () => {
    expect(readFileSync(README, "utf8")).to.equal(readme);
  });

  it("has an example that registers what it says", async () => {
    const [, example] = /```typescript\n([^]*?)```/.exec(readme) ?? [];
    const { outputText } = ts.transpileModule(example ?? "", {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    });
    const requireFrom = createRequire(__filename);
    const load = (name: string): unknown =>
      requireFrom(name === "karpenter-eks" ? path.join(ROOT, "index") : name);
    const registration = await register(() => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
      new Function("require", "exports", outputText)(load, {});
    });
    expect(names(registration)).to.include.members([
      "karpenter-eks:index:Karpenter karpenter",
      "kubernetes:karpenter.sh/v1:NodePool karpenter-pool-api-nodepool",
      "kubernetes:apps/v1:Deployment api",
    ]);
    const deployment = registration.resources.find(
      ({ type }) => type === "kubernetes:apps/v1:Deployment",
    );
    const spec = (deployment?.inputs.spec as { template: { spec: Record<string, unknown> } })
      .template.spec;
    expect(spec.nodeSelector).to.deep.equal({ "module.schedule": "api-microservice" });
    expect(spec.tolerations).to.deep.equal([
      {
        key: "module.schedule",
        operator: "Equal",
        value: "api-microservice",
        effect: "NoSchedule",
      },
    ]);
  });

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm (?:run (?:-s )?)([\w:-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).to.deep.equal([]);
  });
});
