// What Pulumi's plugin host loads; a function that is exported is run.
module.exports = require("karpenter-eks/plugin").serve;
