/**
 * Times the offline preview of each environment against bare loading of the four SDKs, in one run: the ratio is what
 * counts, since machines differ. Each figure is the least of several, in seconds.
 */
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..");
const ROUNDS = 5;
const CLI = path.join(ROOT, "dist/preview/cli.js");

interface Time {
  cpu: number;
  wall: number;
}

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

const subjects: [string, string[]][] = [
  ["load the four SDKs", [path.join(__dirname, "load-sdks.cjs")]],
  ...["lab", "staging", "prod"].map((stack): [string, string[]] => [
    `preview ${stack}`,
    [CLI, "preview", "--stack", stack],
  ]),
  [
    "preview 200 pools on 300 subnets",
    [CLI, "preview", "--cwd", "bench/large", "--stack", "large"],
  ],
];

const best = new Map<string, Time>();
// The first round fills the transpile cache and counts for nothing; rounds are mixed, so that a busy moment hits all.
for (let round = 0; round <= ROUNDS; round++) {
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

const floor = best.get("load the four SDKs")?.cpu ?? NaN;
console.log(`${"".padEnd(34)}  CPU s  wall s  ratio`);
for (const [name, { cpu, wall }] of best) {
  console.log(
    `${name.padEnd(34)}  ${cpu.toFixed(2).padStart(5)}  ${wall.toFixed(2).padStart(6)}  ${(cpu / floor).toFixed(2).padStart(5)}`,
  );
}
