import { UNKNOWN } from "../field";
import { isRecord, recordsIn } from "../records";
import { keyPath, type Problem } from "../problem";
import { isAtLeast, type ApiVersion, type KarpenterVersion } from "../versions";
import { AmiFamily } from "./spec";

/** Families that an alias can name. */
const ALIAS_FAMILIES = Object.values(AmiFamily).filter((f) => f !== "Custom" && f !== "Ubuntu");

const LATEST = "@latest";

/**
 * The newest image of a family as either API says it: v1beta1 by a family without terms, v1 by the alias `@latest`.
 * Either is accepted for both, so that a class moves between them.
 */
export function placeAmis<T extends object>(spec: T, api: ApiVersion): T {
  const { amiFamily, amiSelectorTerms, ...rest } = spec as Record<string, unknown>;
  if (api === "v1") {
    const family = ALIAS_FAMILIES.find((f) => f === amiFamily);
    const hasTerms = amiSelectorTerms !== undefined && amiSelectorTerms !== null;
    if (hasTerms || family === undefined) return spec;
    return { ...rest, amiSelectorTerms: [{ alias: `${family.toLowerCase()}${LATEST}` }] } as T;
  }
  const family = latestFamily(amiSelectorTerms);
  if (family === undefined || ![undefined, null, family].includes(amiFamily as AmiFamily))
    return spec;
  return { ...rest, amiFamily: family } as T;
}

/** The family that the alias `@latest` names, where it is the only term. */
function latestFamily(terms: unknown): AmiFamily | undefined {
  const [term, ...others] = recordsIn(terms);
  if (!isRecord(term) || others.length > 0 || Object.keys(term).length > 1) return undefined;
  return ALIAS_FAMILIES.find((family) => term.alias === `${family.toLowerCase()}${LATEST}`);
}

/** The family that images are used as, as far as the spec says it. */
export function amiFamilyOf(spec: Record<string, unknown>): string | undefined {
  if (typeof spec.amiFamily === "string") return spec.amiFamily;
  const [alias] = aliases(spec);
  return ALIAS_FAMILIES.find((family) => alias?.startsWith(`${family.toLowerCase()}@`));
}

/** Whether a new image of AWS replaces the nodes by itself. */
export function followsLatest(spec: Record<string, unknown>): boolean {
  return (
    aliases(spec).some((alias) => alias.endsWith(LATEST)) ||
    recordsIn(spec.amiSelectorTerms).some(
      ({ ssmParameter }) =>
        typeof ssmParameter === "string" && /\/(recommended|latest)\//.test(ssmParameter),
    ) ||
    (spec.amiSelectorTerms === undefined && spec.amiFamily !== "Custom")
  );
}

function aliases(spec: Record<string, unknown>): string[] {
  return recordsIn(spec.amiSelectorTerms)
    .map(({ alias }) => alias)
    .filter((alias) => typeof alias === "string");
}

/** Reasons to refuse how a class finds its images. */
export function validateAmis(
  spec: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const problems: Problem[] = [];
  const all = recordsIn(spec.amiSelectorTerms);
  const at = keyPath(path, "amiSelectorTerms");
  const hasAlias = all.some((term) => term.alias !== undefined);
  if (
    spec.amiSelectorTerms === undefined &&
    spec.amiFamily !== UNKNOWN &&
    (spec.amiFamily === undefined || spec.amiFamily === "Custom") &&
    (version?.api === "v1" || spec.amiFamily === "Custom")
  ) {
    problems.push({
      path: at,
      message:
        spec.amiFamily === "Custom" ? "missing, and amiFamily Custom has no default" : "missing",
      allowed: "1 to 30 terms, or an amiFamily whose newest image is used",
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
