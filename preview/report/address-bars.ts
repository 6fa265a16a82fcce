import { markup, type Markup } from "./markup";
import type { Fit, NodeNeed, PoolReport, SubnetRoom } from "./pool-model";
import { count, grouped } from "./words";

/** Where there are more subnets, only those with the fewest free addresses are drawn; the table has all. */
const DRAWN = 8;

const WIDTH = 480;
const BAR = { left: 66, right: 372 };
const TOP = 22;
const ROW = 21;
const GAP = 16;

/** What a fit is called. */
export const FITS: Readonly<Record<Fit, string>> = {
  both: "both fit",
  node: "one node fits",
  none: "does not fit",
};

/** What a node and its replacement take of each subnet. */
export function addressBars({ name, needs, subnets }: PoolReport, id: string): Markup {
  const drawn = subnets.slice(0, DRAWN);
  // What is free far beyond the needs is cut off, so that the needs stay readable.
  const most = Math.min(
    3 * Math.max(...needs.map(({ addresses }) => addresses)),
    Math.max(...needs.map(({ addresses }) => 2 * addresses), ...drawn.map(({ free }) => free)),
  );
  const x = (addresses: number): number =>
    Math.round(Math.min(addresses / most, 1) * (BAR.right - BAR.left) * 10) / 10;
  const rowHeight = TOP + needs.length * ROW + GAP;
  return markup`<svg class="bars" viewBox="0 0 ${WIDTH} ${drawn.length * rowHeight - GAP + 4}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
<title id="${id}-title">Addresses of a node of pool ${name} and its replacement against those that are free</title>
<desc id="${id}-desc">${drawn.map((subnet) => `${subnetText(subnet, needs)}. `)}</desc>
${drawn.map((subnet, index) => bars(subnet, needs, index * rowHeight, x))}
</svg>`;
}

/** What is said of a subnet where it is not drawn. */
function subnetText({ id, free, fits }: SubnetRoom, needs: readonly NodeNeed[]): string {
  const answers = needs.map(({ which }, index) => `${which} type: ${FITS[fits[index] ?? "none"]}`);
  return `${id}, ${grouped(free)} free: ${answers.join(", ")}`;
}

function bars(
  { id, zone, free, fits }: SubnetRoom,
  needs: readonly NodeNeed[],
  top: number,
  x: (addresses: number) => number,
): Markup {
  const end = BAR.left + x(free);
  const cut = x(free + 1) === x(free);
  return markup`<g transform="translate(0 ${top})">
<text class="subnet" y="12">${id} <tspan class="soft">${zone}</tspan></text>
<text class="soft" x="${WIDTH}" y="12" text-anchor="end">${grouped(free)} free</text>
${needs.map(({ which, addresses }, index) => {
  const y = TOP + index * ROW;
  const fit = fits[index] ?? "none";
  return markup`<text class="soft" y="${y + 10}">${which}</text>
<path class="free" d="M${BAR.left} ${y}H${end}${cut ? "l7 6.5l-7 6.5" : "v13"}H${BAR.left}Z"/>
<rect class="node fit-${fit}" x="${BAR.left}" y="${y + 3}" width="${x(addresses)}" height="7"/>
<rect class="again fit-${fit}" x="${BAR.left + x(addresses) + 1}" y="${y + 3}" width="${Math.max(x(addresses) - 1, 0)}" height="7"/>
<text class="fit-${fit}" x="${WIDTH}" y="${y + 10}" text-anchor="end">${FITS[fit]}</text>`;
})}
${!cut && markup`<path class="end" d="M${end} ${TOP - 3}V${TOP + needs.length * ROW - 3}"/>`}
</g>
`;
}

/** What a node of each need takes, in words. */
export function needs({ needs: all }: PoolReport): Markup {
  return markup`<p>${all.map(
    ({ which, type, pods, addresses }) =>
      markup`The ${which} type, <b>${type}</b>, takes ${grouped(addresses)} addresses for ${count(pods, "pod")}. `,
  )}</p>`;
}

/** What the bars stand for. */
export function addressLegend({ subnets }: PoolReport): Markup {
  const item = (sign: string, text: string): Markup =>
    markup`<li><svg class="sign" viewBox="0 0 16 16" aria-hidden="true"><rect class="${sign}" y="3" width="16" height="10"/></svg>${text}</li>`;
  return markup`<ul class="legend">${item("node fit-both", "a full node")}${item("again fit-both", "its replacement")}${item("free", "free addresses")}</ul>
${subnets.length > DRAWN && markup`<p>Drawn are the ${DRAWN} with the fewest free of ${count(subnets.length, "subnet")}.</p>`}`;
}
