import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Karpenter, NodeRole, type KarpenterClusterArgs } from "karpenter-eks";

const config = new pulumi.Config();
const cluster = config.requireObject<KarpenterClusterArgs>("cluster");
// A registry inside the VPC with copies of the charts and of the image.
const registry = config.require("registry");
const version = "1.14.4";

// IAM has no VPC endpoint: Karpenter cannot make instance profiles there, so the program makes one.
const { name, region, accountId } = cluster;
const nodeRole = new NodeRole("nodes", { cluster: { name, region, accountId }, version });
const profile = new aws.iam.InstanceProfile("nodes", {
  // A name of its own, so that the preview knows the class that uses it.
  name: pulumi.interpolate`KarpenterNodes-${name}`,
  role: nodeRole.roleName,
});

const karpenter = new Karpenter(
  "karpenter",
  {
    cluster,
    version,
    nodeRoleArn: nodeRole.arn,
    chartRepository: `oci://${registry}/karpenter`,
    values: {
      // No prices are asked for either: they come with the controller.
      settings: { isolatedVPC: true },
      // The digest that the chart has is that of the image elsewhere.
      controller: {
        image: { repository: `${registry}/karpenter/controller`, tag: version, digest: "" },
      },
    },
    subnetIds: config.requireObject<string[]>("subnetIds"),
    securityGroupIds: [config.require("securityGroupId")],
    nodeClasses: {
      default: {
        amiFamily: "AL2023",
        // Read through the SSM endpoint; a pinned image, as the parameter names a version.
        amiSelectorTerms: [
          {
            ssmParameter:
              "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.35-v20260818/image_id",
          },
        ],
        instanceProfile: profile.name,
      },
    },
    nodePools: {
      default: {
        nodeClassName: "default",
        requirements: [
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
          { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["4096"] },
        ],
        limits: { cpu: "100" },
        terminationGracePeriod: "24h",
      },
    },
  },
  { dependsOn: [nodeRole, profile] },
);

export const schedules = karpenter.schedules;
