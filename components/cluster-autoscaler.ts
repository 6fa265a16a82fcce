import * as apps from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterAutoscalerArgs } from "./karpenter-args";

/** Two autoscalers on the same pods fight: the old one stops as soon as the pools are there, and not before. */
export function scaleDownAutoscaler(
  name: string,
  {
    deploymentName = "cluster-autoscaler",
    namespace = "kube-system",
    replicas = 0,
  }: ClusterAutoscalerArgs,
  options: pulumi.ResourceOptions,
): void {
  new apps.DeploymentPatch(
    name,
    {
      metadata: {
        name: deploymentName,
        namespace,
        // The field belongs to whoever deployed it; nothing rolls out at zero replicas, so there is nothing to wait for.
        annotations: { "pulumi.com/patchForce": "true", "pulumi.com/skipAwait": "true" },
      },
      spec: { replicas },
    },
    options,
  );
}
