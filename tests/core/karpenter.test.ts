import { expect } from "chai";
import { validateDiscovery } from "../../core/discovery";
import { UNKNOWN } from "../../core/field";
import { validateIdentity } from "../../core/iam/identity";
import { validateRole } from "../../core/iam/role";
import { validateKarpenter } from "../../core/karpenter";
import { brief, FULL_KUBELET, LAB_CLASS, LAB_POOL, withOneUnknown, title } from "./support";

const { role: labRole, ...WITHOUT_ROLE } = LAB_CLASS;
const ISSUER = "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
const ARGS = {
  version: "1.14.4",
  cluster: {
    name: "lab",
    region: "us-east-1",
    accountId: "111122223333",
    oidcIssuer: ISSUER,
    authenticationMode: "API_AND_CONFIG_MAP",
  },
  identity: "irsa",
  policyPreset: "scoped",
  iam: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/edge" },
  subnetIds: ["subnet-0123abcd"],
  securityGroupIds: ["sg-0123456789abcdef0"],
  namespace: "kube-system",
  controller: { replicas: 2, cpu: "1", memory: "1Gi" },
  values: { dnsPolicy: "Default" },
  nodeClasses: { default: { ...WITHOUT_ROLE, kubelet: FULL_KUBELET } },
  nodePools: { default: LAB_POOL },
};

const ROLE = "arn:aws:iam::111122223333:role/team/nodes";
const QUEUE = "arn:aws:sqs:us-east-1:111122223333:lab";
const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const validate = (change: object): string[] => brief(validateKarpenter({ ...ARGS, ...change }));

describe("core/karpenter has nothing against", () => {
  for (const version of ["0.36.2", "1.14.4"]) {
    it(`the lab, complete, under ${version}`, () => {
      expect(validate({ version })).to.deep.equal([]);
    });
  }

  it("a class without a role: the program's own is the default", () => {
    expect(labRole).to.equal("KarpenterNodeRole-lab");
    expect(validate({ nodeClasses: { default: WITHOUT_ROLE } })).to.deep.equal([]);
  });

  it("the least that can be said", () => {
    const { name, region, accountId, oidcIssuer } = ARGS.cluster;
    const cluster = { name, region, accountId, oidcIssuer };
    const { version, subnetIds } = ARGS;
    const none = { nodeClasses: {}, nodePools: {} };
    expect(validateKarpenter({ version, cluster, subnetIds, ...none })).to.deep.equal([]);
  });

  for (const change of [
    {
      nodeRoleArn: ROLE,
      controllerRoleArn: ROLE,
      cluster: { ...ARGS.cluster, oidcIssuer: undefined },
    },
    { nodeClasses: { default: LAB_CLASS } },
    { nodeClasses: { default: { ...LAB_CLASS, role: "Other" } }, controllerRoleArn: ROLE },
    { nodeClasses: { default: { ...LAB_CLASS, role: "nodes" } }, nodeRoleArn: ROLE },
    { nodeGroupNames: [] },
    { interruptionQueueArn: QUEUE },
    { interruptionQueueArn: QUEUE, interruptionQueue: false },
    { access: { adopt: true } },
    { access: { adopt: true, mode: "access-entry" }, nodeRoleArn: ROLE },
    {
      iam: { kmsKeyArns: [KEY, UNKNOWN], nodeRoleName: "nodes", controllerRoleName: "controller" },
    },
    { featureGates: { SpotToSpotConsolidation: true }, crds: { adopt: true, retain: true } },
  ]) {
    it(title(change), () => {
      expect(validate(change)).to.deep.equal([]);
    });
  }

  for (const [path, cluster] of withOneUnknown(ARGS.cluster)) {
    it(`a cluster whose ${path} is not known yet`, () => {
      expect(validate({ cluster })).to.deep.equal([]);
    });
  }
});

