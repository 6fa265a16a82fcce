import { expect } from "chai";
import { clusterContext } from "../../../core/cluster";
import { migrationGuidePolicy } from "../../../core/iam/migration-guide-policy";
import { policySize } from "../../../core/iam/policy-document";
import { controllerPolicyOf } from "../../../core/iam/policy-preset";
import { of } from "../support";

const NAME = "lab-123456"; // ten characters, as the sizes below suppose
const CONTEXT = {
  ...clusterContext(NAME, "us-east-1", "111122223333"),
  nodeRoleArn: `arn:aws:iam::111122223333:role/KarpenterNodeRole-${NAME}`,
};

/** The lab's document, its variables filled in. */
const LAB = {
  Statement: [
    {
      Action: [
        ...["ssm:GetParameter", "ec2:DescribeImages", "ec2:RunInstances", "ec2:DescribeSubnets"],
        ...["ec2:DescribeSecurityGroups", "ec2:DescribeLaunchTemplates", "ec2:DescribeInstances"],
        ...["ec2:DescribeInstanceTypes", "ec2:DescribeInstanceTypeOfferings"],
        ...["ec2:DescribeAvailabilityZones", "ec2:DeleteLaunchTemplate", "ec2:CreateTags"],
        ...["ec2:CreateLaunchTemplate", "ec2:CreateFleet", "ec2:DescribeSpotPriceHistory"],
        "pricing:GetProducts",
      ],
      Effect: "Allow",
      Resource: "*",
      Sid: "Karpenter",
    },
    {
      Action: "ec2:TerminateInstances",
      Condition: { StringLike: { "ec2:ResourceTag/karpenter.sh/nodepool": "*" } },
      Effect: "Allow",
      Resource: "*",
      Sid: "ConditionalEC2Termination",
    },
    {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::111122223333:role/KarpenterNodeRole-lab-123456",
      Sid: "PassNodeIAMRole",
    },
    {
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: "arn:aws:eks:us-east-1:111122223333:cluster/lab-123456",
      Sid: "EKSClusterEndpointLookup",
    },
    {
      Sid: "AllowScopedInstanceProfileCreationActions",
      Effect: "Allow",
      Resource: "*",
      Action: ["iam:CreateInstanceProfile"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/kubernetes.io/cluster/lab-123456": "owned",
          "aws:RequestTag/topology.kubernetes.io/region": "us-east-1",
        },
        StringLike: { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    },
    {
      Sid: "AllowScopedInstanceProfileTagActions",
      Effect: "Allow",
      Resource: "*",
      Action: ["iam:TagInstanceProfile"],
      Condition: {
        StringEquals: {
          "aws:ResourceTag/kubernetes.io/cluster/lab-123456": "owned",
          "aws:ResourceTag/topology.kubernetes.io/region": "us-east-1",
          "aws:RequestTag/kubernetes.io/cluster/lab-123456": "owned",
          "aws:RequestTag/topology.kubernetes.io/region": "us-east-1",
        },
        StringLike: {
          "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*",
          "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*",
        },
      },
    },
    {
      Sid: "AllowScopedInstanceProfileActions",
      Effect: "Allow",
      Resource: "*",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:DeleteInstanceProfile",
      ],
      Condition: {
        StringEquals: {
          "aws:ResourceTag/kubernetes.io/cluster/lab-123456": "owned",
          "aws:ResourceTag/topology.kubernetes.io/region": "us-east-1",
        },
        StringLike: { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    },
    {
      Sid: "AllowInstanceProfileReadActions",
      Effect: "Allow",
      Resource: "*",
      Action: "iam:GetInstanceProfile",
    },
  ],
  Version: "2012-10-17",
};

/** The same meaning in one writing: a list of one is its entry, and lists have no order. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normal);
    return items.length === 1
      ? items[0]
      : items.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(entries.map(([key, item]) => [key, normal(item)]));
}

const GUIDE = { ...CONTEXT, version: of("0.36") };

describe("core/iam/migration-guide-policy", () => {
  it("means what the lab's eight statements mean", () => {
    expect(normal(migrationGuidePolicy(GUIDE))).to.deep.equal(normal(LAB));
  });

  it("keeps the lab's order of statements", () => {
    expect(migrationGuidePolicy(GUIDE).Statement.map(({ Sid }) => Sid)).to.deep.equal(
      LAB.Statement.map(({ Sid }) => Sid),
    );
  });

  it("is as long as the lab's, less the brackets of two lists of one", () => {
    expect(JSON.stringify(LAB)).to.have.lengthOf(2316);
    expect(policySize(migrationGuidePolicy(GUIDE))).to.equal(2312);
  });

  it("lists instance profiles from 1.7 on, as later revisions of the guide", () => {
    const sids = (minor: string) =>
      migrationGuidePolicy({ ...CONTEXT, version: of(minor) }).Statement.map(({ Sid }) => Sid);
    expect(sids("1.6")).to.deep.equal(LAB.Statement.map(({ Sid }) => Sid));
    expect(sids("1.7")).to.deep.equal([...sids("1.6"), "AllowUnscopedInstanceProfileListAction"]);
  });

  it("is what the preset gives, the caller's statements last", () => {
    const own = { Effect: "Allow" as const, Action: "sqs:ReceiveMessage", Resource: "*" };
    for (const minor of ["0.36", "1.14"]) {
      const context = { ...CONTEXT, version: of(minor) };
      expect(controllerPolicyOf("migration-guide", context, [own])).to.deep.equal({
        Version: "2012-10-17",
        Statement: [...migrationGuidePolicy(context).Statement, own],
      });
    }
  });
});
