import { expect } from "chai";
import { ControllerRole, NodeRole } from "../../index";
import { names, only, policy, refusal, register, unknown } from "../harness";

const cluster = { name: "lab", region: "us-east-1", accountId: "111122223333" };
const oidcIssuer = "https://oidc.eks.us-east-1.amazonaws.com/id/ABC";
const nodeRoleArn = "arn:aws:iam::111122223333:role/KarpenterNodeRole-lab";

describe("NodeRole", () => {
  it("declares the role and the four managed policies of its Karpenter", async () => {
    const registration = await register(() => new NodeRole("node", { cluster, version: "0.36.2" }));
    expect(names(registration)).to.deep.equal([
      "aws:iam/role:Role node-role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment node-AmazonEC2ContainerRegistryReadOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment node-AmazonEKSWorkerNodePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment node-AmazonEKS_CNI_Policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment node-AmazonSSMManagedInstanceCore",
      "karpenter-eks:index:NodeRole node",
    ]);
    const role = only(registration, "aws:iam/role:Role");
    expect(role.inputs.name).to.equal("KarpenterNodeRole-lab");
    expect(policy(role.inputs.assumeRolePolicy)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    });
    expect(
      registration.resources.filter(({ custom }) => custom).map(({ parent }) => parent),
    ).to.deep.equal(Array(5).fill("urn:pulumi:test::project::karpenter-eks:index:NodeRole::node"));
  });

  it("lets nodes only pull images from Karpenter 1.0 on, by the ARNs of the partition", async () => {
    const china = { name: "cn", region: "cn-north-1", accountId: "111122223333" };
    const registration = await register(
      () => new NodeRole("node", { cluster: china, version: "1.14.4" }),
    );
    const attachments = registration.resources.filter(({ type }) =>
      type.includes("rolePolicyAttachment"),
    );
    expect(attachments.map(({ inputs }) => inputs.policyArn)).to.deep.equal([
      "arn:aws-cn:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy",
      "arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
    expect(
      policy(only(registration, "aws:iam/role:Role").inputs.assumeRolePolicy).Statement[0]
        ?.Principal,
    ).to.deep.equal({
      Service: "ec2.amazonaws.com.cn",
    });
  });

  it("takes path, boundary, tags and further policies, and knows its ARN before it exists", async () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
    const registration = await register(() => {
      const role = new NodeRole("node", {
        cluster,
        version: "1.14.4",
        path: "/platform/",
        permissionsBoundary,
        tags: { team: "platform" },
        additionalPolicyArns: { logs: unknown<string>() },
      });
      return { arn: role.arn, name: role.roleName };
    });
    expect(registration.outputs).to.deep.equal({
      arn: "arn:aws:iam::111122223333:role/platform/KarpenterNodeRole-lab",
      name: "KarpenterNodeRole-lab",
    });
    const { path, tags, ...rest } = only(registration, "aws:iam/role:Role").inputs;
    expect({ path, tags, boundary: rest.permissionsBoundary }).to.deep.equal({
      path: "/platform/",
      tags: { team: "platform" },
      boundary: permissionsBoundary,
    });
    expect(
      only(registration, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "node-logs").inputs,
    ).to.deep.equal({ role: "KarpenterNodeRole-lab", policyArn: { $unknown: true } });
  });

  it("refuses a further policy by the name of one that is attached already", async () => {
    const additionalPolicyArns = { AmazonEKS_CNI_Policy: "arn:aws:iam::111122223333:policy/mine" };
    expect(
      await refusal(
        register(() => new NodeRole("node", { cluster, version: "1.14.4", additionalPolicyArns })),
      ),
    ).to.equal(
      'NodeRole node: 1 problem\n  - additionalPolicyArns.AmazonEKS_CNI_Policy: this policy is attached already (got "arn:aws:iam::111122223333:policy/mine"). Allowed: any key but AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, AmazonEC2ContainerRegistryPullOnly, AmazonSSMManagedInstanceCore. Fix: remove it, or choose another key for another policy.',
    );
  });

  it("shortens the name of the role where the cluster's is long", async () => {
    const long = { ...cluster, name: "c".repeat(100) };
    const registration = await register(
      () => new NodeRole("node", { cluster: long, version: "1.14.4" }),
    );
    expect(only(registration, "aws:iam/role:Role").inputs.name).to.match(
      /^KarpenterNodeRole-c{37}-[0-9a-f]{8}$/,
    );
  });

  it("refuses everything that is wrong at once, before anything is registered", async () => {
    const message = await refusal(
      register(
        () =>
          new NodeRole("node", {
            cluster: { name: "<cluster-name>", region: "mars", accountId: "123" },
            version: "9.9.9",
            roleName: "r".repeat(65),
            path: "platform",
          }),
      ),
    );
    expect(message.split("\n")).to.deep.equal([
      "NodeRole node: 6 problems",
      '  - version: Karpenter 9.9 is not known (got "9.9.9"). Allowed: major.minor.patch of Karpenter 0.36 to 1.15, such as 1.14.4. Fix: choose a known minor (LTS: 1.9, 1.14).',
      '  - cluster.name: not an EKS cluster name (got "<cluster-name>"). Allowed: 1 to 100 letters, digits, hyphens and underscores, starting with a letter or digit. Fix: give the name that `aws eks list-clusters` shows, without angle brackets.',
      '  - cluster.region: not an AWS region (got "mars"). Allowed: a region of the partitions aws, aws-cn or aws-us-gov, such as us-east-1. Fix: give the region that the cluster runs in.',
      '  - cluster.accountId: not an AWS account id (got "123"). Allowed: 12 digits in quotes (YAML drops a leading zero without them). Fix: give the account that `aws sts get-caller-identity` shows.',
      `  - roleName: malformed (got "${"r".repeat(65)}"). Allowed: 1 to 64 letters, digits and any of +=,.@_-. Fix: shorten it, or leave it out: the default is shortened by itself.`,
      '  - path: malformed (got "platform"). Allowed: a path with a slash at both ends, such as /platform/. Fix: put a slash at both ends.',
    ]);
  });
});

