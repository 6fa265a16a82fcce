import { expect } from "chai";
import { of, V1BETA1 } from "../support";
import { CLASS, subnet, told } from "./support";

/** The pool of the lab before any advice is followed, and three subnets of 251 addresses. */
const REQUIREMENTS = [
  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
  { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
  { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
  { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["2"] },
];
const MEMORY = "karpenter.k8s.aws/instance-memory";
const FLOOR = { key: MEMORY, operator: "Gt", values: ["4047"] };
const CAP = { key: MEMORY, operator: "Lt", values: ["8192"] };
const SUBNETS = [subnet(251), subnet(251, "b"), subnet(251, "c")];
/** A hundred services of three replicas. */
const SERVICES = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [
    `service-${index}`,
    { replicas: 3, cpu: "50m", memory: "128Mi" },
  ]),
);
/** A training job that needs a good 16 GB. */
const TRAINING = { training: { replicas: 1, cpu: "2", memory: "16Gi" } };

const lab = (code: string, added: object[], input: object = {}): string[] =>
  told(code, {
    version: V1BETA1,
    kubernetesVersion: "1.29",
    nodePools: {
      default: {
        nodeClassName: "default",
        requirements: [...REQUIREMENTS, ...added],
        limits: { cpu: "1000" },
      },
    },
    nodeClasses: { default: CLASS },
    subnets: SUBNETS,
    ...input,
  });

describe("what the lab warns of", () => {
  it("small machines under memory pressure: KE007, until memory has a floor", () => {
    expect(lab("KE007", [])).to.deep.equal([
      "nodePools.default.requirements: pool default admits 2 instance types with little room: c7a.medium has 1.4Gi for 8 pods, 4 of them the node's own",
    ]);
    expect(lab("KE007", [FLOOR])).to.deep.equal([]);
  });

  it("large machines that use up a subnet: KE006, until memory has a cap", () => {
    const large = {
      key: "node.kubernetes.io/instance-type",
      operator: "In",
      values: ["m5.4xlarge"],
    };
    expect(lab("KE006", [FLOOR, large], { workloads: SERVICES })).to.deep.equal([
      "nodePools.default.requirements: pool default admits 1 instance type of which one node and its replacement can need more addresses than subnet subnet-a has free: m5.4xlarge takes up to 234 pods on 240 addresses, 251 are free",
    ]);
    expect(lab("KE006", [FLOOR], { workloads: SERVICES })).to.have.length(1);
    expect(lab("KE006", [FLOOR, CAP], { workloads: SERVICES })).to.deep.equal([]);
  });

  it("300 pods in one subnet: KE008, until there are more subnets", () => {
    const input = { workloads: SERVICES, subnets: [subnet(251)] };
    expect(lab("KE008", [FLOOR, CAP], { ...input, nodePools: {} })).to.deep.equal([
      "workloads: the workloads have 300 pods; 251 addresses are free in 1 subnet",
    ]);
    expect(lab("KE008", [FLOOR, CAP], { ...input, nodePools: {}, subnets: SUBNETS })).to.deep.equal(
      [],
    );
  });

  it("a training job of 16 GB under a cap of 8 GB: KE009, until a pool of its own has room", () => {
    const [finding, ...others] = lab("KE009", [FLOOR, CAP], { workloads: TRAINING });
    expect(others).to.deep.equal([]);
    expect(finding).to.match(
      /^workloads\.training: no pool takes training: default \(a pod needs 2 CPU and 16Gi, the largest node, \S+, has [\d.]+ CPU and [\d.]+Gi for pods\)$/,
    );
    const training = {
      nodeClassName: "default",
      requirements: [...REQUIREMENTS, { key: MEMORY, operator: "Gt", values: ["16384"] }],
      limits: { cpu: "100" },
    };
    expect(lab("KE009", [], { workloads: TRAINING, nodePools: { training } })).to.deep.equal([]);
  });

  it("a workload that has to be alone: KE009 where it lacks the toleration of its pool", () => {
    const labels = { "module.schedule": "api-microservice" };
    const taints = [{ key: "module.schedule", value: "api-microservice", effect: "NoSchedule" }];
    const nodePools = {
      api: { nodeClassName: "default", labels, taints, requirements: REQUIREMENTS },
    };
    const api = { replicas: 3, cpu: "500m", nodeSelector: labels };
    expect(lab("KE009", [], { nodePools, workloads: { api } })).to.deep.equal([
      "workloads.api: no pool takes api: api (taint module.schedule=api-microservice:NoSchedule is not tolerated)",
    ]);
    const tolerations = [
      {
        key: "module.schedule",
        operator: "Equal",
        value: "api-microservice",
        effect: "NoSchedule",
      },
    ];
    const tolerant = { api: { ...api, tolerations } };
    expect(lab("KE009", [], { nodePools, workloads: tolerant })).to.deep.equal([]);
  });

  it("one t3.small: KE016, until it has to hold one replica", () => {
    const nodeGroups = [{ name: "ng-1", instanceTypes: ["t3.small"], desiredSize: 1 }];
    expect(lab("KE016", [], { nodeGroups })).to.have.length(1);
    expect(lab("KE016", [], { nodeGroups, controller: { replicas: 1 } })).to.deep.equal([]);
  });

  it("no limits: KE013, until there are some", () => {
    const pool = { nodeClassName: "default", requirements: REQUIREMENTS };
    expect(lab("KE013", [], { nodePools: { default: pool } })).to.have.length(1);
    expect(lab("KE013", [])).to.deep.equal([]);
  });

  it("versions that do not fit: KE001, until they do", () => {
    expect(lab("KE001", [], { kubernetesVersion: "1.30" })).to.have.length(1);
    expect(lab("KE001", [], { kubernetesVersion: "1.30", version: of("0.37") })).to.deep.equal([]);
  });

  it("images that change by themselves: KE003, until they are pinned", () => {
    const latest = { default: { amiSelectorTerms: [{ alias: "al2023@latest" }] } };
    expect(lab("KE003", [], { nodeClasses: latest })).to.have.length(1);
    expect(lab("KE003", [])).to.deep.equal([]);
  });
});
