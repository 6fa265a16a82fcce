import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { accessModeOf, type AccessEntryType, type AccessMode } from "../core/iam/access";
import { AwsAuthMapping } from "./aws-auth-mapping";
import { clusterContext, roleArn } from "../core/cluster";
import { nodeRoleName } from "../core/names";
import type { KarpenterArgs, KarpenterClusterArgs } from "./karpenter-args";

/** How the nodes that Karpenter launches are let into the cluster. */
export interface AccessArgs {
  /**
   * `access-entry`, `aws-auth`, or `none` where the role is let in already. Plain. Defaults to what the cluster's
   * authentication mode reads.
   */
  mode?: AccessMode;
  /** Type of the access entry; for a moment of its change no node can join. Plain. Defaults to `EC2_WINDOWS` where a class launches Windows, else `EC2_LINUX`. */
  entryType?: AccessEntryType;
  /**
   * Whether the role has an access entry already, of the same type, which is then taken over with its tags, and kept on
   * destroy. Plain; the role's ARN must be known. Defaults to false.
   */
  adopt?: boolean;
}

/** Who is let in, and as what. */
export interface NodeIdentity {
  arn: pulumi.Input<string>;
  /** The same as plain text, as far as it is known. */
  plainArn?: string;
  windows: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The ARN of the node role as far as it is known before anything is made. */
export function plainNodeRoleArn({
  cluster,
  iam = {},
  nodeRoleArn,
}: KarpenterArgs): string | undefined {
  if (nodeRoleArn !== undefined) return typeof nodeRoleArn === "string" ? nodeRoleArn : undefined;
  const { name, region, accountId } = cluster;
  const { nodeRoleName: roleName, path = "/" } = iam;
  if (typeof name !== "string" || typeof region !== "string" || typeof accountId !== "string")
    return undefined;
  const context = clusterContext(name, region, accountId);
  return roleArn(context, (roleName as string | undefined) ?? nodeRoleName(name), path as string);
}

/** Lets nodes of the role join, in the way that the cluster's authentication mode asks for. */
export function nodeAccess(
  name: string,
  cluster: KarpenterClusterArgs,
  { mode, entryType, adopt = false }: AccessArgs,
  { arn, plainArn, windows, tags }: NodeIdentity,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource | undefined {
  switch (accessModeOf(cluster.authenticationMode ?? "API", mode)) {
    case "none":
      return undefined;
    case "aws-auth":
      return new AwsAuthMapping(
        name,
        { roleArn: arn, kubeconfig: cluster.kubeconfig ?? "", windows },
        options,
      );
    case "access-entry":
      return new eks.AccessEntry(
        `${name}-entry`,
        {
          clusterName: cluster.name,
          principalArn: arn,
          type: entryType ?? (windows ? "EC2_WINDOWS" : "EC2_LINUX"),
          tags: adopt ? undefined : tags,
        },
        pulumi.mergeOptions(options, {
          // A role has one entry, and its type cannot be changed.
          deleteBeforeReplace: true,
          ...(adopt
            ? {
                import: `${cluster.name as string}:${plainArn ?? ""}`,
                ignoreChanges: ["tags", "tagsAll"],
                retainOnDelete: true,
              }
            : {}),
        }),
      );
  }
}
