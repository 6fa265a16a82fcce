/** The arguments of an EC2NodeClass. */
import fc from "fast-check";
import { isAtLeast, type KarpenterVersion } from "../../../core/versions";
import { kubelet } from "./kubelet";
import {
  BOOLEAN,
  either,
  integer,
  list,
  map,
  object,
  text,
  times,
  values,
  type Shape,
} from "./shape";

const ENABLED: Shape = text(["enabled", "disabled"], ["Enabled", "true", true]);

const many = (count: number): Record<string, string> =>
  Object.fromEntries(times(count, "a").map((value, index) => [`tag-${index}`, value]));

const TAGS: Shape = map(
  values(["Tier", "karpenter.sh/discovery"], ["", " ", "*", "<key>"]),
  values(["*", "lab", "a b"], ["", null, 7, "<cluster-name>"]),
  [many(20), many(21)],
);

function id(prefix: string): Shape {
  return text(
    [`${prefix}-0123abcd`, `${prefix}-0123456789abcdef0`],
    [
      ...[
        `${prefix}-`,
        `${prefix}-xyz!`,
        `${prefix}-XYZ`,
        `${prefix}-0123abc`,
        `${prefix}_0123abcd`,
      ],
      ...[`x${prefix}-0123abcd`, `${prefix}-0123abcd `, "0123abcd", "*", `${prefix}-0123ABCD`],
    ],
  );
}

function term(fields: Record<string, Shape>, odd: Record<string, unknown>[] = []): Shape {
  const alone = Object.entries(fields).map(([name, shape]) =>
    object({ [name]: shape }, { required: [name] }),
  );
  const pairs = Object.keys(fields).flatMap((a, index) =>
    Object.keys(fields)
      .slice(index + 1)
      .map((b) => fc.tuple(fields[a]!.good, fields[b]!.good).map(([x, y]) => ({ [a]: x, [b]: y }))),
  );
  const both = pairs.map((value, index) => ({ at: ` pair ${index}`, value }));
  const { odd: explicit } = object({}, { odd });
  const shape = either(...alone);
  return { good: shape.good, odd: [...shape.odd, ...explicit, ...both] };
}

/** Terms, of which the last may be odd beside good ones and alone. */
function terms(item: Shape, one: unknown): Shape {
  return list(item, [times(30, one), times(31, one), [one, {}], [{}, one], [{}]]);
}

function amiTerms(version: KarpenterVersion): Shape {
  const fields = {
    id: id("ami"),
    name: text(["my-*"], []),
    tags: TAGS,
    ...(isAtLeast(version, "1.4") && { ssmParameter: text(["/images/node"], ["images"]) }),
  };
  const owned = object({ owner: OWNER, name: fields.name }, { required: ["owner", "name"] });
  const shape = term(fields, [
    ...[
      { owner: "self" },
      { owner: "self", tags: { a: "b" } },
      { owner: "self", id: "ami-0123abcd" },
    ],
    ...[
      { ssmParameter: "/a" },
      { ssmParameter: "/a", owner: "self" },
      { ssmParameter: "/a", name: "b" },
    ],
    ...ALIASES.map((alias) => ({ alias })),
    ...[{ alias: null, id: "ami-0123abcd" }, { id: null }, { tags: { a: null } }],
    ...[
      { alias: "al2023@latest", id: "ami-0123abcd" },
      { alias: "al2023@latest", owner: "self" },
    ],
    { alias: "al2023@latest", ssmParameter: "/a" },
  ]);
  const all = { good: fc.oneof(shape.good, owned.good), odd: [...shape.odd, ...owned.odd] };
  const listed = terms(all, { id: "ami-0123abcd" });
  const more = [
    [{ alias: "al2023@latest" }, { id: "ami-0123abcd" }],
    [{ alias: "al2023@latest" }, { alias: "al2@latest" }],
  ];
  return { ...listed, odd: [...listed.odd, ...list(shape, more).odd] };
}

