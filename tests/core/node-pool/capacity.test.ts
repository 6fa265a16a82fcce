import { expect } from "chai";
import { mayUseSpot } from "../../../core/node-pool/capacity";
import { title } from "../support";

const KEY = "karpenter.sh/capacity-type";

describe("core/node-pool/capacity", () => {
  for (const [requirements, spot] of [
    [undefined, true],
    [[{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }], true],
    [[{ key: KEY, operator: "In", values: ["on-demand", "spot"] }], true],
    [[{ key: KEY, operator: "In", values: ["on-demand"] }], false],
    [[{ key: KEY, operator: "NotIn", values: ["spot"] }], false],
    [[{ key: KEY, operator: "NotIn", values: ["reserved"] }], true],
    [[{ key: KEY, operator: "Exists" }], true],
    [[{ key: KEY, operator: "DoesNotExist" }], false],
    [
      [
        { key: KEY, operator: "In", values: ["spot", "on-demand"] },
        { key: KEY, operator: "NotIn", values: ["spot"] },
      ],
      false,
    ],
  ] as const) {
    it(`${spot ? "may" : "may not"} use spot: ${title(requirements)}`, () => {
      expect(mayUseSpot({ requirements })).to.equal(spot);
    });
  }
});
