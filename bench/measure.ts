import { spawnSync } from "node:child_process";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..");

interface Time {
  cpu: number;
  wall: number;
}

/** What is measured: a name and the arguments of a Node process. */
export type Subject = readonly [name: string, args: string[]];

function time(args: string[]): Time {
  const start = process.hrtime.bigint();
  const { status, stderr, output } = spawnSync(
    process.execPath,
    ["-r", path.join(__dirname, "report-cpu.cjs"), ...args],
    { cwd: ROOT, stdio: ["ignore", "ignore", "pipe", "pipe"], encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { cpu: Number(output[3]), wall: Number(process.hrtime.bigint() - start) / 1e9 };
}

/**
 * Prints the least of several figures of each subject, in seconds, and its ratio to the first one: the ratio is what
 * counts, since machines differ.
 */
export function compare(subjects: readonly Subject[], rounds: number): void {
  const best = new Map<string, Time>();
  // The first round fills caches and counts for nothing; rounds are mixed, so that a busy moment hits all.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, args] of subjects) {
      const { cpu, wall } = time(args);
      const before = best.get(name);
      if (round > 0)
        best.set(name, {
          cpu: Math.min(cpu, before?.cpu ?? cpu),
          wall: Math.min(wall, before?.wall ?? wall),
        });
    }
  }
  const floor = best.get(subjects[0]?.[0] ?? "")?.cpu ?? NaN;
  console.log(`${"".padEnd(34)}  CPU s  wall s  ratio`);
  for (const [name, { cpu, wall }] of best) {
    console.log(
      `${name.padEnd(34)}  ${cpu.toFixed(2).padStart(5)}  ${wall.toFixed(2).padStart(6)}  ${(cpu / floor).toFixed(2).padStart(5)}`,
    );
  }
}
