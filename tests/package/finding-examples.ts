import type { ReviewInput } from "../../core/review/input";

/** What one rule finds fault with, and nothing beyond what it takes to see that. */
export interface FindingExample extends Omit<ReviewInput, "version"> {
  /** Full Karpenter version; a newer one where nothing depends on it. */
  version?: string;
}

const REQUIREMENTS = [
  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
];

const generation = { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["5"] };

const pinned = { amiSelectorTerms: [{ alias: "al2023@v20260818" }] };

/** One subnet of the range /24, as good as new. */
const SUBNET = {
  id: "subnet-0123456789abcdef0",
  availabilityZone: "eu-west-1a",
  availableIpAddressCount: 250,
};

const spot = {
  nodeClassName: "default",
  requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
};

/** An input for every rule, by its code. */
export const FINDING_EXAMPLES: Readonly<Record<string, FindingExample>> = {
  KE001: { version: "1.9.1", kubernetesVersion: "1.36" },
  KE002: { policyPreset: "migration-guide" },
  KE003: { nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@latest" }] } } },
  KE004: { version: "1.9.1", kubernetesVersion: "1.35" },
  KE005: {
    nodePools: {
      default: {
        nodeClassName: "default",
        requirements: [
          { key: "karpenter.k8s.aws/instance-memory", operator: "Gt", values: ["4047"] },
          { key: "karpenter.k8s.aws/instance-memory", operator: "Lt", values: ["1024"] },
        ],
      },
    },
  },
  KE006: {
    nodePools: {
      default: { nodeClassName: "default", requirements: [...REQUIREMENTS, generation] },
    },
    subnets: [SUBNET],
  },
  KE007: {
    nodePools: {
      default: {
        nodeClassName: "default",
        requirements: [
          { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["t3", "m7i"] },
        ],
      },
    },
  },
  KE008: {
    nodePools: {
      default: {
        nodeClassName: "default",
        requirements: [
          { key: "node.kubernetes.io/instance-type", operator: "In", values: ["m7i.large"] },
        ],
        limits: { cpu: "1000" },
      },
    },
    subnets: [SUBNET],
  },
  KE009: {
    nodePools: {
      default: {
        nodeClassName: "default",
        requirements: [
          { key: "node.kubernetes.io/instance-type", operator: "In", values: ["m7i.large"] },
        ],
      },
    },
    workloads: { report: { cpu: "4", memory: "16Gi" } },
  },
  KE010: {
    nodePools: {
      gpu: {
        nodeClassName: "default",
        requirements: [
          { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["g"] },
          { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
        ],
      },
    },
    workloads: { api: { cpu: "500m" } },
  },
  KE011: {
    kubernetesVersion: "1.33",
    nodeClasses: { default: { amiFamily: "AL2", amiSelectorTerms: [{ alias: "al2@v20251112" }] } },
  },
  KE012: {
    nodeClasses: { default: { amiFamily: "AL2023", amiSelectorTerms: [{ name: "nodes-*" }] } },
  },
  KE013: { nodePools: { default: { nodeClassName: "default", requirements: REQUIREMENTS } } },
  KE014: { nodePools: { default: spot }, interruptionQueue: false },
  KE015: { nodePools: { default: spot }, spotServiceLinkedRole: false },
  KE016: {
    controller: { replicas: 2, cpu: "1", memory: "1Gi" },
    nodeGroups: [{ name: "ng-1", instanceTypes: ["t3.small"], desiredSize: 1 }],
  },
  KE017: {
    nodePools: { default: { nodeClassName: "default", labels: { team: "platform" } } },
    values: { nodeSelector: { team: "platform" } },
  },
  KE018: {
    nodeClasses: { default: pinned },
    securityGroupIds: ["sg-0123456789abcdef0", "sg-0123456789abcdef1"],
  },
  KE019: {
    nodePools: {
      first: { nodeClassName: "default", requirements: REQUIREMENTS },
      second: { nodeClassName: "default", requirements: REQUIREMENTS },
    },
  },
  KE020: {
    nodeClasses: { default: pinned },
    values: { settings: { isolatedVPC: true } },
  },
  KE021: { clusterName: "shop", subnets: [{ ...SUBNET, discoveryTag: "other" }] },
  KE022: {
    nodePools: {
      default: { nodeClassName: "default", disruption: { budgets: [{ nodes: "0" }] } },
    },
  },
  KE023: { nodePools: { default: { nodeClassName: "default", expireAfter: "720h" } } },
};
