import type { ClusterContext } from "../cluster";
import { isRecord, recordsIn, unique } from "../records";
import type { Statement } from "./policy-document";

/** Parameters that AWS publishes images in, which every policy allows already. */
const PUBLIC_PARAMETERS = "/aws/service/";

/**
 * What the controller needs so that EC2 can make volumes that are encrypted with these keys: it calls KMS on the
 * controller's behalf. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
export function kmsStatements(
  { region, dnsSuffix }: Pick<ClusterContext, "region" | "dnsSuffix">,
  keyArns: string[],
): Statement[] {
  if (keyArns.length === 0) return [];
  const viaEc2 = { "kms:ViaService": `ec2.${region}.${dnsSuffix}` };
  return [
    {
      Sid: "AllowEncryptedVolumes",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: keyArns,
      Condition: { StringEquals: viaEc2 },
    },
    {
      Sid: "AllowEncryptedVolumeGrants",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keyArns,
      Condition: { StringEquals: viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** What the controller needs to read image ids from parameters of the account's own. */
export function ssmStatements(
  { partition, region, accountId }: Pick<ClusterContext, "partition" | "region" | "accountId">,
  parameters: string[],
): Statement[] {
  const own = parameters.filter((name) => !name.startsWith(PUBLIC_PARAMETERS));
  if (own.length === 0) return [];
  return [
    {
      Sid: "AllowOwnSSMParameters",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: own.map((name) =>
        // A parameter that another account shares is named by its ARN.
        name.startsWith("arn:")
          ? name
          : `arn:${partition}:ssm:${region}:${accountId}:parameter/${bareName(name)}`,
      ),
    },
  ];
}

/** IAM knows a parameter without its leading slash, and without the version or label that is asked for. */
function bareName(name: string): string {
  return name.replace(/^\//, "").replace(/:[^/:]+$/, "");
}

/** The SSM parameters that classes read their images from, each once. */
export function ssmParametersOf(nodeClasses: unknown): string[] {
  const classes = isRecord(nodeClasses) ? Object.values(nodeClasses) : [];
  const names = classes
    .flatMap((spec) => recordsIn(isRecord(spec) ? spec.amiSelectorTerms : undefined))
    .map(({ ssmParameter }) => ssmParameter)
    .filter((name) => typeof name === "string");
  return unique(names);
}
