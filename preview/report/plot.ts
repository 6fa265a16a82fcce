import { markup, type Markup } from "./markup";
import type { Bound, PoolReport, Size, WorkloadMark } from "./pool-model";
import { count, grouped, memoryText, sizeText } from "./words";

/** What the axes span, as powers of two; the same for all pools, so that they can be compared. */
export interface Domain {
  cpu: readonly [number, number];
  memory: readonly [number, number];
}

const WIDTH = 480;
const HEIGHT = 346;
const FRAME = { left: 74, right: 468, top: 26, bottom: 298 };

/** What a line of words needs beside the line of a bound. */
const ROOM = 22;

/** How many instance types of a place are told where it is pointed at. */
const TOLD = 9;

/** Smaller requests stand at the edge: their exact size is in the text. */
const LEAST = { cpu: 0.25, memory: 0.25 };

/** The least span that holds everything that the pools draw. */
export function domainOf(pools: readonly PoolReport[]): Domain {
  const span = (axis: keyof Size): readonly [number, number] => {
    const values = pools.flatMap(({ places, workloads, bounds }) => [
      ...[...places, ...workloads].map((size) => Math.max(size[axis], LEAST[axis])),
      ...bounds.filter((bound) => bound.axis === axis).map(({ value }) => value),
    ]);
    const known = values.filter((value) => value > 0);
    if (known.length === 0) return [0, 6];
    const logs = known.map(Math.log2);
    const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
    return low === high ? [low - 1, high + 1] : [low, high];
  };
  return { cpu: span("cpu"), memory: span("memory") };
}

/** The instance types of a pool by size, with its bounds and the workloads. */
export function plot(pool: PoolReport, domain: Domain, id: string): Markup {
  const at = scales(domain);
  const all = count(pool.types, "instance type");
  return markup`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-labelledby="${id}-title" aria-describedby="${id}-desc" data-points="">
<title id="${id}-title">Instance types of pool ${pool.name}: memory over vCPU</title>
<desc id="${id}-desc">${all} in ${count(pool.places.length, "place")}, on logarithmic axes. ${pool.bounds.map(({ text }) => `${text}. `)}Arrow keys move from place to place.</desc>
${axes(domain, at)}
${pool.bounds.map((bound) => boundLine(bound, at))}
<path class="others" d="${others(pool.otherPlaces, domain, at)}"/>
${points(pool, at)}
<g aria-hidden="true">${pool.bounds.map((bound) => boundText(bound, pool.bounds, at))}</g>
</svg>`;
}

/** What the signs mean. */
export function plotLegend({ bounds, workloads }: PoolReport): Markup {
  const shown = new Set(workloads.map(signOf));
  const item = (sign: Markup, text: string): Markup =>
    markup`<li><svg class="sign" viewBox="-8 -8 16 16" aria-hidden="true">${sign}</svg>${text}</li>`;
  return markup`<ul class="legend">
${item(markup`<circle class="types" r="6"/>`, "instance types, larger where more share a place")}
${item(markup`<path class="others" d="M0 0h0"/>`, "not admitted")}
${bounds.length > 0 && item(markup`<path class="bound" d="M-8 0h16"/>`, "floor or cap")}
${SIGNS.filter((sign) => shown.has(sign)).map(({ shape, text }) => item(shape, text))}
</ul>`;
}

interface Sign {
  shape: Markup;
  text: string;
}

const FITS: Sign = {
  shape: markup`<path class="fits" d="M0-6L6 0L0 6L-6 0Z"/>`,
  text: "a pod of a workload that it takes",
};
const TOO_LARGE: Sign = {
  shape: markup`<path class="refused" d="M-5-5L5 5M5-5L-5 5"/>`,
  text: "a pod too large for it",
};
const KEPT_AWAY: Sign = {
  shape: markup`<path class="away-by" d="M-3-3L3 3M3-3L-3 3"/>`,
  text: "a pod that taints or labels keep away",
};
const SIGNS: readonly Sign[] = [FITS, TOO_LARGE, KEPT_AWAY];

function signOf({ refusal }: WorkloadMark): Sign {
  if (!refusal) return FITS;
  return refusal.by === "size" ? TOO_LARGE : KEPT_AWAY;
}

interface Scales {
  x: (cpu: number) => number;
  y: (memory: number) => number;
}

function scales({ cpu, memory }: Domain): Scales {
  // Half an octave on each side keeps the points off the frame.
  const along = ([low, high]: readonly [number, number], value: number): number =>
    Math.min(Math.max((Math.log2(value) - low + 0.5) / (high - low + 1), 0), 1);
  return {
    x: (value) => tidy(FRAME.left + along(cpu, value) * (FRAME.right - FRAME.left)),
    y: (value) => tidy(FRAME.bottom - along(memory, value) * (FRAME.bottom - FRAME.top)),
  };
}

