import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { delay } from "./delay";

enum Kind {
  Queue = "queue",
}

export = async (): Promise<{ url: pulumi.Output<string> }> => {
  const queue = new aws.sqs.Queue(Kind.Queue, { delaySeconds: await delay() });
  return { url: queue.url };
};
