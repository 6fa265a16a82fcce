import { expect } from "chai";
import { SpotServiceLinkedRole } from "../../index";
import { register } from "../harness";

const arn =
  "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot";

describe("SpotServiceLinkedRole", () => {
  const declared = async (existing?: { arn: string; tags: Record<string, string> }) => {
    const registration = await register(
      () => new SpotServiceLinkedRole("spot", { owner: "shop/prod", existing }),
    );
    return registration.resources
      .filter(({ type }) => type === "aws:iam/serviceLinkedRole:ServiceLinkedRole")
      .map(({ inputs, options }) => ({ inputs, options }));
  };
  const inputs = {
    awsServiceName: "spot.amazonaws.com",
    tags: { "karpenter-eks/owner": "shop/prod" },
  };

  it("is made where there is none, and never deleted", async () => {
    expect(await declared()).to.deep.equal([{ inputs, options: { retainOnDelete: true } }]);
  });

  it("is left alone where somebody else made it", async () => {
    expect(await declared({ arn, tags: {} })).to.deep.equal([]);
    expect(await declared({ arn, tags: { "karpenter-eks/owner": "shop/dev" } })).to.deep.equal([]);
  });

  it("stays declared by the one who made it, and is not made a second time", async () => {
    expect(await declared({ arn, tags: { "karpenter-eks/owner": "shop/prod" } })).to.deep.equal([
      { inputs, options: { retainOnDelete: true, import: arn } },
    ]);
  });
});
