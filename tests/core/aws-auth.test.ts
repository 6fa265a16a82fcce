import { expect } from "chai";
import {
  addEntry,
  findEntry,
  isAwsAuthError,
  nodeMapRolesEntry,
  removeEntry,
  sameMeaning,
} from "../../core/aws-auth";

const ROLE = "arn:aws:iam::111122223333:role/KarpenterNodeRole-lab";
const OURS = nodeMapRolesEntry(ROLE);
const BLOCK = [
  `- rolearn: ${ROLE}`,
  "  username: system:node:{{EC2PrivateDNSName}}",
  "  groups:",
  "    - system:bootstrappers",
  "    - system:nodes",
].join("\n");
const FLOW =
  `{"rolearn":"${ROLE}","username":"system:node:{{EC2PrivateDNSName}}",` +
  `"groups":["system:bootstrappers","system:nodes"]}`;
const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
const crlf = (text: string): string => text.replaceAll("\n", "\r\n");

const FIX =
  "Fix: change it with `kubectl edit configmap aws-auth --namespace kube-system` and run this again; nothing was written.";
const refusal = (line: number, found: string): string =>
  `mapRoles of the ConfigMap kube-system/aws-auth, line ${line}: found ${found}. ` +
  `Expected: one YAML list of entries (rolearn, username, groups) without anchors or aliases. ${FIX}`;
const taken = (found: string): string =>
  `mapRoles of the ConfigMap kube-system/aws-auth has another entry for this role: found ${found}, wanted ${FLOW}. ` +
  "Expected: no entry for the role, or an equal one. Fix: if the entry found was ours and was changed by hand, " +
  `run \`pulumi refresh\`; else ${FIX.slice("Fix: ".length)}`;

