import { expect } from "chai";
import { validateNodePool } from "../../../core/node-pool/validate";
import { brief, LAB_POOL, of, V1, V1BETA1, title } from "../support";

const taint = (effect: string): object => ({ key: "team", value: "a", effect });
const budget = (message: string): string[] => [`pool.disruption.budgets[0].${message}`];

describe("core/node-pool/validate refuses, of taints and disruption", () => {
  it("a taint twice, with everything a reader needs", () => {
    const taints = [taint("NoSchedule"), taint("NoSchedule")];
    expect(validateNodePool({ ...LAB_POOL, taints }, "pool", V1)).to.deep.equal([
      {
        path: "pool.taints[1]",
        value: "team:NoSchedule",
        message: "the same key and effect as pool.taints[0]",
        allowed: "each key and effect once, taints and startupTaints together",
        fix: "remove one of the two",
      },
    ]);
  });

  for (const [change, expected, version] of [
    [{ taints: [{ key: "a" }] }, ["pool.taints[0].effect: missing"], V1],
    [{ taints: [{ effect: "NoSchedule" }] }, ["pool.taints[0].key: missing"], V1],
    [{ taints: [taint("noschedule")] }, ["pool.taints[0].effect: unknown value"], V1],
    [
      { taints: [taint("NoSchedule")], startupTaints: [taint("NoSchedule")] },
      ["pool.startupTaints[0]: the same key and effect as pool.taints[0]"],
      V1,
    ],
    ...["disruption", "disrupted", "unregistered", "rebooting"].map(
      (name) =>
        [
          { startupTaints: [{ key: `karpenter.sh/${name}`, effect: "NoSchedule" }] },
          ["pool.startupTaints[0].key: Karpenter sets this taint itself"],
          V1,
        ] as const,
    ),
    [
      { disruption: { consolidationPolicy: "WhenIdle" } },
      ["pool.disruption.consolidationPolicy: unknown value"],
      V1,
    ],
    [
      { disruption: { consolidationPolicy: "Balanced" } },
      [
        "pool.disruption.consolidationPolicy: Karpenter 1.13 does not know this value; 1.14 and later does",
      ],
      of("1.13"),
    ],
    [
      { disruption: { consolidationPolicy: "WhenEmpty" } },
      ["pool.disruption.consolidateAfter: WhenEmpty needs it before Karpenter 1.0"],
      V1BETA1,
    ],
    [
      { disruption: { consolidateAfter: "30s" } },
      [
        "pool.disruption.consolidateAfter: cannot be combined with WhenUnderutilized before Karpenter 1.0",
      ],
      V1BETA1,
    ],
    [{ disruption: { expireAfter: "1h" } }, ["pool.disruption.expireAfter: unknown key"], V1],
    [{ disruption: { budgets: [{}] } }, budget("nodes: missing"), V1],
    [{ disruption: { budgets: [{ nodes: "101%" }] } }, budget("nodes: malformed"), V1],
    [
      { disruption: { budgets: [{ nodes: "1", schedule: "@daily" }] } },
      budget("duration: schedule and duration go together"),
      V1,
    ],
    [
      { disruption: { budgets: [{ nodes: "1", duration: "1h" }] } },
      budget("schedule: schedule and duration go together"),
      V1,
    ],
    [
      { disruption: { budgets: [{ nodes: "1", schedule: "0 9 * *", duration: "1h" }] } },
      budget("schedule: malformed"),
      V1,
    ],
    [
      { disruption: { budgets: [{ nodes: "1", schedule: "@daily", duration: "90s" }] } },
      budget("duration: malformed"),
      V1,
    ],
    [
      { disruption: { budgets: [{ nodes: "1", reasons: ["Unhealthy"] }] } },
      budget("reasons[0]: Karpenter 1.14 does not know this value; 1.15 and later does"),
      V1,
    ],
    [
      { disruption: { budgets: [{ nodes: "1", reasons: ["Empty"] }] } },
      budget("reasons: Karpenter 0.36 does not know this field"),
      V1BETA1,
    ],
    [
      { disruption: { budgets: [{ nodes: "1", reasons: ["Empty", "Drifted", "Empty"] }] } },
      budget("reasons: a reason is there twice"),
      V1,
    ],
    [
      { disruption: { budgets: Array.from({ length: 51 }, () => ({ nodes: "1" })) } },
      ["pool.disruption.budgets: 51 entries"],
      V1,
    ],
  ] as const) {
    it(`${title(change)} under ${version.minor.minor}`, () => {
      const problems = validateNodePool({ ...LAB_POOL, ...change }, "pool", version);
      expect(brief(problems)).to.deep.equal([...expected]);
    });
  }
});
