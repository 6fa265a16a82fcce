import { expect } from "chai";
import { irsaTrust, issuerHost, nodeTrust, podIdentityTrust } from "../../../core/iam/trust";

const ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

describe("core/iam/trust", () => {
  for (const [partition, dnsSuffix] of [
    ["aws", "amazonaws.com"],
    ["aws-us-gov", "amazonaws.com"],
    ["aws-cn", "amazonaws.com.cn"],
  ] as const) {
    it(`lets instances of ${partition} assume the node role`, () => {
      expect(nodeTrust({ dnsSuffix })).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: `ec2.${dnsSuffix}` },
            Action: "sts:AssumeRole",
          },
        ],
      });
    });

    it(`lets the service account of a cluster in ${partition} assume the controller role`, () => {
      const context = { partition, accountId: "111122223333" };
      expect(irsaTrust(context, `https://${ISSUER}`, "kube-system")).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: `arn:${partition}:iam::111122223333:oidc-provider/${ISSUER}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${ISSUER}:aud`]: "sts.amazonaws.com",
                [`${ISSUER}:sub`]: "system:serviceaccount:kube-system:karpenter",
              },
            },
          },
        ],
      });
    });
  }

  it("takes the issuer with and without its scheme", () => {
    expect([issuerHost(`https://${ISSUER}`), issuerHost(ISSUER)]).to.deep.equal([ISSUER, ISSUER]);
  });

  it("lets Pod Identity assume the controller role under the same name everywhere", () => {
    expect(podIdentityTrust()).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    });
  });
});
