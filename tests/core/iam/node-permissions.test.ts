import { expect } from "chai";
import { clusterContext } from "../../../core/cluster";
import { UNKNOWN } from "../../../core/field";
import { kmsStatements, ssmParametersOf, ssmStatements } from "../../../core/iam/node-permissions";

const context = clusterContext("lab", "cn-north-1", "111122223333");

describe("core/iam/node-permissions", () => {
  it("lets EC2, and only EC2, use the keys for the controller", () => {
    const keys = ["arn:aws-cn:kms:cn-north-1:111122223333:key/a"];
    const viaEc2 = { "kms:ViaService": "ec2.cn-north-1.amazonaws.com.cn" };
    const [use, grant, ...rest] = kmsStatements(context, keys);
    expect(rest).to.deep.equal([]);
    expect(use).to.deep.include({ Resource: keys, Condition: { StringEquals: viaEc2 } });
    expect(grant).to.deep.equal({
      Sid: "AllowEncryptedVolumeGrants",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keys,
      Condition: { StringEquals: viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
    expect(kmsStatements(context, [])).to.deep.equal([]);
  });

  it("allows the account's own parameters by name, shared ones by ARN, and AWS's need no mention", () => {
    const shared = "arn:aws-cn:ssm:cn-north-1:444455556666:parameter/images/shared";
    const names = ["/images/node", "plain", shared, "/aws/service/eks/x"];
    expect(ssmStatements(context, names)).to.deep.equal([
      {
        Sid: "AllowOwnSSMParameters",
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: [
          "arn:aws-cn:ssm:cn-north-1:111122223333:parameter/images/node",
          "arn:aws-cn:ssm:cn-north-1:111122223333:parameter/plain",
          shared,
        ],
      },
    ]);
    expect(ssmStatements(context, ["/aws/service/eks/x"])).to.deep.equal([]);
  });

  it("finds the parameters of all classes, each once", () => {
    const term = (ssmParameter: unknown) => ({ amiSelectorTerms: [{ ssmParameter }, { id: "a" }] });
    expect(
      ssmParametersOf({
        a: term("/b"),
        b: term("/a"),
        c: term("/b"),
        d: term(UNKNOWN),
        e: UNKNOWN,
      }),
    ).to.deep.equal(["/a", "/b"]);
  });
});
