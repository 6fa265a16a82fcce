/** What the suites of this tier did, in one table at the end: the numbers that a reader of the log looks for. */
const rows = new Map<string, string | number>();

/** Puts a number in the table, under the name of its row; a row that is there already is replaced. */
export function record(row: string, value: string | number): void {
  rows.set(row, value);
}

/** A plugin of mocha, by `require`. */
export const mochaHooks = {
  afterAll(): void {
    if (rows.size === 0) return;
    const width = Math.max(...[...rows.keys()].map((row) => row.length));
    const lines = [...rows].map(([row, value]) => `  ${row.padEnd(width)}  ${value}`);
    console.log(["", "  Summary", "", ...lines].join("\n"));
  },
};
