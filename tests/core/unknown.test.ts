import { expect } from "chai";
import fc from "fast-check";
import { UNKNOWN } from "../../core/field";
import { validateEC2NodeClass } from "../../core/node-class/validate";
import { validateNodePool } from "../../core/node-pool/validate";
import {
  FULL_CLASS,
  FULL_CLASS_V1,
  FULL_POOL_V1,
  FULL_POOL_V1BETA1,
  LAB_CLASS,
  LAB_POOL,
  LAB_TAINTED_POOL,
  mapLeaves,
  V1,
  V1BETA1,
  withOneUnknown,
} from "./support";

/** What a resource will only have after it was made is there, and nothing can be said against it. */
describe("a value that is not known yet is never refused", () => {
  for (const [what, validate, spec, version] of [
    ["pool of the lab", validateNodePool, LAB_POOL, V1BETA1],
    ["tainted pool of the lab", validateNodePool, LAB_TAINTED_POOL, V1],
    ["full pool", validateNodePool, FULL_POOL_V1BETA1, V1BETA1],
    ["full pool", validateNodePool, FULL_POOL_V1, V1],
    ["class of the lab", validateEC2NodeClass, LAB_CLASS, V1BETA1],
    ["full class", validateEC2NodeClass, FULL_CLASS, V1BETA1],
    ["full class", validateEC2NodeClass, FULL_CLASS_V1, V1],
  ] as const) {
    describe(`${what} under ${version.version}`, () => {
      it("as a whole", () => {
        expect(validate(spec, "at", version)).to.deep.equal([]);
        expect(validate(UNKNOWN, "at", version)).to.deep.equal([]);
      });

      // entries are refused while they are not known
      for (const [path, copy] of withOneUnknown(spec)) {
        it(path, () => {
          expect(validate(copy, "at", version)).to.deep.equal([]);
        });
      }

      it("any leaves at once", () => {
        fc.assert(
          fc.property(fc.array(fc.boolean(), { minLength: 100, maxLength: 100 }), (coins) => {
            let next = 0;
            const copy = mapLeaves(spec, (leaf) => (coins[next++ % 100] ? UNKNOWN : leaf));
            expect(validate(copy, "at", version)).to.deep.equal([]);
          }),
        );
      });
    });
  }
});
