/** A number with its thing: `1 type`, `1,024 types`. */
export function count(number: number, what: string): string {
  return `${grouped(number)} ${what}${number === 1 ? "" : "s"}`;
}

/** A whole number with its thousands apart. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}

/** GiB, in the unit that reads best. */
export function memoryText(gib: number): string {
  if (gib >= 1024) return `${rounded(gib / 1024)} TiB`;
  return gib >= 1 || gib === 0 ? `${rounded(gib)} GiB` : `${rounded(gib * 1024)} MiB`;
}

/** vCPUs and memory of a size. */
export function sizeText({ cpu, memory }: { cpu: number; memory: number }): string {
  return `${rounded(cpu)} vCPU, ${memoryText(memory)}`;
}

function rounded(number: number): string {
  return String(Math.round(number * 100) / 100);
}
