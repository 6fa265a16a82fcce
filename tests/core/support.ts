import { inspect } from "node:util";
import fc from "fast-check";
import { UNKNOWN } from "../../core/field";
import type { EC2NodeClassSpec } from "../../core/node-class/spec";
import type { NodePoolSpec } from "../../core/node-pool/spec";
import type { Problem } from "../../core/problem";
import { karpenterVersion, type KarpenterVersion } from "../../core/versions";

/** Every minor that has to be known, oldest first. */
export const MINORS = [
  ...["0.36", "0.37", "1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"],
  ...["1.9", "1.10", "1.11", "1.12", "1.13", "1.14", "1.15"],
] as const;

/** The first patch of a minor. */
export const of = (minor: string): KarpenterVersion => karpenterVersion(`${minor}.0`);

export const V1BETA1 = karpenterVersion("0.36.2");
export const V1 = karpenterVersion("1.14.4");

/** What a table of refusals compares: where and what. */
export const brief = (problems: Problem[]): string[] =>
  problems.map(({ path, message }) => `${path}: ${message}`);

/** A row of a table as the title of its test. */
export const title = (row: unknown): string =>
  inspect(row, { depth: Infinity, breakLength: Infinity, compact: true }).slice(0, 100);

const LETTERS = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** Every legal EKS cluster name: 1 to 100 characters. */
export const clusterName = fc
  .tuple(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: fc.constantFrom(...LETTERS, "-", "_"), maxLength: 99, size: "max" }),
  )
  .map(([head, tail]) => head + tail);

/** Regions with the partition and DNS suffix they belong to. */
export const REGIONS = [
  ["us-east-1", "aws", "amazonaws.com"],
  ["ap-southeast-7", "aws", "amazonaws.com"],
  ["mx-central-1", "aws", "amazonaws.com"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
  ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
  ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
] as const;

/** Copies of a value, each with one place in it replaced by `UNKNOWN`; every map, list and leaf is such a place. */
export function withOneUnknown(value: unknown, path = ""): [path: string, copy: unknown][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    const at = path === "" ? key : `${path}.${key}`;
    const put = (item: unknown): unknown =>
      Array.isArray(value)
        ? (value as unknown[]).map((old, index) => (String(index) === key ? item : old))
        : { ...value, [key]: item };
    return [
      [at, put(UNKNOWN)],
      ...withOneUnknown(child, at).map(([where, copy]): [string, unknown] => [where, put(copy)]),
    ];
  });
}

/** Copies of a value with any of its leaves replaced by what `change` makes of them. */
export function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== "object" || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, mapLeaves(item, change)]));
}

const LAB_REQUIREMENTS: NodePoolSpec["requirements"] = [
  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
  { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
  { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
  { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["2"] },
];

/** The first pool of the lab, with the memory requirement that its text adds. */
export const LAB_POOL: NodePoolSpec = {
  nodeClassName: "default",
  requirements: [
    ...LAB_REQUIREMENTS,
    { key: "karpenter.k8s.aws/instance-memory", operator: "Gt", values: ["4047"] },
  ],
  limits: { cpu: "1000" },
  disruption: { consolidationPolicy: "WhenUnderutilized" },
  expireAfter: "720h",
};

/** The second pool of the lab: for one workload alone. */
export const LAB_TAINTED_POOL: NodePoolSpec = {
  ...LAB_POOL,
  requirements: LAB_REQUIREMENTS,
  labels: { "module.schedule": "api-microservice" },
  taints: [{ key: "module.schedule", value: "api-microservice", effect: "NoSchedule" }],
};

/** The EC2NodeClass of the lab, for a cluster named `lab`. */
export const LAB_CLASS: EC2NodeClassSpec = {
  amiFamily: "AL2",
  role: "KarpenterNodeRole-lab",
  subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "lab" } }],
  securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "lab" } }],
  amiSelectorTerms: [{ id: "ami-01af8560b504eb3db" }, { id: "ami-01520c51b1b0e680b" }],
};

