/** The arguments of a NodePool. */
import fc from "fast-check";
import { isAtLeast, type KarpenterVersion } from "../../../core/versions";
import { kubelet } from "./kubelet";
import { integer, list, map, object, text, times, values, without, type Shape } from "./shape";
import {
  AWS_KEYS,
  BAD_KEYS,
  DOMAIN_KEYS,
  DURATION,
  DURATION_OR_NEVER,
  LABEL_VALUE,
  OBJECT_NAMES,
  QUANTITY,
} from "./texts";

/** Labels with values that they may have. */
const REQUIRED_LABELS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/arch": ["amd64", "arm64"],
  "karpenter.sh/capacity-type": ["spot", "on-demand"],
  "topology.kubernetes.io/zone": ["eu-west-1a", "eu-west-1b"],
  "node.kubernetes.io/instance-type": ["m5.large", "c7g.2xlarge"],
  "karpenter.k8s.aws/instance-category": ["c", "m", "r"],
  "example.com/team": ["platform", ""],
};

const NUMBERS = ["karpenter.k8s.aws/instance-cpu", "karpenter.k8s.aws/instance-memory"];

/** Closed sets of values: right ones, and those that nothing has. */
const CLOSED: readonly (readonly [key: string, values: readonly string[]])[] = [
  ["karpenter.sh/capacity-type", ["reserved", "ondemand", "on-demand,spot", ""]],
  ["kubernetes.io/arch", ["x86_64", "AMD64"]],
  ["kubernetes.io/os", ["linux", "windows", "Linux", "darwin"]],
  ["karpenter.k8s.aws/instance-tenancy", ["default", "dedicated", "host"]],
  ["karpenter.k8s.aws/capacity-reservation-type", ["capacity-block", "block"]],
  ["karpenter.k8s.aws/instance-capability-flex", ["true", "yes"]],
  ["karpenter.k8s.aws/instance-encryption-in-transit-supported", ["false", "False"]],
];

function requirement(version: KarpenterVersion): Shape {
  const operators = ["Gt", "Lt", ...(isAtLeast(version, "1.9") ? ["Gte", "Lte"] : [])];
  const listed = fc.constantFrom(...Object.entries(REQUIRED_LABELS)).chain(([key, known]) =>
    fc.record({
      key: fc.constant(key),
      operator: fc.constantFrom("In", "NotIn"),
      values: fc.subarray([...known], { minLength: 1 }),
    }),
  );
  const compared = fc.record({
    key: fc.constantFrom(...NUMBERS),
    operator: fc.constantFrom(...operators),
    values: fc.nat(1000).map((number) => [String(number)]),
  });
  const there = fc.record({
    key: fc.constantFrom(...Object.keys(REQUIRED_LABELS)),
    operator: fc.constantFrom("Exists", "DoesNotExist"),
  });
  const counted = listed.map((one) => ({ ...one, minValues: one.values.length }));
  const { odd } = object(
    {
      key: text(["example.com/team", "n".repeat(63)], [...BAD_KEYS, ...DOMAIN_KEYS, ...AWS_KEYS]),
      operator: text(["Exists"], ["In", "NotIn", "Equals", "in", "Gt", "Gte", "DoesNotExist"]),
      values: list(LABEL_VALUE),
      minValues: integer([1], [50, 51]),
    },
    { required: ["key", "operator"], odd: ODD_REQUIREMENTS },
  );
  return { good: fc.oneof(listed, compared, there, counted), odd };
}

const ODD_REQUIREMENTS = [
  ...["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"].flatMap((operator) =>
    [
      ...[undefined, [], ["1"], ["0"], ["a"], ["1", "2"], ["-1"], ["1.5"], ["007"], ["+1"], ["1 "]],
      ...[[1], ["9".repeat(18)], ["9223372036854775807"], ["9223372036854775808"], [""]],
    ].map((given) => ({ operator, values: given })),
  ),
  ...["In", "NotIn", "Exists", "Gt"].flatMap((operator) =>
    [1, 2, 3].map((minValues) => ({ operator, values: ["1", "2"], minValues })),
  ),
  ...CLOSED.flatMap(([key, known]) =>
    known.map((value) => ({ key, operator: "In", values: [value] })),
  ),
];

