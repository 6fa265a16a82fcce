/** Texts that several arguments are tried with. */
import { text, values, type Shape } from "./shape";

const name = (length: number): string => "n".repeat(length);

export const DURATION: Shape = text(
  ["30s", "720h", "1h30m", "0s", "00h", "1m1h"],
  [
    ...["Never", "never", "NeverX", "30d", "1.5h", "-1h", "+1h", "1h 30m", " 1h", "1h ", "300ms"],
    ...["0", "72H", "1h\n", "30sx", "x30s", "99999999999h", "PT1H", "s"],
  ],
);

export const DURATION_OR_NEVER: Shape = {
  ...DURATION,
  good: values(["30s", "720h", "1h30m", "0s", "Never"], []).good,
};

export const QUANTITY: Shape = text(
  [
    ...["0", "1", "+1", "500m", "64Gi", "1.5Gi", ".5", "1.", "1e3", "1e+3", "1e-3", "1E3", "1E"],
    ...["1k", "1Ki", "1M", "1T", "1P", "1Ei", "1m", "1u", "1n", "9999999999999999999999"],
  ],
  [
    ...["-1", "-0", ".", "1e3.5", "1e", "1Gb", "1 Gi", "Gi", "1K", "1ki", "1KI", "1µ"],
    ...["0x10", "1_000", "1,5", "5%", "1e999", "1\n", "١"],
  ],
);

/** Values of a label. */
export const LABEL_VALUE: Shape = values(
  ["a", "team-1", "x.y_z", "", "007", name(63)],
  [7, true, "<team>", name(64), "a b", "-a", "a-", "_", ".", "a/b", "ünï", "a\n"],
);

/** Names of objects. */
export const OBJECT_NAMES: readonly string[] = [
  ...["default", "a", "a.b", "a-b", "0", name(63), name(64), name(253), name(254)],
  ...["A", "a_b", "-a", "a-", ".a", "a.", "a..b", "a.-b", "a b", "ä", "<pool>", "a%b"],
];

/** Keys of labels and taints that are no label's. */
export const BAD_KEYS: readonly string[] = [
  ...["", "/", "/x", "example.com/", "a/b/c", "-x", "x-", "_", ".x", "a b", "ünï", "UPPER.io/x"],
  ...["-a.io/x", "a-.io/x", "a..io/x", "a_b.io/x", name(63), name(64), `example.com/${name(64)}`],
  ...[`${name(63)}.io/x`, `${name(64)}.io/x`, `${name(250)}.io/x`, `${name(315)}/x`, "x\n"],
  ...[`${name(253)}/${name(63)}`, `${name(252)}/${name(63)}`, "<key>", "example.com/<key>"],
];

/** Keys that Kubernetes, Karpenter or AWS have a word in. */
export const DOMAIN_KEYS: readonly string[] = [
  ...[
    "karpenter.sh",
    "karpenter.k8s.aws",
    "kubernetes.io",
    "k8s.io",
    "my.k8s.io",
    "mykarpenter.sh",
  ],
  ...["karpenter.sh/nodepool", "karpenter.sh/capacity-type", "karpenter.sh/initialized"],
  ...["karpenter.sh/registered", "karpenter.sh/foo", "sub.karpenter.sh/foo", "mykarpenter.sh/foo"],
  ...["sub.karpenter.sh/capacity-type", "karpenter.k8s.aws/foo", "my-karpenter.k8s.aws/foo"],
  ...["sub.karpenter.k8s.aws/instance-cpu", "compatibility.karpenter.sh/v1beta1-nodeclaim"],
  ...["kubernetes.io/hostname", "kubernetes.io/foo", "my-kubernetes.io/foo", "sub.kubernetes.io/x"],
  ...["k8s.io/foo", "my-k8s.io/foo", "kops.k8s.io/x", "sub.kops.k8s.io/x", "my-kops.k8s.io/x"],
  ...["node.kubernetes.io/x", "sub.node.kubernetes.io/x", "node-restriction.kubernetes.io/x"],
  ...["node-restriction.k8s.io/x", "topology.kubernetes.io/region", "topology.k8s.aws/zone-id"],
  ...["node.kubernetes.io/windows-build", "beta.kubernetes.io/instance-type"],
  ...["beta.kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/foo"],
  ...["failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region"],
  ...["node-role.kubernetes.io/worker", "eks.amazonaws.com/nodegroup", "kubernetes.io/cluster/x"],
];

/** Labels by which Karpenter tells instances apart; some came with a later minor. */
export const AWS_KEYS: readonly string[] = [
  ...["instance-category", "instance-generation", "instance-family", "instance-size"],
  ...["instance-cpu", "instance-cpu-manufacturer", "instance-cpu-sustained-clock-speed-mhz"],
  ...["instance-memory", "instance-hypervisor", "instance-encryption-in-transit-supported"],
  ...["instance-local-nvme", "instance-network-bandwidth", "instance-ebs-bandwidth"],
  ...["instance-gpu-name", "instance-gpu-manufacturer", "instance-gpu-count"],
  ...["instance-gpu-memory", "instance-accelerator-name", "instance-accelerator-manufacturer"],
  ...["instance-accelerator-count", "instance-capability-flex", "instance-tenancy"],
  ...["capacity-reservation-id", "capacity-reservation-type", "capacity-reservation-interruptible"],
  ...["ec2nodeclass", "placement-group-id", "placement-group-partition"],
].map((label) => `karpenter.k8s.aws/${label}`);
