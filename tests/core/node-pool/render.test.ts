import { expect } from "chai";
import { parse } from "yaml";
import { renderNodePool } from "../../../core/node-pool/render";
import type { ConsolidationPolicy, NodePoolSpec } from "../../../core/node-pool/spec";
import { placePool } from "../../../core/wiring";
import { LAB_POOL, LAB_TAINTED_POOL, MINORS, of, V1, V1BETA1 } from "../support";

const requirements = (memory: boolean): string => `
      requirements:
        - key: kubernetes.io/arch
          operator: In
          values: ["amd64"]
        - key: kubernetes.io/os
          operator: In
          values: ["linux"]
        - key: karpenter.sh/capacity-type
          operator: In
          values: ["on-demand"]
        - key: karpenter.k8s.aws/instance-category
          operator: In
          values: ["c", "m", "r"]
        - key: karpenter.k8s.aws/instance-generation
          operator: Gt
          values: ["2"]${
            memory
              ? `
        - key: karpenter.k8s.aws/instance-memory
          operator: Gt
          values: ["4047"]`
              : ""
          }`;

const TAINTED_HEAD = `
template:
  metadata:
    labels:
      module.schedule: api-microservice
  spec:
      taints:
        - key: module.schedule
          value: "api-microservice"
          effect: "NoSchedule"`;

const V1BETA1_TAIL = `
      nodeClassRef:
        apiVersion: karpenter.k8s.aws/v1beta1
        kind: EC2NodeClass
        name: default
limits:
  cpu: "1000"
disruption:
  consolidationPolicy: WhenUnderutilized
  expireAfter: 720h # 30 * 24h = 720h
`;

const V1_TAIL = `
      nodeClassRef:
        group: karpenter.k8s.aws
        kind: EC2NodeClass
        name: default
      expireAfter: 720h
limits:
  cpu: "1000"
disruption:
  consolidationPolicy: WhenEmptyOrUnderutilized
  consolidateAfter: 0s
`;

const HEAD = `
template:
  spec:`;

const MINIMAL: NodePoolSpec = { nodeClassName: "default" };

