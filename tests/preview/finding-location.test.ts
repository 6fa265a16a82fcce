import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { findingLocator, keysOf } from "../../preview/finding-location";
import { readProject } from "../../preview/project";

/** A place is told by the text that stands there. */
const CONFIG = `# A comment.
config:
  aws:region: eu-west-1
  infra:karpenterVersion: 1.14.4
  infra:clusterName: shop
  infra:nodeClasses:
    default: &class
      amiSelectorTerms: # terms
        - id: ami-1
        - { name: own, owner: self }
    other:
      <<: *class
      tags: { team: a }
  infra:nodePools:
    default: { limits: &limits { cpu: "1" }, weight: 10 }
    api.v2:
      limits: *limits
      labels:
        example.com/team: a
        "quoted \\" key": b
  infra:workloads: '{"api": {"cpu": "1"}}'
  silence: { KE003: because }
`;

const ROWS: readonly [where: string, text: string][] = [
  ["version", "infra:karpenterVersion"],
  ["cluster.name", "infra:clusterName"],
  ["nodePools", "infra:nodePools"],
  ["nodePools.default.limits", "limits: &limits"],
  ["nodePools.default.requirements", "default: { limits"],
  ["nodePools.gone.requirements", "infra:nodePools"],
  ['nodePools["api.v2"].labels["example.com/team"]', "example.com/team"],
  ['nodePools["api.v2"].labels["quoted \\" key"]', '"quoted'],
  // By an alias and by a merge key: where the value stands.
  ['nodePools["api.v2"].limits.cpu', 'cpu: "1" }, w'],
  ["nodeClasses.other.amiSelectorTerms[1]", "{ name: own"],
  ["nodeClasses.default.amiSelectorTerms[1].name", "name: own"],
  ["nodeClasses.default.amiSelectorTerms[7]", "amiSelectorTerms"],
  // A text that holds JSON has no inside, and a key may do without the project's name.
  ["workloads.api.cpu", "infra:workloads"],
  ["silence.KE003", "KE003"],
  // A default.
  ["policyPreset", "config:"],
  ["controller.replicas", "config:"],
];

describe("preview/finding-location", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "location-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const locator = (config: string, within = "") => {
    const root = path.join(folder, within);
    mkdirSync(path.join(root, "stacks"), { recursive: true });
    writeFileSync(
      path.join(root, "Pulumi.yaml"),
      "name: infra\nruntime: nodejs\nstackConfigDir: stacks\n",
    );
    writeFileSync(path.join(root, "stacks/Pulumi.dev.yaml"), config);
    return findingLocator(readProject(root, "dev"));
  };

  for (const [where, text] of ROWS) {
    it(where, () => {
      const before = CONFIG.slice(0, CONFIG.indexOf(text)).split("\n");
      expect(locator(CONFIG)({ where })).to.deep.equal({
        file: "stacks/Pulumi.dev.yaml",
        line: before.length,
        column: before.at(-1)!.length + 1,
      });
    });
  }

  it("begins at the top of a config without keys", () => {
    expect(locator("encryptionsalt: v1:x\n")({ where: "nodePools.a" })).to.deep.equal({
      file: "stacks/Pulumi.dev.yaml",
      line: 1,
      column: 1,
    });
  });

  it("names the file as the repository does, where the project is a folder of it", () => {
    const locate = locator(CONFIG, "infra/karpenter");
    mkdirSync(path.join(folder, ".git"));
    try {
      expect(locator(CONFIG, "infra/karpenter")({ where: "version" }).file).to.equal(
        "infra/karpenter/stacks/Pulumi.dev.yaml",
      );
    } finally {
      rmSync(path.join(folder, ".git"), { recursive: true });
    }
    expect(locate({ where: "version" }).file).to.equal("stacks/Pulumi.dev.yaml");
  });

  it("takes a path apart", () => {
    expect(keysOf('a.b-c[2].d["e.f/g[0]"].h')).to.deep.equal([
      ...["a", "b-c", "2", "d", "e.f/g[0]", "h"],
    ]);
  });
});
