import { compareMinor, isAtLeast, type KarpenterVersion } from "../versions";
import type { Choice, Field } from "../field";

/** `karpenter.sh/capacity-type` */
export const CAPACITY_TYPE_LABEL = "karpenter.sh/capacity-type";

/** The label that Karpenter gives every node of a pool. */
export const NODE_POOL_LABEL = "karpenter.sh/nodepool";

const AWS_DOMAIN = "karpenter.k8s.aws";

/** Labels of `karpenter.k8s.aws` that Karpenter sets, with the first minor that does where it is later than 0.36. */
const AWS_LABELS: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries({
    "instance-category": undefined,
    "instance-generation": undefined,
    "instance-family": undefined,
    "instance-size": undefined,
    "instance-cpu": undefined,
    "instance-cpu-manufacturer": undefined,
    "instance-memory": undefined,
    "instance-hypervisor": undefined,
    "instance-encryption-in-transit-supported": undefined,
    "instance-local-nvme": undefined,
    "instance-network-bandwidth": undefined,
    "instance-gpu-name": undefined,
    "instance-gpu-manufacturer": undefined,
    "instance-gpu-count": undefined,
    "instance-gpu-memory": undefined,
    "instance-accelerator-name": undefined,
    "instance-accelerator-manufacturer": undefined,
    "instance-accelerator-count": undefined,
    "instance-ebs-bandwidth": "0.37",
    "instance-cpu-sustained-clock-speed-mhz": "1.1",
    ec2nodeclass: "1.1",
    "capacity-reservation-id": "1.3",
    "capacity-reservation-type": "1.6",
    "instance-capability-flex": "1.7",
    "instance-tenancy": "1.9",
    "capacity-reservation-interruptible": "1.10",
    "placement-group-id": "1.11",
    "placement-group-partition": "1.11",
  }),
);

const BOOLEAN: readonly Choice[] = [{ value: "true" }, { value: "false" }];

/** Labels whose values are a closed set; a misspelt one would match nothing, and older API servers accept it. */
const LABEL_CHOICES: ReadonlyMap<string, readonly Choice[]> = new Map(
  Object.entries({
    [CAPACITY_TYPE_LABEL]: [
      { value: "spot" },
      { value: "on-demand" },
      { value: "reserved", since: "1.3" },
    ],
    "kubernetes.io/arch": [{ value: "amd64" }, { value: "arm64" }],
    "kubernetes.io/os": [{ value: "linux" }, { value: "windows" }],
    [`${AWS_DOMAIN}/instance-tenancy`]: [{ value: "default" }, { value: "dedicated" }],
    [`${AWS_DOMAIN}/capacity-reservation-type`]: [
      { value: "default" },
      { value: "capacity-block" },
    ],
    [`${AWS_DOMAIN}/capacity-reservation-interruptible`]: BOOLEAN,
    [`${AWS_DOMAIN}/instance-capability-flex`]: BOOLEAN,
    [`${AWS_DOMAIN}/instance-encryption-in-transit-supported`]: BOOLEAN,
  }),
);

/** The rule for the values of a label whose values are a closed set. */
export function labelValueField(key: string): Field | undefined {
  const choices = LABEL_CHOICES.get(key);
  return choices && { kind: "string", choices };
}

/** Labels of restricted Kubernetes domains that were always allowed. */
const ALLOWED_KUBERNETES_LABELS: readonly string[] = [
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "node.kubernetes.io/windows-build",
];

/** Why a pool must not require or set a label, and what to do instead. */
export interface LabelRestriction {
  message: string;
  allowed: string;
  fix: string;
}

/**
 * The restriction on a label key, if there is one. The Kubernetes domains were opened in Karpenter 1.9.
 * https://karpenter.sh/docs/concepts/scheduling/#well-known-labels
 */
export function labelRestriction(
  key: string,
  version?: KarpenterVersion,
): LabelRestriction | undefined {
  // As the CRD has it: a key without a slash counts as a domain too.
  const [domain = "", name = ""] = key.split("/", 2);
  if (key === NODE_POOL_LABEL || key === "kubernetes.io/hostname") {
    return {
      message: `label ${key} is restricted: Karpenter or the kubelet sets it`,
      allowed: "any other label",
      fix: "remove it",
    };
  }
  if (domain.endsWith("karpenter.sh") && key !== CAPACITY_TYPE_LABEL) {
    return {
      message: "label domain karpenter.sh is restricted",
      allowed: `${CAPACITY_TYPE_LABEL} alone`,
      fix: "use a label of your own domain",
    };
  }
  if (domain.endsWith(AWS_DOMAIN)) return awsLabelRestriction(domain, name, version);
  if (!version || isAtLeast(version, "1.9")) return undefined;
  const open =
    ALLOWED_KUBERNETES_LABELS.includes(key) ||
    domain.endsWith("node.kubernetes.io") ||
    domain.endsWith("node-restriction.kubernetes.io") ||
    domain.endsWith("kops.k8s.io");
  // As the CRD has it, on the bare end: my-kubernetes.io is restricted as well.
  if (open || !/(kubernetes|k8s)\.io$/.test(domain)) return undefined;
  return {
    message: `label domain ${domain} is restricted before Karpenter 1.9`,
    allowed:
      "well-known labels, node.kubernetes.io, node-restriction.kubernetes.io and domains of your own",
    fix: "use a label of your own domain, or Karpenter 1.9 or later",
  };
}

function awsLabelRestriction(
  domain: string,
  name: string,
  version?: KarpenterVersion,
): LabelRestriction | undefined {
  const since = AWS_LABELS.get(name);
  const known = domain === AWS_DOMAIN && AWS_LABELS.has(name);
  const minor = version?.minor.minor;
  if (known && (since === undefined || minor === undefined || compareMinor(minor, since) >= 0)) {
    return undefined;
  }
  const names = [...AWS_LABELS.entries()]
    .filter(
      ([, from]) => from === undefined || minor === undefined || compareMinor(minor, from) >= 0,
    )
    .map(([label]) => label);
  return {
    message: known
      ? `Karpenter ${minor ?? ""} does not set this label; ${since ?? ""} and later do`
      : "no Karpenter sets this label",
    allowed: `${AWS_DOMAIN}/ with one of ${names.join(", ")}`,
    fix: known
      ? `use Karpenter ${since ?? ""} or later, or another label`
      : "use one of these labels",
  };
}

/** Labels of Kubernetes that Karpenter knows the values of. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  CAPACITY_TYPE_LABEL,
  NODE_POOL_LABEL,
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "node.kubernetes.io/instance-type",
  "node.kubernetes.io/windows-build",
  "topology.k8s.aws/zone-id",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

/** Whether a pod may select a label although no pool says anything of it. */
export function isWellKnown(key: string): boolean {
  return WELL_KNOWN.has(key) || key.startsWith(`${AWS_DOMAIN}/`);
}