function axes({ cpu, memory }: Domain, { x, y }: Scales): Markup {
  const { left, right, top, bottom } = FRAME;
  return markup`<g aria-hidden="true"><path class="grid" d="${ticks(memory).map((value) => `M${left} ${y(value)}H${right}`)}${ticks(cpu).map((value) => `M${x(value)} ${top}V${bottom}`)}"/>
${ticks(cpu).map((value) => markup`<text class="tick" x="${x(value)}" y="${bottom + 17}" text-anchor="middle">${grouped(value)}</text>`)}
${ticks(memory).map((value) => markup`<text class="tick" x="${left - 7}" y="${y(value) + 4}" text-anchor="end">${memoryText(value)}</text>`)}
<text class="axis" x="${right}" y="${HEIGHT - 9}" text-anchor="end">vCPU</text><text class="axis" y="14">Memory</text></g>`;
}

/** Powers of two, no more than eight. */
function ticks([low, high]: readonly [number, number]): number[] {
  const step = Math.ceil((high - low + 1) / 8);
  const length = Math.floor((high - low) / step) + 1;
  return Array.from({ length }, (_, index) => 2 ** (low + index * step));
}

/** The line of a bound, and the part of the plot that it takes away. */
function boundLine({ axis, side, value }: Bound, { x, y }: Scales): Markup {
  const { left, right, top, bottom } = FRAME;
  if (axis === "memory") {
    const at = y(value);
    const [from, to] = side === "floor" ? [at, bottom] : [top, at];
    return markup`<rect class="away" x="${left}" y="${from}" width="${right - left}" height="${tidy(to - from)}"/><path class="bound" d="M${left} ${at}H${right}"/>
`;
  }
  const at = x(value);
  const [from, to] = side === "floor" ? [left, at] : [at, right];
  return markup`<rect class="away" x="${from}" y="${top}" width="${tidy(to - from)}" height="${bottom - top}"/><path class="bound" d="M${at} ${top}V${bottom}"/>
`;
}

/**
 * The words of a bound, over the points. They stand beside its line, outside where there is room, and towards the corners
 * of much memory on few CPUs and of the opposite, where no instance type is.
 */
function boundText({ axis, side, value, text }: Bound, bounds: readonly Bound[], { x, y }: Scales) {
  const { left, right, top, bottom } = FRAME;
  if (axis === "memory") {
    const at = y(value);
    const below = side === "floor" ? bottom - at > ROOM : at - top < ROOM;
    const [edge, anchor] = side === "floor" ? [right - 6, "end"] : [left + 6, "start"];
    return markup`<text class="bound-text" x="${edge}" y="${tidy(below ? at + 16 : at - 7)}" text-anchor="${anchor}">${text}</text>
`;
  }
  const at = x(value);
  const after = side === "floor" ? at - left < ROOM : right - at > ROOM;
  const lines = bounds.filter((bound) => bound.axis === "memory").map((bound) => y(bound.value));
  const lowest = Math.max(...lines.filter((line) => line > (top + bottom) / 2));
  const [edge, anchor] =
    side === "floor" ? [top + 6, "end"] : [(lowest > 0 ? lowest : bottom) - 6, "start"];
  return markup`<text class="bound-text" transform="translate(${tidy(after ? at + 16 : at - 7)} ${edge}) rotate(-90)" text-anchor="${anchor}">${text}</text>
`;
}

function others(places: readonly Size[], domain: Domain, { x, y }: Scales): string {
  const within = ([low, high]: readonly [number, number], value: number): boolean =>
    Math.log2(value) >= low - 0.5 && Math.log2(value) <= high + 0.5;
  return places
    .filter(({ cpu, memory }) => within(domain.cpu, cpu) && within(domain.memory, memory))
    .map(({ cpu, memory }) => `M${x(cpu)} ${y(memory)}h0`)
    .join("");
}

/** As many names as two lines hold; the table has all. */
function someOf(names: readonly string[]): string {
  const more = names.length - TOLD;
  return `${names.slice(0, TOLD).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Everything that can be pointed at; the first is where the Tab key stops. */
function points({ places, workloads }: PoolReport, { x, y }: Scales): Markup[] {
  const all = [
    ...places.map((place) => ({
      ...place,
      title: `${sizeText(place)}: ${count(place.types.length, "instance type")}`,
      detail: `${sizeText(place)}: ${someOf(place.types)}`,
      sign: markup`<circle class="types" r="${tidy(2.5 + 1.3 * Math.sqrt(place.types.length))}"/>`,
    })),
    ...workloads.map((mark) => {
      const answer = mark.refusal ? `not taken: ${mark.refusal.text}` : "taken";
      const text = `${mark.names.join(", ")} (${sizeText(mark)}): ${answer}`;
      return {
        ...mark,
        ...{ title: text, detail: text },
        sign: signOf(mark).shape,
      };
    }),
  ];
  return all.map(
    ({ cpu, memory, title, detail, sign }, index) =>
      markup`<g class="point" role="img" tabindex="${index === 0 ? 0 : -1}" transform="translate(${x(cpu)} ${y(memory)})" data-detail="${detail}"><title>${title}</title><circle class="reach" r="11"/>${sign}</g>
`,
  );
}

/** Tenths are enough for a drawing. */
function tidy(number: number): number {
  return Math.round(number * 10) / 10;
}
