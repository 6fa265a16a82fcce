import { expect } from "chai";
import { checkField } from "../../core/check-field";
import { KUBELET_FIELDS, validateKubelet } from "../../core/kubelet";
import { brief, FULL_KUBELET, title } from "./support";

const check = (kubelet: unknown): string[] =>
  brief([
    ...checkField({ kind: "object", fields: KUBELET_FIELDS }, kubelet, "kubelet"),
    ...validateKubelet(kubelet, "kubelet"),
  ]);

describe("core/kubelet", () => {
  it("knows the twelve fields that Karpenter takes into account, and a place for all others", () => {
    expect(Object.keys(KUBELET_FIELDS).sort()).to.deep.equal(
      [...Object.keys(FULL_KUBELET), "otherFields"].sort(),
    );
    expect(check(FULL_KUBELET)).to.deep.equal([]);
  });

  describe("accepts", () => {
    for (const [what, kubelet] of [
      ["nothing", {}],
      ["zero pods", { maxPods: 0, podsPerCore: 0 }],
      ["the whole range of percentages", { evictionHard: { "memory.available": "100.00%" } }],
      ["one threshold alone", { imageGCHighThresholdPercent: 50 }],
      [
        "limits of the thresholds",
        { imageGCHighThresholdPercent: 100, imageGCLowThresholdPercent: 0 },
      ],
      ["a quantity in thousands", { evictionHard: { "pid.available": "1k" } }],
      ["a quantity with an exponent", { evictionHard: { "memory.available": "1e8" } }],
      ["a fraction without a leading zero", { evictionHard: { "memory.available": ".5Gi" } }],
    ] as const) {
      it(what, () => {
        expect(check(kubelet)).to.deep.equal([]);
      });
    }
  });

  it("takes any other field of the kubelet, but those that have an argument and the one Karpenter refuses", () => {
    expect(
      check({
        otherFields: {
          containerLogMaxSize: "50Mi",
          cpuManagerPolicy: "static",
          maxPods: "self.cpu * 8",
        },
      }),
    ).to.deep.equal([]);
    expect(check({ otherFields: { maxPods: 1, registerWithTaints: [] } })).to.deep.equal([
      "kubelet.otherFields.maxPods: this field has an argument of its own",
      "kubelet.otherFields.registerWithTaints: Karpenter refuses it",
    ]);
  });

  describe("refuses", () => {
    const PAIR = "kubelet.evictionSoftGracePeriod: no pair for memory.available";
    for (const [kubelet, expected] of [
      [{ maxPod: 10 }, ["kubelet.maxPod: unknown key"]],
      [{ registerWithTaints: [] }, ["kubelet.registerWithTaints: unknown key"]],
      [{ maxPods: -1 }, ["kubelet.maxPods: out of range"]],
      [{ maxPods: 2 ** 31 }, ["kubelet.maxPods: out of range"]],
      [{ maxPods: "110" }, ["kubelet.maxPods: not a whole number"]],
      [{ podsPerCore: 1.5 }, ["kubelet.podsPerCore: not a whole number"]],
      [{ clusterDNS: "10.0.0.10" }, ["kubelet.clusterDNS: not a list"]],
      [{ clusterDNS: ["dns.example.com"] }, ["kubelet.clusterDNS[0]: malformed"]],
      [{ cpuCFSQuota: "yes" }, ["kubelet.cpuCFSQuota: not true or false"]],
      [{ systemReserved: { cpu: "-100m" } }, ["kubelet.systemReserved.cpu: malformed"]],
      [{ kubeReserved: { gpu: "1" } }, ["kubelet.kubeReserved.gpu: malformed key"]],
      [
        { evictionHard: { "memory.free": "5%" } },
        ['kubelet.evictionHard["memory.free"]: malformed key'],
      ],
      [
        { evictionHard: { "memory.available": "101%" } },
        ['kubelet.evictionHard["memory.available"]: malformed'],
      ],
      [
        { evictionHard: { "memory.available": "-5%" } },
        ['kubelet.evictionHard["memory.available"]: malformed'],
      ],
      [
        { evictionHard: { "memory.available": "100K" } },
        ['kubelet.evictionHard["memory.available"]: malformed'],
      ],
      [{ evictionSoft: { "memory.available": "5%" } }, [PAIR]],
      [{ evictionSoftGracePeriod: { "memory.available": "1m" } }, [PAIR]],
      [
        {
          evictionSoft: { "memory.available": "5%" },
          evictionSoftGracePeriod: { "memory.available": "1 minute" },
        },
        ['kubelet.evictionSoftGracePeriod["memory.available"]: malformed'],
      ],
      [{ imageGCHighThresholdPercent: 101 }, ["kubelet.imageGCHighThresholdPercent: out of range"]],
      [
        { imageGCHighThresholdPercent: 80, imageGCLowThresholdPercent: 80 },
        ["kubelet.imageGCHighThresholdPercent: not above imageGCLowThresholdPercent (80)"],
      ],
    ] as const) {
      it(title(kubelet), () => {
        expect(check(kubelet)).to.deep.equal([...expected]);
      });
    }
  });

  it("says how to mend what only shows across fields", () => {
    const kubelet = {
      imageGCHighThresholdPercent: 70,
      imageGCLowThresholdPercent: 75,
      evictionSoft: { "memory.available": "5%" },
      evictionSoftGracePeriod: { "nodefs.available": "1m" },
    };
    expect(validateKubelet(kubelet, "pool.kubelet")).to.deep.equal([
      {
        path: "pool.kubelet.imageGCHighThresholdPercent",
        value: 70,
        message: "not above imageGCLowThresholdPercent (75)",
        allowed: "a percentage above imageGCLowThresholdPercent",
        fix: "raise it, or lower the other",
      },
      {
        path: "pool.kubelet.evictionSoftGracePeriod",
        value: ["nodefs.available"],
        message: "no pair for memory.available, nodefs.available",
        allowed: "the same keys as evictionSoft",
        fix: "give each evictionSoft signal a grace period",
      },
    ]);
  });

  it("has nothing to say where there is no block", () => {
    expect([check(undefined), check(null)]).to.deep.equal([[], []]);
  });
});
