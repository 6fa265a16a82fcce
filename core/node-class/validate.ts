import { checkField, UNKNOWN } from "../fields";
import { isRecord } from "../records";
import { validateKubelet } from "../kubelet";
import { keyPath, type Problem } from "../problem";
import { isAtLeast, type KarpenterVersion } from "../versions";
import { NODE_CLASS_FIELDS } from "./spec";

/** Tags that Karpenter sets itself; the fourth depends on the version. */
const OWN_TAGS = [
  "karpenter.sh/nodepool",
  "karpenter.sh/nodeclaim",
  "karpenter.k8s.aws/ec2nodeclass",
];

/**
 * All that speaks against an EC2NodeClass. Each selector term is judged by itself: the API server's own rule only
 * fires when every term is wrong. `spec` may hold `UNKNOWN` wherever a value is not known yet.
 */
export function validateEC2NodeClass(
  spec: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const problems = checkField({ kind: "object", fields: NODE_CLASS_FIELDS }, spec, path, version);
  if (!isRecord(spec)) return problems;
  return [
    ...problems,
    ...validateAmis(spec, path, version),
    ...validateTerms(spec, path, "subnetSelectorTerms", ["id", "tags"]),
    ...validateTerms(spec, path, "securityGroupSelectorTerms", ["id", "name", "tags"]),
    ...validateRoleOrProfile(spec, path),
    ...validateBlockDevices(spec, path),
    ...validateTags(spec.tags, keyPath(path, "tags"), version),
    ...validateKubelet(spec.kubelet, keyPath(path, "kubelet")),
  ];
}

function terms(spec: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const value = spec[name];
  return Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
}

function validateAmis(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const problems: Problem[] = [];
  const all = terms(spec, "amiSelectorTerms");
  const at = keyPath(path, "amiSelectorTerms");
  const hasAlias = all.some((term) => term.alias !== undefined);
  if (
    spec.amiSelectorTerms === undefined &&
    (version?.api === "v1" || spec.amiFamily === "Custom")
  ) {
    problems.push({
      path: at,
      message: version?.api === "v1" ? "missing" : "missing, and amiFamily Custom has no default",
      allowed: "1 to 30 terms",
      fix: "name the AMIs, for example [{ alias: al2023@v20260818 }]",
    });
  }
  const mayHaveAlias =
    spec.amiSelectorTerms === UNKNOWN ||
    (Array.isArray(spec.amiSelectorTerms) && spec.amiSelectorTerms.includes(UNKNOWN));
  if (spec.amiFamily === undefined && !hasAlias && !mayHaveAlias) {
    problems.push({
      path: keyPath(path, "amiFamily"),
      message: "missing",
      allowed:
        version?.api === "v1beta1"
          ? "AL2, AL2023, Bottlerocket, Ubuntu, Custom, Windows2019, Windows2022"
          : "a family, or an alias among amiSelectorTerms",
      fix: "set it",
    });
  }
  all.forEach((term, index) => {
    const given = Object.keys(term).filter((key) => term[key] !== undefined);
    const here = `${at}[${index}]`;
    const selectors = given.filter((key) => key !== "owner");
    if (selectors.length === 0) {
      problems.push({
        path: here,
        value: term,
        message: "selects nothing by itself",
        allowed: "alias, id, name, ssmParameter or tags",
        fix: given.includes("owner") ? "add a name or tags to owner" : "name the AMI",
      });
    }
    if (isWindows2025(term.alias) && version && !isAtLeast(version, "1.9")) {
      problems.push({
        path: `${here}.alias`,
        value: term.alias,
        message: `Karpenter ${version.minor.minor} does not know this alias; 1.9 and later do`,
        allowed: "al2, al2023, bottlerocket, windows2019, windows2022",
        fix: "choose one of these, or Karpenter 1.9 or later",
      });
    }
    for (const alone of ["alias", "id", "ssmParameter"]) {
      if (term[alone] === undefined || given.length === 1) continue;
      problems.push({
        path: here,
        value: term,
        message: `${alone} stands alone in its term`,
        allowed: `${alone} and nothing else`,
        fix: "move the rest to a term of its own",
      });
    }
  });
  if (hasAlias && all.length > 1) {
    problems.push({
      path: at,
      value: all,
      message: "an alias excludes other terms",
      allowed: "one term when it is an alias",
      fix: "keep the alias alone, or use ids",
    });
  }
  return version?.api === "v1beta1"
    ? problems
    : [...problems, ...validateAliasFamily(spec, path, all)];
}

