import { expect } from "chai";
import { managedPolicyArn, nodeManagedPolicies } from "../../../core/iam/node-policies";
import { MINORS, of } from "../support";

describe("core/iam/node-policies", () => {
  for (const minor of MINORS) {
    const registry = minor.startsWith("0.")
      ? "AmazonEC2ContainerRegistryReadOnly"
      : "AmazonEC2ContainerRegistryPullOnly";
    it(`gives the nodes of ${minor} ${registry}`, () => {
      expect(nodeManagedPolicies(of(minor))).to.deep.equal([
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        registry,
        "AmazonSSMManagedInstanceCore",
      ]);
    });
  }

  for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
    it(`finds managed policies in ${partition}`, () => {
      expect(managedPolicyArn(partition, "AmazonEKS_CNI_Policy")).to.equal(
        `arn:${partition}:iam::aws:policy/AmazonEKS_CNI_Policy`,
      );
    });
  }
});
