import { expect } from "chai";
import { InterruptionQueue } from "../../index";
import { dependencies, names, only, policy, refusal, register, unknown } from "../harness";

const cluster = { name: "prod", region: "cn-north-1", accountId: "111122223333" };
const QUEUE = "arn:aws-cn:sqs:cn-north-1:111122223333:prod";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

describe("InterruptionQueue", () => {
  it("declares the queue, and a rule with its target for each event of the version", async () => {
    const events = ["InstanceStateChange", "Rebalance", "ScheduledChange", "SpotInterruption"];
    const of = async (version: string) =>
      names(await register(() => new InterruptionQueue("interruption", { cluster, version })));
    expect(await of("1.9.0")).to.deep.equal([
      ...events.map((event) => `${RULE} interruption-${event}`),
      ...events.map((event) => `${TARGET} interruption-${event}`),
      "aws:sqs/queue:Queue interruption-queue",
      "karpenter-eks:index:InterruptionQueue interruption",
    ]);
    expect(await of("1.10.0")).to.include.members([
      `${RULE} interruption-CapacityReservationInterruption`,
      `${TARGET} interruption-CapacityReservationInterruption`,
    ]);
  });

  it("encrypts the queue, forgets after five minutes, and lets only its own rules in, by TLS", async () => {
    const registration = await register(
      () => new InterruptionQueue("i", { cluster, version: "0.36.2", tags: { team: "a" } }),
    );
    const queue = only(registration, "aws:sqs/queue:Queue").inputs;
    expect({ ...queue, policy: undefined }).to.deep.equal({
      name: "prod",
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      policy: undefined,
      tags: { team: "a" },
    });
    const rules = ["ScheduledChange", "SpotInterruption", "Rebalance", "InstanceStateChange"];
    expect(policy(queue.policy).Statement).to.deep.equal([
      {
        Sid: "AllowInterruptionEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: QUEUE,
        Condition: {
          ArnEquals: {
            "aws:SourceArn": rules.map(
              (rule) => `arn:aws-cn:events:cn-north-1:111122223333:rule/Karpenter${rule}-prod`,
            ),
          },
        },
      },
      {
        Sid: "DenyWithoutTLS",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sqs:*",
        Resource: QUEUE,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("matches each event by its exact source and detail type, under a name that carries the cluster", async () => {
    const registration = await register(
      () => new InterruptionQueue("i", { cluster, version: "1.15.0" }),
    );
    const rules = registration.resources.filter(({ type }) => type === RULE);
    expect(
      Object.fromEntries(
        rules.map(({ inputs }) => [inputs.name, JSON.parse(inputs.eventPattern as string)]),
      ),
    ).to.deep.equal({
      "KarpenterScheduledChange-prod": {
        source: ["aws.health"],
        "detail-type": ["AWS Health Event"],
      },
      "KarpenterSpotInterruption-prod": {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Spot Instance Interruption Warning"],
      },
      "KarpenterRebalance-prod": {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Instance Rebalance Recommendation"],
      },
      "KarpenterInstanceStateChange-prod": {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Instance State-change Notification"],
      },
      "KarpenterCapacityReservationInterruption-prod": {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"],
      },
    });
    for (const target of registration.resources.filter(({ type }) => type === TARGET)) {
      expect(target.inputs).to.deep.equal({
        rule: only(registration, RULE, target.name).inputs.name,
        targetId: "KarpenterInterruptionQueueTarget",
        arn: QUEUE,
      });
      expect(dependencies(registration, target)).to.have.members(["i-queue", target.name]);
    }
  });

  it("declares the same for a cluster whose name is not known yet", async () => {
    const registration = await register(
      () =>
        new InterruptionQueue("i", {
          cluster: { ...cluster, name: unknown<string>() },
          version: "1.15.0",
        }),
    );
    expect(registration.resources.filter(({ type }) => type === RULE)).to.have.length(5);
    expect(only(registration, "aws:sqs/queue:Queue").inputs.policy).to.deep.equal({
      $unknown: true,
    });
  });

  it("refuses a cluster and a version that are none", async () => {
    const message = await refusal(
      register(
        () =>
          new InterruptionQueue("i", {
            cluster: { ...cluster, region: "mars" },
            version: "1.99.0",
          }),
      ),
    );
    expect(message.split("\n").map((line) => line.split(" (got")[0])).to.deep.equal([
      "InterruptionQueue i: 2 problems",
      "  - version: Karpenter 1.99 is not known",
      "  - cluster.region: not an AWS region",
    ]);
  });
});
