import type { EffectKind, EffectRow } from "./effect";

const EVERY_NODE = "every node of the pool, because its template changes";
const OTHER_API = "the same object, as the other API version writes it";

/** The first row that fits holds; each table ends with one that fits everything. */
const NODE_POOL: readonly EffectRow[] = [
  { path: "apiVersion", effect: "none", words: OTHER_API },
  { path: "metadata.name", effect: "replacement", words: "all nodes of the pool go with it" },
  {
    path: "spec.replicas",
    action: "changed",
    effect: "scaling",
    words: "nodes are launched or terminated until there are as many",
  },
  {
    path: "spec.replicas",
    effect: "forbidden",
    words:
      "a pool cannot change between static and dynamic; give it another name, so that a new pool takes its place",
  },
  {
    path: "spec.template.spec.nodeClassRef.name",
    effect: "drift",
    words: "every node of the pool: it refers to another class",
  },
  {
    path: "spec.template.spec.nodeClassRef.*",
    action: "changed",
    since: "1.1",
    effect: "forbidden",
    words:
      "group and kind of nodeClassRef are immutable; give the pool another name, so that a new pool takes its place",
  },
  { path: "spec.template.spec.nodeClassRef.*", effect: "none", words: OTHER_API },
  {
    path: "spec.template.spec.requirements[*].values[*]",
    action: "added",
    operators: ["In"],
    effect: "none",
    words: "more is allowed; running nodes still fit",
  },
  {
    path: "spec.template.spec.requirements[*].values[*]",
    action: "removed",
    operators: ["NotIn"],
    effect: "none",
    words: "more is allowed; running nodes still fit",
  },
  {
    path: "spec.template.spec.requirements[*].minValues",
    effect: "none",
    words: "asked for at launch only",
  },
  {
    path: "spec.template.spec.requirements[*]",
    action: "removed",
    effect: "none",
    words: "more is allowed; running nodes still fit",
  },
  {
    path: "spec.template.spec.requirements.**",
    effect: "drift",
    words: "nodes whose labels the requirements no longer allow; the others stay",
  },
  { path: "spec.template.metadata.**", effect: "drift", words: EVERY_NODE },
  { path: "spec.template.spec.**", effect: "drift", words: EVERY_NODE },
  {
    path: "spec.limits.**",
    effect: "none",
    words: "limits hold back launches only; nodes stay even above them",
  },
  { path: "spec.weight", effect: "none", words: "decides which pool is tried first for new nodes" },
  {
    path: "spec.disruption.expireAfter",
    effect: "drift",
    words: "nodes that are older than this expire",
  },
  {
    path: "spec.disruption.budgets.**",
    effect: "none",
    words: "bounds the disruptions that come from now on",
  },
  {
    path: "spec.disruption.**",
    effect: "none",
    words: "decides which nodes are consolidated from now on, and when",
  },
  { path: "**", effect: "none", words: "Karpenter does not compare it with nodes" },
];

const NO_SWITCH =
  "role and instanceProfile cannot be swapped before Karpenter 1.7; make a class of another name";

const EC2_NODE_CLASS: readonly EffectRow[] = [
  { path: "apiVersion", effect: "none", words: OTHER_API },
  {
    path: "metadata.name",
    effect: "replacement",
    words: "waits until no node refers to the class",
  },
  { path: "metadata.**", effect: "none", words: "Karpenter does not compare it with nodes" },
  {
    path: "spec.role",
    action: "changed",
    until: "1.7",
    effect: "forbidden",
    words: "role is immutable before Karpenter 1.7; make a class of another name",
  },
  { path: "spec.role", until: "1.7", effect: "forbidden", words: NO_SWITCH },
  {
    path: "spec.instanceProfile",
    action: "added",
    until: "1.7",
    effect: "forbidden",
    words: NO_SWITCH,
  },
  {
    path: "spec.instanceProfile",
    action: "removed",
    until: "1.7",
    effect: "forbidden",
    words: NO_SWITCH,
  },
  {
    path: "spec.amiSelectorTerms.**",
    effect: "drift",
    words: "nodes whose image is no longer the one selected for them",
  },
  {
    path: "spec.subnetSelectorTerms[*]",
    action: "added",
    effect: "none",
    words: "new nodes may be placed in more subnets",
  },
  {
    path: "spec.subnetSelectorTerms.**",
    effect: "drift",
    words: "nodes in a subnet that is no longer selected",
  },
  {
    path: "spec.securityGroupSelectorTerms.**",
    effect: "drift",
    words: "every node, where other security groups are selected by it",
  },
  {
    path: "spec.capacityReservationSelectorTerms[*]",
    action: "added",
    effect: "none",
    words: "new nodes may use more reservations",
  },
  {
    path: "spec.capacityReservationSelectorTerms.**",
    effect: "drift",
    words: "nodes in a reservation that is no longer selected",
  },
  { path: "spec.ipPrefixCount", effect: "none", words: "holds for new nodes only" },
  {
    path: "spec.**",
    effect: "drift",
    words: "every node of the class, because its spec changes",
  },
  { path: "**", effect: "none", words: "Karpenter does not compare it with nodes" },
];

const RUNS_ON = "running nodes stay; none is launched or disrupted until the new controller leads";

