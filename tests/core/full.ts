import { isAtLeast, type KarpenterVersion } from "../../core/versions";
import { FULL_CLASS, FULL_KUBELET, FULL_POOL_V1, FULL_POOL_V1BETA1 } from "./support";

const TAINT = { key: "example.com/x", value: "y", effect: "NoSchedule" };
const BUDGET = { nodes: "10%", schedule: "@daily", duration: "8h" };

/** NodePools that together have every field that a version knows; some fields exclude others. */
export function fullPools(version: KarpenterVersion): object[] {
  const timed = { startupTaints: [TAINT], taints: [{ ...TAINT, timeAdded: TIME }] };
  const startup = { taints: [], startupTaints: [{ ...TAINT, timeAdded: TIME }] };
  if (version.api === "v1beta1") {
    const pool = { ...FULL_POOL_V1BETA1, expireAfter: "720h" };
    return [pool, { ...pool, ...timed, startupTaints: [] }, { ...pool, ...startup }];
  }
  const since = from(version);
  const pool = {
    ...FULL_POOL_V1,
    expireAfter: "720h",
    disruption: {
      consolidateAfter: "5m",
      consolidationPolicy: "WhenEmpty",
      budgets: [{ ...BUDGET, reasons: ["Empty"] }],
    },
  };
  return [
    pool,
    { ...pool, ...timed, startupTaints: [] },
    { ...pool, ...startup },
    since("1.8", { ...pool, weight: undefined, limits: { nodes: "5" }, replicas: 3 }),
  ].filter((spec) => Object.keys(spec).length > 0);
}

const TIME = "2026-01-31T12:00:00Z";

/** EC2NodeClasses that together have every field that a version knows. */
export function fullClasses(version: KarpenterVersion): object[] {
  const since = from(version);
  const [volume, ...volumes] = FULL_CLASS.blockDeviceMappings;
  return [
    {
      ...FULL_CLASS,
      // The family that has no rules of its own for the kubelet.
      amiFamily: "AL2023",
      securityGroupSelectorTerms: [
        ...FULL_CLASS.securityGroupSelectorTerms,
        { tags: { Tier: "*" } },
      ],
      context: "reserved",
      amiSelectorTerms: [
        { id: "ami-01af8560b504eb3db" },
        ...FULL_CLASS.amiSelectorTerms,
        ...[since("1.4", { ssmParameter: "/images/node" })].filter((t) => Object.keys(t).length),
      ],
      blockDeviceMappings: [
        { ...volume, ebs: { ...volume?.ebs, ...since("1.5", { volumeInitializationRate: 200 }) } },
        ...volumes,
      ],
      ...since("1.0", { kubelet: FULL_KUBELET }),
      ...since("1.3", {
        capacityReservationSelectorTerms: [
          { id: "cr-0123456789abcdef0" },
          {
            tags: { Team: "a" },
            ownerID: "111122223333",
            ...since("1.8", { instanceMatchCriteria: "open" }),
          },
        ],
      }),
      ...since("1.8", { ipPrefixCount: 2 }),
      ...since("1.11", {
        placementGroupSelector: { name: "near" },
        networkInterfaces: [
          { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
          { networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only" },
        ],
      }),
      ...since("1.13", {
        connectionTracking: { tcpEstablishedTimeout: 60, udpStreamTimeout: 180, udpTimeout: 30 },
        cpuOptions: { nestedVirtualization: "enabled" },
      }),
      ...since("1.15", { enclaveOptions: { enabled: true } }),
    },
    {
      ...FULL_CLASS,
      role: undefined,
      instanceProfile: "nodes",
      ...since("1.11", { placementGroupSelector: { id: "pg-0123456789abcdef0" } }),
      ...since("1.0", { amiFamily: "AL2023", amiSelectorTerms: [{ alias: "al2023@v20260818" }] }),
    },
  ];
}

function from(version: KarpenterVersion): (minor: string, fields: object) => object {
  return (minor, fields) => (isAtLeast(version, minor) ? fields : {});
}
