import { configOf, environment, type Changes } from "../../stacks/environment";
import type { Registration } from "../../../preview/registration";

/** A change that people make, on a shipped environment. */
export interface WorkedChange {
  stack: string;
  before?: Changes["config"];
  after: Changes["config"];
}

/** The config map of an environment with one entry changed. */
function edited(stack: string, key: string, name: string, change: object): Record<string, unknown> {
  const map = configOf(stack, key);
  return { [key]: { ...map, [name]: { ...map[name], ...change } } };
}

function without(stack: string, key: string, name: string): Record<string, unknown> {
  const others = Object.entries(configOf(stack, key)).filter(([other]) => other !== name);
  return { [key]: Object.fromEntries(others) };
}

function requirement(key: string, change: object): object {
  const requirements = configOf("prod", "nodePools").spot!.requirements as { key: string }[];
  return { requirements: requirements.map((r) => (r.key === key ? { ...r, ...change } : r)) };
}

const { default: general, ...others } = configOf("staging", "nodePools");

/** By the name of the golden file. */
export const WORKED_CHANGES: Record<string, WorkedChange> = {
  "version-bump": {
    stack: "prod",
    before: { karpenterVersion: "1.11.1" },
    after: { karpenterVersion: "1.14.4" },
  },
  "first-v1": {
    stack: "lab",
    before: { karpenterVersion: "0.36.9" },
    after: { karpenterVersion: "1.0.8" },
  },
  "new-pool": {
    stack: "staging",
    after: edited("staging", "nodePools", "batch", {
      nodeClassName: "default",
      requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
      limits: { cpu: "64" },
      labels: { workload: "batch" },
    }),
  },
  "removed-pool": {
    stack: "prod",
    after: { ...without("prod", "nodePools", "gpu"), ...without("prod", "nodeClasses", "gpu") },
  },
  "ami-bump": {
    stack: "staging",
    after: edited("staging", "nodeClasses", "default", {
      amiSelectorTerms: [{ alias: "al2023@v20261101" }],
    }),
  },
  "taint-added": {
    stack: "prod",
    after: edited("prod", "nodePools", "on-demand", {
      taints: [{ key: "dedicated", value: "api", effect: "NoSchedule" }],
    }),
  },
  "subnet-added": {
    stack: "staging",
    before: { subnetIds: ["subnet-05b7c82dd22aace4d", "subnet-0b8815ed54466272c"] },
    after: {
      subnetIds: [
        "subnet-05b7c82dd22aace4d",
        "subnet-0b8815ed54466272c",
        "subnet-0f5ffbb26b87ced4a",
      ],
    },
  },
  "requirement-narrowed": {
    stack: "prod",
    after: edited(
      "prod",
      "nodePools",
      "spot",
      requirement("kubernetes.io/arch", { values: ["amd64"] }),
    ),
  },
  "limits-raised": {
    stack: "prod",
    after: edited("prod", "nodePools", "spot", { limits: { cpu: "2000", memory: "8000Gi" } }),
  },
  "static-switch": {
    stack: "staging",
    before: { featureGates: { StaticCapacity: true } },
    after: {
      featureGates: { StaticCapacity: true },
      ...edited("staging", "nodePools", "default", { replicas: 3, limits: { nodes: "5" } }),
    },
  },
  "policy-change": { stack: "lab", after: { policyPreset: "scoped" } },
  "values-change": {
    stack: "prod",
    after: { values: { logLevel: "debug", podLabels: { team: "platform" } } },
  },
  rename: { stack: "staging", after: { nodePools: { general, ...others } } },
};

/** Both sides of a worked change. */
export async function bothSides({ stack, before, after }: WorkedChange): Promise<{
  base: Registration;
  head: Registration;
}> {
  const base = await environment(stack, { config: before ?? {} });
  return { base, head: await environment(stack, { config: after ?? {} }) };
}
