import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";

/** Where an emulated account is, and which one: the emulators take an access key of twelve digits as the account. */
export interface Account {
  endpoint: string;
  region: string;
  accountId: string;
}

/** The services that a registration needs. */
export interface Clients {
  ec2: EC2Client;
  eks: EKSClient;
  events: EventBridgeClient;
  iam: IAMClient;
  sqs: SQSClient;
  ssm: SSMClient;
}

/** What every client of an emulated account is made with: nothing of the user's own. */
export function access({ endpoint, region, accountId }: Account) {
  const credentials = { accessKeyId: accountId, secretAccessKey: "none" };
  return { endpoint, region, credentials };
}

/** Clients of an emulated account. */
export function clientsOf(account: Account): Clients {
  const config = access(account);
  return {
    ec2: new EC2Client(config),
    eks: new EKSClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
  };
}
