/**
 * The API server and our validation say the same of every manifest that we write. `VERDICT_SEED` and `VERDICT_RUNS` look
 * further than the fixed seed does: VERDICT_SEED=$RANDOM VERDICT_RUNS=5000 npm run test:cluster
 */
import { expect } from "chai";
import fc from "fast-check";
import { isAtLeast, karpenterVersion } from "../../core/versions";
import type { RegisteredResource, Registration } from "../../preview/registration";
import { EXAMPLES, example } from "../examples";
import { environment } from "../stacks/environment";
import { createCrds, deleteCrds } from "./crds";
import { CRD_VERSIONS } from "./install";
import type { ApiObject } from "./rest";
import { startControlPlane, type ControlPlane } from "./server";
import { nodeClass } from "./specs/node-class";
import { nodePool } from "./specs/node-pool";
import type { Shape } from "./specs/shape";
import { OBJECT_NAMES } from "./specs/texts";
import { STRICTER, type Stricter } from "./stricter";
import { stopAfter } from "./stop-after";
import { record } from "./summary";
import { compare, manifestOf, ourProblems, serverVerdict, type Given, type Kind } from "./verdict";

const SEED = Number(process.env.VERDICT_SEED ?? 20_261_125);
const RUNS = Number(process.env.VERDICT_RUNS ?? 300);

/** The shipped environments, and the first minor that knows all that each asks for. */
const ENVIRONMENTS = [
  ["lab", "0.36"],
  ["staging", "1.9"],
  ["prod", "1.9"],
] as const;

/** The least that each kind is given. */
const POOL = { nodeClassName: "default" };
const CLASS = { amiFamily: "AL2023", role: "nodes" };

/** How many disagreements are shown at once. */
const SHOWN = 5;

describe("the API server's verdict", function () {
  this.timeout(300_000);

  let plane: ControlPlane;
  const used = new Set<Stricter>();

  before(async () => {
    plane = await startControlPlane();
  });

  after(function () {
    return stopAfter(this.test?.parent, plane);
  });

  for (const crds of CRD_VERSIONS) {
    const version = karpenterVersion(crds);
    const shapes = { NodePool: nodePool(version), EC2NodeClass: nodeClass(version) };

    describe(`of Karpenter ${crds}`, () => {
      const counts = { tried: 0, accepted: 0, stricter: 0 };

      /** Nothing where both say the same, and else what they say. */
      const disagreement = async (given: Given): Promise<string | undefined> => {
        const words = await serverVerdict(plane.send, manifestOf(given, version));
        const outcome = compare(given, version, words);
        if (!outcome.agreed) return outcome.why;
        counts.tried++;
        if (words === undefined) counts.accepted++;
        if (outcome.stricter.length > 0) counts.stricter++;
        for (const row of outcome.stricter) used.add(row);
        return undefined;
      };

      before(() => createCrds(plane.send, crds));

      after(async () => {
        await deleteCrds(plane.send, crds);
        record(`manifests tried (${crds})`, counts.tried);
        record(`  both accept (${crds})`, counts.accepted - counts.stricter);
        record(`  both refuse (${crds})`, counts.tried - counts.accepted);
        record(`  stricter on purpose (${crds})`, counts.stricter);
      });

      for (const [name, since] of ENVIRONMENTS.filter(([, since]) => isAtLeast(version, since))) {
        it(`takes what the environment ${name} declares, which ${since} and later know`, async () => {
          const config = { karpenterVersion: crds };
          const objects = customResources(await environment(name, { config }));
          expect(await refusals(plane, objects)).to.deep.equal([]);
          counts.tried += objects.length;
          counts.accepted += objects.length;
        });
      }

      if (isAtLeast(version, "1.14")) {
        for (const name of EXAMPLES) {
          it(`takes what the example ${name} declares`, async () => {
            const objects = customResources(await example(name));
            expect(await refusals(plane, objects)).to.deep.equal([]);
            counts.tried += objects.length;
            counts.accepted += objects.length;
          });
        }
      }

      for (const [kind, shape] of Object.entries(shapes) as [Kind, Shape][]) {
        it(`is ours of each ${kind} with one odd thing`, async () => {
          const odds = shape.odd.map(async ({ at, value }) => {
            const [spec] = fc.sample(value, { numRuns: 1, seed: SEED }) as [object];
            const why = await disagreement({ kind, name: "a", spec });
            return why && `${kind}${at}\n${why}`;
          });
          const names = OBJECT_NAMES.map((name) =>
            disagreement({ kind, name, spec: kind === "NodePool" ? POOL : CLASS }),
          );
          const all = await Promise.all([...odds, ...names]);
          agree(...all.filter((why) => why !== undefined).slice(0, SHOWN));
        });

        it(`is to take each good ${kind}, as ours is`, async () => {
          await fc.assert(
            fc.asyncProperty(shape.good, async (spec) => {
              const given = { kind, name: "a", spec: spec as object };
              expect(ourProblems(given, version), JSON.stringify(spec)).to.deep.equal([]);
              agree(await disagreement(given));
            }),
            { numRuns: RUNS / 3, seed: SEED, endOnFailure: false },
          );
        });

        it(`is ours of each ${kind} with several odd things`, async () => {
          await fc.assert(
            fc.asyncProperty(mixed(shape), async (spec) => {
              agree(await disagreement({ kind, name: "a", spec }));
            }),
            { numRuns: RUNS, seed: SEED },
          );
        });
      }
    });
  }

  // A suite of its own, as the tests of a suite run before those of the suites in it.
  describe("of all of them", () => {
    it("needs every row of what is stricter on purpose", () => {
      const idle = STRICTER.filter((row) => !used.has(row));
      expect(idle.map(({ path, message }) => `${path.source} ${message.source}`)).to.deep.equal([]);
      record("rows of what is stricter on purpose", STRICTER.length);
    });
  });
});

/** Good values, mixed with those of one or two that are odd somewhere. */
function mixed({ good, odd }: Shape): fc.Arbitrary<object> {
  const oneOdd = fc.constantFrom(...odd).chain(({ value }) => value);
  return fc
    .tuple(good, fc.array(oneOdd, { minLength: 1, maxLength: 2 }))
    .map(([base, odds]) => Object.assign({}, base, ...odds.filter(isObject)) as object);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && !Array.isArray(value);
}

/** Fails with all that was said; an assertion would cut it short. */
function agree(...disagreements: (string | undefined)[]): void {
  const all = disagreements.filter((why) => why !== undefined);
  if (all.length > 0) throw new Error(all.join("\n\n"));
}

function customResources({ resources }: Registration): RegisteredResource[] {
  const found = resources.filter(({ type }) => /^kubernetes:karpenter\..*\//.test(type));
  expect(found).not.to.have.length(0);
  return found;
}

/** What the server has against the objects of a program, as they would be sent to it. */
async function refusals(plane: ControlPlane, objects: RegisteredResource[]): Promise<string[]> {
  const words = objects.map(({ inputs }) => serverVerdict(plane.send, inputs as ApiObject));
  const found = await Promise.all(words);
  return found.flatMap((word, index) =>
    word === undefined ? [] : [`${word}: ${JSON.stringify(objects[index]?.inputs)}`],
  );
}
