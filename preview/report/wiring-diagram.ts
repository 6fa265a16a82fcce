import { markup, type Markup } from "./markup";
import type { Stop, Wiring } from "./wiring-model";

const WIDTH = 1120;
const BOX = 214;
const LINE = 18;
const PADDING = 9;
const GAP = 12;
const HEAD = 34;

/** Longer names end in an ellipsis; the title of the box and the list have them in full. */
const LONGEST = 27;

interface Box {
  stop: Stop;
  id: string;
  x: number;
  y: number;
  lines: { text: string; soft: boolean }[];
}

/** Workloads, pools, classes and subnets from left to right, with the ways between them. */
export function wiringDiagram(wiring: Wiring, id: string): Markup {
  const columns = columnsOf(wiring);
  const boxes = laidOut(columns, id);
  const height = Math.max(...boxes.flat().map(({ y, lines }) => y + heightOf(lines.length)));
  const ways = boxes
    .slice(0, -1)
    .flatMap((from, index) => waysBetween(from, boxes[index + 1] ?? []));
  return markup`<svg class="wiring" viewBox="0 0 ${WIDTH} ${height + 2}" role="group" aria-labelledby="${id}-title" aria-describedby="${id}-desc" data-points="">
<title id="${id}-title">From workload to subnet</title>
<desc id="${id}-desc">${columns.map(({ title, stops }) => `${title}: ${stops.flatMap(({ names }) => names).length}. `)}Arrow keys move from box to box. The list below has the same.</desc>
<g aria-hidden="true">${columns.map(({ title }, index) => markup`<text class="head" x="${columnX(index, columns.length)}" y="14">${title}</text>`)}
${ways}</g>
${boxes.flat().map(drawnBox)}
</svg>`;
}

/** The same as nested lists. */
export function wiringList(wiring: Wiring): Markup {
  return markup`${columnsOf(wiring).map(
    ({ title, stops }) =>
      markup`<h3>${title}</h3><ul>${stops.map((stop) => markup`<li>${described(stop)}</li>`)}</ul>`,
  )}`;
}

function described({ names, zones, to, note, problem }: Stop): string {
  const end = note ?? problem;
  const all = names.map((name, index) => (zones ? `${name} (${zones[index] ?? ""})` : name));
  const ways = to.length > 0 ? ` → ${to.join(", ")}` : "";
  return `${all.join(", ")}${ways}${end === undefined ? "" : `: ${end}`}`;
}

interface Column {
  title: string;
  stops: Stop[];
}

/** Columns that hold something; each in the order of what it leads to or comes from, so that few ways cross. */
function columnsOf({ workloads, pools, classes, subnets }: Wiring): Column[] {
  const middle = (positions: number[]): number =>
    positions.length === 0 ? Infinity : positions.reduce((a, b) => a + b) / positions.length;
  const sortedBy = (stops: Stop[], place: (stop: Stop) => number): Stop[] =>
    [...stops].sort((a, b) => place(a) - place(b) || 0);
  const orderedClasses = sortedBy(classes, ({ names: [name = ""] }) =>
    middle(pools.flatMap(({ to }, index) => (to.includes(name) ? [index] : []))),
  );
  const rank = new Map(orderedClasses.map(({ names: [name = ""] }, index) => [name, index]));
  const orderedPools = sortedBy(pools, ({ to: [name = ""] }) => rank.get(name) ?? Infinity);
  const poolRank = new Map(orderedPools.map(({ names: [name = ""] }, index) => [name, index]));
  const orderedWorkloads = sortedBy(workloads, ({ to }) =>
    middle(to.map((name) => poolRank.get(name) ?? 0)),
  );
  return [
    { title: "Workloads", stops: orderedWorkloads },
    { title: "Pools", stops: orderedPools },
    { title: "Classes", stops: orderedClasses },
    { title: "Subnets", stops: subnets },
  ].filter(({ stops }) => stops.length > 0);
}

function laidOut(columns: readonly Column[], id: string): Box[][] {
  const all = columns.map(({ stops }, column) => {
    let y = HEAD;
    return stops.map((stop, index): Box => {
      const lines = linesOf(stop);
      const box = {
        stop,
        id: `${id}-${column}-${index}`,
        x: columnX(column, columns.length),
        y,
        lines,
      };
      y += heightOf(lines.length) + GAP;
      return box;
    });
  });
  // The shorter columns stand in the middle of the longest.
  const bottoms = all.map((boxes) => {
    const last = boxes.at(-1);
    return last ? last.y + heightOf(last.lines.length) : HEAD;
  });
  const bottom = Math.max(...bottoms);
  return all.map((boxes, index) =>
    boxes.map((box) => ({ ...box, y: box.y + Math.round((bottom - (bottoms[index] ?? 0)) / 2) })),
  );
}

function linesOf({ names, zones, note, problem }: Stop): Box["lines"] {
  const end = note ?? problem;
  return [
    ...names.flatMap((name, index) => [
      { text: shortened(name), soft: false },
      ...(zones ? [{ text: zones[index] ?? "", soft: true }] : []),
    ]),
    ...(end === undefined ? [] : [{ text: shortened(end), soft: true }]),
  ];
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function columnX(index: number, columns: number): number {
  return columns === 1 ? 1 : Math.round(1 + (index * (WIDTH - BOX - 2)) / (columns - 1));
}

function heightOf(lines: number): number {
  return lines * LINE + 2 * PADDING - 3;
}

function waysBetween(from: readonly Box[], to: readonly Box[]): Markup[] {
  return from.flatMap((source) =>
    to
      .filter(({ stop }) => stop.names.some((name) => source.stop.to.includes(name)))
      .map((target) => {
        const [x1, y1] = [source.x + BOX, source.y + heightOf(source.lines.length) / 2];
        const [x2, y2] = [target.x, target.y + heightOf(target.lines.length) / 2];
        const bend = (x1 + x2) / 2;
        return markup`<path class="way" data-from="${source.id}" data-to="${target.id}" d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}"/>
`;
      }),
  );
}

function drawnBox({ stop, id, x, y, lines }: Box, index: number): Markup {
  const text = described(stop);
  return markup`<g class="box${stop.problem !== undefined && " wrong"}${stop.note !== undefined && " open"}" id="${id}" role="img" tabindex="${index === 0 ? 0 : -1}" transform="translate(${x} ${y})" data-detail="${text}"><title>${text}</title><rect width="${BOX}" height="${heightOf(lines.length)}" rx="6"/>${lines.map(
    ({ text: line, soft }, row) =>
      markup`<text class="${soft ? "soft" : "name"}" x="11" y="${PADDING + 11 + row * LINE}">${line}</text>`,
  )}</g>
`;
}
