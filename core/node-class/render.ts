import { compact } from "../records";
import { DISCOVERY_TAG } from "../names";
import type { EC2NodeClassSpec } from "./spec";

/** The `spec` of an EC2NodeClass. The fields of the model stand alike in v1beta1 and v1. */
export function renderEC2NodeClass(spec: EC2NodeClassSpec): Record<string, unknown> {
  return compact({ ...spec });
}

/** Selects what carries the discovery tag of the cluster. */
export function discoverySelectorTerms(clusterName: string): { tags: Record<string, string> }[] {
  return [{ tags: { [DISCOVERY_TAG]: clusterName } }];
}
