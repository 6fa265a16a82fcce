/** Keeps a row for the table at the end of a run. */
export function record(row: string, value: string | number): void {
  console.error(`${row}: ${value}`);
}
