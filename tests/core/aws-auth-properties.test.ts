import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import {
  addEntry,
  findEntry,
  nodeMapRolesEntry,
  removeEntry,
  type MapRolesEntry,
} from "../../core/aws-auth";

describe("core/aws-auth, properties", () => {
  const name = fc.constantFrom("a", "b", "c", "Admin", "KarpenterNodeRole-lab-2");
  const foreignFields = fc.record({ name, style: fc.nat(5), comment: fc.boolean() });
  const foreignItem = foreignFields.map(({ name, style, comment }) => {
    const arn = `arn:aws:iam::111122223333:role/${name}`;
    const tail = comment ? ` # who is ${name}` : "";
    return [
      [`- rolearn: ${arn}${tail}`, `  username: "${name}"`, "  groups:", "  - system:masters"],
      [`- {rolearn: '${arn}', groups: [x, y]}${tail}`],
      [`-${tail}`, `    userid: 7`, `    RoleArn: ${arn}`],
      [`- groups:`, `     - x`, `  # inside${tail}`, `  rolearn: >-`, `    ${arn}`],
      [`- "${name}"${tail}`],
      [`- note: |`, `    two`, ``, `    lines`, `  rolearn: ${arn}`],
    ][style]!;
  });
  const blockText = fc
    .record({
      items: fc.array(foreignItem, { maxLength: 5 }),
      between: fc.constantFrom("", "# note\n", "\n", "      # deep\n"),
      indent: fc.constantFrom("", "  "),
      newline: fc.constantFrom("\n", "\r\n"),
      start: fc.constantFrom("", "---\n", "# top\n"),
      end: fc.constantFrom("\n", "", "\n# end\n", "\n\n", "\n...\n"),
    })
    .map(({ items, between, indent, newline, start, end }) => {
      const body = items
        .map((lines) => lines.map((line) => indent + line).join("\n"))
        .join(`\n${between}`);
      return (start + body + end).replaceAll("\n", newline);
    });
  const flowText = fc
    .record({
      items: fc.array(fc.constantFrom('{"rolearn": "a"}', "b", "{rolearn: 'c', groups: []}"), {
        maxLength: 4,
      }),
      glue: fc.constantFrom(", ", ",", ",\n  ", " ,", ", # c\n "),
      open: fc.constantFrom("[", "[ ", "[\n  ", "--- ["),
      close: fc.constantFrom("]", " ]\n", "\n] # end\n"),
    })
    .map(({ items, glue, open, close }) => open + items.join(glue) + close);
  const foreignText = fc.oneof(blockText, flowText);
  const entry: fc.Arbitrary<MapRolesEntry> = fc.record({
    rolearn: fc
      .constantFrom("x", "y", "z")
      .map((role) => `arn:aws:iam::111122223333:role/our/${role}`),
    username: fc.oneof(
      fc.constant("system:node:{{EC2PrivateDNSName}}"),
      fc.string({ unit: "grapheme-ascii" }),
    ),
    groups: fc.array(fc.string({ unit: "grapheme-ascii" }), { maxLength: 3 }),
  });
  const items = (text: string): unknown[] =>
    (parse(text, { uniqueKeys: false }) as unknown[] | null) ?? [];

  it("adding is found, changes no byte of others and is undone by removing", () => {
    fc.assert(
      fc.property(foreignText, entry, (text, ours) => {
        const added = addEntry(text, ours);
        expect(findEntry(added, ours.rolearn)).to.deep.equal(ours);
        expect(items(added)).to.deep.equal([...items(text), ours]);
        expect(addEntry(added, ours)).to.equal(added);
        expect(removeEntry(added, ours)).to.equal(text);
      }),
      { numRuns: 1000 },
    );
  });

  it("removing what is absent changes nothing", () => {
    fc.assert(
      fc.property(foreignText, entry, (text, ours) => {
        expect(removeEntry(text, ours)).to.equal(text);
      }),
    );
  });

  it("loses, reorders and changes nothing of others over any mix of our edits and theirs", () => {
    // Others append and remove whole blocks of lines, as people and eksctl do; each block of theirs is told apart.
    const step = fc.oneof(
      fc.record({ who: fc.constant("us" as const), role: fc.nat(3), add: fc.boolean() }),
      fc.record({
        who: fc.constant("them" as const),
        lines: foreignItem,
        at: fc.nat(9),
        add: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.constantFrom("\n", "\r\n"),
        (steps, newline) => {
          let text = "";
          let theirs: string[] = [];
          const mine = new Set<number>();
          steps.forEach((step, number) => {
            if (step.who === "us") {
              const ours = nodeMapRolesEntry(`arn:aws:iam::1:role/ours-${step.role}`);
              text = step.add ? addEntry(text, ours) : removeEntry(text, ours);
              if (step.add) mine.add(step.role);
              else mine.delete(step.role);
            } else if (step.add) {
              const block = [`# theirs ${number}`, ...step.lines, ""].join(newline);
              text += block;
              theirs.push(block);
            } else {
              const block = theirs[step.at];
              if (block !== undefined) text = text.replace(block, () => "");
              theirs = theirs.filter((other) => other !== block);
            }
          });
          for (const role of mine) {
            const ours = nodeMapRolesEntry(`arn:aws:iam::1:role/ours-${role}`);
            expect(findEntry(text, ours.rolearn)).to.deep.equal(ours);
            text = removeEntry(text, ours);
          }
          expect(text).to.equal(theirs.join(""));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
