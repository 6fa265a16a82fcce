import { clusterArn } from "../../../core/cluster";
import type { AttackRow } from "./attacks";
import { asker, beside, elsewhere, type Place } from "./place";

/** Attacks on queues, parameters, clusters and data. */
export function services(place: Place): AttackRow[] {
  const ask = asker(place);
  const { partition, region, accountId, queueArn, otherRegion } = place;
  const other = beside(place);
  const far = elsewhere(place);
  const cluster = clusterArn(place);
  const others = clusterArn(other);
  const arn = (service: string, rest: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  const parameter = arn("ssm", "parameter/prod/database/password");
  const image = `arn:${partition}:ssm:${otherRegion}::parameter/aws/service/eks/optimized-ami/1.32`;
  const key = arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
  const secret = arn("secretsmanager", "secret:prod-AbCdEf");
  const shift = (action: string, of: string) =>
    ask(`arc-zonal-shift:${action}`, of, { "arc-zonal-shift:ResourceIdentifier": of });
  return [
    ["read another queue", ask("sqs:ReceiveMessage", other.queueArn)],
    ["delete messages from another queue", ask("sqs:DeleteMessage", other.queueArn)],
    ["look up another queue", ask("sqs:GetQueueUrl", other.queueArn)],
    ["read the queue of the same name in another region", ask("sqs:ReceiveMessage", far.queueArn)],
    ["send messages to another queue", ask("sqs:SendMessage", other.queueArn)],
    ["purge another queue", ask("sqs:PurgeQueue", other.queueArn)],
    ["forge an interruption in the cluster's queue", ask("sqs:SendMessage", queueArn)],
    ["purge the cluster's queue", ask("sqs:PurgeQueue", queueArn)],
    ["delete the cluster's queue", ask("sqs:DeleteQueue", queueArn)],
    ["change the policy of the cluster's queue", ask("sqs:SetQueueAttributes", queueArn)],
    ["read a private SSM parameter", ask("ssm:GetParameter", parameter)],
    ["read a public SSM parameter of another region", ask("ssm:GetParameter", image)],
    ["read private SSM parameters by path", ask("ssm:GetParametersByPath", parameter)],
    ["write an SSM parameter", ask("ssm:PutParameter", parameter)],
    ["describe another cluster", ask("eks:DescribeCluster", others)],
    [
      "describe the cluster of the same name in another region",
      ask("eks:DescribeCluster", clusterArn(far)),
    ],
    ["change the configuration of the cluster", ask("eks:UpdateClusterConfig", cluster)],
    ["delete the cluster", ask("eks:DeleteCluster", cluster)],
    ["make itself an administrator of the cluster", ask("eks:CreateAccessEntry", cluster)],
    ["read Kubernetes objects by way of EKS", ask("eks:AccessKubernetesApi", cluster)],
    ["read another cluster's zonal shift", shift("GetManagedResource", others)],
    ["shift the cluster away from a zone", shift("StartZonalShift", cluster)],
    ["decrypt with a KMS key", ask("kms:Decrypt", key)],
    ["read an object from S3", ask("s3:GetObject", `arn:${partition}:s3:::backups/prod.dump`)],
    ["read a secret", ask("secretsmanager:GetSecretValue", secret)],
  ];
}
