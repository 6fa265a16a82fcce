import { expect } from "chai";
import fc from "fast-check";
import { clusterContext } from "../../core/cluster";
import { interruptionEvents, queueArn, queuePolicy } from "../../core/interruption";
import { eventRuleName, interruptionQueueName } from "../../core/names";
import { clusterName, MINORS, of, REGIONS } from "./support";

describe("core/interruption", () => {
  for (const minor of MINORS) {
    it(`has the events of ${minor}`, () => {
      const four = ["ScheduledChange", "SpotInterruption", "Rebalance", "InstanceStateChange"];
      const late = MINORS.indexOf(minor) >= MINORS.indexOf("1.10");
      expect(interruptionEvents(of(minor)).map(({ rule }) => rule)).to.deep.equal(
        late ? [...four, "CapacityReservationInterruption"] : four,
      );
    });
  }

  it("gives every cluster legal names, and a policy that fits its queue", () => {
    fc.assert(
      fc.property(clusterName, fc.constantFrom(...REGIONS), (name, [region, partition]) => {
        const context = clusterContext(name, region, "111122223333");
        expect(interruptionQueueName(name)).to.match(/^[\w-]{1,80}$/);
        expect(queueArn(context)).to.equal(
          `arn:${partition}:sqs:${region}:111122223333:${interruptionQueueName(name)}`,
        );
        for (const { rule } of interruptionEvents(of("1.15")))
          expect(eventRuleName(rule, name)).to.match(/^[\w.-]{1,64}$/);
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
        expect(JSON.stringify(queuePolicy(context, of("1.15"))).length).to.be.at.most(8192);
      }),
    );
  });
});
