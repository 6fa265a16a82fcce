import { featureGateValues } from "./feature-gates";
import { UNKNOWN, type Field } from "./field";
import { compact, isRecord } from "./records";
import { QUANTITY } from "./patterns";
import { SERVICE_ACCOUNT } from "./names";
import { NODE_POOL_LABEL } from "./node-pool/labels";
import { joinPath, type Problem } from "./problem";
import type { KarpenterVersion } from "./versions";

/** Values of a Helm chart. */
export type HelmValues = Record<string, unknown>;

/** What the controller chart is told. */
export interface ControllerValuesSpec {
  version: KarpenterVersion;
  clusterName: string;
  /** Annotated on the service account for IRSA; absent with Pod Identity. */
  controllerRoleArn?: string;
  /** Managed node groups that may run the controller; any node that Karpenter does not manage when empty. */
  nodeGroupNames?: string[];
  /** ARN of the interruption queue; the chart wants its name. */
  interruptionQueueArn?: string;
  /** Feature gates by their own names. */
  featureGates?: Record<string, boolean>;
  replicas?: number;
  cpu?: string;
  memory?: string;
  /** The caller's own values. */
  values?: HelmValues;
}

/** Requests and limits that Karpenter's guides give the controller. */
export const DEFAULT_CONTROLLER = { replicas: 2, cpu: "1", memory: "1Gi" } as const;

/** What the size of the controller may hold. */
export const CONTROLLER: Field = {
  kind: "object",
  fields: { replicas: { kind: "integer", min: 1 }, cpu: QUANTITY, memory: QUANTITY },
};

/** The port of the conversion webhook, hard-coded in the CRDs that have one. */
const WEBHOOK_PORT = 8443;

/** Values that are ours alone, and the argument that sets them. */
const PROTECTED: Readonly<Record<string, string>> = {
  "settings.clusterName": "cluster.name",
  "settings.interruptionQueue": "the queue, with the rights that go with it",
  "settings.featureGates": "featureGates",
  "serviceAccount.create": "nothing: the roles trust this service account",
  "serviceAccount.name": "nothing: the roles trust this service account",
  "serviceAccount.annotations.eks.amazonaws.com/role-arn": "controllerRoleArn",
  "affinity.nodeAffinity": "nodeGroupNames",
  "webhook.enabled": "version",
};

/** The caller's values that would contradict ours. */
export function validateValues(values: unknown, path: string): Problem[] {
  if (!isRecord(values)) return [];
  return Object.entries(PROTECTED).flatMap(([key, argument]) => {
    const found = valueAt(values, key);
    if (found === undefined) return [];
    return [
      {
        path: joinPath(path, key),
        value: found,
        message: "this package sets this value",
        allowed: "any other value of the chart",
        fix: `remove it; it comes from ${argument}`,
      },
    ];
  });
}

/** Whether the values switch on ARC zonal shift: without the right to see it the controller would not start. */
export function wantsZonalShift(values: unknown): boolean {
  if (values === UNKNOWN) return true;
  const value = settingOf(values, "enableZonalShift");
  return value === true || value === "true" || value === UNKNOWN;
}

/** A setting of the controller among values that may hold anything. */
export function settingOf(values: unknown, name: string): unknown {
  return isRecord(values) ? valueAt(values, `settings.${name}`) : undefined;
}

/** Reads a value by a path whose last part may itself hold dots. */
export function valueAt(values: HelmValues, path: string): unknown {
  const [head = "", ...rest] = path.split(".");
  if (path in values) return values[path];
  const child = values[head];
  return rest.length > 0 && isRecord(child) ? valueAt(child, rest.join(".")) : undefined;
}

/** The values of the controller chart: defaults, under the caller's, under the protected ones. */
export function controllerValues(spec: ControllerValuesSpec): HelmValues {
  const { replicas = DEFAULT_CONTROLLER.replicas } = spec;
  const { cpu = DEFAULT_CONTROLLER.cpu, memory = DEFAULT_CONTROLLER.memory } = spec;
  const size = { cpu, memory };
  const defaults: HelmValues = {
    replicas,
    controller: { resources: { requests: size, limits: size } },
  };
  const ours = compact({
    settings: compact({
      clusterName: spec.clusterName,
      interruptionQueue: spec.interruptionQueueArn?.split(":").at(-1),
      featureGates: featureGateValues(spec.featureGates ?? {}, spec.version),
    }),
    serviceAccount: {
      create: true,
      name: SERVICE_ACCOUNT,
      ...(spec.controllerRoleArn === undefined
        ? {}
        : { annotations: { "eks.amazonaws.com/role-arn": spec.controllerRoleArn } }),
    },
    affinity: { nodeAffinity: nodeAffinity(spec.nodeGroupNames ?? []) },
    webhook: spec.version.conversionWebhook ? { enabled: true } : undefined,
  });
  return merge(merge(defaults, spec.values ?? {}), ours);
}

/**
 * One term, so that both conditions hold: terms are ORed, expressions within a term are ANDed. The controller must
 * not run on nodes that it may remove.
 */
function nodeAffinity(nodeGroupNames: string[]): HelmValues {
  const matchExpressions: HelmValues[] = [{ key: NODE_POOL_LABEL, operator: "DoesNotExist" }];
  if (nodeGroupNames.length > 0) {
    matchExpressions.push({
      key: "eks.amazonaws.com/nodegroup",
      operator: "In",
      values: nodeGroupNames,
    });
  }
  return {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
  };
}

/** The values of the CRD chart; only CRDs with a conversion webhook need any. */
export function crdValues(version: KarpenterVersion, namespace: string): HelmValues {
  if (!version.conversionWebhook) return {};
  return {
    webhook: {
      enabled: true,
      serviceName: SERVICE_ACCOUNT,
      serviceNamespace: namespace,
      port: WEBHOOK_PORT,
    },
  };
}

/** Deep merge in which `over` wins; lists are replaced, as Helm does it. */
export function merge(base: HelmValues, over: HelmValues): HelmValues {
  const merged: HelmValues = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(below) && isRecord(value) ? merge(below, value) : value;
  }
  return merged;
}

/** Where a chart comes from, as a Helm release takes it. */
export interface ChartLocation {
  chart: string;
  /** Set for a classic repository with an index. */
  repository?: string;
}

/** The public registry of Karpenter's charts. */
export const DEFAULT_CHART_REPOSITORY = "oci://public.ecr.aws/karpenter";

/** Finds a chart in a registry (`oci://`), a classic repository (`https://`) or a folder. */
export function chartLocation(repository: string, chart: string): ChartLocation {
  return /^https?:/.test(repository)
    ? { chart, repository }
    : { chart: `${repository.replace(/\/$/, "")}/${chart}` };
}
