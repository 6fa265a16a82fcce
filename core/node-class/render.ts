import { DISCOVERY_TAG } from "../names";
import { renderFields, type Manifest } from "../render";
import type { KarpenterVersion } from "../versions";
import { placeAmis } from "./amis";
import { NODE_CLASS_FIELDS } from "./fields";
import type { EC2NodeClassSpec } from "./spec";

/** The `spec` of an EC2NodeClass in the API version of that Karpenter. */
export function renderEC2NodeClass(spec: EC2NodeClassSpec, { api }: KarpenterVersion): Manifest {
  return renderFields(NODE_CLASS_FIELDS, placeAmis(spec, api), api);
}

/** Selects what carries the discovery tag of the cluster. */
export function discoverySelectorTerms(clusterName: string): { tags: Record<string, string> }[] {
  return [{ tags: { [DISCOVERY_TAG]: clusterName } }];
}
