import { existsSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { checkField } from "../../core/check-field";
import { CONFIG_FIELDS } from "../../stacks/config-fields";

const ROOT = path.resolve(__dirname, "../..");

interface ProjectFile {
  main: string;
  stackConfigDir: string;
  config: Record<string, { type: string; description: string; default?: unknown }>;
}

describe("Pulumi.yaml", () => {
  const project = parse(readFileSync(path.join(ROOT, "Pulumi.yaml"), "utf8")) as ProjectFile;

  it("names the program by its file: for a folder Pulumi would run the package's main, which deploys nothing", () => {
    expect(statSync(path.join(ROOT, project.main)).isFile()).to.equal(true);
    for (const stack of ["lab", "staging", "prod"]) {
      expect(
        existsSync(path.join(ROOT, project.stackConfigDir, `Pulumi.${stack}.yaml`)),
        stack,
      ).to.equal(true);
    }
  });

  it("describes keys as the config table does, with the same default", () => {
    for (const [key, declared] of Object.entries(project.config)) {
      const { field, description, default: fallback } = CONFIG_FIELDS[key]!;
      const value = field.kind === "boolean" ? fallback === "true" : fallback;
      expect(declared, key).to.deep.equal({
        type: field.kind,
        description,
        ...(fallback === undefined ? {} : { default: value }),
      });
      if (fallback !== undefined) expect(checkField(field, value, key)).to.deep.equal([]);
    }
  });

  it("declares no key that a stack may leave out and that has no default: Pulumi would demand it", () => {
    for (const [key, declared] of Object.entries(project.config)) {
      expect("default" in declared || CONFIG_FIELDS[key]?.field.required, key).to.equal(true);
    }
  });
});
