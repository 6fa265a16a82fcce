import { expect } from "chai";
import { UNKNOWN } from "../../../core/field";
import { found, POOL, subnet, told } from "./support";

const group = (desiredSize: number, ...instanceTypes: string[]) => [
  { name: "system", instanceTypes, desiredSize },
];

describe("core/review/rules/cluster", () => {
  describe("KE016: node groups too small for the controller", () => {
    it("warns of two replicas on one t3.small", () => {
      expect(told("KE016", { nodeGroups: group(1, "t3.small") })).to.deep.equal([
        "controller.replicas: 2 replicas of the controller, each with 1 CPU and 1Gi, need as many nodes; system (1 × t3.small) has 1 that one fits on",
      ]);
    });

    it("warns of nodes that a replica does not fit on", () => {
      const controller = { replicas: 1, cpu: "2", memory: "1Gi" };
      expect(told("KE016", { nodeGroups: group(3, "t3.small"), controller })).to.deep.equal([
        "controller.replicas: 1 replica of the controller, each with 2 CPU and 1Gi, need as many nodes; system (3 × t3.small) has none that one fits on",
      ]);
    });

    for (const [why, nodeGroups, controller] of [
      ["one replica", group(1, "t3.small"), { replicas: 1 }],
      ["two nodes", group(2, "t3.small"), {}],
      ["two groups", [...group(1, "t3.small"), ...group(1, "t3.small")], {}],
      ["a type that is not in the table", group(2, "m99.large"), {}],
      ["types that are not told", group(2), {}],
      ["replicas that are not known yet", group(1, "t3.small"), { replicas: UNKNOWN }],
    ] as const) {
      it(`is silent with ${why}`, () => {
        expect(told("KE016", { nodeGroups, controller })).to.deep.equal([]);
      });
    }

    it("is silent where node groups are not known", () => {
      expect([...told("KE016", {}), ...told("KE016", { nodeGroups: [] })]).to.deep.equal([]);
    });
  });

  describe("KE017: the controller bound to its own nodes", () => {
    const of = (nodeSelector: object) =>
      told("KE017", {
        values: { nodeSelector },
        nodePools: { api: { ...POOL, labels: { team: "api" } } },
      });

    it("stops it", () => {
      expect(
        found("KE017", { values: { nodeSelector: { "karpenter.sh/nodepool": "api" } } })[0],
      ).to.include({
        severity: "error",
        where: 'values.nodeSelector["karpenter.sh/nodepool"]',
      });
      expect(of({ team: "api" })).to.deep.equal([
        "values.nodeSelector.team: the controller selects nodes by team: api, which those of pool api have",
      ]);
    });

    it("is silent of other labels", () => {
      expect([...of({ team: "platform" }), ...of({ "kubernetes.io/os": "linux" })]).to.deep.equal(
        [],
      );
      expect(told("KE017", { values: UNKNOWN })).to.deep.equal([]);
    });
  });

  it("KE018: warns of several security groups with the tag, where a class selects by it", () => {
    const securityGroupIds = ["sg-1", "sg-2"];
    const several = [
      "securityGroupIds: 2 security groups get the tag karpenter.sh/discovery: sg-1, sg-2",
    ];
    expect(told("KE018", { securityGroupIds })).to.deep.equal(several);
    const tagged = { securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "prod" } }] };
    expect(told("KE018", { securityGroupIds, nodeClasses: { tagged } })).to.deep.equal(several);
    const byId = { securityGroupSelectorTerms: [{ id: "sg-1" }] };
    expect(told("KE018", { securityGroupIds, nodeClasses: { byId } })).to.deep.equal([]);
    expect(told("KE018", { securityGroupIds: ["sg-1"] })).to.deep.equal([]);
  });

  it("KE021: stops a tag that would be taken from another cluster", () => {
    const subnets = [
      { ...subnet(251), discoveryTag: "other" },
      { ...subnet(251, "b"), discoveryTag: "prod" },
      subnet(251, "c"),
    ];
    expect(found("KE021", { subnets, clusterName: "prod" })).to.have.length(1);
    expect(found("KE021", { subnets, clusterName: "prod" })[0]).to.include({
      severity: "error",
      where: "subnetIds",
      message: "the tag karpenter.sh/discovery of subnet subnet-a has the value other",
    });
    expect(told("KE021", { subnets })).to.deep.equal([]);
    // Clusters that share subnets tag none.
    expect(told("KE021", { subnets, clusterName: "prod", subnetIds: ["subnet-c"] })).to.deep.equal(
      [],
    );
  });
});
