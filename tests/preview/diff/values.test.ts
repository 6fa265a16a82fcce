import { expect } from "chai";
import type { Json } from "../../../preview/registration";
import { pathText } from "../../../preview/diff/diff";
import { normal } from "../../../preview/diff/normal";
import { diffValues } from "../../../preview/diff/values";

/** Changes as `- path: value` and `+ path: value`. */
function changes(before: Json, after: Json): string[] {
  return diffValues(normal(before), normal(after)).flatMap(({ path, before: was, after: now }) => [
    ...(was === undefined ? [] : [`- ${pathText(path)}: ${JSON.stringify(was)}`]),
    ...(now === undefined ? [] : [`+ ${pathText(path)}: ${JSON.stringify(now)}`]),
  ]);
}

const arch = { key: "arch", operator: "In", values: ["amd64", "arm64"] };

describe("a diff by path", () => {
  const cases: Record<string, [Json, Json, string[]]> = {
    "a requirement by its key, and its values as a set": [
      { requirements: [arch, { key: "os", operator: "In", values: ["linux"] }] },
      {
        requirements: [
          { key: "os", operator: "In", values: ["linux"] },
          { ...arch, values: ["arm64", "s390x"] },
        ],
      },
      [
        '- requirements[arch].values[amd64]: "amd64"',
        '+ requirements[arch].values[s390x]: "s390x"',
      ],
    ],
    "a requirement whose operator is another": [
      { requirements: [{ key: "memory", operator: "Gt", values: ["4095"] }] },
      { requirements: [{ key: "memory", operator: "Gte", values: ["4096"] }] },
      [
        '- requirements[memory].operator: "Gt"',
        '+ requirements[memory].operator: "Gte"',
        '- requirements[memory].values[4095]: "4095"',
        '+ requirements[memory].values[4096]: "4096"',
      ],
    ],
    "requirements of one key by key and operator": [
      {
        requirements: [
          { key: "memory", operator: "Gt", values: ["1"] },
          { key: "memory", operator: "Lt", values: ["9"] },
        ],
      },
      {
        requirements: [
          { key: "memory", operator: "Lt", values: ["8"] },
          { key: "memory", operator: "Gt", values: ["1"] },
        ],
      },
      ['- requirements[memory Lt].values[9]: "9"', '+ requirements[memory Lt].values[8]: "8"'],
    ],
    "a taint by key and effect": [
      { taints: [{ key: "a", value: "1", effect: "NoSchedule" }] },
      {
        taints: [
          { key: "a", effect: "NoExecute" },
          { key: "a", value: "2", effect: "NoSchedule" },
        ],
      },
      [
        '- taints[a NoSchedule].value: "1"',
        '+ taints[a NoSchedule].value: "2"',
        '+ taints[a NoExecute]: {"key":"a","effect":"NoExecute"}',
      ],
    ],
    "selector terms by content": [
      { amiSelectorTerms: [{ id: "ami-1" }, { id: "ami-2" }] },
      { amiSelectorTerms: [{ alias: "al2023@latest" }, { id: "ami-2" }] },
      [
        '- amiSelectorTerms[id ami-1]: {"id":"ami-1"}',
        '+ amiSelectorTerms[alias al2023@latest]: {"alias":"al2023@latest"}',
      ],
    ],
    "the one selector term that is left over": [
      { amiSelectorTerms: [{ id: "ami-1" }, { id: "ami-2" }] },
      { amiSelectorTerms: [{ id: "ami-2" }, { id: "ami-3" }] },
      ['- amiSelectorTerms.id: "ami-1"', '+ amiSelectorTerms.id: "ami-3"'],
    ],
    "tags by key, as a map or a list": [
      { tags: [{ key: "team", value: "a" }], more: { "a.b/c": "1" } },
      {
        tags: [
          { key: "env", value: "dev" },
          { key: "team", value: "b" },
        ],
        more: { "a.b/c": "2" },
      },
      [
        '- more["a.b/c"]: "1"',
        '+ more["a.b/c"]: "2"',
        '- tags[team].value: "a"',
        '+ tags[team].value: "b"',
        '+ tags[env]: {"key":"env","value":"dev"}',
      ],
    ],
    "statements of a policy by Sid, one value as a list of one": [
      {
        policy: JSON.stringify({
          Statement: [
            { Sid: "Read", Action: "s3:GetObject", Resource: "*" },
            { Sid: "Pass", Action: ["iam:PassRole"], Resource: ["a", "b"] },
          ],
        }),
      },
      {
        policy: JSON.stringify(
          {
            Statement: [
              { Sid: "Pass", Action: "iam:PassRole", Resource: ["b", "a"] },
              { Sid: "Read", Action: ["s3:GetObject", "s3:ListBucket"], Resource: ["*"] },
            ],
          },
          undefined,
          2,
        ),
      },
      ['+ policy.Statement[Read].Action[s3:ListBucket]: "s3:ListBucket"'],
    ],
    "the one statement without a Sid, into its conditions": [
      {
        assumeRolePolicy:
          '{"Statement":{"Effect":"Allow","Principal":{"Service":"a"},"Condition":{"StringEquals":{"k":"1"}}}}',
      },
      {
        assumeRolePolicy:
          '{"Statement":[{"Effect":"Allow","Principal":{"Service":["a"]},"Condition":{"StringEquals":{"k":["1","2"]}}}]}',
      },
      ['+ assumeRolePolicy.Statement.Condition.StringEquals.k[2]: "2"'],
    ],
    "an event pattern, whose lists are sets": [
      { eventPattern: '{"source":["aws.ec2"],"detail-type":["A","B"]}' },
      { eventPattern: '{"detail-type":["B","A","C"],"source":["aws.ec2"]}' },
      ['+ eventPattern.detail-type[C]: "C"'],
    ],
    "YAML by what it holds": [
      { mapRoles: "- rolearn: a\n  username: x\n- rolearn: b\n  username: y\n" },
      { mapRoles: "# all nodes\n- {rolearn: b, username: z}\n- {username: x, rolearn: a}\n" },
      ['- mapRoles[b].username: "y"', '+ mapRoles[b].username: "z"'],
    ],
    "user data as text, of which each byte counts": [
      { userData: '{"a": 1}' },
      { userData: '{"a":1}' },
      ['- userData: "{\\"a\\": 1}"', '+ userData: "{\\"a\\":1}"'],
    ],
    "lists with an order by place": [
      { args: ["a", "b"] },
      { args: ["b"] },
      ['- args[0]: "a"', '+ args[0]: "b"', '- args[1]: "b"'],
    ],
    "an unknown that becomes known": [
      { arn: { $unknown: true } },
      { arn: "arn:aws:iam::111122223333:role/a" },
      ['- arn: {"$unknown":true}', '+ arn: "arn:aws:iam::111122223333:role/a"'],
    ],
    "nothing, where neither order nor writing means anything": [
      { values: ["a", "b"], policy: '{"Statement":{"Action":"a"}}' },
      { values: ["b", "a"], policy: '{ "Statement": [{ "Action": ["a"] }] }' },
      [],
    ],
  };
  for (const [name, [before, after, expected]] of Object.entries(cases)) {
    it(`shows ${name}`, () => {
      expect(changes(before, after)).to.deep.equal(expected);
    });
  }

  it("names the place of an item in the base, which what was added does not have", () => {
    const path = (value: Json, other: Json) =>
      diffValues({ taints: value }, { taints: other }).map((change) => change.path);
    const [a, b] = [
      { key: "a", effect: "NoSchedule" },
      { key: "b", effect: "NoSchedule" },
    ];
    expect(path([a, b], [a])).to.deep.equal([["taints", { item: "b", index: 1 }]]);
    expect(path([a], [b, a])).to.deep.equal([["taints", { item: "b" }]]);
  });
});
