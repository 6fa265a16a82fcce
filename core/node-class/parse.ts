import { parseFields } from "../parse";
import type { ApiVersion } from "../versions";
import { NODE_CLASS_FIELDS } from "./fields";

/** The EC2NodeClass that a manifest's `spec` says in either API; `UNKNOWN` may stand wherever a value is not known yet. */
export function parseEC2NodeClass(spec: unknown, api: ApiVersion): Record<string, unknown> {
  return parseFields(NODE_CLASS_FIELDS, spec, api);
}
