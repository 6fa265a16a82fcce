import { expect } from "chai";
import { refusal } from "../harness";
import { configOf, environment, type Changes } from "./environment";

type Spec = Record<string, unknown>;

/** The lab's class and pool with some fields changed. */
const nodeClass = (changes: Spec): Changes => ({
  config: {
    nodeClasses: {
      default: { ...configOf("lab", "nodeClasses").default, ...changes },
    },
  },
});
const nodePool = (changes: Spec): Changes => ({
  config: {
    nodePools: {
      default: { ...configOf("lab", "nodePools").default, ...changes },
    },
  },
});
const requirement = (key: string, operator: string, values?: unknown): Changes =>
  nodePool({ requirements: [{ key, operator, values }] });
const config = (changes: Record<string, unknown>): Changes => ({ config: changes });

/** What is wrong, and the one line that says so: key, what is wrong, value, what is allowed, the fix. */
const CASES: [string, Changes, string][] = [
  [
    "an unknown key",
    config({ clusterNmae: "lab" }),
    "karpenter-eks:clusterNmae: unknown config key. Allowed: clusterName, cluster, karpenterVersion, namespace, identity, policyPreset, controllerRoleArn, nodeRoleArn, access, interruptionQueue, interruptionQueueArn, spotServiceLinkedRole, tags, chartRepository, copyNodeGroupPolicies, nodeClasses, nodePools, controller, crds, featureGates, values, iam, nodeGroupNames, subnetIds, securityGroupIds, workloads, silence, clusterAutoscaler. Fix: did you mean karpenter-eks:clusterName?.",
  ],
  [
    "a missing cluster name",
    config({ clusterName: undefined }),
    "karpenter-eks:clusterName: missing. Allowed: the name of an EKS cluster. Fix: set it, or karpenter-eks:cluster with create.",
  ],
  [
    "a placeholder for the cluster name",
    config({ clusterName: "<cluster-name>" }),
    'karpenter-eks:clusterName: not an EKS cluster name (got "<cluster-name>"). Allowed: 1 to 100 letters, digits, hyphens and underscores, starting with a letter or digit. Fix: give the name that `aws eks list-clusters` shows, without angle brackets.',
  ],
  [
    "a placeholder anywhere else",
    nodePool({ labels: { team: "<team name>" } }),
    'karpenter-eks:nodePools.default.labels.team: a placeholder was left in (got "<team name>"). Allowed: up to 63 letters, digits, hyphens, underscores and dots, starting and ending with a letter or digit. Fix: replace <team name> by the real value.',
  ],
  [
    "a cluster name that EKS would refuse",
    config({ clusterName: "my cluster" }),
    'karpenter-eks:clusterName: not an EKS cluster name (got "my cluster"). Allowed: 1 to 100 letters, digits, hyphens and underscores, starting with a letter or digit. Fix: give the name that `aws eks list-clusters` shows, without angle brackets.',
  ],
  [
    "a missing Karpenter version",
    config({ karpenterVersion: undefined }),
    "karpenter-eks:karpenterVersion: missing. Allowed: text. Fix: set it.",
  ],
  [
    "a Karpenter version with a v",
    config({ karpenterVersion: "v0.36.2" }),
    'karpenter-eks:karpenterVersion: not a Karpenter version (got "v0.36.2"). Allowed: major.minor.patch of Karpenter 0.36 to 1.15, such as 1.14.4. Fix: write 0.36.2: charts since 0.35 carry no leading "v".',
  ],
  [
    "an unknown Karpenter version",
    config({ karpenterVersion: "0.99.0" }),
    'karpenter-eks:karpenterVersion: Karpenter 0.99 is not known (got "0.99.0"). Allowed: major.minor.patch of Karpenter 0.36 to 1.15, such as 1.14.4. Fix: choose a known minor (LTS: 1.9, 1.14).',
  ],
  [
    "a Karpenter version without its patch",
    config({ karpenterVersion: "0.36" }),
    'karpenter-eks:karpenterVersion: not a Karpenter version (got "0.36"). Allowed: major.minor.patch of Karpenter 0.36 to 1.15, such as 1.14.4. Fix: give the full version, patch included.',
  ],
  [
    "an unknown identity",
    config({ identity: "kiam" }),
    'karpenter-eks:identity: unknown value (got "kiam"). Allowed: irsa, pod-identity. Fix: choose one of these.',
  ],
  [
    "an unknown policy preset",
    config({ policyPreset: "scope" }),
    'karpenter-eks:policyPreset: unknown value (got "scope"). Allowed: scoped, migration-guide. Fix: did you mean scoped?.',
  ],
  [
    "a namespace that is no name",
    config({ namespace: "Kube_System" }),
    'karpenter-eks:namespace: malformed (got "Kube_System"). Allowed: 1 to 63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit. Fix: rename it.',
  ],
  [
    "a flag that is neither true nor false",
    config({ copyNodeGroupPolicies: "yes" }),
    'karpenter-eks:copyNodeGroupPolicies: not true or false (got "yes"). Allowed: true, false. Fix: correct the value.',
  ],
  [
    "pools that are a list",
    config({ nodePools: [{ name: "default" }] }),
    'karpenter-eks:nodePools: not a map (got [{"name":"default"}]). Allowed: a map of at least 1 entries. Fix: write it as key: value pairs.',
  ],
  [
    "no pools",
    config({ nodePools: {} }),
    "karpenter-eks:nodePools: empty (got {}). Allowed: a map of at least 1 entries. Fix: correct the entries.",
  ],
  [
    "controller replicas as a word",
    config({ controller: { replicas: "two" } }),
    'karpenter-eks:controller.replicas: not a whole number (got "two"). Allowed: a whole number of at least 1. Fix: correct the value.',
  ],
  [
    "a value of the chart that is ours",
    config({ values: { settings: { clusterName: "other" } } }),
    'karpenter-eks:values.settings.clusterName: this package sets this value (got "other"). Allowed: any other value of the chart. Fix: remove it; it comes from cluster.name.',
  ],
  [
    "an IAM path without slashes",
    config({ iam: { path: "platform" } }),
    'karpenter-eks:iam.path: malformed (got "platform"). Allowed: a path with a slash at both ends, such as /platform/. Fix: put a slash at both ends.',
  ],
  [
    "a subnet id that is none",
    config({ subnetIds: ["subnet-xyz"] }),
    'karpenter-eks:subnetIds[0]: malformed (got "subnet-xyz"). Allowed: subnet- and 8 or 17 hexadecimal digits. Fix: give an id as AWS shows it.',
  ],
  [
    "an unknown field of a pool",
    nodePool({ requirement: [] }),
    "karpenter-eks:nodePools.default.requirement: unknown key. Allowed: labels, annotations, requirements, nodeClassName, taints, startupTaints, terminationGracePeriod, kubelet, disruption, expireAfter, limits, weight, replicas. Fix: did you mean requirements?.",
  ],
  [
    "a pool naming a class that is not there",
    nodePool({ nodeClassName: "defualt" }),
    'karpenter-eks:nodePools.default.nodeClassName: no such EC2NodeClass (got "defualt"). Allowed: default. Fix: did you mean default?.',
  ],
  [
    "Gt with two values",
    requirement("karpenter.k8s.aws/instance-memory", "Gt", ["4047", "8000"]),
    'karpenter-eks:nodePools.default.requirements[0].values: operator Gt takes one number (got ["4047","8000"]). Allowed: exactly one whole number that is not negative, as text, such as ["4047"]. Fix: keep one number.',
  ],
  [
    "Gt with a word",
    requirement("karpenter.k8s.aws/instance-memory", "Gt", ["4Gi"]),
    'karpenter-eks:nodePools.default.requirements[0].values: operator Gt takes one number (got ["4Gi"]). Allowed: exactly one whole number that is not negative, as text, such as ["4047"]. Fix: keep one number.',
  ],
  [
    "an unknown operator",
    requirement("kubernetes.io/arch", "Equals", ["amd64"]),
    'karpenter-eks:nodePools.default.requirements[0].operator: unknown value (got "Equals"). Allowed: In, NotIn, Exists, DoesNotExist, Gt, Lt. Fix: choose one of these.',
  ],
  [
    "an operator of a later Karpenter",
    requirement("karpenter.k8s.aws/instance-memory", "Gte", ["4096"]),
    'karpenter-eks:nodePools.default.requirements[0].operator: Karpenter 0.36 does not know this value; 1.9 and later does (got "Gte"). Allowed: In, NotIn, Exists, DoesNotExist, Gt, Lt. Fix: choose one of these, or another Karpenter version.',
  ],
  [
    "In without values",
    requirement("kubernetes.io/arch", "In", []),
    "karpenter-eks:nodePools.default.requirements[0].values: operator In needs a value (got []). Allowed: at least one value. Fix: add a value, or use Exists.",
  ],
  [
    "Exists with values",
    requirement("kubernetes.io/arch", "Exists", ["amd64"]),
    'karpenter-eks:nodePools.default.requirements[0].values: operator Exists takes no values (got ["amd64"]). Allowed: no values. Fix: remove values, or use In or NotIn.',
  ],
  [
    "capacity type ondemand",
    requirement("karpenter.sh/capacity-type", "In", ["ondemand"]),
    'karpenter-eks:nodePools.default.requirements[0].values[0]: unknown value (got "ondemand"). Allowed: spot, on-demand. Fix: did you mean on-demand?.',
  ],
  [
    "an architecture that is none",
    requirement("kubernetes.io/arch", "In", ["x86_64"]),
    'karpenter-eks:nodePools.default.requirements[0].values[0]: unknown value (got "x86_64"). Allowed: amd64, arm64. Fix: choose one of these.',
  ],
  [
    "a label that no Karpenter sets",
    requirement("karpenter.k8s.aws/instance-pods", "Gt", ["30"]),
    'karpenter-eks:nodePools.default.requirements[0].key: no Karpenter sets this label (got "karpenter.k8s.aws/instance-pods"). Allowed: karpenter.k8s.aws/ with one of instance-category, instance-generation, instance-family, instance-size, instance-cpu, instance-cpu-manufacturer, instance-memory, instance-hypervisor, instance-encryption-in-transit-supported, instance-local-nvme, instance-network-bandwidth, instance-gpu-name, instance-gpu-manufacturer, instance-gpu-count, instance-gpu-memory, instance-accelerator-name, instance-accelerator-manufacturer, instance-accelerator-count. Fix: use one of these labels.',
  ],
  [
    "a restricted label",
    nodePool({ labels: { "karpenter.sh/nodepool": "mine" } }),
    'karpenter-eks:nodePools.default.labels["karpenter.sh/nodepool"]: label karpenter.sh/nodepool is restricted: Karpenter or the kubelet sets it (got "mine"). Allowed: any other label. Fix: remove it.',
  ],
  [
    "a label of a domain that is not open yet",
    nodePool({ labels: { "kubernetes.io/team": "a" } }),
    'karpenter-eks:nodePools.default.labels["kubernetes.io/team"]: label domain kubernetes.io is restricted before Karpenter 1.9 (got "a"). Allowed: well-known labels, node.kubernetes.io, node-restriction.kubernetes.io and domains of your own. Fix: use a label of your own domain, or Karpenter 1.9 or later.',
  ],
  [
    "a taint with an unknown effect",
    nodePool({ taints: [{ key: "a", effect: "NoShedule" }] }),
    'karpenter-eks:nodePools.default.taints[0].effect: unknown value (got "NoShedule"). Allowed: NoSchedule, PreferNoSchedule, NoExecute. Fix: did you mean NoSchedule?.',
  ],
  [
    "a taint twice",
    nodePool({
      taints: [{ key: "a", effect: "NoSchedule" }],
      startupTaints: [{ key: "a", effect: "NoSchedule" }],
    }),
    'karpenter-eks:nodePools.default.startupTaints[0]: the same key and effect as nodePools.default.taints[0] (got "a:NoSchedule"). Allowed: each key and effect once, taints and startupTaints together. Fix: remove one of the two.',
  ],
  [
    "a lifetime in days",
    nodePool({ expireAfter: "30d" }),
    'karpenter-eks:nodePools.default.expireAfter: malformed (got "30d"). Allowed: a duration in hours, minutes and seconds, such as 720h or 1h30m, or Never. Fix: write days as hours: 30 days are 720h.',
  ],
  [
    "consolidateAfter with WhenUnderutilized before 1.0",
    nodePool({ disruption: { consolidationPolicy: "WhenUnderutilized", consolidateAfter: "30s" } }),
    'karpenter-eks:nodePools.default.disruption.consolidateAfter: cannot be combined with WhenUnderutilized before Karpenter 1.0 (got "30s"). Allowed: Never, or nothing. Fix: remove it, use WhenEmpty, or Karpenter 1.0 or later.',
  ],
  [
    "a field of a later Karpenter",
    nodePool({ terminationGracePeriod: "1h" }),
    "karpenter-eks:nodePools.default.terminationGracePeriod: Karpenter 0.36 does not know this field. Allowed: Karpenter 1.0 and later. Fix: use Karpenter 1.0 or later, or leave the field out.",
  ],
  [
    "a budget over 100%",
    nodePool({ disruption: { budgets: [{ nodes: "110%" }] } }),
    'karpenter-eks:nodePools.default.disruption.budgets[0].nodes: malformed (got "110%"). Allowed: a number of nodes or a percentage from 0% to 100%. Fix: correct the value.',
  ],
  [
    "a budget with a schedule and no duration",
    nodePool({ disruption: { budgets: [{ nodes: "0", schedule: "@daily" }] } }),
    "karpenter-eks:nodePools.default.disruption.budgets[0].duration: schedule and duration go together. Allowed: both or neither. Fix: set duration.",
  ],
  [
    "a negative limit",
    nodePool({ limits: { cpu: "-1" } }),
    'karpenter-eks:nodePools.default.limits.cpu: malformed (got "-1"). Allowed: a quantity that is not negative, such as 1000, 500m or 64Gi. Fix: correct the value.',
  ],
  [
    "a weight over 100",
    nodePool({ weight: 101 }),
    "karpenter-eks:nodePools.default.weight: out of range (got 101). Allowed: a whole number from 1 to 100. Fix: correct the value.",
  ],
  [
    "an empty selector",
    nodeClass({ subnetSelectorTerms: [{}] }),
    "karpenter-eks:nodeClasses.default.subnetSelectorTerms[0]: an empty selector would match everything (got {}). Allowed: exactly one of id, tags. Fix: name what to select.",
  ],
  [
    "a selector with no tags in it",
    nodeClass({ securityGroupSelectorTerms: [{ tags: {} }] }),
    "karpenter-eks:nodeClasses.default.securityGroupSelectorTerms[0].tags: empty (got {}). Allowed: 1 to 20 tags with a key and a value; * is any value. Fix: name at least one tag: an empty selector would match everything in the account and region.",
  ],
  [
    "one bad selector among good ones",
    nodeClass({
      subnetSelectorTerms: [{ tags: { a: "b" } }, { id: "subnet-00000001", tags: { a: "b" } }],
    }),
    'karpenter-eks:nodeClasses.default.subnetSelectorTerms[1]: id and tags in one term (got {"id":"subnet-00000001","tags":{"a":"b"}}). Allowed: exactly one of id, tags. Fix: use one term for each.',
  ],
  [
    "an AMI id that is none",
    nodeClass({ amiSelectorTerms: [{ id: "ami-xyz!" }] }),
    'karpenter-eks:nodeClasses.default.amiSelectorTerms[0].id: malformed (got "ami-xyz!"). Allowed: ami- and 8 or 17 hexadecimal digits. Fix: give an id as AWS shows it.',
  ],
  [
    "an alias before 1.0",
    nodeClass({ amiSelectorTerms: [{ alias: "al2023@latest" }], amiParameters: undefined }),
    "karpenter-eks:nodeClasses.default.amiSelectorTerms[0].alias: Karpenter 0.36 does not know this field. Allowed: Karpenter 1.0 and later. Fix: use Karpenter 1.0 or later, or leave the field out.",
  ],
  [
    "an AMI family that is none",
    nodeClass({ amiFamily: "AL2022" }),
    'karpenter-eks:nodeClasses.default.amiFamily: unknown value (got "AL2022"). Allowed: AL2, AL2023, Bottlerocket, Ubuntu, Custom, Windows2019, Windows2022. Fix: did you mean AL2023?.',
  ],
  [
    "a node role over 64 characters",
    nodeClass({ role: "r".repeat(65) }),
    `karpenter-eks:nodeClasses.default.role: malformed (got "${"r".repeat(65)}"). Allowed: the name of an IAM role, up to 64 characters, neither ARN nor path. Fix: give the role's name alone.`,
  ],
  [
    "role and instance profile",
    nodeClass({ role: "a", instanceProfile: "b" }),
    'karpenter-eks:nodeClasses.default.role: role and instanceProfile exclude each other (got "a"). Allowed: exactly one of role and instanceProfile. Fix: remove one of them.',
  ],
  [
    "a tag that Karpenter sets",
    nodeClass({ tags: { "kubernetes.io/cluster/lab": "owned" } }),
    'karpenter-eks:nodeClasses.default.tags["kubernetes.io/cluster/lab"]: Karpenter sets this tag itself (got "owned"). Allowed: any other tag. Fix: remove it.',
  ],
  [
    "metadata tokens by another name",
    nodeClass({ metadataOptions: { httpTokens: "require" } }),
    'karpenter-eks:nodeClasses.default.metadataOptions.httpTokens: unknown value (got "require"). Allowed: required, optional. Fix: did you mean required?.',
  ],
  [
    "a volume without a size",
    nodeClass({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true } }] }),
    'karpenter-eks:nodeClasses.default.blockDeviceMappings[0].ebs: neither volumeSize nor snapshotID (got {"encrypted":true}). Allowed: at least one of them. Fix: set volumeSize.',
  ],
  [
    "an SSM parameter that is no path",
    nodeClass({ amiParameters: ["image_id"] }),
    'karpenter-eks:nodeClasses.default.amiParameters[0]: malformed (got "image_id"). Allowed: the path of an SSM parameter. Fix: correct the value.',
  ],
];

