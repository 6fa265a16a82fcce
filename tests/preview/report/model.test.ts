import { expect } from "chai";
import type { Json, RegisteredFinding, Registration } from "../../../preview/registration";
import { reportOf, type KarpenterReport, type Report } from "../../../preview/report/model";
import { LARGE } from "./large";

const MEMORY = "karpenter.k8s.aws/instance-memory";
const CPU = "karpenter.k8s.aws/instance-cpu";
const UNKNOWN = { $unknown: true };

const named = (...values: string[]): Json => ({
  ...{ key: "node.kubernetes.io/instance-type", operator: "In", values },
});

const bound = (key: string, operator: string, value: string): Json => ({
  ...{ key, operator, values: [value] },
});

function registration(input: { [key: string]: Json }, findings: RegisteredFinding[] = []) {
  const reviews = [{ name: "karpenter", version: "1.14.4", input }];
  const empty = { resources: [], outputs: {} };
  return { ...empty, ...{ project: "shop", stack: "dev", findings, reviews } };
}

const only = ({ karpenters }: Report): KarpenterReport => {
  expect(karpenters).to.have.length(1);
  return karpenters[0]!;
};

const subnet = (id: string, zone: string, free: number): Json => ({
  ...{ id, availabilityZone: zone, availableIpAddressCount: free },
});

const SHOP = registration({
  clusterName: "shop",
  region: "eu-west-1",
  kubernetesVersion: "1.35",
  nodePools: {
    general: {
      nodeClassName: "default",
      weight: 5,
      limits: { cpu: "100", memory: "200Gi" },
      labels: { team: "web" },
      taints: [{ key: "team", value: "web", effect: "NoSchedule" }],
      requirements: [
        named("m5.large", "m5a.large", "m5.xlarge", "c5.large", "m5.metal"),
        bound(MEMORY, "Gt", "4095"),
        bound(CPU, "Lte", "16"),
      ],
    },
  },
  nodeClasses: { default: {} },
  subnets: [
    subnet("subnet-a", "eu-west-1a", 4000),
    subnet("subnet-b", "eu-west-1b", 119),
    subnet("subnet-c", "eu-west-1c", 59),
  ],
  workloads: {
    web: {
      ...{ cpu: "500m", memory: "512Mi" },
      tolerations: [{ key: "team", operator: "Exists" }],
    },
    api: {
      ...{ cpu: "0.5", memory: "0.5Gi" },
      tolerations: [{ key: "team", operator: "Exists" }],
    },
    cache: { cpu: "1", memory: "15Gi", tolerations: [{ operator: "Exists" }] },
    stray: { cpu: "1", memory: "1Gi" },
  },
});

