import * as path from "node:path";
import { expect } from "chai";
import { readProject } from "../../preview/project";
import { environment } from "../stacks/environment";
import { runAsTheEngineDoes } from "./language-host";

const ROOT = path.resolve(__dirname, "../..");

/** The text of a dynamic provider depends on how its source was transpiled. */
const withoutProvider = (inputs: unknown) => ({ ...(inputs as object), __provider: undefined });

describe("the offline preview and Pulumi's own runner", function () {
  this.timeout(60_000);
  for (const stack of ["lab", "staging", "prod"]) {
    it(`see the same registrations of ${stack}`, async () => {
      const { resources } = await environment(stack);
      const seen = await runAsTheEngineDoes(readProject(ROOT, stack));
      expect(
        seen.map(({ urn, inputs, dependsOn }) => ({
          urn,
          dependsOn,
          inputs: withoutProvider(inputs),
        })),
      ).to.deep.equal(
        resources.map(({ urn, inputs, dependsOn }) => ({
          urn,
          dependsOn,
          inputs: withoutProvider(inputs),
        })),
      );
    });
  }
});
