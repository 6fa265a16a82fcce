import { expect } from "chai";
import { maskAccountIds } from "../../preview/record/mask";
import { FULL_ROLE, TEAM_ROLES } from "./aws-results";

describe("masked account ids", () => {
  it("replaces the caller's account wherever it stands", () => {
    const lookups = [
      {
        token: "aws:index/getCallerIdentity:getCallerIdentity",
        args: {},
        result: {
          accountId: "210987654321",
          arn: "arn:aws:sts::210987654321:assumed-role/ci-210987654321/session",
          id: "210987654321",
          userId: "AROAEXAMPLE:ci@210987654321",
        },
      },
      {
        token: "aws:ec2/getSubnet:getSubnet",
        args: { filters: [{ name: "owner-id", values: ["210987654321"] }] },
        result: {
          ownerId: "210987654321",
          tags: { "210987654321-main": "yes" },
          count: 7,
          none: null,
        },
      },
    ];
    expect(maskAccountIds(lookups)).to.deep.equal([
      {
        token: "aws:index/getCallerIdentity:getCallerIdentity",
        args: {},
        result: {
          accountId: "111122223333",
          arn: "arn:aws:sts::111122223333:assumed-role/ci-111122223333/session",
          id: "111122223333",
          userId: "AROAEXAMPLE:ci@111122223333",
        },
      },
      {
        token: "aws:ec2/getSubnet:getSubnet",
        args: { filters: [{ name: "owner-id", values: ["111122223333"] }] },
        result: {
          ownerId: "111122223333",
          tags: { "111122223333-main": "yes" },
          count: 7,
          none: null,
        },
      },
    ]);
  });

  const forms = {
    "an ARN of another partition": "arn:aws-us-gov:eks:us-gov-west-1:210987654321:cluster/a",
    "an ARN inside a document": '{"Resource":"arn:aws:iam::210987654321:role/a"}',
    "an ARN with nothing behind the account": "arn:aws:iam::210987654321:root",
    "an ARN of any partition": "arn:*:eks:eu-west-1:210987654321:cluster/*",
    "an ARN of any region": "arn:aws:eks:*:210987654321:cluster/*",
    "an ARN of any service": "arn:aws:*:eu-west-?:210987654321:*",
    "a condition inside a document": '{"aws:SourceAccount": "210987654321"}',
    "a list in a condition inside a document": '{"AWS:principalaccount":["*","210987654321"]}',
    "a principal inside a document": '{"Principal":{"AWS":"210987654321"}}',
  };
  for (const [what, text] of Object.entries(forms)) {
    it(`knows an account by ${what}`, () => {
      expect(maskAccountIds([text, "210987654321"])).to.deep.equal([
        text.replace("210987654321", "111122223333"),
        "111122223333",
      ]);
    });
  }

  it("replaces every account in roles and their policies", () => {
    const results = [TEAM_ROLES, FULL_ROLE];
    const expected = JSON.stringify(results)
      .replaceAll("210987654321", "111122223333")
      .replaceAll("345678901234", "222233334444")
      .replaceAll("456789012345", "333344445555");
    expect(JSON.stringify(maskAccountIds(results))).to.equal(expected);
  });

  it("gives each account its own, in order of appearance", () => {
    const lookups = {
      first: "arn:aws:iam::444455556666:role/a",
      second: "arn:aws:iam::210987654321:role/b and arn:aws:iam::345678901234:role/c",
      again: ["210987654321", "345678901234", "444455556666"],
    };
    expect(maskAccountIds(lookups)).to.deep.equal({
      first: "arn:aws:iam::111122223333:role/a",
      second: "arn:aws:iam::222233334444:role/b and arn:aws:iam::333344445555:role/c",
      again: ["222233334444", "333344445555", "111122223333"],
    });
  });

  it("does not replace an id twice that is another one's replacement", () => {
    const lookups = ["arn:aws:iam::222233334444:role/a", "arn:aws:iam::111122223333:role/b"];
    expect(maskAccountIds(lookups)).to.deep.equal([
      "arn:aws:iam::111122223333:role/a",
      "arn:aws:iam::222233334444:role/b",
    ]);
  });

  it("changes nothing when it is done again", () => {
    const once = maskAccountIds([
      "arn:aws:iam::210987654321:role/a",
      "arn:aws:iam::345678901234:role/b",
    ]);
    expect(maskAccountIds(once)).to.deep.equal(once);
  });

  it("takes another replacement", () => {
    const lookups = ["arn:aws:iam::210987654321:role/a", "arn:aws:iam::345678901234:role/b"];
    expect(maskAccountIds(lookups, "999900001111")).to.deep.equal([
      "arn:aws:iam::999900001111:role/a",
      "arn:aws:iam::000011112222:role/b",
    ]);
  });

  const others = {
    "twelve digits that nobody calls an account": ["345678901234", "disk-345678901234"],
    "an account id inside a longer number": ["2109876543210", "1210987654321"],
    "an account id inside a hexadecimal id": ["ami-0a210987654321b"],
    "an account of AWS itself": ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"],
    "an ARN without an account": ["arn:aws:ssm:eu-west-1::parameter/aws/service/345678901234"],
    "an accountId that is none": [{ accountId: "12345" }],
    "twelve digits behind another key of a document": [
      '{"sts:ExternalId":"345678901234","aws:SourceAccount":"*","aws:PrincipalTag/disk":"456789012345"}',
    ],
    "a number": [210987654321, true, null],
  };
  for (const [what, values] of Object.entries(others)) {
    it(`leaves ${what}`, () => {
      const account = "arn:aws:iam::210987654321:role/a";
      expect(maskAccountIds([account, ...values])).to.deep.equal([
        "arn:aws:iam::111122223333:role/a",
        ...values,
      ]);
    });
  }

  it("leaves the recording that it was given as it was", () => {
    const lookups = [{ arn: "arn:aws:iam::210987654321:role/a" }];
    maskAccountIds(lookups);
    expect(lookups).to.deep.equal([{ arn: "arn:aws:iam::210987654321:role/a" }]);
  });

  it("refuses more accounts than it has replacements", () => {
    const arns = Array.from(
      { length: 11 },
      (_, index) => `arn:aws:iam::${String(100000000000 + index)}:root`,
    );
    expect(() => maskAccountIds(arns)).to.throw(
      "A recording with more than ten account ids cannot be masked.",
    );
    expect(maskAccountIds(arns.slice(1))).to.have.lengthOf(10);
  });
});
