import { karpenterVersion } from "../../core/versions";
import { args as karpenter } from "../components/karpenter-example";
import { fullClasses, fullPools } from "../core/full";

/** Values of which a program has only an output, as the caller of a component writes them. */
export interface Eventual {
  /** Not known before something is made. */
  unknown: () => unknown;
  secret: (value: unknown) => unknown;
  /** An output whose value is known. */
  known: (value: unknown) => unknown;
}

interface Case {
  component: string;
  args: (eventual: Eventual) => object;
}

const version = "1.15.0";
const newest = karpenterVersion(version);
const { cluster } = karpenter;
const location = { name: cluster.name, region: cluster.region, accountId: cluster.accountId };
const nodeRoleArn = "arn:aws:iam::111122223333:role/KarpenterNodeRole-prod";

/** Each component with arguments of every shape: enumerations, maps, lists, free values, unknowns, secrets. */
export const CASES: Record<string, Case> = {
  "an aws-auth entry": {
    component: "AwsAuthMapping",
    args: ({ secret }) => ({ roleArn: nodeRoleArn, kubeconfig: secret("{}"), windows: true }),
  },
  "a controller role": {
    component: "ControllerRole",
    args: ({ unknown }) => ({
      cluster: location,
      ...{ version, nodeRoleArn, identity: "pod-identity", policyPreset: "scoped" },
      kmsKeyArns: ["arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"],
      permissionsBoundary: unknown(),
      additionalStatements: [
        {
          ...{ sid: "Logs", effect: "Deny", actions: ["logs:*"], resources: ["*"] },
          conditions: [
            { test: "StringEquals", variable: "aws:RequestedRegion", values: ["eu-west-1"] },
          ],
        },
      ],
    }),
  },
  "discovery tags": {
    component: "DiscoveryTags",
    args: ({ unknown }) => ({
      clusterName: "prod",
      subnetIds: ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"],
      resources: { made: unknown() },
    }),
  },
  ...Object.fromEntries(
    fullClasses(newest).map((spec, i): [string, Case] => [
      `a whole class, ${i + 1}`,
      {
        component: "EC2NodeClass",
        args: () => ({ ...spec, version, clusterName: "prod", nodeClassName: "default" }),
      },
    ]),
  ),
  "an interruption queue": {
    component: "InterruptionQueue",
    args: () => ({ cluster: location, version, tags: { team: "platform" } }),
  },
  "Karpenter, as small as it can be": { component: "Karpenter", args: () => karpenter },
  "Karpenter on a cluster that is made in the same run": {
    component: "Karpenter",
    args: ({ unknown, known }) => ({
      ...karpenter,
      cluster: { ...cluster, name: known("prod"), oidcIssuer: unknown() },
      subnetIds: undefined,
      discoveryResources: { a: unknown(), b: unknown() },
      ...{ interruptionQueue: true, featureGates: { SpotToSpotConsolidation: true } },
      values: { logLevel: "debug", controller: { env: [{ name: "A", value: "b" }] } },
      iam: { path: "/platform/", additionalNodePolicyArns: { own: unknown() } },
      nodePools: {
        default: {
          nodeClassName: "default",
          requirements: [
            { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
            { key: "topology.kubernetes.io/zone", operator: "In", values: unknown() },
          ],
        },
      },
    }),
  },
  "Karpenter on a cluster with aws-auth": {
    component: "Karpenter",
    args: ({ secret }) => ({
      ...karpenter,
      cluster: { ...cluster, authenticationMode: "CONFIG_MAP", kubeconfig: secret("{}") },
    }),
  },
  "the charts": {
    component: "KarpenterRelease",
    args: ({ known }) => ({
      ...{ version, clusterName: "prod", namespace: "karpenter" },
      controllerRoleArn: known("arn:aws:iam::111122223333:role/KarpenterControllerRole-prod"),
      nodeGroupNames: ["system-a", "system-b"],
      controller: { replicas: 3, cpu: "500m" },
      values: { podLabels: { team: "platform" } },
    }),
  },
  ...Object.fromEntries(
    fullPools(newest).map((spec, i): [string, Case] => [
      `a whole pool, ${i + 1}`,
      { component: "NodePool", args: () => ({ ...spec, version, nodePoolName: "default" }) },
    ]),
  ),
  "a node role": {
    component: "NodeRole",
    args: ({ unknown }) => ({
      ...{ cluster: location, version, roleName: "nodes", tags: { team: "platform" } },
      additionalPolicyArns: { logs: "arn:aws:iam::aws:policy/ReadOnlyAccess", own: unknown() },
    }),
  },
  "the spot role of an account that lacks it": {
    component: "SpotServiceLinkedRole",
    args: () => ({ owner: "shop/prod" }),
  },
};
