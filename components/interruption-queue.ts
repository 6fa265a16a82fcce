import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { validateCluster } from "../core/cluster";
import {
  interruptionEvents,
  QUEUE_RETENTION_SECONDS,
  queueArn,
  queuePolicy,
} from "../core/interruption";
import { eventRuleName, interruptionQueueName } from "../core/names";
import { under } from "../core/problem";
import { karpenterVersion, validateKarpenterVersion } from "../core/versions";
import { contextOf, type ClusterArgs } from "./cluster-args";
import { after, child, known, refuse } from "./inputs";

/** Arguments of InterruptionQueue. */
export interface InterruptionQueueArgs {
  /** The cluster whose controller reads the queue. */
  cluster: ClusterArgs;
  /** Full Karpenter version, such as `1.14.4`. Plain: it decides which event rules exist. */
  version: string;
  /** Tags of the queue and the rules. Defaults to none. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * The queue by which Karpenter hears of spot interruptions, maintenance and stopped instances in time to drain a node,
 * and the EventBridge rules that fill it. Encrypted, closed to all but these rules and to all who come without TLS.
 * https://karpenter.sh/docs/reference/cloudformation/#interruption-handling
 */
export class InterruptionQueue extends pulumi.ComponentResource {
  /** ARN of the queue, for `ControllerRole.interruptionQueueArn` and `KarpenterRelease.interruptionQueueArn`. */
  public readonly queueArn: pulumi.Output<string>;
  /** Name of the queue: that of the cluster, shortened where it has over 80 characters. */
  public readonly queueName: pulumi.Output<string>;

  constructor(name: string, args: InterruptionQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`InterruptionQueue ${name}`, [
      ...validateKarpenterVersion("version", args.version),
      ...under("cluster", validateCluster(known(args.cluster) as object)),
    ]);
    super("karpenter-eks:index:InterruptionQueue", name, {}, opts);

    const version = karpenterVersion(args.version);
    const context = contextOf(args.cluster);
    const clusterName = pulumi.output(args.cluster.name);
    const queue = new sqs.Queue(
      `${name}-queue`,
      {
        name: clusterName.apply(interruptionQueueName),
        messageRetentionSeconds: QUEUE_RETENTION_SECONDS,
        sqsManagedSseEnabled: true,
        // Here, because a QueuePolicy of its own takes AWS another 25 seconds.
        policy: context.apply((c) => JSON.stringify(queuePolicy(c, version))),
        tags: args.tags,
      },
      child(this, opts),
    );
    this.queueName = queue.name;
    this.queueArn = after(queue, context.apply(queueArn));
    for (const { rule, source, detailType } of interruptionEvents(version)) {
      const eventRule = new cloudwatch.EventRule(
        `${name}-${rule}`,
        {
          name: clusterName.apply((cluster) => eventRuleName(rule, cluster)),
          description: pulumi.interpolate`${detailType} for Karpenter of the EKS cluster ${args.cluster.name}`,
          eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
          tags: args.tags,
        },
        child(this, opts),
      );
      new cloudwatch.EventTarget(
        `${name}-${rule}`,
        {
          rule: eventRule.name,
          targetId: "KarpenterInterruptionQueueTarget",
          arn: this.queueArn,
        },
        child(this, opts),
      );
    }

    this.registerOutputs({ queueArn: this.queueArn, queueName: this.queueName });
  }
}
