import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { RULES } from "../../core/review/rules";
import { NOT_JUDGED, policies } from "../../policy/policies";
import type { RegisteredResource } from "../../preview/registration";
import { judge, policyResources } from "./judge";

const UNKNOWN = { $unknown: true };

type Inputs = RegisteredResource["inputs"];

const resource = (type: string, name: string, inputs: Inputs, provider: string | null = null) =>
  ({ type, name, urn: `urn:${name}`, provider, inputs }) as RegisteredResource;

const nodePool = (name: string, spec: Inputs, provider?: string, api = "v1") =>
  resource(`kubernetes:karpenter.sh/${api}:NodePool`, name, { metadata: { name }, spec }, provider);

const template = (requirements: Inputs[], more: Inputs = {}): Inputs => ({
  template: {
    spec: {
      nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
      expireAfter: "Never",
      requirements,
      ...more,
    },
  },
});

const M7I = {
  key: "node.kubernetes.io/instance-type",
  operator: "In",
  values: ["m7i.large", "m7i.xlarge"],
};
const ON_DEMAND = { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] };
const limits = { cpu: "100" };
const good: Inputs = { ...template([M7I, ON_DEMAND]), limits };

const release = (values: Inputs, provider?: string, version = "1.14.4") =>
  resource(
    "kubernetes:helm.sh/v3:Release",
    "release",
    { chart: "oci://registry.example.com/charts/karpenter", version, values },
    provider,
  );

const codes = (resources: RegisteredResource[], config = {}): string[] =>
  judge(policyResources(resources), config).violations.map(({ policy, urn }) => `${policy} ${urn}`);

