/** The account of an ARN; in a policy document the parts before it may be wildcards. */
const ARN_ACCOUNT = /\barn:(?:aws[a-z*?-]*|\*):[a-z0-9*?-]*:[a-z0-9*?-]*:(\d{12}):/;
/** An account that a policy document names as a principal or in a condition, alone or in a list. */
const POLICY_ACCOUNT =
  /(?<!\d)(\d{12})(?=")(?<="(?:AWS|aws:(?:Principal|Resource|Source)Account)"\s*:\s*(?:\[[^\]]*)?"\d{12})/;
const NAMED_ACCOUNT = new RegExp(`${ARN_ACCOUNT.source}|${POLICY_ACCOUNT.source}`, "gi");
const ACCOUNT_ID = /^\d{12}$/;

/**
 * The same recording with every account id replaced wherever it stands, in ARNs, user ids and names alike. What counts as
 * an account id is what the recording itself shows as one: an `accountId`, the account of an ARN, or one that a policy
 * document names; any other number of twelve digits stays. The first one in the recording becomes `replacement`, the
 * next ones follow it in order of appearance, each digit one higher: 111122223333, 222233334444, 333344445555.
 */
export function maskAccountIds<Recording>(
  lookups: Recording,
  replacement = "111122223333",
): Recording {
  const ids = [...accountIds(lookups)];
  if (ids.length === 0) return lookups;
  const masks = new Map(ids.map((id, index) => [id, shifted(replacement, index)]));
  // One pass for all of them, so that an id that equals another one's replacement is not replaced twice.
  const known = new RegExp(`(?<![0-9A-Za-z])(?:${ids.join("|")})(?![0-9A-Za-z])`, "g");
  return mapStrings(lookups, (text) =>
    text.replace(known, (id) => masks.get(id) ?? id),
  ) as Recording;
}

/** Account ids in order of appearance. */
function* accountIds(value: unknown, seen = new Set<string>(), key = ""): Generator<string> {
  const found: string[] = [];
  if (typeof value === "string") {
    if (key === "accountId" && ACCOUNT_ID.test(value)) found.push(value);
    for (const [, inArn, inPolicy] of value.matchAll(NAMED_ACCOUNT)) {
      found.push(inArn ?? inPolicy ?? "");
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      yield* accountIds(name, seen);
      yield* accountIds(inner, seen, name);
    }
  }
  for (const id of found) {
    if (seen.has(id)) continue;
    seen.add(id);
    yield id;
  }
}

function shifted(replacement: string, by: number): string {
  if (by > 9) throw new Error("A recording with more than ten account ids cannot be masked.");
  return replacement.replace(/\d/g, (digit) => String((Number(digit) + by) % 10));
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [map(key), mapStrings(inner, map)]),
  );
}
