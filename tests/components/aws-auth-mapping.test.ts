import { expect } from "chai";
import { AwsAuthMapping } from "../../index";
import { names, only, refusal, register, unknown } from "../harness";

describe("AwsAuthMapping", () => {
  it("declares the entry of the role, without its IAM path", async () => {
    const registration = await register(
      () =>
        new AwsAuthMapping("mapping", {
          roleArn: "arn:aws-cn:iam::111122223333:role/platform/KarpenterNodeRole-lab",
          kubeconfig: "{}",
        }),
    );
    expect(names(registration)).to.deep.equal([
      "pulumi-nodejs:dynamic/karpenter-eks:AwsAuthEntry mapping-entry",
      "karpenter-eks:index:AwsAuthMapping mapping",
    ]);
    const { rolearn, username, groups } = only(
      registration,
      "pulumi-nodejs:dynamic/karpenter-eks:AwsAuthEntry",
    ).inputs;
    expect({ rolearn, username, groups }).to.deep.equal({
      rolearn: "arn:aws-cn:iam::111122223333:role/KarpenterNodeRole-lab",
      username: "system:node:{{EC2PrivateDNSName}}",
      groups: ["system:bootstrappers", "system:nodes"],
    });
  });

  it("registers the same while role and cluster are not known", async () => {
    const registration = await register(
      () =>
        new AwsAuthMapping("mapping", {
          roleArn: unknown<string>(),
          kubeconfig: unknown<string>(),
        }),
    );
    expect(names(registration)).to.have.length(2);
  });

  it("refuses a role that is no ARN", async () => {
    expect(
      await refusal(
        register(
          () => new AwsAuthMapping("mapping", { roleArn: "KarpenterNodeRole-lab", kubeconfig: "" }),
        ),
      ),
    ).to.equal(
      [
        "AwsAuthMapping mapping: 2 problems",
        '  - roleArn: malformed (got "KarpenterNodeRole-lab"). Allowed: the ARN of an IAM role. Fix: give the role\'s ARN, neither its name nor the ARN of a session.',
        '  - kubeconfig: empty (got ""). Allowed: a kubeconfig, as text. Fix: give a value, or leave the key out.',
      ].join("\n"),
    );
  });
});
