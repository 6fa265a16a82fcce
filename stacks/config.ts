import * as pulumi from "@pulumi/pulumi";
import { coerce } from "../core/coerce";
import { checkField } from "../core/check-field";
import { configPathOf } from "../core/config-path";
import { UNKNOWN } from "../core/field";
import { isRecord, mapValues } from "../core/records";
import type { IdentityMode } from "../core/iam/identity";
import type { PolicyPreset } from "../core/iam/policy-preset";
import { validateKarpenter } from "../core/karpenter";
import { nearest } from "../core/nearest";
import { formatProblems, type Problem } from "../core/problem";
import type {
  ClusterAutoscalerArgs,
  ControllerArgs,
  EC2NodeClassSpecArgs,
  IamArgs,
  KarpenterArgs,
  NodePoolSpecArgs,
  WorkloadArgs,
} from "../index";
import { announceReview } from "../core/review/channel";
import { reviewInputOf } from "../core/review/arguments";
import { errorsOf, formatFindings, review } from "../core/review/rules";
import { karpenterVersion, knownVersion } from "../core/versions";
import { isBlock } from "./vpc";
import { CONFIG_FIELDS } from "./config-fields";

/** An EC2NodeClass in config: `amiParameters` become AMI ids when the stack runs. */
export interface NodeClassConfig extends EC2NodeClassSpecArgs {
  amiParameters?: string[];
}

/** A cluster to make. */
export interface CreateClusterConfig {
  name: string;
  kubernetesVersion: string;
  cidrBlock?: string;
  availabilityZones?: string[];
  vpcId?: string;
  privateSubnetIds?: string[];
  publicSubnetIds?: string[];
  systemNodeGroup?: { size?: number; instanceTypes?: string[]; amiType?: string };
  adminRoleArns?: string[];
}

/** The whole config of one environment, checked. */
export interface StackConfig extends Pick<
  KarpenterArgs,
  | "access"
  | "controllerRoleArn"
  | "crds"
  | "featureGates"
  | "interruptionQueue"
  | "interruptionQueueArn"
  | "nodeRoleArn"
> {
  /** Of the existing cluster, or of the one to make. */
  clusterName: string;
  create?: CreateClusterConfig;
  spotServiceLinkedRole: boolean;
  tags?: Record<string, string>;
  karpenterVersion: string;
  namespace: string;
  identity: IdentityMode;
  policyPreset: PolicyPreset;
  chartRepository?: string;
  copyNodeGroupPolicies: boolean;
  nodeClasses: Record<string, NodeClassConfig>;
  nodePools: Record<string, NodePoolSpecArgs>;
  controller?: ControllerArgs;
  values?: Record<string, unknown>;
  iam?: IamArgs;
  nodeGroupNames?: string[];
  subnetIds?: string[];
  securityGroupIds?: string[];
  clusterAutoscaler?: ClusterAutoscalerArgs;
  workloads?: Record<string, WorkloadArgs>;
  silence?: Record<string, string>;
  /** `aws:profile`, for the kubeconfig. */
  awsProfile?: string;
}

/** Stands in for facts that are only looked up after the config is known to be good. */
const NOT_LOOKED_UP = {
  region: "us-east-1",
  accountId: "000000000000",
  oidcIssuer: "https://oidc.example.com/id/0",
  subnetIds: ["subnet-00000000"],
  securityGroupIds: ["sg-00000000"],
  amiId: "ami-00000000",
};

