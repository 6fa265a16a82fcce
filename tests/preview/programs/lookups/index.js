const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

module.exports = async () => {
  const { accountId } = await aws.getCallerIdentity({});
  const clusterName = new pulumi.Config().require("clusterName");
  const cluster = await aws.eks.getCluster({ name: clusterName });
  const { names } = await aws.eks.getNodeGroups({ clusterName });
  return { accountId, arn: cluster.arn, names };
};
