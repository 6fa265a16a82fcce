import { expect } from "chai";
import { UNKNOWN } from "../../../core/field";
import { accessModeOf, hasWindows, validateAccess } from "../../../core/iam/access";
import { brief, title } from "../support";

describe("core/iam/access", () => {
  it("lets nodes in where the cluster looks, unless it is told otherwise", () => {
    expect(accessModeOf("API")).to.equal("access-entry");
    expect(accessModeOf("API_AND_CONFIG_MAP")).to.equal("access-entry");
    expect(accessModeOf("CONFIG_MAP")).to.equal("aws-auth");
    expect(accessModeOf("API_AND_CONFIG_MAP", "aws-auth")).to.equal("aws-auth");
    expect(accessModeOf("API", "none")).to.equal("none");
  });

  for (const [spec, windows] of [
    [{ amiFamily: "Windows2022" }, true],
    [{ amiSelectorTerms: [{ alias: "windows2019@latest" }] }, true],
    [{ amiFamily: "Custom", amiSelectorTerms: [{ alias: "windows2019@latest" }] }, false],
    [{ amiFamily: "AL2023" }, false],
    [{ amiFamily: UNKNOWN }, false],
  ] as const) {
    it(`takes ${title(spec)} for ${windows ? "Windows" : "Linux"}`, () => {
      expect(hasWindows({ linux: { amiFamily: "AL2" }, other: spec })).to.equal(windows);
    });
  }

  for (const [access, authenticationMode, kubeconfig, expected] of [
    [undefined, "API", undefined, []],
    [{}, "CONFIG_MAP", "{}", []],
    [{ mode: "none" }, "CONFIG_MAP", undefined, []],
    [{ mode: "aws-auth" }, "API_AND_CONFIG_MAP", "{}", []],
    [{ adopt: true, entryType: "EC2_WINDOWS" }, "API", undefined, []],
    [{ adopt: true }, UNKNOWN, undefined, []],
    [
      { mode: "aws-auth" },
      "API",
      "{}",
      ["access.mode: a cluster of authentication mode API does not look there"],
    ],
    [
      { mode: "access-entry" },
      "CONFIG_MAP",
      undefined,
      ["access.mode: a cluster of authentication mode CONFIG_MAP does not look there"],
    ],
    [
      undefined,
      "CONFIG_MAP",
      undefined,
      ["cluster.kubeconfig: missing: the edit of aws-auth needs it"],
    ],
    [{ adopt: true }, "CONFIG_MAP", "{}", ["access.adopt: only an access entry is adopted"]],
    [
      { adopt: true, mode: "none" },
      "API",
      undefined,
      ["access.adopt: only an access entry is adopted"],
    ],
    [{ entryType: "EC2" }, "API", undefined, ["access.entryType: unknown value"]],
  ] as const) {
    it(`${expected.length > 0 ? "refuses" : "takes"} ${title(access)} with ${String(authenticationMode)}`, () => {
      expect(brief(validateAccess(access, authenticationMode, kubeconfig))).to.deep.equal([
        ...expected,
      ]);
    });
  }
});
