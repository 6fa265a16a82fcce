import { parseFields } from "../parse";
import type { ApiVersion } from "../versions";
import { NODE_POOL_FIELDS } from "./fields";

/** The NodePool that a manifest's `spec` says in either API; `UNKNOWN` may stand wherever a value is not known yet. */
export function parseNodePool(spec: unknown, api: ApiVersion): Record<string, unknown> {
  return parseFields(NODE_POOL_FIELDS, spec, api);
}
