import type { GetParameterResult } from "@pulumi/aws/ssm";
import type { LookupArgs } from "./aws-lookups";
import type { Clients } from "./clients";
import { found, text } from "./values";

/** `aws.ssm.getParameter`, without SecureString: a context file is committed and never holds a secret. */
export async function parameterByName(
  clients: Clients,
  args: LookupArgs,
): Promise<GetParameterResult> {
  const { GetParameterCommand } = await import("@aws-sdk/client-ssm");
  const name = text(args, "name");
  const ssm = await clients.ssm(args.region);
  // Never decrypted: what is refused below should not even cross the wire.
  const answer = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
  const parameter = found(answer.Parameter);
  if (parameter.Type === "SecureString") {
    throw new Error(
      "this parameter is a SecureString, and a context file never holds a secret. Let the program read it without a look-up, or store what is no secret as a String.",
    );
  }
  const value = parameter.Value ?? "";
  return {
    arn: parameter.ARN ?? "",
    id: name,
    insecureValue: value,
    name: parameter.Name ?? name,
    region: args.region,
    type: parameter.Type ?? "",
    value,
    version: parameter.Version ?? 0,
    withDecryption: args.withDecryption !== false,
  };
}
