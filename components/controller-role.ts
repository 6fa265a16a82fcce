import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { validateCluster } from "../core/cluster";
import { validateControllerRights } from "../core/iam/controller-rights";
import { validateIdentity, IdentityMode } from "../core/iam/identity";
import {
  controllerPolicyOf,
  validatePolicySize,
  type PolicyPreset,
} from "../core/iam/policy-preset";
import { conditionBlock, type PolicyEffect, type Statement } from "../core/iam/policy-document";
import { validateRole } from "../core/iam/role";
import { irsaTrust, podIdentityTrust } from "../core/iam/trust";
import { controllerPolicyName, controllerRoleName } from "../core/names";
import { under } from "../core/problem";
import { karpenterVersion, validateKarpenterVersion } from "../core/versions";
import { contextOf, type ClusterArgs } from "./cluster-args";
import { child, known, refuse } from "./inputs";
import { podIdentity } from "./pod-identity";
import { arnOf, type RoleArgs } from "./role-args";

/** One condition of a statement, in the form of the provider's `aws.iam.getPolicyDocument`. */
export interface PolicyConditionArgs {
  /** Condition operator, such as `StringEquals`. */
  test: pulumi.Input<string>;
  /** Condition key, such as `aws:RequestedRegion`; each pair of `test` and `variable` once in a statement. */
  variable: pulumi.Input<string>;
  /** Values of which one must match. */
  values: pulumi.Input<pulumi.Input<string>[]>;
}

/** One statement of an IAM policy. */
export interface PolicyStatementArgs {
  /** Identifier, unique within the policy. */
  sid?: string;
  /** `Allow` or `Deny`. Defaults to `Allow`. */
  effect?: PolicyEffect;
  /** Actions such as `kms:CreateGrant`. */
  actions: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs; `*` for all. */
  resources: pulumi.Input<pulumi.Input<string>[]>;
  /** Conditions that must all hold. Defaults to none. */
  conditions?: PolicyConditionArgs[];
}

/** Arguments of ControllerRole. */
export interface ControllerRoleArgs extends RoleArgs {
  /** The cluster that the controller works for. */
  cluster: ClusterArgs;
  /** Full Karpenter version, such as `1.14.4`. Plain: it decides which policy is written. */
  version: string;
  /** ARN of the node role, which is the only role that the controller may pass on. */
  nodeRoleArn: pulumi.Input<string>;
  /** Namespace of the controller's service account `karpenter`. Defaults to `kube-system`. */
  namespace?: pulumi.Input<string>;
  /** How the controller proves who it is: `irsa` or `pod-identity`. Plain: it decides which resources exist. Defaults to `irsa`. */
  identity?: IdentityMode;
  /** Issuer of the cluster's OIDC provider, with `https://`. Needed with `irsa`. */
  oidcIssuer?: pulumi.Input<string>;
  /**
   * `scoped` for rights that end at this cluster, or `migration-guide` for the wider policy of Karpenter's migration
   * guide. Defaults to `scoped`.
   */
  policyPreset?: PolicyPreset;
  /** ARN of the interruption queue. Defaults to none, and no SQS rights. */
  interruptionQueueArn?: pulumi.Input<string>;
  /** ARNs of KMS keys that encrypt the nodes' volumes: EC2 uses them on the controller's behalf. Defaults to none. */
  kmsKeyArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Names of SSM parameters of the account that AMI ids are read from; those of AWS need no mention. Defaults to none. */
  ssmParameters?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the controller may see ARC zonal shift, as the chart's `settings.enableZonalShift` needs. Since Karpenter 1.12. Defaults to false. */
  zonalShift?: boolean;
  /** Statements added to the policy. Defaults to none. */
  additionalStatements?: PolicyStatementArgs[];
}

/**
 * The IAM role of the Karpenter controller, with one inline policy that fits its limit of 10,240 characters for every
 * legal cluster name. https://karpenter.sh/docs/reference/cloudformation/#controller-authorization
 */
export class ControllerRole extends pulumi.ComponentResource {
  /** Name of the role. */
  public readonly roleName: pulumi.Output<string>;
  /** ARN of the role, for the service account's annotation. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ControllerRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { identity = "irsa", policyPreset = "scoped", namespace = "kube-system" } = args;
    refuse(`ControllerRole ${name}`, [
      ...validateKarpenterVersion("version", args.version),
      ...under("cluster", validateCluster(known(args.cluster) as object)),
      ...validateRole(known(args) as object),
      ...validateControllerRights(known(args) as Record<string, unknown>),
      ...validateIdentity({ identity, oidcIssuer: known(args.oidcIssuer), policyPreset }),
    ]);
    super("karpenter-eks:index:ControllerRole", name, {}, opts);

    const context = contextOf(args.cluster);
    const trust =
      identity === "irsa"
        ? pulumi
            .all([context, args.oidcIssuer ?? "", namespace])
            .apply(([c, issuer, ns]) => irsaTrust(c, issuer, ns))
        : podIdentityTrust();
    const role = new iam.Role(
      `${name}-role`,
      {
        name: args.roleName ?? pulumi.output(args.cluster.name).apply(controllerRoleName),
        path: args.path,
        description: pulumi.interpolate`Karpenter controller of the EKS cluster ${args.cluster.name}`,
        assumeRolePolicy: pulumi.output(trust).apply((document) => JSON.stringify(document)),
        permissionsBoundary: args.permissionsBoundary,
        tags: args.tags,
      },
      child(this, opts),
    );
    this.roleName = role.name;
    this.arn = arnOf(role, context, args.path);
    const version = karpenterVersion(args.version);
    new iam.RolePolicy(
      `${name}-policy`,
      {
        name: pulumi.output(args.cluster.name).apply(controllerPolicyName),
        role: role.name,
        policy: pulumi
          .all([
            context,
            args.nodeRoleArn,
            args.interruptionQueueArn,
            args.kmsKeyArns,
            args.ssmParameters,
            statements(args.additionalStatements),
          ])
          .apply(
            ([c, nodeRoleArn, interruptionQueueArn, kmsKeyArns, ssmParameters, additional]) => {
              const { zonalShift } = args;
              const document = controllerPolicyOf(
                policyPreset,
                {
                  ...{ ...c, version, nodeRoleArn, interruptionQueueArn, zonalShift },
                  ...{ kmsKeyArns, ssmParameters },
                },
                additional,
              );
              refuse(`ControllerRole ${name}`, validatePolicySize(document));
              return JSON.stringify(document);
            },
          ),
      },
      child(this, opts),
    );
    if (identity === "pod-identity") {
      podIdentity(
        `${name}-association`,
        { clusterName: args.cluster.name, namespace, roleArn: this.arn, tags: args.tags },
        // Where it stands when the role is the caller's own: an account of a pod can have one association alone.
        child(this, opts, { aliases: [{ parent: opts?.parent }] }),
      );
    }

    this.registerOutputs({ roleName: this.roleName, arn: this.arn });
  }
}

function statements(args: PolicyStatementArgs[] = []): pulumi.Output<Statement[]> {
  return pulumi.output(args).apply((all) =>
    all.map(({ sid, effect = "Allow", actions, resources, conditions }): Statement => ({
      ...(sid === undefined ? {} : { Sid: sid }),
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditionBlock(conditions) }),
    })),
  );
}
