import { expect } from "chai";
import fc from "fast-check";
import { clusterContext, roleArn } from "../../../core/cluster";
import { controllerPolicy } from "../../../core/iam/controller-policy";
import { policySize, type PolicyDocument } from "../../../core/iam/policy-document";
import { controllerPolicyOf } from "../../../core/iam/policy-preset";
import { nodeRoleName } from "../../../core/names";
import { clusterName, MINORS, of, REGIONS } from "../support";
import { POLICY_1_14 } from "./controller-policy-1.14";

const ACCOUNT = "111122223333";

function policy(minor: string, name = "prod", region = "us-east-1"): PolicyDocument {
  const cluster = clusterContext(name, region, ACCOUNT);
  return controllerPolicy({
    ...cluster,
    version: of(minor),
    nodeRoleArn: roleArn(cluster, `KarpenterNodeRole-${name}`),
    interruptionQueueArn: `arn:${cluster.partition}:sqs:${region}:${ACCOUNT}:${name}`,
    zonalShift: true,
  });
}

const LAUNCH = [
  "AllowScopedEC2InstanceAccessActions",
  "AllowScopedEC2LaunchTemplateAccessActions",
  "AllowScopedEC2InstanceActionsWithTags",
  "AllowScopedResourceCreationTagging",
  "AllowScopedResourceTagging",
  "AllowScopedDeletion",
];
const READ = ["AllowRegionalReadActions", "AllowSSMReadActions", "AllowPricingReadActions"];
const INTEGRATION = [
  "AllowPassingInstanceRole",
  "AllowAPIServerEndpointDiscovery",
  "AllowInterruptionQueueActions",
];
const SHIFT = "AllowZonalShiftStatusReadOnly";
const PROFILES = [
  "AllowScopedInstanceProfileCreationActions",
  "AllowScopedInstanceProfileTagActions",
  "AllowScopedInstanceProfileActions",
  "AllowInstanceProfileReadActions",
];
const LIST = "AllowUnscopedInstanceProfileListAction";
const UP_TO_1_6 = [...LAUNCH, ...READ, ...INTEGRATION, ...PROFILES];
const UP_TO_1_11 = [...UP_TO_1_6, LIST];
const FROM_1_12 = [...LAUNCH, ...READ, ...INTEGRATION, SHIFT, ...PROFILES, LIST];

/** What a document says, one fact a line, so that two documents can be compared. */
function lines({ Statement }: PolicyDocument): string[] {
  const all = (value: string | string[] | undefined): string[] =>
    value === undefined ? [] : [value].flat();
  return Statement.flatMap(({ Sid = "", Effect, Action, Resource, Condition = {} }) => [
    `${Sid}: ${Effect}`,
    ...all(Action).map((action) => `${Sid}: ${action}`),
    ...all(Resource).map((resource) => `${Sid}: ${resource}`),
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, values]) =>
        all(values).map((value) => `${Sid}: ${operator} ${key} = ${value}`),
      ),
    ),
  ]);
}

/** What each minor changed, in the order of the document. */
const CHANGES: Readonly<Record<string, { added?: string[]; removed?: string[] }>> = {
  "1.0": {
    added: [
      "AllowScopedEC2InstanceActionsWithTags: StringEquals aws:RequestTag/eks:eks-cluster-name = prod",
      "AllowScopedResourceCreationTagging: StringEquals aws:RequestTag/eks:eks-cluster-name = prod",
      "AllowScopedResourceTagging: StringEqualsIfExists aws:RequestTag/eks:eks-cluster-name = prod",
      "AllowScopedResourceTagging: ForAllValues:StringEquals aws:TagKeys = eks:eks-cluster-name",
      "AllowScopedInstanceProfileCreationActions: StringEquals aws:RequestTag/eks:eks-cluster-name = prod",
      "AllowScopedInstanceProfileTagActions: StringEquals aws:RequestTag/eks:eks-cluster-name = prod",
    ],
  },
  "1.3": {
    added: [
      "AllowScopedEC2InstanceAccessActions: arn:aws:ec2:us-east-1:*:capacity-reservation/*",
      "AllowScopedEC2InstanceActionsWithTags: arn:aws:ec2:us-east-1:*:capacity-reservation/*",
      "AllowRegionalReadActions: ec2:DescribeCapacityReservations",
    ],
  },
  "1.7": { added: [`${LIST}: Allow`, `${LIST}: iam:ListInstanceProfiles`, `${LIST}: *`] },
  "1.9": {
    removed: [
      "AllowScopedEC2InstanceActionsWithTags: arn:aws:ec2:us-east-1:*:capacity-reservation/*",
    ],
  },
  "1.11": {
    added: [
      "AllowScopedEC2InstanceAccessActions: arn:aws:ec2:us-east-1:*:placement-group/*",
      "AllowRegionalReadActions: ec2:DescribePlacementGroups",
    ],
  },
  "1.12": {
    added: [
      "AllowRegionalReadActions: ec2:DescribeInstanceStatus",
      `${SHIFT}: Allow`,
      `${SHIFT}: arc-zonal-shift:GetManagedResource`,
      `${SHIFT}: *`,
      `${SHIFT}: StringEquals arc-zonal-shift:ResourceIdentifier = arn:aws:eks:us-east-1:111122223333:cluster/prod`,
    ],
  },
  "1.15": { added: ["AllowScopedDeletion: ec2:RebootInstances"] },
};

