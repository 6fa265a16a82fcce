import { expect } from "chai";
import fc from "fast-check";
import {
  chartLocation,
  controllerValues,
  crdValues,
  merge,
  validateValues,
} from "../../core/chart-values";
import { karpenterVersion } from "../../core/versions";
import { V1, V1BETA1 } from "./support";

const ROLE = "arn:aws:iam::111122223333:role/KarpenterControllerRole-lab";
const SIZE = { cpu: "1", memory: "1Gi" };
const NOT_KARPENTER = { key: "karpenter.sh/nodepool", operator: "DoesNotExist" };
const affinity = (...matchExpressions: object[]): object => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
  },
});

/** What the lab sets on the command line, and its affinity as one term. */
const LAB = {
  replicas: 2,
  controller: { resources: { requests: SIZE, limits: SIZE } },
  settings: { clusterName: "lab" },
  serviceAccount: {
    create: true,
    name: "karpenter",
    annotations: { "eks.amazonaws.com/role-arn": ROLE },
  },
  affinity: affinity(NOT_KARPENTER, {
    key: "eks.amazonaws.com/nodegroup",
    operator: "In",
    values: ["ng-1"],
  }),
};
const SPEC = {
  clusterName: "lab",
  controllerRoleArn: ROLE,
  nodeGroupNames: ["ng-1"],
  version: V1BETA1,
};

