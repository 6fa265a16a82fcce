import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import * as api from "../index";
import inferred from "../schema.json";
import { withPlainInputs } from "./plain-inputs";
import type { PackageSchema } from "./schema";

type Component = new (
  name: string,
  args: Record<string, unknown>,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/**
 * Makes the components for programs in any language. Pulumi's own host for components does so as well, but infers the
 * schema anew in every process, for which it needs the sources and TypeScript, six seconds and most of a gigabyte.
 */
class ComponentProvider implements provider.Provider {
  readonly #schema: PackageSchema = inferred;
  readonly version = this.#schema.version;
  readonly schema = JSON.stringify(inferred);

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
  ): Promise<provider.ConstructResult> {
    const declared = this.#schema.resources[type];
    if (!declared) {
      const all = Object.keys(this.#schema.resources).join(", ");
      throw new Error(`there is no component ${type}; there are ${all}`);
    }
    const className = type.split(":")[2] as keyof typeof api;
    const component = api[className] as unknown as Component;
    const { inputProperties, properties } = declared;
    const args = await withPlainInputs(inputs, inputProperties, this.#schema.types);
    const resource = new component(name, args, opts);
    const outputs = resource as unknown as Record<string, unknown>;
    return {
      urn: resource.urn,
      state: Object.fromEntries(Object.keys(properties).map((key) => [key, outputs[key]])),
    };
  }
}

/**
 * Serves the components over gRPC until the engine ends the process. The provider of an aws-auth entry is carried along
 * as text, in which the SDK names by their package those files alone that it finds in node_modules of the working folder.
 */
export function serve(): Promise<void> {
  process.chdir(path.resolve(__dirname, "../../../.."));
  return provider.main(new ComponentProvider(), process.argv.slice(2));
}
