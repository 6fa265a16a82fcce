import { expect } from "chai";
import { readContext } from "../../preview/context-file";
import { refusal } from "../harness";
import { environment, type Changes } from "./environment";

describe("facts that do not fit", () => {
  type Result = Record<string, unknown>;
  const changed = (token: string, change: (result: Result) => Result): Changes => ({
    lookups: (lookups) =>
      lookups.map((lookup) =>
        lookup.token.endsWith(token) ? { ...lookup, result: change(lookup.result) } : lookup,
      ),
  });

  it("refuses IRSA on a cluster without an OIDC issuer", async () => {
    expect(
      await refusal(
        environment(
          "lab",
          changed("getCluster", (r) => ({ ...r, identities: [] })),
        ),
      ),
    ).to.equal(
      'stack lab: 1 problem\n  - karpenter-eks:clusterName: the cluster has no OIDC issuer, which identity irsa needs (got "lab"). Allowed: a cluster with an OIDC issuer, or identity pod-identity. Fix: set karpenter-eks:identity to pod-identity.',
    );
  });

  it("refuses a cluster with no node group to take subnets from", async () => {
    expect(
      await refusal(
        environment(
          "lab",
          changed("getNodeGroups", (r) => ({ ...r, names: [] })),
        ),
      ),
    ).to.equal(
      "stack lab: 1 problem\n  - karpenter-eks:subnetIds: cluster lab has no managed node group to take subnets from. Allowed: at least one subnet id. Fix: set karpenter-eks:subnetIds.",
    );
  });

  it("refuses to take a subnet away from another cluster", async () => {
    const [taken] = readContext(`${__dirname}/../../stacks/lab.context.json`).filter(({ token }) =>
      token.endsWith("getSubnet"),
    );
    const lookups: Changes = {
      lookups: (all) =>
        all.map((lookup) =>
          lookup.args.id === taken?.args.id
            ? {
                ...lookup,
                result: { ...lookup.result, tags: { "karpenter.sh/discovery": "other" } },
              }
            : lookup,
        ),
    };
    expect(await refusal(environment("lab", lookups))).to.equal(
      `stack lab: 1 problem\n  - karpenter-eks:subnetIds: the subnet's tag karpenter.sh/discovery belongs to cluster other (got "${String(taken?.args.id)}"). Allowed: subnets without the tag, or with the value lab. Fix: set karpenter-eks:subnetIds to subnets of this cluster alone, or karpenter-eks:subnetIds to [] and select subnets by id.`,
    );
  });

  it("tags no subnet where the config says so, for clusters that share subnets", async () => {
    const { resources } = await environment("lab", { config: { subnetIds: [] } });
    const tags = resources.filter(({ type }) => type === "aws:ec2/tag:Tag");
    expect(tags.map(({ inputs }) => (inputs.resourceId as string).slice(0, 3))).to.deep.equal([
      "sg-",
    ]);
  });

  it("refuses a node group that is not there", async () => {
    expect(await refusal(environment("lab", { config: { nodeGroupNames: ["ng-2"] } }))).to.equal(
      'stack lab: 1 problem\n  - karpenter-eks:nodeGroupNames: cluster lab has no such node group (got "ng-2"). Allowed: ng-1. Fix: correct the name.',
    );
  });

  it("warns where Kubernetes is outside of Karpenter's range", async () => {
    const { findings } = await environment(
      "lab",
      changed("getCluster", (r) => ({ ...r, version: "1.30" })),
    );
    const [first] = findings.map(({ code, message }) => [code, message]);
    expect(first).to.deep.equal([
      "KE001",
      "Karpenter 0.36.2 is made for Kubernetes 1.23 to 1.29; the cluster runs 1.30",
    ]);
  });

  it("names the look-up that was not recorded, and the command that records it", async () => {
    const lookups = environment("lab", {
      lookups: (all) => all.filter(({ token }) => !token.endsWith("getNodeGroups")),
    });
    expect(await refusal(lookups)).to.include(
      'no recorded answer for aws:eks/getNodeGroups:getNodeGroups {"clusterName":"lab"} in lab.context.json; with credentials of the account, run: karpenter-eks record --stack lab',
    );
  });
});
