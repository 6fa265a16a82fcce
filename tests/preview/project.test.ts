import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { readProject } from "../../preview/project";

describe("reading a project", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "project-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(project: string, stack: string, stackFolder = "."): void {
    mkdirSync(path.join(folder, stackFolder), { recursive: true });
    writeFileSync(path.join(folder, "Pulumi.yaml"), project);
    writeFileSync(path.join(folder, stackFolder, "Pulumi.dev.yaml"), stack);
  }

  it("takes the stack's config over the project's, as texts, unqualified keys as the project's own", () => {
    write(
      [
        "name: shop",
        "runtime: { name: nodejs }",
        "main: src/app.ts",
        "stackConfigDir: config",
        "config:",
        "  plain: a",
        "  declared: { type: integer, default: 3 }",
        "  valued: { value: [1, 2] }",
        "  required: { type: string }",
        "  aws:region: us-east-1",
      ].join("\n"),
      "config: { 'shop:plain': b, flag: true, list: [1, two], map: { a: { b: 1.5 } }, empty: null, aws:region: eu-west-1 }",
      "config",
    );
    const project = readProject(folder, "dev");
    expect(project.config).to.deep.equal({
      "shop:plain": "b",
      "shop:declared": "3",
      "shop:valued": "[1,2]",
      "aws:region": "eu-west-1",
      "shop:flag": "true",
      "shop:list": '[1,"two"]',
      "shop:map": '{"a":{"b":1.5}}',
      "shop:empty": "",
    });
    expect(project.main).to.equal(path.join(folder, "src/app.ts"));
    expect(project.configDir).to.equal(path.join(folder, "config"));
  });

  it("marks a key secret wherever a part of it is encrypted, and decrypts nothing", () => {
    write(
      "name: shop\nruntime: nodejs",
      "config: { token: { secure: v1:x }, map: { a: 1, b: [{ secure: v1:y }] }, open: c }",
    );
    const { config, secretKeys } = readProject(folder, "dev");
    expect(secretKeys).to.deep.equal(["shop:token", "shop:map"]);
    expect(config).to.deep.equal({
      "shop:token": "[secret]",
      "shop:map": '{"a":1,"b":["[secret]"]}',
      "shop:open": "c",
    });
  });

  it("says that values of Pulumi ESC are not read", () => {
    write("name: shop\nruntime: nodejs", "environment: [shop/dev]");
    expect(readProject(folder, "dev").notes).to.deep.equal([
      "environment: values of Pulumi ESC are not read offline",
    ]);
  });

  it("refuses other runtimes, and YAML that says a key twice", () => {
    write("name: shop\nruntime: python", "");
    expect(() => readProject(folder, "dev")).to.throw(
      "has runtime python: the offline preview runs nodejs programs",
    );
    write(
      "name: shop\nruntime: nodejs",
      "config:\n  nodePools:\n    default: {}\n    default: {}\n",
    );
    expect(() => readProject(folder, "dev")).to.throw(/Pulumi\.dev\.yaml: Map keys must be unique/);
  });
});
