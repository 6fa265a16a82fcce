import { expect } from "chai";
import {
  addressesOf,
  allocatable,
  maxPods,
  podsByInterfaces,
} from "../../../core/instance-types/capacity";
import { instanceTypes, type InstanceType } from "../../../core/instance-types/instance-type";
import { MIB } from "../../../core/quantity";

const type = (name: string): InstanceType => {
  const found = instanceTypes().find((known) => known.name === name);
  if (!found) throw new Error(`no type ${name}`);
  return found;
};

/** As Karpenter's reference of instance types prints them, for AL2023. https://karpenter.sh/docs/reference/instance-types/ */
const REFERENCE = [
  ["t3.small", 11, "1930m", 1418],
  ["t3.medium", 17, "1930m", 3246],
  ["t4g.small", 11, "1930m", 1359],
  ["m5.large", 29, "1930m", 6903],
  ["m5.4xlarge", 234, "15890m", 57691],
  ["m7g.medium", 8, "940m", 3286],
  ["c7a.medium", 8, "940m", 1451],
  ["x2idn.16xlarge", 737, "63770m", 961470],
  ["g5.xlarge", 58, "3920m", 14162],
  ["p5.48xlarge", 100, "191450m", 1938410],
  ["trn1.32xlarge", 247, "127610m", 481894],
] as const;

describe("core/instance-types", () => {
  it("has each type once, in order", () => {
    const names = instanceTypes().map(({ name }) => name);
    expect(names).to.have.length.greaterThan(1300);
    expect(names).to.deep.equal([...new Set(names)].sort());
  });

  for (const [name, pods, cpu, memory] of REFERENCE) {
    it(`${name} has room for ${pods} pods, ${cpu} and ${memory}Mi`, () => {
      const room = allocatable(type(name));
      expect([
        room.pods,
        `${Math.round(room.cpu * 1000)}m`,
        Math.floor(room.memory / MIB),
      ]).to.deep.equal([pods, cpu, memory]);
    });
  }

  it("gives a type the labels that Karpenter gives it", () => {
    const labels = (name: string) =>
      Object.fromEntries(
        [...type(name).labels]
          .filter(([key]) => key.includes("instance-"))
          .map(([key, values]) => [key.replace(/^.*instance-/, ""), values.join("|")]),
      );
    expect(labels("g4dn.xlarge")).to.deep.equal({
      type: "g4dn.xlarge",
      category: "g",
      generation: "4",
      family: "g4dn",
      size: "xlarge",
      cpu: "4",
      "cpu-manufacturer": "intel",
      "cpu-sustained-clock-speed-mhz": "2500",
      memory: "16384",
      hypervisor: "nitro",
      "encryption-in-transit-supported": "true",
      "local-nvme": "125",
      "ebs-bandwidth": "3500",
      "network-bandwidth": "5000",
      "gpu-name": "t4",
      "gpu-manufacturer": "nvidia",
      "gpu-count": "1",
      "gpu-memory": "16384",
      "accelerator-name": "",
      "accelerator-manufacturer": "",
      "accelerator-count": "",
      "capability-flex": "false",
      tenancy: "default|dedicated",
    });
    expect(labels("m7i-flex.large")).to.include({ family: "m7i-flex", "capability-flex": "true" });
    expect(labels("inf2.xlarge")).to.include({
      "accelerator-name": "inferentia2",
      "gpu-count": "",
    });
  });

  it("tells category and generation of every name", () => {
    const of = (name: string) =>
      ["category", "generation"].map(
        (key) => type(name).labels.get(`karpenter.k8s.aws/instance-${key}`)?.[0],
      );
    expect(of("u-6tb1.56xlarge")).to.deep.equal(["u", "1"]);
    expect(of("u7i-12tb.224xlarge")).to.deep.equal(["u", "7"]);
    expect(of("x2gd.metal")).to.deep.equal(["x", "2"]);
    expect(type("m5.metal").labels.get("karpenter.k8s.aws/instance-hypervisor")).to.deep.equal([
      "",
    ]);
  });

  describe("the room on a node", () => {
    const m5 = type("m5.large");

    for (const [why, settings, pods] of [
      ["by its interfaces", {}, 29],
      ["by maxPods", { kubelet: { maxPods: 110 } }, 110],
      ["by podsPerCore", { kubelet: { podsPerCore: 4 } }, 8],
      ["by the lower of both", { kubelet: { podsPerCore: 20, maxPods: 15 } }, 15],
      [
        "but for podsPerCore on Bottlerocket",
        { kubelet: { podsPerCore: 4 }, amiFamily: "Bottlerocket" },
        29,
      ],
      ["with an interface reserved", { reservedInterfaces: 1 }, 20],
      ["on Windows", { amiFamily: "Windows2022" }, 110],
    ] as const) {
      it(`counts pods ${why}`, () => {
        expect(maxPods(m5, settings)).to.equal(pods);
      });
    }

    it("has no pods without an interface", () => {
      expect(podsByInterfaces(m5, 3)).to.equal(0);
    });

    it("is less what the kubelet is told to keep", () => {
      const memory = (settings: object) => Math.floor(allocatable(m5, settings).memory / MIB);
      expect(memory({ kubelet: { kubeReserved: { memory: "1Gi" } } })).to.equal(
        6903 + 255 + 11 * 29 - 1024,
      );
      expect(memory({ kubelet: { systemReserved: { memory: "100Mi" } } })).to.equal(6803);
      expect(memory({ kubelet: { evictionHard: { "memory.available": "200Mi" } } })).to.equal(6803);
      expect(memory({ kubelet: { evictionHard: { "memory.available": "5%" } } })).to.equal(
        Math.floor(6903 + 100 - 0.05 * 7577),
      );
      expect(memory({ memoryOverhead: 0 })).to.equal(6903 + 615);
      expect(allocatable(m5, { kubelet: { kubeReserved: { cpu: "500m" } } }).cpu).to.equal(1.5);
    });
  });

  it("counts the addresses of a full node by whole interfaces, one of them in reserve", () => {
    expect(addressesOf(type("m5.4xlarge"), 234)).to.equal(240);
    expect(addressesOf(type("m5.4xlarge"), 58)).to.equal(90);
    expect(addressesOf(type("m5.4xlarge"), 1)).to.equal(60);
    expect(addressesOf(type("m5.large"), 29)).to.equal(30);
  });
});
