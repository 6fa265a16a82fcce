import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Karpenter, type AuthenticationMode } from "karpenter-eks";

const clusterName = new pulumi.Config().require("clusterName");

/** Looks the cluster up, so that the preview shows every policy in full. */
export = async () => {
  const [cluster, { region }, { accountId }, { names: nodeGroupNames }] = await Promise.all([
    aws.eks.getCluster({ name: clusterName }),
    aws.getRegion({}),
    aws.getCallerIdentity({}),
    aws.eks.getNodeGroups({ clusterName }),
  ]);
  const nodeGroups = await Promise.all(
    nodeGroupNames.map((nodeGroupName) => aws.eks.getNodeGroup({ clusterName, nodeGroupName })),
  );
  // Whoever runs this has a kubeconfig for the cluster: aws eks update-kubeconfig --name <cluster>
  const provider = new k8s.Provider("cluster", { kubeconfig: "~/.kube/config" });
  const karpenter = new Karpenter(
    "karpenter",
    {
      cluster: {
        ...{ name: clusterName, region, accountId, kubernetesVersion: cluster.version },
        oidcIssuer: cluster.identities[0]?.oidcs[0]?.issuer,
        // A cluster from before access entries reports no mode; for CONFIG_MAP give a kubeconfig as well.
        authenticationMode: (cluster.accessConfigs[0]?.authenticationMode ??
          "CONFIG_MAP") as AuthenticationMode,
      },
      version: "1.14.4",
      // Those of the node groups; clusters that share subnets tag none, and select them by id in the class.
      subnetIds: [...new Set(nodeGroups.flatMap(({ subnetIds }) => subnetIds))].sort(),
      securityGroupIds: [cluster.vpcConfig.clusterSecurityGroupId],
      nodeGroupNames,
      nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
      nodePools: {
        default: {
          nodeClassName: "default",
          requirements: [
            { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
            { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["4096"] },
          ],
          limits: { cpu: "200" },
          terminationGracePeriod: "24h",
        },
      },
    },
    { providers: [provider] },
  );
  return { nodeRoleName: karpenter.nodeRoleName };
};
