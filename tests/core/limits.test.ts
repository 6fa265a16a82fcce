import { expect } from "chai";
import fc from "fast-check";
import { clusterContext, partitionOf, roleArn } from "../../core/cluster";
import { controllerPolicyOf } from "../../core/iam/policy-preset";
import { policySize } from "../../core/iam/policy-document";
import { irsaTrust, nodeTrust, podIdentityTrust } from "../../core/iam/trust";
import { interruptionEvents, queueArn } from "../../core/interruption";
import {
  controllerPolicyName,
  controllerRoleName,
  eventRuleName,
  interruptionQueueName,
  nodeRoleName,
} from "../../core/names";
import { clusterName, MINORS, of } from "./support";

/** Every region of the three partitions. */
const REGIONS = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1"],
  ...["mx-central-1", "sa-east-1", "af-south-1", "il-central-1", "me-central-1", "me-south-1"],
  ...["eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2"],
  ...["eu-west-1", "eu-west-2", "eu-west-3", "ap-east-1", "ap-east-2", "ap-south-1", "ap-south-2"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"],
  ...["ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
  ...["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"],
];
const ACCOUNT = "111122223333";
const region = fc.constantFrom(...REGIONS);
const minor = fc.constantFrom(...MINORS);

/** All that has a name in AWS, for one cluster. */
function namesOf(cluster: string): Record<string, string> {
  return {
    nodeRole: nodeRoleName(cluster),
    controllerRole: controllerRoleName(cluster),
    queue: interruptionQueueName(cluster),
    ...Object.fromEntries(
      interruptionEvents(of("1.15")).map(({ rule }) => [rule, eventRuleName(rule, cluster)]),
    ),
  };
}

describe("no limit of AWS is broken", () => {
  it("by a name: 64 characters for roles and rules, 80 for the queue, 128 for the policy", () => {
    fc.assert(
      fc.property(clusterName, (cluster) => {
        const { queue, ...others } = namesOf(cluster);
        expect(queue).to.match(/^[\w-]{1,80}$/);
        for (const name of Object.values(others)) expect(name).to.match(/^[\w-]{1,64}$/);
        expect(controllerPolicyName(cluster)).to.match(/^[\w-]{1,128}$/);
      }),
      { numRuns: 1000 },
    );
  });

  it("by a policy or trust: 10,240 and 2,048 characters, for every region, minor and preset", () => {
    fc.assert(
      fc.property(
        clusterName,
        region,
        minor,
        fc.constantFrom("scoped" as const, "migration-guide" as const),
        (cluster, where, version, preset) => {
          const context = clusterContext(cluster, where, ACCOUNT);
          const policy = controllerPolicyOf(preset, {
            ...context,
            version: of(version),
            // The longest path that IAM takes.
            nodeRoleArn: roleArn(context, nodeRoleName(cluster), `/${"p".repeat(510)}/`),
            interruptionQueueArn: queueArn(context),
            zonalShift: true,
            kmsKeyArns: [`arn:${context.partition}:kms:${where}:${ACCOUNT}:key/${"k".repeat(36)}`],
            ssmParameters: ["/images/node"],
          });
          expect(policySize(policy)).to.be.at.most(10_240);
          const issuer = `https://oidc.eks.${where}.${context.dnsSuffix}/id/${"A".repeat(32)}`;
          const trusts = [
            irsaTrust(context, issuer, "n".repeat(63)),
            nodeTrust(partitionOf(where)),
            podIdentityTrust(),
          ];
          for (const trust of trusts) expect(policySize(trust)).to.be.at.most(2048);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("no two clusters of an account and region collide", () => {
  const distinct = (a: string, b: string): void => {
    const [ours, theirs] = [namesOf(a), namesOf(b)];
    for (const key of Object.keys(ours)) expect(ours[key], key).not.to.equal(theirs[key]);
  };

  it("whatever they are called", () => {
    fc.assert(
      fc.property(clusterName, clusterName, (a, b) => {
        fc.pre(a !== b);
        distinct(a, b);
      }),
      { numRuns: 1000 },
    );
  });

  it("not even where one is called what the other's name is shortened to", () => {
    fc.assert(
      fc.property(clusterName, (cluster) => {
        for (const [key, name] of Object.entries(namesOf(cluster))) {
          // What a cluster would have to be called, to be given that very name without being shortened.
          const other = key === "queue" ? name : name.slice(name.indexOf("-") + 1);
          if (other !== cluster) distinct(cluster, other);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
