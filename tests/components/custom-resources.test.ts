import { expect } from "chai";
import { EC2NodeClass, NodePool } from "../../index";
import { names, only, refusal, register, unknown } from "../harness";

const FOREGROUND = { "pulumi.com/deletionPropagationPolicy": "foreground" };

describe("NodePool", () => {
  const taint = {
    key: "module.schedule",
    value: "api-microservice",
    effect: "NoSchedule",
  } as const;

  it("declares one object in the API of its Karpenter, deleted before it is replaced", async () => {
    const registration = await register(
      () =>
        new NodePool("api", {
          version: "0.36.2",
          nodeClassName: "default",
          limits: { cpu: "1000" },
        }),
    );
    expect(names(registration)).to.deep.equal([
      "kubernetes:karpenter.sh/v1beta1:NodePool api-nodepool",
      "karpenter-eks:index:NodePool api",
    ]);
    const object = only(registration, "kubernetes:karpenter.sh/v1beta1:NodePool");
    expect(object.inputs).to.deep.equal({
      apiVersion: "karpenter.sh/v1beta1",
      kind: "NodePool",
      metadata: { name: "api", annotations: FOREGROUND },
      spec: {
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
        limits: { cpu: "1000" },
      },
    });
    expect(object.options.deleteBeforeReplace).to.equal(true);
    expect(object.options.aliases).to.deep.equal([
      { type: "kubernetes:karpenter.sh/v1:NodePool", parent: object.parent },
    ]);
  });

  it("tells a workload how to get onto its nodes, and nobody else", async () => {
    const schedules = async (args: object) => {
      const registration = await register(() => ({
        schedule: new NodePool("api", { version: "0.36.2", nodeClassName: "default", ...args })
          .schedule,
      }));
      return registration.outputs.schedule;
    };
    expect(
      await schedules({ labels: { "module.schedule": "api-microservice" }, taints: [taint] }),
    ).to.deep.equal({
      tolerations: [
        {
          key: "module.schedule",
          operator: "Equal",
          value: "api-microservice",
          effect: "NoSchedule",
        },
      ],
      nodeSelector: { "module.schedule": "api-microservice" },
    });
    expect(await schedules({ taints: [{ key: "gpu", effect: "NoExecute" }] })).to.deep.equal({
      tolerations: [{ key: "gpu", operator: "Exists", effect: "NoExecute" }],
      nodeSelector: { "karpenter.sh/nodepool": "api" },
    });
  });

  it("judges what is plain beside what is not known yet", async () => {
    const zones = {
      key: "topology.kubernetes.io/zone",
      operator: "In",
      values: unknown<string[]>(),
    } as const;
    const registration = await register(
      () =>
        new NodePool("api", { version: "1.14.4", nodeClassName: "default", requirements: [zones] }),
    );
    expect(only(registration, "kubernetes:karpenter.sh/v1:NodePool").inputs.spec).to.deep.equal({
      $unknown: true,
    });
    expect(
      await refusal(
        register(
          () =>
            new NodePool("api", {
              version: "1.14.4",
              nodeClassName: "default",
              requirements: [zones],
              weight: 101,
            }),
        ),
      ),
    ).to.equal(
      "NodePool api: 1 problem\n  - weight: out of range (got 101). Allowed: a whole number from 1 to 100. Fix: correct the value.",
    );
  });
});

describe("EC2NodeClass", () => {
  it("selects by the discovery tag where nothing else is said", async () => {
    const registration = await register(
      () =>
        new EC2NodeClass("default", {
          version: "1.14.4",
          clusterName: "lab",
          role: "KarpenterNodeRole-lab",
          amiSelectorTerms: [{ alias: "al2023@v20260818" }],
        }),
    );
    expect(only(registration, "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass").inputs).to.deep.equal(
      {
        apiVersion: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: { name: "default", annotations: FOREGROUND },
        spec: {
          amiSelectorTerms: [{ alias: "al2023@v20260818" }],
          role: "KarpenterNodeRole-lab",
          subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "lab" } }],
          securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "lab" } }],
        },
      },
    );
  });

  it("refuses a selector that would match everything", async () => {
    expect(
      await refusal(
        register(
          () =>
            new EC2NodeClass("default", {
              version: "1.14.4",
              clusterName: "lab",
              role: "r",
              amiSelectorTerms: [{ alias: "al2023@v20260818" }],
              subnetSelectorTerms: [{ tags: {} }],
            }),
        ),
      ),
    ).to.equal(
      "EC2NodeClass default: 1 problem\n  - subnetSelectorTerms[0].tags: empty (got {}). Allowed: 1 to 20 tags with a key and a value; * is any value. Fix: name at least one tag: an empty selector would match everything in the account and region.",
    );
  });
});
