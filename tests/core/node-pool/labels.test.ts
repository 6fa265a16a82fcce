import { expect } from "chai";
import { labelRestriction, labelValueField } from "../../../core/node-pool/labels";
import { MINORS, of } from "../support";

/** The labels of `karpenter.k8s.aws` by the first minor whose CRDs let them pass. */
const AWS_LABELS: readonly (readonly [since: string, labels: readonly string[]])[] = [
  [
    "0.36",
    [
      ...["instance-category", "instance-generation", "instance-family", "instance-size"],
      ...["instance-cpu", "instance-cpu-manufacturer", "instance-memory", "instance-hypervisor"],
      ...["instance-encryption-in-transit-supported", "instance-local-nvme"],
      ...["instance-network-bandwidth", "instance-gpu-name", "instance-gpu-manufacturer"],
      ...["instance-gpu-count", "instance-gpu-memory", "instance-accelerator-name"],
      ...["instance-accelerator-manufacturer", "instance-accelerator-count"],
    ],
  ],
  ["0.37", ["instance-ebs-bandwidth"]],
  ["1.1", ["instance-cpu-sustained-clock-speed-mhz", "ec2nodeclass"]],
  ["1.3", ["capacity-reservation-id"]],
  ["1.6", ["capacity-reservation-type"]],
  ["1.7", ["instance-capability-flex"]],
  ["1.9", ["instance-tenancy"]],
  ["1.10", ["capacity-reservation-interruptible"]],
  ["1.11", ["placement-group-id", "placement-group-partition"]],
];

/** How many of them a minor knows. */
const COUNTS = [18, 19, 19, 21, 21, 22, 22, 22, 23, 24, 24, 25, 26, 28, 28, 28, 28, 28];