describe("ControllerRole", () => {
  it("trusts one service account of the cluster's issuer, with one inline policy", async () => {
    const registration = await register(
      () =>
        new ControllerRole("controller", { cluster, version: "0.36.2", oidcIssuer, nodeRoleArn }),
    );
    expect(names(registration)).to.deep.equal([
      "aws:iam/role:Role controller-role",
      "aws:iam/rolePolicy:RolePolicy controller-policy",
      "karpenter-eks:index:ControllerRole controller",
    ]);
    expect(policy(only(registration, "aws:iam/role:Role").inputs.assumeRolePolicy)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated:
              "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.us-east-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
              "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub":
                "system:serviceaccount:kube-system:karpenter",
            },
          },
        },
      ],
    });
    const {
      name,
      role,
      policy: document,
    } = only(registration, "aws:iam/rolePolicy:RolePolicy").inputs;
    expect({ name, role }).to.deep.equal({
      name: "KarpenterControllerPolicy-lab",
      role: "KarpenterControllerRole-lab",
    });
    expect(
      policy(document).Statement.find(({ Sid }) => Sid === "AllowPassingInstanceRole")?.Resource,
    ).to.equal(nodeRoleArn);
  });

  it("uses an association instead of an issuer with Pod Identity", async () => {
    const registration = await register(
      () =>
        new ControllerRole("controller", {
          cluster,
          version: "1.14.4",
          identity: "pod-identity",
          namespace: "karpenter",
          nodeRoleArn,
        }),
    );
    expect(
      policy(only(registration, "aws:iam/role:Role").inputs.assumeRolePolicy).Statement,
    ).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ]);
    expect(
      only(registration, "aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs,
    ).to.deep.equal({
      clusterName: "lab",
      namespace: "karpenter",
      serviceAccount: "karpenter",
      roleArn: "arn:aws:iam::111122223333:role/KarpenterControllerRole-lab",
    });
  });

  it("adds the caller's statements and the queue's rights", async () => {
    const registration = await register(
      () =>
        new ControllerRole("controller", {
          cluster,
          version: "1.14.4",
          oidcIssuer,
          nodeRoleArn,
          interruptionQueueArn: "arn:aws:sqs:us-east-1:111122223333:lab",
          additionalStatements: [
            {
              sid: "Kms",
              actions: ["kms:CreateGrant"],
              resources: ["arn:aws:kms:us-east-1:111122223333:key/k"],
              conditions: [
                { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] },
                { test: "StringEquals", variable: "kms:ViaService", values: ["ec2"] },
                { test: "StringEquals", variable: "aws:SourceAccount", values: ["1", "2"] },
              ],
            },
          ],
        }),
    );
    const { Statement } = policy(only(registration, "aws:iam/rolePolicy:RolePolicy").inputs.policy);
    expect(Statement.at(-1)).to.deep.equal({
      Sid: "Kms",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: ["arn:aws:kms:us-east-1:111122223333:key/k"],
      Condition: {
        Bool: { "kms:GrantIsForAWSResource": ["true"] },
        StringEquals: { "kms:ViaService": ["ec2"], "aws:SourceAccount": ["1", "2"] },
      },
    });
    expect(Statement.find(({ Sid }) => Sid === "AllowInterruptionQueueActions")?.Resource).to.equal(
      "arn:aws:sqs:us-east-1:111122223333:lab",
    );
  });

  it("refuses a statement with two conditions that IAM's JSON has one place for", async () => {
    const condition = { test: "Bool", variable: "aws:SecureTransport", values: ["true"] };
    const message = await refusal(
      register(
        () =>
          new ControllerRole("controller", {
            ...{ cluster, version: "1.14.4", oidcIssuer, nodeRoleArn },
            additionalStatements: [
              { actions: ["s3:*"], resources: ["*"], conditions: [condition, condition] },
            ],
          }),
      ),
    );
    expect(message).to.include(
      'additionalStatements[0].conditions[1]: the same test and variable as conditions[0] (got {"test":"Bool","variable":"aws:SecureTransport"}). Allowed: each pair of test and variable once in a statement. Fix: put all values into one condition, any of which then holds, or write two statements.',
    );
  });

  it("refuses statements with which the policy no longer fits", async () => {
    const additionalStatements = Array.from({ length: 100 }, (_, index) => ({
      actions: ["kms:CreateGrant"],
      resources: [`arn:aws:kms:us-east-1:111122223333:key/${index}`],
    }));
    const registering = register(
      () =>
        new ControllerRole("controller", {
          cluster,
          version: "1.14.4",
          oidcIssuer,
          nodeRoleArn,
          additionalStatements,
        }),
    );
    const message = await registering.catch((error: unknown) => (error as Error).message);
    expect(message).to.match(
      /additionalStatements: the policy is too long with them \(got \d{5}\)\. Allowed: 10240 characters in all, with kmsKeyArns and ssmParameters\. Fix: attach a managed policy of your own to the role instead\./,
    );
  });

  it("refuses IRSA without an issuer", async () => {
    const message = await refusal(
      register(() => new ControllerRole("controller", { cluster, version: "1.14.4", nodeRoleArn })),
    );
    expect(message).to.equal(
      "ControllerRole controller: 1 problem\n  - oidcIssuer: missing. Allowed: the https URL of the cluster's OIDC issuer. Fix: give the issuer that `aws eks describe-cluster` shows.",
    );
  });
});
