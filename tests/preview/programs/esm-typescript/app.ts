import * as aws from "@pulumi/aws";

const delaySeconds: number = 3;

export default async (): Promise<object> => ({
  url: new aws.sqs.Queue("queue", { delaySeconds }).url,
});
