import { expect } from "chai";
import { DiscoveryTags } from "../../index";
import { names, only, refusal, register, unknown } from "../harness";

const [a, b] = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"];
const group = "sg-0123456789abcdef0";

describe("DiscoveryTags", () => {
  it("tags each subnet and security group once, keyed by id", async () => {
    const registration = await register(
      () =>
        new DiscoveryTags("tags", {
          clusterName: "lab",
          subnetIds: [b, a, b],
          securityGroupIds: [group],
        }),
    );
    expect(names(registration)).to.deep.equal([
      `aws:ec2/tag:Tag tags-${group}`,
      `aws:ec2/tag:Tag tags-${a}`,
      `aws:ec2/tag:Tag tags-${b}`,
      "karpenter-eks:index:DiscoveryTags tags",
    ]);
    expect(only(registration, "aws:ec2/tag:Tag", `tags-${a}`).inputs).to.deep.equal({
      resourceId: a,
      key: "karpenter.sh/discovery",
      value: "lab",
    });
  });

  it("registers the same whatever the order of the ids", async () => {
    const tagged = async (subnetIds: string[]) => {
      const registration = await register(
        () => new DiscoveryTags("tags", { clusterName: "lab", subnetIds }),
      );
      return registration.resources.filter(({ custom }) => custom);
    };
    expect(await tagged([a, b])).to.deep.equal(await tagged([b, a]));
  });

  it("tags what is made in the same program, by a key of the caller", async () => {
    const registration = await register(
      () =>
        new DiscoveryTags("tags", {
          clusterName: "lab",
          resources: { "private-a": unknown<string>() },
        }),
    );
    expect(only(registration, "aws:ec2/tag:Tag", "tags-private-a").inputs).to.deep.equal({
      resourceId: { $unknown: true },
      key: "karpenter.sh/discovery",
      value: "lab",
    });
  });

  it("refuses to tag nothing, and ids that are none", async () => {
    expect(
      await refusal(register(() => new DiscoveryTags("tags", { clusterName: "lab" }))),
    ).to.equal(
      "DiscoveryTags tags: 1 problem\n  - subnetIds: nothing to tag: Karpenter would find no subnet. Allowed: at least one subnet or security group. Fix: give the subnets of the cluster's node groups.",
    );
    expect(
      await refusal(
        register(() => new DiscoveryTags("tags", { clusterName: "lab", subnetIds: ["vpc-1"] })),
      ),
    ).to.equal(
      'DiscoveryTags tags: 1 problem\n  - subnetIds[0]: malformed (got "vpc-1"). Allowed: subnet- and 8 or 17 hexadecimal digits. Fix: give an id as AWS shows it.',
    );
  });
});
