import * as k8s from "@pulumi/kubernetes";
import { mapValues } from "../core/records";
import { Karpenter, type IamArgs } from "../index";
import { lookUpAmis } from "./amis";
import { existingCluster } from "./cluster";
import { readConfig, withAmiIds } from "./config";
import { newCluster } from "./new-cluster";
import { spotServiceLinkedRole } from "./spot-role";

/** Pulumi runs this: read the config, look up or make the cluster, declare Karpenter on it. */
export = async () => {
  const config = readConfig();
  const [target, amiIds] = await Promise.all([
    config.create === undefined ? existingCluster(config) : newCluster(config, config.create),
    lookUpAmis(config),
  ]);
  const spotRole = await spotServiceLinkedRole(config);
  const provider = new k8s.Provider("cluster", { kubeconfig: target.kubeconfig });
  const { nodePolicyArns, dependsOn } = target;
  const karpenter = new Karpenter(
    "karpenter",
    {
      cluster: target.cluster,
      subnetIds: target.subnetIds,
      securityGroupIds: target.securityGroupIds,
      discoveryResources: target.discoveryResources,
      nodeGroupNames: target.nodeGroupNames,
      version: config.karpenterVersion,
      namespace: config.namespace,
      identity: config.identity,
      policyPreset: config.policyPreset,
      controllerRoleArn: config.controllerRoleArn,
      nodeRoleArn: config.nodeRoleArn,
      interruptionQueue: config.interruptionQueue,
      interruptionQueueArn: config.interruptionQueueArn,
      access: config.access,
      iam: withCopied(nodePolicyArns, config.iam),
      tags: config.tags,
      chartRepository: config.chartRepository,
      crds: config.crds,
      controller: config.controller,
      featureGates: config.featureGates,
      values: config.values,
      nodeClasses: mapValues(config.nodeClasses, (spec) =>
        withAmiIds(spec, (parameter) => amiIds[parameter] ?? ""),
      ),
      nodePools: config.nodePools,
      clusterAutoscaler: config.clusterAutoscaler,
      workloads: config.workloads,
      facts: { ...target.facts, spotServiceLinkedRole: spotRole.isThere },
      silence: config.silence,
    },
    { providers: [provider], dependsOn: [...dependsOn, ...spotRole.resources] },
  );
  return {
    nodeRoleName: karpenter.nodeRoleName,
    controllerRoleArn: karpenter.controllerRoleArn,
    schedules: karpenter.schedules,
  };
};

/** A policy that the config names by itself is not attached a second time for a node group. */
function withCopied(copied: Record<string, string>, iam: IamArgs = {}): IamArgs {
  const own = iam.additionalNodePolicyArns ?? {};
  const rest = Object.entries(copied).filter(([, arn]) => !Object.values(own).includes(arn));
  if (rest.length === 0) return iam;
  return { ...iam, additionalNodePolicyArns: { ...Object.fromEntries(rest), ...own } };
}
