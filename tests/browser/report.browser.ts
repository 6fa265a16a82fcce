import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { writeReport } from "../../preview/report/report";
import { HOSTILE, LARGE } from "../preview/report/large";
import { launch } from "./chromium";

const ROOT = path.resolve(__dirname, "../..");
const AXE = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");

interface Opened {
  page: Page;
  /** What the console said, and which addresses were asked for. */
  said: string[];
  asked: string[];
}

describe("the report in a browser", () => {
  let browser: Browser | undefined;
  let folder: string | undefined;
  const file = (name: string): string => path.join(folder ?? "", `${name}.html`);

  before(async () => {
    browser = await launch();
    folder = mkdtempSync(path.join(tmpdir(), "report-"));
    for (const stack of ["lab", "prod"]) {
      const command = ["dist/preview/cli.js", "report", "--stack", stack, "--out", file(stack)];
      execFileSync(process.execPath, command, { cwd: ROOT });
    }
    writeReport(file("large"), LARGE);
    writeReport(file("hostile"), HOSTILE);
  });

  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  async function open(
    name: string,
    width = 1280,
    colorScheme: "light" | "dark" = "light",
  ): Promise<Opened> {
    const page = await browser!.newPage({ viewport: { width, height: 900 }, colorScheme });
    const [said, asked]: [string[], string[]] = [[], []];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file(name)).href);
    return { page, said, asked };
  }

  for (const name of ["lab", "prod", "large", "hostile"]) {
    for (const width of [390, 1280]) {
      for (const scheme of ["light", "dark"] as const) {
        it(`${name} stands on ${width} pixels, ${scheme}, whole and accessible`, async () => {
          const { page, said, asked } = await open(name, width, scheme);
          for (const summary of await page.locator("summary").all()) await summary.click();
          expect(await page.evaluate("document.documentElement.scrollWidth")).to.equal(width);
          expect(await violations(page)).to.deep.equal([]);
          expect(said).to.deep.equal([]);
          expect(asked).to.deep.equal([pathToFileURL(file(name)).href]);
          await page.close();
        });
      }
    }
  }

  it("takes the colours of the scheme", async () => {
    const paper = async (scheme: "light" | "dark"): Promise<unknown> => {
      const { page } = await open("lab", 1280, scheme);
      return page.evaluate("getComputedStyle(document.body).backgroundColor");
    };
    expect([await paper("light"), await paper("dark")]).to.deep.equal([
      "rgb(251, 250, 248)",
      "rgb(20, 23, 27)",
    ]);
  });

  it("leads by the Tab key to each drawing once, and to each table", async () => {
    const { page } = await open("prod");
    const stops: unknown[] = [];
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(
        `(({ activeElement: at, body }) => at === body ? null
          : at.closest("svg")?.querySelector("title").textContent ?? at.ariaLabel ?? at.textContent)(document)`,
      );
      if (stop === null) break;
      stops.push(stop);
    }
    const pool = (name: string): string[] => [
      `Instance types of pool ${name}: memory over vCPU`,
      "Instance types as a table",
      "Addresses as a table",
    ];
    expect(stops).to.deep.equal([
      ...["Findings", "From workload to subnet", "spot", "on-demand", "gpu"],
      "Diagram from workload to subnet",
      ...["From workload to subnet", "As a list"],
      ...["spot", "on-demand", "gpu"].flatMap(pool),
    ]);
  });

  it("moves by arrow keys from place to place, and tells each", async () => {
    const { page } = await open("prod");
    const plot = page.locator("svg.plot").first();
    const readout = page.locator("#k0-pool-0 .readout");
    const first =
      "1 vCPU, 4 GiB: m6g.medium, m6gd.medium, m7a.medium, m7g.medium, m7gd.medium, m8a.medium, m8azn.medium, m8g.medium, m8gb.medium and 4 more";
    const second =
      "1 vCPU, 8 GiB: r6g.medium, r6gd.medium, r7a.medium, r7g.medium, r7gd.medium, r8a.medium, r8g.medium, r8gb.medium, r8gd.medium and 3 more";
    const hint = await readout.textContent();
    const told: (string | null)[] = [];
    await plot.locator("[tabindex='0']").focus();
    for (const key of ["ArrowRight", "End", "Home", "ArrowLeft"]) {
      told.push(await readout.textContent());
      await page.keyboard.press(key);
    }
    expect(told).to.deep.equal([
      ...[first, second],
      "32 vCPU, 64 GiB: c6a.8xlarge, c6g.8xlarge, c6gd.8xlarge, c6gn.8xlarge, c6i.8xlarge, c6id.8xlarge, c6in.8xlarge, c7a.8xlarge, c7g.8xlarge and 17 more",
      first,
    ]);
    expect(await plot.locator("[tabindex='0']").count()).to.equal(1);
    await page.keyboard.press("Tab");
    expect(await readout.textContent()).to.equal(hint);
  });

  it("tells a place at which the pointer is", async () => {
    const { page } = await open("prod");
    const readout = page.locator("#k0-pool-2 .readout");
    await page.locator("#k0-pool-2 svg.plot .point").last().hover();
    expect(await readout.textContent()).to.equal("192 vCPU, 2 TiB: g7e.48xlarge");
  });

  it("lights up the ways of a box, both ways", async () => {
    const { page } = await open("large");
    await page.locator(".box", { hasText: "payments" }).last().hover();
    expect(await page.locator(".way.lit").count()).to.equal(4);
  });

  it("prints with its tables, and without what needs a pointer", async () => {
    const { page } = await open("prod");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("table").first().isVisible()).to.equal(true);
    expect(await page.locator(".readout").first().isVisible()).to.equal(false);
    await page.close();
  });

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate(
      "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 160))))",
    );
  }
});
