import { expect } from "chai";
import { goRegExp } from "../../preview/record/go-regex";

describe("regular expressions of the provider", () => {
  const matches: [string, string, string][] = [
    ["project", "my-project-role", "Project"],
    ["^eks-.*-nodes$", "eks-a-nodes", "eks-a-nodes-b"],
    ["(?i)^EKS", "eks-nodes", "nodes-eks"],
    [String.raw`^a\-b\.c\_d$`, "a-b.c_d", "a-bxc_d"],
    [String.raw`^[a\-z]$`, "-", "m"],
    [String.raw`^\\\\d$`, String.raw`\\d`, "1"],
    [String.raw`^\w+\d{2}$`, "node01", "node1"],
    [String.raw`^\p{Lu}`, "Node", "node"],
    [String.raw`^\😀$`, "😀", "x"],
    [String.raw`\(?=x`, "=x", "x"],
  ];
  for (const [source, match, other] of matches) {
    it(`reads ${source}`, () => {
      const expression = goRegExp(source);
      expect([match, other].map((text) => expression.test(text))).to.deep.equal([true, false]);
    });
  }

  const refused: [string, string][] = [
    ["^(?!test)", "(?!"],
    ["a(?=b)", "(?="],
    ["(?<!a)b", "(?<!"],
    ["(?<=a)b", "(?<="],
    [String.raw`(a)\1`, String.raw`\1`],
    [String.raw`\Aa\z`, String.raw`\A`],
    [String.raw`\Qa.b\E`, String.raw`\Q`],
    ["[][]", "[]"],
    ["[^][]", "[^]"],
    ["[[:alpha:][x]", "[:"],
  ];
  for (const [source, construct] of refused) {
    it(`refuses ${source}`, () => {
      expect(() => goRegExp(source)).to.throw(`JavaScript and Go do not read ${construct} alike.`);
    });
  }

  for (const source of ["(", "a]", "a{", "a(?i)b", "(?P<name>a)", "a\\", "[z-a]"]) {
    it(`refuses ${source}, as JavaScript does`, () => {
      expect(() => goRegExp(source)).to.throw(SyntaxError, "Invalid regular expression");
    });
  }
});
