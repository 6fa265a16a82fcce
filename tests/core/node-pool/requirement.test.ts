import { expect } from "chai";
import fc from "fast-check";
import {
  allows,
  intersection,
  requirementOf,
  shapeOf,
  type Requirement,
} from "../../../core/node-pool/requirement";
import { isMetBy, merged, requirementsOf } from "../../../core/node-pool/requirements";
import { RequirementOperator, type RequirementSpec } from "../../../core/node-pool/spec";

const req = (operator: RequirementOperator, ...values: string[]): Requirement =>
  requirementOf({ operator, values });

/** Every value that any of the generated requirements can tell apart. */
const UNIVERSE = ["a", "b", "c", "", "-1", "0", "1", "2", "3", "4", "5", "x1", "1.5"];

const value = fc.constantFrom(...UNIVERSE);
const entry: fc.Arbitrary<Requirement> = fc.oneof(
  fc
    .tuple(fc.constantFrom("In", "NotIn"), fc.uniqueArray(value, { minLength: 1, maxLength: 5 }))
    .map(([operator, values]) => req(operator as RequirementOperator, ...values)),
  fc.constantFrom("Exists", "DoesNotExist").map((operator) => req(operator as RequirementOperator)),
  fc
    .tuple(fc.constantFrom("Gt", "Lt", "Gte", "Lte"), fc.integer({ min: 0, max: 5 }))
    .map(([operator, bound]) => req(operator as RequirementOperator, String(bound))),
);
/** What several entries of one key come to. */
const requirement = fc
  .array(entry, { minLength: 1, maxLength: 4 })
  .map((entries) => entries.reduce(intersection));

const extension = (one: Requirement): string[] => UNIVERSE.filter((each) => allows(one, each));

