const pulumi = require("@pulumi/pulumi");
const { Karpenter } = require("../../../../dist");

new Karpenter("karpenter", {
  cluster: { name: "dev", region: "eu-west-1", accountId: "111122223333" },
  subnetIds: ["subnet-0123456789abcdef0"],
  identity: "pod-identity",
  version: "1.14.4",
  nodeClasses: { default: { amiSelectorTerms: [{ alias: "al2023@v20260818" }] } },
  nodePools: new pulumi.Config().requireObject("nodePools"),
});
