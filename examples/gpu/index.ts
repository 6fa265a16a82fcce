import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Karpenter, type KarpenterClusterArgs } from "karpenter-eks";

const config = new pulumi.Config();
const GPU = "nvidia.com/gpu";

const karpenter = new Karpenter("karpenter", {
  cluster: config.requireObject<KarpenterClusterArgs>("cluster"),
  version: "1.14.4",
  subnetIds: config.requireObject<string[]>("subnetIds"),
  securityGroupIds: [config.require("securityGroupId")],
  nodeClasses: {
    // The alias finds the image with NVIDIA's drivers for instance types that have a GPU.
    gpu: {
      amiSelectorTerms: [{ alias: "al2023@v20260818" }],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          rootVolume: true,
          // Images of models are large.
          ebs: { volumeSize: "200Gi", volumeType: "gp3", encrypted: true },
        },
      ],
      instanceStorePolicy: "RAID0",
    },
  },
  nodePools: {
    gpu: {
      nodeClassName: "gpu",
      labels: { workload: "gpu" },
      taints: [{ key: GPU, effect: "NoSchedule" }],
      requirements: [
        { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
        { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
        { key: "karpenter.k8s.aws/instance-gpu-manufacturer", operator: "In", values: ["nvidia"] },
        { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Lte", values: ["1"] },
        // The training job asks for 16 GiB, and the node itself needs some.
        { key: "karpenter.k8s.aws/instance-memory", operator: "Gt", values: ["16384"] },
      ],
      limits: { [GPU]: "8" },
      terminationGracePeriod: "24h",
      disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "10m" },
    },
  },
});
const schedule = karpenter.schedules.apply((schedules) => schedules.gpu);

// Tells Kubernetes of the GPUs of a node; without it a pod that asks for one stays pending.
const plugin = new k8s.helm.v3.Release(
  "device-plugin",
  {
    chart: "nvidia-device-plugin",
    version: "0.17.1",
    namespace: "kube-system",
    repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
    values: {
      nodeSelector: schedule.apply((gpu) => gpu?.nodeSelector),
      tolerations: schedule.apply((gpu) => gpu?.tolerations),
    },
  },
  { dependsOn: karpenter },
);
new k8s.batch.v1.Job(
  "training",
  {
    spec: {
      template: {
        spec: {
          restartPolicy: "Never",
          nodeSelector: schedule.apply((gpu) => gpu?.nodeSelector ?? {}),
          tolerations: schedule.apply((gpu) => gpu?.tolerations ?? []),
          containers: [
            {
              name: "training",
              image: "registry.example.com/training:1.0",
              resources: { requests: { cpu: "2", memory: "16Gi" }, limits: { [GPU]: "1" } },
            },
          ],
        },
      },
    },
  },
  { dependsOn: [karpenter, plugin] },
);
