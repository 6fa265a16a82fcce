/** Child processes that never outlive the run: each is ended by its id, however this process ends. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What a process is started with. */
export interface Start {
  command: string;
  args: readonly string[];
  /** The file that everything it says goes to. */
  log: string;
  cwd?: string;
  /** All of its environment; by default that of this process. */
  env?: NodeJS.ProcessEnv;
}

/** A process that runs until it is stopped. */
export interface Service {
  pid: number | undefined;
  log: string;
  /** Whether it has ended, by itself or not. */
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/** How long a process may take to end when it is asked to. */
const PATIENCE_MS = 5_000;

const children = new Set<ChildProcess>();

/** Starts a process that goes on beside this one. */
export function start(what: Start): Service {
  const child = spawned(what);
  return {
    pid: child.pid,
    log: what.log,
    hasEnded: () => hasEnded(child),
    stop: () => ended(child),
  };
}

/** Runs a process to its end; an error with its last words where it fails. */
export async function run(what: Start): Promise<void> {
  const child = spawned(what);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code === 0) return;
  throw new Error(
    `${what.command} ${what.args.join(" ")} failed (${code ?? "killed"}):\n${lastWords(what.log)}`,
  );
}

/** The last lines of a log that matter, and where it is. */
export function lastWords(log: string, matters: (line: string) => boolean = () => true): string {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n").filter(matters).slice(-20);
  return [...lines, `(the whole log: ${log})`].join("\n");
}

/** A port of loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until a service does what it is for; an error with its last words where it ends or takes too long. */
export async function ready(
  service: Service,
  isReady: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!service.hasEnded() && Date.now() < deadline) {
    try {
      if (await isReady()) return;
    } catch {
      // Nobody listens yet, or its certificate is not written yet.
    }
    await sleep(100);
  }
  const why = service.hasEnded() ? "it ended" : `not ready within ${timeoutMs / 1000} s`;
  throw new Error(`${why}:\n${lastWords(service.log)}`);
}

function spawned({ command, args, log, cwd, env }: Start): ChildProcess {
  guard();
  const output = openSync(log, "a");
  // The kernel ends the child even where this process is killed and can no longer do so.
  const child = spawn("setpriv", ["--pdeathsig", "KILL", command, ...args], {
    cwd,
    env: env ?? process.env,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  children.add(child);
  child.once("exit", () => children.delete(child));
  child.once("error", () => children.delete(child));
  return child;
}

let guarded = false;

/** Exit handlers also run after an uncaught error; a signal has to be turned into an exit. */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.once("exit", () => {
    for (const child of children) child.kill("SIGKILL");
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(1));
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

async function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await exit;
  clearTimeout(timer);
}