function thrown(action: () => unknown): { code: string; message: string } {
  try {
    action();
  } catch (error) {
    if (isAwsAuthError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("core/aws-auth", () => {
  describe("nodeMapRolesEntry", () => {
    for (const [arn, rolearn] of [
      [ROLE, ROLE],
      ["arn:aws:iam::111122223333:role/a/b/Name", "arn:aws:iam::111122223333:role/Name"],
      [
        "arn:aws-cn:iam::111122223333:role/x/Name+=,.@-_",
        "arn:aws-cn:iam::111122223333:role/Name+=,.@-_",
      ],
      ["arn:aws-us-gov:iam::111122223333:role/Name", "arn:aws-us-gov:iam::111122223333:role/Name"],
      ["arn:aws-iso-b:iam::111122223333:role/p/Name", "arn:aws-iso-b:iam::111122223333:role/Name"],
    ] as const) {
      it(`makes an entry of ${arn}`, () => {
        expect(nodeMapRolesEntry(arn)).to.deep.equal({
          rolearn,
          username: "system:node:{{EC2PrivateDNSName}}",
          groups: ["system:bootstrappers", "system:nodes"],
        });
      });
    }

    for (const arn of [
      "KarpenterNodeRole-lab",
      "arn:aws:sts::111122223333:assumed-role/Name/session",
      "arn:aws:iam::111122223333:role/",
      "arn:aws:iam::111122223333:user/role/x",
    ]) {
      it(`refuses ${arn}`, () => {
        expect(thrown(() => nodeMapRolesEntry(arn))).to.deep.equal({
          code: "role-arn",
          message:
            `The node role's ARN is "${arn}". Expected: the ARN of an IAM role, such as ` +
            "arn:aws:iam::111122223333:role/Name. Fix: pass the role's ARN, not its name and not the ARN of a session.",
        });
      });
    }
  });

  describe("addEntry", () => {
    const cases: [name: string, before: string | undefined, after: string][] = [
      ["absent text", undefined, `${BLOCK}\n`],
      ["empty text", "", `${BLOCK}\n`],
      ["blank lines", "\n\n", `\n\n${BLOCK}\n`],
      ["blanks without a newline", "  ", `  \n${BLOCK}`],
      ["comments only", "# roles\n", `# roles\n${BLOCK}\n`],
      ["a comment without a newline", "# roles", `# roles\n${BLOCK}`],
      ["a bare document", "---\n", `---\n${BLOCK}\n`],
      ["an ended bare document", "---\n# x\n...\n", `---\n# x\n${BLOCK}\n...\n`],
      ["an empty flow list", "[]", `[${FLOW}]`],
      ["an empty flow list with blanks", "[ ] # none\n", `[${FLOW} ] # none\n`],
      ["null", "null\n", `[${FLOW}]\n`],
      ["a tilde", "--- ~ # none\n", `--- [${FLOW}] # none\n`],
      ["the quoted empty text that EKS takes for none", '""', `[${FLOW}]`],
      ["a list", "- rolearn: a\n", `- rolearn: a\n${BLOCK}\n`],
      ["a list without a final newline", "- rolearn: a", `- rolearn: a\n${BLOCK}`],
      ["a list with blanks at the end", "- rolearn: a\n  ", `- rolearn: a\n  \n${BLOCK}`],
      ["an indented list", "  - rolearn: a\n", `  - rolearn: a\n${indented(BLOCK)}\n`],
      ["CRLF", "- rolearn: a\r\n- b\r\n", `- rolearn: a\r\n- b\r\n${crlf(BLOCK)}\r\n`],
      [
        "CRLF without a final newline",
        "- rolearn: a\r\n- b",
        `- rolearn: a\r\n- b\r\n${crlf(BLOCK)}`,
      ],
      ["comments after the list", "- rolearn: a # x\n# y\n", `- rolearn: a # x\n# y\n${BLOCK}\n`],
      ["an ended document", "- a\n# x\n...\n# y\n", `- a\n# x\n${BLOCK}\n...\n# y\n`],
      ["a last entry without a value", "- a\n-\n", `- a\n-\n${BLOCK}\n`],
      ["a last entry that keeps blank lines", "- a: |+\n    x\n\n", `- a: |+\n    x\n\n${BLOCK}\n`],
      [
        "entries of unknown shape",
        "- 1\n- [x]\n- {y: {z: 1}}\n",
        `- 1\n- [x]\n- {y: {z: 1}}\n${BLOCK}\n`,
      ],
      [
        "a key twice in an entry",
        "- rolearn: a\n  rolearn: b\n",
        `- rolearn: a\n  rolearn: b\n${BLOCK}\n`,
      ],
      ["a flow list", '[{"rolearn": "a"}]', `[{"rolearn": "a"}, ${FLOW}]`],
      ["a flow list with a final comma", "[{rolearn: a},]", `[{rolearn: a}, ${FLOW},]`],
      [
        "a flow list on lines",
        "[\n  {rolearn: a}, # x\n  b # y\n]\n",
        `[\n  {rolearn: a}, # x\n  b, ${FLOW} # y\n]\n`,
      ],
      [
        "our entry in another writing",
        crlf(BLOCK.replaceAll(ROLE, `"${ROLE}" # ours`)),
        crlf(BLOCK.replaceAll(ROLE, `"${ROLE}" # ours`)),
      ],
      ["our entry in flow style", `[${FLOW}]`, `[${FLOW}]`],
      [
        "our entry in the case of others",
        BLOCK.replace("rolearn", "roleARN").replace("KarpenterNodeRole", "karpenternoderole"),
        BLOCK.replace("rolearn", "roleARN").replace("KarpenterNodeRole", "karpenternoderole"),
      ],
      [
        "our entry with its groups in another order",
        `- {username: "${OURS.username}", groups: ["system:nodes", "system:bootstrappers"], rolearn: "${ROLE}"}`,
        `- {username: "${OURS.username}", groups: ["system:nodes", "system:bootstrappers"], rolearn: "${ROLE}"}`,
      ],
    ];
    for (const [name, before, after] of cases) {
      it(`edits ${name}`, () => {
        expect(addEntry(before, OURS)).to.equal(after);
      });
    }

    it("quotes what YAML 1.1 would read as something else", () => {
      expect(
        addEntry("", { rolearn: ROLE, username: "on", groups: ["1_0", "- x", "a: b"] }),
      ).to.equal(
        `- rolearn: ${ROLE}\n  username: "on"\n  groups:\n    - "1_0"\n    - "- x"\n    - "a: b"\n`,
      );
    });

    it("writes the three fields of an entry and nothing else", () => {
      const more = { ...OURS, kubeconfig: "secret" };
      expect(addEntry("", more)).to.equal(`${BLOCK}\n`);
      expect(removeEntry(`${BLOCK}\n`, more)).to.equal("");
    });

    const conflicts: [name: string, text: string, found: string][] = [
      [
        "other groups",
        `- rolearn: ${ROLE}\n  username: admin\n  groups: [system:masters]\n`,
        `{"rolearn":"${ROLE}","username":"admin","groups":["system:masters"]}`,
      ],
      [
        "another username",
        BLOCK.replace("{{EC2PrivateDNSName}}", "x"),
        `{"rolearn":"${ROLE}","username":"system:node:x","groups":["system:bootstrappers","system:nodes"]}`,
      ],
      ["one more key", `${BLOCK}\n  userid: x\n`, `${FLOW.slice(0, -1)},"userid":"x"}`],
      ["only an ARN", `- rolearn: ${ROLE.toUpperCase()}`, `{"rolearn":"${ROLE.toUpperCase()}"}`],
      [
        "an equal entry that a later one overrides",
        `${BLOCK}\n- rolearn: ${ROLE}\n`,
        `{"rolearn":"${ROLE}"}`,
      ],
    ];
    for (const [name, text, found] of conflicts) {
      it(`refuses ${name} for the same role, naming both`, () => {
        expect(thrown(() => addEntry(text, OURS))).to.deep.equal({
          code: "taken",
          message: taken(found),
        });
      });
    }
  });

  describe("removeEntry", () => {
    const cases: [name: string, before: string, after: string][] = [
      ["the only entry", `${BLOCK}\n`, ""],
      ["the only entry without a final newline", BLOCK, ""],
      ["the first", `${BLOCK}\n- b\n`, "- b\n"],
      ["the last", `- b\n${BLOCK}\n`, "- b\n"],
      ["the last without a final newline", `- b\n${BLOCK}`, "- b"],
      [
        "the middle, with comments around it",
        `# 1\n- a # 2\n# 3\n${BLOCK} # ours\n    # 4\n# 5\n- b\n`,
        "# 1\n- a # 2\n# 3\n    # 4\n# 5\n- b\n",
      ],
      ["the last of an ended document", `---\n${BLOCK}\n...\n`, "---\n...\n"],
      ["CRLF", `- a\r\n${crlf(BLOCK)}\r\n- b\r\n`, "- a\r\n- b\r\n"],
      ["CRLF without a final newline", `- a\r\n${crlf(BLOCK)}`, "- a"],
      ["flow in block", `- a\n- ${FLOW} # ours\n- b\n`, "- a\n- b\n"],
      [
        "a dash on its own line",
        `- a\n-\n${indented(BLOCK)
          .replace("- rolearn", "rolearn")
          .replaceAll(/^ {4}(?=\S)/gm, "  ")}\n- b\n`,
        "- a\n- b\n",
      ],
      [
        "a username in a block scalar",
        `- a\n- rolearn: ${ROLE}\n  groups: ["system:bootstrappers", "system:nodes"]\n  username: |-\n    ${OURS.username}\n- b\n`,
        "- a\n- b\n",
      ],
      [
        "another order of keys and groups",
        `- username: ${OURS.username}\n  groups: ["system:nodes", "system:bootstrappers"]\n  rolearn: '${ROLE}'\n`,
        "",
      ],
      ["only the last of two equal ones", `${BLOCK}\n- b\n${BLOCK} # 2\n`, `${BLOCK}\n- b\n`],
      [
        "the equal one and not a later other one",
        `${BLOCK}\n- rolearn: ${ROLE}\n`,
        `- rolearn: ${ROLE}\n`,
      ],
      ["the only one of a flow list", `[ ${FLOW} ]`, "[  ]"],
      ["the only one with a final comma", `[${FLOW}, ]`, "[]"],
      ["the first of a flow list", `[${FLOW}, b]`, "[b]"],
      ["the middle of a flow list", `[a, ${FLOW} , b]`, "[a , b]"],
      ["the last of a flow list", `[a, ${FLOW}]`, "[a]"],
      [
        "a flow list on lines, comments kept",
        `[\n  a, # 1\n  ${FLOW}, # 2\n  b\n]`,
        "[\n  a # 1\n  , # 2\n  b\n]",
      ],
      [
        "the first of a flow list, comments kept",
        `[\n  ${FLOW} # 1\n  , b\n]`,
        "[\n   # 1\n   b\n]",
      ],
      ["nothing from absent entries", "- a # x\n", "- a # x\n"],
      ["nothing from an empty text", "", ""],
      ["nothing from an empty list", "[ ]", "[ ]"],
      ["nothing where one more key is", `${BLOCK}\n  userid: x\n`, `${BLOCK}\n  userid: x\n`],
      [
        "nothing where a group is missing",
        BLOCK.replace("\n    - system:nodes", ""),
        BLOCK.replace("\n    - system:nodes", ""),
      ],
    ];
    for (const [name, before, after] of cases) {
      it(`removes ${name}`, () => {
        expect(removeEntry(before, OURS)).to.equal(after);
      });
    }
  });

  it("leaves a list alone whose edit would say something else", () => {
    expect(thrown(() => removeEntry(`[a, !!map ${FLOW}, b]`, OURS))).to.deep.equal({
      code: "unsafe-edit",
      message:
        "mapRoles of the ConfigMap kube-system/aws-auth: found a list that an edit of one entry would change for the " +
        "others. Expected: a list with one entry after the other, its last line ended by a newline. " +
        `Fix: write the list in plain block style; ${FIX.slice("Fix: ".length)}`,
    });
  });

  describe("findEntry", () => {
    it("finds nothing in text without the role", () => {
      expect(findEntry(undefined, ROLE)).to.equal(undefined);
      expect(findEntry("- rolearn: a\n- 1\n-\n- rolearn: 3\n", ROLE)).to.equal(undefined);
    });

    it("reads the entry in force, which is the last", () => {
      expect(findEntry(`- rolearn: ${ROLE}\n${BLOCK}\n`, ROLE)).to.deep.equal(OURS);
    });

    it("reads what EKS reads: keys and ARNs in any case, missing parts as none", () => {
      const upper = ROLE.toUpperCase();
      expect(findEntry(`- roleARN: ${upper}\n`, ROLE)).to.deep.equal({
        rolearn: upper,
        username: "",
        groups: [],
      });
    });
  });

  describe("text that is no list", () => {
    const cases: [name: string, text: string, code: string, line: number, found: string][] = [
      ["a map", "# x\nrolearn: a\n", "not-a-list", 2, "a map"],
      ["plain text", "hello", "not-a-list", 1, "plain text"],
      ["a number", "12", "not-a-list", 1, "plain text"],
      ["two documents", "- a\n---\n- b\n", "not-a-list", 2, "a second YAML document"],
      [
        "a tab",
        "- a:\n\t- b\n",
        "not-yaml",
        2,
        "text that is not YAML (Tabs are not allowed as indentation)",
      ],
      [
        "an unclosed bracket",
        "- a\n- [b\n",
        "not-yaml",
        3,
        "text that is not YAML (Flow sequence in block collection must be sufficiently indented and end with a ])",
      ],
      [
        "broken indentation",
        "- a: 1\n b: 2\n",
        "not-yaml",
        2,
        "text that is not YAML (Sequence item without - indicator)",
      ],
      ["an anchor", "- a\n- &x {rolearn: b}\n", "aliases", 2, "the anchor &x"],
      ["an alias", "- a\n- *x\n", "aliases", 2, "the alias *x"],
    ];
    for (const [name, text, code, line, found] of cases) {
      it(`refuses ${name}, in every function`, () => {
        const expected = { code, message: refusal(line, found) };
        expect(thrown(() => addEntry(text, OURS))).to.deep.equal(expected);
        expect(thrown(() => removeEntry(text, OURS))).to.deep.equal(expected);
        expect(thrown(() => findEntry(text, ROLE))).to.deep.equal(expected);
      });
    }
  });

  it("compares entries by what they mean to EKS", () => {
    expect(
      sameMeaning(OURS, { ...OURS, groups: ["system:nodes", "system:bootstrappers"] }),
    ).to.equal(true);
    expect(sameMeaning(OURS, { ...OURS, username: "SYSTEM:node:{{EC2PrivateDNSName}}" })).to.equal(
      false,
    );
    expect(sameMeaning(OURS, "x")).to.equal(false);
  });
});
