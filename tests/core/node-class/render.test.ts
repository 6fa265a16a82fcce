import { expect } from "chai";
import { parse } from "yaml";
import { discoverySelectorTerms, renderEC2NodeClass } from "../../../core/node-class/render";
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
      expect(renderEC2NodeClass(placeClass(LAB_CLASS, version))).to.deep.equal(parse(LAB));
    });
  }

  it("writes the lab's selectors", () => {
    expect(discoverySelectorTerms("lab")).to.deep.equal([
      { tags: { "karpenter.sh/discovery": "lab" } },
    ]);
  });

  it("writes kubelet with the class in v1 alone", () => {
    const spec = { ...LAB_CLASS, kubelet: { maxPods: 30 } };
    expect(renderEC2NodeClass(placeClass(spec, V1))).to.deep.equal({
      ...(parse(LAB) as object),
      kubelet: { maxPods: 30 },
    });
    expect(renderEC2NodeClass(placeClass(spec, V1BETA1))).to.deep.equal(parse(LAB));
  });

  it("writes every field that is given, and none that is empty", () => {
    const { amiFamily, ...given } = FULL_CLASS_V1;
    expect(amiFamily).to.equal(undefined);
    const spec = { ...FULL_CLASS_V1, metadataOptions: {}, tags: {} } as object;
    const { metadataOptions, tags, ...rest } = given;
    expect([metadataOptions.httpTokens, tags.Team]).to.deep.equal(["required", "platform"]);
    expect(renderEC2NodeClass(spec)).to.deep.equal(rest);
  });
});
