import { createHash } from "node:crypto";

interface ClosureModule {
  serializeFunction(
    makeProvider: () => object,
  ): Promise<{ text: string; containsSecrets?: boolean }>;
}

/**
 * The engine runs a dynamic provider in a process of its own, from a text that holds its code and all that this
 * captures. Making that text loads the TypeScript compiler, which takes as long as the rest of the preview, and nobody
 * reads it: a digest of the provider's own methods stands for it here. Gives back what undoes this.
 */
export function digestDynamicProviders(programRequire: NodeJS.Require): () => void {
  let closures: ClosureModule;
  try {
    closures = programRequire("@pulumi/pulumi/runtime/closure/serializeClosure") as ClosureModule;
  } catch {
    // Another SDK keeps it elsewhere: the preview is slower, and as right.
    return () => undefined;
  }
  const serialize = closures.serializeFunction.bind(closures);
  closures.serializeFunction = (makeProvider) =>
    Promise.resolve({ text: digest(makeProvider()), containsSecrets: false });
  return () => {
    closures.serializeFunction = serialize;
  };
}

function digest(provider: object): string {
  const hash = createHash("sha256");
  for (let level: unknown = provider; level && level !== Object.prototype;) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level)).sort(
      ([a], [b]) => (a < b ? -1 : 1),
    )) {
      if (typeof value === "function") hash.update(`${name}\n${String(value)}\n`);
    }
    level = Object.getPrototypeOf(level) as unknown;
  }
  return `dynamic provider, sha256 ${hash.digest("hex")}`;
}
