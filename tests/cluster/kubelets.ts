/** The kubelets of a cluster without machines: each launched NodeClaim gets a Node, and each bound pod runs. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiObject, Send } from "./rest";

/** A launched NodeClaim, as far as its kubelet knows of it. */
interface NodeClaim extends ApiObject {
  metadata: { name: string; labels?: Record<string, string> };
  spec: { taints?: object[]; startupTaints?: object[] };
  status?: {
    providerID?: string;
    nodeName?: string;
    capacity?: Record<string, string>;
    allocatable?: Record<string, string>;
  };
}

/** The kubelets, until they are stopped; what went wrong in the meantime comes then. */
export interface Kubelets {
  stop(): Promise<void>;
}

const INTERVAL_MS = 200;
const MERGE = "application/merge-patch+json";

/** Starts the kubelets of all nodes that come. */
export function startKubelets(send: Send): Kubelets {
  let stopped = false;
  const known = new Set<string>();
  const run = async () => {
    while (!stopped) {
      await startNodes(send, known);
      await runPods(send);
      await sleep(INTERVAL_MS);
    }
  };
  const running = run();
  // Reported by `stop`, and not before.
  running.catch(() => undefined);
  return {
    stop: () => {
      stopped = true;
      return running;
    },
  };
}

async function startNodes(send: Send, known: Set<string>): Promise<void> {
  const claims = await items(send, "/apis/karpenter.sh/v1/nodeclaims");
  for (const claim of claims as NodeClaim[]) {
    const { status, metadata } = claim;
    if (!status?.providerID || known.has(status.providerID)) continue;
    known.add(status.providerID);
    if (!("deletionTimestamp" in metadata)) await startNode(send, claim, status.providerID);
  }
}

/** What a kubelet does when its machine starts. */
async function startNode(send: Send, claim: NodeClaim, providerID: string): Promise<void> {
  const name = `ip-${providerID.split("/").at(-1) ?? ""}`;
  const { labels = {} } = claim.metadata;
  const taints = [
    { key: "karpenter.sh/unregistered", effect: "NoExecute" },
    ...(claim.spec.taints ?? []),
    ...(claim.spec.startupTaints ?? []),
  ];
  await done(send, "POST", "/api/v1/nodes", {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { ...labels, "kubernetes.io/hostname": name } },
    spec: { providerID, taints },
  });
  const { capacity, allocatable } = claim.status ?? {};
  const now = new Date().toISOString();
  const ready = { type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: now };
  await done(
    send,
    "PATCH",
    `/api/v1/nodes/${name}/status`,
    { status: { capacity, allocatable, conditions: [{ ...ready, lastHeartbeatTime: now }] } },
    MERGE,
  );
  await admit(send, name);
}

/** The API server taints every new node as not ready; with no node controller here, the test takes that off. */
async function admit(send: Send, name: string): Promise<void> {
  for (;;) {
    const { status, body } = await send("GET", `/api/v1/nodes/${name}`);
    if (status === 404) return;
    const { spec, metadata } = body as { spec: { taints?: { key: string }[] } } & ApiObject;
    const taints = (spec.taints ?? []).filter(({ key }) => key !== "node.kubernetes.io/not-ready");
    const { resourceVersion } = metadata ?? {};
    const patch = { metadata: { resourceVersion }, spec: { taints } };
    const answer = await send("PATCH", `/api/v1/nodes/${name}`, patch, MERGE);
    // Karpenter writes to the same list: then it is read again.
    if (answer.status !== 409) return;
  }
}

/** A bound pod runs; one that is deleted ends. */
async function runPods(send: Send): Promise<void> {
  for (const pod of await items(send, "/api/v1/pods")) {
    const { spec, status, metadata } = pod as Pod;
    if (!spec.nodeName) continue;
    const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
    if (metadata.deletionTimestamp) {
      await done(send, "DELETE", path, { gracePeriodSeconds: 0 });
    } else if (status.phase === "Pending") {
      const now = new Date().toISOString();
      const ready = { type: "Ready", status: "True", lastTransitionTime: now };
      const running = { phase: "Running", conditions: [ready] };
      await done(send, "PATCH", `${path}/status`, { status: running }, MERGE);
    }
  }
}

interface Pod extends ApiObject {
  metadata: { name: string; namespace: string; deletionTimestamp?: string };
  spec: { nodeName?: string };
  status: { phase: string };
}

async function items(send: Send, path: string): Promise<ApiObject[]> {
  const { status, body } = await send("GET", path);
  if (status !== 200) throw new Error(`${path}: ${body.message ?? status}`);
  return body.items ?? [];
}

/** Sends what must succeed, unless its object is gone or there already. */
async function done(send: Send, ...[method, path, body, type]: Parameters<Send>): Promise<void> {
  const answer = await send(method, path, body, type);
  if (answer.status < 300 || answer.status === 404 || answer.status === 409) return;
  throw new Error(`${method} ${path}: ${answer.body.message ?? answer.status}`);
}