describe("core/iam/controller-policy", () => {
  it("is for 1.14 this document", () => {
    const cluster = clusterContext("prod", "us-east-1", ACCOUNT);
    const context = {
      ...cluster,
      version: of("1.14"),
      nodeRoleArn: roleArn(cluster, "KarpenterNodeRole-prod"),
      interruptionQueueArn: "arn:aws:sqs:us-east-1:111122223333:prod",
    };
    expect(controllerPolicy(context)).to.deep.equal(POLICY_1_14);
    const own = { Effect: "Allow" as const, Action: "kms:Decrypt", Resource: "*" };
    expect(controllerPolicyOf("scoped", context, [own])).to.deep.equal({
      ...POLICY_1_14,
      Statement: [...POLICY_1_14.Statement, own],
    });
  });

  for (const [index, minor] of MINORS.entries()) {
    it(`has the statements of ${minor}`, () => {
      const expected = index < 9 ? UP_TO_1_6 : index < 14 ? UP_TO_1_11 : FROM_1_12;
      expect(policy(minor).Statement.map(({ Sid }) => Sid)).to.deep.equal(expected);
    });
  }

  for (const [index, minor] of MINORS.slice(1).entries()) {
    const before = MINORS[index] ?? "";
    it(`differs between ${before} and ${minor} as the templates do`, () => {
      const [old, now] = [lines(policy(before)), lines(policy(minor))];
      const { added = [], removed = [] } = CHANGES[minor] ?? {};
      expect({
        added: now.filter((line) => !old.includes(line)),
        removed: old.filter((line) => !now.includes(line)),
      }).to.deep.equal({ added, removed });
    });
  }

  it("gives no right to a queue or to zonal shift that are not used", () => {
    const cluster = clusterContext("prod", "us-east-1", ACCOUNT);
    const nodeRoleArn = roleArn(cluster, "KarpenterNodeRole-prod");
    const { Statement } = controllerPolicy({ ...cluster, version: of("1.15"), nodeRoleArn });
    expect(Statement.map(({ Sid }) => Sid)).to.deep.equal(
      FROM_1_12.filter((sid) => sid !== SHIFT && sid !== "AllowInterruptionQueueActions"),
    );
  });

  it("writes every ARN in the partition and region of the cluster", () => {
    fc.assert(
      fc.property(fc.constantFrom(...MINORS), fc.constantFrom(...REGIONS), (minor, place) => {
        const [region, partition] = place;
        const found = JSON.stringify(policy(minor, "prod", region)).match(/arn:[^"]*/g) ?? [];
        const ours = RegExp(`^arn:${partition}:(((ec2|eks|sqs|ssm):${region})|iam:):`);
        expect(found.filter((arn) => !ours.test(arn))).to.deep.equal([]);
      }),
    );
  });
});

describe("the size of the controller policy", () => {
  /** Karpenter's template writes lists of one in brackets, which take two characters each; ours does without. */
  for (const [minor, name10, name30, name100, brackets] of [
    ["0.36", 5159, 5399, 6239, 4],
    ["0.37", 5159, 5399, 6239, 4],
    ["1.0", 5462, 5802, 6992, 4],
    ["1.2", 5462, 5802, 6992, 4],
    ["1.3", 5595, 5935, 7125, 4],
    ["1.6", 5595, 5935, 7125, 4],
    ["1.7", 5712, 6052, 7242, 4],
    ["1.8", 5712, 6052, 7242, 4],
    ["1.15", 6032, 6392, 7652, 6],
  ] as const) {
    it(`is that of the template of ${minor}, less ${brackets} characters of brackets`, () => {
      const sizes = [10, 30, 100].map((length) => policySize(policy(minor, "c".repeat(length))));
      expect(sizes).to.deep.equal([name10 - brackets, name30 - brackets, name100 - brackets]);
    });
  }

  // The template's own limits, but for 1.6 in GovCloud: 22 there, and 23 without the brackets.
  for (const [minor, commercial, govCloud] of [
    ["0.37", 92, 66],
    ["1.2", 50, 32],
    ["1.6", 42, 23],
    ["1.8", 35, 16],
  ] as const) {
    it(`of ${minor} is too much for a managed policy from some cluster name on`, () => {
      const longest = (region: string): number =>
        Math.max(
          ...Array.from({ length: 100 }, (_, index) => index + 1).filter(
            (length) => policySize(policy(minor, "c".repeat(length), region)) <= 6144,
          ),
        );
      expect([longest("us-east-1"), longest("us-gov-west-1")]).to.deep.equal([
        commercial,
        govCloud,
      ]);
    });
  }

  it("is within the 10,240 characters of a role's inline policies for every cluster", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MINORS),
        clusterName,
        fc.constantFrom(...REGIONS),
        (minor, name, [region]) => {
          const cluster = clusterContext(name, region, ACCOUNT);
          const document = controllerPolicy({
            ...cluster,
            version: of(minor),
            nodeRoleArn: roleArn(cluster, nodeRoleName(name), `/${"p".repeat(510)}/`),
            interruptionQueueArn: `arn:${cluster.partition}:sqs:${region}:${ACCOUNT}:${"q".repeat(80)}`,
            zonalShift: true,
          });
          expect(policySize(document)).to.be.at.most(10_240);
        },
      ),
    );
  });
});
