import { expect } from "chai";
import { refusal } from "../harness";
import { environment, type Changes } from "./environment";

/** What the review says of an environment: severity, code and where. */
const findings = async (stack: string, changes?: Changes): Promise<string[]> => {
  const registration = await environment(stack, changes);
  return registration.findings.map(
    ({ severity, code, where, silenced }) =>
      `${silenced === undefined ? severity : "silenced"} ${code} ${where}`,
  );
};

const LAB = [
  "warning KE002 policyPreset",
  "note KE004 version",
  "warning KE006 nodePools.default.requirements",
  "warning KE006 nodePools.api-microservice.requirements",
  "warning KE011 nodeClasses.default",
];

describe("the review of an environment", () => {
  it("warns the lab of what it deserves, and stops none", async () => {
    expect(await findings("lab")).to.deep.equal(LAB);
    expect(await findings("staging")).to.deep.equal([]);
    expect(await findings("prod")).to.deep.equal([]);
  });

  it("knows subnets, node groups and workloads", async () => {
    const controller = { replicas: 2 };
    const workloads = { training: { cpu: "2", memory: "16Gi", gpu: 9 } };
    expect(await findings("lab", { config: { controller, workloads } })).to.deep.equal([
      ...LAB.slice(0, 4),
      "warning KE009 workloads.training",
      ...LAB.slice(4),
      "warning KE016 controller.replicas",
    ]);
  });

  it("keeps what is silenced by its code, with the reason", async () => {
    const silence = { KE006: "the subnets are made larger next week" };
    const registration = await environment("lab", { config: { silence } });
    const silenced = registration.findings.filter((finding) => finding.silenced !== undefined);
    expect(silenced.map(({ code, silenced: reason }) => [code, reason])).to.deep.equal([
      ["KE006", "the subnets are made larger next week"],
      ["KE006", "the subnets are made larger next week"],
    ]);
    expect(await refusal(environment("lab", { config: { silence: { KE999: "why" } } }))).to.include(
      "karpenter-eks:silence.KE999: malformed key. Allowed: the code of a rule, KE001 to KE023.",
    );
  });

  it("stops at an error before anything is registered, unless it is silenced", async () => {
    const nodePools = {
      default: {
        nodeClassName: "default",
        requirements: [
          { key: "node.kubernetes.io/instance-type", operator: "In", values: ["m5.large"] },
          { key: "kubernetes.io/arch", operator: "In", values: ["arm64"] },
        ],
        limits: { cpu: "10" },
        terminationGracePeriod: "24h",
      },
    };
    const failed = environment("staging", { config: { nodePools } });
    const error = (await failed.then(
      () => undefined,
      (reason: unknown) => reason,
    )) as { message: string; registered: string[] };
    expect(error.message).to.equal(
      [
        "stack staging: 1 problem",
        "  - karpenter-eks:nodePools.default.requirements: no instance type meets the requirements of pool default (KE005). Why: the pool is accepted and never launches a node: its pods stay pending. Fix: loosen them: without node.kubernetes.io/instance-type, or without kubernetes.io/arch there are some. Or give a reason why it is right: karpenter-eks:silence.KE005.",
      ].join("\n"),
    );
    expect(error.registered).to.have.length(1);
    const silence = { KE005: "the type is told by a NodeOverlay" };
    expect(await findings("staging", { config: { nodePools, silence } })).to.include(
      "silenced KE005 nodePools.default.requirements",
    );
  });
});
