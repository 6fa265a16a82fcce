/** A number and what it counts, as in `1 subnet` and `2 subnets`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
