import {
  isAlias,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type CST,
  type ParsedNode,
  type YAMLSeq,
} from "yaml";

/** One role in `mapRoles`, as EKS reads it: who has this role is this user in these groups. */
export interface MapRolesEntry {
  /** ARN of the IAM role, without an IAM path. */
  rolearn: string;
  /** Kubernetes user name; `{{EC2PrivateDNSName}}` is filled in by EKS. */
  username: string;
  /** Kubernetes groups; their order means nothing. */
  groups: string[];
}

/** Why an edit of `aws-auth` was refused or failed; callers and tests go by it, people by the message. */
export type AwsAuthErrorCode =
  | "role-arn"
  | "not-yaml"
  | "not-a-list"
  | "aliases"
  | "taken"
  | "unsafe-edit"
  | "kubeconfig"
  | "unreachable"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "api";

/** An error about `aws-auth`. An interface: a class would not survive being carried into the engine's process. */
export interface AwsAuthError extends Error {
  code: AwsAuthErrorCode;
}

/** Makes an AwsAuthError. */
export function awsAuthError(code: AwsAuthErrorCode, message: string): AwsAuthError {
  return Object.assign(new Error(message), { name: "AwsAuthError", code });
}

/** Whether this is an AwsAuthError, of this code where one is given. */
export function isAwsAuthError(error: unknown, code?: AwsAuthErrorCode): error is AwsAuthError {
  if (!(error instanceof Error) || error.name !== "AwsAuthError") return false;
  return code === undefined || (error as AwsAuthError).code === code;
}

const WHERE = "mapRoles of the ConfigMap kube-system/aws-auth";
const BY_HAND =
  "change it with `kubectl edit configmap aws-auth --namespace kube-system` and run this again; nothing was written";

