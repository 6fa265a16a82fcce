import * as pulumi from "@pulumi/pulumi";
import { wantsZonalShift } from "../core/chart-values";
import { impliedFeatureGates } from "../core/feature-gates";
import { hasWindows } from "../core/iam/access";
import { ssmParametersOf } from "../core/iam/node-permissions";
import { roleNameOf } from "../core/iam/role";
import { validateKarpenter } from "../core/karpenter";
import type { EC2NodeClassSpec } from "../core/node-class/spec";
import type { NodePoolSpec } from "../core/node-pool/spec";
import { reviewInputOf } from "../core/review/arguments";
import { announceReview } from "../core/review/channel";
import { review } from "../core/review/rules";
import { mapValues } from "../core/records";
import { karpenterVersion } from "../core/versions";
import { placeClass, placePool } from "../core/wiring";
import { scaleDownAutoscaler } from "./cluster-autoscaler";
import { ControllerRole } from "./controller-role";
import { DiscoveryTags } from "./discovery-tags";
import { EC2NodeClass } from "./ec2-node-class";
import { log, refuseErrors, type Finding } from "./finding";
import { child, known, map, refuse, resolve } from "./inputs";
import { InterruptionQueue } from "./interruption-queue";
import type { KarpenterArgs } from "./karpenter-args";
import { KarpenterRelease } from "./karpenter-release";
import { nodeAccess, plainNodeRoleArn } from "./node-access";
import { NodePool } from "./node-pool";
import type { Schedule } from "./node-pool-args";
import { NodeRole } from "./node-role";
import { podIdentity } from "./pod-identity";

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
  /** ARN of the interruption queue, where there is one; a controller role of your own needs rights to it. */
  public readonly interruptionQueueArn: pulumi.Output<string | undefined>;
  /** Tolerations and node selector by pool name. */
  public readonly schedules: pulumi.Output<{ [pool: string]: Schedule }>;
  /** What the review found; each is logged as well. */
  public readonly findings: pulumi.Output<Finding[]>;

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    const plain = known(args) as Record<string, unknown>;
    refuse(`Karpenter ${name}`, validateKarpenter(plain));
    const karpenter = karpenterVersion(args.version);
    const reviewed = reviewInputOf(plain, karpenter);
    const foundBefore = review(reviewed, args.silence);
    announceReview({ name, input: reviewed, findings: foundBefore });
    refuseErrors(`Karpenter ${name}`, foundBefore);
    // No component repeats its arguments as inputs: each stands in a child, and would be diffed and stored three times.
    super("karpenter-eks:index:Karpenter", name, {}, opts);

    const { cluster, version, namespace, identity = "irsa", policyPreset = "scoped" } = args;
    const { iam = {}, access = {}, tags } = args;
    const roleArgs = { path: iam.path, permissionsBoundary: iam.permissionsBoundary, tags };
    const made: pulumi.Resource[] = [];
    const add = <T extends pulumi.Resource>(resource: T): T => {
      made.push(resource);
      return resource;
    };

    const discovery = add(
      new DiscoveryTags(
        `${name}-discovery`,
        {
          clusterName: cluster.name,
          subnetIds: args.subnetIds,
          securityGroupIds: args.securityGroupIds,
          resources: args.discoveryResources,
        },
        child(this, opts),
      ),
    );
    const afterTags = child(this, opts, { dependsOn: discovery });
    const nodeRole =
      args.nodeRoleArn === undefined
        ? add(
            new NodeRole(
              `${name}-node`,
              {
                ...roleArgs,
                roleName: iam.nodeRoleName,
                cluster: location(cluster),
                version,
                additionalPolicyArns: iam.additionalNodePolicyArns,
              },
              afterTags,
            ),
          )
        : ownRole(args.nodeRoleArn);
    const queue =
      args.interruptionQueueArn === undefined &&
      // A role of the caller's own may not read it, without which a controller up to 1.3 does not start.
      (args.interruptionQueue ?? args.controllerRoleArn === undefined)
        ? add(
            new InterruptionQueue(
              `${name}-interruption`,
              { cluster: location(cluster), version, tags },
              afterTags,
            ),
          )
        : undefined;
    const interruptionQueueArn = queue?.queueArn ?? args.interruptionQueueArn;
    const controllerRoleArn =
      args.controllerRoleArn ??
      add(
        new ControllerRole(
          `${name}-controller`,
          {
            ...{ ...roleArgs, roleName: iam.controllerRoleName, cluster: location(cluster) },
            ...{ version, namespace, identity, policyPreset, interruptionQueueArn },
            oidcIssuer: cluster.oidcIssuer,
            nodeRoleArn: nodeRole.arn,
            zonalShift: wantsZonalShift(known(args.values)),
            kmsKeyArns: iam.kmsKeyArns,
            ssmParameters: map(amiTerms(args.nodeClasses), ssmParametersOf),
            additionalStatements: iam.additionalControllerStatements,
          },
          afterTags,
        ),
      ).arn;
    if (args.controllerRoleArn !== undefined && identity === "pod-identity") {
      add(
        podIdentity(
          `${name}-controller-association`,
          {
            clusterName: cluster.name,
            namespace: namespace ?? "kube-system",
            roleArn: args.controllerRoleArn,
            tags,
          },
          pulumi.mergeOptions(afterTags, {
            aliases: [
              {
                parent: pulumi.createUrn(
                  `${name}-controller`,
                  "karpenter-eks:index:ControllerRole",
                  this,
                ),
              },
            ],
          }),
        ),
      );
    }
    const letIn = nodeAccess(
      `${name}-access`,
      cluster,
      access,
      {
        arn: nodeRole.arn,
        plainArn: plainNodeRoleArn(args),
        windows: hasWindows(known(args.nodeClasses)),
        tags,
      },
      child(this, opts, { dependsOn: [...made] }),
    );
    if (letIn) add(letIn);
    const release = new KarpenterRelease(
      name,
      {
        ...{ version, namespace, clusterName: cluster.name, interruptionQueueArn },
        controllerRoleArn: identity === "irsa" ? controllerRoleArn : undefined,
        nodeGroupNames: args.nodeGroupNames,
        controller: args.controller,
        chartRepository: args.chartRepository,
        featureGates: {
          ...impliedFeatureGates(args.nodePools, args.nodeClasses, karpenter),
          ...args.featureGates,
        },
        crds: args.crds,
        values: args.values,
      },
      child(this, opts, { dependsOn: made }),
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

    this.nodeRoleName = pulumi.output(nodeRole.roleName);
    this.nodeRoleArn = pulumi.output(nodeRole.arn);
    this.controllerRoleArn = pulumi.output(controllerRoleArn);
    this.interruptionQueueArn = pulumi.output(interruptionQueueArn);
    this.schedules = pulumi.output(
      Object.fromEntries(pools.map(([poolName, pool]) => [poolName, pool.schedule])),
    );
    this.findings = pulumi.output(cluster.kubernetesVersion).apply((kubernetesVersion) =>
      log(
        // A version that was plain is in what was found before.
        !kubernetesVersion || kubernetesVersion === reviewed.kubernetesVersion
          ? foundBefore
          : review({ ...reviewed, kubernetesVersion }, args.silence),
        this,
      ),
    );
    this.registerOutputs({
      nodeRoleName: this.nodeRoleName,
      nodeRoleArn: this.nodeRoleArn,
      controllerRoleArn: this.controllerRoleArn,
      interruptionQueueArn: this.interruptionQueueArn,
      schedules: this.schedules,
      findings: this.findings,
    });
  }
}

function location({ name, region, accountId }: KarpenterArgs["cluster"]) {
  return { name, region, accountId };
}

/** How the classes find their images, and nothing else of them that may not be known yet. */
function amiTerms(nodeClasses: KarpenterArgs["nodeClasses"]): object {
  return resolve<object>(
    mapValues(nodeClasses, ({ amiSelectorTerms }) => ({ amiSelectorTerms })),
    () => undefined,
  );
}

/** A node role of the caller's own. */
function ownRole(arn: pulumi.Input<string>): Pick<NodeRole, "arn" | "roleName"> {
  const known = pulumi.output(arn);
  return { arn: known, roleName: known.apply(roleNameOf) };
}
