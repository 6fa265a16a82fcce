import { isRecord, recordsIn } from "../records";
import { keyPath, type Problem } from "../problem";
import { isAtLeast, type KarpenterVersion } from "../versions";
import { amiFamilyOf } from "./amis";

/** Reasons to refuse what an instance is launched with: volumes, network interfaces and what its image can do. */
export function validateInstance(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  return [
    ...validateBlockDevices(spec, path),
    ...validateNetworkInterfaces(spec, path),
    ...validateConnectionTracking(spec.connectionTracking, keyPath(path, "connectionTracking")),
    ...validateStorePolicy(spec, path, version),
    ...validateKubeletOfFamily(spec, path, version),
  ];
}

function validateBlockDevices(spec: Record<string, unknown>, path: string): Problem[] {
  const at = keyPath(path, "blockDeviceMappings");
  const mappings = recordsIn(spec.blockDeviceMappings);
  const problems = mappings.flatMap(({ ebs }, index): Problem[] => {
    if (!isRecord(ebs) || ebs.snapshotID !== undefined) return [];
    if (ebs.volumeInitializationRate !== undefined) {
      return [
        {
          path: `${at}[${index}].ebs.volumeInitializationRate`,
          value: ebs.volumeInitializationRate,
          message: "there is no snapshot to initialize the volume from",
          allowed: "a rate beside snapshotID",
          fix: "set snapshotID, or leave the rate out",
        },
      ];
    }
    if (ebs.volumeSize !== undefined) return [];
    return [
      {
        path: `${at}[${index}].ebs`,
        value: ebs,
        message: "neither volumeSize nor snapshotID",
        allowed: "at least one of them",
        fix: "set volumeSize",
      },
    ];
  });
  if (mappings.filter((mapping) => mapping.rootVolume === true).length > 1) {
    problems.push({
      path: at,
      message: "more than one root volume",
      allowed: "at most one mapping with rootVolume: true",
      fix: "keep one",
    });
  }
  return problems;
}

function validateNetworkInterfaces(spec: Record<string, unknown>, path: string): Problem[] {
  const at = keyPath(path, "networkInterfaces");
  const interfaces = recordsIn(spec.networkInterfaces);
  const places = interfaces.map((i) => [i.networkCardIndex, i.deviceIndex].map(String).join("/"));
  const efaCards = interfaces.map((i) =>
    i.interfaceType === "efa-only" ? String(i.networkCardIndex) : undefined,
  );
  const problems = interfaces.flatMap((given, index): Problem[] => {
    const here = { path: `${at}[${index}]`, value: given };
    const samePlace = isKnown(given) && places.indexOf(places[index] ?? "") < index;
    if (samePlace) {
      return [
        {
          ...here,
          message: "the same networkCardIndex and deviceIndex as another",
          allowed: "each pair once",
          fix: "number the devices of each card from 0",
        },
      ];
    }
    const card = efaCards[index];
    if (card === undefined || !isKnown(given) || efaCards.indexOf(card) === index) return [];
    return [
      {
        ...here,
        message: `a second efa-only interface on network card ${card}`,
        allowed: "one efa-only interface a card",
        fix: "put it on another card",
      },
    ];
  });
  const mayBePrimary = interfaces.some(
    (i) =>
      !isKnown(i) || (places[interfaces.indexOf(i)] === "0/0" && i.interfaceType === "interface"),
  );
  if (interfaces.length > 0 && !mayBePrimary) {
    problems.push({
      path: at,
      message: "no primary interface",
      allowed: "one with networkCardIndex 0, deviceIndex 0 and interfaceType interface among them",
      fix: "add it",
    });
  }
  return problems;
}

/** Whether all that says which interface it is, is there. */
function isKnown(given: Record<string, unknown>): boolean {
  return (
    typeof given.networkCardIndex === "number" &&
    typeof given.deviceIndex === "number" &&
    typeof given.interfaceType === "string"
  );
}

function validateConnectionTracking(tracking: unknown, path: string): Problem[] {
  if (!isRecord(tracking) || Object.values(tracking).some((value) => value !== undefined))
    return [];
  return [
    {
      path,
      value: tracking,
      message: "no timeout is given",
      allowed: "at least one of tcpEstablishedTimeout, udpStreamTimeout, udpTimeout",
      fix: "set one, or leave the block out",
    },
  ];
}

function validateStorePolicy(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!version || isAtLeast(version, "1.1")) return [];
  if (spec.instanceStorePolicy !== "RAID0" || amiFamilyOf(spec) !== "Bottlerocket") return [];
  return [
    {
      path: keyPath(path, "instanceStorePolicy"),
      value: "RAID0",
      message: `Karpenter ${version.minor.minor} ignores it for Bottlerocket; 1.1 and later do not`,
      allowed: "RAID0 with AL2 or AL2023",
      fix: "use Karpenter 1.1 or later, or leave it out",
    },
  ];
}

/** From 1.15 on the API server no longer checks the kubelet; Karpenter refuses these when the class is in use. */
function validateKubeletOfFamily(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const family = amiFamilyOf(spec);
  if (!version || !isAtLeast(version, "1.15") || !isRecord(spec.kubelet) || family === undefined)
    return [];
  const { podsPerCore, clusterDNS, otherFields } = spec.kubelet;
  const rules = [
    {
      key: "podsPerCore",
      broken: podsPerCore !== undefined && family === "Bottlerocket",
      value: podsPerCore,
      allowed: "nothing with Bottlerocket, which does not know it",
    },
    {
      key: "clusterDNS",
      broken: Array.isArray(clusterDNS) && clusterDNS.length > 1 && family !== "AL2023",
      value: clusterDNS,
      allowed: "one address; several with AL2023 alone",
    },
    {
      key: "otherFields",
      broken: otherFields !== undefined && family !== "AL2023",
      value: otherFields,
      allowed: "further kubelet fields with AL2023 alone",
    },
  ];
  return rules
    .filter(({ broken }) => broken)
    .map(({ key, value, allowed }) => ({
      path: keyPath(keyPath(path, "kubelet"), key),
      value,
      message: `Karpenter ${version.minor.minor} refuses it for ${family}`,
      allowed,
      fix: "leave it out, or use AL2023",
    }));
}
