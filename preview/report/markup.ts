/** Text that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template; nothing is written for `undefined` and `false`. */
export type Part = string | number | undefined | false | Markup | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup, of HTML or SVG; whatever is put in that is no markup itself is escaped, in texts and attributes alike. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const texts = parts.map(written);
  return new Markup(strings.map((string, index) => string + (texts[index] ?? "")).join(""));
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
