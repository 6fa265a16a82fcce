import { expect } from "chai";
import { dependencies, names, only, policy } from "../harness";
import { configOf, environment } from "./environment";
import { readContext, type RecordedLookup } from "../../preview/context-file";

const ACCOUNT = "111122223333";

function recorded(stack: string, token: string): RecordedLookup[] {
  return readContext(`${__dirname}/../../stacks/${stack}.context.json`).filter((lookup) =>
    lookup.token.endsWith(token),
  );
}

/** What `getCluster` was answered. */
function cluster(stack: string): Cluster {
  const [lookup] = recorded(stack, "getCluster");
  return lookup?.result as unknown as Cluster;
}

interface Cluster {
  identities: { oidcs: { issuer: string }[] }[];
  vpcConfig: { clusterSecurityGroupId: string };
}

const LAB_REQUIREMENTS = [
  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
  { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
  { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
  { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["2"] },
  { key: "karpenter.k8s.aws/instance-memory", operator: "Gt", values: ["4047"] },
];

describe("environment lab", () => {
  it("gives the node role the four policies of the lab, and what the node group's role has beyond them", async () => {
    const lab = await environment("lab");
    const role = only(lab, "aws:iam/role:Role", "karpenter-node-role").inputs;
    expect(role.name).to.equal("KarpenterNodeRole-lab");
    expect(policy(role.assumeRolePolicy).Statement).to.deep.equal([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    const attachments = lab.resources.filter(({ type }) => type.includes("rolePolicyAttachment"));
    expect(attachments.map(({ inputs }) => [inputs.role, inputs.policyArn])).to.have.deep.members(
      [
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonSSMManagedInstanceCore",
        "CloudWatchAgentServerPolicy",
      ].map((name) => ["KarpenterNodeRole-lab", `arn:aws:iam::aws:policy/${name}`]),
    );
  });

  it("lets one service account of the cluster's issuer be the controller", async () => {
    const lab = await environment("lab");
    const issuer = cluster("lab").identities[0]!.oidcs[0]!.issuer.replace("https://", "");
    expect(issuer).to.match(/^oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    const role = only(lab, "aws:iam/role:Role", "karpenter-controller-role").inputs;
    expect(role.name).to.equal("KarpenterControllerRole-lab");
    expect(policy(role.assumeRolePolicy).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: "system:serviceaccount:kube-system:karpenter",
          },
        },
      },
    ]);
  });

  it("gives the controller the eight statements of the lab", async () => {
    const inline = only(await environment("lab"), "aws:iam/rolePolicy:RolePolicy").inputs;
    expect(inline.name).to.equal("KarpenterControllerPolicy-lab");
    const { Statement } = policy(inline.policy);
    expect(Statement.map(({ Sid, Resource }) => [Sid, Resource])).to.deep.equal([
      ["Karpenter", "*"],
      ["ConditionalEC2Termination", "*"],
      ["PassNodeIAMRole", `arn:aws:iam::${ACCOUNT}:role/KarpenterNodeRole-lab`],
      ["EKSClusterEndpointLookup", `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/lab`],
      ["AllowScopedInstanceProfileCreationActions", "*"],
      ["AllowScopedInstanceProfileTagActions", "*"],
      ["AllowScopedInstanceProfileActions", "*"],
      ["AllowInstanceProfileReadActions", "*"],
    ]);
  });

  it("tags each subnet of the node groups once, and the cluster security group", async () => {
    const lab = await environment("lab");
    const tags = lab.resources
      .filter(({ type }) => type === "aws:ec2/tag:Tag")
      .map(({ inputs }) => inputs);
    const subnets = new Set(
      recorded("lab", "getNodeGroup").flatMap(({ result: group }) => group.subnetIds as string[]),
    );
    expect(subnets.size).to.equal(3);
    const ids = [...subnets, cluster("lab").vpcConfig.clusterSecurityGroupId];
    expect(tags).to.have.deep.members(
      ids.map((resourceId) => ({ resourceId, key: "karpenter.sh/discovery", value: "lab" })),
    );
  });

  it("maps the node role in aws-auth", async () => {
    const entry = only(
      await environment("lab"),
      "pulumi-nodejs:dynamic/karpenter-eks:AwsAuthEntry",
    ).inputs;
    const { rolearn, username, groups } = entry;
    expect({ rolearn, username, groups }).to.deep.equal({
      rolearn: `arn:aws:iam::${ACCOUNT}:role/KarpenterNodeRole-lab`,
      username: "system:node:{{EC2PrivateDNSName}}",
      groups: ["system:bootstrappers", "system:nodes"],
    });
  });

  it("installs chart 0.36.2 with the lab's values and the affinity that it meant", async () => {
    const lab = await environment("lab");
    const controller = only(lab, "kubernetes:helm.sh/v3:Release", "karpenter-controller").inputs;
    expect([controller.chart, controller.version, controller.namespace]).to.deep.equal([
      "oci://public.ecr.aws/karpenter/karpenter",
      "0.36.2",
      "kube-system",
    ]);
    const size = { cpu: "1", memory: "1Gi" };
    expect(controller.values).to.deep.equal({
      replicas: 1,
      controller: { resources: { requests: size, limits: size } },
      settings: { clusterName: "lab" },
      serviceAccount: {
        create: true,
        name: "karpenter",
        annotations: {
          "eks.amazonaws.com/role-arn": `arn:aws:iam::${ACCOUNT}:role/KarpenterControllerRole-lab`,
        },
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

  it("writes the lab's class and both of its pools in v1beta1", async () => {
    const lab = await environment("lab");
    const parameters = configOf("lab", "nodeClasses").default!.amiParameters as string[];
    const amis = parameters.map(
      (name) =>
        recorded("lab", "getParameter").find(({ args }) => args.name === name)!.result
          .insecureValue as string,
    );
    const discovered = [{ tags: { "karpenter.sh/discovery": "lab" } }];
    expect(only(lab, "kubernetes:karpenter.k8s.aws/v1beta1:EC2NodeClass").inputs).to.deep.equal({
      apiVersion: "karpenter.k8s.aws/v1beta1",
      kind: "EC2NodeClass",
      metadata: {
        name: "default",
        annotations: { "pulumi.com/deletionPropagationPolicy": "foreground" },
      },
      spec: {
        amiFamily: "AL2",
        role: "KarpenterNodeRole-lab",
        subnetSelectorTerms: discovered,
        securityGroupSelectorTerms: discovered,
        amiSelectorTerms: amis.map((id) => ({ id })),
      },
    });
    const template = {
      requirements: LAB_REQUIREMENTS,
      nodeClassRef: {
        apiVersion: "karpenter.k8s.aws/v1beta1",
        kind: "EC2NodeClass",
        name: "default",
      },
    };
    const rest = {
      limits: { cpu: "1000" },
      disruption: { consolidationPolicy: "WhenUnderutilized", expireAfter: "720h" },
    };
    const pool = (name: string) =>
      only(lab, "kubernetes:karpenter.sh/v1beta1:NodePool", name).inputs.spec;
    expect(pool("karpenter-pool-default-nodepool")).to.deep.equal({
      template: { spec: template },
      ...rest,
    });
    expect(pool("karpenter-pool-api-microservice-nodepool")).to.deep.equal({
      template: {
        metadata: { labels: { "module.schedule": "api-microservice" } },
        spec: {
          ...template,
          taints: [{ key: "module.schedule", value: "api-microservice", effect: "NoSchedule" }],
        },
      },
      ...rest,
    });
  });

  it("gives the api-microservice its tolerations and node selector", async () => {
    const { outputs } = await environment("lab");
    expect((outputs.schedules as Record<string, unknown>)["api-microservice"]).to.deep.equal({
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
  });

  it("scales the Cluster Autoscaler to zero, after the pools are there", async () => {
    const lab = await environment("lab");
    const patch = only(lab, "kubernetes:apps/v1:DeploymentPatch");
    expect(patch.inputs.metadata).to.include({
      name: "cluster-autoscaler",
      namespace: "kube-system",
    });
    expect(patch.inputs.spec).to.deep.equal({ replicas: 0 });
    expect(dependencies(lab, patch)).to.deep.equal([
      "karpenter-pool-api-microservice-nodepool",
      "karpenter-pool-default-nodepool",
    ]);
  });

  it("talks to the cluster by one provider, and registers nothing else", async () => {
    const lab = await environment("lab");
    const [provider] = lab.resources.filter(({ type }) => type === "pulumi:providers:kubernetes");
    for (const { type, provider: used, custom } of lab.resources) {
      if (custom && type.startsWith("kubernetes:")) expect(used, type).to.equal(provider?.urn);
    }
    expect(names(lab)).to.have.length(29);
  });
});

describe("environment staging", () => {
  it("writes v1 with the scoped policy of 1.14, AL2023 by a pinned alias, and an access entry", async () => {
    const staging = await environment("staging");
    expect(
      only(staging, "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass").inputs.spec,
    ).to.deep.include({
      amiSelectorTerms: [{ alias: "al2023@v20260818" }],
      role: "KarpenterNodeRole-staging",
    });
    expect(only(staging, "kubernetes:karpenter.sh/v1:NodePool").inputs.spec).to.deep.include({
      disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "1m" },
    });
    const sids = policy(only(staging, "aws:iam/rolePolicy:RolePolicy").inputs.policy).Statement.map(
      ({ Sid }) => Sid,
    );
    expect(sids).to.include.members([
      "AllowScopedDeletion",
      "AllowUnscopedInstanceProfileListAction",
    ]);
    expect(sids).not.to.include("Karpenter");
    expect(only(staging, "aws:eks/accessEntry:AccessEntry").inputs).to.deep.equal({
      clusterName: "staging",
      principalArn: `arn:aws:iam::${ACCOUNT}:role/KarpenterNodeRole-staging`,
      type: "EC2_LINUX",
    });
  });

  it("tags a subnet once that two node groups share", async () => {
    const staging = await environment("staging");
    const groups = recorded("staging", "getNodeGroup").map(
      ({ result: group }) => group.subnetIds as string[],
    );
    expect(groups).to.have.length(2);
    const distinct = new Set(groups.flat());
    expect(distinct.size).to.be.lessThan(groups.flat().length);
    const tagged = staging.resources.filter(
      ({ type, inputs }) =>
        type === "aws:ec2/tag:Tag" && (inputs.resourceId as string).startsWith("subnet-"),
    );
    expect(tagged.map(({ inputs }) => inputs.resourceId)).to.have.members([...distinct]);
  });
});

describe("environment prod", () => {
  it("has spot and on-demand pools on both architectures, and a tainted GPU pool of at least 16 GiB", async () => {
    const prod = await environment("prod");
    interface Spec {
      weight?: number;
      template: {
        spec: {
          requirements: { key: string; operator: string; values: string[] }[];
          taints?: unknown[];
        };
      };
      disruption: { budgets: unknown[] };
    }
    const spec = (pool: string) =>
      only(prod, "kubernetes:karpenter.sh/v1:NodePool", `karpenter-pool-${pool}-nodepool`).inputs
        .spec as unknown as Spec;
    const requirement = (pool: string, key: string) =>
      spec(pool)
        .template.spec.requirements.filter((r) => r.key === key)
        .map(({ operator, values }) => [operator, ...values]);
    for (const pool of ["spot", "on-demand"]) {
      expect(requirement(pool, "karpenter.sh/capacity-type")).to.deep.equal([["In", pool]]);
      expect(requirement(pool, "kubernetes.io/arch")).to.deep.equal([["In", "amd64", "arm64"]]);
      expect(spec(pool).disruption.budgets).to.deep.equal([
        { nodes: "10%" },
        {
          nodes: "0",
          schedule: "0 7 * * mon-fri",
          duration: "11h",
          reasons: ["Underutilized", "Drifted"],
        },
      ]);
    }
    expect(spec("spot").weight).to.be.greaterThan(spec("on-demand").weight!);
    expect(requirement("gpu", "karpenter.k8s.aws/instance-memory")).to.deep.equal([
      ["Gte", "16384"],
    ]);
    expect(spec("gpu").template.spec.taints).to.deep.equal([
      { key: "nvidia.com/gpu", effect: "NoSchedule" },
    ]);
  });

  it("pins AMI ids for each architecture", async () => {
    const prod = await environment("prod");
    const terms = (name: string) =>
      (
        only(
          prod,
          "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
          `karpenter-class-${name}-nodeclass`,
        ).inputs.spec as Record<string, unknown>
      ).amiSelectorTerms;
    expect(terms("default")).to.deep.equal([
      { id: "ami-0b1c2d3e4f5a60718" },
      { id: "ami-0c2d3e4f5a6b71829" },
    ]);
    expect(terms("gpu")).to.deep.equal([{ id: "ami-0d3e4f5a6b7c8293a" }]);
  });
});

describe("every environment", () => {
  for (const stack of ["lab", "staging", "prod"]) {
    it(`${stack} shows every policy and trust document in full`, async () => {
      const { resources } = await environment(stack);
      const documents = resources
        .flatMap(({ inputs }) => [inputs.policy, inputs.assumeRolePolicy])
        .filter((d) => d !== undefined);
      expect(documents).to.have.length(stack === "lab" ? 3 : 4);
      documents.forEach((document) => expect(policy(document).Statement).not.to.deep.equal([]));
    });
  }

  it("writes the same pool as v1 when only the version changes", async () => {
    const migrated = await environment("lab", { config: { karpenterVersion: "1.14.4" } });
    expect(
      only(migrated, "kubernetes:karpenter.sh/v1:NodePool", "karpenter-pool-default-nodepool")
        .inputs.spec,
    ).to.deep.equal({
      template: {
        spec: {
          requirements: LAB_REQUIREMENTS,
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
          expireAfter: "720h",
        },
      },
      limits: { cpu: "1000" },
      disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "0s" },
    });
  });
});