const OWNER: Shape = text(["self", "amazon", "aws-marketplace", "111122223333"], ["1234", "me"]);

const ALIASES: readonly unknown[] = [
  ...["al2@latest", "al2023@latest", "bottlerocket@latest", "windows2019@latest"],
  ...["windows2022@latest", "windows2025@latest", "al2023@v20260818", "bottlerocket@v1.60.0"],
  ...["bottlerocket@1.60.0", "al2023@20260818", "al2023@2026", "al2023@", "al2023", "@latest"],
  ...["AL2023@latest", "ubuntu@latest", "windows2022@v1", "al2023@latest@latest", "custom@latest"],
  ...["al2023@Latest", "bottlerocket@v1", "al2023@v2026081", " al2023@latest", "", 7],
  ...[`bottlerocket@v1.60.${"0".repeat(20)}`, "<family>@latest"],
];

const FAMILIES = ["AL2", "AL2023", "Bottlerocket", "Custom", "Windows2019", "Windows2022"] as const;
const MORE_FAMILIES = ["Windows2025", "Ubuntu", "al2023", "AL2024", "Custom "] as const;

/** Every family with every kind of image. */
const IMAGES = [...FAMILIES, ...MORE_FAMILIES, undefined].flatMap((amiFamily) =>
  [
    ...[undefined, null, [], [{ id: "ami-0123abcd" }], [{ id: "ami-0123abcd" }, { name: "a" }]],
    ...["al2@latest", "al2023@latest", "bottlerocket@latest", "windows2022@latest"].map((alias) => [
      { alias },
    ]),
    ...["windows2025@latest", "al2023@v20260818"].map((alias) => [{ alias }]),
  ].map((amiSelectorTerms) => ({ amiFamily, amiSelectorTerms })),
);

const EBS: Shape = object(
  {
    deleteOnTermination: BOOLEAN,
    encrypted: BOOLEAN,
    iops: integer([1, 3000, 2 ** 31 - 1]),
    kmsKeyID: text(["alias/ebs", " "], []),
    snapshotID: id("snap"),
    throughput: integer([1, 125, 2000]),
    volumeSize: text(
      ["50Gi", "1Gi", "59000Gi", "64000G", "9Ti", "57Ti", "58Ti", "64T"],
      [
        ...["0Gi", "59001Gi", "64001G", "59Ti", "65T"],
        ...["18Ti", "28Ti", "39Ti", "48Ti", "Ti", "T", "50", "50Mi", "50gi", "1.5Ti", "-1Gi"],
        ...["010Gi", "49T", "60T", "63T", " 50Gi", "50Gi\n", "5e3G", "60000G", "58999Gi"],
      ],
    ),
    volumeType: text(["gp3", "io2"], ["standard", "io1", "gp2", "sc1", "st1", "GP3", "gp4"]),
  },
  { required: ["volumeSize"], odd: [] },
);

const VOLUME: Shape = object(
  {
    deviceName: text(["/dev/xvda", "/dev/sda1"], ["xvda"]),
    rootVolume: values([false], ["true", 1]),
    ebs: EBS,
  },
  {
    required: ["deviceName"],
    odd: [
      ...[{ ebs: {} }, { ebs: { snapshotID: "snap-0123abcd" } }, { ebs: { encrypted: true } }],
      ...[99, 100, 300, 301, "100"].map((volumeInitializationRate) => ({
        ebs: { snapshotID: "snap-0123abcd", volumeInitializationRate },
      })),
      { ebs: { volumeSize: "1Gi", volumeInitializationRate: 100 } },
      { ebs: { snapshotID: "snap-0123abcd", volumeSize: "1Gi", volumeInitializationRate: 100 } },
      { rootVolume: true },
      { deviceName: undefined, ebs: { volumeSize: "1Gi" } },
    ],
  },
);

const ROOT = { deviceName: "/dev/xvda", rootVolume: true };

