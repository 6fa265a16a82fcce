import { expect } from "chai";
import { UNKNOWN } from "../../../core/field";
import { validateEC2NodeClass } from "../../../core/node-class/validate";
import {
  brief,
  FULL_CLASS,
  FULL_CLASS_V1,
  LAB_CLASS,
  MINORS,
  of,
  V1,
  V1BETA1,
  title,
} from "../support";

const validate = (change: object, version = V1): string[] =>
  brief(validateEC2NodeClass({ ...LAB_CLASS, ...change }, "class", version));
const ami = (...terms: unknown[]): object => ({ amiSelectorTerms: terms });
const alias = (value: string): object => ({ amiFamily: undefined, ...ami({ alias: value }) });
const volume = (ebs: object): object => ({
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }],
});
const reservation = (term: object): object => ({ capacityReservationSelectorTerms: [term] });
const interfaces = (...given: readonly (readonly [number, number, string])[]): object => ({
  networkInterfaces: given.map(([networkCardIndex, deviceIndex, interfaceType]) => ({
    networkCardIndex,
    deviceIndex,
    interfaceType,
  })),
});
const EFA = "efa-only";
const PRIMARY = [0, 0, "interface"] as const;
const OTHER = { otherFields: { containerLogMaxFiles: 3 } };
const RESERVATION = "class.capacityReservationSelectorTerms[0]";
const INTERFACES = "class.networkInterfaces";
const AMI = "class.amiSelectorTerms[0]";
const EBS = "class.blockDeviceMappings[0].ebs";

describe("core/node-class/validate has nothing against", () => {
  for (const minor of MINORS) {
    it(`the lab's class under ${minor}`, () => {
      expect(validateEC2NodeClass(LAB_CLASS, "class", of(minor))).to.deep.equal([]);
    });
  }

  it("every field of either API", () => {
    expect(validateEC2NodeClass(FULL_CLASS, "class", V1BETA1)).to.deep.equal([]);
    expect(validateEC2NodeClass(FULL_CLASS, "class", V1)).to.deep.equal([]);
    expect(validateEC2NodeClass(FULL_CLASS_V1, "class", V1)).to.deep.equal([]);
  });

  for (const [what, change, version] of [
    ["a family without terms in v1beta1", { amiSelectorTerms: undefined }, V1BETA1],
    ["a family without terms in v1", { amiSelectorTerms: undefined }, V1],
    ["the newest image by its alias in v1beta1", alias("al2@latest"), V1BETA1],
    ["a family beside terms that hold nothing", { amiSelectorTerms: null }, V1],
    ["the same with its family", { ...alias("al2@latest"), amiFamily: "AL2" }, V1BETA1],
    ["a reservation by id", reservation({ id: "cr-0123456789abcdef0" }), V1],
    ["reservations by what they match", reservation({ instanceMatchCriteria: "open" }), V1],
    ["one efa-only interface a card", interfaces(PRIMARY, [0, 1, EFA], [1, 0, EFA]), V1],
    [
      "a rate beside a snapshot",
      volume({ snapshotID: "snap-0123abcd", volumeInitializationRate: 100 }),
      V1,
    ],
    [
      "RAID0 with Bottlerocket from 1.1 on",
      { amiFamily: "Bottlerocket", instanceStorePolicy: "RAID0" },
      of("1.1"),
    ],
    [
      "several DNS addresses with AL2 before 1.15",
      { kubelet: { clusterDNS: ["10.0.0.1", "10.0.0.2"] } },
      V1,
    ],
    ["other kubelet fields with AL2023", { amiFamily: "AL2023", kubelet: OTHER }, of("1.15")],
    [
      "other kubelet fields where the family is not known",
      { amiFamily: UNKNOWN, kubelet: OTHER },
      of("1.15"),
    ],
    ["Ubuntu in v1beta1", { amiFamily: "Ubuntu" }, V1BETA1],
    ["an alias with its own family", { ...alias("al2023@latest"), amiFamily: "AL2023" }, V1],
    ["an alias with Custom", { ...alias("al2023@latest"), amiFamily: "Custom" }, V1],
    ["an AL2 alias", alias("al2@v20240807"), V1],
    ["a Bottlerocket alias", alias("bottlerocket@1.60.0"), V1],
    ["a Bottlerocket alias with v", alias("bottlerocket@v1.60.0"), V1],
    ["a Windows alias", alias("windows2022@latest"), of("1.0")],
    ["Windows 2025 from 1.9 on", alias("windows2025@latest"), of("1.9")],
    ["an SSM parameter from 1.4 on", ami({ ssmParameter: "/my/ami" }), of("1.4")],
    ["no subnets: the discovery tag is the default", { subnetSelectorTerms: undefined }, V1],
    ["no security groups, likewise", { securityGroupSelectorTerms: undefined }, V1],
    ["a profile", { role: undefined, instanceProfile: "nodes" }, V1],
    ["a device without a volume", { blockDeviceMappings: [{ deviceName: "/dev/xvda" }] }, V1],
    ...["64T", "59000Gi", "58Ti", "57Ti", "9Ti", "18432Gi"].map(
      (volumeSize) => [`a volume of ${volumeSize}`, volume({ volumeSize }), V1] as const,
    ),
    ["managed-by in v1", { tags: { "karpenter.sh/managed-by": "me" } }, V1],
    ["the cluster name in v1beta1", { tags: { "eks:eks-cluster-name": "lab" } }, V1BETA1],
    ["a tag without a value", { tags: { Flag: "" } }, V1],
    ["nothing after a key", { instanceProfile: null, kubelet: null, tags: null }, V1],
  ] as const) {
    it(what, () => {
      expect(validate(change, version)).to.deep.equal([]);
    });
  }
});

