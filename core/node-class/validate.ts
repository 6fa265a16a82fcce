import { checkField } from "../check-field";
import { isRecord, withoutNulls } from "../records";
import { validateKubelet } from "../kubelet";
import { keyPath, type Problem } from "../problem";
import { isAtLeast, type KarpenterVersion } from "../versions";
import { placeAmis, validateAmis } from "./amis";
import { NODE_CLASS_FIELDS } from "./fields";
import { validateInstance } from "./instance";
import { validateSelectors } from "./selectors";

/** Tags that Karpenter sets itself; the fourth depends on the version. */
const OWN_TAGS = [
  "karpenter.sh/nodepool",
  "karpenter.sh/nodeclaim",
  "karpenter.k8s.aws/ec2nodeclass",
];

/**
 * All that speaks against an EC2NodeClass, as strict as the API server of that version and stricter where it lets
 * through what cannot work. `given` may hold `UNKNOWN` wherever a value is not known yet.
 */
export function validateEC2NodeClass(
  given: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  const inPlace = isRecord(given) && version ? placed(given, version) : given;
  const problems = checkField(
    { kind: "object", fields: NODE_CLASS_FIELDS },
    inPlace,
    path,
    version,
  );
  if (!isRecord(inPlace)) return problems;
  const spec = withoutNulls(inPlace);
  return [
    ...problems,
    ...validateAmis(spec, path, version),
    ...validateSelectors(spec, path),
    ...validateRoleOrProfile(spec, path),
    ...validateInstance(spec, path, version),
    ...validateTags(spec.tags, keyPath(path, "tags"), version),
    ...validateKubelet(spec.kubelet, keyPath(path, "kubelet")),
  ];
}

/** A family that the version does not know is told as that, and not as the alias that it would become. */
function placed(
  given: Record<string, unknown>,
  version: KarpenterVersion,
): Record<string, unknown> {
  const wrong = checkField(NODE_CLASS_FIELDS.amiFamily, given.amiFamily, "", version).length > 0;
  return wrong ? given : placeAmis(given, version.api);
}

function validateRoleOrProfile(spec: Record<string, unknown>, path: string): Problem[] {
  if ((spec.role === undefined) !== (spec.instanceProfile === undefined)) return [];
  const both = spec.role !== undefined;
  return [
    {
      path: keyPath(path, "role"),
      value: both ? spec.role : undefined,
      message: both
        ? "role and instanceProfile exclude each other"
        : "neither role nor instanceProfile is given",
      allowed: "exactly one of role and instanceProfile",
      fix: both ? "remove one of them" : "give the name of the node role",
    },
  ];
}

function validateTags(tags: unknown, path: string, version?: KarpenterVersion): Problem[] {
  if (!isRecord(tags)) return [];
  const own =
    version && isAtLeast(version, "1.0")
      ? [...OWN_TAGS, "eks:eks-cluster-name"]
      : [...OWN_TAGS, "karpenter.sh/managed-by"];
  return Object.entries(tags)
    .filter(([key]) => own.includes(key) || key.startsWith("kubernetes.io/cluster"))
    .map(([key, value]) => ({
      path: keyPath(path, key),
      value,
      message: "Karpenter sets this tag itself",
      allowed: "any other tag",
      fix: "remove it",
    }));
}
