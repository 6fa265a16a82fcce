import { addressBars, addressLegend, FITS, needs } from "./address-bars";
import { markup, type Markup } from "./markup";
import { plot, plotLegend, type Domain } from "./plot";
import type { PoolReport } from "./pool-model";
import { count, grouped, memoryText, sizeText } from "./words";

/** One pool: its facts, what it launches and what that takes of the subnets. */
export function poolCard(pool: PoolReport, domain: Domain, id: string): Markup {
  return markup`<article class="card" id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name">${pool.name}</h3>
<dl class="pool-facts">${pool.facts.map(([label, text]) => markup`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
<div class="pictures">
<figure>
<figcaption>${count(pool.types, "instance type")}, by memory and vCPU</figcaption>
${plot(pool, domain, `${id}-plot`)}
${plotLegend(pool)}
<p class="readout">Point at a place to see what is there. By keyboard: Tab, then arrow keys.</p>
<details><summary>Instance types${pool.workloads.length > 0 && " and workloads"} as a table</summary>${typeTable(pool)}${pool.workloads.length > 0 && workloadTable(pool)}</details>
</figure>
<figure>
<figcaption>Addresses of one node and its replacement</figcaption>
${addresses(pool, `${id}-addresses`)}
</figure>
</div>
</article>
`;
}

function addresses(pool: PoolReport, id: string): Markup {
  if (pool.needs.length === 0) return markup`<p>It launches no instance type.</p>`;
  if (pool.subnets.length === 0)
    return markup`${needs(pool)}<p>Not compared: ${pool.subnetsNote}.</p>`;
  return markup`${needs(pool)}
${addressLegend(pool)}
${addressBars(pool, id)}
<details><summary>Addresses as a table</summary>${addressTable(pool)}</details>`;
}

function typeTable({ places }: PoolReport): Markup {
  return markup`<table><caption>Instance types</caption><thead><tr><th class="number" scope="col">vCPU</th><th class="number" scope="col">Memory</th><th class="number" scope="col">Types</th><th scope="col">Names</th></tr></thead><tbody>
${places.map(
  ({ cpu, memory, types }) =>
    markup`<tr><td class="number">${cpu}</td><td class="number">${memoryText(memory)}</td><td class="number">${types.length}</td><td>${types.join(", ")}</td></tr>
`,
)}</tbody></table>`;
}

function workloadTable({ workloads }: PoolReport): Markup {
  return markup`<table><caption>Workloads</caption><thead><tr><th scope="col">Workload</th><th scope="col">One pod</th><th scope="col">Taken</th></tr></thead><tbody>
${workloads.map(
  ({ names, refusal, ...size }) =>
    markup`<tr><td>${names.join(", ")}</td><td>${sizeText(size)}</td><td>${refusal === undefined ? "yes" : `no: ${refusal.text}`}</td></tr>
`,
)}</tbody></table>`;
}

function addressTable({ needs, subnets }: PoolReport): Markup {
  return markup`<table><caption>A node, and a node with its replacement, of the free addresses</caption><thead><tr><th scope="col">Subnet</th><th class="number" scope="col">Free</th>${needs.map(
    ({ which, addresses }) =>
      markup`<th scope="col">${which}: ${grouped(addresses)}, then ${grouped(2 * addresses)}</th>`,
  )}</tr></thead><tbody>
${subnets.map(
  ({ id, zone, free, fits }) =>
    markup`<tr><td>${id} (${zone})</td><td class="number">${grouped(free)}</td>${fits.map((fit) => markup`<td>${FITS[fit]}</td>`)}</tr>
`,
)}</tbody></table>`;
}
