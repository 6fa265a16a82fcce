import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  openSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The AWS emulator, pinned: what is recorded from it is committed. */
const PIN = "ministack==1.5.33";

/** The emulator, running. */
export interface Emulator {
  url: string;
  stop: () => Promise<void>;
}

/** Installs the emulator unless it is there, starts it on a free port of loopback and waits until it answers. */
export async function startEmulator(): Promise<Emulator> {
  const python = installed();
  const port = await freePort();
  const scratch = mkdtempSync(path.join(os.tmpdir(), "karpenter-eks-emulator-"));
  const log = path.join(scratch, "log");
  const output = openSync(log, "w");
  const server = spawn(python, ["-m", "ministack"], {
    cwd: scratch,
    env: environment(port, scratch),
    stdio: ["ignore", output, output],
  });
  const kill = () => {
    server.kill("SIGKILL");
    rmSync(scratch, { recursive: true, force: true });
  };
  // A run that is thrown out or interrupted leaves no server behind either.
  process.once("exit", kill);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(1));
  }
  const stop = async () => {
    await ended(server);
    process.off("exit", kill);
    rmSync(scratch, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(`${url}/_ministack/health`, server);
  } catch (error) {
    const words = `The emulator did not start:\n${readFileSync(log, "utf8")}`;
    await stop();
    throw new Error(words, { cause: error });
  }
  return { url, stop };
}

/** The emulator's settings and nothing of the user's own: it should meet neither credentials nor a Docker daemon. */
function environment(port: number, scratch: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: scratch,
    TMPDIR: scratch,
    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: String(port),
    // Any managed policy may be attached, not only the well-known ones.
    MINISTACK_AUTOCREATE_AWS_MANAGED: "1",
    // Without Docker a cluster is ACTIVE at once, and has no Kubernetes behind it.
    DOCKER_HOST: "unix:///nonexistent/docker.sock",
    // Listeners beside the API that nothing here asks.
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    LOG_LEVEL: "WARNING",
  };
}

/** The Python of the emulator's own environment, kept in the user's cache between runs. */
function installed(): string {
  const version = PIN.replace("==", "-");
  const home = path.join(os.homedir(), ".cache", "karpenter-eks", `emulator-${version}`);
  const python = path.join(home, "bin", "python");
  const complete = path.join(home, "complete");
  if (existsSync(complete)) return python;
  console.error(`installing ${PIN} in ${home}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(path.dirname(home), { recursive: true });
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PIN];
  execFileSync(python, install, { stdio: "inherit" });
  writeFileSync(complete, "");
  return python;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (server.exitCode === null && Date.now() < deadline) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    await sleep(200);
  }
  throw new Error(server.exitCode === null ? "no answer within a minute" : "it ended");
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const patience = sleep(5_000).then(() => server.kill("SIGKILL"));
  await Promise.race([exit, patience]);
  await exit;
}