describe("preview/report/model", () => {
  const pool = () => only(reportOf(SHOP)).pools[0]!;

  it("says whose report it is", () => {
    const { project, stack, karpenters } = reportOf(SHOP);
    const [{ cluster, region, version, kubernetesVersion } = {} as never] = karpenters;
    expect([project, stack, cluster, region, version, kubernetesVersion]).to.deep.equal([
      ...["shop", "dev", "shop", "eu-west-1", "1.14.4", "1.35"],
    ]);
  });

  it("tells what a pool is", () => {
    expect(pool().facts).to.deep.equal([
      ["Class", "default"],
      ["Weight", "5"],
      ["Limits", "cpu 100, memory 200Gi"],
      ["Labels", "team=web"],
      ["Taints", "team=web:NoSchedule"],
    ]);
  });

  it("puts instance types of one size at one place, in GiB", () => {
    const { types, places, otherPlaces } = pool();
    expect(types).to.equal(4);
    expect(places).to.deep.equal([
      { cpu: 2, memory: 4, types: ["c5.large"] },
      { cpu: 2, memory: 8, types: ["m5.large", "m5a.large"] },
      { cpu: 4, memory: 16, types: ["m5.xlarge"] },
    ]);
    expect(otherPlaces).to.deep.include.members([{ cpu: 96, memory: 384 }]);
    expect(otherPlaces).not.to.deep.include.members([{ cpu: 2, memory: 8 }]);
  });

  it("has the floors and caps as they are written", () => {
    expect(pool().bounds).to.deep.equal([
      { axis: "memory", side: "floor", value: 4095 / 1024, text: "instance-memory Gt 4095" },
      { axis: "cpu", side: "cap", value: 16, text: "instance-cpu Lte 16" },
    ]);
    const others = registration({
      nodePools: {
        p: { requirements: [bound(MEMORY, "Lt", "2048"), bound(CPU, "Gte", "2"), named("x")] },
      },
    });
    expect(only(reportOf(others)).pools[0]?.bounds).to.deep.equal([
      { axis: "memory", side: "cap", value: 2, text: "instance-memory Lt 2048" },
      { axis: "cpu", side: "floor", value: 2, text: "instance-cpu Gte 2" },
    ]);
  });

  it("asks of each workload whether the pool takes it", () => {
    expect(pool().workloads).to.deep.equal([
      { cpu: 0.5, memory: 0.5, names: ["web", "api"] },
      {
        ...{ cpu: 1, memory: 1, names: ["stray"] },
        refusal: { by: "taint", text: "taint team=web:NoSchedule is not tolerated" },
      },
      {
        ...{ cpu: 1, memory: 15, names: ["cache"] },
        refusal: {
          by: "size",
          text: "a pod needs 1 CPU and 15Gi, the largest node, m5.xlarge, has 3.92 CPU and 14Gi for pods",
        },
      },
    ]);
  });

  it("holds a full node and its replacement against what is free", () => {
    expect(pool().needs).to.deep.equal([
      { which: "largest", type: "m5.xlarge", pods: 58, addresses: 60 },
      { which: "median", type: "m5.large", pods: 29, addresses: 30 },
    ]);
    // 2 × 60 of 119 is one too many, 60 of 59 as well.
    expect(pool().subnets).to.deep.equal([
      { id: "subnet-c", zone: "eu-west-1c", free: 59, fits: ["none", "node"] },
      { id: "subnet-b", zone: "eu-west-1b", free: 119, fits: ["node", "both"] },
      { id: "subnet-a", zone: "eu-west-1a", free: 4000, fits: ["both", "both"] },
    ]);
  });

  it("says of one type that it is the largest, and nothing of none", () => {
    const { pools } = only(
      reportOf(
        registration({
          nodePools: {
            one: { requirements: [named("m5.large")] },
            none: { requirements: [named("m5.gigantic")] },
          },
        }),
      ),
    );
    expect(pools.map(({ needs }) => needs.map(({ which }) => which))).to.deep.equal([
      ["largest"],
      [],
    ]);
  });

  it("leads from workloads to subnets", () => {
    expect(only(reportOf(SHOP)).wiring).to.deep.equal({
      workloads: [
        { names: ["web", "api"], to: ["general"] },
        { names: ["cache", "stray"], to: [], problem: "no pool takes it" },
      ],
      pools: [{ names: ["general"], to: ["default"] }],
      classes: [{ names: ["default"], to: ["subnet-a", "subnet-b", "subnet-c"] }],
      subnets: [
        {
          names: ["subnet-a", "subnet-b", "subnet-c"],
          to: [],
          zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        },
      ],
    });
  });

  it("parts subnets that different classes select", () => {
    const { classes, subnets } = only(reportOf(LARGE)).wiring;
    const [a, b, c] = ["0a", "0b", "0c"].map((byte) => `subnet-${byte.repeat(8)}0`);
    expect(classes.map(({ names: [name], to, note }) => [name, note ?? to])).to.deep.equal([
      ["default", [a, b, c]],
      ["memory", [a, b, c]],
      ["gpu", [c]],
      ["builds", "subnets by other tags"],
      ["windows", [a, b, c]],
    ]);
    expect(subnets.map(({ names }) => names)).to.deep.equal([[a, b], [c]]);
  });

  it("says what is known after up", () => {
    const report = only(
      reportOf(
        registration({
          nodePools: {
            later: { nodeClassName: "default", requirements: UNKNOWN },
            now: { nodeClassName: UNKNOWN, requirements: [named("m5.large")] },
            lost: { nodeClassName: "gone" },
          },
          nodeClasses: { default: UNKNOWN },
          workloads: { web: { nodeSelector: { team: "web" } } },
        }),
      ),
    );
    expect([report.cluster, report.region, report.kubernetesVersion]).to.deep.equal([
      ...["known after up", "known after up", "known after up"],
    ]);
    expect(report.unknownPools).to.deep.equal(["later"]);
    expect(
      report.pools.map(({ name, nodeClass, subnetsNote }) => [name, nodeClass, subnetsNote]),
    ).to.deep.equal([
      ["now", "known after up", "subnets known after up"],
      ["lost", "gone", "subnets known after up"],
    ]);
    expect(report.wiring).to.deep.equal({
      workloads: [{ names: ["web"], to: [], note: "known after up" }],
      pools: [
        { names: ["later"], to: ["default"] },
        { names: ["now"], to: [], note: "known after up" },
        { names: ["lost"], to: ["gone"] },
      ],
      classes: [
        { names: ["default"], to: [], note: "subnets known after up" },
        { names: ["gone"], to: [], problem: "no class of this stack" },
      ],
      subnets: [],
    });
  });

  it("says where the zones of a pool leave no subnet", () => {
    const report = reportOf(
      registration({
        nodePools: {
          p: {
            nodeClassName: "default",
            requirements: [
              { key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-west-1z"] },
            ],
          },
        },
        nodeClasses: { default: {} },
        subnets: [subnet("subnet-a", "eu-west-1a", 9)],
      }),
    );
    const [{ subnets, subnetsNote } = {} as never] = only(report).pools;
    expect([subnets, subnetsNote]).to.deep.equal([[], "no subnet is in its zones"]);
  });

  it("groups findings: errors first, what is silenced last", () => {
    const finding = (code: string, severity: string, where: string, silenced?: string) => ({
      ...{ code, severity, where, message: `about ${where}`, why: "w", fix: "f" },
      ...(silenced !== undefined && { silenced }),
    });
    const { findings, counts } = reportOf(
      registration({}, [
        finding("KE004", "note", "version"),
        finding("KE013", "error", "a", "a quota"),
        finding("KE013", "warning", "b"),
        finding("KE005", "error", "c"),
        finding("KE013", "warning", "d"),
        finding("KE999", "warning", "e"),
      ]),
    );
    expect(counts).to.deep.equal({ error: 1, warning: 3, note: 1, silenced: 1 });
    expect(
      findings.map(({ code, state, title, instances, silenced }) => [
        ...[code, state, title, instances.map(({ where }) => where), silenced],
      ]),
    ).to.deep.equal([
      ["KE005", "error", "No instance type matches a pool", ["c"], undefined],
      ["KE013", "warning", "A pool without limits", ["b", "d"], undefined],
      ["KE999", "warning", "KE999", ["e"], undefined],
      ["KE004", "note", "Karpenter has to be upgraded before the cluster", ["version"], undefined],
      ["KE013", "silenced", "A pool without limits", ["a"], "a quota"],
    ]);
  });

  it("has nothing to draw of a program without Karpenter", () => {
    const none: Registration = { ...SHOP, reviews: [] };
    expect(reportOf(none).karpenters).to.deep.equal([]);
  });
});
