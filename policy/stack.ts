import type { PolicyResource } from "@pulumi/policy";
import { plain } from "./plain";
import { UNKNOWN } from "../core/field";
import { DISCOVERY_TAG } from "../core/names";
import { parseEC2NodeClass } from "../core/node-class/parse";
import { parseNodePool } from "../core/node-pool/parse";
import { keyPath } from "../core/problem";
import { compact, isRecord } from "../core/records";
import type { NodeGroupFact, ReviewInput } from "../core/review/input";
import { KARPENTER_MINORS, knownVersion, type ApiVersion } from "../core/versions";
import { usesMigrationGuidePolicy } from "./controller-rights";
import { subnetFacts } from "./subnets";

/** What a policy is told of one resource, as far as it is looked at here. */
export type StackResource = Pick<PolicyResource, "type" | "name" | "urn" | "props" | "provider">;

/** A resource with its properties read: `UNKNOWN` where they are not known yet. */
export interface ReadResource extends Omit<StackResource, "props"> {
  props: Record<string, unknown>;
}

/** What no resource shows, told by whoever runs the policies. */
export interface Told {
  /** Full Karpenter version, where the stack has no Helm release of it. */
  karpenterVersion?: string;
  /** `major.minor` of the cluster, where the stack has no cluster. */
  kubernetesVersion?: string;
}

/** What the rules may know of one cluster's Karpenter. */
export interface ReviewedCluster {
  input: ReviewInput;
  /** The resource that a finding is about. */
  urnOf: (where: string) => string | undefined;
}

const OBJECT = /^kubernetes:karpenter\.(?:sh|k8s\.aws)\/(v1|v1beta1):(NodePool|EC2NodeClass)$/;

/** Karpenter's objects and its Helm release, cluster by cluster: one Kubernetes provider is one cluster. */
export function reviewedClusters(
  resources: readonly StackResource[],
  told: Told = {},
): ReviewedCluster[] {
  const read = resources.map((resource): ReadResource => ({
    ...resource,
    props: plain(resource.props) as Record<string, unknown>,
  }));
  const ofKarpenter = read.filter((resource) => OBJECT.test(resource.type) || isRelease(resource));
  const providers = new Set(ofKarpenter.map(({ provider }) => provider?.urn));
  return [...providers].map((urn) =>
    reviewedCluster(
      ofKarpenter.filter(({ provider }) => provider?.urn === urn),
      read.filter(({ type }) => type.startsWith("aws:")),
      told,
      providers.size === 1,
    ),
  );
}

/** The chart of the controller, wherever it comes from. */
function isRelease({ type, props }: ReadResource): boolean {
  return (
    type === "kubernetes:helm.sh/v3:Release" &&
    typeof props.chart === "string" &&
    /(^|\/)karpenter\/?$/.test(props.chart)
  );
}

