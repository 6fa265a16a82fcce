import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Karpenter, type KarpenterArgs } from "../../index";
import { names, only, policy, register, unknown } from "../harness";
import { args } from "./karpenter-example";

describe("Karpenter, told otherwise,", () => {
  it("makes no role where it is given one", async () => {
    const nodeRoleArn = "arn:aws:iam::111122223333:role/team/nodes";
    const controllerRoleArn = "arn:aws:iam::111122223333:role/controller";
    const registration = await register(
      () =>
        new Karpenter("karpenter", {
          ...args,
          nodeRoleArn,
          controllerRoleArn,
          identity: "pod-identity",
          tags: { team: "platform" },
        }),
    );
    expect(names(registration).filter((name) => name.startsWith("aws:iam"))).to.deep.equal([]);
    expect(
      (
        only(registration, "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass").inputs.spec as {
          role: string;
        }
      ).role,
    ).to.equal("nodes");
    expect(only(registration, "aws:eks/accessEntry:AccessEntry").inputs).to.deep.equal({
      clusterName: "prod",
      principalArn: nodeRoleArn,
      type: "EC2_LINUX",
      tags: { team: "platform" },
    });
    expect(
      only(registration, "aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs,
    ).to.deep.equal({
      clusterName: "prod",
      namespace: "kube-system",
      serviceAccount: "karpenter",
      roleArn: controllerRoleArn,
      tags: { team: "platform" },
    });
  });

  it("tags all that is made in AWS, and gives the roles the names it is told", async () => {
    const registration = await register(
      () =>
        new Karpenter("karpenter", {
          ...args,
          interruptionQueue: true,
          identity: "pod-identity",
          tags: { team: "platform" },
          iam: {
            ...{ path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/edge" },
            ...{ nodeRoleName: "nodes", controllerRoleName: "controller" },
          },
        }),
    );
    // What AWS gives no tags to.
    const untaggable = /ec2\/tag:|EventTarget|RolePolicy/;
    const taggable = registration.resources.filter(
      ({ type }) => type.startsWith("aws:") && !untaggable.test(type),
    );
    expect(taggable.map(({ type }) => type.split(":").at(-1)).sort()).to.deep.equal([
      "AccessEntry",
      ...Array.from({ length: 5 }, () => "EventRule"),
      ...["PodIdentityAssociation", "Queue", "Role", "Role"],
    ]);
    for (const { urn, inputs } of taggable)
      expect(inputs.tags, urn).to.deep.equal({ team: "platform" });
    for (const [role, name] of [
      ["karpenter-node-role", "nodes"],
      ["karpenter-controller-role", "controller"],
    ] as const) {
      expect(only(registration, "aws:iam/role:Role", role).inputs).to.deep.include({
        ...{ name, path: "/platform/" },
        permissionsBoundary: "arn:aws:iam::111122223333:policy/edge",
      });
    }
  });

  describe("lets the nodes in", () => {
    const windows = { amiSelectorTerms: [{ alias: "windows2022@latest" }] };
    const letIn = async (change: Partial<KarpenterArgs>) => {
      const registration = await register(() => new Karpenter("karpenter", { ...args, ...change }));
      return registration.resources
        .filter(({ type }) => /accessEntry|AwsAuthEntry/.test(type))
        .map(({ inputs, options }) => ({
          as: inputs.type ?? inputs.groups,
          ...(options.import === undefined ? {} : { import: options.import }),
          ...(options.retainOnDelete ? { retained: true } : {}),
          ...(options.ignoreChanges === undefined ? {} : { ignored: options.ignoreChanges }),
          ...(inputs.tags === undefined ? {} : { tags: inputs.tags }),
        }));
    };
    const configMap = {
      ...args.cluster,
      authenticationMode: "CONFIG_MAP",
      kubeconfig: "{}",
    } as const;
    const both = { ...configMap, authenticationMode: "API_AND_CONFIG_MAP" } as const;
    const groups = ["system:bootstrappers", "system:nodes"];
    const entryId = "prod:arn:aws:iam::111122223333:role/KarpenterNodeRole-prod";

    for (const [what, change, expected] of [
      ["by an access entry", {}, [{ as: "EC2_LINUX" }]],
      ["by aws-auth where that alone is read", { cluster: configMap }, [{ as: groups }]],
      ["by an access entry where both are read", { cluster: both }, [{ as: "EC2_LINUX" }]],
      [
        "as it is told where both are read",
        { cluster: both, access: { mode: "aws-auth" } },
        [{ as: groups }],
      ],
      ["not at all where somebody else does", { access: { mode: "none" } }, []],
      [
        "as Windows where a class launches it",
        { nodeClasses: { default: windows } },
        [{ as: "EC2_WINDOWS" }],
      ],
      [
        "as Windows in aws-auth",
        { nodeClasses: { default: windows }, cluster: configMap },
        [{ as: [...groups, "eks:kube-proxy-windows"] }],
      ],
      ["as the type it is told", { access: { entryType: "EC2_WINDOWS" } }, [{ as: "EC2_WINDOWS" }]],
      [
        "by an entry that is there, and stays",
        { access: { adopt: true }, tags: { team: "a" } },
        [{ as: "EC2_LINUX", import: entryId, retained: true, ignored: ["tags", "tagsAll"] }],
      ],
      [
        "by the entry of a role of one's own",
        { access: { adopt: true }, nodeRoleArn: "arn:aws:iam::111122223333:role/a/nodes" },
        [
          {
            as: "EC2_LINUX",
            import: "prod:arn:aws:iam::111122223333:role/a/nodes",
            retained: true,
            ignored: ["tags", "tagsAll"],
          },
        ],
      ],
    ] as const) {
      it(what, async () => {
        expect(await letIn(change)).to.deep.equal(expected);
      });
    }
  });

  it("switches the feature gates on that pools and classes need", async () => {
    const gates = async (version: string, change: Partial<KarpenterArgs>) => {
      const registration = await register(
        () => new Karpenter("karpenter", { ...args, version, ...change }),
      );
      const { settings } = only(
        registration,
        "kubernetes:helm.sh/v3:Release",
        "karpenter-controller",
      ).inputs.values as { settings: { featureGates?: unknown } };
      return settings.featureGates;
    };
    const nodePools = { default: { nodeClassName: "default", replicas: 2 } };
    const nodeClasses = {
      default: {
        amiSelectorTerms: [{ alias: "al2023@v20260818" }],
        capacityReservationSelectorTerms: [{ id: "cr-0123456789abcdef0" }],
      },
    };
    expect(await gates("1.14.4", {})).to.equal(undefined);
    expect(await gates("1.14.4", { nodePools })).to.deep.equal({ staticCapacity: true });
    expect(await gates("1.5.0", { nodeClasses })).to.deep.equal({ reservedCapacity: true });
    expect(await gates("1.6.0", { nodeClasses })).to.equal(undefined);
    const featureGates = { StaticCapacity: true, NodeRepair: true };
    expect(await gates("1.14.4", { nodePools, featureGates })).to.deep.equal({
      nodeRepair: true,
      staticCapacity: true,
    });
  });

  it("gives the controller the rights to its own SSM parameters and to the keys of the volumes", async () => {
    const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const statements = async (
      ssmParameter: pulumi.Input<string>,
      userData?: pulumi.Input<string>,
    ) => {
      const registration = await register(
        () =>
          new Karpenter("karpenter", {
            ...args,
            iam: { kmsKeyArns: [key] },
            nodeClasses: {
              default: { amiFamily: "AL2023", amiSelectorTerms: [{ ssmParameter }], userData },
            },
          }),
      );
      const { Statement } = policy(
        only(registration, "aws:iam/rolePolicy:RolePolicy").inputs.policy,
      );
      return Statement.filter(({ Sid }) => /Encrypted|Own/.test(String(Sid))).map(
        ({ Sid, Resource }) => [Sid, Resource],
      );
    };
    const parameter = ["arn:aws:ssm:eu-west-1:111122223333:parameter/images/node"];
    for (const name of ["/images/node", pulumi.output("/images/node")]) {
      expect(await statements(name)).to.deep.equal([
        ["AllowEncryptedVolumes", [key]],
        ["AllowEncryptedVolumeGrants", [key]],
        ["AllowOwnSSMParameters", parameter],
      ]);
    }
    expect(await statements("/aws/service/x")).to.have.length(2);
    // What else is not known yet of a class leaves the policy known.
    expect(await statements("/images/node", unknown<string>())).to.have.length(3);
  });
});
