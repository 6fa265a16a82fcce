import { expect } from "chai";
import { parse } from "yaml";
import { discoverySelectorTerms, renderEC2NodeClass } from "../../../core/node-class/render";
import type { EC2NodeClassSpec } from "../../../core/node-class/spec";
import { placeClass } from "../../../core/wiring";
import { FULL_CLASS_V1, LAB_CLASS, V1, V1BETA1 } from "../support";

const LAB = `
amiFamily: AL2 # Amazon Linux 2
role: "KarpenterNodeRole-lab" # replace with your cluster name
subnetSelectorTerms:
- tags:
    karpenter.sh/discovery: "lab" # replace with your cluster name
securityGroupSelectorTerms:
- tags:
    karpenter.sh/discovery: "lab" # replace with your cluster name
amiSelectorTerms:
- id: "ami-01af8560b504eb3db"
- id: "ami-01520c51b1b0e680b"
`;

describe("core/node-class/render", () => {
  for (const version of [V1BETA1, V1]) {
    it(`writes the lab's class as it stands there, under ${version.version}`, () => {
      expect(renderEC2NodeClass(placeClass(LAB_CLASS, version), version)).to.deep.equal(parse(LAB));
    });
  }

  it("writes the lab's selectors", () => {
    expect(discoverySelectorTerms("lab")).to.deep.equal([
      { tags: { "karpenter.sh/discovery": "lab" } },
    ]);
  });

  it("writes the newest image where nothing follows the key of the terms", () => {
    const spec = { ...LAB_CLASS, amiSelectorTerms: null as never };
    expect(renderEC2NodeClass(spec, V1).amiSelectorTerms).to.deep.equal([{ alias: "al2@latest" }]);
  });

  it("writes kubelet with the class in v1 alone", () => {
    const spec = { ...LAB_CLASS, kubelet: { maxPods: 30 } };
    expect(renderEC2NodeClass(placeClass(spec, V1), V1)).to.deep.equal({
      ...(parse(LAB) as object),
      kubelet: { maxPods: 30 },
    });
    expect(renderEC2NodeClass(placeClass(spec, V1BETA1), V1BETA1)).to.deep.equal(parse(LAB));
  });

  describe("says the newest image of a family as the API does", () => {
    const { amiSelectorTerms, ...family } = LAB_CLASS;
    expect(amiSelectorTerms).to.have.length(2);
    const { amiFamily, ...rest } = family;
    const alias = { ...rest, amiSelectorTerms: [{ alias: "al2@latest" }] };
    for (const [what, spec] of [
      ["a family without terms", family],
      ["an alias", alias],
    ] as const) {
      it(`given ${what}`, () => {
        expect(renderEC2NodeClass(spec, V1BETA1)).to.deep.equal({ ...rest, amiFamily });
        expect(renderEC2NodeClass(spec, V1)).to.deep.equal(alias);
      });
    }

    it("and leaves a pinned image, Custom and a second family as they are", () => {
      const unmoved: EC2NodeClassSpec[] = [
        { ...rest, amiSelectorTerms: [{ alias: "al2023@v20260818" }] },
        { ...alias, amiFamily: "Custom" },
        { ...LAB_CLASS, amiFamily: "Custom" },
      ];
      for (const spec of unmoved) {
        expect(renderEC2NodeClass(spec, V1)).to.deep.equal(spec);
      }
    });
  });

  it("writes other kubelet fields beside the typed ones", () => {
    const kubelet = { maxPods: 30, otherFields: { containerLogMaxSize: "50Mi" } };
    expect(renderEC2NodeClass({ ...LAB_CLASS, kubelet }, V1).kubelet).to.deep.equal({
      maxPods: 30,
      containerLogMaxSize: "50Mi",
    });
  });

  it("writes every field that is given, and none that is empty", () => {
    const { amiFamily, ...given } = FULL_CLASS_V1;
    expect(amiFamily).to.equal(undefined);
    const spec = { ...FULL_CLASS_V1, metadataOptions: {}, tags: {} } as object;
    const { metadataOptions, tags, ...rest } = given;
    expect([metadataOptions.httpTokens, tags.Team]).to.deep.equal(["required", "platform"]);
    expect(renderEC2NodeClass(spec, V1)).to.deep.equal(rest);
  });
});
