import * as pulumi from "@pulumi/pulumi";
import { wantsZonalShift } from "../core/chart-values";
import { validateKarpenter } from "../core/karpenter";
import type { EC2NodeClassSpec } from "../core/node-class/spec";
import type { NodePoolSpec } from "../core/node-pool/spec";
import type { Finding as CoreFinding } from "../core/review/finding";
import { review } from "../core/review/rules";
import { karpenterVersion } from "../core/versions";
import { placeClass, placePool } from "../core/wiring";
import { scaleDownAutoscaler } from "./cluster-autoscaler";
import { ControllerRole } from "./controller-role";
import { DiscoveryTags } from "./discovery-tags";
import { EC2NodeClass } from "./ec2-node-class";
import { child, known, refuse } from "./inputs";
import type { KarpenterArgs } from "./karpenter-args";
import { KarpenterRelease } from "./karpenter-release";
import { nodeAccess } from "./node-access";
import { NodePool } from "./node-pool";
import type { Schedule } from "./node-pool-args";
import { NodeRole } from "./node-role";

/** What a reviewer would say; errors refuse the program, so these are warnings and notes. */
export interface Finding {
  /** Stable code, `KE` and three digits. */
  code: string;
  /** `warning` or `note`. */
  severity: string;
  /** Argument path. */
  where: string;
  /** What stands out. */
  message: string;
  /** Why it matters. */
  why: string;
  /** What to do. */
  fix: string;
}

/**
 * Karpenter on one cluster, whole: roles, discovery tags, access for the nodes, charts, classes and pools, wired so that
 * they come up in order and that a destroy leaves nothing: pools, classes, controller, CRDs, access, roles, tags.
 */
export class Karpenter extends pulumi.ComponentResource {
  /** Name of the node role. */
  public readonly nodeRoleName: pulumi.Output<string>;
  /** ARN of the node role. */
  public readonly nodeRoleArn: pulumi.Output<string>;
  /** ARN of the controller role. */
  public readonly controllerRoleArn: pulumi.Output<string>;
  /** Tolerations and node selector by pool name. */
  public readonly schedules: pulumi.Output<{ [pool: string]: Schedule }>;
  /** What the review found; each is logged as well. */
  public readonly findings: pulumi.Output<Finding[]>;

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`Karpenter ${name}`, validateKarpenter(known(args) as Record<string, unknown>));
    // No component repeats its arguments as inputs: each stands in a child, and would be diffed and stored three times.
    super("karpenter-eks:index:Karpenter", name, {}, opts);

    const {
      cluster,
      version,
      namespace,
      identity = "irsa",
      policyPreset = "scoped",
      iam = {},
    } = args;
    const karpenter = karpenterVersion(version);
    const roleArgs = {
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      tags: iam.tags,
    };

    const tags = new DiscoveryTags(
      `${name}-discovery`,
      {
        clusterName: cluster.name,
        subnetIds: args.subnetIds,
        securityGroupIds: args.securityGroupIds,
        resources: args.discoveryResources,
      },
      child(this, opts),
    );
    const nodeRole = new NodeRole(
      `${name}-node`,
      {
        ...roleArgs,
        cluster: location(cluster),
        version,
        additionalPolicyArns: iam.additionalNodePolicyArns,
      },
      child(this, opts, { dependsOn: tags }),
    );
    const controllerRole = new ControllerRole(
      `${name}-controller`,
      {
        ...roleArgs,
        cluster: location(cluster),
        version,
        namespace,
        identity,
        policyPreset,
        oidcIssuer: cluster.oidcIssuer,
        nodeRoleArn: nodeRole.arn,
        interruptionQueueArn: args.interruptionQueueArn,
        zonalShift: wantsZonalShift(known(args.values)),
        additionalStatements: iam.additionalControllerStatements,
      },
      child(this, opts, { dependsOn: tags }),
    );
    const access = nodeAccess(
      `${name}-access`,
      cluster,
      nodeRole,
      child(this, opts, { dependsOn: nodeRole }),
    );
    const release = new KarpenterRelease(
      name,
      {
        version,
        namespace,
        clusterName: cluster.name,
        controllerRoleArn: identity === "irsa" ? controllerRole.arn : undefined,
        nodeGroupNames: args.nodeGroupNames,
        interruptionQueueArn: args.interruptionQueueArn,
        controller: args.controller,
        chartRepository: args.chartRepository,
        values: args.values,
      },
      child(this, opts, { dependsOn: [tags, nodeRole, controllerRole, access] }),
    );
    const classes = Object.entries(args.nodeClasses).map(([className, spec]) => {
      const role =
        spec.role ?? (spec.instanceProfile === undefined ? nodeRole.roleName : undefined);
      return new EC2NodeClass(
        `${name}-class-${className}`,
        {
          ...(placeClass({ ...spec, role } as EC2NodeClassSpec, karpenter) as typeof spec),
          version,
          clusterName: cluster.name,
          nodeClassName: className,
        },
        child(this, opts, { dependsOn: release }),
      );
    });
    const pools = Object.entries(args.nodePools).map(([poolName, spec]): [string, NodePool] => {
      const nodeClass =
        typeof spec.nodeClassName === "string" ? args.nodeClasses[spec.nodeClassName] : undefined;
      const placed = placePool(
        spec as NodePoolSpec,
        nodeClass as EC2NodeClassSpec | undefined,
        karpenter,
      );
      return [
        poolName,
        new NodePool(
          `${name}-pool-${poolName}`,
          { ...(placed as typeof spec), version, nodePoolName: poolName },
          child(this, opts, { dependsOn: classes }),
        ),
      ];
    });
    if (args.clusterAutoscaler) {
      scaleDownAutoscaler(
        `${name}-cluster-autoscaler`,
        args.clusterAutoscaler,
        child(this, opts, { dependsOn: pools.map(([, pool]) => pool) }),
      );
    }

    this.nodeRoleName = nodeRole.roleName;
    this.nodeRoleArn = nodeRole.arn;
    this.controllerRoleArn = controllerRole.arn;
    this.schedules = pulumi.output(
      Object.fromEntries(pools.map(([poolName, pool]) => [poolName, pool.schedule])),
    );
    this.findings = pulumi
      .output(cluster.kubernetesVersion)
      .apply((kubernetesVersion) =>
        log(review({ version: karpenter, kubernetesVersion, policyPreset }), this),
      );
    this.registerOutputs({
      nodeRoleName: this.nodeRoleName,
      nodeRoleArn: this.nodeRoleArn,
      controllerRoleArn: this.controllerRoleArn,
      schedules: this.schedules,
      findings: this.findings,
    });
  }
}

function location({ name, region, accountId }: KarpenterArgs["cluster"]) {
  return { name, region, accountId };
}

function log(findings: CoreFinding[], resource: pulumi.Resource): Finding[] {
  for (const { code, severity, message, fix } of findings) {
    if (severity === "warning") void pulumi.log.warn(`${code}: ${message}. Fix: ${fix}.`, resource);
  }
  return findings;
}
