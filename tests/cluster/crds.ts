/** Karpenter's CRDs in a running API server. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { installCrds } from "./install";
import type { ApiObject, Send } from "./rest";

const PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const TIMEOUT_MS = 30_000;

/** As much of a CRD as is asked here. */
interface Crd extends ApiObject {
  spec: {
    group: string;
    names: { plural: string };
    versions: { name: string; storage: boolean }[];
  };
}

/** Puts the CRDs of a Karpenter in, and waits until their objects can be written. */
export async function createCrds(send: Send, version: string): Promise<void> {
  const crds = await read(version);
  for (const crd of crds) {
    const { status, body } = await send("POST", PATH, crd);
    if (status !== 201) throw new Error(`${crd.metadata?.name ?? ""}: ${body.message ?? status}`);
  }
  for (const { spec } of crds) {
    const stored = spec.versions.find(({ storage }) => storage)?.name ?? "";
    const objects = `/apis/${spec.group}/${stored}/${spec.names.plural}`;
    await until(`${objects} is served`, async () => (await send("GET", objects)).status === 200);
  }
}

/** Takes the CRDs of a Karpenter out, with all of their objects. */
export async function deleteCrds(send: Send, version: string): Promise<void> {
  for (const { metadata } of await read(version)) {
    const one = `${PATH}/${metadata?.name ?? ""}`;
    await send("DELETE", one);
    await until(`${one} is gone`, async () => (await send("GET", one)).status === 404);
  }
}

async function read(version: string): Promise<Crd[]> {
  const files = await installCrds(version);
  return files.map((file) => parse(readFileSync(file, "utf8")) as Crd);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${TIMEOUT_MS / 1000} s: ${what}`);
    await sleep(50);
  }
}
