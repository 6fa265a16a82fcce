import { expect } from "chai";
import { UNKNOWN } from "../../../core/field";
import { V1BETA1 } from "../support";
import { found, POOL, requiring, subnet, told } from "./support";

const SPOT = {
  ...POOL,
  requirements: [
    ...POOL.requirements.slice(1),
    { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
  ],
};
const EITHER = {
  ...POOL,
  requirements: [
    ...POOL.requirements.slice(1),
    { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
  ],
};

describe("core/review/rules/pools", () => {
  describe("KE013: no limits", () => {
    const without = { ...POOL, limits: undefined };

    it("warns", () => {
      expect(told("KE013", { nodePools: { default: without } })).to.deep.equal([
        "nodePools.default.limits: pool default has no limits",
      ]);
      expect(told("KE013", { nodePools: { default: { ...POOL, limits: {} } } })).to.have.length(1);
    });

    it("is silent with one, of a static pool, and of what is not known yet", () => {
      for (const spec of [POOL, { ...without, replicas: 3 }, { ...POOL, limits: UNKNOWN }]) {
        expect(told("KE013", { nodePools: { default: spec } })).to.deep.equal([]);
      }
    });
  });

  describe("KE014: spot without a queue", () => {
    it("warns of each pool that may use spot", () => {
      const nodePools = { spot: SPOT, open: { ...POOL, requirements: [] }, "on-demand": POOL };
      expect(told("KE014", { nodePools, interruptionQueue: false })).to.deep.equal([
        "nodePools.spot.requirements: pool spot may use spot, and the controller has no interruption queue",
        "nodePools.open.requirements: pool open may use spot, and the controller has no interruption queue",
      ]);
      expect(told("KE014", { nodePools, interruptionQueue: true })).to.deep.equal([]);
      expect(told("KE014", { nodePools })).to.deep.equal([]);
    });
  });

  describe("KE015: spot without its service-linked role", () => {
    const at = (nodePools: Record<string, unknown>, spotServiceLinkedRole?: boolean) =>
      found("KE015", {
        nodePools,
        ...(spotServiceLinkedRole === undefined ? {} : { spotServiceLinkedRole }),
      }).map(({ severity, message }) => [severity, message]);

    it("stops a pool that could launch nothing, and warns of one that falls back", () => {
      expect(at({ spot: SPOT }, false)).to.deep.equal([
        ["error", "pool spot may use spot, and the account has no AWSServiceRoleForEC2Spot"],
      ]);
      expect(at({ either: EITHER }, false)).to.deep.equal([
        ["warning", "pool either may use spot, and the account has no AWSServiceRoleForEC2Spot"],
      ]);
    });

    it("is silent with the role, where nobody looked, and on demand", () => {
      expect([
        ...at({ spot: SPOT }, true),
        ...at({ spot: SPOT }),
        ...at({ default: POOL }, false),
      ]).to.deep.equal([]);
    });
  });

  describe("KE019: pools that overlap", () => {
    const other = (more: object) =>
      told("KE019", { nodePools: { a: POOL, b: { ...POOL, ...more } } });

    it("warns where a pod could go to either at random", () => {
      expect(other({})).to.deep.equal([
        "nodePools.b.weight: pools a and b take the same pods on the same instance types, with the same weight",
      ]);
      // A preference keeps nobody out.
      expect(other({ taints: [{ key: "a", effect: "PreferNoSchedule" }] })).to.have.length(1);
    });

    for (const [why, more] of [
      ["a weight", { weight: 1 }],
      ["a taint", { taints: [{ key: "a", effect: "NoSchedule" }] }],
      ["another capacity type", SPOT],
      ["other instance types", requiring("karpenter.k8s.aws/instance-category", "In", ["t"])],
      ["replicas", { replicas: 2 }],
    ] as const) {
      it(`is silent where they are kept apart by ${why}`, () => {
        expect(other(more)).to.deep.equal([]);
      });
    }

    it("compares zones", () => {
      const zone = (name: string) => requiring("topology.kubernetes.io/zone", "In", [name]);
      const nodePools = { a: zone("eu-west-1a"), b: zone("eu-west-1b") };
      expect(told("KE019", { nodePools })).to.deep.equal([]);
    });

    it("compares labels of one's own", () => {
      const labelled = (team: string) => ({ ...POOL, labels: { "example.com/team": team } });
      expect(told("KE019", { nodePools: { a: labelled("a"), b: labelled("b") } })).to.deep.equal(
        [],
      );
      expect(told("KE019", { nodePools: { a: labelled("a"), b: labelled("a") } })).to.have.length(
        1,
      );
    });
  });

  describe("KE022: budgets that block everything", () => {
    const withBudget = (budget: object, more: object[] = []) =>
      told("KE022", {
        nodePools: { default: { ...POOL, disruption: { budgets: [...more, budget] } } },
      });

    for (const budget of [
      { nodes: "0" },
      { nodes: "0%" },
      { nodes: "0", reasons: ["Empty", "Drifted", "Underutilized"] },
    ]) {
      it(`warns of ${JSON.stringify(budget)}`, () => {
        expect(withBudget(budget, [{ nodes: "10%" }])).to.deep.equal([
          "nodePools.default.disruption.budgets[1]: pool default allows the disruption of no node at any time",
        ]);
      });
    }

    for (const budget of [
      { nodes: "1" },
      { nodes: "0", schedule: "0 7 * * mon-fri", duration: "8h" },
      { nodes: "0", reasons: ["Drifted"] },
    ]) {
      it(`is silent of ${JSON.stringify(budget)}`, () => {
        expect(withBudget(budget)).to.deep.equal([]);
      });
    }
  });

  describe("KE023: nodes that expire and may never end", () => {
    const endless = { ...POOL, terminationGracePeriod: undefined };
    const of = (spec: object, input = {}) =>
      told("KE023", { nodePools: { default: spec }, ...input });

    it("warns, and names the default", () => {
      expect(of(endless)).to.deep.equal([
        "nodePools.default.terminationGracePeriod: nodes of pool default expire after 720h, the default, and have no terminationGracePeriod",
      ]);
      expect(of({ ...endless, expireAfter: "24h" })).to.deep.equal([
        "nodePools.default.terminationGracePeriod: nodes of pool default expire after 24h and have no terminationGracePeriod",
      ]);
    });

    it("is silent with an end, without expiry, and before Karpenter 1.0, which has no such field", () => {
      expect(of(POOL)).to.deep.equal([]);
      expect(of({ ...endless, expireAfter: "Never" })).to.deep.equal([]);
      expect(of(endless, { version: V1BETA1 })).to.deep.equal([]);
    });
  });

  it("leaves a pool whose requirements are not known yet to later", () => {
    const nodePools = { a: { ...POOL, limits: undefined, requirements: [UNKNOWN] }, b: UNKNOWN };
    for (const code of ["KE005", "KE006", "KE007", "KE013", "KE023"]) {
      expect(told(code, { nodePools, subnets: [subnet(10)] })).to.deep.equal([]);
    }
  });
});
