import { UNKNOWN } from "../field";
import type { PolicyPreset } from "../iam/policy-preset";
import { compact, isRecord } from "../records";
import type { KarpenterVersion } from "../versions";
import type { NodeGroupFact, ReviewInput, SubnetFact, WorkloadSpec } from "./input";

/** What the rules may know of the checked arguments of Karpenter, in which `UNKNOWN` stands for what is not known yet. */
export function reviewInputOf(
  args: Record<string, unknown>,
  version: KarpenterVersion,
): ReviewInput {
  const cluster = record(args.cluster);
  const facts = record(args.facts);
  // The policy of a role of the caller's own is not for us to judge, nor a queue that it reads.
  const ownRole = args.controllerRoleArn !== undefined;
  return present({
    version,
    kubernetesVersion: told<string>(cluster.kubernetesVersion),
    clusterName: told<string>(cluster.name),
    region: told<string>(cluster.region),
    policyPreset: ownRole ? undefined : told<PolicyPreset>(args.policyPreset),
    nodePools: record(args.nodePools),
    nodeClasses: record(args.nodeClasses),
    values: args.values,
    controller: record(args.controller),
    interruptionQueue:
      args.interruptionQueueArn !== undefined ||
      (told<boolean>(args.interruptionQueue) ?? !ownRole),
    // Where none are named, none are tagged.
    subnetIds: told<string[]>(args.subnetIds) ?? [],
    securityGroupIds: told<string[]>(args.securityGroupIds),
    subnets: told<SubnetFact[]>(facts.subnets),
    nodeGroups: told<NodeGroupFact[]>(facts.nodeGroups),
    spotServiceLinkedRole: told<boolean>(facts.spotServiceLinkedRole),
    workloads: told<Record<string, WorkloadSpec>>(args.workloads),
  });
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The value where it is known; the check of the arguments has made sure of its type. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function told<T>(value: unknown): T | undefined {
  return value === UNKNOWN ? undefined : (value as T | undefined);
}

/** The same without the keys that hold nothing. */
function present(value: { [K in keyof ReviewInput]: ReviewInput[K] | undefined }): ReviewInput {
  return compact(value) as unknown as ReviewInput;
}
