import { expect } from "chai";
import { found, POOL, requiring, told } from "./support";

const GPU_POOL = {
  ...POOL,
  requirements: [{ key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["g"] }],
};
const TAINT = { key: "nvidia.com/gpu", effect: "NoSchedule" };

describe("core/review/rules/workloads", () => {
  describe("KE009: a workload that no pool takes", () => {
    const of = (workload: object, nodePools: Record<string, unknown> = { default: POOL }) =>
      found("KE009", { nodePools, workloads: { job: workload } }).map(
        ({ message, fix }) => `${message}; ${fix}`,
      );

    it("is silent where one pool does", () => {
      expect(of({ cpu: "1", memory: "2Gi" })).to.deep.equal([]);
      expect(of({})).to.deep.equal([]);
    });

    it("tells how far the largest node is from it", () => {
      expect(of({ cpu: "2", memory: "16Gi" })).to.deep.equal([
        "no pool takes job: default (a pod needs 2 CPU and 16Gi, the largest node, r5.large, has 1.93 CPU and 14Gi for pods); admit larger instance types in a pool, or ask for less",
      ]);
      expect(of({ gpu: 1 })).to.deep.equal([
        "no pool takes job: default (no node has 1 GPU); admit larger instance types in a pool, or ask for less",
      ]);
    });

    it("tells the taint that keeps it away", () => {
      const isolated = {
        api: { ...POOL, taints: [{ key: "module.schedule", value: "api", effect: "NoSchedule" }] },
      };
      expect(of({ cpu: "1" }, isolated)).to.deep.equal([
        "no pool takes job: api (taint module.schedule=api:NoSchedule is not tolerated); add a toleration, or a pool without taints",
      ]);
      for (const tolerations of [
        [{ key: "module.schedule", value: "api", effect: "NoSchedule" }],
        [{ key: "module.schedule", operator: "Exists" }],
        [{ operator: "Exists" }],
      ]) {
        expect(of({ tolerations }, isolated)).to.deep.equal([]);
      }
      for (const tolerations of [
        [{ key: "module.schedule", value: "other" }],
        [{ key: "module.schedule", operator: "Exists", effect: "NoExecute" }],
        [{ key: "other", operator: "Exists" }],
      ]) {
        expect(of({ tolerations }, isolated)).to.have.length(1);
      }
    });

    it("tells of labels that no pool has", () => {
      const labels = { "module.schedule": "api" };
      const labelled = { api: { ...POOL, labels } };
      expect(of({ nodeSelector: labels }, labelled)).to.deep.equal([]);
      expect(of({ nodeSelector: labels })).to.deep.equal([
        "no pool takes job: default (it does not have the selected labels); correct nodeSelector, or add the labels to a pool",
      ]);
      expect(of({ nodeSelector: { "karpenter.sh/nodepool": "default" } })).to.deep.equal([]);
      expect(of({ nodeSelector: { "karpenter.sh/nodepool": "other" } })).to.have.length(1);
    });

    it("narrows the pool by well-known labels that are selected", () => {
      const family = "karpenter.k8s.aws/instance-family";
      expect(of({ memory: "5Gi", nodeSelector: { [family]: "m5" } })).to.deep.equal([]);
      expect(of({ memory: "5Gi", nodeSelector: { [family]: "g5" } })).to.have.length(1);
      const [c5] = of({ cpu: "16", nodeSelector: { [family]: "c5" } });
      expect(c5).to.include("the largest node, c5.2xlarge, has 7.91 CPU and 14Gi for pods");
    });
  });

  describe("KE010: an expensive pool", () => {
    it("warns of one without a taint, and names who may go there", () => {
      expect(told("KE010", { nodePools: { gpu: GPU_POOL } })).to.deep.equal([
        "nodePools.gpu.taints: every instance type of pool gpu has a GPU or an accelerator, and it takes any pod",
      ]);
      const workloads = { api: { cpu: "1" }, training: { gpu: 1 } };
      expect(told("KE010", { nodePools: { gpu: GPU_POOL }, workloads })).to.deep.equal([
        "nodePools.gpu.taints: every instance type of pool gpu has a GPU or an accelerator, and it takes any pod, among them api",
      ]);
    });

    it("warns of a workload that tolerates it without need", () => {
      const nodePools = { gpu: { ...GPU_POOL, taints: [TAINT] } };
      const tolerations = [{ key: "nvidia.com/gpu", operator: "Exists" }];
      const workloads = {
        api: { cpu: "1", tolerations },
        training: { gpu: 1, tolerations },
        web: {},
      };
      expect(told("KE010", { nodePools, workloads })).to.deep.equal([
        "workloads.api: api needs no GPU, and may run in pool gpu, whose every instance type has a GPU or an accelerator",
      ]);
    });

    it("is silent of a tainted pool, and of one that has other instance types too", () => {
      expect(told("KE010", { nodePools: { gpu: { ...GPU_POOL, taints: [TAINT] } } })).to.deep.equal(
        [],
      );
      const mixed = requiring("karpenter.k8s.aws/instance-generation", "Gt", ["4"]);
      expect(told("KE010", { nodePools: { mixed } })).to.deep.equal([]);
    });
  });
});
