import { expect } from "chai";
import { formatProblem, formatProblems, joinPath, keyPath, under } from "../../core/problem";

const PROBLEM = {
  path: "weight",
  value: 0,
  message: "out of range",
  allowed: "1 to 100",
  fix: "raise it",
};
const { value, ...MISSING } = PROBLEM;

describe("core/problem", () => {
  it("writes one problem as one line", () => {
    expect(value).to.equal(0);
    expect(formatProblem(PROBLEM)).to.equal(
      "weight: out of range (got 0). Allowed: 1 to 100. Fix: raise it.",
    );
    expect(formatProblem(MISSING)).to.equal(
      "weight: out of range. Allowed: 1 to 100. Fix: raise it.",
    );
  });

  for (const [what, given, shown] of [
    ["text", "a", '"a"'],
    ["a list", ["a", 1], '["a",1]'],
    ["what has no JSON", Symbol("x"), "Symbol(x)"],
    ["120 characters", "x".repeat(118), `"${"x".repeat(118)}"`],
    ["more than that", "x".repeat(119), `"${"x".repeat(119)}…`],
  ] as const) {
    it(`shows ${what}`, () => {
      expect(formatProblem({ ...PROBLEM, value: given })).to.equal(
        `weight: out of range (got ${shown}). Allowed: 1 to 100. Fix: raise it.`,
      );
    });
  }

  it("writes all problems as one message", () => {
    const line = "  - weight: out of range. Allowed: 1 to 100. Fix: raise it.";
    expect(formatProblems("NodePool a", [MISSING])).to.equal(`NodePool a: 1 problem\n${line}`);
    expect(formatProblems("NodePool a", [MISSING, MISSING])).to.equal(
      `NodePool a: 2 problems\n${line}\n${line}`,
    );
  });

  for (const [prefix, rest, expected] of [
    ["nodePools", "default", "nodePools.default"],
    ["taints", "[0].key", "taints[0].key"],
    ["", "weight", "weight"],
    ["pool", "", "pool"],
  ] as const) {
    it(`joins ${JSON.stringify(prefix)} and ${JSON.stringify(rest)}`, () => {
      expect(joinPath(prefix, rest)).to.equal(expected);
      expect(under(prefix, [{ ...PROBLEM, path: rest }])).to.deep.equal([
        { ...PROBLEM, path: expected },
      ]);
    });
  }

  for (const [key, expected] of [
    ["cpu", "limits.cpu"],
    ["ephemeral-storage", "limits.ephemeral-storage"],
    ["example.com/gpu", 'limits["example.com/gpu"]'],
    ["", 'limits[""]'],
  ] as const) {
    it(`writes the path of the key ${JSON.stringify(key)}`, () => {
      expect(keyPath("limits", key)).to.equal(expected);
    });
  }
});
