import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import type { Log } from "sarif";
import { parse } from "yaml";
import type { Registration } from "../../preview/registration";
import { cli, ROOT } from "./command-line";

const program = (name: string) => path.join(__dirname, "programs", name);

describe("karpenter-eks preview", () => {
  it("prints a tree without colours where nobody looks", async () => {
    // CI systems are taken for terminals by what looks at the environment alone.
    const { code, stdout, stderr } = await cli(["preview", "--stack", "lab"], ROOT, { CI: "true" });
    expect(code).to.equal(0);
    expect(stderr).to.equal("");
    expect(stdout).not.to.include("\u001b[");
    const lines = stdout.split("\n");
    expect(lines[0]).to.equal(
      "karpenter-eks / lab  20 resources (12 aws, 6 kubernetes, 2 other) in 9 components",
    );
    expect(lines).to.include.members([
      "└─ Karpenter karpenter",
      "   ├─ AwsAuthMapping karpenter-access",
      "   │          requires    arch In amd64",
      "  warning KE002 policyPreset: the migration-guide policy is not limited to this cluster",
    ]);
  });

  it("prints the registration document and nothing else with --json", async () => {
    const { stdout } = await cli(["preview", "--stack", "prod", "--json"]);
    const registration = JSON.parse(stdout) as Registration;
    expect(Object.keys(registration)).to.deep.equal([
      "project",
      "stack",
      "resources",
      "outputs",
      "findings",
      "reviews",
    ]);
    for (const resource of registration.resources) {
      expect(Object.keys(resource)).to.deep.equal([
        "urn",
        "type",
        "name",
        "custom",
        "parent",
        "provider",
        "dependsOn",
        "inputs",
        "options",
      ]);
    }
    const urns = registration.resources.map(({ urn }) => urn);
    expect(urns).to.deep.equal([...urns].sort());
    expect(new Set(urns).size).to.equal(urns.length);
    for (const { parent, dependsOn, provider } of registration.resources) {
      for (const urn of [parent, provider, ...dependsOn])
        if (urn !== null) expect(urns).to.include(urn);
    }
  });

  it("prints the same document twice", async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() => cli(["preview", "--stack", "lab", "--json"])),
    );
    expect(first?.stdout).to.equal(second?.stdout);
  });

  it("shows the order of a destroy", async () => {
    const { code, stdout } = await cli(["preview", "--stack", "lab", "--destroy-order"]);
    expect(code).to.equal(0);
    const lines = stdout.trimEnd().split("\n");
    expect(
      lines.filter((line) => /^\d/.test(line)).map((line) => line.split("  ")[0]),
    ).to.deep.equal([
      ...["1. DeploymentPatch", "2. NodePool", "3. EC2NodeClass", "4. Release", "5. Release"],
      ...["6. AwsAuthEntry", "7. RolePolicy", "8. Role", "9. Tag"],
    ]);
    const both = await cli(["preview", "--stack", "lab", "--destroy-order", "--json"]);
    expect([both.code, both.stdout]).to.deep.equal([1, ""]);
    expect(both.stderr).to.include("'--destroy-order' cannot be used with option '--json'");
  });

  it("writes manifests in the order in which kubectl can apply them", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "manifests-"));
    try {
      const { code, stderr } = await cli(["preview", "--stack", "lab", "--manifests", folder]);
      expect(code).to.equal(0);
      expect(readdirSync(folder)).to.deep.equal([
        "1-ec2nodeclass-default.yaml",
        "2-nodepool-api-microservice.yaml",
        "3-nodepool-default.yaml",
      ]);
      const pool = parse(
        readFileSync(path.join(folder, "3-nodepool-default.yaml"), "utf8"),
      ) as Record<string, unknown>;
      expect({
        apiVersion: pool.apiVersion,
        kind: pool.kind,
        metadata: pool.metadata,
      }).to.deep.equal({
        apiVersion: "karpenter.sh/v1beta1",
        kind: "NodePool",
        metadata: { name: "default" },
      });
      const [written, ...leftOut] = stderr.trim().split("\n");
      expect(written).to.equal(`3 manifests written to ${folder}`);
      expect(leftOut.map((line) => line.split("::").at(-1))).to.deep.equal([
        "karpenter-crd: a Helm release is no Kubernetes object",
        "karpenter-controller: a Helm release is no Kubernetes object",
        "karpenter-cluster-autoscaler: a patch is no whole object",
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe("writes the findings for code scanning with --sarif", () => {
    let folder: string;
    const written = () =>
      (JSON.parse(readFileSync(path.join(folder, "out/found.sarif"), "utf8")) as Log).runs.flatMap(
        ({ results }) =>
          (results ?? []).map(({ ruleId, level, locations }) => {
            const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
            return `${level} ${ruleId} ${artifactLocation?.uri}:${region?.startLine}`;
          }),
      );

    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), "sarif-"));
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    it("beside what it prints anyway", async () => {
      const file = path.join(folder, "out/found.sarif");
      const { code, stdout, stderr } = await cli(["preview", "--stack", "lab", "--sarif", file]);
      expect([code, stderr]).to.deep.equal([
        0,
        `${written().length} findings written to ${file}\n`,
      ]);
      expect(stdout).to.match(/^karpenter-eks \/ lab {2}/);
      const lines = readFileSync(path.join(ROOT, "stacks/Pulumi.lab.yaml"), "utf8").split("\n");
      const line = lines.indexOf("  karpenter-eks:policyPreset: migration-guide") + 1;
      expect(written()).to.include(`warning KE002 stacks/Pulumi.lab.yaml:${line}`);
    });

    it("and where they stop the program", async () => {
      const file = path.join(folder, "out/found.sarif");
      const { code, stdout, stderr } = await cli([
        ...["preview", "--cwd", program("refused"), "--stack", "dev", "--sarif", file],
      ]);
      expect([code, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.match(/^1 finding written to .*\nerror: Karpenter karpenter: 1 problem\n/);
      expect(written()).to.deep.equal([
        "error KE005 tests/preview/programs/refused/Pulumi.dev.yaml:6",
      ]);
    });
  });

  it("draws a report", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "report-"));
    try {
      const file = path.join(folder, "prod.html");
      const { code, stdout, stderr } = await cli(["report", "--stack", "prod", "--out", file]);
      expect([code, stdout, stderr]).to.deep.equal([0, `report written to ${file}\n`, ""]);
      const html = readFileSync(file, "utf8");
      expect(html).to.include("<title>karpenter-eks / prod: Karpenter report</title>");
      expect(html).to.include("<dt>Cluster</dt><dd>prod</dd>");
      const elsewhere = await cli(
        ["report", "--cwd", program("javascript"), "--stack", "dev"],
        folder,
      );
      expect(elsewhere.stdout).to.equal("report written to report.html\n");
      expect(readFileSync(path.join(folder, "report.html"), "utf8")).to.include(
        "The program has no Karpenter component.",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const kind of ["javascript", "typescript", "esm", "esm-typescript"]) {
    it(`previews any Pulumi program: ${kind}`, async () => {
      const { code, stdout, stderr } = await cli([
        "preview",
        "--cwd",
        program(kind),
        "--stack",
        "dev",
        "--json",
      ]);
      expect(stderr).to.equal(kind === "javascript" ? "the program speaks\n" : "");
      expect(code).to.equal(0);
      const registration = JSON.parse(stdout) as Registration;
      expect(registration.resources.map(({ urn, inputs }) => [urn, inputs])).to.deep.equal([
        [`urn:pulumi:dev::${kind}::aws:sqs/queue:Queue::queue`, { delaySeconds: 3 }],
        [`urn:pulumi:dev::${kind}::pulumi:pulumi:Stack::${kind}-dev`, {}],
      ]);
      expect(registration.outputs.url).to.deep.equal({ $unknown: true });
    });
  }

  it("keeps secrets and reads the project's own config", async () => {
    const { stdout } = await cli(["preview", "--stack", "dev", "--json"], program("javascript"));
    expect((JSON.parse(stdout) as Registration).outputs).to.deep.equal({
      region: "eu-west-1",
      url: { $unknown: true },
      token: { $secret: true },
    });
  });

  it("says what is missing, and fails", async () => {
    const unknownStack = await cli(["preview", "--stack", "nowhere"]);
    expect(unknownStack.code).to.equal(1);
    expect(unknownStack.stderr).to.match(
      /^error: no stack nowhere: .*Pulumi\.nowhere\.yaml does not exist\n$/,
    );
    const noStack = await cli(["preview"]);
    expect(noStack.code).to.equal(1);
    expect(noStack.stderr).to.equal(
      "error: name a stack with --stack, or preview every one with --all\n",
    );
    const noProject = await cli(["preview", "--stack", "lab", "--cwd", tmpdir()]);
    expect(noProject.stderr).to.match(
      /^error: no Pulumi\.yaml in .*: name the project's folder with --cwd\n$/,
    );
  });
});
