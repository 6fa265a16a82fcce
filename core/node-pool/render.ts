import { renderFields, type Manifest } from "../render";
import type { KarpenterVersion } from "../versions";
import { NODE_POOL_FIELDS } from "./fields";
import type { NodePoolSpec } from "./spec";

/** The `spec` of a NodePool in the API version of that Karpenter. */
export function renderNodePool(spec: NodePoolSpec, { api }: KarpenterVersion): Manifest {
  return renderFields(NODE_POOL_FIELDS, spec, api);
}