const CONTROLLER_CHART: readonly EffectRow[] = [
  { path: "name", effect: "replacement", words: "nodes stay, without a controller in between" },
  {
    path: "namespace",
    effect: "replacement",
    words: "nodes stay, without a controller in between",
  },
  { path: "values.replicas", effect: "none", words: "one replica leads, the others wait" },
  {
    path: "values.serviceAccount.**",
    effect: "none",
    words: "the controller takes it up at its next restart",
  },
  { path: "version", effect: "controller-restart", words: RUNS_ON },
  { path: "chart", effect: "controller-restart", words: RUNS_ON },
  { path: "values.**", effect: "controller-restart", words: RUNS_ON },
  { path: "**", effect: "none", words: "nothing runs otherwise for it" },
];

const CRD_CHART: readonly EffectRow[] = [
  {
    path: "name",
    effect: "replacement",
    words: "deleting the CRDs deletes every NodePool, and with them the nodes",
  },
  {
    path: "namespace",
    effect: "replacement",
    words: "deleting the CRDs deletes every NodePool, and with them the nodes",
  },
  {
    path: "version",
    effect: "crd-upgrade",
    words: "before the controller; stored objects and nodes stay",
  },
  {
    path: "chart",
    effect: "crd-upgrade",
    words: "before the controller; stored objects and nodes stay",
  },
  {
    path: "values.**",
    effect: "crd-upgrade",
    words: "before the controller; stored objects and nodes stay",
  },
  { path: "**", effect: "none", words: "nothing runs otherwise for it" },
];

/** A discovery tag decides what classes select: the tag of a subnet is the subnet, that of a group the group. */
const SUBNET_TAG: readonly EffectRow[] = [
  {
    path: "",
    action: "added",
    effect: "none",
    words: "new nodes may be placed in this subnet; none moves for it",
  },
  { path: "**", effect: "drift", words: "nodes in this subnet: it is no longer selected" },
];

const SECURITY_GROUP_TAG: readonly EffectRow[] = [
  {
    path: "**",
    effect: "drift",
    words: "every node: its security groups are no longer those selected",
  },
];

/** What has an effect on nodes: the kinds of Karpenter, its charts, and discovery tags. */
export const EFFECTS = {
  NodePool: NODE_POOL,
  EC2NodeClass: EC2_NODE_CLASS,
  "controller chart": CONTROLLER_CHART,
  "CRD chart": CRD_CHART,
  "subnet tag": SUBNET_TAG,
  "security group tag": SECURITY_GROUP_TAG,
} as const satisfies Readonly<Record<string, readonly EffectRow[]>>;

/** A kind of object with rows of its own. */
export type EffectSubject = keyof typeof EFFECTS;

/** What a whole object does when it comes or goes; a tag is one row of its table. */
export const WHOLE_OBJECT: Readonly<
  Record<
    Exclude<EffectSubject, `${string} tag`>,
    Record<"added" | "removed", Pick<EffectRow, "effect" | "words">>
  >
> = {
  NodePool: {
    added: { effect: "none", words: "nodes are launched once pods need them" },
    removed: {
      effect: "termination",
      words:
        "its nodes are drained and terminated, and Pulumi waits for it; budgets do not hold this back, a PodDisruptionBudget does",
    },
  },
  EC2NodeClass: {
    added: { effect: "none", words: "no node refers to it yet" },
    removed: {
      effect: "none",
      words: "waits until no node refers to it, then its instance profiles and launch templates go",
    },
  },
  "controller chart": {
    added: { effect: "none", words: "launches nothing before there are pools" },
    removed: { effect: "none", words: "no node is launched, replaced or taken away any more" },
  },
  "CRD chart": {
    added: { effect: "none", words: "there are no objects yet" },
    removed: {
      effect: "termination",
      words: "deleting the CRDs deletes every NodePool, and with them the nodes",
    },
  },
};

/** Karpenter minors that do more than restart the controller when an upgrade reaches or crosses them. */
export const UPGRADES: readonly { minor: string; effect: EffectKind; words: string }[] = [
  {
    minor: "1.0",
    effect: "crd-upgrade",
    words: "1.0 converts stored objects to v1; from then on expireAfter heeds no budgets",
  },
  {
    minor: "1.1",
    effect: "crd-upgrade",
    words: "1.1 knows no v1beta1: every stored object must be v1 by then",
  },
  {
    minor: "1.12",
    effect: "drift",
    words: "1.12 may replace every node once, because it compares the cluster's CA bundle too",
  },
  {
    minor: "1.15",
    effect: "crd-upgrade",
    words: "1.15 leaves the check of kubelet settings to the controller",
  },
];

/** What has no rows of its own: by resource type, in words. None of it replaces a node. */
export const OTHER_EFFECTS: readonly { type: RegExp; words: string }[] = [
  {
    type: /^aws:iam\/rolePolicyAttachment:/,
    words: "what runs under the role has other rights at once",
  },
  { type: /^aws:iam\/rolePolicy:/, words: "the controller has other rights at once" },
  {
    type: /^aws:eks\/accessEntry:|:AwsAuthEntry$/,
    words: "decides whether nodes of the role are let into the cluster",
  },
  {
    type: /^aws:(sqs|cloudwatch)\//,
    words: "decides which interruptions the controller hears of",
  },
  { type: /./, words: "nodes do not hang on it" },
];
