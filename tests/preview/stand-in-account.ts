import { devNull } from "node:os";
import type { Lookup } from "../../preview/context-file";
import { awsLookups } from "../../preview/record/aws-lookups";
import { startAwsApi, type AwsApi } from "./aws-api";

/** The account of fixtures/aws, asked as `record` asks a real one. */
export interface StandInAccount {
  /** Asks where no region is given in eu-west-1. */
  lookup: Lookup;
  /** The requests that the current test has sent so far, in order. */
  requests: () => readonly string[];
}

/** Makes AWS the stand-in of aws-api.ts for the tests of this `describe`, whatever credentials the machine has. */
export function standInAccount(): StandInAccount {
  const own = process.env;
  let api: AwsApi | undefined;
  let lookup = awsLookups({ region: "eu-west-1" });

  before(async () => {
    api = await startAwsApi();
    const others = Object.entries(own).filter(([name]) => !name.startsWith("AWS_"));
    process.env = {
      ...Object.fromEntries(others),
      AWS_ENDPOINT_URL: api.url,
      AWS_ACCESS_KEY_ID: "210987654321",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  });

  after(async () => {
    process.env = own;
    await api?.stop();
  });

  beforeEach(() => {
    api?.requests.splice(0);
    lookup = awsLookups({ region: "eu-west-1" });
  });

  return {
    lookup: (token, args) => lookup(token, args),
    requests: () => api?.requests ?? [],
  };
}

/** The message with which a look-up fails; that it does not fail is a failure of the test. */
export async function failure(lookup: Promise<unknown>): Promise<string> {
  const result = await lookup.catch((error: unknown) => error);
  if (result instanceof Error) return result.message;
  throw new Error(`answered ${JSON.stringify(result)}`);
}
