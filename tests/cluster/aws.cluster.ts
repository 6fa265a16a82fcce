import { expect } from "chai";
import type { Registration } from "../../preview/registration";
import { ENVIRONMENTS } from "../emulator/environments";
import { startProxy } from "../emulator/proxy";
import { seed } from "../emulator/seed";
import { startEmulator, type Emulator } from "../emulator/server";
import { environment, type Changes } from "../stacks/environment";
import { clientsOf, type Account, type Clients } from "./aws-clients";
import { awsResources, create, declared, read } from "./aws-resources";

/** The account that the recorded look-ups name; each environment has an emulator of its own. */
const ACCOUNT = "111122223333";

/** The shipped environments, and what none of them uses. */
const CASES: readonly { name: string; stack: string; changes?: Changes }[] = [
  { name: "lab", stack: "lab" },
  { name: "staging", stack: "staging" },
  { name: "prod", stack: "prod" },
  {
    name: "staging with Pod Identity, a path and tags",
    stack: "staging",
    changes: {
      config: {
        identity: "pod-identity",
        iam: { path: "/karpenter/" },
        tags: { team: "platform" },
      },
    },
  },
];

describe("AWS accepts what is declared", function () {
  this.timeout(120_000);

  for (const { name, stack, changes } of CASES) {
    describe(name, () => {
      let account: Seeded;
      let registration: Registration;

      before(async () => {
        account = await seeded(stack);
        registration = await environment(stack, changes);
      });

      after(() => account.stop());

      it("makes every resource in the order of its dependencies", async () => {
        for (const resource of awsResources(registration)) {
          await create(account.clients, resource).catch((error: unknown) => {
            throw new Error(`${resource.urn}: ${String(error)}`, { cause: error });
          });
        }
      });

      it("has each as it was declared", async () => {
        const resources = awsResources(registration);
        expect(resources).not.to.have.length(0);
        for (const resource of resources) {
          const found = await read(account.clients, resource);
          expect(found, resource.urn).to.deep.equal(declared(resource));
        }
      });
    });
  }
});

interface Seeded {
  clients: Clients;
  stop: () => Promise<void>;
}

/** An emulated account with the cluster of an environment, by the ids of its recorded look-ups. */
async function seeded(stack: string): Promise<Seeded> {
  const found = ENVIRONMENTS.find(({ name }) => name === stack);
  if (!found) throw new Error(`no environment ${stack}`);
  const emulator: Emulator = await startEmulator();
  const proxy = await startProxy(emulator.url, stack);
  const stop = async () => {
    proxy.stop();
    await emulator.stop();
  };
  try {
    await seed({ ...found, accountId: ACCOUNT }, proxy.url);
    const account: Account = { endpoint: proxy.url, region: found.region, accountId: ACCOUNT };
    return { clients: clientsOf(account), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
