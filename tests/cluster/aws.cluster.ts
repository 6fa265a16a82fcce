import { expect } from "chai";
import type { Registration } from "../../preview/registration";
import { environment, type Changes } from "../stacks/environment";
import { awsResources, create, declared, read } from "./aws-resources";
import { startMinistackAccount, type MinistackAccount } from "./ministack-account";
import { record } from "./summary";

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
  this.timeout(600_000);

  let calls = 0;
  after(() => {
    record("AWS calls made", calls);
  });

  for (const { name, stack, changes } of CASES) {
    describe(name, () => {
      let account: MinistackAccount;
      let registration: Registration;

      before(async () => {
        account = await startMinistackAccount(stack);
        registration = await environment(stack, changes);
      });

      after(() => {
        calls += account.calls();
        return account.stop();
      });

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
