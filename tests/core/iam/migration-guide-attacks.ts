import { controllerPolicyOf } from "../../../core/iam/policy-preset";
import { of } from "../support";
import { attacks, succeeding } from "./attacks";
import { PLACES, type Place } from "./place";

/** How many attacks were tried, and the names of those that succeed. */
export interface LetThrough {
  total: number;
  allowed: string[];
}

/** What the `migration-guide` preset lets a controller of the minor do, in us-east-1 where nothing else is said. */
export async function letThrough(minor: string, place?: Place): Promise<LetThrough> {
  const where = place ?? PLACES[0];
  if (!where) throw new RangeError("no place to try at");
  const tried = attacks(where);
  const document = controllerPolicyOf("migration-guide", {
    ...where,
    version: of(minor),
    interruptionQueueArn: where.queueArn,
    zonalShift: true,
  });
  return { total: tried.length, allowed: await succeeding(document, tried) };
}
