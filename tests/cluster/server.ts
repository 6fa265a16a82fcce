/**
 * A Kubernetes control plane on loopback: etcd and kube-apiserver, and on demand scheduler and controller manager.
 *
 *     const plane = await startControlPlane();
 *     await plane.startScheduler();
 *     const { status, body } = await plane.send("GET", "/api/v1/nodes");
 *     await plane.stop();
 *
 * The user is `admin` of the group `system:masters`. Programs take the kubeconfig or url, token and ca.
 */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { installEtcd, installKubernetes, type KubernetesProgram } from "./install";
import { freePort, ready, start, type Service } from "./processes";
import { rest, type Send } from "./rest";

/** A control plane that runs. */
export interface ControlPlane {
  /** Path of a kubeconfig with all rights. */
  kubeconfig: string;
  url: string;
  token: string;
  /** Certificates to trust, as PEM. */
  ca: string;
  /** Where the logs are, one `<program>.log` each; others may put theirs beside them. */
  folder: string;
  send: Send;
  startScheduler(): Promise<void>;
  /** What deletes dependents and namespaces, and rolls out Deployments. */
  startControllerManager(): Promise<void>;
  /** Ends everything and leaves nothing, or the logs alone. */
  stop(keepLogs?: boolean): Promise<void>;
}

/** How often the whole is tried: another process may take a port that was free a moment ago. */
const TRIES = 3;

/** Starts etcd and an API server on free ports; installs them first where they are missing. */
export async function startControlPlane(): Promise<ControlPlane> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce();
    } catch (error) {
      if (tries === TRIES || !String(error).includes("address already in use")) throw error;
    }
  }
}

async function startOnce(): Promise<ControlPlane> {
  const [etcd, apiServer] = [await installEtcd(), await installKubernetes("kube-apiserver")];
  const folder = mkdtempSync(path.join(os.tmpdir(), "karpenter-eks-cluster-"));
  const services: Service[] = [];
  const run = (name: string, command: string, args: string[]): Service => {
    const log = path.join(folder, `${name}.log`);
    // Nothing of the user's own: no proxy, no credentials, no settings of etcd.
    const service = start({
      ...{ command, args, log, cwd: folder },
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
    });
    services.push(service);
    return service;
  };
  const stop = async (keepLogs = false) => {
    // The last one first, as nothing should complain that its server is gone.
    for (const service of services.splice(0).reverse()) await service.stop();
    const left = keepLogs ? readdirSync(folder).filter((name) => !name.endsWith(".log")) : [""];
    for (const name of left) rmSync(path.join(folder, name), { recursive: true, force: true });
  };
  try {
    const store = await startEtcd(etcd, folder, run);
    const { url, ca, token } = await startApiServer(apiServer, store, folder, run);
    const send = rest(url, ca, token);
    const kubeconfig = writeKubeconfig(folder, url, ca, token);
    const startProgram = async (program: KubernetesProgram, args: string[]) => {
      const port = await freePort();
      const service = run(program, await installKubernetes(program), [
        `--kubeconfig=${kubeconfig}`,
        `--authentication-kubeconfig=${kubeconfig}`,
        `--authorization-kubeconfig=${kubeconfig}`,
        "--bind-address=127.0.0.1",
        `--secure-port=${port}`,
        `--cert-dir=${folder}`,
        "--leader-elect=false",
        ...args,
      ]);
      const own = () => readFileSync(path.join(folder, `${program}.crt`), "utf8");
      await ready(service, () => isHealthy(`https://127.0.0.1:${port}`, "/healthz", own()));
    };
    return {
      ...{ kubeconfig, url, token, ca, folder, send, stop },
      startScheduler: () => startProgram("kube-scheduler", []),
      startControllerManager: () =>
        startProgram("kube-controller-manager", [
          "--controllers=garbagecollector,deployment,replicaset,namespace",
        ]),
    };
  } catch (error) {
    await stop(true);
    throw error;
  }
}

type Run = (name: string, command: string, args: string[]) => Service;

async function startEtcd(etcd: string, folder: string, run: Run): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peers = `http://127.0.0.1:${await freePort()}`;
  const service = run("etcd", etcd, [
    `--data-dir=${path.join(folder, "etcd")}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
  ]);
  await ready(service, async () => (await fetch(`${url}/health`)).ok);
  return url;
}

async function startApiServer(
  program: string,
  store: string,
  folder: string,
  run: Run,
): Promise<{ url: string; ca: string; token: string }> {
  const token = randomUUID();
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at("tokens.csv"), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(at("service-accounts.key"), key, { mode: 0o600 });
  const port = await freePort();
  const service = run("kube-apiserver", program, [
    `--etcd-servers=${store}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${port}`,
    `--cert-dir=${folder}`,
    "--authorization-mode=RBAC",
    `--token-auth-file=${at("tokens.csv")}`,
    `--service-account-key-file=${at("service-accounts.key")}`,
    `--service-account-signing-key-file=${at("service-accounts.key")}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    "--service-cluster-ip-range=10.0.0.0/24",
    // Pods need no service account here, and nobody would make them one.
    "--disable-admission-plugins=ServiceAccount",
    // A loopback address cannot be an endpoint of the service `kubernetes`.
    "--endpoint-reconciler-type=none",
  ]);
  const url = `https://127.0.0.1:${port}`;
  const ca = () => readFileSync(at("apiserver.crt"), "utf8");
  await ready(service, () => isHealthy(url, "/readyz", ca(), token));
  return { url, ca: ca(), token };
}

async function isHealthy(url: string, at: string, ca: string, token = ""): Promise<boolean> {
  return (await rest(url, ca, token)("GET", at)).status === 200;
}

function writeKubeconfig(folder: string, server: string, ca: string, token: string): string {
  const file = path.join(folder, "kubeconfig");
  const data = Buffer.from(ca).toString("base64");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "tests",
    contexts: [{ name: "tests", context: { cluster: "tests", user: "admin" } }],
    clusters: [{ name: "tests", cluster: { server, "certificate-authority-data": data } }],
    users: [{ name: "admin", user: { token } }],
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
