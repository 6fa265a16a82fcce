import { existsSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
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

  it("describes each plain key as the config table does, with the same default", () => {
    const plain = Object.entries(CONFIG_FIELDS).filter(
      ([, { field }]) => field.kind === "string" || field.kind === "boolean",
    );
    expect(project.config).to.deep.equal(
      Object.fromEntries(
        plain.map(([key, { field, description, default: fallback }]) => [
          key,
          {
            type: field.kind,
            description,
            ...(fallback === undefined
              ? {}
              : { default: field.kind === "boolean" ? fallback === "true" : fallback }),
          },
        ]),
      ),
    );
  });
});
