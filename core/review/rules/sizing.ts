import { settingOf } from "../../chart-values";
import { addressesOf } from "../../instance-types/capacity";
import { TABLE_DATE } from "../../instance-types/table";
import { instanceTypes, type InstanceType } from "../../instance-types/instance-type";
import { unmetMinValues } from "../../node-pool/requirements";
import { keyPath } from "../../problem";
import { formatBytes, parseQuantity } from "../../quantity";
import { count } from "../count";
import type { SubnetFact } from "../input";
import type { PoolView } from "../pool-view";
import type { Rule } from "../rule";

/** DaemonSets of every node: aws-node, kube-proxy, ebs-csi-node, eks-pod-identity-agent. */
const SYSTEM_PODS = 4;

/** What is left of less when a node's own pods are there is soon used up. */
const LEAST_MEMORY = 2 * 2 ** 30;

/** Requirements that exclude one another, or a value that is misspelt. */
export const noInstanceType: Rule = {
  code: "KE005",
  title: "No instance type matches a pool",
  severity: "error",
  why: "the pool is accepted and never launches a node: its pods stay pending",
  check: ({ pools, values }) =>
    pools.flatMap((pool) => {
      const where = keyPath(pool.path, "requirements");
      if (pool.types.length === 0) {
        const strange = unknownNames(pool);
        return strange.length > 0
          ? [
              {
                where,
                severity: "warning",
                message: `pool ${pool.name} asks for ${strange.join(", ")}, which the table of ${TABLE_DATE} does not have`,
                fix: "correct the name; if AWS has it by now, upgrade this package or silence this finding",
              },
            ]
          : [
              {
                where,
                message: `no instance type meets the requirements of pool ${pool.name}`,
                fix: `loosen them: ${culprits(pool)}`,
              },
            ];
      }
      if (isBestEffort(values)) return [];
      return unmetMinValues(pool.requirements, pool.types).map(({ key, wanted, found }) => ({
        where,
        message: `pool ${pool.name} wants ${wanted} different values of ${key}, and its instance types have ${found}`,
        fix: "lower minValues, or loosen the requirements",
      }));
    }),
};

/** The first warning of whoever ran out of addresses. */
export const largeNodes: Rule = {
  code: "KE006",
  title: "Nodes that can need more addresses than their subnet has",
  severity: "warning",
  why: "every pod has an address of its node's subnet, and a node is in one subnet alone: when it is used up, pods hang in ContainerCreating with FailedCreatePodSandBox",
  check: ({ pools }) =>
    pools.flatMap((pool) => {
      const subnet = fewest(pool.subnets);
      if (!subnet) return [];
      const room = subnet.availableIpAddressCount;
      // A node is replaced by one that runs before it goes.
      const large = pool.types
        .map((type) => ({ type, need: addresses(pool, type) }))
        .filter(({ need }) => 2 * need > room)
        .sort((a, b) => b.need - a.need);
      const [first] = large;
      if (!first) return [];
      const { type: worst, need } = first;
      return [
        {
          where: keyPath(pool.path, "requirements"),
          message: `pool ${pool.name} admits ${count(large.length, "instance type")} of which one node and its replacement can need more addresses than subnet ${subnet.id} has free: ${worst.name} takes up to ${pool.allocatable(worst).pods} pods on ${need} addresses, ${room} are free`,
          fix: "cap karpenter.k8s.aws/instance-memory or instance-cpu, set kubelet.maxPods, or use larger subnets",
        },
      ];
    }),
};

