import * as pulumi from "@pulumi/pulumi";

export function delay(): Promise<number> {
  return Promise.resolve(new pulumi.Config().requireNumber("size"));
}