const VOLUMES: Shape = list(VOLUME, [
  times(2, ROOT),
  [ROOT, { ...ROOT, rootVolume: false }],
  times(50, { deviceName: "/dev/xvda" }),
  times(51, { deviceName: "/dev/xvda" }),
]);

const METADATA: Shape = object({
  httpEndpoint: ENABLED,
  httpProtocolIPv6: ENABLED,
  httpPutResponseHopLimit: integer([1, 2, 64], [65]),
  httpTokens: text(["required", "optional"], ["Required", true]),
});

const card = (networkCardIndex: unknown, deviceIndex: unknown, interfaceType: unknown) => ({
  ...{ networkCardIndex, deviceIndex, interfaceType },
});
const PRIMARY = card(0, 0, "interface");

const INTERFACES: Shape = values(
  [[PRIMARY], [PRIMARY, card(0, 1, "efa-only")], [PRIMARY, card(1, 0, "efa-only")]],
  [
    ...[[], "text", [null], [{}], [card(0, 0, "efa-only")], [card(0, 1, "interface")]],
    ...[[card(1, 0, "interface")], [PRIMARY, PRIMARY], [PRIMARY, card(0, 0, "efa-only")]],
    [PRIMARY, card(0, 1, "efa-only"), card(0, 2, "efa-only")],
    [PRIMARY, card(0, 1, "efa-only"), card(1, 1, "efa-only")],
    ...[
      [PRIMARY, card(-1, 0, "interface")],
      [PRIMARY, card(1, -1, "interface")],
    ],
    ...[[card("0", 0, "interface")], [PRIMARY, card(1, 1, "efa")], [{ ...PRIMARY, more: 1 }]],
    ...[150, 151].map((count) => times(count, 0).map((_, index) => card(0, index, "interface"))),
    ...["networkCardIndex", "deviceIndex", "interfaceType"].map((name) => [
      { ...PRIMARY, [name]: undefined },
    ]),
  ],
);

/** The newer fields, which older versions must refuse, each with good and odd values. */
function newerFields(version: KarpenterVersion): Record<string, readonly [string, Shape]> {
  return {
    kubelet: ["1.0", kubelet(version)],
    capacityReservationSelectorTerms: [
      "1.3",
      terms(
        term({ id: id("cr"), tags: TAGS }, [
          ...[{ ownerID: "111122223333" }, { ownerID: "1", tags: { a: "b" } }],
          ...[
            { ownerID: "111122223333", tags: { a: "b" } },
            { ownerID: "111122223333", id: "cr-0123abcd" },
          ],
          ...["open", "targeted", "Open", ""].map((instanceMatchCriteria) => ({
            instanceMatchCriteria,
          })),
          { instanceMatchCriteria: "open", tags: { a: "b" } },
          { instanceMatchCriteria: "open", id: "cr-0123abcd" },
        ]),
        { id: "cr-0123abcd" },
      ),
    ],
    ipPrefixCount: ["1.8", integer([0, 2])],
    placementGroupSelector: [
      "1.11",
      term({ id: id("pg"), name: text(["near"], [" "]) }, [{ id: null }, { name: null }]),
    ],
    networkInterfaces: ["1.11", INTERFACES],
    connectionTracking: [
      "1.13",
      object(
        {
          tcpEstablishedTimeout: integer([60, 432_000], [59, 432_001]),
          udpStreamTimeout: integer([60, 180], [59, 181]),
          udpTimeout: integer([30, 60], [29, 61]),
        },
        { required: ["udpTimeout"], odd: [{ udpTimeout: undefined }, { udpTimeout: null }] },
      ),
    ],
    cpuOptions: ["1.13", object({ nestedVirtualization: ENABLED })],
    enclaveOptions: ["1.15", object({ enabled: BOOLEAN }, { required: ["enabled"] })],
  };
}

