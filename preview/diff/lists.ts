import type { PathSegment } from "../../core/effects/effect";
import { isObject, type Json } from "../registration";

/** What an item is known by; nothing where it has no such key. */
export type ItemKey = (item: Json) => string | undefined;

/** Items are known by these fields of theirs together. */
function by(...fields: string[]): ItemKey {
  return (item) => {
    const values = fields.map((field) => (isObject(item) ? item[field] : undefined));
    // A field that may be left out, such as the value of a taint, must not hide the others.
    if (values[0] === undefined || values[0] === null) return undefined;
    return values
      .filter((value) => value !== undefined && value !== null)
      .map((value) => (typeof value === "object" ? JSON.stringify(value) : String(value)))
      .join(" ");
  };
}

const REQUIREMENT = [by("key", "operator"), by("key")];
const TAINT = [by("key", "effect"), by("key")];
const NAMED = [by("name")];
/** Nothing but their whole content: sets of texts, and selector terms. */
const CONTENT: ItemKey[] = [];

/** Lists without an order, by the field that holds them: keys from the closest to the loosest. Others have an order. */
const UNORDERED: Readonly<Record<string, readonly ItemKey[]>> = {
  requirements: REQUIREMENT,
  matchExpressions: REQUIREMENT,
  values: CONTENT,
  taints: TAINT,
  startupTaints: TAINT,
  tolerations: TAINT,
  budgets: [by("nodes", "schedule", "duration"), by("schedule", "duration"), by("nodes")],
  reasons: CONTENT,
  amiSelectorTerms: CONTENT,
  subnetSelectorTerms: CONTENT,
  securityGroupSelectorTerms: CONTENT,
  capacityReservationSelectorTerms: CONTENT,
  nodeSelectorTerms: CONTENT,
  blockDeviceMappings: [by("deviceName")],
  networkInterfaces: [by("networkCardIndex", "deviceIndex")],
  topologySpreadConstraints: [by("topologyKey")],
  env: NAMED,
  containers: NAMED,
  initContainers: NAMED,
  volumes: NAMED,
  volumeMounts: [by("mountPath")],
  imagePullSecrets: NAMED,
  tags: [by("key"), by("Key")],
  Statement: [by("Sid")],
  mapRoles: [by("rolearn")],
  mapUsers: [by("userarn")],
  groups: CONTENT,
  kubernetesGroups: CONTENT,
  managedPolicyArns: CONTENT,
  subnetIds: CONTENT,
  securityGroupIds: CONTENT,
  availabilityZones: CONTENT,
  dependsOn: CONTENT,
  aliases: CONTENT,
  ignoreChanges: CONTENT,
  replaceOnChanges: CONTENT,
};

/** How the items of a list are known; nothing where their order means something. */
export function itemKeys(path: readonly PathSegment[]): readonly ItemKey[] | undefined {
  // A text that was read is the value of its field.
  const isText = path.at(-1) === "$json" || path.at(-1) === "$yaml";
  const field = path.at(isText ? -2 : -1);
  if (typeof field !== "string") return undefined;
  if (isOneOrMany(path) || path.includes("eventPattern")) return UNORDERED[field] ?? CONTENT;
  return Object.hasOwn(UNORDERED, field) ? UNORDERED[field] : undefined;
}

/** Where an IAM policy takes one value for a list of one. */
export function isOneOrMany(path: readonly PathSegment[]): boolean {
  const field = path.at(-1);
  if (field === "Statement") return true;
  if (!path.includes("Statement") || typeof field !== "string") return false;
  return (
    /^(Not)?(Action|Resource)$/.test(field) ||
    path.at(-2) === "Principal" ||
    path.at(-2) === "NotPrincipal" ||
    path.at(-3) === "Condition"
  );
}
