import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import * as path from "node:path";
import type { Registration } from "./registration";

/** A stack to preview, of the project in a folder. */
export interface Environment {
  stack: string;
  /** Folder of Pulumi.yaml. */
  cwd: string;
  /** What a person is told it is. */
  label: string;
}

/** The registration of an environment, or why there is none. */
export type Previewed = { registration: Registration } | { error: string };

/**
 * Previews environments in processes of their own, as many at a time as the machine has cores; each goes on with the
 * next when it is done, because loading the SDK takes longer than a preview. Gives the results in the order asked for;
 * `report` hears of each that is done.
 */
export async function previewAll(
  environments: readonly Environment[],
  report: (line: string) => void,
): Promise<Previewed[]> {
  const results = new Array<Previewed>(environments.length);
  const waiting = [...environments.entries()];
  let done = 0;
  const work = async (worker: number) => {
    const child = fork(path.join(__dirname, "preview-worker.js"), {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "advanced",
    });
    // One from either end: each then has the modules of one folder to load, and not those of both.
    const take = () => (worker % 2 === 0 ? waiting.shift() : waiting.pop());
    try {
      for (let next = take(); next !== undefined; next = take()) {
        const [index, environment] = next;
        const began = performance.now();
        const result = await ask(child, environment);
        results[index] = result;
        done += 1;
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        const outcome = "error" in result ? "failed" : `previewed in ${seconds} s`;
        report(`[${done}/${environments.length}] ${environment.label} ${outcome}`);
      }
    } finally {
      child.kill();
    }
  };
  const workers = Math.min(availableParallelism(), environments.length);
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return results;
}

/** The worker's answer; a process that ends without one is an error of that environment and of all after it. */
async function ask(child: ChildProcess, environment: Environment): Promise<Previewed> {
  if (!child.connected) return { error: ENDED };
  const stopped = new AbortController();
  const answer = once(child, "message", { signal: stopped.signal });
  const end = once(child, "exit", { signal: stopped.signal });
  child.send(environment);
  try {
    return await Promise.race([
      answer.then(([result]) => result as Previewed),
      end.then((): Previewed => ({ error: ENDED })),
    ]);
  } finally {
    stopped.abort();
    // Whichever lost the race is given up.
    await Promise.allSettled([answer, end]);
  }
}

const ENDED = "the program ended its own process";
