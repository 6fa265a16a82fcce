import * as pulumi from "@pulumi/pulumi";
import { checkField } from "../core/check-field";
import { discoverySelectorTerms, renderEC2NodeClass } from "../core/node-class/render";
import type { EC2NodeClassSpec } from "../core/node-class/spec";
import { validateEC2NodeClass } from "../core/node-class/validate";
import { OBJECT_NAME } from "../core/patterns";
import { karpenterVersion, knownVersion, validateKarpenterVersion } from "../core/versions";
import { customResource } from "./custom-resource";
import type { EC2NodeClassSpecArgs } from "./ec2-node-class-args";
import { after, child, known, map, refuse, resolve } from "./inputs";

/** Arguments of EC2NodeClass. */
export interface EC2NodeClassArgs extends EC2NodeClassSpecArgs {
  /** Full Karpenter version, such as `1.14.4`. Plain: it decides the API version. */
  version: string;
  /** Name of the EKS cluster, for the selectors that are not given. */
  clusterName: pulumi.Input<string>;
  /** Name of the object in the cluster. Plain. Defaults to the resource's name. A change replaces the class. */
  nodeClassName?: string;
}

/**
 * An EC2NodeClass: how Karpenter launches instances, written in the API of the given version. Selectors are never empty:
 * an empty one would match every subnet or security group of the account and region.
 * https://karpenter.sh/docs/concepts/nodeclasses/
 */
export class EC2NodeClass extends pulumi.ComponentResource {
  /** Name of the object in the cluster, for `NodePool.nodeClassName`. */
  public readonly nodeClassName: pulumi.Output<string>;

  constructor(name: string, args: EC2NodeClassArgs, opts?: pulumi.ComponentResourceOptions) {
    const { version, clusterName, nodeClassName = name, ...given } = args;
    const what = `EC2NodeClass ${name}`;
    refuse(what, [
      ...validateKarpenterVersion("version", version),
      ...checkField(OBJECT_NAME, nodeClassName, "nodeClassName"),
      ...validateEC2NodeClass(known(given), "", knownVersion(version)),
    ]);
    super("karpenter-eks:index:EC2NodeClass", name, {}, opts);

    const karpenter = karpenterVersion(version);
    const discovered =
      typeof clusterName === "string"
        ? discoverySelectorTerms(clusterName)
        : pulumi.output(clusterName).apply(discoverySelectorTerms);
    const spec = {
      ...given,
      subnetSelectorTerms: given.subnetSelectorTerms ?? discovered,
      securityGroupSelectorTerms: given.securityGroupSelectorTerms ?? discovered,
    };
    const resolved = resolve<EC2NodeClassSpec>(spec, (plain) => {
      refuse(what, validateEC2NodeClass(plain, "", karpenter));
    });
    const object = customResource(
      `${name}-nodeclass`,
      { group: "karpenter.k8s.aws", kind: "EC2NodeClass" },
      nodeClassName,
      map(resolved, (plain) => renderEC2NodeClass(plain, karpenter)),
      karpenter,
      child(this, opts),
    );

    this.nodeClassName = after(object, nodeClassName);
    this.registerOutputs({ nodeClassName: this.nodeClassName });
  }
}
