/**
 * What we refuse and the API server accepts, on purpose: it would take an object that then does not work. Whatever we
 * refuse beyond this table is a mistake, and so is a row that no test needs.
 */
import type { Problem } from "../../core/problem";
import { isWithin, type Gate, type KarpenterVersion } from "../../core/versions";

/** A kind of problem that the API server has nothing against, of the versions that do not. */
export interface Stricter extends Gate {
  path: RegExp;
  message: RegExp;
  /** The value as JSON; any where not set. */
  value?: RegExp;
  reason: string;
}

export const STRICTER: readonly Stricter[] = [
  // From 1.15 on the whole block is an open map to the API server.
  {
    path: /^kubelet\b/,
    message: /./,
    since: "1.15",
    reason: "the server no longer looks into the block; Karpenter refuses it when it reads it",
  },
  {
    path: /./,
    message: /^a placeholder was left in$/,
    reason: "text that somebody forgot to replace",
  },
  {
    path: /./,
    message: /^empty$/,
    reason: "an empty text is a mistake: what is not wanted is left out",
  },

  // What is lost on the way to the manifest, so that the server never sees it.
  {
    path: /./,
    message: /^unknown key$/,
    reason: "a field that we do not know is not written, so a misspelt one would be lost",
  },
  {
    path: /^(connectionTracking|placementGroupSelector|blockDeviceMappings\[\d+\]\.ebs)$/,
    message: /^(no timeout is given|selects nothing|neither volumeSize nor snapshotID)$/,
    reason: "an empty block is not written",
  },
  {
    path: /^enclaveOptions\.enabled$/,
    message: /^missing$/,
    reason: "an empty block is not written",
  },
  {
    path: /^disruption$/,
    message: /^not an object$/,
    until: "1.0",
    reason: "expireAfter is written into the block, whatever stands there",
  },
  {
    path: /^disruption\.consolidationPolicy$/,
    message: /^unknown value$/,
    reason: "whatever ends in Underutilized is written as the version has it",
  },

  // What IAM and EC2 refuse only when an instance is to be launched.
  {
    path: /(\.id|\.snapshotID)$/,
    message: /^malformed$/,
    reason:
      "the ids of AWS have 8 or 17 hexadecimal digits; the server looks for part of a pattern",
  },
  {
    path: /^(role|instanceProfile)$/,
    message: /^malformed$/,
    reason: "IAM has no such name; Karpenter wants a name and neither ARN nor path",
  },
  {
    path: /^amiSelectorTerms\[\d+\]\.owner$/,
    message: /^malformed$/,
    reason: "EC2 knows account ids, self, amazon and aws-marketplace",
  },
  {
    path: /^amiSelectorTerms\[\d+\]\.alias$/,
    message: /^malformed$/,
    reason: "no AMI has such a version",
  },
  {
    path: /^(amiSelectorTerms|capacityReservationSelectorTerms)\[\d+\]$/,
    message: /^(id|alias|ssmParameter) stands alone in its term$/,
    reason: "what else is in the term is ignored; the server forgets ssmParameter and mixed lists",
  },
  {
    path: /^(subnet|securityGroup)SelectorTerms\[\d+\]$/,
    message: / in one term$/,
    reason: "the server's rule fires only where every term is wrong",
  },
  {
    path: /^blockDeviceMappings\[\d+\]\.deviceName$/,
    message: /^missing$/,
    reason: "EC2 needs it",
  },
  {
    path: /^blockDeviceMappings\[\d+\]\.ebs\.volumeSize$/,
    message: /^malformed$/,
    since: "1.0",
    reason: "the pattern of the server takes Ti and T without a number",
  },
  {
    path: /^blockDeviceMappings\[\d+\]\.ebs\.volumeSize$/,
    message: /^not a string$/,
    until: "1.0",
    reason: "a number without a unit is bytes, which nobody means",
  },
  {
    path: /\.(iops|throughput)$/,
    message: /^out of range$/,
    value: /^(0|-\d+)$/,
    reason: "EC2 has no such volume",
  },
  {
    path: /\bevictionMaxPodGracePeriod$/,
    message: /^out of range$/,
    value: /^-\d+$/,
    reason: "the kubelet waits no negative time",
  },
  {
    path: /\b(iops|throughput|ipPrefixCount|maxPods|podsPerCore|evictionMaxPodGracePeriod)$/,
    message: /^out of range$/,
    value: /^(\d{10,}|1e\+21)$/,
    reason: "more than the 32 bits that EC2 and the kubelet have for it",
  },
  {
    path: /^(networkInterfaces|disruption\.budgets\[\d+\]\.reasons)$/,
    message: /^0 entries$/,
    reason: "an empty list says nothing: what is not wanted is left out",
  },
  {
    path: /^instanceStorePolicy$/,
    message: /ignores it for Bottlerocket/,
    until: "1.1",
    reason: "Karpenter ignores it",
  },

  // What Kubernetes refuses only on the node.
  {
    path: /^(nodePoolName|nodeClassName)$/,
    message: /^malformed$/,
    reason: "the name becomes the value of a label of every node, with 63 characters at most",
  },
  {
    path: /^(labels|annotations|limits)\b/,
    message: /^malformed key$/,
    reason: "the server does not look at the keys of a map",
  },
  {
    path: /^(requirements|taints|startupTaints)\[\d+\]\.key$/,
    message: /^malformed$/,
    reason: "the name of a label has 63 characters at most; the server's pattern does not count",
  },
  {
    path: /^requirements\[\d+\]\.values\[\d+\]$/,
    message: /^malformed$/,
    reason:
      "no label has such a value; the server's pattern stands at the list, where it is ignored",
  },
  {
    path: /^(requirements\[\d+\]\.values\[\d+\]|labels\b.*)$/,
    message: /^(unknown value|Karpenter \S+ does not know this value; .*)$/,
    reason: "no node ever has this label value, so that nothing would be launched",
  },
  {
    path: /^requirements\[\d+\]\.values$/,
    message: /takes no values$/,
    reason: "Exists and DoesNotExist do not look at values: another operator was meant",
  },
  {
    path: /^requirements\[\d+\]\.values$/,
    message: /takes one number$/,
    reason: "a sign, or 19 digits: a label cannot have the first, and nothing counts so far",
  },
  {
    path: /^requirements$/,
    message: /^too many requirements and labels together$/,
    reason: "both become requirements of the NodeClaim, which has the limit",
  },
  {
    path: /^(taints|startupTaints)\[\d+\]\.key$/,
    message: /^Karpenter sets this taint itself$/,
    reason: "Karpenter would take it off again",
  },
  {
    path: /^(taints|startupTaints)\[\d+\]$/,
    message: /^the same key and effect as /,
    reason: "a node cannot have it twice",
  },
  {
    path: /^(taints|startupTaints)\[\d+\]\.value$/,
    message: /^malformed$/,
    reason: "the value of a taint is one of a label; the server takes a qualified name",
  },
  {
    path: /^(taints|startupTaints)\[\d+\]\.timeAdded$/,
    message: /^malformed$/,
    reason: "the server takes t and z in lower case, in which Go does not read a time",
  },

  // What Karpenter refuses or ignores when it reads the object.
  {
    path: /^limits\.nodes$/,
    message: /ignores it/,
    until: "1.11",
    reason: "Karpenter ignores it",
  },
  {
    path: /^limits\b/,
    message: /^not a string$/,
    reason: "one way to write quantities",
  },
  {
    path: /^(limits|kubelet\.kubeReserved|kubelet\.systemReserved)\b/,
    message: /^malformed$/,
    reason: "a negative limit, or a text that the server's pattern takes for a quantity",
  },
  {
    path: /^disruption\.budgets\[\d+\]\.schedule$/,
    message: /^malformed$/,
    reason: "the server's pattern is open at one end",
  },
  {
    path: /^disruption\.budgets\[\d+\]\.nodes$/,
    message: /^missing$/,
    reason: "the server's default of 10% is not what a budget without a number means",
  },
  {
    path: /^disruption\.budgets\[\d+\]\.reasons$/,
    message: /^a reason is there twice$/,
    until: "1.14",
    reason: "later versions refuse it",
  },
  {
    path: /^disruption\.budgets\[\d+\]\.reasons$/,
    message: /^51 entries$/,
    until: "1.9",
    reason: "later versions refuse it",
  },
  {
    path: /^(expireAfter|disruption\.consolidateAfter)$/,
    message: /^malformed$/,
    until: "1.9",
    reason: "the server's pattern is open at both ends",
  },
  {
    path: /^kubelet\.clusterDNS\[\d+\]$/,
    message: /^malformed$/,
    reason: "the kubelet wants addresses",
  },
  {
    path: /^kubelet\.evictionSoftGracePeriod\b/,
    message: /^malformed$/,
    reason: "the server does not look at the durations",
  },
  {
    path: /^kubelet\.eviction(Hard|Soft)\b/,
    message: /^malformed$/,
    reason: "a negative threshold, or a text that the server's pattern takes for a quantity",
  },
];

/** The first row that a problem falls in. */
export function stricterRow(problem: Problem, version: KarpenterVersion): Stricter | undefined {
  return STRICTER.find(
    (row) =>
      isWithin(version, row) &&
      row.path.test(problem.path) &&
      row.message.test(problem.message) &&
      (row.value === undefined || row.value.test(JSON.stringify(problem.value))),
  );
}
