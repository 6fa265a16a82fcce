import * as pulumi from "@pulumi/pulumi";
import { nodeMapRolesEntry } from "../core/aws-auth";
import { validateMapping } from "../core/iam/role";
import { AwsAuthEntry } from "./aws-auth/entry";
import { child, known, refuse } from "./inputs";

/** Arguments of AwsAuthMapping. */
export interface AwsAuthMappingArgs {
  /** ARN of the node role; an IAM path in it is left out, as aws-auth needs it. */
  roleArn: pulumi.Input<string>;
  /** Kubeconfig of somebody who may get and patch the ConfigMap `aws-auth` in `kube-system`. */
  kubeconfig: pulumi.Input<string>;
  /** Whether nodes of the role may run Windows, which adds the group `eks:kube-proxy-windows`. Defaults to false. */
  windows?: boolean;
}

/**
 * The entry by which nodes of one role may join a cluster whose authentication mode is CONFIG_MAP. Only this entry is
 * ever written or removed: everything else in the ConfigMap `aws-auth` stays byte for byte, whoever edits it meanwhile.
 * https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
 */
export class AwsAuthMapping extends pulumi.ComponentResource {
  /** ARN as it stands in the entry. */
  public readonly rolearn: pulumi.Output<string>;

  constructor(name: string, args: AwsAuthMappingArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`AwsAuthMapping ${name}`, validateMapping(known(args) as object));
    super("karpenter-eks:index:AwsAuthMapping", name, {}, opts);

    const entry = pulumi
      .output(args.roleArn)
      .apply((roleArn) => nodeMapRolesEntry(roleArn, args.windows));
    new AwsAuthEntry(
      `${name}-entry`,
      {
        kubeconfig: args.kubeconfig,
        rolearn: entry.rolearn,
        username: entry.username,
        groups: entry.groups,
      },
      child(this, opts),
    );

    this.rolearn = entry.rolearn;
    this.registerOutputs({ rolearn: this.rolearn });
  }
}
