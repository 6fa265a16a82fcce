import * as k8s from "@pulumi/kubernetes";
import { mapValues } from "../core/records";
import { Karpenter, type IamArgs } from "../index";
import { lookUpCluster } from "./cluster";
import { readConfig, withAmiIds } from "./config";

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
        additionalNodePolicyArns: additionalPolicies(facts.nodePolicyArns, config.iam),
      },
      nodeGroupNames: facts.nodeGroupNames,
      subnetIds: facts.subnetIds,
      securityGroupIds: facts.securityGroupIds,
      nodeClasses: mapValues(config.nodeClasses, (spec) =>
        withAmiIds(spec, (parameter) => facts.amiIds[parameter] ?? ""),
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

/** A policy that the config names by itself is not attached a second time for a node group. */
function additionalPolicies(copied: Record<string, string>, iam: IamArgs = {}) {
  const own = iam.additionalNodePolicyArns ?? {};
  const rest = Object.entries(copied).filter(([, arn]) => !Object.values(own).includes(arn));
  return { ...Object.fromEntries(rest), ...own };
}