/** Every field of the kubelet block. */
export const FULL_KUBELET = {
  clusterDNS: ["10.0.1.100", "fd00::a"],
  maxPods: 110,
  podsPerCore: 10,
  systemReserved: { cpu: "100m", memory: "100Mi", "ephemeral-storage": "1Gi", pid: "1000" },
  kubeReserved: { cpu: "200m", memory: "100Mi", "ephemeral-storage": "3Gi" },
  evictionHard: { "memory.available": "5%", "nodefs.available": "10%", "pid.available": "1000" },
  evictionSoft: { "memory.available": "500Mi", "imagefs.inodesFree": "7.5%" },
  evictionSoftGracePeriod: { "memory.available": "1m", "imagefs.inodesFree": "1m30s" },
  evictionMaxPodGracePeriod: 60,
  imageGCHighThresholdPercent: 85,
  imageGCLowThresholdPercent: 80,
  cpuCFSQuota: true,
};

const COMMON_POOL = {
  ...LAB_TAINTED_POOL,
  annotations: { "example.com/owner": "team a" },
  requirements: [
    ...(LAB_POOL.requirements ?? []),
    { key: "node.kubernetes.io/instance-type", operator: "NotIn", values: ["m5.large"] },
    { key: "karpenter.k8s.aws/instance-family", operator: "Exists", minValues: 5 },
    { key: "topology.kubernetes.io/zone", operator: "In", values: ["a", "b"], minValues: 2 },
  ],
  startupTaints: [{ key: "example.com/agent-not-ready", effect: "NoExecute" }],
  limits: { cpu: "1000", memory: "1000Gi" },
  weight: 10,
};

/** Every field of a NodePool before Karpenter 1.0. */
export const FULL_POOL_V1BETA1 = {
  ...COMMON_POOL,
  disruption: {
    consolidationPolicy: "WhenEmpty",
    consolidateAfter: "30s",
    budgets: [{ nodes: "10%" }, { nodes: "0", schedule: "0 9 * * 1-5", duration: "8h" }],
  },
  kubelet: FULL_KUBELET,
};

/** Every field of a NodePool of Karpenter 1.14. */
export const FULL_POOL_V1 = {
  ...COMMON_POOL,
  terminationGracePeriod: "48h",
  disruption: {
    consolidationPolicy: "Balanced",
    consolidateAfter: "1h30m",
    budgets: [{ nodes: "5", reasons: ["Underutilized", "Empty", "Drifted"] }],
  },
};

/** Every field of an EC2NodeClass that both APIs know. */
export const FULL_CLASS = {
  ...LAB_CLASS,
  subnetSelectorTerms: [{ id: "subnet-0123abcd" }, { tags: { Tier: "*" } }],
  securityGroupSelectorTerms: [{ id: "sg-0123456789abcdef0" }, { name: "nodes" }],
  amiSelectorTerms: [
    { name: "my-*", owner: "self" },
    { tags: { Base: "yes" }, owner: "amazon" },
  ],
  blockDeviceMappings: [
    {
      deviceName: "/dev/xvda",
      rootVolume: true,
      ebs: {
        ...{ deleteOnTermination: true, encrypted: true, iops: 3000, throughput: 125 },
        ...{ kmsKeyID: "alias/ebs", snapshotID: "snap-0123abcd" },
        ...{ volumeSize: "100Gi", volumeType: "gp3" },
      },
    },
    { deviceName: "/dev/xvdb", rootVolume: false, ebs: { volumeSize: "1Ti" } },
  ],
  metadataOptions: {
    ...{ httpEndpoint: "enabled", httpProtocolIPv6: "disabled" },
    ...{ httpPutResponseHopLimit: 2, httpTokens: "required" },
  },
  userData: "#!/bin/bash\ncat <<EOF > /etc/motd\n<hello>\nEOF\n",
  tags: { Team: "platform" },
  associatePublicIPAddress: false,
  detailedMonitoring: true,
  instanceStorePolicy: "RAID0",
};

/** Every field of an EC2NodeClass of Karpenter 1.14 that goes with an alias. */
export const FULL_CLASS_V1 = {
  ...FULL_CLASS,
  amiFamily: undefined,
  amiSelectorTerms: [{ alias: "al2023@v20260818" }],
  kubelet: FULL_KUBELET,
};
