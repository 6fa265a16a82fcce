import * as pulumi from "@pulumi/pulumi";
import { clusterContext, type ClusterContext } from "../core/cluster";

/** Where the cluster lives. ARNs and policies are built from this, so that a preview shows them in full. */
export interface ClusterArgs {
  /** Name of the EKS cluster: 1 to 100 letters, digits, hyphens and underscores. */
  name: pulumi.Input<string>;
  /** Region of the cluster, such as `us-east-1`. The partition (aws, aws-cn, aws-us-gov) follows from it. */
  region: pulumi.Input<string>;
  /** Account of the cluster: 12 digits. */
  accountId: pulumi.Input<string>;
}

/** The context of a cluster, as soon as its parts are known. */
export function contextOf(cluster: ClusterArgs): pulumi.Output<ClusterContext> {
  return pulumi
    .all([cluster.name, cluster.region, cluster.accountId])
    .apply(([name, region, accountId]) => clusterContext(name, region, accountId));
}
