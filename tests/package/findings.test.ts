import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { format } from "prettier";
import { FINDINGS_PAGE } from "../../core/review/page";
import { RULES } from "../../core/review/rules";
import { FINDING_EXAMPLES } from "./finding-examples";
import { exampleFindings, findingsPage } from "./findings-page";

const FILE = path.resolve(__dirname, "../..", FINDINGS_PAGE);

describe("the page of findings", () => {
  it("has an example of each rule, and each is found fault with", () => {
    expect(Object.keys(FINDING_EXAMPLES)).to.deep.equal(RULES.map(({ code }) => code));
    for (const rule of RULES) expect(exampleFindings(rule), rule.code).not.to.deep.equal([]);
  });

  it("is what the rules say; UPDATE_DOCS=1 npm test writes it anew", async () => {
    const page = await format(findingsPage(), { parser: "markdown", printWidth: 100 });
    if (process.env.UPDATE_DOCS === "1") {
      mkdirSync(path.dirname(FILE), { recursive: true });
      writeFileSync(FILE, page);
    }
    expect(existsSync(FILE) ? readFileSync(FILE, "utf8") : "").to.equal(page);
  });

  it("has the anchor that each finding is linked by", () => {
    const anchors = [...readFileSync(FILE, "utf8").matchAll(/^## (.*)$/gm)].map(([, text]) => text);
    expect(anchors).to.deep.equal(RULES.map(({ code }) => code));
  });
});
