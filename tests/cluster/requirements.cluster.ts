import * as ec2 from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { poolViews, type PoolView } from "../../core/review/pool-view";
import { reviewInputOf } from "../../preview/reviews";
import { startKarpenter, type Karpenter } from "./karpenter-setup";
import { REQUIREMENT_SETS } from "./requirement-sets";
import type { ApiObject } from "./rest";
import { record } from "./summary";
import { eventually } from "./wait";
import { deploy } from "./workloads";

const TYPE = "node.kubernetes.io/instance-type";

/** Families of which Karpenter 1.14 knows no price in us-east-1, nor does the emulator: it offers none of them to anybody. */
const UNPRICED = /^(g7|r9gd?|t8i)\./;

/** As many types Karpenter writes into a NodeClaim, the cheapest. */
const MOST_TYPES = 600;

const NODE_POOLS = Object.fromEntries(
  Object.entries(REQUIREMENT_SETS).map(([name, requirements], index) => [
    name,
    {
      nodeClassName: "default",
      requirements,
      // Each set is asked for by a workload of its own; weights keep the pools apart for the review.
      weight: index + 1,
      limits: { cpu: "10000" },
      terminationGracePeriod: "1m",
    },
  ]),
);

describe("Karpenter offers the instance types that the review counts on", function () {
  this.timeout(600_000);

  let karpenter: Karpenter;
  let pools: PoolView[];
  const seen = new Map<string, string[]>();
  /** What is to be had in the zones of the subnets. */
  let offered: Set<string>;

  before(async () => {
    karpenter = await startKarpenter("staging", {
      config: {
        nodePools: NODE_POOLS,
        silence: { KE005: "some of the sets are meant to have no instance type" },
      },
    });
    const [review] = karpenter.registration.reviews;
    if (!review) throw new Error("there is no review");
    pools = poolViews(reviewInputOf(review));
    offered = await offerings(karpenter);
    await karpenter.apply();
  });

  after(async function () {
    const passed = this.test?.parent?.tests.every(({ state }) => state === "passed") ?? false;
    if (!(karpenter as Karpenter | undefined)) return;
    if (!passed) console.error(karpenter.lastWords());
    await karpenter.stop(!passed);
  });

  it("has as many sets as it takes, of types that can be told apart", () => {
    expect(pools).to.have.length.of.at.least(60);
    for (const { name, types } of pools) expect(types.length, name).to.be.at.most(MOST_TYPES);
  });

  it("makes a NodeClaim of the very types for each set that has some, and none for the others", async () => {
    const expected = pools.map((pool) => [pool.name, typesOf(pool)] as const);
    const launching = expected.filter(([, types]) => types.length > 0);
    await Promise.all(
      pools.map(({ name }) =>
        deploy(karpenter.send, name, { nodeSelector: { "karpenter.sh/nodepool": name } }),
      ),
    );
    const claims = await eventually(
      "a NodeClaim of each pool",
      async () => {
        const found = await nodeClaims();
        return launching.every(([name]) => found.has(name)) ? found : undefined;
      },
      async () => {
        const found = await nodeClaims();
        return launching.filter(([name]) => !found.has(name)).map(([name]) => name);
      },
    );
    const differing = expected
      .map(([name, types]) => ({
        set: JSON.stringify(REQUIREMENT_SETS[name]),
        onlyOurs: types.filter((type) => !claims.get(name)?.includes(type)),
        onlyKarpenters: (claims.get(name) ?? []).filter((type) => !types.includes(type)),
      }))
      .filter(({ onlyOurs, onlyKarpenters }) => onlyOurs.length + onlyKarpenters.length > 0);
    expect(differing, JSON.stringify(differing, null, 1)).to.deep.equal([]);
    record("requirement sets that Karpenter reads as we do", expected.length);
  });

  /** The types of a pool that are to be had, and on which the pod, which asks for 1 CPU, has room. */
  function typesOf({ types, allocatable }: PoolView): string[] {
    return types
      .filter((type) => offered.has(type.name) && allocatable(type).cpu >= 1)
      .map(({ name }) => name)
      .filter((name) => !UNPRICED.test(name));
  }

  /** What each pool's NodeClaim may be, also of one that is gone again: AWS had nothing of these types. */
  async function nodeClaims(): Promise<Map<string, string[]>> {
    const { body } = await karpenter.send("GET", "/apis/karpenter.sh/v1/nodeclaims");
    for (const { metadata, spec } of (body.items ?? []) as NodeClaim[]) {
      const types = spec.requirements.find(({ key }) => key === TYPE)?.values ?? [];
      seen.set(metadata.labels["karpenter.sh/nodepool"] ?? "", types);
    }
    return seen;
  }
});

interface NodeClaim extends ApiObject {
  metadata: { labels: Record<string, string> };
  spec: { requirements: { key: string; values?: string[] }[] };
}

async function offerings({ clients, environment }: Karpenter): Promise<Set<string>> {
  const zones = ["a", "b", "c"].map((zone) => `${environment.region}${zone}`);
  const pages = ec2.paginateDescribeInstanceTypeOfferings(
    { client: clients.ec2 },
    { LocationType: "availability-zone", Filters: [{ Name: "location", Values: zones }] },
  );
  const found = new Set<string>();
  for await (const { InstanceTypeOfferings = [] } of pages) {
    for (const { InstanceType = "" } of InstanceTypeOfferings) found.add(InstanceType);
  }
  return found;
}