describe("the policies", () => {
  it("have a name for each rule that resources can show, and errors are mandatory", () => {
    const levels = policies().map(({ name, enforcementLevel }) => `${name} ${enforcementLevel}`);
    expect(levels.filter((line) => line.endsWith("mandatory"))).to.deep.equal([
      ...["KE005 mandatory", "KE011-error mandatory", "KE017 mandatory", "KE020 mandatory"],
    ]);
    expect(levels.filter((line) => line.includes("-") && line.endsWith("advisory"))).to.deep.equal([
      "KE005-warning advisory",
    ]);
    const judged = new Set(policies().map(({ name }) => name.split("-")[0]));
    for (const { code } of RULES) expect(judged.has(code)).to.equal(!(code in NOT_JUDGED));
    expect(Object.keys(NOT_JUDGED)).to.deep.equal(["KE009", "KE015", "KE021"]);
  });

  describe("judge what this package did not make", () => {
    it("a pool with nothing to say against", () => {
      expect(codes([nodePool("good", good)])).to.deep.equal([]);
    });

    it("a pool without limits, in either API", () => {
      const spec = template([M7I, ON_DEMAND]);
      for (const api of ["v1", "v1beta1"]) {
        const found = codes([nodePool("good", good, "", api), nodePool("bad", spec, "", api)]);
        expect(found, api).to.include("KE013 urn:bad").and.not.to.include("KE013 urn:good");
      }
    });

    it("an alias that follows the latest image", () => {
      const nodeClass = (alias: string) =>
        resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "class", {
          metadata: { name: "default" },
          spec: { amiSelectorTerms: [{ alias }], role: "r" },
        });
      expect(codes([nodeClass("al2023@latest")])).to.deep.equal(["KE003 urn:class"]);
      expect(codes([nodeClass("al2023@v20260818")])).to.deep.equal([]);
    });

    it("a pool beside the release of another cluster: a provider is a cluster", () => {
      const queueless = { settings: { clusterName: "a" } };
      const spot = nodePool("spot", { ...template([M7I]), limits }, "urn:b");
      expect(codes([release(queueless, "urn:a"), spot])).to.deep.equal([]);
      expect(codes([release(queueless, "urn:b"), spot])).to.deep.equal(["KE014 urn:spot"]);
      const queue = { settings: { clusterName: "b", interruptionQueue: "b" } };
      expect(codes([release(queue, "urn:b"), spot])).to.deep.equal([]);
    });

    it("pools against the subnets that the stack makes, and against no part of them", () => {
      const subnet = (name: string, cidrBlock: Inputs[string]) =>
        resource("aws:ec2/subnet:Subnet", name, {
          availabilityZone: "eu-west-1a",
          cidrBlock,
          tags: { "karpenter.sh/discovery": "shop" },
        });
      const tag = (resourceId: string) =>
        resource("aws:ec2/tag:Tag", resourceId, {
          ...{ resourceId, key: "karpenter.sh/discovery", value: "shop" },
        });
      const others = [
        release({ settings: { clusterName: "shop", interruptionQueue: "q" } }),
        nodePool("good", good),
        subnet("large", "10.0.0.0/19"),
      ];
      const [found] = judge(
        policyResources([...others, subnet("small", "10.0.32.0/26")]),
      ).violations;
      expect(found?.policy).to.equal("KE006");
      expect(found?.message).to.match(
        /than subnet small has free: m7i.xlarge takes up to 58 pods on \d+ addresses, 59 are free/,
      );
      expect(codes(others)).to.deep.equal([]);
      expect(codes([...others, subnet("small", "10.0.32.0/26"), tag("subnet-1")])).to.deep.equal(
        [],
      );
      expect(codes([...others, subnet("small", UNKNOWN)])).to.deep.equal([]);
    });
  });

  describe("say nothing of what is not known in a preview", () => {
    for (const [what, resources] of [
      ["a spec", [nodePool("a", UNKNOWN)]],
      ["a template", [nodePool("a", { template: UNKNOWN })]],
      ["requirements", [nodePool("a", template(UNKNOWN as never))]],
      ["a value", [nodePool("a", template([{ ...M7I, values: [UNKNOWN] }]))]],
      ["limits", [nodePool("a", { ...template([M7I, ON_DEMAND]), limits: UNKNOWN })]],
      [
        "the values of the release",
        [release(UNKNOWN), nodePool("a", { ...template([M7I]), limits })],
      ],
      [
        "the queue",
        [
          release({ settings: { interruptionQueue: UNKNOWN } }),
          nodePool("a", { ...template([M7I]), limits }),
        ],
      ],
      [
        "the images",
        [
          resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "class", {
            metadata: UNKNOWN,
            spec: { amiSelectorTerms: [{ alias: UNKNOWN }] },
          }),
        ],
      ],
      [
        "a policy",
        [nodePool("a", good), resource("aws:iam/rolePolicy:RolePolicy", "p", { policy: UNKNOWN })],
      ],
    ] as const) {
      it(what, () => {
        expect(codes([...resources])).to.deep.equal([]);
      });
    }
  });

  describe("take config", () => {
    const nodes = release({ settings: { interruptionQueue: "q" } }, undefined, "1.9.1");

    it("of the cluster's Kubernetes, where no resource shows it", () => {
      const config = { KE001: { kubernetesVersion: "1.36" }, KE004: { kubernetesVersion: "1.35" } };
      expect(codes([nodes])).to.deep.equal([]);
      expect(codes([nodes], config)).to.deep.equal(["KE001 urn:release", "KE004 urn:release"]);
      const cluster = resource("aws:eks/cluster:Cluster", "c", { name: "c", version: "1.36" });
      expect(codes([nodes, cluster])).to.deep.equal(["KE001 urn:release"]);
    });

    it("of Karpenter's version, where no release shows it", () => {
      const config = { KE001: { karpenterVersion: "1.9.1", kubernetesVersion: "1.36" } };
      expect(codes([nodePool("a", good)], config)).to.deep.equal(["KE001 undefined"]);
      expect(codes([nodePool("a", good)], { KE001: { kubernetesVersion: "1.36" } })).to.deep.equal(
        [],
      );
    });

    it("of a reason to say nothing, which shows", () => {
      const resources = policyResources([nodePool("a", template([M7I, ON_DEMAND]))]);
      expect(judge(resources, { KE013: { silence: "a test cluster" } })).to.deep.equal({
        violations: [],
        notApplicable: { KE013: "silenced: a test cluster" },
      });
    });
  });

  it("do not apply to a stack without Karpenter", () => {
    const { violations, notApplicable } = judge(
      policyResources([resource("aws:sqs/queue:Queue", "queue", {})]),
    );
    expect(violations).to.deep.equal([]);
    expect(Object.keys(notApplicable)).to.deep.equal(policies().map(({ name }) => name));
    expect(notApplicable.KE001).to.equal(
      "the stack has no NodePool, no EC2NodeClass and no Helm release of Karpenter",
    );
  });
});

describe("the policy pack", () => {
  const root = path.resolve(__dirname, "../..");
  const read = (file: string) => readFileSync(path.join(root, file), "utf8");
  const version = (file: string) => (JSON.parse(read(file)) as { version: string }).version;

  it("has the version of the package, and what Pulumi reads", () => {
    expect(version("policy/package.json")).to.equal(version("package.json"));
    expect((parse(read("policy/PulumiPolicy.yaml")) as { runtime: string }).runtime).to.equal(
      "nodejs",
    );
  });
});
