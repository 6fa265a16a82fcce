import { review } from "../../../core/review/rules";
import type { RegisteredReview, Registration } from "../../../preview/registration";
import { reviewInputOf } from "../../../preview/reviews";

type Entry = [key: string, operator: string, ...values: string[]];

const AWS = "karpenter.k8s.aws/instance-";

function pool(nodeClassName: string, entries: Entry[], rest: object = {}): object {
  const requirements = entries.map(([key, operator, ...values]) => ({
    ...{ key, operator, values },
  }));
  return { nodeClassName, requirements, limits: { cpu: "400" }, ...rest };
}

function tenant(name: string): object {
  return {
    labels: { team: name },
    taints: [{ key: "team", value: name, effect: "NoSchedule" }],
  };
}

const GENERAL: Entry[] = [
  ["kubernetes.io/arch", "In", "amd64", "arm64"],
  [`${AWS}category`, "In", "c", "m", "r"],
  [`${AWS}generation`, "Gt", "5"],
  [`${AWS}memory`, "Gte", "4096"],
];

const NODE_POOLS = {
  spot: pool(
    "default",
    [...GENERAL, ["karpenter.sh/capacity-type", "In", "spot"], [`${AWS}memory`, "Lte", "65536"]],
    { weight: 50 },
  ),
  "on-demand": pool(
    "default",
    [...GENERAL, ["karpenter.sh/capacity-type", "In", "on-demand"], [`${AWS}cpu`, "Lt", "33"]],
    { weight: 10 },
  ),
  "zone-a": pool("default", [
    ...GENERAL,
    ["topology.kubernetes.io/zone", "In", "eu-west-1a"],
    [`${AWS}cpu`, "Gt", "3"],
  ]),
  payments: pool("default", [...GENERAL, [`${AWS}cpu`, "Lte", "16"]], tenant("payments")),
  search: pool("memory", [[`${AWS}category`, "In", "r", "x"]], tenant("search")),
  analytics: pool("memory", [[`${AWS}memory`, "Gt", "131071"]], tenant("analytics")),
  gpu: pool("gpu", [[`${AWS}gpu-manufacturer`, "In", "nvidia"]], {
    labels: { workload: "gpu" },
    taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
  }),
  burstable: pool("default", [[`${AWS}category`, "In", "t"]], tenant("burstable")),
  "build-machines-of-the-platform-team": pool(
    "builds",
    [
      [`${AWS}category`, "In", "c"],
      [`${AWS}cpu`, "Gte", "8"],
      [`${AWS}cpu`, "Lte", "64"],
      [`${AWS}memory`, "Gte", "16384"],
      [`${AWS}memory`, "Lte", "131072"],
    ],
    tenant("builds"),
  ),
  windows: pool("windows", [["kubernetes.io/os", "In", "windows"], ...GENERAL.slice(1)], {
    labels: { os: "windows" },
    taints: [{ key: "os", value: "windows", effect: "NoSchedule" }],
  }),
};

const WORKLOADS = {
  web: { replicas: 12, cpu: "500m", memory: "512Mi" },
  api: { replicas: 8, cpu: "1", memory: "2Gi" },
  worker: { replicas: 20, cpu: "2", memory: "4Gi" },
  mailer: { cpu: "100m", memory: "128Mi" },
  cron: { cpu: "250m", memory: "256Mi" },
  checkout: { ...workloadOf("payments"), replicas: 6, cpu: "2", memory: "4Gi" },
  ledger: { ...workloadOf("payments"), replicas: 3, cpu: "4", memory: "16Gi" },
  "fraud-detection-with-a-very-long-name": { ...workloadOf("payments"), cpu: "8", memory: "24Gi" },
  index: { ...workloadOf("search"), replicas: 9, cpu: "8", memory: "96Gi" },
  query: { ...workloadOf("search"), replicas: 9, cpu: "4", memory: "32Gi" },
  warehouse: { ...workloadOf("analytics"), cpu: "32", memory: "300Gi" },
  notebooks: { ...workloadOf("analytics"), cpu: "4", memory: "64Gi" },
  training: {
    ...{ replicas: 2, cpu: "16", memory: "64Gi", gpu: 4 },
    ...{ tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] },
    nodeSelector: { workload: "gpu" },
  },
  inference: {
    ...{ replicas: 4, cpu: "4", memory: "16Gi", gpu: 1 },
    ...{ tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] },
    nodeSelector: { workload: "gpu" },
  },
  "build-runner": { ...workloadOf("builds"), replicas: 16, cpu: "8", memory: "16Gi" },
  "build-cache": { ...workloadOf("builds"), cpu: "4", memory: "32Gi" },
  "legacy-dotnet": {
    ...{ cpu: "4", memory: "8Gi" },
    tolerations: [{ key: "os", operator: "Exists" }],
    nodeSelector: { os: "windows" },
  },
  "dev-shells": { ...workloadOf("burstable"), replicas: 30, cpu: "500m", memory: "1Gi" },
  monolith: { cpu: "96", memory: "1Ti" },
  stray: { cpu: "1", memory: "1Gi", nodeSelector: { team: "nobody" } },
};