function reviewedCluster(
  ofKarpenter: ReadResource[],
  ofAws: ReadResource[],
  told: Told,
  alone: boolean,
): ReviewedCluster {
  const release = ofKarpenter.find(isRelease);
  const objects = ofKarpenter.filter(({ type }) => OBJECT.test(type)).map(object);
  const pools = objects.filter(({ kind }) => kind === "NodePool");
  const classes = objects.filter(({ kind }) => kind === "EC2NodeClass");
  const values = release?.props.values;
  const settings = at(values, "settings");
  const clusterName = text(at(settings, "clusterName"));
  // Of several clusters, each has what carries its name.
  const belongs = (name: unknown): boolean =>
    clusterName === undefined ? alone : name === clusterName;
  const given = release ? release.props.version : told.karpenterVersion;
  const version = knownVersion(typeof given === "string" ? given.replace(/^v/, "") : "");
  const kubernetesVersion =
    text(
      ofAws.find(({ type, props }) => type === "aws:eks/cluster:Cluster" && belongs(props.name))
        ?.props.version,
    ) ?? told.kubernetesVersion;
  const tags = ofAws.filter(
    ({ type, props }) =>
      type === "aws:ec2/tag:Tag" && props.key === DISCOVERY_TAG && belongs(props.value),
  );
  const input = compact({
    version: version ?? newestOf(objects[0]?.api ?? "v1"),
    clusterName,
    // Without a known version there is nothing to hold it against.
    kubernetesVersion: version && kubernetesVersion,
    policyPreset: usesMigrationGuidePolicy(ofAws, clusterName) ? "migration-guide" : undefined,
    nodePools: Object.fromEntries(pools.map(({ name, spec }) => [name, spec])),
    nodeClasses: Object.fromEntries(classes.map(({ name, spec }) => [name, spec])),
    values: isRecord(values) ? values : undefined,
    controller: controllerOf(values),
    interruptionQueue: queueOf(values),
    securityGroupIds: tags
      .map(({ props }) => props.resourceId)
      .filter((id) => typeof id === "string" && id.startsWith("sg-")),
    subnets: subnetFacts(ofAws, tags, belongs),
    nodeGroups: nodeGroupsOf(ofAws, belongs),
  }) as unknown as ReviewInput;
  const urns = [
    ...pools.map(({ name, urn }): [string, string] => [keyPath("nodePools", name), urn]),
    ...classes.map(({ name, urn }): [string, string] => [keyPath("nodeClasses", name), urn]),
  ];
  return {
    input,
    urnOf: (where) => urns.find(([path]) => isWithin(where, path))?.[1] ?? release?.urn,
  };
}

/** Whether a path leads to something or into it. */
function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^([.[]|$)/.test(path.slice(outer.length));
}

/** A NodePool or EC2NodeClass, read by its own API: a Karpenter may serve both. */
function object({ type, name, urn, props }: ReadResource) {
  const [, api = "v1", kind = ""] = OBJECT.exec(type) ?? [];
  const parse = kind === "NodePool" ? parseNodePool : parseEC2NodeClass;
  return {
    kind,
    api: api as ApiVersion,
    urn,
    name: text(at(props.metadata, "name")) ?? name,
    spec: props.spec === UNKNOWN ? UNKNOWN : parse(props.spec, api as ApiVersion),
  };
}

function newestOf(api: ApiVersion) {
  const minor = KARPENTER_MINORS.filter((row) => row.api === api).at(-1)?.minor ?? "";
  return knownVersion(`${minor}.0`);
}

function controllerOf(values: unknown): ReviewInput["controller"] {
  if (!isRecord(values)) return undefined;
  const requests = at(values, "controller", "resources", "requests");
  return compact({
    replicas: values.replicas,
    cpu: at(requests, "cpu"),
    memory: at(requests, "memory"),
  });
}

/** Whether the release names a queue; nothing where it is not there, or what it is told is not known yet. */
function queueOf(values: unknown): boolean | undefined {
  if (!isRecord(values) || values.settings === UNKNOWN) return undefined;
  const queue = at(values, "settings", "interruptionQueue");
  return queue !== undefined && queue !== "";
}

function nodeGroupsOf(
  ofAws: ReadResource[],
  belongs: (name: unknown) => boolean,
): NodeGroupFact[] | undefined {
  const groups = ofAws.filter(
    ({ type, props }) => type === "aws:eks/nodeGroup:NodeGroup" && belongs(props.clusterName),
  );
  const facts = groups.flatMap(({ name, props }) => {
    const [size, types] = [at(props.scalingConfig, "desiredSize"), props.instanceTypes ?? []];
    return typeof size === "number" && Array.isArray(types) && !types.includes(UNKNOWN)
      ? [
          {
            name: text(props.nodeGroupName) ?? name,
            instanceTypes: types as string[],
            desiredSize: size,
          },
        ]
      : [];
  });
  // One that is not known could be the one that has room.
  return facts.length === groups.length && facts.length > 0 ? facts : undefined;
}

function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (isRecord(inner) ? inner[key] : inner === UNKNOWN ? UNKNOWN : undefined),
    value,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