function isWindows2025(alias: unknown): boolean {
  return typeof alias === "string" && alias.startsWith("windows2025@");
}

function validateAliasFamily(
  spec: Record<string, unknown>,
  path: string,
  all: Record<string, unknown>[],
): Problem[] {
  const alias = all.map((term) => term.alias).find((value) => typeof value === "string");
  if (alias === undefined || typeof spec.amiFamily !== "string" || spec.amiFamily === "Custom")
    return [];
  const family = alias.split("@")[0] ?? "";
  if (spec.amiFamily.toLowerCase() === family) return [];
  return [
    {
      path: keyPath(path, "amiFamily"),
      value: spec.amiFamily,
      message: `not the family of alias ${alias}`,
      allowed: "the alias's family, Custom, or nothing",
      fix: "remove amiFamily: the alias names it",
    },
  ];
}

function validateTerms(
  spec: Record<string, unknown>,
  path: string,
  name: string,
  selectors: string[],
): Problem[] {
  return terms(spec, name).flatMap((term, index): Problem[] => {
    const given = selectors.filter((key) => term[key] !== undefined);
    if (given.length === 1) return [];
    return [
      {
        path: `${keyPath(path, name)}[${index}]`,
        value: term,
        message:
          given.length === 0
            ? "an empty selector would match everything"
            : `${given.join(" and ")} in one term`,
        allowed: `exactly one of ${selectors.join(", ")}`,
        fix: given.length === 0 ? "name what to select" : "use one term for each",
      },
    ];
  });
}

function validateRoleOrProfile(spec: Record<string, unknown>, path: string): Problem[] {
  if ((spec.role === undefined) !== (spec.instanceProfile === undefined)) return [];
  const both = spec.role !== undefined;
  return [
    {
      path: keyPath(path, "role"),
      value: both ? spec.role : undefined,
      message: both
        ? "role and instanceProfile exclude each other"
        : "neither role nor instanceProfile is given",
      allowed: "exactly one of role and instanceProfile",
      fix: both ? "remove one of them" : "give the name of the node role",
    },
  ];
}

function validateBlockDevices(spec: Record<string, unknown>, path: string): Problem[] {
  const at = keyPath(path, "blockDeviceMappings");
  const mappings = terms(spec, "blockDeviceMappings");
  const problems = mappings.flatMap((mapping, index): Problem[] => {
    if (
      !isRecord(mapping.ebs) ||
      mapping.ebs.snapshotID !== undefined ||
      mapping.ebs.volumeSize !== undefined
    )
      return [];
    return [
      {
        path: `${at}[${index}].ebs`,
        value: mapping.ebs,
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

function validateTags(tags: unknown, path: string, version?: KarpenterVersion): Problem[] {
  if (!isRecord(tags)) return [];
  const own =
    version && isAtLeast(version, "1.0")
      ? [...OWN_TAGS, "eks:eks-cluster-name"]
      : [...OWN_TAGS, "karpenter.sh/managed-by"];
  return Object.entries(tags)
    .filter(([key]) => own.includes(key) || key.startsWith("kubernetes.io/cluster"))
    .map(([key, value]) => ({
      path: keyPath(path, key),
      value,
      message: "Karpenter sets this tag itself",
      allowed: "any other tag",
      fix: "remove it",
    }));
}
