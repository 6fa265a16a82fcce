import { mayUseSpot } from "../../node-pool/capacity";
import { CAPACITY_TYPE_LABEL } from "../../node-pool/labels";
import { isMetBy, merged } from "../../node-pool/requirements";
import { keyPath } from "../../problem";
import { recordsIn, unique } from "../../records";
import type { PoolView } from "../pool-view";
import type { Rule } from "../rule";

/** Nothing bounds what a pool may cost. */
export const limits: Rule = {
  code: "KE013",
  title: "A pool without limits",
  severity: "warning",
  why: "a mistake in one workload, such as too many replicas, then buys instances without end",
  check: ({ pools }) =>
    pools
      .filter(({ spec }) => Object.keys(spec.limits ?? {}).length === 0 && !isStatic(spec))
      .map(({ name, path }) => ({
        where: keyPath(path, "limits"),
        message: `pool ${name} has no limits`,
        fix: 'set limits, for example { cpu: "1000", memory: 4000Gi }',
      })),
};

/** A spot instance is taken back two minutes after a notice that somebody has to hear. */
export const interruptionQueue: Rule = {
  code: "KE014",
  title: "Spot without an interruption queue",
  severity: "warning",
  why: "AWS gives two minutes' notice before it takes a spot instance: without the queue nobody hears it, and pods are cut off instead of moved",
  check: ({ pools, interruptionQueue }) =>
    interruptionQueue !== false
      ? []
      : spotPools(pools).map(({ name, path }) => ({
          where: keyPath(path, "requirements"),
          message: `pool ${name} may use spot, and the controller has no interruption queue`,
          fix: "set interruptionQueue to true, or interruptionQueueArn to a queue of your own",
        })),
};

/** EC2 makes the role only for who may do so, which the controller may not. */
export const spotServiceLinkedRole: Rule = {
  code: "KE015",
  title: "Spot without its service-linked role",
  severity: "error",
  why: "every launch of a spot instance fails with AuthFailure.ServiceLinkedRoleCreationNotPermitted",
  check: ({ pools, spotServiceLinkedRole }) =>
    spotServiceLinkedRole !== false
      ? []
      : spotPools(pools).map((pool) => ({
          where: keyPath(pool.path, "requirements"),
          // Where on-demand remains, nodes still come.
          severity: mayUse(pool, "on-demand") ? "warning" : "error",
          message: `pool ${pool.name} may use spot, and the account has no AWSServiceRoleForEC2Spot`,
          fix: "make it with SpotServiceLinkedRole, or set spotServiceLinkedRole to true",
        })),
};

/** Karpenter takes pools of one weight in no certain order. */
export const overlappingPools: Rule = {
  code: "KE019",
  title: "Pools that overlap without weights",
  severity: "warning",
  why: "a pod that fits both goes to either at random, with the limits, images and prices of that pool",
  check: ({ pools }) =>
    pools.flatMap((pool, index) =>
      pools
        .slice(index + 1)
        .filter((other) => overlap(pool, other))
        .map((other) => ({
          where: keyPath(other.path, "weight"),
          message: `pools ${pool.name} and ${other.name} take the same pods on the same instance types, with the same weight`,
          fix: "give the one to be tried first a higher weight, or keep them apart by taints or requirements",
        })),
    ),
};

/** A budget of nothing, always, means that no node is ever replaced. */
export const blockingBudget: Rule = {
  code: "KE022",
  title: "Budgets that block every disruption",
  severity: "warning",
  why: "no node is replaced for a new image or a changed pool, nor removed when empty: costs and security fixes wait until somebody deletes nodes by hand",
  check: ({ pools }) =>
    pools.flatMap(({ name, path, spec }) =>
      recordsIn(spec.disruption?.budgets).flatMap((budget, index) =>
        ["0", "0%"].includes(String(budget.nodes)) &&
        budget.schedule === undefined &&
        blocksAll(budget.reasons)
          ? [
              {
                where: `${path}.disruption.budgets[${index}]`,
                message: `pool ${name} allows the disruption of no node at any time`,
                fix: "give the budget a schedule and duration, or reasons",
              },
            ]
          : [],
      ),
    ),
};

/** Expiry begins to drain a node, and nothing says when that has to end. */
export const expiryWithoutEnd: Rule = {
  code: "KE023",
  title: "Nodes that expire and may never end",
  severity: "warning",
  why: "a pod with karpenter.sh/do-not-disrupt or a PodDisruptionBudget that never lets go keeps an expired node draining for good: it takes no new pods and is paid for, its replacement beside it",
  check: ({ version, pools }) =>
    version.api !== "v1"
      ? []
      : pools
          .filter(
            ({ spec }) => spec.expireAfter !== "Never" && spec.terminationGracePeriod === undefined,
          )
          .map(({ name, path, spec }) => ({
            where: keyPath(path, "terminationGracePeriod"),
            message: `nodes of pool ${name} expire after ${spec.expireAfter ?? "720h, the default,"} and have no terminationGracePeriod`,
            fix: "set terminationGracePeriod, such as 24h, or expireAfter to Never",
          })),
};

const REASONS = ["Underutilized", "Empty", "Drifted"];

function blocksAll(reasons: unknown): boolean {
  return (
    reasons === undefined || (Array.isArray(reasons) && REASONS.every((r) => reasons.includes(r)))
  );
}

function isStatic({ replicas }: PoolView["spec"]): boolean {
  return replicas !== undefined;
}

function spotPools(pools: readonly PoolView[]): PoolView[] {
  return pools.filter(({ spec }) => mayUseSpot(spec));
}

function mayUse({ requirements }: PoolView, capacityType: string): boolean {
  const requirement = requirements.get(CAPACITY_TYPE_LABEL);
  return requirement === undefined || isMetBy(requirement, [capacityType]);
}

function overlap(a: PoolView, b: PoolView): boolean {
  if ((a.spec.weight ?? 0) !== (b.spec.weight ?? 0) || isStatic(a.spec) || isStatic(b.spec))
    return false;
  if (taintsOf(a) !== taintsOf(b)) return false;
  // Requirements that no node can meet at once keep pools apart: zones, capacity types, labels of one's own.
  if (merged(a.requirements, b.requirements, () => true) === undefined) return false;
  const types = new Set(a.types);
  return b.types.some((type) => types.has(type));
}

function taintsOf({ spec }: PoolView): string {
  const taints = (spec.taints ?? []).filter(({ effect }) => effect !== "PreferNoSchedule");
  return unique(taints.map(({ key, value, effect }) => `${key}=${value ?? ""}:${effect}`)).join();
}