/** Reads and checks the config of the stack. Throws one error with every problem in it. */
export function readConfig(): StackConfig {
  const project = pulumi.getProject();
  const config = new pulumi.Config();
  const given = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${project}:`))
    .map((key) => key.slice(project.length + 1));

  const values: Record<string, unknown> = {};
  const problems: Problem[] = given
    .filter((key) => !Object.hasOwn(CONFIG_FIELDS, key))
    .map((key) => unknownKey(project, key));
  for (const [key, { field }] of Object.entries(CONFIG_FIELDS)) {
    const value = coerce(field, read(config, key, field.kind));
    if (value !== undefined) values[key] = value;
  }
  const version = knownVersion(String(values.karpenterVersion));
  for (const [key, { field }] of Object.entries(CONFIG_FIELDS)) {
    problems.push(...checkField(field, values[key], `${project}:${key}`, version));
  }
  problems.push(...checkCluster(values, project), ...checkSpecs(values, project));
  if (problems.length > 0) {
    throw new pulumi.RunError(formatProblems(`stack ${pulumi.getStack()}`, distinct(problems)));
  }
  refuseErrors(values, project);
  const { cluster, ...rest } = values;
  const { create } = (cluster ?? {}) as { create?: CreateClusterConfig };
  return {
    namespace: "kube-system",
    identity: create === undefined ? "irsa" : "pod-identity",
    policyPreset: "scoped",
    copyNodeGroupPolicies: false,
    spotServiceLinkedRole: true,
    ...(create === undefined ? {} : { create, clusterName: create.name }),
    ...rest,
    awsProfile: new pulumi.Config("aws").get("profile"),
  } as StackConfig;
}

/** Objects and lists arrive as JSON; a text that is none is left as it is, for the check to refuse. */
function read(config: pulumi.Config, key: string, kind: string): unknown {
  const text = config.get(key);
  if (text === undefined || kind === "string" || kind === "boolean") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What is looked up of an existing cluster, and so means nothing for one that is made here. */
const LOOKED_UP = [
  ...["clusterName", "nodeGroupNames", "securityGroupIds"],
  ...["copyNodeGroupPolicies", "clusterAutoscaler"],
];

/** Either there is a cluster, or one is made; and its network likewise. */
function checkCluster(values: Record<string, unknown>, project: string): Problem[] {
  const create = createOf(values);
  if (create === undefined) {
    if (values.copyNodeGroupPolicies === true && values.nodeRoleArn !== undefined) {
      return [
        {
          path: `${project}:copyNodeGroupPolicies`,
          value: true,
          message: "not together with nodeRoleArn",
          allowed: "a node role that is made here",
          fix: "attach the policies to your own role",
        },
      ];
    }
    if (values.clusterName !== undefined || values.cluster !== undefined) return [];
    return [
      {
        path: `${project}:clusterName`,
        message: "missing",
        allowed: "the name of an EKS cluster",
        fix: `set it, or ${project}:cluster with create`,
      },
    ];
  }
  const problems = LOOKED_UP.filter(
    (key) => ![undefined, false].includes(values[key] as undefined),
  ).map((key) => ({
    path: `${project}:${key}`,
    value: values[key],
    message: "not together with cluster.create",
    allowed: "nothing: what is made here is known",
    fix: "remove it",
  }));
  const at = `${project}:cluster.create`;
  const together = (given: string, other: string): void => {
    if (create[given] === undefined || create[other] !== undefined) return;
    problems.push({
      path: `${at}.${other}`,
      value: undefined,
      message: `missing beside ${given}`,
      allowed: "vpcId and privateSubnetIds together, or neither",
      fix: "set it",
    });
  };
  together("vpcId", "privateSubnetIds");
  together("privateSubnetIds", "vpcId");
  together("publicSubnetIds", "vpcId");
  if (Array.isArray(values.subnetIds) && values.subnetIds.length > 0) {
    problems.push({
      path: `${project}:subnetIds`,
      value: values.subnetIds,
      message: "not together with cluster.create",
      allowed: "nothing, or [] to tag no subnet",
      fix: "name the subnets in cluster.create.privateSubnetIds",
    });
  }
  const { availabilityZones: zones, cidrBlock } = create;
  if (typeof cidrBlock === "string" && !isBlock(cidrBlock)) {
    problems.push({
      path: `${at}.cidrBlock`,
      value: cidrBlock,
      message: "not a block: an octet is over 255, or bits are set behind the prefix",
      allowed: "an IPv4 block of /16 to /21, such as 10.0.0.0/16",
      fix: "give the address that the block begins with",
    });
  }
  if (Array.isArray(zones) && new Set(zones).size < zones.length) {
    problems.push({
      path: `${at}.availabilityZones`,
      value: zones,
      message: "a zone is named twice",
      allowed: "each zone once",
      fix: "remove one",
    });
  }
  for (const key of ["cidrBlock", "availabilityZones"]) {
    if (create.vpcId === undefined || create[key] === undefined) continue;
    problems.push({
      path: `${at}.${key}`,
      value: create[key],
      message: "not together with vpcId",
      allowed: "a network that is there already, or one that is made",
      fix: "remove one of them",
    });
  }
  return problems;
}

function createOf(values: Record<string, unknown>): Record<string, unknown> | undefined {
  const { cluster } = values;
  return isRecord(cluster) && isRecord(cluster.create) ? cluster.create : undefined;
}

/** Judges the pools, classes and the rest as the component will, with stand-ins for what is not looked up yet. */
function checkSpecs(values: Record<string, unknown>, project: string): Problem[] {
  const made = createOf(values) !== undefined;
  return validateKarpenter(karpenterArgs(values)).map((problem) => ({
    ...problem,
    path: `${project}:${configPathOf(problem.path, made)}`,
  }));
}

/** Stops at what the review could only stop once the first resources are registered. */
function refuseErrors(values: Record<string, unknown>, project: string): void {
  const args = karpenterArgs(values);
  const create = createOf(values);
  const input = reviewInputOf(
    {
      ...args,
      // The region of stand-ins is nobody's.
      cluster: { name: values.clusterName, kubernetesVersion: create?.kubernetesVersion },
      securityGroupIds: values.securityGroupIds,
    },
    karpenterVersion(String(values.karpenterVersion)),
  );
  const findings = review(input, values.silence as Record<string, string> | undefined);
  const errors = errorsOf(findings);
  if (errors.length === 0) return;
  announceReview({ name: "karpenter", input, findings });
  const located = errors.map((error) => ({
    ...error,
    where: `${project}:${configPathOf(error.where, create !== undefined)}`,
  }));
  const what = `stack ${pulumi.getStack()}`;
  throw new pulumi.RunError(formatFindings(what, located, `${project}:silence`));
}

/** The arguments of the component, as far as they are known before anything is looked up. */
function karpenterArgs(values: Record<string, unknown>): Record<string, unknown> {
  const nodeClasses = isRecord(values.nodeClasses)
    ? mapValues(values.nodeClasses, (spec) =>
        isRecord(spec) ? withAmiIds(spec, () => NOT_LOOKED_UP.amiId) : spec,
      )
    : {};
  const create = createOf(values);
  return {
    ...values,
    version: values.karpenterVersion ?? "",
    cluster: {
      name: create === undefined ? values.clusterName : create.name,
      region: NOT_LOOKED_UP.region,
      accountId: NOT_LOOKED_UP.accountId,
      oidcIssuer: NOT_LOOKED_UP.oidcIssuer,
      authenticationMode: create === undefined ? UNKNOWN : "API",
    },
    subnetIds: values.subnetIds ?? NOT_LOOKED_UP.subnetIds,
    securityGroupIds: values.securityGroupIds ?? NOT_LOOKED_UP.securityGroupIds,
    nodeClasses,
  };
}

/** The class with the AMI ids that its SSM parameters hold. */
export function withAmiIds(
  { amiParameters, ...spec }: NodeClassConfig,
  idOf: (parameter: string) => string,
): EC2NodeClassSpecArgs {
  if (!Array.isArray(amiParameters)) return spec;
  const terms = Array.isArray(spec.amiSelectorTerms) ? spec.amiSelectorTerms : [];
  return {
    ...spec,
    amiSelectorTerms: [...terms, ...amiParameters.map((parameter) => ({ id: idOf(parameter) }))],
  };
}

function unknownKey(project: string, key: string): Problem {
  const near = nearest(key, Object.keys(CONFIG_FIELDS));
  return {
    path: `${project}:${key}`,
    message: "unknown config key",
    allowed: Object.keys(CONFIG_FIELDS).join(", "),
    fix: near === undefined ? "remove it" : `did you mean ${project}:${near}?`,
  };
}

/** Two tables may say the same; and what is missing is not judged as well. */
function distinct(problems: Problem[]): Problem[] {
  return problems.filter(({ path, message }, index) => {
    const before = problems.slice(0, index).filter((problem) => problem.path === path);
    return !before.some((problem) => problem.message === message || problem.message === "missing");
  });
}
