const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

console.log("the program speaks");
const config = new pulumi.Config();
const queue = new aws.sqs.Queue("queue", { delaySeconds: config.requireNumber("size") });
exports.region = config.require("region");
exports.url = queue.url;
exports.token = config.requireSecret("token");
