import * as aws from "@pulumi/aws";

export default async () => ({ url: new aws.sqs.Queue("queue", { delaySeconds: 3 }).url });
