/** A difference between what this package declares and Karpenter's own CloudFormation template. */
interface Difference {
  /** Who has it. */
  only: "ours" | "theirs";
  facts: string[];
  reason: string;
}

const QUEUE = "arn:aws:sqs:us-east-1:111122223333:staging";
const RULES = [
  "CapacityReservationInterruption",
  "InstanceStateChange",
  "Rebalance",
  "ScheduledChange",
  "SpotInterruption",
].map((name) => `arn:aws:events:us-east-1:111122223333:rule/Karpenter${name}-staging`);

/**
 * All that differs for the environment `staging`. Not looked at are names of rules, which the template leaves to
 * CloudFormation, and that its statements stand in six managed policies and ours in one inside the role.
 */
export const DIFFERENCES: readonly Difference[] = [
  {
    only: "ours",
    facts: [
      `queue: Allow Service:events.amazonaws.com sqs:SendMessage on ${QUEUE} if {ArnEquals: {aws:SourceArn: ${RULES.join("|")}}}`,
    ],
    reason: "only the rules of this cluster may send: anybody's message could drain a node",
  },
  {
    only: "theirs",
    facts: [
      `queue: Allow Service:events.amazonaws.com sqs:SendMessage on ${QUEUE}`,
      `queue: Allow Service:sqs.amazonaws.com sqs:SendMessage on ${QUEUE}`,
    ],
    reason: "every rule of every account could send, and SQS itself sends nothing to this queue",
  },
  {
    only: "theirs",
    facts: [
      "controller: Allow arc-zonal-shift:GetManagedResource on * if {StringEquals: {arc-zonal-shift:ResourceIdentifier: arn:aws:eks:us-east-1:111122223333:cluster/staging}}",
    ],
    reason: "given only where the values of the chart switch zonal shift on",
  },
];
