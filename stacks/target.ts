import type * as pulumi from "@pulumi/pulumi";
import type { KarpenterArgs } from "../index";

/** The cluster that Karpenter is put on, whether it was there before or is made here. */
export interface Target extends Pick<
  KarpenterArgs,
  "cluster" | "subnetIds" | "securityGroupIds" | "discoveryResources" | "nodeGroupNames" | "facts"
> {
  kubeconfig: pulumi.Input<string>;
  /** Managed policies that the node role gets beyond those of every node, by name. */
  nodePolicyArns: Record<string, string>;
  /** What has to be there before Karpenter, and to outlive it. */
  dependsOn: pulumi.Input<pulumi.Resource>[];
}