/** The smallest node is the cheapest, and is chosen first. */
export const smallNodes: Rule = {
  code: "KE007",
  title: "Nodes that system pods fill",
  severity: "warning",
  why: "Karpenter takes the cheapest node that fits the requests: the smallest hold little beside their own DaemonSets, and under load go into memory pressure, which Karpenter never repairs",
  check: ({ pools }) =>
    pools.flatMap((pool) => {
      const small = pool.types.filter((type) => {
        const room = pool.allocatable(type);
        return room.memory < LEAST_MEMORY || room.pods < 2 * SYSTEM_PODS;
      });
      const [worst] = [...small].sort(
        (a, b) => pool.allocatable(a).memory - pool.allocatable(b).memory,
      );
      if (!worst) return [];
      const { memory, pods } = pool.allocatable(worst);
      return [
        {
          where: keyPath(pool.path, "requirements"),
          message: `pool ${pool.name} admits ${count(small.length, "instance type")} with little room: ${worst.name} has ${formatBytes(memory)} for ${pods} pods, ${SYSTEM_PODS} of them the node's own`,
          fix: 'require more, for example { key: karpenter.k8s.aws/instance-memory, operator: Gt, values: ["4047"] }',
        },
      ];
    }),
};

/** What the limits promise, the network has to carry. */
export const addressesAtLimits: Rule = {
  code: "KE008",
  title: "Limits beyond the addresses of the subnets",
  severity: "warning",
  why: "every node takes the addresses of one interface and keeps those of another ready, however few its pods: before the limits are reached, new nodes and pods get none",
  check: ({ pools, subnets, workloads = {} }) => {
    if (!subnets || subnets.length === 0) return [];
    const free = subnets.reduce((sum, { availableIpAddressCount: n }) => sum + n, 0);
    const parts = pools.map((pool) => leastAddresses(pool));
    const atLimits = Math.ceil(parts.reduce((sum, part) => sum + part, 0));
    const pods = Object.values(workloads).reduce((sum, { replicas = 1 }) => sum + replicas, 0);
    return [
      ...(atLimits > free
        ? [
            {
              where: "nodePools",
              message: `at their limits the nodes of all pools take at least ${atLimits} addresses; ${free} are free in ${count(subnets.length, "subnet")}`,
              fix: "lower the limits, or use more or larger subnets",
            },
          ]
        : []),
      ...(pods > free
        ? [
            {
              where: "workloads",
              message: `the workloads have ${pods} pods; ${free} addresses are free in ${count(subnets.length, "subnet")}`,
              fix: "use more or larger subnets",
            },
          ]
        : []),
    ];
  },
};

/** The least that the nodes of a pool take at its limits, whichever types they are; 0 where they are not known. */
function leastAddresses({ spec, types }: PoolView): number {
  const limit = (resource: string): number => parseQuantity(spec.limits?.[resource]) ?? Infinity;
  const [cpu, memory] = [limit("cpu"), limit("memory")];
  const least = types.map((type) => {
    const nodes = Math.min(cpu / type.cpu, memory / (type.memory * 2 ** 20));
    return nodes * Math.min(type.interfaces, 2) * type.addressesPerInterface;
  });
  const fewest = Math.min(...least);
  return Number.isFinite(fewest) ? fewest : 0;
}

function addresses(pool: PoolView, type: InstanceType): number {
  return addressesOf(type, pool.allocatable(type).pods);
}

function fewest(subnets: readonly SubnetFact[] = []): SubnetFact | undefined {
  const [first] = [...subnets].sort(
    (a, b) => a.availableIpAddressCount - b.availableIpAddressCount || (a.id < b.id ? -1 : 1),
  );
  return first;
}

const NAMED = [
  "node.kubernetes.io/instance-type",
  "karpenter.k8s.aws/instance-family",
  "karpenter.k8s.aws/instance-category",
];

/** Names of types and families that are not in the table: AWS may have published them since. */
function unknownNames({ spec }: PoolView): string[] {
  return (spec.requirements ?? [])
    .filter(({ key, operator }) => operator === "In" && NAMED.includes(key))
    .flatMap(({ key, values = [] }) =>
      values.filter(
        (value) => !instanceTypes().some((type) => type.labels.get(key)?.includes(value)),
      ),
    );
}

/** The requirements without any one of which there would be types; all where no single one is at fault. */
function culprits(pool: PoolView): string {
  const keys = pool.blockers();
  return keys.length === 0
    ? "several of them exclude one another"
    : `without ${keys.join(", or without ")} there are some`;
}

function isBestEffort(values: unknown): boolean {
  return settingOf(values, "minValuesPolicy") === "BestEffort";
}
