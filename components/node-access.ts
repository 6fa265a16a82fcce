import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AwsAuthMapping } from "./aws-auth-mapping";
import type { KarpenterClusterArgs } from "./karpenter-args";
import type { NodeRole } from "./node-role";

/** Lets nodes of the role join, in the way that the cluster's authentication mode asks for. */
export function nodeAccess(
  name: string,
  cluster: KarpenterClusterArgs,
  nodeRole: NodeRole,
  options: pulumi.ResourceOptions,
): pulumi.Resource {
  if (cluster.authenticationMode === "CONFIG_MAP") {
    return new AwsAuthMapping(
      name,
      { roleArn: nodeRole.arn, kubeconfig: cluster.kubeconfig ?? "" },
      options,
    );
  }
  return new aws.eks.AccessEntry(
    `${name}-entry`,
    { clusterName: cluster.name, principalArn: nodeRole.arn, type: "EC2_LINUX" },
    options,
  );
}
