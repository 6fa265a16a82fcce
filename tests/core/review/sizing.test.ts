import { expect } from "chai";
import { POOL, requiring, subnet, told, found } from "./support";

const TYPE = "node.kubernetes.io/instance-type";
const ofType = (name: string, more: object = {}) => ({
  ...POOL,
  requirements: [{ key: TYPE, operator: "In", values: [name] }],
  ...more,
});

describe("core/review/rules/sizing", () => {
  describe("KE005: no instance type matches", () => {
    const of = (spec: object, input = {}) =>
      found("KE005", { nodePools: { default: spec }, ...input }).map(
        ({ severity, message, fix }) => [severity, message, fix],
      );

    it("stops a pool of requirements that exclude one another, and names those at fault", () => {
      expect(of(requiring("karpenter.k8s.aws/instance-gpu-count", "Gt", ["0"]))).to.deep.equal([
        [
          "error",
          "no instance type meets the requirements of pool default",
          "loosen them: without karpenter.k8s.aws/instance-category, or without karpenter.k8s.aws/instance-gpu-count there are some",
        ],
      ]);
      const both = requiring("karpenter.k8s.aws/instance-generation", "Gt", ["99"]);
      expect(
        of({
          ...both,
          requirements: [
            ...both.requirements,
            { key: "kubernetes.io/os", operator: "In", values: ["windows"] },
          ],
        }),
      ).to.deep.equal([
        [
          "error",
          "no instance type meets the requirements of pool default",
          "loosen them: several of them exclude one another",
        ],
      ]);
    });

    it("only warns of a name that AWS may have published since", () => {
      expect(of(ofType("m99.large"))).to.deep.equal([
        [
          "warning",
          "pool default asks for m99.large, which the table of 2026-11-25 does not have",
          "correct the name; if AWS has it by now, upgrade this package or silence this finding",
        ],
      ]);
    });

    it("takes the operating system from the class", () => {
      const windows = requiring("kubernetes.io/os", "In", ["windows"]);
      expect(of(windows)).to.have.length(1);
      const nodeClasses = { default: { amiSelectorTerms: [{ alias: "windows2022@v1.0.0" }] } };
      expect(of(windows, { nodeClasses })).to.deep.equal([]);
    });

    it("counts on no a1 for AL2023, which does not run there", () => {
      const spec = ofType("a1.large");
      expect(of(spec)).to.have.length(1);
      const nodeClasses = { default: { amiSelectorTerms: [{ alias: "bottlerocket@v1.50.0" }] } };
      expect(of(spec, { nodeClasses })).to.deep.equal([]);
    });

    it("takes the zones from the subnets, where they are known", () => {
      const zone = requiring("topology.kubernetes.io/zone", "In", ["eu-west-1c"]);
      expect(of(zone)).to.deep.equal([]);
      expect(of(zone, { subnets: [subnet(251, "a")] })).to.have.length(1);
      expect(of(zone, { subnets: [subnet(251, "c")] })).to.deep.equal([]);
      expect(of(zone, { subnets: [] })).to.deep.equal([]);
    });

    it("counts the values that minValues asks for", () => {
      const family = "karpenter.k8s.aws/instance-family";
      const spec = requiring(family, "In", ["m5", "c5"], { minValues: 2 });
      expect(of(spec)).to.deep.equal([]);
      const three = requiring(family, "In", ["m5", "c5", "t3"], { minValues: 3 });
      expect(of(three)).to.deep.equal([
        [
          "error",
          "pool default wants 3 different values of karpenter.k8s.aws/instance-family, and its instance types have 2",
          "lower minValues, or loosen the requirements",
        ],
      ]);
      expect(of(three, { values: { settings: { minValuesPolicy: "BestEffort" } } })).to.deep.equal(
        [],
      );
    });
  });

  describe("KE006: nodes too large for their subnet", () => {
    // 8 interfaces of 30 addresses: 240 for a node of 234 pods, and as many for its replacement.
    it("warns of m5.4xlarge in a /24", () => {
      const nodePools = { default: ofType("m5.4xlarge") };
      expect(told("KE006", { nodePools, subnets: [subnet(251), subnet(4091, "b")] })).to.deep.equal(
        [
          "nodePools.default.requirements: pool default admits 1 instance type of which one node and its replacement can need more addresses than subnet subnet-a has free: m5.4xlarge takes up to 234 pods on 240 addresses, 251 are free",
        ],
      );
    });

    for (const [why, free, spec] of [
      ["480 are free", 480, ofType("m5.4xlarge")],
      ["the kubelet takes 58 pods", 251, ofType("m5.4xlarge", { kubelet: { maxPods: 58 } })],
      ["the node is small", 251, ofType("m5.large")],
      [
        "the pool stays out of that zone",
        251,
        requiring("topology.kubernetes.io/zone", "In", ["eu-west-1b"]),
      ],
    ] as const) {
      it(`is silent where ${why}`, () => {
        const subnets = [subnet(free), subnet(4091, "b")];
        expect(told("KE006", { nodePools: { default: spec }, subnets })).to.deep.equal([]);
      });
    }

    it("is silent where the subnets are not known, nor those that a class selects itself", () => {
      const nodePools = { default: ofType("m5.4xlarge") };
      expect(told("KE006", { nodePools })).to.deep.equal([]);
      const nodeClasses = { default: { subnetSelectorTerms: [{ tags: { mine: "yes" } }] } };
      expect(told("KE006", { nodePools, nodeClasses, subnets: [subnet(251)] })).to.deep.equal([]);
      const byId = { default: { subnetSelectorTerms: [{ id: "subnet-a" }] } };
      expect(
        told("KE006", { nodePools, nodeClasses: byId, subnets: [subnet(251)] }),
      ).to.have.length(1);
    });
  });

  describe("KE007: nodes that system pods fill", () => {
    it("warns of the smallest", () => {
      const nodePools = { default: { ...POOL, requirements: [] } };
      expect(told("KE007", { nodePools })).to.deep.equal([
        "nodePools.default.requirements: pool default admits 26 instance types with little room: t4g.nano has 15Mi for 4 pods, 4 of them the node's own",
      ]);
    });

    it("is silent from 4 GiB on", () => {
      expect(told("KE007", {})).to.deep.equal([]);
      expect(told("KE007", { nodePools: { default: ofType("m7a.medium") } })).to.deep.equal([]);
      expect(told("KE007", { nodePools: { default: ofType("c7a.medium") } })).to.have.length(1);
    });
  });

  describe("KE008: limits beyond the addresses", () => {
    // m5.large: 3 interfaces of 10 addresses, of which a node takes two at least.
    const pool = (limits: object) => ({ default: ofType("m5.large", { limits }) });

    it("warns where even nodes that are nearly empty take more than is free", () => {
      const subnets = [subnet(400), subnet(251, "b")];
      expect(told("KE008", { nodePools: pool({ cpu: "100" }), subnets })).to.deep.equal([
        "nodePools: at their limits the nodes of all pools take at least 1000 addresses; 651 are free in 2 subnets",
      ]);
      expect(told("KE008", { nodePools: pool({ cpu: "65" }), subnets })).to.deep.equal([]);
      // 8 GiB each: the lower of two limits counts.
      expect(
        told("KE008", { nodePools: pool({ cpu: "100", memory: "160Gi" }), subnets }),
      ).to.deep.equal([]);
    });

    it("warns of workloads of more pods than addresses", () => {
      const workloads = { api: { replicas: 300 }, web: { replicas: 352 } };
      const input = { nodePools: pool({ cpu: "10" }), workloads };
      expect(told("KE008", { ...input, subnets: [subnet(651)] })).to.deep.equal([
        "workloads: the workloads have 652 pods; 651 addresses are free in 1 subnet",
      ]);
      expect(told("KE008", { ...input, subnets: [subnet(652)] })).to.deep.equal([]);
      expect(told("KE008", input)).to.deep.equal([]);
    });
  });
});
