import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Karpenter, SpotServiceLinkedRole } from "karpenter-eks";

const config = new pulumi.Config();
const privateSubnetIds = config.requireObject<string[]>("privateSubnetIds");
const name = "shop";
const kubernetesVersion = "1.35";
const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
];

/** A cluster and Karpenter in one run: what exists is decided by what is known before it. */
export = async () => {
  const [{ region }, { accountId }, { partition, dnsSuffix }, spotRoles] = await Promise.all([
    aws.getRegion({}),
    aws.getCallerIdentity({}),
    aws.getPartition({}),
    aws.iam.getRoles({ pathPrefix: "/aws-service-role/spot.amazonaws.com/" }),
  ]);
  const cluster = new eks.Cluster(name, {
    name,
    version: kubernetesVersion,
    vpcId: config.require("vpcId"),
    publicSubnetIds: config.requireObject<string[]>("publicSubnetIds"),
    privateSubnetIds,
    authenticationMode: eks.AuthenticationMode.Api,
    createOidcProvider: true,
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
  });

  // Two nodes that Karpenter does not manage, for the two replicas of its controller.
  const role = new aws.iam.Role("system-nodes", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: `ec2.${dnsSuffix}` }, Action: "sts:AssumeRole" },
      ],
    }),
  });
  const policies = NODE_POLICIES.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(policy, {
        role: role.name,
        policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
      }),
  );
  const system = new aws.eks.NodeGroup(
    "system",
    {
      clusterName: name,
      nodeGroupName: "system",
      nodeRoleArn: role.arn,
      subnetIds: privateSubnetIds,
      instanceTypes: ["m7i.large"],
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 3 },
    },
    // The component is not enough: what is below it would not wait for this when all of it goes.
    { dependsOn: [cluster, cluster.eksCluster, ...policies] },
  );
  const agent = new aws.eks.Addon(
    "pod-identity-agent",
    { clusterName: name, addonName: "eks-pod-identity-agent" },
    { dependsOn: system },
  );

  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const [spotRole] = spotRoles.names;
  const spot = new SpotServiceLinkedRole("spot", {
    owner,
    existing: spotRole === undefined ? undefined : await aws.iam.getRole({ name: spotRole }),
  });
  const provider = new k8s.Provider("cluster", { kubeconfig: cluster.kubeconfigJson });
  const karpenter = new Karpenter(
    "karpenter",
    {
      cluster: { name, region, accountId, kubernetesVersion, authenticationMode: "API" },
      version: "1.14.4",
      identity: "pod-identity",
      subnetIds: privateSubnetIds,
      discoveryResources: { "cluster-security-group": cluster.clusterSecurityGroupId },
      nodeGroupNames: ["system"],
      nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
      nodePools: {
        default: {
          nodeClassName: "default",
          requirements: [
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
            { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
            { key: "karpenter.k8s.aws/instance-memory", operator: "Gte", values: ["4096"] },
          ],
          limits: { cpu: "100" },
          terminationGracePeriod: "24h",
        },
      },
    },
    { providers: [provider], dependsOn: [cluster, cluster.eksCluster, system, agent, spot] },
  );
  return { kubeconfig: cluster.kubeconfigJson, schedules: karpenter.schedules };
};
