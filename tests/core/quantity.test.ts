import { expect } from "chai";
import { formatBytes, parseQuantity } from "../../core/quantity";

describe("core/quantity", () => {
  for (const [text, number] of [
    ["1", 1],
    ["500m", 0.5],
    ["1.5", 1.5],
    [".5", 0.5],
    ["2Gi", 2147483648],
    ["128Mi", 134217728],
    ["1G", 1e9],
    ["1e3", 1000],
    ["+4", 4],
    [64, 64],
    ["", undefined],
    ["Gi", undefined],
    ["1Xi", undefined],
    ["1 Gi", undefined],
    [undefined, undefined],
  ] as const) {
    it(`reads ${String(text)} as ${String(number)}`, () => {
      expect(parseQuantity(text)).to.equal(number);
    });
  }

  it("writes bytes in the unit that a reader expects", () => {
    expect([15, 1451, 6903, 14481].map((mib) => formatBytes(mib * 2 ** 20))).to.deep.equal([
      "15Mi",
      "1.4Gi",
      "6.7Gi",
      "14Gi",
    ]);
  });
});