describe("core/node-pool/requirement", () => {
  for (const [one, allowed] of [
    [req("In", "a", "2"), ["a", "2"]],
    [req("NotIn", "a", "2"), ["b", "c", "", "-1", "0", "1", "3", "4", "5", "x1", "1.5"]],
    [req("Exists"), UNIVERSE],
    [req("DoesNotExist"), []],
    // What is no integer is not within any bound.
    [req("Gt", "2"), ["3", "4", "5"]],
    [req("Gte", "2"), ["2", "3", "4", "5"]],
    [req("Lt", "2"), ["-1", "0", "1"]],
    [req("Lte", "2"), ["-1", "0", "1", "2"]],
  ] as const) {
    it(`${shapeOf(one)} ${JSON.stringify({ ...one, values: [...one.values] })}`, () => {
      expect(extension(one)).to.deep.equal([...allowed]);
    });
  }

  for (const [a, b, shape, allowed] of [
    [req("In", "a", "b"), req("In", "b", "c"), "In", ["b"]],
    [req("In", "a", "b"), req("NotIn", "b"), "In", ["a"]],
    [req("NotIn", "a"), req("NotIn", "b"), "NotIn", UNIVERSE.filter((v) => v !== "a" && v !== "b")],
    [req("In", "1", "3", "a"), req("Gt", "1"), "In", ["3"]],
    [req("Gt", "1"), req("Lt", "4"), "Exists", ["2", "3"]],
    [req("Gte", "3"), req("Lt", "3"), "DoesNotExist", []],
    [req("Exists"), req("DoesNotExist"), "DoesNotExist", []],
    [req("NotIn", "2"), req("Lte", "2"), "NotIn", ["-1", "0", "1"]],
    // A value that the bounds exclude anyhow need not be named.
    [req("NotIn", "5"), req("Lte", "2"), "Exists", ["-1", "0", "1", "2"]],
  ] as const) {
    it(`the intersection of ${shapeOf(a)} and ${shapeOf(b)} is ${shape} ${JSON.stringify(allowed)}`, () => {
      const both = intersection(a, b);
      expect([shapeOf(both), extension(both)]).to.deep.equal([shape, [...allowed]]);
    });
  }

  it("keeps the larger of two minValues", () => {
    const three = requirementOf({ operator: "Exists", minValues: 3 });
    const five = requirementOf({ operator: "In", values: ["a"], minValues: 5 });
    expect(intersection(three, five).minValues).to.equal(5);
    expect(intersection(five, three).minValues).to.equal(5);
    expect(intersection(three, req("In", "a")).minValues).to.equal(3);
    expect(
      intersection(req("Gt", "3"), requirementOf({ operator: "Lt", values: ["3"], minValues: 2 }))
        .minValues,
    ).to.equal(2);
  });

  it("intersects as sets do", () => {
    fc.assert(
      fc.property(requirement, requirement, (a, b) => {
        const both = extension(a).filter((each) => allows(b, each));
        expect(extension(intersection(a, b))).to.deep.equal(both);
      }),
      { numRuns: 2000 },
    );
  });

  it("is commutative, associative and idempotent, and Exists changes nothing", () => {
    const same = (a: Requirement, b: Requirement): void => {
      expect({ ...a, values: [...a.values].sort() }).to.deep.equal({
        ...b,
        values: [...b.values].sort(),
      });
    };
    fc.assert(
      fc.property(requirement, requirement, requirement, (a, b, c) => {
        expect(extension(intersection(a, b))).to.deep.equal(extension(intersection(b, a)));
        expect(extension(intersection(intersection(a, b), c))).to.deep.equal(
          extension(intersection(a, intersection(b, c))),
        );
        same(intersection(a, a), intersection(intersection(a, a), a));
        expect(extension(intersection(a, req("Exists")))).to.deep.equal(extension(a));
        expect(extension(intersection(a, req("DoesNotExist")))).to.deep.equal([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("only ever narrows", () => {
    fc.assert(
      fc.property(requirement, requirement, (a, b) => {
        for (const each of extension(intersection(a, b))) {
          expect(allows(a, each) && allows(b, each)).to.equal(true);
        }
      }),
    );
  });
});

describe("core/node-pool/requirements", () => {
  const of = (
    key: string,
    operator: RequirementOperator,
    ...values: string[]
  ): RequirementSpec => ({
    ...{ key, operator, values },
  });

  it("takes all entries of a label together, by its new name, with the labels of the nodes", () => {
    const requirements = requirementsOf(
      [
        of("m", "Gt", "3"),
        of("m", "Lte", "9"),
        of("beta.kubernetes.io/arch", "In", "amd64", "arm64"),
        of("kubernetes.io/arch", "NotIn", "arm64"),
      ],
      { team: "a" },
    );
    expect([...requirements.keys()]).to.deep.equal(["m", "kubernetes.io/arch", "team"]);
    expect(requirements.get("m")).to.deep.include({ gte: 4, lte: 9 });
    expect(extensionOf(requirements.get("kubernetes.io/arch"))).to.deep.equal(["amd64"]);
    expect(extensionOf(requirements.get("team"))).to.deep.equal(["a"]);
  });

  for (const [operator, values, none, some] of [
    ["In", ["1"], false, true],
    ["NotIn", ["1"], true, false],
    ["Exists", [], false, true],
    ["DoesNotExist", [], true, false],
    ["Gt", ["0"], false, true],
    ["Lt", ["1"], false, false],
  ] as const) {
    it(`${operator} ${values.join()} is met by a missing label: ${none}; by the value 1: ${some}`, () => {
      expect([
        isMetBy(req(operator, ...values), []),
        isMetBy(req(operator, ...values), ["1"]),
      ]).to.deep.equal([none, some]);
    });
  }

  it("merges a pool with what a workload selects", () => {
    const pool = requirementsOf([of("zone", "In", "a", "b"), of("gpu", "DoesNotExist")], {
      team: "x",
    });
    const of2 = (key: string, operator: RequirementOperator, ...values: string[]) =>
      merged(pool, requirementsOf([of(key, operator, ...values)]), (name) => name === "known");
    expect(extensionOf(of2("zone", "In", "b", "c")?.get("zone"))).to.deep.equal(["b"]);
    expect(of2("zone", "In", "c")).to.equal(undefined);
    expect(of2("team", "In", "x")).not.to.equal(undefined);
    expect(of2("team", "In", "y")).to.equal(undefined);
    // Nobody's label is on no node; a well-known one Karpenter puts there.
    expect(of2("other", "In", "z")).to.equal(undefined);
    expect(of2("other", "NotIn", "z")).not.to.equal(undefined);
    expect(extensionOf(of2("known", "In", "z")?.get("known"))).to.deep.equal(["z"]);
    expect(of2("gpu", "DoesNotExist")).not.to.equal(undefined);
    expect(of2("gpu", "NotIn", "a")).not.to.equal(undefined);
    expect(of2("gpu", "Exists")).to.equal(undefined);
  });
});

function extensionOf(one: Requirement | undefined): string[] {
  return one
    ? ["amd64", "arm64", ...UNIVERSE, "x", "y", "z"].filter((each) => allows(one, each))
    : [];
}
