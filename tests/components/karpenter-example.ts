import type { KarpenterArgs } from "../../index";

/** Karpenter on a cluster with access entries, as small as it can be. */
export const args: KarpenterArgs = {
  cluster: {
    name: "prod",
    region: "eu-west-1",
    accountId: "111122223333",
    kubernetesVersion: "1.35",
    oidcIssuer: "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC",
    authenticationMode: "API",
  },
  version: "1.14.4",
  subnetIds: ["subnet-0aaaaaaaaaaaaaaa1"],
  securityGroupIds: ["sg-0123456789abcdef0"],
  nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
  nodePools: {
    default: {
      nodeClassName: "default",
      requirements: [
        { key: "karpenter.k8s.aws/instance-memory", operator: "Gt", values: ["4047"] },
        { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
      ],
      limits: { cpu: "100" },
      expireAfter: "Never",
    },
  },
  clusterAutoscaler: {},
  // What it is made of has a test of its own.
  interruptionQueue: false,
};
