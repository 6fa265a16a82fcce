/** Patterns and rules that fields of several kinds share. Sources: the CRDs of Karpenter and Kubernetes itself. */
import type { Field } from "./field";

/** A Kubernetes object name; the value of a label too, therefore 63 characters. */
export const OBJECT_NAME: Field = {
  kind: "string",
  pattern: /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  allowed:
    "1 to 63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit",
  fix: "rename it",
};

/** A qualified name: optional DNS prefix, slash, name of at most 63 characters. */
export const QUALIFIED_NAME =
  /^(?=.{1,316}$)([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;

/** In words what `QUALIFIED_NAME` accepts. */
export const QUALIFIED_NAME_ALLOWED =
  "a qualified name: an optional DNS domain and slash, then up to 63 letters, digits, hyphens, underscores and dots";

/** The value of a label. */
export const LABEL_VALUE: Field = {
  kind: "string",
  empty: true,
  pattern: /^(?=.{0,63}$)([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/,
  allowed:
    "up to 63 letters, digits, hyphens, underscores and dots, starting and ending with a letter or digit",
  fix: "correct the value",
};

/** The largest number in the 32 bits that Karpenter reads counts into. */
export const MAX_INT32 = 2 ** 31 - 1;

/** A duration as Karpenter takes it. */
export const DURATION: Field = {
  kind: "string",
  pattern: /^([0-9]+(s|m|h))+$/,
  allowed: "a duration in hours, minutes and seconds, such as 720h or 1h30m",
  fix: "write days as hours: 30 days are 720h",
};

/** A duration or `Never`. */
export const DURATION_OR_NEVER: Field = {
  ...DURATION,
  kind: "string",
  pattern: /^(([0-9]+(s|m|h))+|Never)$/,
  allowed: "a duration in hours, minutes and seconds, such as 720h or 1h30m, or Never",
};

/** What a Kubernetes quantity that is not negative looks like. */
export const QUANTITY_PATTERN =
  /^\+?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$/;

/** A Kubernetes quantity that is not negative. */
export const QUANTITY: Field = {
  kind: "string",
  pattern: QUANTITY_PATTERN,
  allowed: "a quantity that is not negative, such as 1000, 500m or 64Gi",
  fix: "correct the value",
};

/** The id of an AWS resource: a prefix and 8 or 17 hexadecimal digits. */
export function resourceId(prefix: string): Field {
  return {
    kind: "string",
    pattern: new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
    allowed: `${prefix}- and 8 or 17 hexadecimal digits`,
    fix: "give an id as AWS shows it",
  };
}

/** The name of an IAM role. */
export const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