const OWN_TAINTS = ["disruption", "disrupted", "unregistered", "rebooting", "mine"].map(
  (name) => `karpenter.sh/${name}`,
);

const TAINT: Shape = object(
  {
    key: text(["example.com/dedicated", "gpu"], [...BAD_KEYS, ...OWN_TAINTS]),
    value: text(
      ["a", "b-1", "n".repeat(63)],
      ["example.com/a", "a b", "-a", "a/b/c", "n".repeat(64), "a\n"],
    ),
    effect: text(["NoSchedule", "PreferNoSchedule", "NoExecute"], ["noSchedule", "Evict"]),
    timeAdded: text(
      [
        ...["2026-01-31T12:00:00Z", "2028-02-29T12:00:00Z", "2026-01-31T12:00:00.123456Z"],
        ...["2026-01-31T12:00:00+02:00", "0000-01-01T00:00:00Z"],
      ],
      [
        ...["2026-01-31", "2026-01-31T12:00:00", "2026-13-31T12:00:00Z", "2026-02-30T12:00:00Z"],
        ...["2026-02-29T12:00:00Z", "1900-02-29T12:00:00Z", "2026-01-31T24:00:00Z", "yesterday"],
        ...["2026-01-31T12:00:60Z", "2026-01-31T12:00:00+24:00"],
        ...["2026-01-31 12:00:00Z", "2026-01-31t12:00:00z"],
      ],
    ),
  },
  { required: ["key", "effect"] },
);

const SAME_TAINT = { key: "a", effect: "NoSchedule" };

function taints(): Shape {
  const shape = list(TAINT, [
    times(2, SAME_TAINT),
    [SAME_TAINT, { ...SAME_TAINT, value: "b" }],
    [SAME_TAINT, { ...SAME_TAINT, effect: "NoExecute" }],
  ]);
  const once = (given: unknown): unknown =>
    (given as Record<string, string>[]).filter(
      ({ key, effect }, index, all) =>
        all.findIndex((other) => other.key === key && other.effect === effect) === index,
    );
  return { ...shape, good: shape.good.map(once) };
}

function budget(version: KarpenterVersion): Shape {
  const reasons = ["Underutilized", "Empty", "Drifted"];
  const since1 = isAtLeast(version, "1.0");
  return object(
    {
      nodes: text(
        ["10%", "0%", "100%", "0", "5", "007"],
        ["101%", "1000%", "-1", "1.5", "10 %", "%", "all", "5\n", "05%"],
      ),
      schedule: text(
        ["@daily", "@hourly", "0 9 * * 1-5", "0  9 * * *", "0\t9 * * *"],
        [
          ...["@reboot", "@every 1h", "@dailyx", "x@daily", "* * * *", "* * * * * *"],
          ...[" 0 9 * * *", "0 9 * * * ", "60 25 * * *", "a b c d e"],
          ...["CRON_TZ=UTC 0 9 * * *", "0 9 * *", "@daily "],
        ],
      ),
      duration: text(
        ["8h", "1h30m", "30m", "1h0s", "1h30m0s", "0h", "0m0s"],
        [
          ...["30s", "1h30s", "30m1h", "1d", "0s", "Never", "1.5h"],
          ...["8h ", "-8h", "8H", "1h\n"],
        ],
      ),
      ...(since1 && {
        reasons: {
          good: fc.subarray(reasons, { minLength: 1 }),
          odd: list(values(reasons, ["", "Unhealthy", "Expired", "empty", 7]), [
            ["Empty", "Empty"],
            ["Empty", "Drifted", "Empty"],
            times(51, "Empty"),
          ]).odd,
        },
      }),
    },
    { required: ["nodes"], together: ["schedule", "duration"], odd: ODD_BUDGETS },
  );
}

const ODD_BUDGETS = [
  ...[{ schedule: "@daily" }, { duration: "1h" }, { reasons: ["Empty"] }],
  ...[
    { schedule: null, duration: "1h" },
    { schedule: "@daily", duration: null },
  ],
];

