import { expect } from "chai";
import type { RecordedLookup } from "../../preview/context-file";
import { dependencies, only } from "../harness";
import { environment, type Changes } from "./environment";

const ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";
const ARN =
  "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot";

/** An account that has the role, made by `owner`. */
const existing = (owner?: string): Changes => ({
  lookups: (all) => [
    ...all.map((lookup) =>
      lookup.token.endsWith("getRoles")
        ? { ...lookup, result: { ...lookup.result, names: ["AWSServiceRoleForEC2Spot"] } }
        : lookup,
    ),
    {
      token: "aws:iam/getRole:getRole",
      args: { name: "AWSServiceRoleForEC2Spot" },
      result: { arn: ARN, tags: owner === undefined ? {} : { "karpenter-eks/owner": owner } },
    } satisfies RecordedLookup,
  ],
});

describe("the spot service-linked role", () => {
  it("is made where the account has none, before the pools that need it", async () => {
    const staging = await environment("staging");
    const role = only(staging, ROLE);
    expect(role.inputs).to.deep.equal({
      awsServiceName: "spot.amazonaws.com",
      tags: { "karpenter-eks/owner": "karpenter-eks/staging" },
    });
    expect(dependencies(staging, only(staging, "kubernetes:karpenter.sh/v1:NodePool"))).to.include(
      role.name,
    );
  });

  for (const [what, changes, count] of [
    ["left alone where somebody made it", existing(), 0],
    ["left alone where another stack made it", existing("karpenter-eks/prod"), 0],
    ["kept where this stack made it", existing("karpenter-eks/staging"), 1],
    ["not made where the config says so", { config: { spotServiceLinkedRole: false } }, 0],
  ] as const) {
    it(`is ${what}`, async () => {
      const { resources } = await environment("staging", changes);
      expect(resources.filter(({ type }) => type === ROLE)).to.have.length(count);
    });
  }

  it("is not even looked up where no pool may use spot", async () => {
    const lab = await environment("lab", {
      lookups: (all) => all.filter(({ token }) => !token.endsWith("getRoles")),
    });
    expect(lab.resources.filter(({ type }) => type === ROLE)).to.deep.equal([]);
  });
});
