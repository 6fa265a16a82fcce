import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Karpenter, type KarpenterClusterArgs, type Schedule } from "karpenter-eks";

const config = new pulumi.Config();

const karpenter = new Karpenter("karpenter", {
  cluster: config.requireObject<KarpenterClusterArgs>("cluster"),
  version: "1.14.4",
  subnetIds: config.requireObject<string[]>("subnetIds"),
  securityGroupIds: [config.require("securityGroupId")],
  nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
  nodePools: {
    default: {
      nodeClassName: "default",
      requirements: [
        { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["4096"] },
      ],
      limits: { cpu: "200" },
      terminationGracePeriod: "24h",
    },
    // The label draws the workload to these nodes, the taint keeps all others off them.
    api: {
      nodeClassName: "default",
      labels: { "module.schedule": "api-microservice" },
      taints: [{ key: "module.schedule", value: "api-microservice", effect: "NoSchedule" }],
      requirements: [
        { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m"] },
        { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["8192"] },
      ],
      limits: { cpu: "64" },
      terminationGracePeriod: "24h",
    },
  },
});

const schedule = karpenter.schedules.apply((schedules): Schedule => {
  const api = schedules.api;
  if (api === undefined) throw new Error("there is no pool api");
  return api;
});
new k8s.apps.v1.Deployment(
  "api",
  {
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: "api" } },
      template: {
        metadata: { labels: { app: "api" } },
        spec: {
          nodeSelector: schedule.nodeSelector,
          tolerations: schedule.tolerations,
          containers: [
            {
              name: "api",
              image: "public.ecr.aws/nginx/nginx:1.29",
              resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } },
            },
          ],
        },
      },
    },
  },
  { dependsOn: karpenter },
);
