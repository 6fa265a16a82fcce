import * as pulumi from "@pulumi/pulumi";
import type { ConsolidationPolicy, RequirementOperator, TaintEffect } from "../core/node-pool/spec";
import type { KubeletArgs } from "./kubelet-args";

/** One condition on the labels of a pool's nodes. https://karpenter.sh/docs/concepts/scheduling/#well-known-labels */
export interface RequirementArgs {
  /** Label, such as `karpenter.k8s.aws/instance-category`. Labels that Karpenter never sets are refused. */
  key: pulumi.Input<string>;
  /** How the label is compared. `Gte` and `Lte` since Karpenter 1.9. */
  operator: pulumi.Input<RequirementOperator>;
  /** One or more values for `In`, any for `NotIn`, one whole number as text for `Gt`, `Lt`, `Gte`, `Lte`, none else. */
  values?: pulumi.Input<pulumi.Input<string>[]>;
  /** How many different values must stay possible, 1 to 50. Defaults to no minimum. */
  minValues?: pulumi.Input<number>;
}

/** One taint of a pool's nodes. */
export interface TaintArgs {
  /** Key of the taint. */
  key: pulumi.Input<string>;
  /** Value of the taint. Defaults to none. */
  value?: pulumi.Input<string>;
  /** What happens to pods that do not tolerate it. */
  effect: pulumi.Input<TaintEffect>;
  /** When the taint was put on, such as `2026-01-31T12:00:00Z`; Karpenter itself has no use for it. Defaults to none. */
  timeAdded?: pulumi.Input<string>;
}

/** How many nodes of a pool may be disrupted at a time. https://karpenter.sh/docs/concepts/disruption/#nodepool-disruption-budgets */
export interface BudgetArgs {
  /** A number of nodes such as `5`, or a percentage of the pool such as `10%`. */
  nodes: pulumi.Input<string>;
  /** When the budget begins to count: five cron fields or a macro such as `@daily`, in UTC. Goes with `duration`. */
  schedule?: pulumi.Input<string>;
  /** How long it counts, in hours and minutes. Goes with `schedule`. */
  duration?: pulumi.Input<string>;
  /** What it counts for: `Underutilized`, `Empty`, `Drifted`, and since 1.15 `Unhealthy`. Since Karpenter 1.0. Defaults to all. */
  reasons?: pulumi.Input<pulumi.Input<string>[]>;
}

/** When and how fast Karpenter may remove or replace nodes. https://karpenter.sh/docs/concepts/disruption/ */
export interface DisruptionArgs {
  /** Which nodes may be consolidated. Defaults to `WhenEmptyOrUnderutilized`. */
  consolidationPolicy?: pulumi.Input<ConsolidationPolicy>;
  /**
   * How long a node must be unchanged before it is consolidated, or `Never`. Defaults to `0s` from Karpenter 1.0 on;
   * before, it is needed with `WhenEmpty` and refused otherwise.
   */
  consolidateAfter?: pulumi.Input<string>;
  /** Limits on how many nodes go at a time; the strictest one holds. Defaults to one of `10%`. */
  budgets?: pulumi.Input<pulumi.Input<BudgetArgs>[]>;
}

/** What a NodePool asks for, in one form for every API version. */
export interface NodePoolSpecArgs {
  /** Name of the EC2NodeClass that says how instances are launched. */
  nodeClassName: pulumi.Input<string>;
  /** Labels of the nodes. Defaults to none. */
  labels?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /** Annotations of the nodes. Defaults to none. */
  annotations?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /** Which instances may be launched; all must hold. At most 30 before Karpenter 1.0 and 100 since, labels included. Defaults to any. */
  requirements?: pulumi.Input<pulumi.Input<RequirementArgs>[]>;
  /** Taints of the nodes. Defaults to none. */
  taints?: pulumi.Input<pulumi.Input<TaintArgs>[]>;
  /** Taints that something takes off once the node is ready for pods. Defaults to none. */
  startupTaints?: pulumi.Input<pulumi.Input<TaintArgs>[]>;
  /**
   * The most that the pool may hold of each resource, such as `cpu: "1000"`; `nodes` counts nodes, in pools with
   * `replicas` since Karpenter 1.8 and in all since 1.11. Checked as nodes come, so that it may be passed by a little.
   * Defaults to no limit.
   */
  limits?: pulumi.Input<{ [resource: string]: pulumi.Input<string> }>;
  /** Pools with more weight are tried first, 1 to 100. Not with `replicas`. Defaults to the least. */
  weight?: pulumi.Input<number>;
  /**
   * Keeps this many nodes whether pods need them or not (static capacity), 0 or more. A pool cannot change between this
   * and the usual way, and takes no limit but `nodes`. Since Karpenter 1.8, behind the feature gate StaticCapacity.
   * Defaults to as many nodes as pods need. https://karpenter.sh/docs/concepts/nodepools/#specreplicas
   */
  replicas?: pulumi.Input<number>;
  /** When nodes may be removed or replaced. */
  disruption?: pulumi.Input<DisruptionArgs>;
  /** How old a node may get, such as `720h`, or `Never`. Forceful from Karpenter 1.0 on. Defaults to Karpenter's own 720h. */
  expireAfter?: pulumi.Input<string>;
  /** How long a node may take to drain before its pods are deleted. Since Karpenter 1.0. Defaults to for ever. */
  terminationGracePeriod?: pulumi.Input<string>;
  /** Settings of the kubelet. Before Karpenter 1.0 only; from 1.0 on they belong to the EC2NodeClass. */
  kubelet?: KubeletArgs;
}

/** A toleration of a pod. */
export interface Toleration {
  /** Key of the taint. */
  key: string;
  /** `Equal`, or `Exists` for a taint without a value. */
  operator: string;
  /** Value of the taint. */
  value?: string;
  /** Effect of the taint. */
  effect: string;
}

/** What a workload needs in its pod spec to run on the nodes of one pool. */
export interface Schedule {
  /** One for each taint of the pool. */
  tolerations: Toleration[];
  /** The labels of the pool; `karpenter.sh/nodepool` where it has none. */
  nodeSelector: { [key: string]: string };
}
