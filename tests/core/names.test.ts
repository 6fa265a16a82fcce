import { expect } from "chai";
import fc from "fast-check";
import {
  controllerPolicyName,
  controllerRoleName,
  DISCOVERY_TAG,
  nodeRoleName,
  SERVICE_ACCOUNT,
  shorten,
} from "../../core/names";
import { clusterName } from "./support";

const a = (count: number): string => "a".repeat(count);

describe("core/names", () => {
  it("keeps the names that Karpenter and its chart use", () => {
    expect([DISCOVERY_TAG, SERVICE_ACCOUNT]).to.deep.equal(["karpenter.sh/discovery", "karpenter"]);
  });

  for (const [cluster, expected] of [
    ["lab", "KarpenterNodeRole-lab"],
    [a(46), `KarpenterNodeRole-${a(46)}`],
    [a(47), `KarpenterNodeRole-${a(37)}-ecac2df3`],
    [a(100), `KarpenterNodeRole-${a(37)}-e5439b07`],
  ] as const) {
    it(`names the node role of a cluster of ${cluster.length} characters`, () => {
      expect(nodeRoleName(cluster)).to.equal(expected);
    });
  }

  for (const [cluster, expected] of [
    ["lab", "KarpenterControllerRole-lab"],
    [a(40), `KarpenterControllerRole-${a(40)}`],
    [a(41), `KarpenterControllerRole-${a(31)}-53e5e00c`],
    [a(100), `KarpenterControllerRole-${a(31)}-0331d77b`],
  ] as const) {
    it(`names the controller role of a cluster of ${cluster.length} characters`, () => {
      expect(controllerRoleName(cluster)).to.equal(expected);
    });
  }

  it("names the controller policy after the cluster, which always fits", () => {
    expect(controllerPolicyName("lab")).to.equal("KarpenterControllerPolicy-lab");
    expect(controllerPolicyName(a(100))).to.have.lengthOf(126);
  });

  for (const [what, name] of [
    ["node role", nodeRoleName],
    ["controller role", controllerRoleName],
  ] as const) {
    it(`gives every cluster a legal ${what} name`, () => {
      fc.assert(
        fc.property(clusterName, (cluster) => {
          expect(name(cluster)).to.match(/^[\w+=,.@-]{1,64}$/);
        }),
      );
    });

    it(`keeps the ${what} names of two clusters apart, however much they share`, () => {
      fc.assert(
        fc.property(clusterName, fc.nat(99), (cluster, position) => {
          const at = position % cluster.length;
          const old = cluster.charAt(at);
          const other = cluster.slice(0, at) + (old === "x" ? "y" : "x") + cluster.slice(at + 1);
          expect(name(other)).not.to.equal(name(cluster));
        }),
      );
    });
  }

  it("keeps a name apart from one that is what a longer name is shortened to", () => {
    fc.assert(
      fc.property(clusterName, fc.integer({ min: 10, max: 128 }), (name, limit) => {
        fc.pre(name.length > limit);
        const taken = shorten(name, limit);
        expect(shorten(taken, limit)).not.to.equal(taken);
      }),
    );
  });

  it("leaves what fits alone, and never exceeds the limit", () => {
    fc.assert(
      fc.property(clusterName, fc.integer({ min: 10, max: 128 }), (name, limit) => {
        const short = shorten(name, limit);
        expect(short).to.have.lengthOf(Math.min(name.length, limit));
        expect(short === name).to.equal(name.length <= limit);
      }),
    );
  });
});
