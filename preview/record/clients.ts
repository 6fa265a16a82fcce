import type { EC2Client } from "@aws-sdk/client-ec2";
import type { EKSClient } from "@aws-sdk/client-eks";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { STSClient } from "@aws-sdk/client-sts";

/**
 * The AWS clients, one a service and region, so that credentials (a role to assume, an MFA code) are resolved once for
 * each. An SDK package is loaded when the first look-up needs it.
 */
export class Clients {
  readonly #made = new Map<string, unknown>();
  readonly #profile: string | undefined;

  constructor(profile?: string) {
    this.#profile = profile;
  }

  async ec2(region: string): Promise<EC2Client> {
    const { EC2Client } = await import("@aws-sdk/client-ec2");
    return this.#once(`ec2 ${region}`, () => new EC2Client({ region, profile: this.#profile }));
  }

  async eks(region: string): Promise<EKSClient> {
    const { EKSClient } = await import("@aws-sdk/client-eks");
    return this.#once(`eks ${region}`, () => new EKSClient({ region, profile: this.#profile }));
  }

  async iam(region: string): Promise<IAMClient> {
    const { IAMClient } = await import("@aws-sdk/client-iam");
    return this.#once(`iam ${region}`, () => new IAMClient({ region, profile: this.#profile }));
  }

  async ssm(region: string): Promise<SSMClient> {
    const { SSMClient } = await import("@aws-sdk/client-ssm");
    return this.#once(`ssm ${region}`, () => new SSMClient({ region, profile: this.#profile }));
  }

  async sts(region: string): Promise<STSClient> {
    const { STSClient } = await import("@aws-sdk/client-sts");
    return this.#once(`sts ${region}`, () => new STSClient({ region, profile: this.#profile }));
  }

  #once<Client>(key: string, make: () => Client): Client {
    const client = (this.#made.get(key) as Client | undefined) ?? make();
    this.#made.set(key, client);
    return client;
  }
}
