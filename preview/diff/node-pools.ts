import { knownVersion, type KarpenterVersion } from "../../core/versions";
import { DISCOVERY_TAG } from "../../core/names";
import type { RegisteredResource, Registration } from "../registration";
import { at, list, text } from "../summary";

/** The Karpenter that a registration installs; nothing where it installs none, or one that is not known. */
export function karpenterOf({ resources }: Registration): KarpenterVersion | undefined {
  const release = resources.find((resource) => chartOf(resource) === "controller chart");
  return knownVersion(text(release?.inputs.version));
}

/** Which of Karpenter's charts a resource is. */
export function chartOf({
  type,
  inputs,
}: RegisteredResource): "controller chart" | "CRD chart" | undefined {
  if (type !== "kubernetes:helm.sh/v3:Release") return undefined;
  const chart = text(inputs.chart);
  if (/(^|\/)karpenter-crd$/.test(chart)) return "CRD chart";
  return /(^|\/)karpenter$/.test(chart) ? "controller chart" : undefined;
}

/** The NodePool objects, by their names in the cluster. */
export function nodePools({ resources }: Registration): Map<string, RegisteredResource> {
  return new Map(
    resources
      .filter(({ type, custom }) => custom && type.endsWith(":NodePool"))
      .map((resource) => [objectName(resource), resource]),
  );
}

/** The name of a Kubernetes object. */
export function objectName({ inputs }: RegisteredResource): string {
  return text(at(inputs, "metadata", "name"));
}

/** Pools whose nodes are of a class. */
export function poolsOfClass(registration: Registration, className: string): string[] {
  return [...nodePools(registration)]
    .filter(
      ([, { inputs }]) =>
        text(at(inputs.spec, "template", "spec", "nodeClassRef", "name")) === className,
    )
    .map(([name]) => name);
}

/** Pools whose classes select by the value of the discovery tag. */
export function poolsOfTag(
  registration: Registration,
  terms: "subnetSelectorTerms" | "securityGroupSelectorTerms",
  value: string,
): string[] {
  return registration.resources
    .filter(({ type, custom }) => custom && type.endsWith(":EC2NodeClass"))
    .filter(({ inputs }) =>
      list(at(inputs.spec, terms)).some((term) => text(at(term, "tags", DISCOVERY_TAG)) === value),
    )
    .flatMap((nodeClass) => poolsOfClass(registration, objectName(nodeClass)));
}

/** How fast a pool's nodes may drift, in words: the budgets that count for the reason Drifted. */
export function driftBudget({ inputs }: RegisteredResource): string {
  const given = at(inputs.spec, "disruption", "budgets");
  // Without any Karpenter takes this one.
  const budgets = given === undefined ? [{ nodes: "10%" }] : list(given);
  const counted = budgets.filter((budget) => {
    const reasons = at(budget, "reasons");
    return reasons === undefined || list(reasons).includes("Drifted");
  });
  if (counted.length === 0) return "all at once: no budget bounds it";
  return counted
    .map((budget) => {
      const nodes = text(at(budget, "nodes"));
      const schedule = at(budget, "schedule");
      const none = /^0%?$/.test(nodes);
      const amount = none
        ? "none"
        : nodes.endsWith("%")
          ? `at most ${nodes} of its nodes at a time`
          : `at most ${nodes} at a time`;
      if (schedule !== undefined)
        return `${amount} for ${text(at(budget, "duration"))} from "${text(schedule)}" UTC`;
      return none ? "none, until the budget allows it" : amount;
    })
    .join("; ");
}
