import { createHash } from "node:crypto";
import { expect } from "chai";
import { markup } from "../../../preview/report/markup";
import { reportOf } from "../../../preview/report/model";
import { page } from "../../../preview/report/page";
import { domainOf, plot } from "../../../preview/report/plot";
import { memoryText, sizeText } from "../../../preview/report/words";
import { BREAKOUT, HOSTILE, LARGE } from "./large";

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([whole, part]) => part ?? whole);

describe("preview/report/page", () => {
  const large = reportOf(LARGE);
  const html = page(large);

  it("is one document that loads nothing, and runs its own script alone", () => {
    const digest = (element: string): string => {
      const [, text = ""] = new RegExp(`<${element}>([^]*)</${element}>`).exec(html) ?? [];
      return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    };
    const [policy = ""] = all(html, /Content-Security-Policy" content="([^"]*)"/g);
    expect(policy.replaceAll("&#39;", "'").split("; ")).to.deep.equal([
      "default-src 'none'",
      `style-src ${digest("style")}`,
      `script-src ${digest("script")}`,
      ...["img-src data:", "base-uri 'none'", "form-action 'none'"],
    ]);
    expect(all(html, / (?:src|href|style|on\w+)="(?!#)[^"]*"/g)).to.deep.equal([' href="data:,"']);
    expect(all(html, /url\(|@import|fetch\(|XMLHttpRequest/g)).to.deep.equal([]);
  });

  it("escapes whatever comes from a user", () => {
    const hostile = page(reportOf(HOSTILE));
    expect(all(hostile, /<script/g)).to.have.length(1);
    expect(all(hostile, /<img|onerror=alert\(2\)>|alert\('1'\)/g)).to.deep.equal([]);
    expect(hostile).not.to.include(BREAKOUT);
    expect(hostile).to.include(
      "&lt;/text&gt;&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;&quot;&#39;&amp;",
    );
    expect(markup`<b title="${`"'`}">${["<", markup`<i>`, undefined, false, 0]}</b>`.text).to.equal(
      `<b title="&quot;&#39;">&lt;<i>0</b>`,
    );
  });

  it("gives every id once", () => {
    for (const text of [html, page(reportOf(HOSTILE))]) {
      const ids = all(text, / id="([^"]*)"/g);
      expect(new Set(ids).size).to.equal(ids.length);
      const named = all(text, / aria-(?:labelledby|describedby)="([^"]*)"/g);
      expect(ids).to.include.members(named);
    }
  });

  it("shows each pool with everything that is in its drawing as a table", () => {
    const cards = all(html, /<article class="card" id="k0-pool-\d+"[^]*?<\/article>/g);
    expect(cards).to.have.length(10);
    for (const [index, card] of cards.entries()) {
      const pool = large.karpenters[0]!.pools[index]!;
      expect(card).to.include(`>${pool.name}</h3>`);
      expect(all(card, /class="point"/g)).to.have.length(
        pool.places.length + pool.workloads.length,
      );
      expect(all(card, /tabindex="0"/g)).to.have.length(1);
      expect(all(card, /class="bound"/g)).to.have.length(
        // One of them is in the legend.
        pool.bounds.length + (pool.bounds.length > 0 ? 1 : 0),
      );
      const rows = pool.places.length + pool.workloads.length + pool.subnets.length;
      expect(all(card, /<tr><td/g)).to.have.length(rows);
    }
  });

  it("draws a way for each step from workload to subnet", () => {
    // The first bundle of workloads has three pools and eight have one, three classes have both bundles of subnets.
    expect(all(html, /class="way"/g)).to.have.length(3 + 8 + 10 + 3 * 2 + 1);
    expect(all(html, /class="box wrong"[^]*?<title>([^<]*)/g)).to.deep.equal([
      "stray: no pool takes it",
    ]);
    expect(all(html, /class="box open"[^]*?<title>([^<]*)/g)).to.deep.equal([
      "builds: subnets by other tags",
    ]);
  });

  it("counts the findings, and says where there are none", () => {
    expect(all(html, /<li class="tag [a-z]+">([^<]*)/g)).to.deep.equal([
      "16 warnings",
      "1 silenced",
    ]);
    expect(html).to.include("<dt>Silenced</dt><dd>tried in staging</dd>");
    const none = page({
      ...large,
      findings: [],
      counts: reportOf({ ...LARGE, findings: [] }).counts,
    });
    expect(all(none, /<li class="tag [a-z]+">([^<]*)/g)).to.deep.equal(["no findings"]);
    expect(none).to.include("No findings.");
  });

  it("tells apart the Karpenter components of one program, and says where there is none", () => {
    const two = page(reportOf(HOSTILE));
    expect(all(two, /<h2>Pools of/g)).to.have.length(2);
    const none = page(reportOf({ ...LARGE, reviews: [] }));
    expect(none).to.include("The program has no Karpenter component.");
  });

  it("hides what a registration marks as secret", () => {
    const [review] = LARGE.reviews;
    const secret = { $secret: true };
    const text = page(
      reportOf({
        ...LARGE,
        reviews: [
          {
            ...review!,
            input: {
              clusterName: secret,
              nodePools: { p: { nodeClassName: secret, limits: { cpu: secret } } },
            },
          },
        ],
      }),
    );
    expect(text).to.include("<dt>Cluster</dt><dd>(secret)</dd>");
    expect(text).to.include("<dt>Limits</dt><dd>cpu (secret)</dd>");
    expect(text).not.to.include("[object Object]");
  });
});

describe("preview/report/plot", () => {
  const bare = { name: "p", nodeClass: "c", facts: [], types: 1, needs: [], subnets: [] };
  const pool = {
    ...bare,
    places: [{ cpu: 4, memory: 16, types: ["m5.xlarge"] }],
    otherPlaces: [
      { cpu: 8, memory: 32 },
      { cpu: 448, memory: 24_576 },
    ],
    bounds: [
      { axis: "memory", side: "floor", value: 8, text: "instance-memory Gte 8192" } as const,
    ],
    workloads: [
      { cpu: 0.01, memory: 64, names: ["w"], refusal: { by: "size", text: "no" } as const },
    ],
  };

  it("spans whole powers of two around what it draws", () => {
    // The request of 10m stands at the edge, at a quarter of a CPU.
    expect(domainOf([pool])).to.deep.equal({ cpu: [-2, 2], memory: [3, 6] });
    expect(domainOf([])).to.deep.equal({ cpu: [0, 6], memory: [0, 6] });
    const one = { ...pool, bounds: [], workloads: [] };
    expect(domainOf([one])).to.deep.equal({ cpu: [1, 3], memory: [3, 5] });
  });

  it("puts everything at its place, on logarithmic axes", () => {
    const { text } = plot(pool, { cpu: [0, 4], memory: [2, 6] }, "x");
    // The frame is 394 by 272, with half an octave on each side of the four.
    const x = (octave: number): number => Math.round((74 + ((octave + 0.5) / 5) * 394) * 10) / 10;
    const y = (octave: number): number => Math.round((298 - ((octave + 0.5) / 5) * 272) * 10) / 10;
    expect(all(text, /class="point"[^>]*transform="translate\(([^)]*)\)"/g)).to.deep.equal([
      `${x(2)} ${y(2)}`,
      `74 ${y(4)}`,
    ]);
    expect(all(text, /class="bound" d="([^"]*)"/g)).to.deep.equal([`M74 ${y(1)}H468`]);
    // What lies beyond the axes is left out.
    expect(all(text, /class="others" d="([^"]*)"/g)).to.deep.equal([`M${x(3)} ${y(3)}h0`]);
    expect(all(text, /data-detail="([^"]*)"/g)).to.deep.equal([
      "4 vCPU, 16 GiB: m5.xlarge",
      "w (0.01 vCPU, 64 GiB): not taken: no",
    ]);
  });

  it("writes sizes in the unit that reads best", () => {
    expect([0, 0.125, 1, 3.5, 1023, 1024, 6144].map(memoryText)).to.deep.equal([
      ...["0 GiB", "128 MiB", "1 GiB", "3.5 GiB", "1023 GiB", "1 TiB", "6 TiB"],
    ]);
    expect(sizeText({ cpu: 0.1, memory: 0.5 })).to.equal("0.1 vCPU, 512 MiB");
  });
});