/** The entry that lets nodes of a role join. EKS compares ARNs without their IAM path, so a path is left out. */
export function nodeMapRolesEntry(roleArn: string, windows = false): MapRolesEntry {
  const [, head, name] = /^(arn:[\w-]+:iam::\d+:role\/)(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  if (head === undefined || name === undefined) {
    const expected =
      "Expected: the ARN of an IAM role, such as arn:aws:iam::111122223333:role/Name";
    const fix = "Fix: pass the role's ARN, not its name and not the ARN of a session";
    throw awsAuthError(
      "role-arn",
      `The node role's ARN is ${JSON.stringify(roleArn)}. ${expected}. ${fix}.`,
    );
  }
  return {
    rolearn: head + name,
    username: "system:node:{{EC2PrivateDNSName}}",
    groups: [
      "system:bootstrappers",
      "system:nodes",
      // kube-proxy runs on a Windows node as the node itself.
      ...(windows ? ["eks:kube-proxy-windows"] : []),
    ],
  };
}

/** Whether two entries say the same to EKS: keys and ARNs in any case, groups in any order, no further keys. */
export function sameMeaning(a: unknown, b: unknown): boolean {
  return meaning(a) === meaning(b);
}

/** Whether two ARNs are the same role to EKS, which compares them in lower case. */
export function sameRole(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The entry in force for a role, if there is one; of several, EKS takes the last. */
export function findEntry(
  mapRoles: string | undefined,
  rolearn: string,
): MapRolesEntry | undefined {
  const fields = fieldsOf(findItem(parse(mapRoles ?? "").items, rolearn));
  if (fields === undefined) return undefined;
  const { username, groups } = fields;
  return {
    rolearn: String(fields.rolearn),
    username: typeof username === "string" ? username : "",
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}

/**
 * The text with our entry at the end of the list; every other byte stays. Already there in meaning: the same text.
 * Text without entries gets a block list, `[]`, `null` and `""` a flow list in their place.
 */
export function addEntry(mapRoles: string | undefined, entry: MapRolesEntry): string {
  const text = mapRoles ?? "";
  const parsed = parse(text);
  const { rolearn, username, groups } = entry;
  const ours = { rolearn, username, groups };
  const present = findItem(parsed.items, rolearn);
  if (present === undefined) return verified(insert(text, parsed, ours), [...parsed.items, ours]);
  if (sameMeaning(present, ours)) return text;
  throw awsAuthError(
    "taken",
    `${WHERE} has another entry for this role: found ${JSON.stringify(present)}, wanted ${JSON.stringify(ours)}. ` +
      "Expected: no entry for the role, or an equal one. " +
      `Fix: if the entry found was ours and was changed by hand, run \`pulumi refresh\`; else ${BY_HAND}.`,
  );
}

/**
 * The text without our entry; every other byte stays. Absent: the same text. Of several equal ones only the last goes,
 * since one of them may be somebody else's. Undoes addEntry byte for byte, but for absent text, which becomes `""`,
 * and for `null` and `""` in writing, which become `[]`. What stands inside our own lines goes with them.
 */
export function removeEntry(mapRoles: string, entry: MapRolesEntry): string {
  const { list, items } = parse(mapRoles);
  const { rolearn, username, groups } = entry;
  const wanted = meaning({ rolearn, username, groups });
  const index = items.findLastIndex((item) => meaning(item) === wanted);
  const node = list?.items[index];
  if (list === undefined || node === undefined) return mapRoles;
  const spans =
    list.flow === true ? flowSpans(mapRoles, list, node) : [blockSpan(mapRoles, list, index)];
  const left = spans.reduceRight((text, span) => splice(text, span, ""), mapRoles);
  return verified(left, items.toSpliced(index, 1));
}

type Span = [start: number, end: number];
type List = YAMLSeq.Parsed;

interface Parsed {
  /** The list, if there is one. */
  list: List | undefined;
  /** The items of the list as plain values. */
  items: unknown[];
  /** Where an explicit `null` or `""` stands in the place of a list. */
  blank: Span | undefined;
  /** Where block text can be appended: the end, or the mark that ends the document. */
  end: number;
}

function parse(text: string): Parsed {
  const lineCounter = new LineCounter();
  // EKS reads a list in which a key stands twice; that is no reason to refuse.
  const doc = parseDocument(text, {
    keepSourceTokens: true,
    lineCounter,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const refuse = (code: AwsAuthErrorCode, offset: number, found: string): never => {
    const line = lineCounter.linePos(offset).line;
    const expected =
      "one YAML list of entries (rolearn, username, groups) without anchors or aliases";
    throw awsAuthError(
      code,
      `${WHERE}, line ${line}: found ${found}. Expected: ${expected}. Fix: ${BY_HAND}.`,
    );
  };
  const [error] = doc.errors;
  if (error?.code === "MULTIPLE_DOCS") refuse("not-a-list", error.pos[0], "a second YAML document");
  if (error !== undefined)
    refuse("not-yaml", error.pos[0], `text that is not YAML (${error.message})`);
  visit(doc, (_, node) => {
    if (!isNode(node) || !(isAlias(node) || node.anchor !== undefined)) return;
    refuse(
      "aliases",
      node.range?.[0] ?? 0,
      isAlias(node) ? `the alias *${node.source}` : `the anchor &${node.anchor ?? ""}`,
    );
  });

  const contents: ParsedNode | null = doc.contents;
  const mark = /^\.\.\.(?=\s|$)/m.exec(text.slice(doc.range[1]));
  const end = mark === null ? text.length : doc.range[1] + mark.index;
  if (contents === null) return { list: undefined, items: [], blank: undefined, end };
  if (isSeq(contents))
    return { list: contents, items: contents.toJS(doc) as unknown[], blank: undefined, end };
  if (isScalar(contents) && (contents.value === null || contents.value === "")) {
    const [start, stop] = contents.range;
    return { list: undefined, items: [], blank: start === stop ? undefined : [start, stop], end };
  }
  return refuse("not-a-list", contents.range[0], isScalar(contents) ? "plain text" : "a map");
}

function fieldsOf(item: unknown): Record<string, unknown> | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [key.toLowerCase(), value as unknown]),
  );
}

function findItem(items: unknown[], rolearn: string): unknown {
  return items.findLast((item) => {
    const found = fieldsOf(item)?.rolearn;
    return typeof found === "string" && sameRole(found, rolearn);
  });
}

function meaning(item: unknown): string {
  const fields = fieldsOf(item);
  if (fields === undefined) return JSON.stringify(item);
  const { rolearn, groups } = fields;
  if (typeof rolearn === "string") fields.rolearn = rolearn.toLowerCase();
  if (Array.isArray(groups)) fields.groups = [...new Set<unknown>(groups)].sort();
  return JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The only way in which text changes, so that what stands before and after a span cannot. */
function splice(text: string, [start, end]: Span, insertion: string): string {
  return text.slice(0, start) + insertion + text.slice(end);
}

function insert(text: string, { list, blank, end }: Parsed, entry: MapRolesEntry): string {
  if (blank !== undefined) return splice(text, blank, `[${JSON.stringify(entry)}]`);
  if (list?.flow === true) {
    const last = list.items.at(-1);
    const at = last === undefined ? list.range[0] + 1 : last.range[1];
    return splice(text, [at, at], (last === undefined ? "" : ", ") + JSON.stringify(entry));
  }
  const newline = /\r?\n/.exec(text)?.[0] ?? "\n";
  const indent = " ".repeat((list?.srcToken as CST.BlockSequence | undefined)?.indent ?? 0);
  // EKS reads YAML 1.1, in which some words and numbers need quotes that YAML 1.2 does not ask for.
  const lines = stringify([entry], { lineWidth: 0, blockQuote: false, compat: "yaml-1.1" })
    .trimEnd()
    .split("\n");
  const block = lines.map((line) => indent + line).join(newline);
  // Without a final newline before, there is none after: removal then knows what belongs to us.
  const open = end > 0 && text[end - 1] !== "\n";
  return splice(text, [end, end], open ? newline + block : block + newline);
}

function blockSpan(text: string, list: List, index: number): Span {
  const token = (list.srcToken as CST.BlockSequence).items[index];
  const dash = token?.start.find(({ type }) => type === "seq-item-ind")?.offset ?? 0;
  const start = text.lastIndexOf("\n", dash) + 1;
  const last = lastByte(list.items[index]);
  const newline = text.indexOf("\n", last - 1);
  if (newline !== -1) return [start, newline + 1];
  const before = /\r?\n$/.exec(text.slice(0, start))?.[0] ?? "";
  return [start - before.length, text.length];
}

/** Where the last value of an entry ends; the entry's own range takes in comments that are not ours. */
function lastByte(entry: ParsedNode | undefined): number {
  let last = 0;
  visit(entry ?? null, (_, node) => {
    if (isNode(node) && (isScalar(node) || (node as List).flow === true)) {
      last = Math.max(last, node.range?.[1] ?? 0);
    }
  });
  return last;
}

function flowSpans(text: string, list: List, node: ParsedNode): Span[] {
  const [start, end] = node.range;
  const tokens = (list.srcToken as CST.FlowCollection).items.flatMap((item) => item.start);
  const commas = tokens.filter(({ type }) => type === "comma").map(({ offset }) => offset);
  const isBlank = (from: number, to: number): boolean => text.slice(from, to).trim() === "";
  const before = commas.findLast((offset) => offset < start);
  if (before !== undefined) {
    return isBlank(before + 1, start)
      ? [[before, end]]
      : [
          [before, before + 1],
          [start, end],
        ];
  }
  const after = commas.find((offset) => offset >= end);
  if (after === undefined) return [[start, end]];
  if (!isBlank(end, after))
    return [
      [start, end],
      [after, after + 1],
    ];
  const gap = /^[ \t]*/.exec(text.slice(after + 1))?.[0].length ?? 0;
  return [[start, after + 1 + gap]];
}

/** The edited text, if it still says what it must; a list that our edit would change for others is left alone. */
function verified(text: string, expected: unknown[]): string {
  let actual: unknown[] | undefined;
  try {
    actual = parse(text).items;
  } catch {
    actual = undefined;
  }
  if (actual !== undefined && JSON.stringify(actual) === JSON.stringify(expected)) return text;
  throw awsAuthError(
    "unsafe-edit",
    `${WHERE}: found a list that an edit of one entry would change for the others. ` +
      "Expected: a list with one entry after the other, its last line ended by a newline. " +
      `Fix: write the list in plain block style; ${BY_HAND}.`,
  );
}