describe("core/node-pool/labels", () => {
  for (const [index, minor] of MINORS.entries()) {
    it(`lets the AWS labels of ${minor} pass, and no others`, () => {
      const known = AWS_LABELS.filter(
        ([since]) => MINORS.findIndex((other) => other === since) <= index,
      ).flatMap(([, labels]) => labels);
      const passed = AWS_LABELS.flatMap(([, labels]) => labels).filter(
        (label) => labelRestriction(`karpenter.k8s.aws/${label}`, of(minor)) === undefined,
      );
      expect(passed).to.deep.equal(known);
      expect(passed).to.have.lengthOf(COUNTS[index] ?? 0);
    });
  }

  it("tells which Karpenter sets a label that this one does not", () => {
    expect(labelRestriction("karpenter.k8s.aws/instance-ebs-bandwidth", of("0.36"))).to.deep.equal({
      message: "Karpenter 0.36 does not set this label; 0.37 and later do",
      allowed: `karpenter.k8s.aws/ with one of ${AWS_LABELS[0]?.[1].join(", ") ?? ""}`,
      fix: "use Karpenter 0.37 or later, or another label",
    });
  });

  describe("restricted keys", () => {
    const KUBERNETES = "before Karpenter 1.9";
    const OWN = "is restricted: Karpenter or the kubelet sets it";
    const NONE = "no Karpenter sets this label";
    const SH = "label domain karpenter.sh is restricted";
    const domain = (name: string): string => `label domain ${name} is restricted ${KUBERNETES}`;
    /** key, message before 1.9, message from 1.9 on */
    for (const [key, before, after] of [
      ["example.com/team", undefined, undefined],
      ["team", undefined, undefined],
      ["karpenter.sh/capacity-type", undefined, undefined],
      ["karpenter.sh/nodepool", `label karpenter.sh/nodepool ${OWN}`, "same"],
      ["kubernetes.io/hostname", `label kubernetes.io/hostname ${OWN}`, "same"],
      ["karpenter.sh/registered", SH, "same"],
      ["compatibility.karpenter.sh/x", SH, "same"],
      ["karpenter.k8s.aws/instance-pods", NONE, "same"],
      ["karpenter.k8s.aws/instance-cpus", NONE, "same"],
      ["x.karpenter.k8s.aws/instance-cpu", NONE, "same"],
      ["kubernetes.io/arch", undefined, undefined],
      ["kubernetes.io/os", undefined, undefined],
      ["topology.kubernetes.io/zone", undefined, undefined],
      ["topology.kubernetes.io/region", undefined, undefined],
      ["beta.kubernetes.io/instance-type", undefined, undefined],
      ["failure-domain.beta.kubernetes.io/zone", undefined, undefined],
      ["node.kubernetes.io/instance-type", undefined, undefined],
      ["node.kubernetes.io/windows-build", undefined, undefined],
      ["x.node.kubernetes.io/y", undefined, undefined],
      ["node-restriction.kubernetes.io/team", undefined, undefined],
      ["topology.k8s.aws/zone-id", undefined, undefined],
      ["kops.k8s.io/instancegroup", undefined, undefined],
      ["kubernetes.io/role", domain("kubernetes.io"), undefined],
      ["node-role.kubernetes.io/worker", domain("node-role.kubernetes.io"), undefined],
      ["topology.kubernetes.io/rack", domain("topology.kubernetes.io"), undefined],
      ["k8s.io/x", domain("k8s.io"), undefined],
      ["cluster-autoscaler.k8s.io/x", domain("cluster-autoscaler.k8s.io"), undefined],
      ["my-kubernetes.io/x", domain("my-kubernetes.io"), undefined],
      ["myk8s.io/x", domain("myk8s.io"), undefined],
      // The API server takes a key without a slash for a domain.
      ["karpenter.sh", SH, "same"],
      ["mykarpenter.sh", SH, "same"],
      ["karpenter.k8s.aws", NONE, "same"],
      ["node.kubernetes.io", undefined, undefined],
      ["my-kubernetes.io", domain("my-kubernetes.io"), undefined],
      ["k8s.io", domain("k8s.io"), undefined],
    ] as const) {
      it(key, () => {
        const message = (minor: string): string | undefined =>
          labelRestriction(key, of(minor))?.message;
        const late = after === "same" ? before : after;
        expect(["0.36", "1.8", "1.9", "1.15"].map(message)).to.deep.equal([
          ...[before, before],
          ...[late, late],
        ]);
      });
    }

    it("says what is allowed instead", () => {
      expect(labelRestriction("node-role.kubernetes.io/worker", of("1.8"))).to.deep.equal({
        message: "label domain node-role.kubernetes.io is restricted before Karpenter 1.9",
        allowed:
          "well-known labels, node.kubernetes.io, node-restriction.kubernetes.io and domains of your own",
        fix: "use a label of your own domain, or Karpenter 1.9 or later",
      });
    });

    for (const name of ["constructor", "toString", "valueOf"]) {
      it(`karpenter.k8s.aws/${name}`, () => {
        expect(labelRestriction(`karpenter.k8s.aws/${name}`, of("1.14"))?.message).to.equal(NONE);
      });
    }
  });

  it("knows the closed sets of values", () => {
    expect(labelValueField("karpenter.sh/capacity-type")).to.deep.equal({
      kind: "string",
      choices: [{ value: "spot" }, { value: "on-demand" }, { value: "reserved", since: "1.3" }],
    });
    expect(labelValueField("kubernetes.io/arch")).to.deep.equal({
      kind: "string",
      choices: [{ value: "amd64" }, { value: "arm64" }],
    });
    expect(labelValueField("kubernetes.io/os")).to.deep.equal({
      kind: "string",
      choices: [{ value: "linux" }, { value: "windows" }],
    });
    const aws = (name: string) => labelValueField(`karpenter.k8s.aws/${name}`);
    const yesOrNo = { kind: "string", choices: [{ value: "true" }, { value: "false" }] };
    for (const name of [
      "capacity-reservation-interruptible",
      "instance-capability-flex",
      "instance-encryption-in-transit-supported",
    ]) {
      expect(aws(name), name).to.deep.equal(yesOrNo);
    }
    expect(aws("instance-tenancy")).to.deep.equal({
      kind: "string",
      choices: [{ value: "default" }, { value: "dedicated" }],
    });
    expect(aws("capacity-reservation-type")).to.deep.equal({
      kind: "string",
      choices: [{ value: "default" }, { value: "capacity-block" }],
    });
    expect(labelValueField("constructor")).to.equal(undefined);
  });
});
