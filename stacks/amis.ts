import * as aws from "@pulumi/aws";
import { unique } from "../core/records";
import type { StackConfig } from "./config";

/** The AMI ids that the SSM parameters of the classes hold, by parameter. */
export async function lookUpAmis(config: StackConfig): Promise<Record<string, string>> {
  const names = unique(
    Object.values(config.nodeClasses).flatMap((spec) => spec.amiParameters ?? []),
  );
  const parameters = await Promise.all(names.map((name) => aws.ssm.getParameter({ name })));
  return Object.fromEntries(parameters.map(({ name, insecureValue }) => [name, insecureValue]));
}
