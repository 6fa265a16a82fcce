import { expect } from "chai";
import { KarpenterRelease } from "../../index";
import { dependencies, names, only, refusal, register, unknown } from "../harness";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const controllerRoleArn = "arn:aws:iam::111122223333:role/KarpenterControllerRole-lab";

describe("KarpenterRelease", () => {
  it("declares the CRDs, then the controller, on nodes that Karpenter does not manage", async () => {
    const registration = await register(
      () =>
        new KarpenterRelease("karpenter", {
          version: "0.36.2",
          clusterName: "lab",
          controllerRoleArn,
          nodeGroupNames: ["ng-1"],
        }),
    );
    expect(names(registration)).to.deep.equal([
      "kubernetes:helm.sh/v3:Release karpenter-controller",
      "kubernetes:helm.sh/v3:Release karpenter-crd",
      "karpenter-eks:index:KarpenterRelease karpenter",
    ]);
    const crds = only(registration, RELEASE, "karpenter-crd").inputs;
    expect({
      name: crds.name,
      chart: crds.chart,
      version: crds.version,
      values: crds.values,
    }).to.deep.equal({
      name: "karpenter-crd",
      chart: "oci://public.ecr.aws/karpenter/karpenter-crd",
      version: "0.36.2",
      values: {},
    });
    const controller = only(registration, RELEASE, "karpenter-controller");
    expect(dependencies(registration, controller)).to.deep.equal(["karpenter-crd"]);
    expect(controller.inputs.skipCrds).to.equal(true);
    expect(controller.inputs.namespace).to.equal("kube-system");
    expect(controller.inputs.values).to.deep.equal({
      replicas: 2,
      controller: {
        resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
      },
      settings: { clusterName: "lab" },
      serviceAccount: {
        create: true,
        name: "karpenter",
        annotations: { "eks.amazonaws.com/role-arn": controllerRoleArn },
      },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "karpenter.sh/nodepool", operator: "DoesNotExist" },
                  { key: "eks.amazonaws.com/nodegroup", operator: "In", values: ["ng-1"] },
                ],
              },
            ],
          },
        },
      },
    });
  });

  it("creates a namespace of its own first, and tells the CRDs where their webhook is", async () => {
    const registration = await register(
      () =>
        new KarpenterRelease("karpenter", {
          version: "1.0.8",
          clusterName: "lab",
          namespace: "karpenter",
        }),
    );
    const crds = only(registration, RELEASE, "karpenter-crd");
    expect(dependencies(registration, crds)).to.deep.equal(["karpenter-namespace"]);
    expect(crds.inputs.values).to.deep.equal({
      webhook: {
        enabled: true,
        serviceName: "karpenter",
        serviceNamespace: "karpenter",
        port: 8443,
      },
    });
    expect(
      (only(registration, RELEASE, "karpenter-controller").inputs.values as { webhook: unknown })
        .webhook,
    ).to.deep.equal({
      enabled: true,
    });
  });

  it("keeps the CRDs in kube-system, and replaces the controller before it is made anew", async () => {
    const registration = await register(
      () =>
        new KarpenterRelease("k", {
          version: "1.14.4",
          clusterName: "lab",
          namespace: "karpenter",
        }),
    );
    const crds = only(registration, RELEASE, "k-crd");
    const controller = only(registration, RELEASE, "k-controller");
    expect([crds.inputs.namespace, controller.inputs.namespace]).to.deep.equal([
      "kube-system",
      "karpenter",
    ]);
    expect(controller.options.deleteBeforeReplace).to.equal(true);
  });

  it("takes its charts from a mirror, a classic repository or a folder", async () => {
    const location = async (chartRepository: string) => {
      const registration = await register(
        () => new KarpenterRelease("k", { version: "1.14.4", clusterName: "lab", chartRepository }),
      );
      const { chart, repositoryOpts } = only(registration, RELEASE, "k-crd").inputs;
      return { chart, repositoryOpts };
    };
    expect(await location("oci://registry.example.com/karpenter/")).to.deep.equal({
      chart: "oci://registry.example.com/karpenter/karpenter-crd",
      repositoryOpts: undefined,
    });
    expect(await location("https://charts.example.com")).to.deep.equal({
      chart: "karpenter-crd",
      repositoryOpts: { repo: "https://charts.example.com" },
    });
    expect((await location("./charts")).chart).to.equal("./charts/karpenter-crd");
  });

  it("keeps the caller's values, and refuses those that contradict its own", async () => {
    const values = {
      settings: { batchIdleDuration: "2s" },
      affinity: { podAntiAffinity: { preferred: [] } },
      tolerations: [{ key: "system", operator: "Exists" }],
    };
    const registration = await register(
      () =>
        new KarpenterRelease("k", { version: "1.14.4", clusterName: unknown<string>(), values }),
    );
    // A value inside that is not known makes the whole bag unknown.
    expect(only(registration, RELEASE, "k-controller").inputs.values).to.deep.equal({
      $unknown: true,
    });
    const known = await register(
      () => new KarpenterRelease("k", { version: "1.14.4", clusterName: "lab", values }),
    );
    const merged = only(known, RELEASE, "k-controller").inputs.values as Record<
      string,
      Record<string, unknown>
    >;
    expect(merged.settings).to.deep.equal({
      batchIdleDuration: "2s",
      clusterName: "lab",
    });
    expect(merged.tolerations).to.deep.equal(values.tolerations);
    expect(Object.keys(merged.affinity!)).to.have.members(["podAntiAffinity", "nodeAffinity"]);

    const bad = { settings: { clusterName: "other" }, affinity: { nodeAffinity: {} } };
    expect(
      await refusal(
        register(
          () => new KarpenterRelease("k", { version: "1.14.4", clusterName: "lab", values: bad }),
        ),
      ),
    ).to.equal(
      [
        "KarpenterRelease k: 2 problems",
        '  - values.settings.clusterName: this package sets this value (got "other"). Allowed: any other value of the chart. Fix: remove it; it comes from cluster.name.',
        "  - values.affinity.nodeAffinity: this package sets this value (got {}). Allowed: any other value of the chart. Fix: remove it; it comes from nodeGroupNames.",
      ].join("\n"),
    );
  });

  it("names feature gates as the chart of the version does", async () => {
    const gates = async (version: string) => {
      const featureGates = { StaticCapacity: true, SpotToSpotConsolidation: false };
      const registration = await register(
        () => new KarpenterRelease("k", { version, clusterName: "lab", featureGates }),
      );
      const { settings } = only(registration, RELEASE, "k-controller").inputs.values as {
        settings: { featureGates: unknown };
      };
      return settings.featureGates;
    };
    expect(await gates("1.8.0")).to.deep.equal({
      StaticCapacity: true,
      spotToSpotConsolidation: false,
    });
    expect(await gates("1.9.0")).to.deep.equal({
      staticCapacity: true,
      spotToSpotConsolidation: false,
    });
    expect(await refusal(register(() => gates("1.7.0")))).to.include(
      "featureGates.StaticCapacity: Karpenter 1.7 does not have this feature gate; 1.8 and later do",
    );
  });

  it("takes over CRDs that are there, and keeps them on destroy, where it is told to", async () => {
    const crds = async (args: object) => {
      const registration = await register(
        () => new KarpenterRelease("k", { version: "1.14.4", clusterName: "lab", ...args }),
      );
      const { inputs, options } = only(registration, RELEASE, "k-crd");
      const controller = only(registration, RELEASE, "k-controller");
      expect([controller.inputs.takeOwnership, controller.options.retainOnDelete]).to.deep.equal([
        undefined,
        undefined,
      ]);
      return [inputs.takeOwnership, options.retainOnDelete];
    };
    expect(await crds({})).to.deep.equal([undefined, undefined]);
    expect(await crds({ crds: { adopt: true, retain: true } })).to.deep.equal([true, true]);
  });
});
