import { expect } from "chai";
import { RULES } from "../../core/review/rules";
import { NOT_JUDGED, policies } from "../../policy/policies";
import type { Registration } from "../../preview/registration";
import { only } from "../harness";
import { environment, type Changes } from "../stacks/environment";
import { judge, policyResources } from "./judge";

/** What is looked up of an existing cluster, and so stands in no resource: told by config, or not judged. */
const LOOKED_UP = ["KE006", "KE008", "KE016"];

/** Every code silenced, so that errors do not stop the program that shows them. */
const silence = Object.fromEntries(RULES.map(({ code }) => [code, "shown by a test"]));

const pool = (requirements: object[], more: object = {}) => ({
  nodeClassName: "default",
  limits: { cpu: "10" },
  expireAfter: "Never",
  requirements: [In(CAPACITY, "on-demand"), ...requirements],
  ...more,
});
const In = (key: string, ...values: string[]) => ({ key, operator: "In", values });
const CAPACITY = "karpenter.sh/capacity-type";
const FAMILY = "karpenter.k8s.aws/instance-family";

const tagged = {
  taints: [{ key: "example.com/a", effect: "NoSchedule" }],
};

/** Changes of an environment, and the codes that they lead to. */
const CASES: readonly [stack: string, changes: Changes, codes: string[]][] = [
  ["lab", {}, ["KE002", "KE004", "KE011"]],
  ["staging", {}, []],
  ["prod", {}, []],
  [
    "staging",
    {
      config: {
        interruptionQueue: false,
        securityGroupIds: ["sg-0123456789abcdef0", "sg-0123456789abcdef1"],
        values: { settings: { isolatedVPC: true }, nodeSelector: { team: "a" } },
        nodeClasses: {
          default: { amiSelectorTerms: [{ alias: "al2023@latest" }] },
          own: { amiFamily: "AL2023", amiSelectorTerms: [{ name: "nodes-*" }] },
          old: { amiFamily: "AL2", amiSelectorTerms: [{ alias: "al2@v20251112" }] },
        },
        nodePools: {
          spot: pool([In(FAMILY, "m7i")], {
            requirements: [In(CAPACITY, "spot")],
            ...tagged,
            labels: { team: "a" },
            limits: undefined,
          }),
          "same.a": pool([In(FAMILY, "m6i")], { expireAfter: undefined }),
          "same.b": pool([In(FAMILY, "m6i")], {
            disruption: { budgets: [{ nodes: "0" }], consolidateAfter: "1m" },
          }),
          none: pool(
            [
              { key: "karpenter.k8s.aws/instance-memory", operator: "Gt", values: ["4047"] },
              { key: "karpenter.k8s.aws/instance-memory", operator: "Lt", values: ["1024"] },
            ],
            tagged,
          ),
          strange: pool([In(FAMILY, "m99x")], tagged),
          small: pool([In("node.kubernetes.io/instance-type", "t3.micro")], tagged),
          gpu: pool([In(FAMILY, "g6"), { ...In("karpenter.k8s.aws/instance-gpu-count", "1") }]),
        },
      },
    },
    [
      ...["KE003", "KE005", "KE005", "KE007", "KE007", "KE010", "KE011", "KE012", "KE013", "KE014"],
      ...["KE017", "KE018", "KE019", "KE020", "KE020", "KE020", "KE022", "KE023"],
    ],
  ],
  // Before Karpenter 1.0 all of it is written in the other API.
  [
    "lab",
    {
      config: {
        spotServiceLinkedRole: false,
        nodeClasses: {
          default: { amiFamily: "AL2023", kubelet: { maxPods: 5 } },
          windows: { amiFamily: "Windows2022" },
        },
        nodePools: {
          default: pool([], { requirements: [In(CAPACITY, "spot"), In(FAMILY, "m7i")] }),
          windows: pool([In(FAMILY, "m7i"), In("kubernetes.io/os", "linux")], {
            nodeClassName: "windows",
          }),
        },
      },
    },
    ["KE002", "KE003", "KE003", "KE004", "KE005", "KE007", "KE014"],
  ],
];

/** What the preview finds that a stack's resources can show. */
function expected({ findings }: Registration): string[] {
  return findings
    .filter(({ code }) => !LOOKED_UP.includes(code) && NOT_JUDGED[code] === undefined)
    .map(({ code, severity, message, fix }) => `${severity} ${code} ${message}. Fix: ${fix}.`);
}

describe("the policies on an environment", () => {
  for (const [stack, changes, codes] of CASES) {
    it(`${stack}, ${changes.config ? "changed" : "as it is"}: report what the preview finds`, async () => {
      const config = { ...changes.config, silence };
      const registration = await environment(stack, { ...changes, config });
      const found = expected(registration);
      expect(found.map((line) => line.split(" ")[1])).to.deep.equal(codes);
      const kubernetesVersion = stack === "lab" ? "1.29" : "1.35";
      const { violations } = judge(
        policyResources(registration.resources),
        Object.fromEntries(policies().map(({ name }) => [name, { kubernetesVersion }])),
      );
      const weights = new Map(
        registration.findings.map((f) => [`${f.code} ${f.message}`, f.severity]),
      );
      const told = violations.map(({ policy, message }) => {
        const code = policy.split("-")[0]!;
        const severity = weights.get(`${code} ${message.split(". Fix: ")[0]!}`);
        return `${severity} ${code} ${message}`;
      });
      expect(told.sort()).to.deep.equal(found.sort());
    });
  }

  it("name the resource that a finding is about", async () => {
    const { resources } = await environment("lab");
    const { violations } = judge(policyResources(resources));
    const of = (urn: string | undefined) => resources.find((resource) => resource.urn === urn);
    expect(violations.map(({ policy, urn }) => [policy, of(urn)?.name])).to.deep.equal([
      ["KE002", "karpenter-controller"],
      ["KE011", "karpenter-class-default-nodeclass"],
    ]);
  });

  it("know the controller's nodes where the stack makes them", async () => {
    const registration = await environment("staging", {
      config: {
        clusterName: undefined,
        cluster: {
          create: {
            ...{ name: "shop", kubernetesVersion: "1.35" },
            availabilityZones: ["us-east-1a", "us-east-1b"],
            systemNodeGroup: { size: 2, instanceTypes: ["t3.micro"] },
          },
        },
        silence,
      },
    });
    const [found] = registration.findings.filter(({ code }) => code === "KE016");
    const { violations } = judge(policyResources(registration.resources));
    expect(violations.filter(({ policy }) => policy === "KE016")).to.deep.equal([
      {
        policy: "KE016",
        message: `${found?.message}. Fix: ${found?.fix}.`,
        urn: only(registration, "kubernetes:helm.sh/v3:Release", "karpenter-controller").urn,
      },
    ]);
  });
});