describe("core/chart-values", () => {
  describe("controllerValues", () => {
    it("sets what the lab sets", () => {
      expect(controllerValues(SPEC)).to.deep.equal(LAB);
    });

    for (const [version, webhook] of [
      ["0.36.2", undefined],
      ["0.36.3", { enabled: true }],
      ["0.37.0", undefined],
      ["0.37.1", { enabled: true }],
      ["1.0.0", { enabled: true }],
      ["1.1.0", undefined],
      ["1.14.4", undefined],
    ] as const) {
      it(`${webhook ? "turns the webhook on" : "says nothing of a webhook"} in ${version}`, () => {
        const values = controllerValues({ ...SPEC, version: karpenterVersion(version) });
        expect(values).to.deep.equal(webhook ? { ...LAB, webhook } : LAB);
      });
    }

    it("annotates nothing with Pod Identity, and takes any node that Karpenter does not manage", () => {
      expect(controllerValues({ clusterName: "lab", version: V1 })).to.deep.equal({
        ...LAB,
        serviceAccount: { create: true, name: "karpenter" },
        affinity: affinity(NOT_KARPENTER),
      });
    });

    it("takes the size of the controller", () => {
      const size = { cpu: "500m", memory: "512Mi" };
      expect(controllerValues({ ...SPEC, replicas: 1, ...size })).to.deep.equal({
        ...LAB,
        replicas: 1,
        controller: { resources: { requests: size, limits: size } },
      });
    });

    it("lays the caller's values over its defaults and under its own", () => {
      const values = {
        replicas: 3,
        controller: { resources: { limits: { memory: "2Gi" } }, env: [{ name: "A", value: "b" }] },
        settings: { clusterName: "other", interruptionQueue: "lab" },
        serviceAccount: { annotations: { "example.com/a": "b" } },
        affinity: { nodeAffinity: {}, podAntiAffinity: {} },
        dnsPolicy: "Default",
      };
      expect(controllerValues({ ...SPEC, values })).to.deep.equal({
        replicas: 3,
        controller: {
          resources: { requests: SIZE, limits: { cpu: "1", memory: "2Gi" } },
          env: [{ name: "A", value: "b" }],
        },
        settings: { clusterName: "lab", interruptionQueue: "lab" },
        serviceAccount: {
          create: true,
          name: "karpenter",
          annotations: { "example.com/a": "b", "eks.amazonaws.com/role-arn": ROLE },
        },
        affinity: { ...LAB.affinity, podAntiAffinity: {} },
        dnsPolicy: "Default",
      });
    });
  });

  describe("crdValues", () => {
    for (const [version, webhook] of [
      ["0.36.2", false],
      ["0.36.9", true],
      ["1.0.8", true],
      ["1.1.0", false],
      ["1.14.4", false],
    ] as const) {
      it(`${webhook ? "points to the webhook" : "is empty"} in ${version}`, () => {
        expect(crdValues(karpenterVersion(version), "karpenter")).to.deep.equal(
          webhook
            ? {
                webhook: {
                  enabled: true,
                  serviceName: "karpenter",
                  serviceNamespace: "karpenter",
                  port: 8443,
                },
              }
            : {},
        );
      });
    }
  });

  describe("validateValues", () => {
    for (const [values, key, value, fix] of [
      [{ settings: { clusterName: "x" } }, "settings.clusterName", "x", "cluster.name"],
      [
        { serviceAccount: { create: false } },
        "serviceAccount.create",
        false,
        "nothing: the roles trust this service account",
      ],
      [
        { serviceAccount: { name: "k" } },
        "serviceAccount.name",
        "k",
        "nothing: the roles trust this service account",
      ],
      [
        { serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": ROLE } } },
        "serviceAccount.annotations.eks.amazonaws.com/role-arn",
        ROLE,
        "controllerRoleArn",
      ],
      [{ affinity: { nodeAffinity: {} } }, "affinity.nodeAffinity", {}, "nodeGroupNames"],
      [{ webhook: { enabled: false } }, "webhook.enabled", false, "version"],
    ] as const) {
      it(`refuses ${key}`, () => {
        expect(validateValues(values, "values")).to.deep.equal([
          {
            path: `values.${key}`,
            value,
            message: "this package sets this value",
            allowed: "any other value of the chart",
            fix: `remove it; it comes from ${fix}`,
          },
        ]);
      });
    }

    for (const values of [
      undefined,
      {},
      { replicas: 1, settings: { logLevel: "debug" }, affinity: { podAffinity: {} } },
      { serviceAccount: { annotations: { "example.com/a": "b" } }, webhook: { port: 8443 } },
    ]) {
      it(`has nothing against ${values ? JSON.stringify(values) : "nothing"}`, () => {
        expect(validateValues(values, "values")).to.deep.equal([]);
      });
    }
  });

  describe("merge", () => {
    const values = fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.oneof(
        fc.integer(),
        fc.array(fc.integer(), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom("a", "b"), fc.integer(), { noNullPrototype: true }),
      ),
      { noNullPrototype: true },
    );

    it("keeps what it is given where nothing is laid over", () => {
      fc.assert(
        fc.property(values, (base) => {
          expect(merge(base, {})).to.deep.equal(base);
          expect(merge({}, base)).to.deep.equal(base);
          expect(merge(base, base)).to.deep.equal(base);
        }),
      );
    });

    it("says the same when said twice, and changes neither side", () => {
      fc.assert(
        fc.property(values, values, (base, over) => {
          const before = JSON.stringify([base, over]);
          const once = merge(base, over);
          expect(merge(once, over)).to.deep.equal(once);
          expect(JSON.stringify([base, over])).to.equal(before);
        }),
      );
    });

    it("replaces lists and lets values win over maps", () => {
      expect(merge({ a: [1, 2], b: { c: 1 }, d: 1 }, { a: [3], b: 2, d: { e: 1 } })).to.deep.equal({
        a: [3],
        b: 2,
        d: { e: 1 },
      });
    });
  });

  for (const [repository, expected] of [
    ["oci://public.ecr.aws/karpenter", { chart: "oci://public.ecr.aws/karpenter/karpenter-crd" }],
    ["oci://example.com/mirror/", { chart: "oci://example.com/mirror/karpenter-crd" }],
    [
      "https://charts.example.com/",
      { chart: "karpenter-crd", repository: "https://charts.example.com/" },
    ],
    ["./charts", { chart: "./charts/karpenter-crd" }],
  ] as const) {
    it(`finds charts in ${repository}`, () => {
      expect(chartLocation(repository, "karpenter-crd")).to.deep.equal(expected);
    });
  }
});
