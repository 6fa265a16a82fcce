/**
 * What the arguments of a user may look like: values that Karpenter takes, and odd ones. An odd value need not be a bad
 * one: what it is, is for the API server and our validation to say, and they must say the same.
 */
import fc from "fast-check";

/** The values of one argument. */
export interface Shape {
  good: fc.Arbitrary<unknown>;
  odd: Odd[];
}

/** Values that are as they should be but for one thing. */
export interface Odd {
  /** Where the one thing is, such as `.requirements[].key`. */
  at: string;
  value: fc.Arbitrary<unknown>;
}

type Fields = Readonly<Record<string, Shape>>;
type Model = Record<string, unknown>;

/** One of these values. */
export function values(good: readonly unknown[], odd: readonly unknown[]): Shape {
  return { good: fc.constantFrom(...good), odd: each(odd) };
}

/** Text; anything else and the empty text are odd. */
export function text(good: readonly string[], odd: readonly unknown[]): Shape {
  return values(good, ["", 7, ["a"], "<fill-me-in>", ...odd]);
}

/** A whole number; what lies beyond its bounds is odd, and so is what is no whole number. */
export function integer(good: readonly number[], odd: readonly unknown[] = []): Shape {
  return values(good, ["1", 1.5, -1, 0, 2 ** 31, 2 ** 53, 1e21, ...odd]);
}

/** True or false. */
export const BOOLEAN: Shape = values([true, false], ["true", 1]);

/** A list; `odd` are whole lists. */
export function list(item: Shape, odd: readonly unknown[] = [], min = 1): Shape {
  return {
    good: fc.array(item.good, { minLength: min, maxLength: Math.max(min, 2) }),
    odd: [
      ...each(["text", { key: "value" }, [null], [["nested"]], [], ...odd]),
      ...item.odd.map(({ at, value }) => ({
        at: `[]${at}`,
        value: fc
          .tuple(fc.array(item.good, { maxLength: 1 }), value)
          .map(([others, one]) => [...others, one]),
      })),
    ],
  };
}

/** A map; `odd` are whole maps. */
export function map(keys: Shape, items: Shape, odd: readonly unknown[] = []): Shape {
  const one = (key: fc.Arbitrary<unknown>, item: fc.Arbitrary<unknown>) =>
    fc.tuple(key, item).map(([k, v]) => ({ [String(k)]: v }));
  return {
    good: fc.dictionary(keys.good as fc.Arbitrary<string>, items.good, {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    }),
    odd: [
      ...each(["text", ["item"], {}, ...odd]),
      ...keys.odd.map(({ at, value }) => ({ at: `.key${at}`, value: one(value, items.good) })),
      ...items.odd.map(({ at, value }) => ({ at: `.value${at}`, value: one(keys.good, value) })),
    ],
  };
}

/** What is particular about an object. */
export interface ObjectOptions {
  required?: readonly string[];
  /** Fields that stand together; one is never given without the others. */
  together?: readonly string[];
  /** Makes of any choice of fields one that goes together. */
  mend?: (model: Model) => Model;
  /** What an object may have beside its required fields that is odd. */
  odd?: readonly Model[];
}

/** An object with some of these fields, and those that it must have. */
export function object(fields: Fields, options: ObjectOptions = {}): Shape {
  const { required = [], together = [], mend = (model: Model) => model, odd = [] } = options;
  const base = (...names: readonly string[]): fc.Arbitrary<Model> => {
    const wanted = names.some((name) => together.includes(name)) ? [...names, ...together] : names;
    return record(fields, [...new Set([...required, ...wanted])], []);
  };
  const complete = (model: Model) =>
    together.every((name) => model[name] !== undefined) ? model : without(model, together);
  return {
    good: record(fields, required, Object.keys(fields)).map((model) => mend(complete(model))),
    odd: [
      ...each(["text", ["item"]]),
      ...[{ unheardOf: "value" }, ...odd].map((more) => ({
        at: ` with ${JSON.stringify(more).slice(0, 80)}`,
        value: base().map((model) => ({ ...model, ...more })),
      })),
      ...required.map((name) => ({
        at: ` without ${name}`,
        value: base().map((model) => without(model, [name])),
      })),
      ...Object.entries(fields).flatMap(([name, shape]) =>
        [{ at: " = null", value: fc.constant(null) }, ...shape.odd].map(({ at, value }) => ({
          at: `.${name}${at}`,
          value: fc.tuple(base(name), value).map(([model, one]) => ({ ...model, [name]: one })),
        })),
      ),
    ],
  };
}

/** Either of them. */
export function either(...shapes: readonly Shape[]): Shape {
  return {
    good: fc.oneof(...shapes.map(({ good }) => good)),
    odd: shapes.flatMap(({ odd }) => odd),
  };
}

/** The same value so many times. */
export function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

/** A copy without these keys. */
export function without(model: Model, names: readonly string[]): Model {
  return Object.fromEntries(Object.entries(model).filter(([name]) => !names.includes(name)));
}

function each(odd: readonly unknown[]): Odd[] {
  return odd.map((value) => ({
    at: ` = ${JSON.stringify(value).slice(0, 80)}`,
    value: fc.constant(value),
  }));
}

function record(
  fields: Fields,
  required: readonly string[],
  optional: readonly string[],
): fc.Arbitrary<Model> {
  const goods = Object.entries(fields)
    .filter(([name]) => required.includes(name) || optional.includes(name))
    .map(([name, { good }]) => [name, good] as const);
  return fc.record(Object.fromEntries(goods), {
    requiredKeys: required.filter((name) => name in fields),
    noNullPrototype: true,
  });
}
