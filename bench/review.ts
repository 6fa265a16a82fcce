/**
 * Times all rules of the review over a large program, against reading the table of instance types: the ratio is what
 * counts, since machines differ. Each figure is the least of several, in milliseconds.
 */
import { instanceTypes } from "../core/instance-types/instance-type";
import type { ReviewInput } from "../core/review/input";
import { review } from "../core/review/rules";
import { karpenterVersion } from "../core/versions";

const ROUNDS = 7;

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const zone = (index: number): string => `eu-west-1${"abc"[index % 3] ?? ""}`;

const INPUT: ReviewInput = {
  version: karpenterVersion("1.14.4"),
  kubernetesVersion: "1.35",
  clusterName: "prod",
  region: "eu-west-1",
  nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
  nodePools: Object.fromEntries(
    many(50, (index) => [
      `pool-${index}`,
      {
        nodeClassName: "default",
        weight: index % 5,
        labels: { "example.com/pool": `pool-${index % 10}` },
        ...(index % 2 === 0 && { taints: [{ key: `team-${index}`, effect: "NoSchedule" }] }),
        requirements: [
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
          { key: "topology.kubernetes.io/zone", operator: "In", values: [zone(index)] },
          { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
          { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["2"] },
          { key: "karpenter.k8s.aws/instance-memory", operator: "Lt", values: ["65537"] },
        ],
        limits: { cpu: "1000" },
      },
    ]),
  ),
  subnets: many(300, (index) => ({
    id: `subnet-${index}`,
    availabilityZone: zone(index),
    availableIpAddressCount: 200 + index,
  })),
  nodeGroups: [{ name: "system", instanceTypes: ["m7i.large"], desiredSize: 2 }],
  workloads: Object.fromEntries(
    many(1000, (index) => [
      `workload-${index}`,
      {
        replicas: 3,
        cpu: `${100 + index}m`,
        memory: `${64 + index}Mi`,
        ...(index % 3 === 0 && {
          tolerations: [{ key: `team-${index % 50}`, operator: "Exists" }],
        }),
        ...(index % 4 === 0 && { nodeSelector: { "example.com/pool": `pool-${index % 10}` } }),
        ...(index % 50 === 0 && { gpu: 1 }),
      },
    ]),
  ),
};

function milliseconds(act: () => unknown): number {
  const start = process.hrtime.bigint();
  act();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const table = milliseconds(instanceTypes);
const first = milliseconds(() => review(INPUT));
const best = Math.min(...many(ROUNDS, () => milliseconds(() => review(INPUT))));
console.log(`read the table of ${instanceTypes().length} instance types  ${table.toFixed(0)} ms`);
console.log(`all rules over 50 pools, 300 subnets, 1,000 workloads`);
console.log(`  at first   ${first.toFixed(0)} ms  ${(first / table).toFixed(1)} ×`);
console.log(`  after      ${best.toFixed(0)} ms  ${(best / table).toFixed(1)} ×`);
