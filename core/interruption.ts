import type { ClusterContext } from "./cluster";
import { policyDocument, type PolicyDocument } from "./iam/policy-document";
import { eventRuleName, interruptionQueueName } from "./names";
import { isWithin, type Gate, type KarpenterVersion } from "./versions";

/** One kind of event that tells of an interruption. */
export interface InterruptionEvent extends Gate {
  /** What the rule is called, without the cluster. */
  rule: string;
  source: string;
  detailType: string;
}

/**
 * What the controller reads from its queue; https://karpenter.sh/docs/reference/cloudformation/#interruption-handling
 * It drains on each but the rebalance recommendation, which it only reports.
 */
const EVENTS: readonly InterruptionEvent[] = [
  { rule: "ScheduledChange", source: "aws.health", detailType: "AWS Health Event" },
  {
    rule: "SpotInterruption",
    source: "aws.ec2",
    detailType: "EC2 Spot Instance Interruption Warning",
  },
  {
    rule: "Rebalance",
    source: "aws.ec2",
    detailType: "EC2 Instance Rebalance Recommendation",
  },
  {
    rule: "InstanceStateChange",
    source: "aws.ec2",
    detailType: "EC2 Instance State-change Notification",
  },
  {
    rule: "CapacityReservationInterruption",
    source: "aws.ec2",
    detailType: "EC2 Capacity Reservation Instance Interruption Warning",
    since: "1.10",
  },
];

/** Seconds after which nobody needs an interruption any more: a spot warning comes two minutes ahead. */
export const QUEUE_RETENTION_SECONDS = 300;

/** The events that this Karpenter knows. */
export function interruptionEvents(version: KarpenterVersion): InterruptionEvent[] {
  return EVENTS.filter((event) => isWithin(version, event));
}

/** The ARN of the interruption queue. */
export function queueArn(context: ClusterContext): string {
  const { partition, region, accountId, clusterName } = context;
  return `arn:${partition}:sqs:${region}:${accountId}:${interruptionQueueName(clusterName)}`;
}

/**
 * Who may do what with the queue: the rules of this cluster, and nobody else's, send to it, and nobody speaks to it
 * without TLS.
 */
export function queuePolicy(context: ClusterContext, version: KarpenterVersion): PolicyDocument {
  const { partition, region, accountId, clusterName } = context;
  const rules = interruptionEvents(version).map(
    ({ rule }) =>
      `arn:${partition}:events:${region}:${accountId}:rule/${eventRuleName(rule, clusterName)}`,
  );
  const queue = queueArn(context);
  return policyDocument([
    {
      Sid: "AllowInterruptionEvents",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue,
      Condition: { ArnEquals: { "aws:SourceArn": rules } },
    },
    {
      Sid: "DenyWithoutTLS",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sqs:*",
      Resource: queue,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
