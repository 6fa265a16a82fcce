import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { validateCluster } from "../core/cluster";
import {
  managedPolicyArn,
  nodeManagedPolicies,
  validateAdditionalPolicies,
} from "../core/iam/node-policies";
import { validateRole } from "../core/iam/role";
import { nodeTrust } from "../core/iam/trust";
import { nodeRoleName } from "../core/names";
import { under } from "../core/problem";
import { karpenterVersion, knownVersion, validateKarpenterVersion } from "../core/versions";
import { contextOf, type ClusterArgs } from "./cluster-args";
import { child, known, refuse } from "./inputs";
import { arnOf, type RoleArgs } from "./role-args";

/** Arguments of NodeRole. */
export interface NodeRoleArgs extends RoleArgs {
  /** The cluster whose nodes assume the role. */
  cluster: ClusterArgs;
  /** Full Karpenter version, such as `1.14.4`. Plain: it decides which managed policies are attached. */
  version: string;
  /**
   * Further managed policies by a name of your choice, for what pods need from their node. Plain keys: they decide
   * which attachments exist. Defaults to none.
   */
  additionalPolicyArns?: { [key: string]: pulumi.Input<string> };
}

/**
 * The IAM role of the nodes that Karpenter launches: trusted by EC2, with the managed policies that this Karpenter
 * version asks for. https://karpenter.sh/docs/reference/cloudformation/#karpenternoderole
 */
export class NodeRole extends pulumi.ComponentResource {
  /** Name of the role, for `EC2NodeClass.role`. */
  public readonly roleName: pulumi.Output<string>;
  /** ARN of the role. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`NodeRole ${name}`, [
      ...validateKarpenterVersion("version", args.version),
      ...under("cluster", validateCluster(known(args.cluster) as object)),
      ...validateRole(known(args) as object),
      ...validateAdditionalPolicies(
        args.additionalPolicyArns,
        "additionalPolicyArns",
        knownVersion(args.version),
      ),
    ]);
    super("karpenter-eks:index:NodeRole", name, {}, opts);

    const context = contextOf(args.cluster);
    const role = new iam.Role(
      `${name}-role`,
      {
        name: args.roleName ?? pulumi.output(args.cluster.name).apply(nodeRoleName),
        path: args.path,
        description: pulumi.interpolate`Nodes that Karpenter launches for the EKS cluster ${args.cluster.name}`,
        assumeRolePolicy: context.apply((c) => JSON.stringify(nodeTrust(c))),
        permissionsBoundary: args.permissionsBoundary,
        tags: args.tags,
      },
      child(this, opts),
    );
    const attach = (key: string, policyArn: pulumi.Input<string>) =>
      new iam.RolePolicyAttachment(
        `${name}-${key}`,
        { role: role.name, policyArn },
        child(this, opts),
      );
    for (const policy of nodeManagedPolicies(karpenterVersion(args.version))) {
      const policyArn = context.apply((c) => managedPolicyArn(c.partition, policy));
      attach(policy, policyArn);
    }
    for (const [key, policyArn] of Object.entries(args.additionalPolicyArns ?? {})) {
      attach(key, policyArn);
    }

    this.roleName = role.name;
    this.arn = arnOf(role, context, args.path);
    this.registerOutputs({ roleName: this.roleName, arn: this.arn });
  }
}
