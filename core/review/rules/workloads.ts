import type { InstanceType } from "../../instance-types/instance-type";
import { keyPath } from "../../problem";
import { formatBytes } from "../../quantity";
import { count } from "../count";
import type { WorkloadSpec } from "../input";
import { refusalOf, type PoolView, type Refusal } from "../pool-view";
import type { Rule } from "../rule";

/** Karpenter ignores what fits nowhere, and says so in an event alone. */
export const homelessWorkload: Rule = {
  code: "KE009",
  title: "A workload that no pool takes",
  severity: "warning",
  why: "its pods stay pending for good: Karpenter launches nothing that could not run them",
  check: ({ pools, workloads = {} }) =>
    Object.entries(workloads).flatMap(([name, workload]) => {
      if (pools.length === 0 || pools.some((pool) => !refusalOf(pool, workload))) return [];
      const refusals = pools.map((pool) => ({ pool, refusal: refusalOf(pool, workload) }));
      const reasons = refusals.flatMap(({ pool, refusal }) =>
        refusal ? [`${pool.name} (${inWords(refusal, workload)})`] : [],
      );
      return [
        {
          where: keyPath("workloads", name),
          message: `no pool takes ${name}: ${reasons.join(", ")}`,
          fix: fixFor(refusals.map(({ refusal }) => refusal)),
        },
      ];
    }),
};

/** GPUs cost ten times as much, and every pod that tolerates the pool may take them. */
export const expensivePool: Rule = {
  code: "KE010",
  title: "An expensive pool that takes any pod",
  severity: "warning",
  why: "pods that need no GPU or accelerator may be put there, and keep its nodes from being removed",
  check: ({ pools, workloads = {} }) =>
    pools.filter(isExpensive).flatMap((pool) => {
      const strangers = Object.entries(workloads).filter(
        ([, workload]) => (workload.gpu ?? 0) === 0 && refusalOf(pool, workload) === undefined,
      );
      if (isOpen(pool)) {
        const names = strangers.map(([name]) => name);
        const such = names.length > 0 ? `, among them ${names.join(", ")}` : "";
        return [
          {
            where: keyPath(pool.path, "taints"),
            message: `every instance type of pool ${pool.name} has a GPU or an accelerator, and it takes any pod${such}`,
            fix: "add a taint, for example { key: nvidia.com/gpu, effect: NoSchedule }, that the workloads which need it tolerate",
          },
        ];
      }
      return strangers.map(([name]) => ({
        where: keyPath("workloads", name),
        message: `${name} needs no GPU, and may run in pool ${pool.name}, whose every instance type has a GPU or an accelerator`,
        fix: "remove the toleration, or select another pool",
      }));
    }),
};

function isExpensive({ types }: PoolView): boolean {
  // A share of a GPU counts as none, and has its manufacturer's name all the same.
  const isSpecial = ({ gpuManufacturer, accelerators }: InstanceType): boolean =>
    gpuManufacturer !== undefined || accelerators > 0;
  return types.length > 0 && types.every(isSpecial);
}

function isOpen({ spec }: PoolView): boolean {
  return (spec.taints ?? []).every(({ effect }) => effect === "PreferNoSchedule");
}

/** Why a pool does not take a workload. */
export function inWords(refusal: Refusal, { cpu, memory, gpu = 0 }: WorkloadSpec): string {
  if (refusal.by === "taint") return `taint ${refusal.taint} is not tolerated`;
  if (refusal.by === "labels") return "it does not have the selected labels";
  if (!refusal.largest) return `no node has ${count(gpu, "GPU")}`;
  const { largest } = refusal;
  const wanted = [cpu && `${cpu} CPU`, memory].filter(Boolean).join(" and ");
  return `a pod needs ${wanted}, the largest node, ${largest.type}, has ${Math.floor(largest.cpu * 100) / 100} CPU and ${formatBytes(largest.memory)} for pods`;
}

/** The step that helps most: a pool that is too small is nearer than one of other labels. */
function fixFor(refusals: (Refusal | undefined)[]): string {
  const by = new Set(refusals.map((refusal) => refusal?.by));
  if (by.has("size")) return "admit larger instance types in a pool, or ask for less";
  if (by.has("taint")) return "add a toleration, or a pool without taints";
  return "correct nodeSelector, or add the labels to a pool";
}
