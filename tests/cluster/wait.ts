import { setTimeout as sleep } from "node:timers/promises";

/** How long anything that a controller does may take on a machine that has much else to do. */
const PATIENCE_MS = 120_000;

/** Between two looks. */
const INTERVAL_MS = 100;

/** Asks until there is an answer; an error that says what was awaited, and what was last seen, where none comes. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seen: () => unknown = () => undefined,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) {
      const last = await seen();
      const words = last === undefined ? "" : `; at the end: ${JSON.stringify(last, null, 2)}`;
      throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}${words}`);
    }
    await sleep(INTERVAL_MS);
  }
}
