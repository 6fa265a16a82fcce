import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { validateDiscovery } from "../core/discovery";
import { DISCOVERY_TAG } from "../core/names";
import { child, known, refuse } from "./inputs";

/** Arguments of DiscoveryTags. */
export interface DiscoveryTagsArgs {
  /** Name of the EKS cluster, the value of the tag. */
  clusterName: pulumi.Input<string>;
  /** Ids of existing subnets; an id given twice is tagged once. Plain: they decide which tags exist. */
  subnetIds?: string[];
  /** Ids of existing security groups, usually the cluster security group alone. Plain, as `subnetIds`. */
  securityGroupIds?: string[];
  /**
   * Subnets and security groups whose ids are not known before they are made, by a key of your choice that names the
   * tag resource.
   */
  resources?: { [key: string]: pulumi.Input<string> };
}

/**
 * The tag `karpenter.sh/discovery=<cluster>` on subnets and security groups, one resource each and keyed by id, so that
 * reordering or sharing subnets between node groups changes nothing. Other tags are not touched.
 * https://karpenter.sh/docs/concepts/nodeclasses/#specsubnetselectorterms
 */
export class DiscoveryTags extends pulumi.ComponentResource {
  constructor(name: string, args: DiscoveryTagsArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`DiscoveryTags ${name}`, validateDiscovery(known(args) as object));
    super("karpenter-eks:index:DiscoveryTags", name, {}, opts);

    const ids = [...new Set([...(args.subnetIds ?? []), ...(args.securityGroupIds ?? [])])];
    const resources: [string, pulumi.Input<string>][] = [
      ...ids.map((id): [string, string] => [id, id]),
      ...Object.entries(args.resources ?? {}),
    ];
    for (const [key, resourceId] of resources) {
      new ec2.Tag(
        `${name}-${key}`,
        { resourceId, key: DISCOVERY_TAG, value: args.clusterName },
        child(this, opts),
      );
    }
    this.registerOutputs({});
  }
}