describe("core/karpenter refuses", () => {
  const { oidcIssuer, ...NO_ISSUER } = ARGS.cluster;

  it("everything at once, in the order of the arguments", () => {
    expect(oidcIssuer).to.equal(ISSUER);
    expect(
      validate({
        version: "1.8.4",
        cluster: { ...NO_ISSUER, name: "<cluster-name>" },
        policyPreset: "scope",
        iam: { path: "platform" },
        subnetIds: ["subnet-1"],
        namespace: "Kube",
        controller: { replicas: 0 },
        values: { settings: { clusterName: "other" } },
        nodePools: { default: { ...LAB_POOL, nodeClassName: "gpu" } },
      }),
    ).to.deep.equal([
      "version: Karpenter 1.8.4 is refused: it has a topology spread regression",
      "cluster.name: not an EKS cluster name",
      "cluster.oidcIssuer: missing",
      "policyPreset: unknown value",
      "namespace: malformed",
      "controller.replicas: out of range",
      "iam.path: malformed",
      "subnetIds[0]: malformed",
      "values.settings.clusterName: this package sets this value",
      "nodePools.default.nodeClassName: no such EC2NodeClass",
    ]);
  });

  for (const [change, expected] of [
    [{ nodePools: undefined }, ["nodePools: missing"]],
    [{ nodeGroupNames: "system" }, ["nodeGroupNames: not a list"]],
    [{ clusterAutoscaler: { replicas: -1 } }, ["clusterAutoscaler.replicas: out of range"]],
    [{ tags: { a: 1 } }, ["tags.a: not a string"]],
    [{ interruptionQueueArn: "prod" }, ["interruptionQueueArn: malformed"]],
    [
      { interruptionQueueArn: QUEUE, interruptionQueue: true },
      ["interruptionQueue: not together with interruptionQueueArn"],
    ],
    [{ nodeRoleArn: "KarpenterNodeRole-lab" }, ["nodeRoleArn: malformed"]],
    [
      {
        nodeRoleArn: ROLE,
        iam: { nodeRoleName: "a", additionalNodePolicyArns: { a: "arn:aws:iam::aws:policy/a" } },
      },
      [
        "iam.nodeRoleName: not together with nodeRoleArn",
        "iam.additionalNodePolicyArns: not together with nodeRoleArn",
      ],
    ],
    [
      {
        controllerRoleArn: ROLE,
        iam: { controllerRoleName: "a", kmsKeyArns: [KEY], additionalControllerStatements: [] },
      },
      [
        "iam.controllerRoleName: not together with controllerRoleArn",
        "iam.additionalControllerStatements: not together with controllerRoleArn",
        "iam.kmsKeyArns: not together with controllerRoleArn",
      ],
    ],
    [{ iam: { kmsKeyArns: ["alias/ebs"] } }, ["iam.kmsKeyArns[0]: malformed"]],
    [{ access: { mode: "accessEntry" } }, ["access.mode: unknown value"]],
    [
      { access: { adopt: true }, cluster: { ...ARGS.cluster, accountId: UNKNOWN } },
      ["cluster.accountId: not a plain text, which access.adopt needs"],
    ],
    [
      { access: { adopt: true }, nodeRoleArn: UNKNOWN },
      ["nodeRoleArn: not a plain text, which access.adopt needs"],
    ],
    [
      { featureGates: { NodeRepairs: true } },
      ["featureGates.NodeRepairs: Karpenter 1.14 has no such feature gate"],
    ],
    [
      { values: { logConfig: { enabled: true } } },
      ["values.logConfig: the chart of Karpenter 1.14 does not read this value"],
    ],
    [
      { nodeClasses: { default: { ...LAB_CLASS, role: "Other" } } },
      [
        "nodeClasses.default.role: the controller may not give nodes this role, and nobody lets them in",
      ],
    ],
    [
      { nodeClasses: { default: LAB_CLASS }, nodeRoleArn: ROLE },
      [
        "nodeClasses.default.role: the controller may not give nodes this role, and nobody lets them in",
      ],
    ],
    [
      { interruptionQueueArn: QUEUE.replace("us-east-1", "eu-west-1") },
      [
        "interruptionQueueArn: not a queue of the cluster's region and account, where the controller looks for it",
      ],
    ],
    [
      {
        featureGates: { StaticCapacity: false },
        nodePools: { default: { nodeClassName: "default", replicas: 1 } },
      },
      ["featureGates.StaticCapacity: a pool has replicas, which do nothing without this gate"],
    ],
    [
      { iam: { additionalControllerStatements: [{ Effect: "Allow" }] } },
      [
        "iam.additionalControllerStatements[0].Effect: unknown key",
        "iam.additionalControllerStatements[0].actions: missing",
        "iam.additionalControllerStatements[0].resources: missing",
      ],
    ],
    [
      {
        iam: {
          additionalControllerStatements: [
            {
              ...{ actions: ["s3:*"], resources: ["*"] },
              conditions: [
                { test: "StringEquals", variable: "aws:PrincipalTag/a", values: ["1"] },
                { test: "StringLike", variable: "aws:PrincipalTag/a", values: ["1"] },
                { test: "StringEquals", variable: "aws:PrincipalTag/a", values: ["2"] },
                { test: UNKNOWN, variable: UNKNOWN, values: UNKNOWN },
                { test: UNKNOWN, variable: UNKNOWN, values: UNKNOWN },
              ],
            },
          ],
        },
      },
      [
        "iam.additionalControllerStatements[0].conditions[2]: the same test and variable as conditions[0]",
      ],
    ],
    [
      { discoveryResources: { "subnet-0123abcd": UNKNOWN } },
      ["discoveryResources.subnet-0123abcd: this id is tagged already"],
    ],
    [{ crds: { adopt: "yes" } }, ["crds.adopt: not true or false"]],
    [
      { iam: { additionalNodePolicyArns: { AmazonEKS_CNI_Policy: "arn:aws:iam::aws:policy/x" } } },
      ["iam.additionalNodePolicyArns.AmazonEKS_CNI_Policy: this policy is attached already"],
    ],
    [{ version: undefined }, ["version: not a Karpenter version"]],
    [{ identity: "pod_identity" }, ["identity: unknown value"]],
    [{ cluster: { ...ARGS.cluster, oidcIssuer: "oidc.eks" } }, ["cluster.oidcIssuer: malformed"]],
    [
      { cluster: { ...ARGS.cluster, authenticationMode: "CONFIGMAP" } },
      ["cluster.authenticationMode: unknown value"],
    ],
    [
      { cluster: { ...ARGS.cluster, authenticationMode: "CONFIG_MAP" } },
      ["cluster.kubeconfig: missing: the edit of aws-auth needs it"],
    ],
    [{ controller: { memory: "1GB" } }, ["controller.memory: malformed"]],
    [
      { nodeClasses: { default: { ...WITHOUT_ROLE, role: "a/b" } } },
      ["nodeClasses.default.role: malformed"],
    ],
    [
      { subnetIds: [], securityGroupIds: undefined },
      ["subnetIds: nothing to tag: Karpenter would find no subnet"],
    ],
  ] as const) {
    it(title(change), () => {
      expect(validate(change)).to.deep.equal([...expected]);
    });
  }

  it("no missing kubeconfig where one is given", () => {
    const cluster = { ...ARGS.cluster, authenticationMode: "CONFIG_MAP", kubeconfig: UNKNOWN };
    expect(validate({ cluster })).to.deep.equal([]);
  });
});