function disruption(version: KarpenterVersion): Shape {
  const v1 = version.api === "v1";
  return object(
    {
      consolidationPolicy: text(
        ["WhenEmpty", "WhenEmptyOrUnderutilized", "WhenUnderutilized"],
        ["Balanced", "Never", "whenEmpty", "SomethingUnderutilized", "Underutilized"],
      ),
      consolidateAfter: DURATION_OR_NEVER,
      budgets: list(budget(version), [times(50, { nodes: "1" }), times(51, { nodes: "1" })]),
    },
    {
      mend: (model) =>
        v1 || model.consolidationPolicy !== "WhenEmpty"
          ? v1
            ? model
            : without(model, ["consolidateAfter"])
          : { consolidateAfter: "30s", ...model },
      odd: ["WhenEmpty", "WhenUnderutilized", "WhenEmptyOrUnderutilized", "Balanced"].flatMap(
        (consolidationPolicy) =>
          [undefined, "30s", "0s", "Never", null].map((consolidateAfter) => ({
            ...{ consolidationPolicy, consolidateAfter },
          })),
      ),
    },
  );
}

/** The arguments of a NodePool for that Karpenter. */
export function nodePool(version: KarpenterVersion): Shape {
  const v1 = isAtLeast(version, "1.0");
  const replicas = isAtLeast(version, "1.8");
  return object(
    {
      nodeClassName: text(["default", "a.b", "0", "n".repeat(63)], [...OBJECT_NAMES]),
      labels: map(
        values(
          ["example.com/team", "tier", "n".repeat(63)],
          [...BAD_KEYS, ...DOMAIN_KEYS, ...AWS_KEYS],
        ),
        LABEL_VALUE,
        [...CLOSED.flatMap(([key, known]) => known.map((value) => ({ [key]: value }))), many(101)],
      ),
      annotations: map(
        values(["example.com/owner", "n".repeat(63)], BAD_KEYS),
        values(["team a", ""], ["<b>bold</b>", 7, null, "x".repeat(1000)]),
      ),
      requirements: list(requirement(version), [
        ...[30, 31, 100, 101].map((count) => times(count, { key: "a", operator: "Exists" })),
      ]),
      taints: taints(),
      startupTaints: taints(),
      limits: map(values(["cpu", "memory", "nvidia.com/gpu"], ["", "nodes", "a b"]), QUANTITY),
      weight: integer([1, 50, 100], [101]),
      disruption: disruption(version),
      expireAfter: DURATION_OR_NEVER,
      ...(v1 && { terminationGracePeriod: DURATION }),
      ...(!v1 && { kubelet: kubelet(version) }),
      ...(replicas && { replicas: integer([0, 3]) }),
    },
    {
      required: ["nodeClassName"],
      mend: (model) => {
        const { taints: first = [], startupTaints, ...rest } = model;
        const apart = (first as unknown[]).length === 0 ? { startupTaints } : { taints: first };
        const mended = { ...rest, ...apart };
        return rest.replicas === undefined ? mended : without(mended, ["weight", "limits"]);
      },
      odd: [
        { replicas: 3, weight: 1 },
        { replicas: 3, limits: { nodes: "5" } },
        { replicas: 3, limits: { cpu: "5" } },
        { replicas: 3, limits: { cpu: "5", nodes: "5" } },
        { replicas: 3, limits: {} },
        { taints: [SAME_TAINT], startupTaints: [SAME_TAINT] },
        { labels: many(60), requirements: times(41, { key: "a", operator: "Exists" }) },
        { labels: many(15), requirements: times(16, { key: "a", operator: "Exists" }) },
        { terminationGracePeriod: "1h" },
        { kubelet: { maxPods: 5 } },
        { disruption: "text", expireAfter: "1h" },
        { disruption: null, expireAfter: null },
      ],
    },
  );
}

function many(count: number): Record<string, string> {
  return Object.fromEntries(times(count, "a").map((value, index) => [`label-${index}`, value]));
}
