import { expect } from "chai";
import { validateNodePool } from "../../../core/node-pool/validate";
import {
  brief,
  FULL_POOL_V1,
  FULL_POOL_V1BETA1,
  LAB_POOL,
  LAB_TAINTED_POOL,
  MINORS,
  of,
  V1,
  V1BETA1,
  title,
} from "../support";

const validate = (change: object, version = V1): string[] =>
  brief(validateNodePool({ ...LAB_POOL, ...change }, "pool", version));
const requirement = (key: string, operator: string, ...values: unknown[]): object => ({
  requirements: [{ key, operator, values }],
});
const CATEGORY = "karpenter.k8s.aws/instance-category";
const MEMORY = "karpenter.k8s.aws/instance-memory";
const ARCH = "kubernetes.io/arch";

describe("core/node-pool/validate", () => {
  describe("has nothing against", () => {
    for (const minor of MINORS) {
      it(`the lab's pools under ${minor}`, () => {
        expect(validateNodePool(LAB_POOL, "pool", of(minor))).to.deep.equal([]);
        expect(validateNodePool(LAB_TAINTED_POOL, "pool", of(minor))).to.deep.equal([]);
      });
    }

    it("every field of either API", () => {
      expect(validateNodePool(FULL_POOL_V1BETA1, "pool", V1BETA1)).to.deep.equal([]);
      expect(validateNodePool(FULL_POOL_V1, "pool", V1)).to.deep.equal([]);
    });

    for (const [what, change, version] of [
      ["a pool without requirements", { requirements: [] }, V1],
      ["NotIn without values", requirement(CATEGORY, "NotIn"), V1],
      ["Gte and Lte from 1.9 on", requirement(MEMORY, "Gte", "4096"), of("1.9")],
      [
        "a reservation from 1.3 on",
        requirement("karpenter.sh/capacity-type", "In", "reserved"),
        V1,
      ],
      ["the two names of one policy", { disruption: { consolidationPolicy: "WhenEmpty" } }, V1],
      ["Never with WhenUnderutilized", { disruption: { consolidateAfter: "Never" } }, V1BETA1],
      ["a negative-looking label", { labels: { "example.com/a": "1-2_3.4" } }, V1],
      ["one taint with two effects", { taints: [taint("NoSchedule"), taint("NoExecute")] }, V1],
      ["100 requirements in v1", { requirements: many(100) }, V1],
      ["30 requirements in v1beta1", { requirements: many(30) }, V1BETA1],
      ["a label named like a method", { labels: { constructor: "x" } }, V1],
      ["a requirement named like a method", requirement("toString", "In", "x"), V1],
      [
        "static capacity with a limit of nodes from 1.8 on",
        { replicas: 3, limits: { nodes: "5" } },
        of("1.8"),
      ],
      [
        "a limit of nodes in any pool from 1.11 on",
        { limits: { nodes: "5", cpu: "10" } },
        of("1.11"),
      ],
      ["a tenancy", requirement("karpenter.k8s.aws/instance-tenancy", "In", "dedicated"), V1],
      ...["2028-02-29T12:00:00Z", "2000-02-29T12:00:00Z"].map(
        (timeAdded) =>
          [
            "a taint of a leap day",
            { taints: [{ key: "a", effect: "NoSchedule", timeAdded }] },
            V1,
          ] as const,
      ),
      ["as many nodes as can be counted", { replicas: 2 ** 31 - 1, limits: {} }, V1],
      ["nothing after a key", { replicas: null, weight: 5, disruption: { budgets: null } }, V1],
      ["an empty label", { labels: { "node-restriction.kubernetes.io/worker": "" } }, V1],
      ["an empty annotation", { annotations: { "example.com/flag": "" } }, V1],
      ["an empty value to select", requirement("example.com/flag", "In", ""), V1],
    ] as const) {
      it(what, () => {
        expect(validate(change, version)).to.deep.equal([]);
      });
    }
  });
});

function taint(effect: string): object {
  return { key: "team", value: "a", effect };
}

function many(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `example.com/${index}`,
    operator: "Exists",
  }));
}

