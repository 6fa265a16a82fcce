import * as k8s from "@pulumi/kubernetes";
import { Karpenter, type EC2NodeClassSpecArgs } from "../index";
import { lookUpCluster, type ClusterFacts } from "./cluster";
import { readConfig, type NodeClassConfig } from "./config";

/** Pulumi runs this: read the config, look up the cluster, declare Karpenter on it. */
export = async () => {
  const config = readConfig();
  const facts = await lookUpCluster(config);
  const provider = new k8s.Provider("cluster", { kubeconfig: facts.kubeconfig });
  const karpenter = new Karpenter(
    "karpenter",
    {
      cluster: {
        name: facts.name,
        region: facts.region,
        accountId: facts.accountId,
        kubernetesVersion: facts.kubernetesVersion,
        oidcIssuer: facts.oidcIssuer,
        authenticationMode: facts.authenticationMode,
        kubeconfig: facts.kubeconfig,
      },
      version: config.karpenterVersion,
      namespace: config.namespace,
      identity: config.identity,
      policyPreset: config.policyPreset,
      chartRepository: config.chartRepository,
      controller: config.controller,
      values: config.values,
      iam: {
        ...config.iam,
        additionalNodePolicyArns: {
          ...facts.nodePolicyArns,
          ...config.iam?.additionalNodePolicyArns,
        },
      },
      nodeGroupNames: facts.nodeGroupNames,
      subnetIds: facts.subnetIds,
      securityGroupIds: facts.securityGroupIds,
      nodeClasses: Object.fromEntries(
        Object.entries(config.nodeClasses).map(([name, spec]) => [name, withAmiIds(spec, facts)]),
      ),
      nodePools: config.nodePools,
      clusterAutoscaler: config.clusterAutoscaler,
    },
    { providers: [provider] },
  );
  return {
    nodeRoleName: karpenter.nodeRoleName,
    controllerRoleArn: karpenter.controllerRoleArn,
    schedules: karpenter.schedules,
  };
};

function withAmiIds(
  { amiParameters, ...spec }: NodeClassConfig,
  facts: ClusterFacts,
): EC2NodeClassSpecArgs {
  if (!amiParameters) return spec;
  const ids = amiParameters.map((parameter) => ({ id: facts.amiIds[parameter] ?? "" }));
  const terms = Array.isArray(spec.amiSelectorTerms) ? spec.amiSelectorTerms : [];
  return { ...spec, amiSelectorTerms: [...terms, ...ids] };
}
