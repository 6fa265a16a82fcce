import type { Gate } from "../versions";

/** What a change does to nodes that run already, and to what they hang on. */
export type EffectKind =
  /** Running nodes stay as they are. */
  | "none"
  /** Karpenter replaces nodes, as many at a time as the pool's disruption budgets allow. */
  | "drift"
  /** Nodes are drained and terminated, whatever the budgets say. */
  | "termination"
  /** Nodes are launched or terminated to reach a number. */
  | "scaling"
  /** The object is deleted and made anew. */
  | "replacement"
  /** The API server refuses the change. */
  | "forbidden"
  /** The controller's pods are replaced. */
  | "controller-restart"
  /** The CRDs change under the objects that are stored. */
  | "crd-upgrade";

/** How a property changed. */
export type ChangeAction = "added" | "removed" | "changed";

/** One step down to a property: a field, a place in a list, or an item of a list by its key. */
export type PathSegment = string | number | { item: string };

/** A property of an object that changed. */
export interface ChangedProperty {
  path: readonly PathSegment[];
  action: ChangeAction;
  /** Of the requirement that it belongs to. */
  operator?: string;
}

/** What a change of one property does. Minors are those of the Karpenter that reads the object. */
export interface EffectRow extends Gate {
  /** Fields joined by dots. `*` is any field, `[*]` any item of a list, `**` at the end all that follows, or nothing. */
  path: string;
  /** Any where not given. */
  action?: ChangeAction;
  operators?: readonly string[];
  effect: EffectKind;
  /** Of which nodes and why, for a person. */
  words: string;
}
