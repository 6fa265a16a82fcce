import { recordsIn, isRecord } from "../records";
import { CAPACITY_TYPE_LABEL } from "./labels";

/** Whether a pool may launch spot instances: it may where nothing is said of the capacity type. */
export function mayUseSpot(pool: unknown): boolean {
  const requirements = recordsIn(isRecord(pool) ? pool.requirements : undefined);
  return requirements
    .filter(({ key }) => key === CAPACITY_TYPE_LABEL)
    .every(({ operator, values }) => {
      const listed = Array.isArray(values) && values.includes("spot");
      if (operator === "In") return listed;
      return operator === "NotIn" ? !listed : operator !== "DoesNotExist";
    });
}
