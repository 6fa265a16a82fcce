import { checkField } from "./check-field";
import { UNKNOWN } from "./field";
import { isRecord } from "./records";
import { KUBELET_FIELDS, validateKubelet, type KubeletSpec } from "./kubelet";
import { nearest } from "./nearest";
import type { EC2NodeClassSpec } from "./node-class/spec";
import { validateEC2NodeClass } from "./node-class/validate";
import type { NodePoolSpec } from "./node-pool/spec";
import { validateNodePool } from "./node-pool/validate";
import { OBJECT_NAME } from "./patterns";
import { keyPath, type Problem } from "./problem";
import type { KarpenterVersion } from "./versions";

/**
 * All that speaks against pools and classes that belong together: each by itself, their names, and every pool naming
 * a class that is there. Here a class carries `kubelet` in either API; `placePool` and `placeClass` move it where it belongs.
 */
export function validatePoolsAndClasses(
  nodePools: unknown,
  nodeClasses: unknown,
  paths: { nodePools: string; nodeClasses: string },
  version?: KarpenterVersion,
): Problem[] {
  const classes = isRecord(nodeClasses) ? nodeClasses : {};
  const pools = isRecord(nodePools) ? nodePools : {};
  return [
    ...Object.entries(classes).flatMap(([name, spec]) => {
      const at = keyPath(paths.nodeClasses, name);
      return [...checkField(OBJECT_NAME, name, at), ...validateClass(spec, at, version)];
    }),
    ...Object.entries(pools).flatMap(([name, spec]) => {
      const at = keyPath(paths.nodePools, name);
      return [
        ...checkField(OBJECT_NAME, name, at),
        ...validateNodePool(spec, at, version),
        ...validateReference(spec, at, Object.keys(classes)),
        ...validateMerged(spec, classes, at, version),
      ];
    }),
  ];
}

function validateClass(spec: unknown, path: string, version?: KarpenterVersion): Problem[] {
  if (version?.api !== "v1beta1" || !isRecord(spec))
    return validateEC2NodeClass(spec, path, version);
  const at = keyPath(path, "kubelet");
  return [
    ...validateEC2NodeClass(withoutKubelet(spec), path, version),
    ...checkField({ kind: "object", fields: KUBELET_FIELDS }, spec.kubelet, at, version),
    ...validateKubelet(spec.kubelet, at),
  ];
}

/** What only shows once the kubelet of class and pool are one; what is wrong with either alone is told there. */
function validateMerged(
  pool: unknown,
  classes: Record<string, unknown>,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (version?.api !== "v1beta1" || !isRecord(pool) || typeof pool.nodeClassName !== "string")
    return [];
  const nodeClass = classes[pool.nodeClassName];
  if (!isRecord(nodeClass) || !isRecord(nodeClass.kubelet) || !isRecord(pool.kubelet)) return [];
  const alone = [nodeClass.kubelet, pool.kubelet].flatMap((kubelet) =>
    validateKubelet(kubelet, ""),
  );
  if (alone.length > 0) return [];
  return validateKubelet({ ...nodeClass.kubelet, ...pool.kubelet }, keyPath(path, "kubelet"));
}

function validateReference(spec: unknown, path: string, classes: string[]): Problem[] {
  const name = isRecord(spec) ? spec.nodeClassName : undefined;
  if (name === UNKNOWN) {
    return [
      {
        path: keyPath(path, "nodeClassName"),
        message: "not a plain text",
        allowed: "the key of a class of nodeClasses",
        fix: "write the key instead of an output",
      },
    ];
  }
  if (typeof name !== "string" || classes.includes(name)) return [];
  const near = nearest(name, classes);
  return [
    {
      path: keyPath(path, "nodeClassName"),
      value: name,
      message: "no such EC2NodeClass",
      allowed: classes.length > 0 ? classes.join(", ") : "a class of nodeClasses, which is empty",
      fix: near === undefined ? "name one of these, or add the class" : `did you mean ${near}?`,
    },
  ];
}

/**
 * Where `kubelet` is written: with the class from Karpenter 1.0 on, with each pool of the class before. The one model
 * keeps it with the class, so that changing the version is all that a migration takes.
 */
export function placePool(
  pool: NodePoolSpec,
  nodeClass: { kubelet?: KubeletSpec } | undefined,
  version: KarpenterVersion,
): NodePoolSpec {
  if (version.api === "v1" || nodeClass?.kubelet === undefined) return pool;
  return { ...pool, kubelet: { ...nodeClass.kubelet, ...pool.kubelet } };
}

/** The class as its own API version writes it. */
export function placeClass(spec: EC2NodeClassSpec, version: KarpenterVersion): EC2NodeClassSpec {
  return version.api === "v1" ? spec : withoutKubelet(spec);
}

function withoutKubelet<T extends object>(spec: T): Omit<T, "kubelet"> {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => key !== "kubelet")) as Omit<
    T,
    "kubelet"
  >;
}