/** The arguments of an EC2NodeClass for that Karpenter. */
export function nodeClass(version: KarpenterVersion): Shape {
  const newer = Object.entries(newerFields(version));
  const known = newer.filter(([, [since]]) => isAtLeast(version, since));
  const tooNew = newer.filter(([, [since]]) => !isAtLeast(version, since));
  const amis = amiTerms(version);
  return object(
    {
      amiFamily: text(["AL2023"], [...FAMILIES, ...MORE_FAMILIES]),
      amiSelectorTerms: amis,
      role: text(["KarpenterNodeRole-lab", "a+=,.@-_", "a".repeat(64)], ROLES),
      subnetSelectorTerms: terms(term({ id: id("subnet"), tags: TAGS }, NOTHING), {
        id: "subnet-0123abcd",
      }),
      securityGroupSelectorTerms: terms(
        term({ id: id("sg"), name: text(["nodes"], ["*"]), tags: TAGS }, NOTHING),
        { id: "sg-0123abcd" },
      ),
      blockDeviceMappings: VOLUMES,
      metadataOptions: METADATA,
      userData: values(["#!/bin/bash\n<hello>\n"], ["", 7, " "]),
      tags: map(
        values(["Team"], [...OWN_TAGS, "", " ", "a".repeat(129), "aws:x"]),
        values(["platform"], ["", null, 7, "a".repeat(257)]),
        [many(51)],
      ),
      associatePublicIPAddress: BOOLEAN,
      detailedMonitoring: BOOLEAN,
      instanceStorePolicy: text(["RAID0"], ["RAID1", "raid0"]),
      context: text(["reserved"], [" "]),
      ...Object.fromEntries(known.map(([name, [, field]]) => [name, field])),
    },
    {
      required: ["amiFamily", "role"],
      odd: [
        { role: undefined },
        { instanceProfile: "nodes" },
        ...[...ROLES, "nodes", "", null, 7, "a".repeat(128), "a".repeat(129)].map((profile) => ({
          ...{ role: undefined, instanceProfile: profile },
        })),
        ...IMAGES,
        ...["AL2", "AL2023", "Bottlerocket", "Custom"].map((amiFamily) => ({
          ...{
            amiFamily,
            amiSelectorTerms: [{ id: "ami-0123abcd" }],
            instanceStorePolicy: "RAID0",
          },
        })),
        ...["AL2", "AL2023", "Bottlerocket"].flatMap((amiFamily) =>
          [
            ...[{ podsPerCore: 5 }, { clusterDNS: ["10.0.0.1", "10.0.0.2"] }],
            { otherFields: { shutdownGracePeriod: "30s" } },
          ].map((settings) => ({ amiFamily, kubelet: settings })),
        ),
        ...tooNew.map(([name]) => ({ [name]: TOO_NEW[name] })),
      ],
    },
  );
}

/** One good value of each newer field. */
const TOO_NEW: Readonly<Record<string, unknown>> = {
  kubelet: { maxPods: 5 },
  capacityReservationSelectorTerms: [{ id: "cr-0123abcd" }],
  ipPrefixCount: 1,
  placementGroupSelector: { name: "near" },
  networkInterfaces: [PRIMARY],
  connectionTracking: { udpTimeout: 30 },
  cpuOptions: { nestedVirtualization: "enabled" },
  enclaveOptions: { enabled: true },
};

const NOTHING = [{ id: null }, { tags: null }, { tags: { a: null } }, { id: undefined, tags: {} }];

const ROLES: readonly string[] = [
  ...["KarpenterNodeRole-lab", "a".repeat(64), "a".repeat(65), "path/role", "a b", "röle"],
  ...["arn:aws:iam::111122223333:role/nodes", "a+=,.@-_", "<role>"],
];

const OWN_TAGS: readonly string[] = [
  ...["karpenter.sh/nodepool", "karpenter.sh/nodeclaim", "karpenter.k8s.aws/ec2nodeclass"],
  ...["karpenter.sh/managed-by", "eks:eks-cluster-name", "kubernetes.io/cluster/lab"],
  ...["kubernetes.io/cluster", "kubernetes.io/clusters", "karpenter.sh/discovery", "Name"],
];
