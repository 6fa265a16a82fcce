import { expect } from "chai";
import fc from "fast-check";
import { clusterArn, clusterContext, roleArn, validateCluster } from "../../core/cluster";
import { UNKNOWN } from "../../core/field";
import { brief, clusterName, REGIONS, title } from "./support";

const GOOD = { name: "lab", region: "us-east-1", accountId: "011122223333" };

describe("core/cluster", () => {
  for (const [region, partition, dnsSuffix] of REGIONS) {
    it(`puts ${region} into ${partition}`, () => {
      expect(clusterContext("lab", region, "111122223333")).to.deep.equal({
        clusterName: "lab",
        region,
        accountId: "111122223333",
        partition,
        dnsSuffix,
      });
    });
  }

  for (const [region, cluster, role] of [
    [
      "us-east-1",
      "arn:aws:eks:us-east-1:111122223333:cluster/lab",
      "arn:aws:iam::111122223333:role/Node",
    ],
    [
      "cn-north-1",
      "arn:aws-cn:eks:cn-north-1:111122223333:cluster/lab",
      "arn:aws-cn:iam::111122223333:role/Node",
    ],
    [
      "us-gov-west-1",
      "arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/lab",
      "arn:aws-us-gov:iam::111122223333:role/Node",
    ],
  ] as const) {
    it(`writes ARNs of ${region}`, () => {
      const context = clusterContext("lab", region, "111122223333");
      expect([clusterArn(context), roleArn(context, "Node")]).to.deep.equal([cluster, role]);
    });
  }

  it("writes the ARN of a role with a path", () => {
    const context = clusterContext("lab", "us-east-1", "111122223333");
    expect(roleArn(context, "Node", "/platform/eks/")).to.equal(
      "arn:aws:iam::111122223333:role/platform/eks/Node",
    );
  });

  describe("validateCluster", () => {
    it("has nothing against a legal cluster", () => {
      const region = fc.constantFrom(...REGIONS.map(([name]) => name));
      fc.assert(
        fc.property(clusterName, region, (name, region) => {
          expect(validateCluster({ ...GOOD, name, region })).to.deep.equal([]);
        }),
      );
    });

    it("has nothing against what is not known yet", () => {
      expect(validateCluster({ name: UNKNOWN, region: UNKNOWN, accountId: UNKNOWN })).to.deep.equal(
        [],
      );
    });

    it("misses what is not given", () => {
      expect(brief(validateCluster({}))).to.deep.equal([
        "name: missing",
        "region: missing",
        "accountId: missing",
      ]);
    });

    it("says what is allowed and what to do", () => {
      expect(
        validateCluster({ name: "<cluster-name>", region: "US East", accountId: "1" }),
      ).to.deep.equal([
        {
          path: "name",
          value: "<cluster-name>",
          message: "not an EKS cluster name",
          allowed:
            "1 to 100 letters, digits, hyphens and underscores, starting with a letter or digit",
          fix: "give the name that `aws eks list-clusters` shows, without angle brackets",
        },
        {
          path: "region",
          value: "US East",
          message: "not an AWS region",
          allowed: "a region of the partitions aws, aws-cn or aws-us-gov, such as us-east-1",
          fix: "give the region that the cluster runs in",
        },
        {
          path: "accountId",
          value: "1",
          message: "not an AWS account id",
          allowed: "12 digits in quotes (YAML drops a leading zero without them)",
          fix: "give the account that `aws sts get-caller-identity` shows",
        },
      ]);
    });

    for (const [change, expected] of [
      [{ name: "" }, "name: not an EKS cluster name"],
      [{ name: "-lab" }, "name: not an EKS cluster name"],
      [{ name: "_lab" }, "name: not an EKS cluster name"],
      [{ name: "my lab" }, "name: not an EKS cluster name"],
      [{ name: "a".repeat(101) }, "name: not an EKS cluster name"],
      [{ region: "" }, "region: not an AWS region"],
      [{ region: "us-east-1a" }, "region: not an AWS region"],
      [{ region: "<region>" }, "region: not an AWS region"],
      [{ region: "us-iso-east-1" }, "region: not an AWS region"],
      [{ region: "us-isob-east-1" }, "region: not an AWS region"],
      [{ region: "eusc-de-east-1" }, "region: not an AWS region"],
      [{ accountId: "11122223333" }, "accountId: not an AWS account id"],
      [{ accountId: "1111-2222-3333" }, "accountId: not an AWS account id"],
    ] as const) {
      it(`refuses ${title(change)}`, () => {
        expect(brief(validateCluster({ ...GOOD, ...change }))).to.deep.equal([expected]);
      });
    }
  });
});
