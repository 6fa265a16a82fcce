import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { explainedDiff } from "../../../preview/diff/explain";
import { renderMarkdown } from "../../../preview/diff/markdown";
import { bothSides, WORKED_CHANGES } from "./worked-changes";

const GOLDEN = path.join(__dirname, "golden");

/** `UPDATE_GOLDEN=1 npm test` writes the files anew. */
const UPDATE = process.env.UPDATE_GOLDEN === "1";

describe("a worked change", () => {
  for (const [name, change] of Object.entries(WORKED_CHANGES)) {
    it(`${name} reads as its file has it`, async () => {
      const { base, head } = await bothSides(change);
      const markdown = `${renderMarkdown(explainedDiff(base, head))}\n`;
      const file = path.join(GOLDEN, `${name}.md`);
      if (UPDATE) {
        mkdirSync(GOLDEN, { recursive: true });
        writeFileSync(file, markdown);
      }
      expect(existsSync(file), `${file} is there`).to.equal(true);
      expect(markdown).to.equal(readFileSync(file, "utf8"));
    });
  }

  it("has a file, and each file a change", () => {
    const files = readdirSync(GOLDEN).map((file) => file.replace(/\.md$/, ""));
    expect(files.sort()).to.deep.equal(Object.keys(WORKED_CHANGES).sort());
  });
});
