import { expect } from "chai";
import fc from "fast-check";
import { choicesFor, UNKNOWN, type Field } from "../../core/field";
import { placeAmis } from "../../core/node-class/amis";
import { NODE_CLASS_FIELDS } from "../../core/node-class/fields";
import { parseEC2NodeClass } from "../../core/node-class/parse";
import { renderEC2NodeClass } from "../../core/node-class/render";
import { NODE_POOL_FIELDS } from "../../core/node-pool/fields";
import { parseNodePool } from "../../core/node-pool/parse";
import { renderNodePool } from "../../core/node-pool/render";
import { isWithin, type KarpenterVersion } from "../../core/versions";
import { fullClasses, fullPools } from "./full";
import { LAB_POOL, MINORS, of, V1, V1BETA1 } from "./support";

type Spec = Record<string, unknown>;

/** Anything that a field may hold in that version by its kind and choices; patterns do not matter here. */
function held(field: Field, version: KarpenterVersion): fc.Arbitrary<unknown> {
  const word = fc.string({ minLength: 1, maxLength: 6 });
  switch (field.kind) {
    case "string":
      return field.choices ? fc.constantFrom(...choicesFor(field.choices, version)) : word;
    case "integer":
      return fc.nat({ max: 100 });
    case "boolean":
      return fc.boolean();
    case "list":
      return fc.array(held(field.items, version), { minLength: 1, maxLength: 3 });
    case "map":
      return fc.dictionary(
        word.map((key) => `x-${key}`),
        held(field.values, version),
        { minKeys: 1, maxKeys: 3 },
      );
    case "object":
      return object(field.fields, version).filter((value) => Object.keys(value).length > 0);
    case "any":
      return fc.oneof(word, fc.nat(), fc.boolean());
  }
}

/** An object of some of its fields, as that version knows them. */
function object(
  fields: Readonly<Record<string, Field>>,
  version: KarpenterVersion,
): fc.Arbitrary<Spec> {
  const known = Object.entries(fields).filter(([, field]) => isWithin(version, field));
  return fc.record(Object.fromEntries(known.map(([name, field]) => [name, held(field, version)])), {
    requiredKeys: known.filter(([, { required }]) => required).map(([name]) => name),
  });
}

/** What every manifest has: the defaults that are written out, and the version's own name of a policy. */
function written(spec: Spec, { api }: KarpenterVersion): Spec {
  const { disruption = {}, requirements = [] } = spec as { disruption?: Spec; requirements?: [] };
  const { consolidationPolicy = "WhenUnderutilized", consolidateAfter } = disruption;
  const name = String(consolidationPolicy);
  const after = consolidateAfter ?? (api === "v1" ? "0s" : undefined);
  return {
    ...spec,
    requirements,
    disruption: {
      ...disruption,
      consolidationPolicy: !name.endsWith("Underutilized")
        ? name
        : api === "v1"
          ? "WhenEmptyOrUnderutilized"
          : "WhenUnderutilized",
      ...(after === undefined ? {} : { consolidateAfter: after }),
    },
  };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** A spec there and back; as JSON, as a cluster keeps it. */
const pools = (spec: Spec, version: KarpenterVersion) =>
  parseNodePool(plain(renderNodePool(spec as never, version)), version.api);
const classes = (spec: Spec, version: KarpenterVersion) =>
  parseEC2NodeClass(plain(renderEC2NodeClass(spec, version)), version.api);

describe("core/parse", () => {
  for (const minor of MINORS) {
    const version = of(minor);

    it(`reads any NodePool of ${minor} back`, () => {
      fc.assert(
        fc.property(object(NODE_POOL_FIELDS, version), (spec) => {
          expect(pools(spec, version)).to.deep.equal(plain(written(spec, version)));
        }),
        { numRuns: 50 },
      );
      for (const spec of fullPools(version) as Spec[])
        expect(pools(spec, version)).to.deep.equal(plain(written(spec, version)));
    });

    it(`reads any EC2NodeClass of ${minor} back`, () => {
      fc.assert(
        fc.property(object(NODE_CLASS_FIELDS, version), (spec) => {
          expect(classes(spec, version)).to.deep.equal(plain(placeAmis(spec, version.api)));
        }),
        { numRuns: 50 },
      );
      for (const spec of fullClasses(version) as Spec[])
        expect(classes(spec, version)).to.deep.equal(plain(placeAmis(spec, version.api)));
    });
  }

  it("finds what either API has elsewhere", () => {
    for (const version of [V1BETA1, V1]) {
      const { nodeClassName, expireAfter } = pools(LAB_POOL as unknown as Spec, version);
      expect([nodeClassName, expireAfter]).to.deep.equal(["default", "720h"]);
    }
  });

  it("passes over what it does not know, and what holds null", () => {
    const spec = {
      template: { spec: { nodeClassRef: { name: "default" }, requirements: null, other: 1 } },
      status: {},
      weight: null,
    };
    expect(parseNodePool(spec, "v1")).to.deep.equal({ nodeClassName: "default" });
    expect(parseNodePool(undefined, "v1")).to.deep.equal({});
    expect(parseEC2NodeClass("text", "v1")).to.deep.equal({});
  });

  it("keeps what is not known yet where it belongs", () => {
    const template = { spec: { nodeClassRef: { name: UNKNOWN }, requirements: [UNKNOWN] } };
    expect(parseNodePool({ template, limits: { cpu: UNKNOWN }, weight: 1 }, "v1")).to.deep.equal({
      nodeClassName: UNKNOWN,
      requirements: [UNKNOWN],
      limits: { cpu: UNKNOWN },
      weight: 1,
    });
    const { nodeClassName, requirements, labels, limits } = parseNodePool(
      { template: UNKNOWN },
      "v1",
    );
    expect([nodeClassName, requirements, labels, limits]).to.deep.equal([
      ...[UNKNOWN, UNKNOWN, UNKNOWN, undefined],
    ]);
    expect(parseNodePool(UNKNOWN, "v1").weight).to.equal(UNKNOWN);
  });

  it("tells the kubelet's own fields from all others", () => {
    const kubelet = { maxPods: 30, containerLogMaxSize: "50Mi" };
    expect(parseEC2NodeClass({ kubelet }, "v1")).to.deep.equal({
      kubelet: { maxPods: 30, otherFields: { containerLogMaxSize: "50Mi" } },
    });
  });
});
