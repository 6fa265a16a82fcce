import { expect } from "chai";
import fc from "fast-check";
import type { Json, Registration } from "../../../preview/registration";
import { diffRegistrations, isEmpty } from "../../../preview/diff/diff";
import { normal } from "../../../preview/diff/normal";
import { diffValues, type PropertyChange, type Segment } from "../../../preview/diff/values";
import { applyChanges, applyDiff, comparedResources, meaning } from "./apply";

/** Few words, so that two values have much in common. */
const word = fc.constantFrom("a", "b", "c", "d", "a.b", "");
const leaf = fc.oneof(
  word,
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant({ $unknown: true }),
  fc.constant({ $secret: true }),
);
const requirement = fc.record(
  {
    key: fc.constantFrom("arch", "os", "memory"),
    operator: fc.constantFrom("In", "Gt", "Lt"),
    values: fc.array(word, { maxLength: 3 }),
    minValues: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ["key", "operator"] },
);
const taint = fc.record(
  { key: word, value: word, effect: fc.constantFrom("NoSchedule", "NoExecute") },
  { requiredKeys: ["key", "effect"] },
);
const statement = fc.record(
  {
    Sid: fc.constantFrom("One", "Two", "Three"),
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.oneof(word, fc.array(word, { maxLength: 3 })),
    Principal: fc.record({ AWS: fc.oneof(word, fc.array(word, { maxLength: 2 })) }),
    Condition: fc.record({ StringEquals: fc.record({ key: fc.oneof(word, fc.array(word)) }) }),
  },
  { requiredKeys: ["Effect"] },
);
const term = fc.oneof(
  fc.record({ id: word }),
  fc.record({ tags: fc.dictionary(word, word, { maxKeys: 2 }) }),
);

/** Inputs with every kind of list and text. */
const inputs = fc.record(
  {
    requirements: fc.array(requirement, { maxLength: 4 }),
    taints: fc.array(taint, { maxLength: 3 }),
    amiSelectorTerms: fc.array(term, { maxLength: 3 }),
    tags: fc.oneof(
      fc.dictionary(word, leaf, { maxKeys: 3 }),
      fc.array(fc.record({ key: word, value: word }), { maxLength: 3 }),
    ),
    args: fc.array(leaf, { maxLength: 3 }),
    policy: fc
      .record({ Statement: fc.oneof(statement, fc.array(statement, { maxLength: 3 })) })
      .map((document) => JSON.stringify(document)),
    values: fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(word, tie("tree"), { maxKeys: 3 }),
      ),
    })).tree,
    userData: word,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Json>;

const diff = (before: Json, after: Json): PropertyChange[] =>
  diffValues(normal(before), normal(after));

/** The same value with every list in another order. */
function shuffled(value: Json, random: () => number): Json {
  if (Array.isArray(value))
    return value
      .map((item) => ({ item: shuffled(item, random), at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, shuffled(item, random)]),
  );
}

const startsWith = (path: Segment[], start: Segment[]): boolean =>
  start.length <= path.length &&
  start.every((step, index) => JSON.stringify(step) === JSON.stringify(path[index]));

describe("a diff of two values", () => {
  it("with itself is empty", () => {
    fc.assert(fc.property(inputs, (value) => diff(value, structuredClone(value)).length === 0));
  });

  it("is empty when only lists without an order are in another", () => {
    const keyed = fc.record({
      requirements: fc.array(requirement, { maxLength: 5 }),
      taints: fc.array(taint, { maxLength: 4 }),
      amiSelectorTerms: fc.array(term, { maxLength: 4 }),
      Statement: fc.array(statement, { maxLength: 4 }),
    }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(
        keyed,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (value, random) => {
          const other = shuffled(value, () => random.next().value as number);
          expect(diff(value, other)).to.deep.equal([]);
        },
      ),
    );
  });

  it("done to its base gives the head", () => {
    fc.assert(
      fc.property(inputs, inputs, (before, after) => {
        const applied = applyChanges(normal(before), diff(before, after));
        expect(meaning(applied)).to.deep.equal(meaning(after));
      }),
      { numRuns: 500 },
    );
  });

  it("shows each changed leaf once: no change lies in another, and none is without a difference", () => {
    fc.assert(
      fc.property(inputs, inputs, (before, after) => {
        const changes = diff(before, after);
        for (const [index, { path, before: was, after: now }] of changes.entries()) {
          // Two items that were added may have one name.
          const isAdded = typeof path.at(-1) === "object" && was === undefined;
          const others = changes.filter((_, other) => other !== index);
          if (!isAdded)
            expect(others.filter((other) => startsWith(other.path, path))).to.deep.equal([]);
          if (was !== undefined && now !== undefined)
            expect(meaning(was)).not.to.deep.equal(meaning(now));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("shows the one leaf that was changed, and nothing else", () => {
    fc.assert(
      fc.property(fc.dictionary(word, fc.dictionary(word, word)), word, word, (value, a, b) => {
        const after = { ...value, [a]: { ...value[a], [b]: "changed" } };
        const path = Object.hasOwn(value, a) ? [a, b] : [a];
        expect(diff(value, after).map((change) => change.path)).to.deep.equal([path]);
      }),
    );
  });
});

/** A registration of a few resources, some below another. */
const registration: fc.Arbitrary<Registration> = fc
  .dictionary(fc.constantFrom("one", "two", "three", "four"), inputs)
  .map((named) => ({
    project: "project",
    stack: "dev",
    outputs: {},
    findings: [],
    reviews: [],
    resources: Object.entries(named)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({
        urn: `urn:pulumi:dev::project::pkg:index:Thing::${name}`,
        type: "pkg:index:Thing",
        name,
        custom: true,
        parent: null,
        provider: null,
        dependsOn: [],
        inputs: value as Record<string, Json>,
        options: {},
      })),
  }));

describe("a diff of two registrations", () => {
  it("with itself is empty", () => {
    fc.assert(fc.property(registration, (r) => isEmpty(diffRegistrations(r, structuredClone(r)))));
  });

  it("done to its base gives the head", () => {
    fc.assert(
      fc.property(registration, registration, (base, head) => {
        const stored = JSON.parse(JSON.stringify(diffRegistrations(base, head))) as ReturnType<
          typeof diffRegistrations
        >;
        expect(applyDiff(base, stored)).to.deep.equal(comparedResources(head.resources));
      }),
    );
  });
});
