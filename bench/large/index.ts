import { Karpenter, type NodePoolSpecArgs } from "../../index";

const numbered = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Far beyond a real cluster: 200 pools on 300 subnets. */
new Karpenter("karpenter", {
  cluster: {
    name: "large",
    region: "us-east-1",
    accountId: "111122223333",
    oidcIssuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC",
  },
  version: "1.14.4",
  subnetIds: numbered(300, (index) => `subnet-${index.toString(16).padStart(17, "0")}`),
  nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
  nodePools: Object.fromEntries(
    numbered(200, (index): [string, NodePoolSpecArgs] => [
      `pool-${index}`,
      {
        nodeClassName: "default",
        labels: { team: `team-${index}` },
        taints: [{ key: "team", value: `team-${index}`, effect: "NoSchedule" }],
        requirements: [
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
          { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
          { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["4096"] },
        ],
        limits: { cpu: "100" },
      },
    ]),
  ),
});
