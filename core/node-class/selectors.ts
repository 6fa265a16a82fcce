import { keyPath, type Problem } from "../problem";
import { isRecord, recordsIn } from "../records";

/**
 * Reasons to refuse how a class finds what is not an image. Each term is judged by itself: the API server's own rule
 * only fires when every term is wrong.
 */
export function validateSelectors(spec: Record<string, unknown>, path: string): Problem[] {
  return [
    ...exactlyOne(spec, path, "subnetSelectorTerms", ["id", "tags"]),
    ...exactlyOne(spec, path, "securityGroupSelectorTerms", ["id", "name", "tags"]),
    ...capacityReservations(spec, path),
    ...placementGroup(spec.placementGroupSelector, keyPath(path, "placementGroupSelector")),
  ];
}

function exactlyOne(
  spec: Record<string, unknown>,
  path: string,
  name: string,
  selectors: string[],
): Problem[] {
  return recordsIn(spec[name]).flatMap((term, index): Problem[] => {
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

function capacityReservations(spec: Record<string, unknown>, path: string): Problem[] {
  const at = keyPath(path, "capacityReservationSelectorTerms");
  return recordsIn(spec.capacityReservationSelectorTerms).flatMap((term, index): Problem[] => {
    const given = Object.keys(term).filter((key) => term[key] !== undefined);
    const alone = given.includes("id") && given.length === 1;
    const others = !given.includes("id") && given.some((key) => key !== "ownerID");
    if (alone || others) return [];
    return [
      {
        path: `${at}[${index}]`,
        value: term,
        message: given.includes("id") ? "id stands alone in its term" : "selects nothing by itself",
        allowed: "id alone, or tags or instanceMatchCriteria, with or without ownerID",
        fix: given.includes("id") ? "move the rest to a term of its own" : "add tags",
      },
    ];
  });
}

function placementGroup(selector: unknown, path: string): Problem[] {
  if (!isRecord(selector)) return [];
  const given = ["id", "name"].filter((key) => selector[key] !== undefined);
  if (given.length === 1) return [];
  return [
    {
      path,
      value: selector,
      message: given.length === 0 ? "selects nothing" : "id and name exclude each other",
      allowed: "exactly one of id, name",
      fix: given.length === 0 ? "name the placement group" : "remove one of them",
    },
  ];
}