describe("core/node-pool/validate refuses", () => {
  it("with everything a reader needs", () => {
    expect(
      validateNodePool({ ...LAB_POOL, ...requirement(MEMORY, "Gt", "4Gi") }, "pool", V1),
    ).to.deep.equal([
      {
        path: "pool.requirements[0].values",
        value: ["4Gi"],
        message: "operator Gt takes one number",
        allowed: 'exactly one whole number that is not negative, as text, such as ["4047"]',
        fix: "keep one number",
      },
    ]);
  });

  for (const [change, expected, version] of [
    [{ nodeClassName: undefined }, ["pool.nodeClassName: missing"], V1],
    [{ nodeClassName: "Default" }, ["pool.nodeClassName: malformed"], V1],
    [{ nodeClassName: "<class>" }, ["pool.nodeClassName: a placeholder was left in"], V1],
    [{ limit: {} }, ["pool.limit: unknown key"], V1],
    [{ weight: 0 }, ["pool.weight: out of range"], V1],
    [
      { replicas: 3, limits: {} },
      ["pool.replicas: Karpenter 1.7 does not know this field"],
      of("1.7"),
    ],
    [{ replicas: -1, limits: {} }, ["pool.replicas: out of range"], V1],
    [{ replicas: 2 ** 31, limits: {} }, ["pool.replicas: out of range"], V1],
    [
      { replicas: 3, limits: { nodes: "3" }, weight: 1 },
      ["pool.weight: not together with replicas"],
      V1,
    ],
    [{ replicas: 3 }, ["pool.limits.cpu: not together with replicas"], V1],
    [
      { limits: { nodes: "5" } },
      ["pool.limits.nodes: Karpenter 1.10 ignores it; 1.11 and later do not"],
      of("1.10"),
    ],
    [
      { limits: { nodes: "5" } },
      ["pool.limits.nodes: Karpenter 0.36 ignores it; 1.11 and later do not"],
      V1BETA1,
    ],
    [
      requirement("karpenter.k8s.aws/instance-tenancy", "In", "host"),
      ["pool.requirements[0].values[0]: unknown value"],
      V1,
    ],
    [
      requirement("karpenter.k8s.aws/instance-pods", "Gt", "10"),
      ["pool.requirements[0].key: no Karpenter sets this label"],
      V1,
    ],
    [
      { taints: [{ key: "a", effect: "NoSchedule", timeAdded: "now" }] },
      ["pool.taints[0].timeAdded: malformed"],
      V1,
    ],
    ...[
      ...["2026-13-01T12:00:00Z", "2026-04-31T12:00:00Z", "2026-04-30T24:00:00Z"],
      ...["2026-02-29T12:00:00Z", "2100-02-29T12:00:00Z"],
    ].map(
      (timeAdded) =>
        [
          { taints: [{ key: "a", effect: "NoSchedule", timeAdded }] },
          ["pool.taints[0].timeAdded: malformed"],
          V1,
        ] as const,
    ),
    [{ weight: 101 }, ["pool.weight: out of range"], V1],
    [{ weight: "ten" }, ["pool.weight: not a whole number"], V1],
    [{ limits: { cpu: "-1" } }, ["pool.limits.cpu: malformed"], V1],
    [{ limits: { memory: "64GB" } }, ["pool.limits.memory: malformed"], V1],
    [{ limits: { cpu: 1000 } }, ["pool.limits.cpu: not a string"], V1],
    [{ expireAfter: "30d" }, ["pool.expireAfter: malformed"], V1],
    [{ expireAfter: "never" }, ["pool.expireAfter: malformed"], V1],
    [{ terminationGracePeriod: "Never" }, ["pool.terminationGracePeriod: malformed"], V1],
    [
      { terminationGracePeriod: "1h" },
      ["pool.terminationGracePeriod: Karpenter 0.36 does not know this field"],
      V1BETA1,
    ],
    [
      { kubelet: { maxPods: 10 } },
      ["pool.kubelet: Karpenter 1.14 no longer knows this field here"],
      V1,
    ],
    [{ labels: { "a b": "c" } }, ['pool.labels["a b"]: malformed key'], V1],
    [{ labels: { "example.com/a": "b c" } }, ['pool.labels["example.com/a"]: malformed'], V1],
    [{ labels: { a: "x".repeat(64) } }, ["pool.labels.a: malformed"], V1],
    [
      { labels: { "karpenter.sh/nodepool": "x" } },
      [
        'pool.labels["karpenter.sh/nodepool"]: label karpenter.sh/nodepool is restricted: Karpenter or the kubelet sets it',
      ],
      V1,
    ],
    [{ labels: { [ARCH]: "x86" } }, [`pool.labels["${ARCH}"]: unknown value`], V1],
    [{ requirements: {} }, ["pool.requirements: not a list"], V1],
    [{ requirements: [{}] }, at("key: missing", "operator: missing"), V1],
    [requirement("a b", "Exists"), at("key: malformed"), V1],
    [requirement(CATEGORY, "in", "c"), at("operator: unknown value"), V1],
    [
      requirement(MEMORY, "Gte", "1"),
      at("operator: Karpenter 1.8 does not know this value; 1.9 and later does"),
      of("1.8"),
    ],
    [requirement(CATEGORY, "In"), at("values: operator In needs a value"), V1],
    [requirement(CATEGORY, "Exists", "c"), at("values: operator Exists takes no values"), V1],
    [
      requirement(CATEGORY, "DoesNotExist", "c"),
      at("values: operator DoesNotExist takes no values"),
      V1,
    ],
    [requirement(MEMORY, "Gt"), at("values: operator Gt takes one number"), V1],
    [requirement(MEMORY, "Lt", "1", "2"), at("values: operator Lt takes one number"), V1],
    [
      requirement(MEMORY, "Gt", "-1"),
      at("values[0]: malformed", "values: operator Gt takes one number"),
      V1,
    ],
    [requirement(MEMORY, "Gt", "9".repeat(19)), at("values: operator Gt takes one number"), V1],
    [requirement(MEMORY, "Lte", "1.5"), at("values: operator Lte takes one number"), V1],
    [requirement(ARCH, "In", "amd46"), at("values[0]: unknown value"), V1],
    [requirement("kubernetes.io/os", "NotIn", "Linux"), at("values[0]: unknown value"), V1],
    [
      requirement("karpenter.sh/capacity-type", "In", "spot", "reserved"),
      at("values[1]: Karpenter 1.2 does not know this value; 1.3 and later does"),
      of("1.2"),
    ],
    [requirement(CATEGORY, "In", "c d"), at("values[0]: malformed"), V1],
    // The CRD's pattern for the value of a taint, other than a label's, takes no empty text.
    [
      { taints: [{ key: "gpu", value: "", effect: "NoSchedule" }] },
      ["pool.taints[0].value: empty"],
      V1,
    ],
    [requirement(CATEGORY, "In", undefined), at("values[0]: missing"), V1],
    [{ requirements: [null] }, ["pool.requirements[0]: missing"], V1],
    [requirement(ARCH, "In", 64), at("values[0]: not a string"), V1],
    [
      { requirements: [{ key: CATEGORY, operator: "In", values: ["c"], minValues: 2 }] },
      at("minValues: more than the 1 values that In lists"),
      V1,
    ],
    [
      { requirements: [{ key: CATEGORY, operator: "Exists", minValues: 51 }] },
      at("minValues: out of range"),
      V1,
    ],
    [
      requirement("karpenter.k8s.aws/instance-pods", "Exists"),
      at("key: no Karpenter sets this label"),
      V1,
    ],
    [
      { requirements: many(31) },
      ["pool.requirements: too many requirements and labels together"],
      V1BETA1,
    ],
    [
      { requirements: many(100), labels: { a: "b" } },
      ["pool.requirements: too many requirements and labels together"],
      V1,
    ],
  ] as const) {
    it(`${title(change)} under ${version.minor.minor}`, () => {
      expect(validate(change, version)).to.deep.equal([...expected]);
    });
  }
});

function at(...messages: string[]): string[] {
  return messages.map((message) => `pool.requirements[0].${message}`);
}
