import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";

/**
 * Where the deepest node on a path begins: the key of a map, the item of a list. Follows aliases and merge keys to where
 * the value stands. Nothing where fewer than `least` keys of the path are there.
 */
export function deepestOffset(
  document: Document,
  keys: readonly string[],
  least: number,
): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  let found = 0;
  for (const key of keys) {
    const step = stepInto(resolved(node, document), key, document);
    if (step === undefined) break;
    offset = step.offset;
    node = step.node;
    found += 1;
  }
  return found < least ? undefined : offset;
}

interface Step {
  node: unknown;
  offset: number | undefined;
}

function stepInto(node: unknown, key: string, document: Document): Step | undefined {
  if (isSeq(node)) {
    const item: unknown = /^\d+$/.test(key) ? node.items[Number(key)] : undefined;
    return item === undefined ? undefined : { node: item, offset: beginning(item) };
  }
  if (!isMap(node)) return undefined;
  const own = node.items.find((pair) => keyOf(pair) === key);
  if (own) return { node: own.value, offset: beginning(own.key) };
  for (const merge of node.items.filter((pair) => keyOf(pair) === "<<")) {
    const source = resolved(merge.value, document);
    const sources: unknown[] = isSeq(source) ? source.items : [source];
    for (const one of sources) {
      const step = stepInto(resolved(one, document), key, document);
      if (step) return step;
    }
  }
  return undefined;
}

function keyOf(pair: Pair): string | undefined {
  const { key } = pair;
  if (!isScalar(key)) return undefined;
  // The key by which maps are merged has a symbol for a value.
  return typeof key.value === "symbol" ? key.value.description : String(key.value);
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function beginning(node: unknown): number | undefined {
  if (isPair(node)) return beginning(node.key);
  return (node as Node).range?.[0];
}
