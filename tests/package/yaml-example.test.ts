import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import schema from "../../schema.json";
import type { PackageSchema, Property } from "../../plugin/schema";
import { isRecord, mapValues } from "../../core/records";
import { expectSameKarpenter, LANGUAGES, lookups } from "./language-example";
import { packedPlugin } from "./plugin-host";

interface Invoke {
  "fn::invoke": { function: string; arguments: Record<string, unknown> };
}

interface YamlProgram {
  packages: Record<string, string>;
  variables: Record<string, Invoke>;
  resources: Record<string, { type: string; properties: Record<string, unknown> }>;
}

const { resources: components, types }: PackageSchema = schema;
const program = parse(
  readFileSync(path.join(LANGUAGES, "yaml/Pulumi.yaml"), "utf8"),
) as YamlProgram;

/** The value of an expression such as `${cluster.identities[0].issuer}`. */
function evaluate(expression: string, scope: Record<string, unknown>): unknown {
  const keys = expression.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], scope);
}

/** A value with each expression replaced by an output, as Pulumi's YAML runtime sends it. */
function evaluateAll(value: unknown, scope: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluateAll(item, scope));
  if (isRecord(value)) return mapValues(value, (inner) => evaluateAll(inner, scope));
  const [, expression] = /^\$\{(.+)\}$/.exec(String(value)) ?? [];
  if (expression === undefined) return value;
  return {
    "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
    value: evaluate(expression, scope),
  };
}

/** What each variable holds, by the look-ups of the example in TypeScript. */
function variables(): Record<string, unknown> {
  const recorded = lookups();
  const results = mapValues(program.variables, ({ "fn::invoke": invoke }) => {
    const [pkg, module, name] = invoke.function.split(":");
    const token = `${pkg}:${module}/${name}:${name}`;
    const args = JSON.stringify(invoke.arguments).replace("${clusterName}", "staging");
    const found = recorded.find((l) => l.token === token && JSON.stringify(l.args) === args);
    expect(found, `${token} ${args}`).not.to.equal(undefined);
    return found?.result;
  });
  return { ...results, clusterName: "staging" };
}

/** Names that the schema does not know, and those that are missing. */
function misnamed(
  value: unknown,
  { $ref, items, additionalProperties }: Property,
  at: string,
): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => misnamed(item, items ?? {}, `${at}[${i}]`));
  }
  if (!isRecord(value)) return [];
  const type = types[$ref?.replace("#/types/", "") ?? ""];
  if (type?.properties) return misnamedIn(value, type.properties, type.required ?? [], at);
  return Object.entries(value).flatMap(([key, inner]) =>
    misnamed(inner, additionalProperties ?? {}, `${at}.${key}`),
  );
}

function misnamedIn(
  value: Record<string, unknown>,
  properties: Record<string, Property>,
  required: string[],
  at: string,
): string[] {
  return [
    ...required.filter((key) => !(key in value)).map((key) => `${at}.${key} is missing`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const property = properties[key];
      return property ? misnamed(inner, property, `${at}.${key}`) : [`${at}.${key} is unknown`];
    }),
  ];
}

describe("the example in YAML", function () {
  this.timeout(180_000);
  const plugin = packedPlugin();

  it("names components and arguments as the schema does", () => {
    const own = Object.entries(program.resources).filter(([, { type }]) =>
      type.startsWith("karpenter-eks:"),
    );
    expect(own).to.have.length(1);
    for (const [name, { type, properties }] of own) {
      const component = components[type];
      expect(component, type).not.to.equal(undefined);
      const { inputProperties = {}, requiredInputs = [] } = component ?? {};
      expect(misnamedIn(properties, inputProperties, requiredInputs, name)).to.deep.equal([]);
    }
  });

  it("makes what the example in TypeScript makes", async () => {
    const { properties } = program.resources.karpenter!;
    await expectSameKarpenter(plugin.host, evaluateAll(properties, variables()) as object);
  });

  it("finds the plugin where npm has put it", () => {
    expect(program.packages).to.deep.equal({
      "karpenter-eks": "./node_modules/karpenter-eks/plugin",
    });
  });
});
