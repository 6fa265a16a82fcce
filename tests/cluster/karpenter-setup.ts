/**
 * The Karpenter controller on real servers and an emulated account, as an environment of stacks/ would have it:
 *
 *     const karpenter = await startKarpenter("staging");
 *     await karpenter.apply();
 *     ...
 *     await karpenter.stop();
 */
import * as path from "node:path";
import { parse } from "yaml";
import type { HelmValues } from "../../core/chart-values";
import { manifests } from "../../preview/manifests";
import type { RegisteredResource, Registration } from "../../preview/registration";
import { variables } from "../emulator/environments";
import type { Changes } from "../stacks/environment";
import { controllerEnvironment } from "./controller-environment";
import { createCrds } from "./crds";
import { startAccount, type EmulatedAccount } from "./emulated-account";
import { installChart, installKarpenter, KARPENTER, KUBERNETES } from "./install";
import { startKubelets, type Kubelets } from "./kubelets";
import { freePort, lastWords, ready, start, type Service } from "./processes";
import { APPLY, type ApiObject, type Send } from "./rest";
import { startControlPlane, type ControlPlane } from "./server";

/** The controller, running, and all around it. */
export interface Karpenter extends EmulatedAccount {
  plane: ControlPlane;
  send: Send;
  /** Writes the node classes and node pools of the environment. */
  apply(): Promise<void>;
  /** Ends the controller alone. */
  stopController(): Promise<void>;
  /** The last words of the controller, and where all of them are. */
  lastWords(): string;
  /** Ends everything; the logs stay where they are to be kept. */
  stop(keepLogs?: boolean): Promise<void>;
}

/** What the controller says over and over, as moto has no prices; it goes on with those that it was built with. */
const PRICING = '"controller":"providers.pricing"';

/** How often all is started: another process may take a port that was free a moment ago. */
const TRIES = 3;

/** Starts a control plane, an account as the environment wants it, and the controller with the values of its release. */
export async function startKarpenter(stack: string, changes: Changes = {}): Promise<Karpenter> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(stack, changes);
    } catch (error) {
      if (tries === TRIES || !String(error).includes("address already in use")) throw error;
    }
  }
}

async function startOnce(stack: string, changes: Changes): Promise<Karpenter> {
  const controller = await installKarpenter();
  const chart = await installChart();
  const plane = await startControlPlane();
  const running: { account?: EmulatedAccount; controller?: Service; kubelets?: Kubelets } = {};
  const stop = async (keepLogs = false) => {
    try {
      await running.kubelets?.stop();
    } finally {
      await running.controller?.stop();
      await running.account?.moto.stop();
      await plane.stop(keepLogs);
    }
  };
  try {
    await Promise.all([
      plane.startScheduler(),
      plane.startControllerManager(),
      createCrds(plane.send, KARPENTER),
    ]);
    const minor = KUBERNETES.split(".").slice(0, 2).join(".");
    const account = await startAccount(plane.folder, stack, changes, minor);
    running.account = account;
    const { registration, environment, moto } = account;
    running.kubelets = startKubelets(plane.send);
    running.controller = await startController(controller, plane, {
      // Nothing of the user's own but where programs are.
      PATH: process.env.PATH,
      HOME: plane.folder,
      ...ofAws(variables(environment, moto.url)),
      ...controllerEnvironment(chart, release(registration).inputs.values as HelmValues),
      // What a pod would know of itself.
      KUBECONFIG: plane.kubeconfig,
      SYSTEM_NAMESPACE: release(registration).inputs.namespace as string,
      DISABLE_LEADER_ELECTION: "true",
    });
    const { log } = running.controller;
    return {
      ...account,
      plane,
      send: plane.send,
      apply: () => apply(plane.send, registration),
      stopController: () => running.controller?.stop() ?? Promise.resolve(),
      lastWords: () => lastWords(log, (line) => !line.includes(PRICING)),
      stop,
    };
  } catch (error) {
    await stop(true);
    throw error;
  }
}

function ofAws(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith("AWS_")));
}

function release({ resources }: Registration): RegisteredResource {
  const found = resources.find(isRelease);
  if (!found) throw new Error("the environment has no release of Karpenter");
  return found;
}

/** Whether a resource is the Helm release of the controller. */
export function isRelease({ type, inputs }: RegisteredResource): boolean {
  return type.endsWith(":Release") && inputs.name === "karpenter";
}

async function startController(
  command: string,
  { folder }: ControlPlane,
  env: NodeJS.ProcessEnv,
): Promise<Service> {
  const [metrics, health] = [String(await freePort()), String(await freePort())];
  const service = start({
    command,
    args: [],
    log: path.join(folder, "karpenter.log"),
    cwd: folder,
    env: { ...env, METRICS_PORT: metrics, HEALTH_PROBE_PORT: health },
  });
  try {
    const url = `http://127.0.0.1:${health}/readyz`;
    await ready(service, async () => (await fetch(url)).ok, 180_000);
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

/** Writes the manifests that the package itself gives out for kubectl. */
async function apply(send: Send, registration: Registration): Promise<void> {
  for (const { content } of manifests(registration).manifests) {
    const object = parse(content) as ApiObject;
    const at = pathOf(object);
    if (at === undefined) continue;
    const { status, body } = await send("PATCH", `${at}?fieldManager=tests`, object, APPLY);
    if (status >= 300) throw new Error(`${at}: ${body.message ?? status}`);
  }
}

const PLURALS: Readonly<Record<string, string>> = {
  EC2NodeClass: "ec2nodeclasses",
  NodePool: "nodepools",
};

/** Where a node class or a node pool stands; nothing else is asked for by it. */
export function pathOf({ apiVersion = "", kind = "", metadata }: ApiObject): string | undefined {
  const plural = PLURALS[kind];
  return plural && `/apis/${apiVersion}/${plural}/${metadata?.name ?? ""}`;
}
