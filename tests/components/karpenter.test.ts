import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Registration, RegisteredResource } from "../../preview/registration";
import { Karpenter } from "../../index";
import { names, only, policy, refusal, register, unknown } from "../harness";
import { args } from "./karpenter-example";

/** Everything that has to exist before a resource, however far. */
function before(registration: Registration, { dependsOn }: RegisteredResource): Set<string> {
  const seen = new Set<string>();
  const visit = (urn: string) => {
    if (seen.has(urn)) return;
    seen.add(urn);
    registration.resources.find((resource) => resource.urn === urn)?.dependsOn.forEach(visit);
  };
  dependsOn.forEach(visit);
  return seen;
}

class Marker extends pulumi.CustomResource {
  constructor(name: string, props: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super("test:index:Marker", name, props, opts);
  }
}

describe("Karpenter", () => {
  it("wires all of it, every resource under its component", async () => {
    const registration = await register(() => new Karpenter("karpenter", args));
    expect(names(registration)).to.deep.equal([
      "aws:eks/accessEntry:AccessEntry karpenter-access-entry",
      "aws:iam/role:Role karpenter-controller-role",
      "aws:iam/rolePolicy:RolePolicy karpenter-controller-policy",
      "karpenter-eks:index:ControllerRole karpenter-controller",
      "aws:ec2/tag:Tag karpenter-discovery-sg-0123456789abcdef0",
      "aws:ec2/tag:Tag karpenter-discovery-subnet-0aaaaaaaaaaaaaaa1",
      "karpenter-eks:index:DiscoveryTags karpenter-discovery",
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass karpenter-class-default-nodeclass",
      "karpenter-eks:index:EC2NodeClass karpenter-class-default",
      "kubernetes:helm.sh/v3:Release karpenter-controller",
      "kubernetes:helm.sh/v3:Release karpenter-crd",
      "karpenter-eks:index:KarpenterRelease karpenter",
      "kubernetes:karpenter.sh/v1:NodePool karpenter-pool-default-nodepool",
      "karpenter-eks:index:NodePool karpenter-pool-default",
      "aws:iam/role:Role karpenter-node-role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-AmazonEKSWorkerNodePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-AmazonEKS_CNI_Policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-AmazonSSMManagedInstanceCore",
      "karpenter-eks:index:NodeRole karpenter-node",
      "kubernetes:apps/v1:DeploymentPatch karpenter-cluster-autoscaler",
      "karpenter-eks:index:Karpenter karpenter",
    ]);
    const components = new Set(
      registration.resources.filter(({ custom }) => !custom).map(({ urn }) => urn),
    );
    for (const { urn, custom, parent } of registration.resources) {
      if (custom) expect(components.has(parent ?? ""), urn).to.equal(true);
    }
  });

  it("comes up in an order whose reverse leaves nothing behind", async () => {
    const registration = await register(() => new Karpenter("karpenter", args));
    const of = (type: string) =>
      registration.resources.filter((r) => r.custom && r.type.includes(type));
    // A destroy goes from the first to the last.
    const order = [
      of("DeploymentPatch"),
      of(":NodePool"),
      of(":EC2NodeClass"),
      of("Release").filter(({ name }) => name.endsWith("controller")),
      of("Release").filter(({ name }) => name.endsWith("crd")),
      of("AccessEntry"),
      of("iam/role:Role").filter(({ name }) => name.includes("node")),
      of("ec2/tag"),
    ];
    order.slice(0, -1).forEach((step, index) => {
      for (const resource of step) {
        const earlier = before(registration, resource);
        for (const later of order.slice(index + 1).flat()) {
          expect(earlier.has(later.urn), `${resource.name} after ${later.name}`).to.equal(true);
        }
      }
    });
    const [controller] = order[3]!;
    const roles = [...of("iam/role"), ...of("rolePolicy:")].map(({ urn }) => urn);
    expect([...before(registration, controller!)]).to.include.members(roles);
  });

  it("hands what it depends on itself down to what it declares", async () => {
    const registration = await register(() => {
      const first = new pulumi.ComponentResource("test:index:First", "first");
      const marker = new Marker("marker", {}, { parent: first });
      return new Karpenter("karpenter", args, { dependsOn: marker });
    });
    const marker = only(registration, "test:index:Marker").urn;
    for (const resource of registration.resources.filter((r) => r.custom && r.urn !== marker)) {
      expect(resource.dependsOn, resource.name).to.include(marker);
    }
  });

  it("maps the node role in aws-auth where the cluster knows nothing else", async () => {
    const registration = await register(
      () =>
        new Karpenter("karpenter", {
          ...args,
          version: "0.36.2",
          nodeClasses: { default: { amiFamily: "AL2" } },
          cluster: {
            ...args.cluster,
            kubernetesVersion: "1.29",
            authenticationMode: "CONFIG_MAP",
            kubeconfig: pulumi.secret("{}"),
          },
        }),
    );
    const entry = only(registration, "pulumi-nodejs:dynamic/karpenter-eks:AwsAuthEntry").inputs;
    expect({ ...entry, __provider: undefined }).to.deep.equal({
      __provider: undefined,
      kubeconfig: { $secret: true },
      rolearn: "arn:aws:iam::111122223333:role/KarpenterNodeRole-prod",
      username: "system:node:{{EC2PrivateDNSName}}",
      groups: ["system:bootstrappers", "system:nodes"],
    });
    expect(registration.resources.filter(({ type }) => type.includes("AccessEntry"))).to.deep.equal(
      [],
    );
  });

  it("registers the same URNs when the cluster is made in the same program", async () => {
    const known = await register(
      () => new Karpenter("karpenter", { ...args, discoveryResources: { a: "subnet-00000000" } }),
    );
    const made = await register(
      () =>
        new Karpenter("karpenter", {
          ...args,
          cluster: {
            ...args.cluster,
            name: unknown<string>(),
            accountId: unknown<string>(),
            kubernetesVersion: unknown<string>(),
            oidcIssuer: unknown<string>(),
          },
          discoveryResources: { a: unknown<string>() },
        }),
    );
    expect(made.resources.map(({ urn }) => urn)).to.deep.equal(
      known.resources.map(({ urn }) => urn),
    );
  });

  it("moves kubelet to the pools before Karpenter 1.0, and keeps it with the class since", async () => {
    const kubelet = { maxPods: 42 };
    const specs = async (version: string, api: string) => {
      const registration = await register(
        () =>
          new Karpenter("karpenter", {
            ...args,
            version,
            nodeClasses: {
              default: {
                amiFamily: "AL2023",
                amiSelectorTerms: [{ id: "ami-0123456789abcdef0" }],
                kubelet,
              },
            },
          }),
      );
      const spec = (type: string) =>
        only(registration, type).inputs.spec as {
          kubelet?: unknown;
          template: { spec: { kubelet?: unknown } };
        };
      return [
        spec(`kubernetes:karpenter.sh/${api}:NodePool`).template.spec.kubelet,
        spec(`kubernetes:karpenter.k8s.aws/${api}:EC2NodeClass`).kubelet,
      ];
    };
    expect(await specs("0.36.2", "v1beta1")).to.deep.equal([kubelet, undefined]);
    expect(await specs("1.14.4", "v1")).to.deep.equal([undefined, kubelet]);
  });

  it("scales the Cluster Autoscaler down by force, and waits for nothing", async () => {
    const registration = await register(() => new Karpenter("karpenter", args));
    expect(only(registration, "kubernetes:apps/v1:DeploymentPatch").inputs).to.deep.equal({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "cluster-autoscaler",
        namespace: "kube-system",
        annotations: { "pulumi.com/patchForce": "true", "pulumi.com/skipAwait": "true" },
      },
      spec: { replicas: 0 },
    });
  });

  it("gives the controller the setting and the rights for what it is to watch", async () => {
    const interruptionQueueArn = "arn:aws:sqs:eu-west-1:111122223333:events";
    const values = { settings: { enableZonalShift: true } };
    const registration = await register(
      () => new Karpenter("karpenter", { ...args, interruptionQueueArn, values }),
    );
    const { settings } = only(registration, "kubernetes:helm.sh/v3:Release", "karpenter-controller")
      .inputs.values as { settings: unknown };
    expect(settings).to.deep.equal({
      clusterName: "prod",
      interruptionQueue: "events",
      enableZonalShift: true,
    });
    const { Statement } = policy(only(registration, "aws:iam/rolePolicy:RolePolicy").inputs.policy);
    expect(Statement.map(({ Sid }) => Sid)).to.include.members([
      "AllowInterruptionQueueActions",
      "AllowZonalShiftStatusReadOnly",
    ]);
  });

  it("waits an hour for nodes to drain, or as long as it is told", async () => {
    const deletion = async (opts?: pulumi.ComponentResourceOptions) => {
      const registration = await register(() => new Karpenter("karpenter", args, opts));
      return only(registration, "kubernetes:karpenter.sh/v1:NodePool").options.customTimeouts;
    };
    expect(await deletion()).to.deep.equal({ delete: "60m" });
    expect(await deletion({ customTimeouts: { delete: "3h" } })).to.deep.equal({ delete: "3h" });
  });

  it("says what a reviewer would say", async () => {
    const registration = await register(
      () =>
        new Karpenter("karpenter", {
          ...args,
          cluster: { ...args.cluster, kubernetesVersion: "1.37" },
          policyPreset: "migration-guide",
        }),
    );
    expect(
      registration.findings.map(({ code, severity, message }) => [code, severity, message]),
    ).to.deep.equal([
      [
        "KE001",
        "warning",
        "Karpenter 1.14.4 is made for Kubernetes 1.26 to 1.36; the cluster runs 1.37",
      ],
      ["KE002", "warning", "the migration-guide policy is not limited to this cluster"],
    ]);
  });

  it("refuses what its parts could only refuse one by one", async () => {
    const message = await refusal(
      register(
        () =>
          new Karpenter("karpenter", {
            ...args,
            cluster: { ...args.cluster, authenticationMode: "CONFIG_MAP" },
            subnetIds: ["vpc-1"],
            nodeClasses: {
              default: {},
              spare: {
                amiSelectorTerms: [{ alias: "al2023@v20260818" }],
                role: "a",
                instanceProfile: "b",
              },
            },
            nodePools: { "Not A Name": { nodeClassName: "defautl" } },
            values: { serviceAccount: { name: "mine" } },
          }),
      ),
    );
    expect(message.split("\n").map((line) => line.split(". Allowed")[0])).to.deep.equal([
      "Karpenter karpenter: 8 problems",
      "  - cluster.kubeconfig: missing: the edit of aws-auth needs it",
      '  - subnetIds[0]: malformed (got "vpc-1")',
      '  - values.serviceAccount.name: this package sets this value (got "mine")',
      "  - nodeClasses.default.amiSelectorTerms: missing",
      "  - nodeClasses.default.amiFamily: missing",
      '  - nodeClasses.spare.role: role and instanceProfile exclude each other (got "a")',
      '  - nodePools["Not A Name"]: malformed (got "Not A Name")',
      '  - nodePools["Not A Name"].nodeClassName: no such EC2NodeClass (got "defautl")',
    ]);
  });

  it("makes a queue that the controller is told of and may read, and outlives", async () => {
    for (const policyPreset of ["scoped", "migration-guide"] as const) {
      const registration = await register(
        () => new Karpenter("karpenter", { ...args, interruptionQueue: undefined, policyPreset }),
      );
      const controller = only(
        registration,
        "kubernetes:helm.sh/v3:Release",
        "karpenter-controller",
      );
      const { settings } = controller.inputs.values as { settings: unknown };
      expect(settings).to.deep.equal({ clusterName: "prod", interruptionQueue: "prod" });
      const { Statement } = policy(
        only(registration, "aws:iam/rolePolicy:RolePolicy").inputs.policy,
      );
      expect(
        Statement.filter(({ Sid }) => Sid === "AllowInterruptionQueueActions").map(
          ({ Resource }) => Resource,
        ),
      ).to.deep.equal(["arn:aws:sqs:eu-west-1:111122223333:prod"]);
      const queue = only(registration, "aws:sqs/queue:Queue");
      expect(before(registration, controller).has(queue.urn)).to.equal(true);
    }
  });
});
