import type { AMITypes, AuthenticationMode } from "@aws-sdk/client-eks";
import { devNull } from "node:os";

/** A managed node group of an environment. */
export interface NodeGroupSeed {
  name: string;
  instanceType: string;
  amiType: AMITypes;
  releaseVersion: string;
  scaling: { minSize: number; maxSize: number; desiredSize: number };
  /** Its subnets, by position among those of the environment. */
  subnets: readonly number[];
}

/** What stands in an account before Karpenter comes. */
export interface Environment {
  /** Name of the stack and of the cluster. */
  name: string;
  region: string;
  /** An account of its own, as environments should have. */
  accountId: string;
  kubernetesVersion: string;
  /** The block of each of its three subnets. */
  subnetBlocks: readonly string[];
  authenticationMode: AuthenticationMode;
  nodeGroups: readonly NodeGroupSeed[];
  /** Managed policies that the nodes' role has beyond those that every node needs. */
  extraNodePolicies: readonly string[];
  /** Public AMI parameters: name and architecture of the image. */
  amiParameters: Readonly<Record<string, "x86_64" | "arm64">>;
}

const SYSTEM = {
  instanceType: "m6i.large",
  amiType: "AL2023_x86_64_STANDARD",
  releaseVersion: "1.35.2-20260818",
} as const;

/** 251 addresses each, as in many a first cluster. */
const SMALL_SUBNETS = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"];

/** 4,091 addresses each. */
const LARGE_SUBNETS = ["10.0.16.0/20", "10.0.32.0/20", "10.0.48.0/20"];

/** The environments of stacks/. */
export const ENVIRONMENTS: readonly Environment[] = [
  {
    name: "lab",
    region: "us-east-1",
    accountId: "210987654321",
    kubernetesVersion: "1.29",
    subnetBlocks: SMALL_SUBNETS,
    authenticationMode: "CONFIG_MAP",
    nodeGroups: [
      {
        name: "ng-1",
        instanceType: "t3.small",
        amiType: "AL2_x86_64",
        releaseVersion: "1.29.15-20250519",
        scaling: { minSize: 1, maxSize: 3, desiredSize: 1 },
        subnets: [0, 1, 2],
      },
    ],
    // What an application of the lab needs, and so what the new nodes must have too.
    extraNodePolicies: ["CloudWatchAgentServerPolicy"],
    amiParameters: {
      "/aws/service/eks/optimized-ami/1.29/amazon-linux-2-arm64/recommended/image_id": "arm64",
      "/aws/service/eks/optimized-ami/1.29/amazon-linux-2/recommended/image_id": "x86_64",
      "/aws/service/eks/optimized-ami/1.29/amazon-linux-2-gpu/recommended/image_id": "x86_64",
    },
  },
  {
    name: "staging",
    region: "us-east-1",
    accountId: "321098765432",
    kubernetesVersion: "1.35",
    subnetBlocks: LARGE_SUBNETS,
    authenticationMode: "API_AND_CONFIG_MAP",
    // Two of the three subnets are shared: each is still to be tagged once.
    nodeGroups: [
      {
        ...SYSTEM,
        name: "system-a",
        scaling: { minSize: 1, maxSize: 2, desiredSize: 1 },
        subnets: [0, 1, 2],
      },
      {
        ...SYSTEM,
        name: "system-b",
        scaling: { minSize: 1, maxSize: 2, desiredSize: 1 },
        subnets: [1, 2],
      },
    ],
    extraNodePolicies: [],
    amiParameters: {},
  },
  {
    name: "prod",
    region: "eu-west-1",
    accountId: "432109876543",
    kubernetesVersion: "1.35",
    subnetBlocks: LARGE_SUBNETS,
    authenticationMode: "API",
    nodeGroups: [
      {
        ...SYSTEM,
        name: "system",
        scaling: { minSize: 2, maxSize: 4, desiredSize: 2 },
        subnets: [0, 1, 2],
      },
    ],
    extraNodePolicies: [],
    amiParameters: {},
  },
];

/**
 * The variables by which every AWS tool finds the emulated account, and nothing of the user's own: neither credentials
 * nor a profile that leads to a real account. The emulator takes an access key of twelve digits as the account.
 */
export function variables(environment: Environment, endpoint: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(others),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: environment.region,
    AWS_ACCESS_KEY_ID: environment.accountId,
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
