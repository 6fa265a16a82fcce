import { expect } from "chai";
import { renderEC2NodeClass } from "../../core/node-class/render";
import type { EC2NodeClassSpec } from "../../core/node-class/spec";
import { validateEC2NodeClass } from "../../core/node-class/validate";
import { renderNodePool } from "../../core/node-pool/render";
import type { NodePoolSpec } from "../../core/node-pool/spec";
import { validateNodePool } from "../../core/node-pool/validate";
import { isWithin, type KarpenterVersion } from "../../core/versions";
import { fullClasses, fullPools } from "./full";
import * as paths from "./crd-paths";
import { MINORS, of } from "./support";

/** The paths of one kind that a version has. */
function known(text: string, version: KarpenterVersion): Set<string> {
  const lines = text.trim().split("\n");
  const rows = lines.map((line) => /^(\S+)(?: since (\S+))?(?: until (\S+))?$/.exec(line));
  return new Set(
    rows
      .filter((row) => isWithin(version, { since: row?.[2], until: row?.[3] }))
      .map((row) => row?.[1] ?? ""),
  );
}

/** The paths of a manifest, in the notation of `crd-paths`. */
function pathsOf(value: unknown, crd: Set<string>, at = ""): string[] {
  if (Array.isArray(value)) {
    const items = value as unknown[];
    return [`${at}[]`, ...items.flatMap((item) => pathsOf(item, crd, `${at}[]`))];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const path = crd.has(`${at}.{}`) ? `${at}.{}` : at === "" ? key : `${at}.${key}`;
    // From 1.15 on whatever is in the kubelet's block is open.
    return path === "kubelet.{}" ? [path] : [path, ...pathsOf(child, crd, path)];
  });
}

/** An object that has to be empty, and is left out therefore. */
const ALWAYS_EMPTY = /^template\.spec\.resources\b/;

describe("every field of Karpenter's CRDs", () => {
  for (const minor of MINORS) {
    const version = of(minor);
    const [pools, classes] =
      version.api === "v1"
        ? [paths.NODE_POOL_V1, paths.NODE_CLASS_V1]
        : [paths.NODE_POOL_V1BETA1, paths.NODE_CLASS_V1BETA1];

    it(`can be written in a NodePool of ${minor}, and no other is`, () => {
      const crd = known(pools, version);
      const specs = fullPools(version) as unknown as NodePoolSpec[];
      expect(specs.flatMap((spec) => validateNodePool(spec, "pool", version))).to.deep.equal([]);
      const written = specs.flatMap((spec) => pathsOf(renderNodePool(spec, version), crd));
      const expected = [...crd].filter((path) => !ALWAYS_EMPTY.test(path));
      expect([...new Set(written)].sort()).to.deep.equal(expected.sort());
    });

    it(`can be written in an EC2NodeClass of ${minor}, and no other is`, () => {
      const crd = known(classes, version);
      const specs = fullClasses(version) as unknown as EC2NodeClassSpec[];
      expect(specs.flatMap((s) => validateEC2NodeClass(s, "class", version))).to.deep.equal([]);
      const written = specs.flatMap((spec) => pathsOf(renderEC2NodeClass(spec, version), crd));
      expect([...new Set(written)].sort()).to.deep.equal([...crd].sort());
    });
  }
});

describe("a field that a version does not know is refused with the first version that does", () => {
  for (const minor of MINORS) {
    const version = of(minor);
    it(`by ${minor}`, () => {
      // Everything of the newest minor at once: what is too new for this one must be told, and nothing else.
      const newest = of("1.15");
      const told = [
        ...fullPools(newest).flatMap((spec) => validateNodePool(spec, "pool", version)),
        ...fullClasses(newest).flatMap((spec) => validateEC2NodeClass(spec, "class", version)),
      ];
      const gates = told
        .map(({ path, allowed }) => [path.replace(/\[\d+\]/g, "[]"), allowed])
        .filter(([, allowed]) => /^Karpenter \S+ and later$/.test(allowed ?? ""))
        .map(([path, allowed]) => `${path ?? ""} ${allowed?.split(" ")[1] ?? ""}`);
      expect([...new Set(gates)].sort()).to.deep.equal(
        GATES.filter(([, since, within]) => {
          // Below a field that is not known either, nothing more is said.
          return !isWithin(version, { since }) && isWithin(version, { since: within });
        })
          .map(([path, since]) => `${path} ${since}`)
          .sort(),
      );
    });
  }
});

/** Fields that came after 0.36, and where that is later, the first minor that knows the object they are in. */
const GATES: readonly (readonly [path: string, since: string, within?: string])[] = [
  ["pool.disruption.budgets[].reasons", "1.0"],
  ["pool.terminationGracePeriod", "1.0"],
  ["pool.replicas", "1.8"],
  ["class.amiSelectorTerms[].alias", "1.0"],
  ["class.kubelet", "1.0"],
  ["class.capacityReservationSelectorTerms", "1.3"],
  ["class.capacityReservationSelectorTerms[].instanceMatchCriteria", "1.8", "1.3"],
  ["class.amiSelectorTerms[].ssmParameter", "1.4"],
  ["class.blockDeviceMappings[].ebs.volumeInitializationRate", "1.5"],
  ["class.ipPrefixCount", "1.8"],
  ["class.networkInterfaces", "1.11"],
  ["class.placementGroupSelector", "1.11"],
  ["class.connectionTracking", "1.13"],
  ["class.cpuOptions", "1.13"],
  ["class.enclaveOptions", "1.15"],
];
