import { expect } from "chai";
import { schedule } from "../../../core/node-pool/schedule";
import { LAB_POOL, LAB_TAINTED_POOL } from "../support";

describe("core/node-pool/schedule", () => {
  it("is what the lab writes into the deployment", () => {
    expect(schedule("default", LAB_TAINTED_POOL)).to.deep.equal({
      tolerations: [
        {
          key: "module.schedule",
          operator: "Equal",
          value: "api-microservice",
          effect: "NoSchedule",
        },
      ],
      nodeSelector: { "module.schedule": "api-microservice" },
    });
  });

  it("selects a pool without labels by Karpenter's own", () => {
    expect(schedule("default", LAB_POOL)).to.deep.equal({
      tolerations: [],
      nodeSelector: { "karpenter.sh/nodepool": "default" },
    });
    expect(schedule("spare", { labels: {} })).to.deep.equal({
      tolerations: [],
      nodeSelector: { "karpenter.sh/nodepool": "spare" },
    });
  });

  it("tolerates every taint, one without a value by its key", () => {
    const taints = [
      { key: "gpu", effect: "NoSchedule" },
      { key: "team", value: "a", effect: "NoExecute" },
      { key: "spot", value: "yes", effect: "PreferNoSchedule" },
    ] as const;
    expect(schedule("gpu", { taints: [...taints], labels: { a: "1", b: "2" } })).to.deep.equal({
      tolerations: [
        { key: "gpu", operator: "Exists", effect: "NoSchedule" },
        { key: "team", operator: "Equal", value: "a", effect: "NoExecute" },
        { key: "spot", operator: "Equal", value: "yes", effect: "PreferNoSchedule" },
      ],
      nodeSelector: { a: "1", b: "2" },
    });
  });
});