function workloadOf(team: string): object {
  return {
    tolerations: [{ key: "team", operator: "Equal", value: team, effect: "NoSchedule" }],
    nodeSelector: { team },
  };
}

const REVIEW: RegisteredReview = {
  name: "karpenter",
  version: "1.14.4",
  input: {
    kubernetesVersion: "1.35",
    clusterName: "platform",
    region: "eu-west-1",
    policyPreset: "scoped",
    nodePools: NODE_POOLS,
    nodeClasses: {
      default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] },
      memory: { amiSelectorTerms: [{ alias: "al2023@v20260818" }], kubelet: { maxPods: 110 } },
      gpu: {
        amiSelectorTerms: [{ alias: "al2023@latest" }],
        subnetSelectorTerms: [{ id: "subnet-0c0c0c0c0c0c0c0c0" }],
      },
      builds: {
        amiSelectorTerms: [{ alias: "al2023@v20260818" }],
        subnetSelectorTerms: [{ tags: { purpose: "builds" } }],
      },
      windows: { amiSelectorTerms: [{ alias: "windows2022@v1.0.0" }] },
    },
    interruptionQueue: true,
    subnets: [
      ["subnet-0a0a0a0a0a0a0a0a0", "eu-west-1a", 16_370],
      ["subnet-0b0b0b0b0b0b0b0b0", "eu-west-1b", 4_081],
      ["subnet-0c0c0c0c0c0c0c0c0", "eu-west-1c", 507],
    ].map(([id, availabilityZone, availableIpAddressCount]) => ({
      ...{ id, availabilityZone, availableIpAddressCount },
    })) as never,
    workloads: WORKLOADS as never,
  } as never,
};

const SILENCED = {
  KE013: "limits come from <the quota of the account>",
  KE003: "tried in staging",
};

/** A registration of 10 pools and 20 workloads, with all kinds of findings. */
export const LARGE: Registration = {
  project: "platform",
  stack: "prod-eu",
  resources: [],
  outputs: {},
  findings: review(reviewInputOf(REVIEW), SILENCED),
  reviews: [REVIEW],
};

/** What must not get out of any text or attribute. */
export const BREAKOUT = `</text></title><script>alert('1')</script><img src=x onerror=alert(2)>"'&`;

/** Every name and value that comes from a user, as an attacker would write it. */
export const HOSTILE: Registration = {
  project: BREAKOUT,
  stack: BREAKOUT,
  resources: [],
  outputs: {},
  findings: ["error", "warning", "note"].map((severity) => ({
    ...{ code: BREAKOUT, severity, where: BREAKOUT, message: BREAKOUT, why: BREAKOUT },
    ...{ fix: BREAKOUT, silenced: BREAKOUT },
  })),
  reviews: [BREAKOUT, `${BREAKOUT} 2`].map((name) => ({
    name,
    version: "1.14.4",
    input: {
      clusterName: BREAKOUT,
      region: BREAKOUT,
      kubernetesVersion: BREAKOUT,
      nodePools: {
        [BREAKOUT]: {
          nodeClassName: BREAKOUT,
          labels: { [BREAKOUT]: BREAKOUT },
          taints: [{ key: BREAKOUT, value: BREAKOUT, effect: BREAKOUT }],
          limits: { [BREAKOUT]: BREAKOUT },
          requirements: [{ key: `${AWS}memory`, operator: "Gt", values: ["4047"] }],
        },
        [`${BREAKOUT} 2`]: { nodeClassName: { $unknown: true }, requirements: { $unknown: true } },
      },
      nodeClasses: { [BREAKOUT]: {} },
      subnets: [{ id: BREAKOUT, availabilityZone: BREAKOUT, availableIpAddressCount: 9 }],
      workloads: {
        [BREAKOUT]: { cpu: "1" },
        [`${BREAKOUT} 2`]: { nodeSelector: { [BREAKOUT]: BREAKOUT } },
      },
    },
  })),
};
