import { expect } from "chai";
import { validateValueGates } from "../../core/chart-gates";
import { featureGateValues, validateFeatureGates } from "../../core/feature-gates";
import { brief, MINORS, of } from "./support";

/** What the chart of each minor has under settings.featureGates beyond that of the minor before. */
const FEATURE_GATES: Readonly<Record<string, { added?: string[]; removed?: string[] }>> = {
  "0.36": { added: ["drift", "spotToSpotConsolidation"] },
  "1.0": { removed: ["drift"] },
  "1.1": { added: ["nodeRepair"] },
  "1.3": { added: ["reservedCapacity"] },
  "1.7": { added: ["nodeOverlay"] },
  "1.8": { added: ["StaticCapacity"] },
  "1.9": { added: ["staticCapacity"], removed: ["StaticCapacity"] },
  "1.14": { added: ["capacityBuffer"] },
  "1.15": { added: ["terminateFirstDrift", "terminateFirstRepair", "podDeletionCostManagement"] },
};

const ALL = Object.fromEntries(
  [
    ...["Drift", "SpotToSpotConsolidation", "NodeRepair", "ReservedCapacity", "NodeOverlay"],
    ...["StaticCapacity", "CapacityBuffer", "TerminateFirstDrift", "TerminateFirstRepair"],
    "PodDeletionCostManagement",
  ].map((name) => [name, true]),
);

/** Values that came or went, with the first minor whose chart reads them and the last that did. */
const VALUES: readonly (readonly [key: string, first: string, last: string])[] = [
  ["logConfig", "0.36", "0.37"],
  ["settings.assumeRoleARN", "0.36", "0.37"],
  ["settings.assumeRoleDuration", "0.36", "0.37"],
  ["webhook", "0.36", "1.0"],
  ["logOutputPaths", "1.0", "1.15"],
  ["logErrorOutputPaths", "1.0", "1.15"],
  ["settings.eksControlPlane", "1.1", "1.15"],
  ["service.annotations", "1.1", "1.15"],
  ["schedulerName", "1.2", "1.15"],
  ["controller.containerName", "1.2", "1.15"],
  ["initContainers", "1.4", "1.15"],
  ["settings.preferencePolicy", "1.4", "1.15"],
  ["controller.securityContext.seccompProfile", "1.5", "1.15"],
  ["serviceMonitor.relabelings", "1.5", "1.15"],
  ["settings.minValuesPolicy", "1.6", "1.15"],
  ["settings.disableDryRun", "1.7", "1.15"],
  ["settings.ignoreDRARequests", "1.8", "1.15"],
  ["settings.disableClusterStateObservability", "1.8", "1.15"],
  ["serviceMonitor.sampleLimit", "1.9", "1.15"],
  ["settings.enableZonalShift", "1.12", "1.15"],
  ["settings.amiRefreshInterval", "1.13", "1.15"],
  ["settings.subnetRefreshInterval", "1.13", "1.15"],
  ["settings.securityGroupRefreshInterval", "1.15", "1.15"],
  ["settings.enableDRA", "1.15", "1.15"],
  ["settings.legacyNodeRepair", "1.15", "1.15"],
  ["settings.awsFeatureGates", "1.15", "1.15"],
];

describe("the values of the controller chart", () => {
  let before: string[] = [];
  for (const minor of MINORS) {
    it(`name the feature gates of ${minor}, and refuse the others`, () => {
      const keys = Object.keys(featureGateValues(ALL, of(minor)));
      const { added = [], removed = [] } = FEATURE_GATES[minor] ?? {};
      expect({
        added: keys.filter((key) => !before.includes(key)),
        removed: before.filter((key) => !keys.includes(key)),
      }).to.deep.equal({ added, removed });
      before = keys;
      const refused = validateFeatureGates(ALL, "featureGates", of(minor));
      expect(refused.length + keys.length).to.equal(Object.keys(ALL).length);
    });
  }

  it("tell which feature gate was meant, and since when there is one", () => {
    expect(
      brief(validateFeatureGates({ NodeRepair: true, nodeOverlay: true }, "gates", of("1.0"))),
    ).to.deep.equal([
      "gates.NodeRepair: Karpenter 1.0 does not have this feature gate; 1.1 and later do",
      "gates.nodeOverlay: Karpenter 1.0 has no such feature gate",
    ]);
    expect(validateFeatureGates({ spotToSpot: true }, "gates", of("1.0"))[0]?.fix).to.equal(
      "remove it, or use another Karpenter version",
    );
    expect(
      validateFeatureGates({ spotToSpotConsolidation: true }, "gates", of("1.0"))[0]?.fix,
    ).to.equal("did you mean SpotToSpotConsolidation?");
  });

  for (const [key, first, last] of VALUES) {
    it(`take ${key} from ${first} to ${last} alone`, () => {
      const values = key.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), "x");
      const taken = MINORS.filter((m) => validateValueGates(values, "values", of(m)).length === 0);
      const from = MINORS.findIndex((minor) => minor === first);
      const to = MINORS.findIndex((minor) => minor === last);
      expect(taken).to.deep.equal(MINORS.slice(from, to + 1));
    });
  }

  it("say what became of a value", () => {
    expect(validateValueGates({ logConfig: { enabled: true } }, "values", of("1.0"))).to.deep.equal(
      [
        {
          path: "values.logConfig",
          value: { enabled: true },
          message: "the chart of Karpenter 1.0 does not read this value",
          allowed: "Karpenter before 1.0",
          fix: "remove it",
        },
      ],
    );
  });
});
