import * as core from "@pulumi/kubernetes/core/v1";
import * as helm from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import {
  chartLocation,
  CONTROLLER,
  controllerValues,
  crdValues,
  DEFAULT_CHART_REPOSITORY,
  validateValues,
} from "../core/chart-values";
import { validateValueGates } from "../core/chart-gates";
import { checkField } from "../core/check-field";
import { validateFeatureGates } from "../core/feature-gates";
import { OBJECT_NAME } from "../core/patterns";
import { karpenterVersion, knownVersion, validateKarpenterVersion } from "../core/versions";
import { child, known, refuse } from "./inputs";

/** Size of the controller. */
export interface ControllerArgs {
  /** Replicas; each needs a node of its own. Defaults to 2. */
  replicas?: pulumi.Input<number>;
  /** CPU request and limit of a replica. Defaults to `1`. */
  cpu?: pulumi.Input<string>;
  /** Memory request and limit of a replica. Defaults to `1Gi`. */
  memory?: pulumi.Input<string>;
}

/** The CRDs, which belong to a Helm release of their own and are upgraded with the version. */
export interface CrdArgs {
  /**
   * Whether CRDs that are in the cluster already, from the controller chart or `kubectl`, are taken over; Helm refuses
   * to touch them otherwise. Plain. Defaults to false. Needs @pulumi/kubernetes 4.33 or later.
   */
  adopt?: boolean;
  /**
   * Whether the CRDs stay on destroy. Otherwise they go, and with them every NodePool of the cluster, whoever made it.
   * Plain. Defaults to false.
   */
  retain?: boolean;
}

/** Arguments of KarpenterRelease. */
export interface KarpenterReleaseArgs {
  /** Full Karpenter version, such as `1.14.4`: the version of both charts. Plain. */
  version: string;
  /** Name of the EKS cluster. */
  clusterName: pulumi.Input<string>;
  /** ARN of the controller role, annotated on the service account. Leave it out with Pod Identity. */
  controllerRoleArn?: pulumi.Input<string>;
  /** ARN of the interruption queue, to which the controller role must have rights. Defaults to none. */
  interruptionQueueArn?: pulumi.Input<string>;
  /** Namespace of the controller. Plain: one other than `kube-system` is created. Defaults to `kube-system`. */
  namespace?: string;
  /** Managed node groups that may run the controller. Defaults to every node that Karpenter does not manage. */
  nodeGroupNames?: pulumi.Input<pulumi.Input<string>[]>;
  /** Size of the controller. */
  controller?: ControllerArgs;
  /**
   * Where the charts `karpenter` and `karpenter-crd` are: an OCI registry, a classic repository or a folder. Defaults
   * to `oci://public.ecr.aws/karpenter`.
   */
  chartRepository?: pulumi.Input<string>;
  /** Feature gates by their names in Karpenter's documentation, such as `StaticCapacity`. Plain. Defaults to the version's own. */
  featureGates?: { [name: string]: boolean };
  /** What happens to CRDs that are there already, and on destroy. */
  crds?: CrdArgs;
  /**
   * Further values of the controller chart, merged under those that this package sets; a value that would contradict
   * one of those is refused. https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter
   */
  values?: pulumi.Inputs;
}

/**
 * Karpenter itself, as two Helm releases: the CRDs, which are upgraded with the version, and the controller. On destroy
 * the controller goes first, so that it can still finish what its custom resources wait for.
 */
export class KarpenterRelease extends pulumi.ComponentResource {
  /** Namespace of the controller. */
  public readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: KarpenterReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const {
      namespace = "kube-system",
      chartRepository = DEFAULT_CHART_REPOSITORY,
      controller = {},
      crds: { adopt, retain } = {},
    } = args;
    refuse(`KarpenterRelease ${name}`, [
      ...validateKarpenterVersion("version", args.version),
      ...checkField(OBJECT_NAME, namespace, "namespace"),
      ...checkField(CONTROLLER, known(args.controller), "controller"),
      ...validateFeatureGates(args.featureGates, "featureGates", knownVersion(args.version)),
      ...validateValues(known(args.values), "values"),
      ...validateValueGates(known(args.values), "values", knownVersion(args.version)),
    ]);
    super("karpenter-eks:index:KarpenterRelease", name, {}, opts);

    const version = karpenterVersion(args.version);
    const dependsOn: pulumi.Resource[] = [];
    if (namespace !== "kube-system") {
      const created = new core.Namespace(
        `${name}-namespace`,
        { metadata: { name: namespace } },
        child(this, opts),
      );
      dependsOn.push(created);
    }
    const chart = (chartName: string) => {
      const location = pulumi
        .output(chartRepository)
        .apply((repository) => chartLocation(repository, chartName));
      return {
        name: chartName,
        chart: location.chart,
        repositoryOpts: location.apply(({ repository }) =>
          repository === undefined ? undefined : { repo: repository },
        ),
        version: args.version,
        namespace,
      };
    };
    const crds = new helm.Release(
      `${name}-crd`,
      // Always here: a release that moves is replaced, and with the CRDs every pool would go.
      {
        ...chart("karpenter-crd"),
        namespace: "kube-system",
        values: crdValues(version, namespace),
        takeOwnership: adopt,
      },
      child(this, opts, { dependsOn, retainOnDelete: retain }),
    );
    new helm.Release(
      `${name}-controller`,
      {
        ...chart("karpenter"),
        // The CRD release owns them: Helm would install, but never upgrade, the copies in this chart.
        skipCrds: true,
        values: pulumi
          .output({
            clusterName: args.clusterName,
            controllerRoleArn: args.controllerRoleArn,
            nodeGroupNames: args.nodeGroupNames,
            interruptionQueueArn: args.interruptionQueueArn,
            values: args.values,
            replicas: controller.replicas,
            cpu: controller.cpu,
            memory: controller.memory,
          })
          .apply((spec) => controllerValues({ ...spec, version, featureGates: args.featureGates })),
      },
      // Both have the same cluster-wide objects: the old one goes before the new one comes.
      child(this, opts, { dependsOn: [...dependsOn, crds], deleteBeforeReplace: true }),
    );

    this.namespace = pulumi.output(namespace);
    this.registerOutputs({ namespace: this.namespace });
  }
}
