import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { readContext, replay, writeContext } from "../../preview/context-file";

describe("recorded look-ups", () => {
  let file: string;
  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), "context-")), "dev.context.json");
  });
  afterEach(() => {
    rmSync(path.dirname(file), { recursive: true });
  });

  it("are written sorted and once, so that recording twice changes nothing", () => {
    const b = {
      token: "aws:eks/getCluster:getCluster",
      args: { name: "b" },
      result: { version: "1.35", arn: "x" },
    };
    const a = { ...b, args: { name: "a", region: undefined } };
    writeContext(file, [b, a, b]);
    const text = readFileSync(file, "utf8");
    expect(JSON.parse(text)).to.deep.equal({ lookups: [{ ...a, args: { name: "a" } }, b] });
    expect(text.indexOf('"arn"')).to.be.lessThan(text.indexOf('"version"'));
    writeContext(file, [a, b]);
    expect(readFileSync(file, "utf8")).to.equal(text);
  });

  it("answer by token and arguments, in whatever order those stand", async () => {
    const lookup = replay(
      [{ token: "t", args: { a: 1, b: { c: 2 } }, result: { ok: true } }],
      "dev",
      file,
    );
    expect(await lookup("t", { b: { c: 2 }, a: 1, d: undefined })).to.deep.equal({ ok: true });
    const missing = await lookup("t", { a: 2 }).catch((error: unknown) => (error as Error).message);
    expect(missing).to.equal(
      'no recorded answer for t {"a":2} in dev.context.json; with credentials of the account, run: karpenter-eks record --stack dev',
    );
  });

  it("are none where nothing was recorded, and an error where the file is something else", () => {
    expect(readContext(file)).to.deep.equal([]);
    writeFileSync(file, "{}");
    expect(() => readContext(file)).to.throw('holds no list "lookups": record it again');
  });
});