describe("bad config", () => {
  for (const [title, changes, line] of CASES) {
    it(`refuses ${title}`, async () => {
      const message = await refusal(environment("lab", changes));
      expect(message).to.equal(`stack lab: 1 problem\n  - ${line}`);
    });
  }

  it("shows everything that is wrong at once", async () => {
    const message = await refusal(
      environment("lab", {
        config: {
          clusterName: "<cluster-name>",
          karpenterVersion: "2.0.0",
          nodePools: { default: { nodeClassName: "x", expireAfter: "30d" } },
        },
      }),
    );
    expect(message.split("\n").map((line) => line.split(/[:(.] /)[0])).to.deep.equal([
      "stack lab",
      "  - karpenter-eks:nodePools.default.expireAfter",
      "  - karpenter-eks:karpenterVersion",
      "  - karpenter-eks:clusterName",
      "  - karpenter-eks:nodePools.default.nodeClassName",
    ]);
  });

  it("takes the texts that YAML and Pulumi ESC make of numbers", async () => {
    const registration = await environment("lab", {
      config: {
        copyNodeGroupPolicies: "true",
        controller: { replicas: "1", cpu: 1 },
        ...nodePool({ weight: "7", limits: { cpu: 1000 } }).config,
      },
    });
    const pool = registration.resources.find(
      ({ name }) => name === "karpenter-pool-default-nodepool",
    );
    const { weight, limits } = pool?.inputs.spec as Record<string, unknown>;
    expect({ weight, limits }).to.deep.equal({ weight: 7, limits: { cpu: "1000" } });
  });
});