describe("core/node-pool/render", () => {
  for (const [what, spec, version, text] of [
    ["pool as it stands there", LAB_POOL, V1BETA1, HEAD + requirements(true) + V1BETA1_TAIL],
    [
      "tainted pool as it stands there",
      LAB_TAINTED_POOL,
      V1BETA1,
      TAINTED_HEAD + requirements(false) + V1BETA1_TAIL,
    ],
    ["pool in v1", LAB_POOL, V1, HEAD + requirements(true) + V1_TAIL],
    ["tainted pool in v1", LAB_TAINTED_POOL, V1, TAINTED_HEAD + requirements(false) + V1_TAIL],
  ] as const) {
    it(`writes the lab's ${what}`, () => {
      expect(renderNodePool(spec, version)).to.deep.equal(parse(text));
    });
  }

  it("writes no more than it must, with requirements even where there are none", () => {
    expect(renderNodePool(MINIMAL, V1BETA1)).to.deep.equal({
      template: {
        spec: {
          requirements: [],
          nodeClassRef: {
            apiVersion: "karpenter.k8s.aws/v1beta1",
            kind: "EC2NodeClass",
            name: "default",
          },
        },
      },
      disruption: { consolidationPolicy: "WhenUnderutilized" },
    });
    expect(renderNodePool({ ...MINIMAL, labels: {}, limits: {} }, V1)).to.deep.equal({
      template: {
        spec: {
          requirements: [],
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
        },
      },
      disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "0s" },
    });
  });

  it("writes every field of v1 in its place", () => {
    const spec: NodePoolSpec = {
      ...MINIMAL,
      labels: { "example.com/team": "a" },
      annotations: { "example.com/owner": "b" },
      requirements: [
        { key: "karpenter.k8s.aws/instance-family", operator: "Exists", minValues: 3 },
      ],
      taints: [{ key: "a", value: "b", effect: "NoSchedule" }],
      startupTaints: [{ key: "c", effect: "NoExecute" }],
      limits: { cpu: "100", memory: "400Gi" },
      weight: 10,
      disruption: {
        consolidationPolicy: "Balanced",
        consolidateAfter: "5m",
        budgets: [
          { nodes: "20%", schedule: "@daily", duration: "8h", reasons: ["Empty", "Drifted"] },
        ],
      },
      expireAfter: "Never",
      terminationGracePeriod: "48h",
    };
    expect(renderNodePool(spec, V1)).to.deep.equal({
      template: {
        metadata: {
          labels: { "example.com/team": "a" },
          annotations: { "example.com/owner": "b" },
        },
        spec: {
          requirements: [
            { key: "karpenter.k8s.aws/instance-family", operator: "Exists", minValues: 3 },
          ],
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
          taints: [{ key: "a", value: "b", effect: "NoSchedule" }],
          startupTaints: [{ key: "c", effect: "NoExecute" }],
          expireAfter: "Never",
          terminationGracePeriod: "48h",
        },
      },
      disruption: {
        consolidationPolicy: "Balanced",
        consolidateAfter: "5m",
        budgets: [
          { nodes: "20%", schedule: "@daily", duration: "8h", reasons: ["Empty", "Drifted"] },
        ],
      },
      limits: { cpu: "100", memory: "400Gi" },
      weight: 10,
    });
  });

  it("writes static capacity beside the limit that goes with it", () => {
    const { replicas, limits } = renderNodePool(
      { ...MINIMAL, replicas: 0, limits: { nodes: "5" } },
      V1,
    );
    expect({ replicas, limits }).to.deep.equal({ replicas: 0, limits: { nodes: "5" } });
  });

  it("writes the kubelet block of the class into the pool in v1beta1 alone", () => {
    const nodeClass = { kubelet: { maxPods: 30 } };
    const kubeletOf = (version: typeof V1): unknown =>
      (
        renderNodePool(placePool(MINIMAL, nodeClass, version), version) as {
          template: { spec: { kubelet?: unknown } };
        }
      ).template.spec.kubelet;
    expect([kubeletOf(V1BETA1), kubeletOf(V1)]).to.deep.equal([{ maxPods: 30 }, undefined]);
  });

  describe("disruption", () => {
    for (const [policy, after, v1beta1, v1] of [
      ["WhenEmpty", "30s", "WhenEmpty 30s", "WhenEmpty 30s"],
      ["WhenEmpty", undefined, "WhenEmpty -", "WhenEmpty 0s"],
      ["WhenUnderutilized", undefined, "WhenUnderutilized -", "WhenEmptyOrUnderutilized 0s"],
      ["WhenEmptyOrUnderutilized", undefined, "WhenUnderutilized -", "WhenEmptyOrUnderutilized 0s"],
      ["WhenUnderutilized", "Never", "WhenUnderutilized Never", "WhenEmptyOrUnderutilized Never"],
      [undefined, undefined, "WhenUnderutilized -", "WhenEmptyOrUnderutilized 0s"],
    ] as const) {
      it(`renders ${policy ?? "nothing"} after ${after ?? "nothing"}`, () => {
        const disruption = { consolidationPolicy: policy, consolidateAfter: after };
        const rendered = [V1BETA1, V1].map((version) => {
          const { disruption: block } = renderNodePool({ ...MINIMAL, disruption }, version) as {
            disruption: { consolidationPolicy: ConsolidationPolicy; consolidateAfter?: string };
          };
          return `${block.consolidationPolicy} ${block.consolidateAfter ?? "-"}`;
        });
        expect(rendered).to.deep.equal([v1beta1, v1]);
      });
    }

    for (const minor of MINORS) {
      it(`has in ${minor} the fields that its API demands`, () => {
        const { disruption } = renderNodePool({ ...MINIMAL, expireAfter: "1h" }, of(minor));
        expect(disruption).to.have.all.keys(
          minor.startsWith("0.")
            ? ["consolidationPolicy", "expireAfter"]
            : ["consolidationPolicy", "consolidateAfter"],
        );
      });
    }
  });

  it("leaves the model as it was", () => {
    const before = JSON.stringify(LAB_TAINTED_POOL);
    renderNodePool(LAB_TAINTED_POOL, V1);
    expect(JSON.stringify(LAB_TAINTED_POOL)).to.equal(before);
  });
});