describe("core/node-class/validate refuses", () => {
  it("with everything a reader needs", () => {
    expect(
      validateEC2NodeClass({ ...LAB_CLASS, subnetSelectorTerms: [{ tags: {} }] }, "class", V1),
    ).to.deep.equal([
      {
        path: "class.subnetSelectorTerms[0].tags",
        value: {},
        message: "empty",
        allowed: "1 to 20 tags with a key and a value; * is any value",
        fix: "name at least one tag: an empty selector would match everything in the account and region",
      },
    ]);
  });

  for (const [change, expected, version] of [
    [{ amiFamilly: "AL2" }, ["class.amiFamilly: unknown key"], V1],
    [{ amiFamily: "AL2022" }, ["class.amiFamily: unknown value"], V1],
    [
      { amiFamily: "Ubuntu" },
      ["class.amiFamily: Karpenter 1.0 does not know this value; before 1.0 does"],
      of("1.0"),
    ],
    [
      { amiFamily: "Windows2025" },
      ["class.amiFamily: Karpenter 1.8 does not know this value; 1.9 and later does"],
      of("1.8"),
    ],
    [{ amiFamily: undefined }, ["class.amiFamily: missing"], V1],
    [{ amiFamily: undefined }, ["class.amiFamily: missing"], V1BETA1],
    [{ amiFamily: null }, ["class.amiFamily: missing"], V1],
    [{ role: null }, ["class.role: neither role nor instanceProfile is given"], V1],
    [{ tags: { Team: null } }, ["class.tags.Team: missing"], V1],
    [
      { subnetSelectorTerms: [{ id: null }, { id: "subnet-0123abcd" }] },
      ["class.subnetSelectorTerms[0]: an empty selector would match everything"],
      V1,
    ],
    [
      { amiSelectorTerms: undefined, amiFamily: undefined },
      ["class.amiSelectorTerms: missing", "class.amiFamily: missing"],
      V1,
    ],
    [
      { amiSelectorTerms: undefined, amiFamily: "Custom" },
      ["class.amiSelectorTerms: missing, and amiFamily Custom has no default"],
      V1BETA1,
    ],
    [ami(), ["class.amiSelectorTerms: 0 entries"], V1],
    [alias("al2@v20240807"), [`${AMI}.alias: Karpenter 0.36 does not know this field`], V1BETA1],
    [reservation({ ownerID: "111122223333" }), [`${RESERVATION}: selects nothing by itself`], V1],
    [
      reservation({ id: "cr-0123456789abcdef0", ownerID: "111122223333" }),
      [`${RESERVATION}: id stands alone in its term`],
      V1,
    ],
    [reservation({ tags: {} }), [`${RESERVATION}.tags: empty`], V1],
    [{ placementGroupSelector: {} }, ["class.placementGroupSelector: selects nothing"], V1],
    [
      { placementGroupSelector: { id: "pg-0123456789abcdef0", name: "a" } },
      ["class.placementGroupSelector: id and name exclude each other"],
      V1,
    ],
    [interfaces([0, 1, "interface"]), [`${INTERFACES}: no primary interface`], V1],
    [interfaces([0, 0, EFA]), [`${INTERFACES}: no primary interface`], V1],
    [
      interfaces(PRIMARY, PRIMARY),
      [`${INTERFACES}[1]: the same networkCardIndex and deviceIndex as another`],
      V1,
    ],
    [
      interfaces(PRIMARY, [0, 1, EFA], [0, 2, EFA]),
      [`${INTERFACES}[2]: a second efa-only interface on network card 0`],
      V1,
    ],
    [{ connectionTracking: {} }, ["class.connectionTracking: no timeout is given"], V1],
    [
      { connectionTracking: { udpTimeout: 61 } },
      ["class.connectionTracking.udpTimeout: out of range"],
      V1,
    ],
    [
      volume({ volumeSize: "1Gi", volumeInitializationRate: 100 }),
      [`${EBS}.volumeInitializationRate: there is no snapshot to initialize the volume from`],
      V1,
    ],
    [
      { amiFamily: "Bottlerocket", instanceStorePolicy: "RAID0" },
      [
        "class.instanceStorePolicy: Karpenter 1.0 ignores it for Bottlerocket; 1.1 and later do not",
      ],
      of("1.0"),
    ],
    [
      { kubelet: { clusterDNS: ["10.0.0.1", "10.0.0.2"] } },
      ["class.kubelet.clusterDNS: Karpenter 1.15 refuses it for AL2"],
      of("1.15"),
    ],
    [
      { ...alias("bottlerocket@1.60.0"), kubelet: { podsPerCore: 5 } },
      ["class.kubelet.podsPerCore: Karpenter 1.15 refuses it for Bottlerocket"],
      of("1.15"),
    ],
    [
      { kubelet: OTHER },
      ["class.kubelet.otherFields: Karpenter 1.15 refuses it for AL2"],
      of("1.15"),
    ],
    [
      { kubelet: OTHER },
      ["class.kubelet.otherFields: Karpenter 1.14 does not know this field"],
      V1,
    ],
    [
      ami(...Array.from({ length: 31 }, () => ({ name: "a" }))),
      ["class.amiSelectorTerms: 31 entries"],
      V1,
    ],
    [ami({}), [`${AMI}: selects nothing by itself`], V1],
    [ami({ owner: "self" }), [`${AMI}: selects nothing by itself`], V1],
    [ami({ owner: "me", name: "a" }), [`${AMI}.owner: malformed`], V1],
    [ami({ name: "" }), [`${AMI}.name: empty`], V1],
    [ami({ tags: {} }), [`${AMI}.tags: empty`], V1],
    [ami({ tags: { Base: "" } }), [`${AMI}.tags.Base: empty`], V1],
    [ami({ id: "ami-0123" }), [`${AMI}.id: malformed`], V1],
    [ami({ id: "ami-0123abcd", owner: "self" }), [`${AMI}: id stands alone in its term`], V1],
    [ami({ ssmParameter: "" }), [`${AMI}.ssmParameter: empty`], V1],
    [
      ami({ ssmParameter: "/my/ami" }),
      [`${AMI}.ssmParameter: Karpenter 1.3 does not know this field`],
      of("1.3"),
    ],
    [
      ami({ alias: "al2@v20240807" }),
      [`${AMI}.alias: Karpenter 0.36 does not know this field`],
      V1BETA1,
    ],
    [
      ami({ alias: "al2023@latest" }),
      [`${AMI}.alias: Karpenter 0.36 does not know this field`],
      V1BETA1,
    ],
    [alias("al2023"), [`${AMI}.alias: malformed`], V1],
    [alias("al2023@1.0"), [`${AMI}.alias: malformed`], V1],
    [alias("ubuntu@latest"), [`${AMI}.alias: malformed`], V1],
    [alias("windows2022@v1.0.0"), [`${AMI}.alias: malformed`], V1],
    [
      alias("windows2025@latest"),
      [`${AMI}.alias: Karpenter 1.8 does not know this alias; 1.9 and later do`],
      of("1.8"),
    ],
    [ami({ alias: "al2@latest", name: "a" }), [`${AMI}: alias stands alone in its term`], V1],
    [
      ami({ alias: "al2@latest" }, { name: "a" }),
      ["class.amiSelectorTerms: an alias excludes other terms"],
      V1,
    ],
    [
      ami({ alias: "al2023@latest" }),
      ["class.amiFamily: not the family of alias al2023@latest"],
      V1,
    ],
    [{ role: undefined }, ["class.role: neither role nor instanceProfile is given"], V1],
    [{ instanceProfile: "p" }, ["class.role: role and instanceProfile exclude each other"], V1],
    [{ role: "arn:aws:iam::111122223333:role/Node" }, ["class.role: malformed"], V1],
    [{ role: "KarpenterNodeRole-<cluster-name>" }, ["class.role: a placeholder was left in"], V1],
    [{ subnetSelectorTerms: [] }, ["class.subnetSelectorTerms: 0 entries"], V1],
    [
      { subnetSelectorTerms: [{}] },
      ["class.subnetSelectorTerms[0]: an empty selector would match everything"],
      V1,
    ],
    [
      { subnetSelectorTerms: [{ tags: { a: "b" } }, { id: "subnet-0123abcd", tags: { a: "b" } }] },
      ["class.subnetSelectorTerms[1]: id and tags in one term"],
      V1,
    ],
    [
      { subnetSelectorTerms: [{ name: "private" }] },
      [
        "class.subnetSelectorTerms[0].name: unknown key",
        "class.subnetSelectorTerms[0]: an empty selector would match everything",
      ],
      V1,
    ],
    [
      { securityGroupSelectorTerms: [{ name: "a", tags: { a: "b" } }] },
      ["class.securityGroupSelectorTerms[0]: name and tags in one term"],
      V1,
    ],
    [
      { securityGroupSelectorTerms: [{ id: "subnet-0123abcd" }] },
      ["class.securityGroupSelectorTerms[0].id: malformed"],
      V1,
    ],
    [volume({}), [`${EBS}: neither volumeSize nor snapshotID`], V1],
    [volume({ volumeSize: "50GB" }), [`${EBS}.volumeSize: malformed`], V1],
    [volume({ volumeSize: "0Gi" }), [`${EBS}.volumeSize: malformed`], V1],
    ...["59001Gi", "64001G", "18Ti", "49Ti", "59Ti", "65T"].map(
      (volumeSize) => [volume({ volumeSize }), [`${EBS}.volumeSize: malformed`], V1] as const,
    ),
    [volume({ volumeSize: "1Ti", volumeType: "gp4" }), [`${EBS}.volumeType: unknown value`], V1],
    [volume({ volumeSize: "1Ti", iops: "3000" }), [`${EBS}.iops: not a whole number`], V1],
    [volume({ volumeSize: "1Ti", iops: 1e21 }), [`${EBS}.iops: out of range`], V1],
    [{ ipPrefixCount: 2 ** 31 }, ["class.ipPrefixCount: out of range"], V1],
    [
      {
        blockDeviceMappings: ["a", "b"].map((deviceName) => ({ deviceName, rootVolume: true })),
      },
      ["class.blockDeviceMappings: more than one root volume"],
      V1,
    ],
    [
      { metadataOptions: { httpPutResponseHopLimit: 65, httpTokens: "mandatory" } },
      [
        "class.metadataOptions.httpPutResponseHopLimit: out of range",
        "class.metadataOptions.httpTokens: unknown value",
      ],
      V1,
    ],
    [{ instanceStorePolicy: "RAID1" }, ["class.instanceStorePolicy: unknown value"], V1],
    ...[
      ...["karpenter.sh/nodepool", "karpenter.sh/nodeclaim", "karpenter.k8s.aws/ec2nodeclass"],
      ...["kubernetes.io/cluster/lab", "eks:eks-cluster-name"],
    ].map(
      (key) =>
        [
          { tags: { [key]: "x" } },
          [`class.tags["${key}"]: Karpenter sets this tag itself`],
          V1,
        ] as const,
    ),
    [
      { tags: { "karpenter.sh/managed-by": "x" } },
      ['class.tags["karpenter.sh/managed-by"]: Karpenter sets this tag itself'],
      V1BETA1,
    ],
    [{ tags: { "": "x" } }, ['class.tags[""]: malformed key'], V1],
    [
      { kubelet: { maxPods: 10 } },
      ["class.kubelet: Karpenter 0.36 does not know this field"],
      V1BETA1,
    ],
  ] as const) {
    it(`${title(change)} under ${version.minor.minor}`, () => {
      expect(validate(change, version)).to.deep.equal([...expected]);
    });
  }
});
