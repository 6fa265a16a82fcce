import { createHash } from "node:crypto";
import { findingCards } from "./findings";
import { Markup, markup } from "./markup";
import type { KarpenterReport, Report } from "./model";
import { domainOf } from "./plot";
import { poolCard } from "./pool";
import { SCRIPT } from "./script";
import { KNOWN_AFTER_UP } from "./shown";
import { STYLE } from "./style";
import { wiringDiagram, wiringList } from "./wiring-diagram";
import { count } from "./words";

/** Nothing is loaded from anywhere, and nothing runs but the page's own script. */
const POLICY = [
  "default-src 'none'",
  `style-src '${digest(STYLE)}'`,
  `script-src '${digest(SCRIPT)}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** The report as one HTML document that needs nothing beside itself. */
export function page(report: Report): string {
  const { project, stack, findings, karpenters } = report;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${project} / ${stack}: Karpenter report</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<p class="eyebrow">Karpenter report</p>
<h1>${project} / ${stack}</h1>
${karpenters.map((karpenter) => facts(karpenter, karpenters.length > 1))}
${counts(report)}
${navigation(report)}
</header>
<main>
<h2 id="findings">Findings</h2>
${findingCards(findings)}
${karpenters.length === 0 && markup`<p class="card">The program has no Karpenter component.</p>`}
${karpenters.map((karpenter, index) => sections(karpenter, `k${index}`, karpenters.length > 1))}
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

function facts(
  { name, cluster, region, version, kubernetesVersion }: KarpenterReport,
  named: boolean,
): Markup {
  const all = [
    ...(named ? [["Component", name]] : []),
    ["Cluster", cluster],
    ["Region", region],
    ["Karpenter", version],
    ["Kubernetes", kubernetesVersion],
  ];
  return markup`<dl class="facts">${all.map(([label, text]) => markup`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`;
}

function counts({ counts: { error, warning, note, silenced } }: Report): Markup {
  const items: [string, string, number][] = [
    ["error", count(error, "error"), error],
    ["warning", count(warning, "warning"), warning],
    ["note", count(note, "note"), note],
    ["silenced", `${silenced} silenced`, silenced],
  ];
  const some = items.filter(([, , number]) => number > 0);
  return markup`<ul class="counts" aria-label="Findings">${
    some.length === 0
      ? markup`<li class="tag silenced">no findings</li>`
      : some.map(([kind, text]) => markup`<li class="tag ${kind}">${text}</li>`)
  }</ul>`;
}

function navigation({ karpenters }: Report): Markup {
  const link = (id: string, text: string): Markup => markup`<li><a href="#${id}">${text}</a></li>`;
  return markup`<nav aria-label="Sections"><ul>${link("findings", "Findings")}${karpenters.map(
    ({ pools }, index) => [
      link(`k${index}-wiring`, "From workload to subnet"),
      pools.map(({ name }, at) => link(`k${index}-pool-${at}`, name)),
    ],
  )}</ul></nav>`;
}

function sections(
  { name, pools, unknownPools, wiring }: KarpenterReport,
  id: string,
  named: boolean,
): Markup {
  const domain = domainOf(pools);
  const of = named && ` of ${name}`;
  return markup`<h2 id="${id}-wiring">From workload to subnet${of}</h2>
<figure class="card">
${wiring.workloads.length === 0 && markup`<p>No workloads are described: those named in <code>workloads</code> stand here, and in each pool that takes them.</p>`}
<div class="scroll" role="region" tabindex="0" aria-label="Diagram from workload to subnet${of}">${wiringDiagram(wiring, `${id}-ways`)}</div>
<p class="readout">Point at a box to see its ways. By keyboard: Tab, then arrow keys.</p>
<details><summary>As a list</summary>${wiringList(wiring)}</details>
</figure>
<h2>Pools${of}</h2>
${pools.map((pool, index) => poolCard(pool, domain, `${id}-pool-${index}`))}
${unknownPools.map((pool) => markup`<article class="card"><h3>${pool}</h3><p>What it requires is ${KNOWN_AFTER_UP}.</p></article>`)}
`;
}
