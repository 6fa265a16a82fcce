import { expect } from "chai";
import type { RegisteredResource, Registration } from "../preview/registration";
import { EXAMPLES, example } from "./examples";
import { dependencies, only } from "./harness";

const pool = (registration: Registration, name: string): RegisteredResource =>
  only(registration, "kubernetes:karpenter.sh/v1:NodePool", `karpenter-pool-${name}-nodepool`);

interface PodSpec {
  nodeSelector: unknown;
  tolerations: unknown;
}

const podSpec = ({ inputs }: RegisteredResource): PodSpec =>
  (inputs.spec as unknown as { template: { spec: PodSpec } }).template.spec;

describe("the examples", () => {
  for (const name of EXAMPLES) {
    it(`${name} puts Karpenter on a cluster, and nothing speaks against it`, async () => {
      const registration = await example(name);
      expect(
        registration.resources.filter(({ type }) => type === "karpenter-eks:index:Karpenter"),
      ).to.have.length(1);
      expect(registration.findings).to.deep.equal([]);
      // A pool or class that is not known before it exists could not be reviewed.
      const objects = registration.resources.filter(({ type }) =>
        /:NodePool$|:EC2NodeClass$/.test(type),
      );
      for (const { urn, custom, inputs } of objects) {
        if (custom) expect(JSON.stringify(inputs), urn).not.to.include("$unknown");
      }
    });
  }

  it("existing-cluster uses what it looks up", async () => {
    const registration = await example("existing-cluster");
    const release = only(registration, "kubernetes:helm.sh/v3:Release", "karpenter-controller");
    expect(JSON.stringify(release.inputs.values)).to.include('"values":["system-a","system-b"]');
    expect(only(registration, "aws:eks/accessEntry:AccessEntry").inputs.clusterName).to.equal(
      "staging",
    );
  });

  it("new-cluster makes cluster, nodes and agent before Karpenter, and outlives it", async () => {
    const registration = await example("new-cluster");
    const release = only(registration, "kubernetes:helm.sh/v3:Release", "karpenter-controller");
    expect(dependencies(registration, release)).to.include.members([
      ...["shop", "system", "pod-identity-agent", "spot-role"],
    ]);
    only(registration, "aws:eks/podIdentityAssociation:PodIdentityAssociation");
    const group = only(registration, "aws:eks/nodeGroup:NodeGroup").inputs;
    expect(group.scalingConfig).to.deep.equal({ minSize: 2, desiredSize: 2, maxSize: 3 });
  });

  it("isolated-workload runs on the nodes of its pool alone", async () => {
    const registration = await example("isolated-workload");
    const { nodeSelector, tolerations } = podSpec(
      only(registration, "kubernetes:apps/v1:Deployment"),
    );
    expect(nodeSelector).to.deep.equal({ "module.schedule": "api-microservice" });
    expect(tolerations).to.deep.equal([
      {
        ...{ key: "module.schedule", operator: "Equal" },
        ...{ value: "api-microservice", effect: "NoSchedule" },
      },
    ]);
    expect(pool(registration, "api").inputs.spec).to.have.nested.property(
      "template.metadata.labels",
    );
  });

  it("gpu has a job and a device plugin that tolerate the taint of its pool", async () => {
    const registration = await example("gpu");
    const tolerations = [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }];
    const job = podSpec(only(registration, "kubernetes:batch/v1:Job"));
    expect(job.tolerations).to.deep.equal(tolerations);
    expect(job.nodeSelector).to.deep.equal({ workload: "gpu" });
    const plugin = only(registration, "kubernetes:helm.sh/v3:Release", "device-plugin");
    expect(plugin.inputs.values).to.deep.equal({ nodeSelector: { workload: "gpu" }, tolerations });
    expect(pool(registration, "gpu").inputs.spec).to.have.deep.nested.property(
      "template.spec.taints",
      [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
    );
  });

  it("private-cluster asks nobody outside: mirrored charts and image, a profile of its own", async () => {
    const registration = await example("private-cluster");
    const registry = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
    const releases = registration.resources.filter(({ type }) => type.endsWith(":Release"));
    expect(releases.map(({ inputs }) => inputs.chart)).to.have.members(
      ["karpenter", "karpenter-crd"].map((chart) => `oci://${registry}/karpenter/${chart}`),
    );
    const { settings, controller } = only(
      registration,
      "kubernetes:helm.sh/v3:Release",
      "karpenter-controller",
    ).inputs.values as Record<string, Record<string, Record<string, unknown>>>;
    expect(settings?.isolatedVPC).to.equal(true);
    expect(controller?.image?.repository).to.equal(`${registry}/karpenter/controller`);
    const { role, instanceProfile } = only(
      registration,
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
    ).inputs.spec as Record<string, unknown>;
    expect([role, instanceProfile]).to.deep.equal([undefined, "KarpenterNodes-shop"]);
    expect(only(registration, "aws:iam/instanceProfile:InstanceProfile").inputs.role).to.equal(
      "KarpenterNodeRole-shop",
    );
  });
});
