type Args = Readonly<Record<string, unknown>>;

/** An argument that has to be a text; undefined where it is not given. */
export function optionalText(args: Args, key: string): string | undefined {
  const value = args[key];
  if (value === undefined || typeof value === "string") return value;
  throw new Error(`${key} must be a text, not ${JSON.stringify(value)}.`);
}

/** An argument that has to be there. */
export function text(args: Args, key: string): string {
  return given(optionalText(args, key), key);
}

/** An argument that has to be true or false; undefined where it is not given. */
export function optionalFlag(args: Args, key: string): boolean | undefined {
  const value = args[key];
  if (value === undefined || typeof value === "boolean") return value;
  throw new Error(`${key} must be true or false, not ${JSON.stringify(value)}.`);
}

/** An argument that has to be a set of texts, sorted; undefined where it is not given. */
export function optionalTexts(args: Args, key: string): string[] | undefined {
  const value = args[key];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((member) => typeof member === "string")) {
    return sorted(value);
  }
  throw new Error(`${key} must be a list of texts, not ${JSON.stringify(value)}.`);
}

/** A set of texts that has to be there. */
export function texts(args: Args, key: string): string[] {
  return given(optionalTexts(args, key), key);
}

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** The fields that hold something: a result gives back the arguments that were given, and no others. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}

/** What AWS answered; without it every field of the result would be made up. */
export function found<Given>(given: Given | undefined): Given {
  if (given === undefined) throw new Error("the answer of AWS is empty.");
  return given;
}

/** Tags as the provider gives them: those that AWS itself sets (`aws:cloudformation:...`) are not among them. */
export function ownTags(tags: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => !key.startsWith("aws:")));
}

/** The same of the services that give tags as a list. */
export function ownListedTags(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return ownTags(Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])));
}

/** The members of a set, sorted: AWS promises no order, and a committed file should only change when the set does. */
export function sorted<Member extends string>(set: readonly Member[] | undefined): Member[] {
  return [...(set ?? [])].sort();
}

/** A block of the provider's schema: a list with one entry, or empty where AWS gives nothing. */
export function block<Given, Block>(
  given: Given | undefined,
  of: (given: Given) => Block,
): Block[] {
  return given === undefined ? [] : [of(given)];
}

/** A point in time as RFC 3339, to the second as the provider writes it. */
export function timestamp(time: Date | undefined): string {
  return time === undefined ? "" : time.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function given<Value>(value: Value | undefined, key: string): Value {
  if (value === undefined) throw new Error(`${key} is missing.`);
  return value;
}