describe("core/iam/identity", () => {
  for (const [identity, oidcIssuer, expected] of [
    ["irsa", ISSUER, []],
    ["irsa", UNKNOWN, []],
    ["pod-identity", undefined, []],
    ["irsa", undefined, ["oidcIssuer: missing"]],
    ["irsa", "http://oidc.example.com/id/A", ["oidcIssuer: malformed"]],
    ["irsa", "https://oidc.example.com", ["oidcIssuer: malformed"]],
    ["iam", undefined, ["identity: unknown value"]],
  ] as const) {
    it(`${identity} with ${String(oidcIssuer)}`, () => {
      const problems = validateIdentity({ identity, oidcIssuer, policyPreset: "scoped" });
      expect(brief(problems)).to.deep.equal([...expected]);
    });
  }
});

describe("core/iam/role", () => {
  for (const [args, expected] of [
    [{}, []],
    [{ roleName: "a".repeat(64), path: "/" }, []],
    [{ path: "/a/b/", permissionsBoundary: "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" }, []],
    [{ roleName: "a".repeat(65) }, ["roleName: malformed"]],
    [{ roleName: "a/b" }, ["roleName: malformed"]],
    [{ path: "/a" }, ["path: malformed"]],
    [{ path: "//" }, ["path: malformed"]],
    [{ path: "a/" }, ["path: malformed"]],
    [{ permissionsBoundary: "edge" }, ["permissionsBoundary: malformed"]],
  ] as const) {
    it(title(args), () => {
      expect(brief(validateRole(args))).to.deep.equal([...expected]);
    });
  }
});

describe("core/discovery", () => {
  const nothing = "subnetIds: nothing to tag: Karpenter would find no subnet";
  for (const [args, expected] of [
    [{ subnetIds: ["subnet-0123abcd"] }, []],
    [{ securityGroupIds: ["sg-0123456789abcdef0"] }, []],
    [{ resources: { private: UNKNOWN } }, []],
    [{ subnetIds: [UNKNOWN] }, []],
    [{}, [nothing]],
    [{ subnetIds: [], resources: {} }, [nothing]],
    [{ subnetIds: ["subnet-0123ABCD"] }, ["subnetIds[0]: malformed"]],
    [{ subnetIds: ["vpc-0123abcd"] }, ["subnetIds[0]: malformed"]],
    [{ securityGroupIds: ["sg-123"] }, ["securityGroupIds[0]: malformed"]],
  ] as const) {
    it(title(args), () => {
      expect(brief(validateDiscovery(args))).to.deep.equal([...expected]);
    });
  }
});
