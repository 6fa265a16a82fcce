/** An account on ministack, which has what moto lacks: access entries, pod identities and CloudFormation. */
import { startProxy } from "../emulator/proxy";
import { seed } from "../emulator/seed";
import { startEmulator, type Emulator } from "../emulator/server";
import { clientsOf, type Account, type Clients } from "./aws-clients";
import { ACCOUNT, environmentOf } from "./emulated-account";

/** The account, running. */
export interface MinistackAccount extends Account {
  clients: Clients;
  /** How many calls were made since it stands. */
  calls(): number;
  stop(): Promise<void>;
}

/** Starts an account with the cluster of an environment, by the ids of its recorded look-ups. */
export async function startMinistackAccount(stack: string): Promise<MinistackAccount> {
  const environment = environmentOf(stack);
  const emulator: Emulator = await startEmulator();
  let calls = 0;
  const proxy = await startProxy(emulator.url, stack, () => calls++);
  const stop = async () => {
    proxy.stop();
    await emulator.stop();
  };
  try {
    await seed({ ...environment, accountId: ACCOUNT }, proxy.url);
    calls = 0;
    const { region } = environment;
    const account: Account = { endpoint: proxy.url, region, accountId: ACCOUNT };
    return { ...account, clients: clientsOf(account), calls: () => calls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
