import { expect } from "chai";
import fc from "fast-check";
import { coerce } from "../../core/coerce";
import { checkField } from "../../core/check-field";
import { UNKNOWN, type Field } from "../../core/field";
import { compact } from "../../core/records";
import { nearest } from "../../core/nearest";
import { NODE_CLASS_FIELDS } from "../../core/node-class/fields";
import { NODE_POOL_FIELDS } from "../../core/node-pool/fields";
import { FULL_CLASS, FULL_POOL_V1, FULL_POOL_V1BETA1, mapLeaves, of } from "./support";

const POOL: Field = { kind: "object", fields: NODE_POOL_FIELDS };
const CLASS: Field = { kind: "object", fields: NODE_CLASS_FIELDS };

describe("core/check-field", () => {
  describe("coerce", () => {
    for (const [field, value, expected] of [
      [{ kind: "string" }, 1000, "1000"],
      [{ kind: "string" }, true, "true"],
      [{ kind: "string" }, "x", "x"],
      [{ kind: "integer" }, "10", 10],
      [{ kind: "integer" }, "-1", -1],
      [{ kind: "integer" }, "1.5", "1.5"],
      [{ kind: "integer" }, "ten", "ten"],
      [{ kind: "boolean" }, "true", true],
      [{ kind: "boolean" }, "false", false],
      [{ kind: "boolean" }, "yes", "yes"],
      [{ kind: "string" }, null, undefined],
      [{ kind: "any" }, { a: 1 }, { a: 1 }],
      [{ kind: "list", items: { kind: "string" } }, "a", "a"],
      [{ kind: "list", items: { kind: "integer" } }, ["1", "x"], [1, "x"]],
      [{ kind: "map", values: { kind: "string" } }, { cpu: 1000 }, { cpu: "1000" }],
      [
        { kind: "object", fields: { a: { kind: "integer" } } },
        { a: "1", b: "2" },
        { a: 1, b: "2" },
      ],
    ] as const) {
      it(`makes of ${JSON.stringify(value)} a ${field.kind}`, () => {
        expect(coerce(field, value)).to.deep.equal(expected);
      });
    }

    for (const [what, field, spec] of [
      ["v1beta1 pool", POOL, FULL_POOL_V1BETA1],
      ["v1 pool", POOL, FULL_POOL_V1],
      ["class", CLASS, FULL_CLASS],
    ] as const) {
      it(`puts right a ${what} in which everything became text, and leaves a right one alone`, () => {
        const text = mapLeaves(spec, String);
        expect(coerce(field, text)).to.deep.equal(spec);
        expect(coerce(field, spec)).to.deep.equal(spec);
      });
    }

    it("changes nothing the second time", () => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          const once = coerce(POOL, value);
          expect(coerce(POOL, once)).to.deep.equal(once);
        }),
      );
    });

    it("leaves alone what is not known yet", () => {
      expect(coerce(POOL, { weight: UNKNOWN })).to.deep.equal({ weight: UNKNOWN });
    });
  });

  describe("checkField", () => {
    const weight: Field = { kind: "integer", min: 1, max: 100 };
    const problem = (value: unknown, message: string, allowed: string, fix: string): object => ({
      path: "at",
      ...(value === undefined ? {} : { value }),
      message,
      allowed,
      fix,
    });

    for (const [field, value, expected] of [
      [weight, 0, problem(0, "out of range", "a whole number from 1 to 100", "correct the value")],
      [
        { kind: "integer", min: 0 },
        1.5,
        problem(1.5, "not a whole number", "a whole number of at least 0", "correct the value"),
      ],
      [
        { kind: "integer", max: 9 },
        10,
        problem(10, "out of range", "a whole number of at most 9", "correct the value"),
      ],
      [
        { kind: "boolean" },
        "true",
        problem("true", "not true or false", "true, false", "correct the value"),
      ],
      [{ kind: "string" }, 5, problem(5, "not a string", "text", "put it in quotes")],
      [{ kind: "string" }, "", problem("", "empty", "text", "give a value, or leave the key out")],
      [
        { kind: "string", pattern: /^a$/ },
        "b",
        problem("b", "malformed", "text that matches ^a$", "correct the value"),
      ],
      [
        { kind: "string", choices: ["NoSchedule", "NoExecute"] },
        "noExecute",
        problem("noExecute", "unknown value", "NoSchedule, NoExecute", "did you mean NoExecute?"),
      ],
      [
        { kind: "string", choices: ["enabled", "disabled"] },
        "maybe",
        problem("maybe", "unknown value", "enabled, disabled", "choose one of these"),
      ],
      [
        { kind: "string" },
        "Role-<cluster-name>",
        problem(
          "Role-<cluster-name>",
          "a placeholder was left in",
          "text",
          "replace <cluster-name> by the real value",
        ),
      ],
      [
        { kind: "string", required: true },
        undefined,
        problem(undefined, "missing", "text", "set it"),
      ],
      [
        { kind: "list", items: weight, max: 1 },
        [1, 2],
        problem([1, 2], "2 entries", "a list of at most 1 entries", "remove entries"),
      ],
      [
        { kind: "list", items: weight, min: 1 },
        [],
        problem([], "0 entries", "a list of at least 1 entries", "add an entry"),
      ],
      [
        { kind: "list", items: weight },
        "1",
        problem("1", "not a list", "a list", "write it as a list"),
      ],
      [
        { kind: "map", values: weight },
        [],
        problem([], "not a map", "a map", "write it as key: value pairs"),
      ],
      [
        { kind: "object", fields: { a: weight, b: weight } },
        "x",
        problem("x", "not an object", "an object with a, b", "write it as key: value pairs"),
      ],
    ] as const) {
      it(`refuses ${value === undefined ? "nothing" : JSON.stringify(value)} as ${field.kind}`, () => {
        expect(checkField(field, value, "at")).to.deep.equal([expected]);
      });
    }

    it("takes text with angle brackets where it is taken literally, and no other as a placeholder", () => {
      const text = "<hello>";
      expect(checkField({ kind: "string", verbatim: true }, text, "at")).to.deep.equal([]);
      expect(checkField({ kind: "string" }, "a < b > c", "at")).to.deep.equal([]);
    });

    it("tells unknown keys and what was probably meant", () => {
      const field: Field = { kind: "object", fields: { taints: { kind: "any" }, weight } };
      expect(checkField(field, { taint: [], wieght: 1, "x/y": 1 }, "pool")).to.deep.equal([
        {
          path: "pool.taint",
          message: "unknown key",
          allowed: "taints, weight",
          fix: "did you mean taints?",
        },
        {
          path: "pool.wieght",
          message: "unknown key",
          allowed: "taints, weight",
          fix: "did you mean weight?",
        },
        {
          path: 'pool["x/y"]',
          message: "unknown key",
          allowed: "taints, weight",
          fix: "remove it",
        },
      ]);
    });

    it("tells which Karpenter knows a field, later and earlier", () => {
      expect(checkField({ kind: "any", since: "1.3" }, 1, "at", of("1.2"))).to.deep.equal([
        {
          path: "at",
          message: "Karpenter 1.2 does not know this field",
          allowed: "Karpenter 1.3 and later",
          fix: "use Karpenter 1.3 or later, or leave the field out",
        },
      ]);
      expect(
        checkField({ kind: "any", until: "1.0", fix: "move it" }, 1, "at", of("1.0")),
      ).to.deep.equal([
        {
          path: "at",
          message: "Karpenter 1.0 no longer knows this field here",
          allowed: "Karpenter before 1.0",
          fix: "move it",
        },
      ]);
    });

    it("never throws, and never refuses what is not known yet", () => {
      fc.assert(
        fc.property(fc.anything(), (value) => {
          expect(checkField(POOL, value, "pool")).to.be.an("array");
          expect(
            checkField(
              POOL,
              mapLeaves(FULL_POOL_V1, () => UNKNOWN),
              "pool",
            ),
          ).to.deep.equal([]);
        }),
      );
    });
  });

  for (const [name, expected] of [
    ["requirement", "requirements"],
    ["node-class-name", "nodeClassName"],
    ["NodeClassName", "nodeClassName"],
    ["wieght", "weight"],
    ["wieghts", undefined],
    ["tollerations", undefined],
    ["", undefined],
  ] as const) {
    it(`guesses that ${JSON.stringify(name)} means ${expected ?? "nothing"}`, () => {
      expect(nearest(name, Object.keys(NODE_POOL_FIELDS))).to.equal(expected);
    });
  }

  it("leaves out what is absent or empty, and keeps what only looks so", () => {
    const kept = { a: 0, b: "", c: false, d: [], e: { f: {} }, g: null };
    expect(compact({ ...kept, h: undefined, i: {} })).to.deep.equal(kept);
  });
});
