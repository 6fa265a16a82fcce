import {
  addEntry,
  awsAuthError,
  findEntry,
  isAwsAuthError,
  removeEntry,
  sameMeaning,
  sameRole,
  type MapRolesEntry,
} from "../../core/aws-auth";
import { isConflict, type ConfigMapClient, type Connect } from "./config-map-client";

/** What is asked for: one entry in one cluster. */
export interface AwsAuthEntryInputs extends MapRolesEntry {
  /** Kubeconfig of the cluster, as text. */
  kubeconfig: string;
}

/** What the state keeps. */
export interface AwsAuthEntryState extends AwsAuthEntryInputs {
  /** The entry was there before us: it is somebody else's and is never changed or removed. */
  preexisting: boolean;
}

/** What a change of inputs means. */
export interface AwsAuthEntryDiff {
  changes: boolean;
  replaces: string[];
}

/** How conflicts are ridden out; tests bring their own clock and dice. */
export interface Retry {
  /** How often an edit is tried in all. */
  attempts: number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

const DEFAULT_RETRY: Retry = {
  attempts: 10,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
};

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;

/** What the engine does with inputs: goes on with them, or refuses them. */
export interface AwsAuthEntryCheck {
  inputs: AwsAuthEntryInputs;
  failures: { property: string; reason: string }[];
}

/** What is wrong with the text itself; everything else may be right again when the entry is written. */
const TEXT_FAULTS = ["not-yaml", "not-a-list", "aliases", "taken", "unsafe-edit"];

/**
 * Judges the text at preview, before anything is made: an entry that could not be put in refuses the program. Only for
 * a new entry, and only where the cluster is known and can be asked; whatever keeps it from being asked, create says.
 */
export async function checkEntry(
  connect: Connect,
  olds: object,
  news: AwsAuthEntryInputs,
): Promise<AwsAuthEntryCheck> {
  const unknown = !news.rolearn.startsWith("arn:") || !Array.isArray(news.groups);
  if (unknown || Object.keys(olds).length > 0) return { inputs: news, failures: [] };
  try {
    const client = await connect(news.kubeconfig);
    addEntry((await client.read())?.data.mapRoles, entryOf(news));
  } catch (error) {
    if (isAwsAuthError(error) && TEXT_FAULTS.includes(error.code)) {
      return { inputs: news, failures: [{ property: "rolearn", reason: error.message }] };
    }
  }
  return { inputs: news, failures: [] };
}

/** Puts the entry in. One that is there already stays whose it is: nothing is written. */
export async function createEntry(
  connect: Connect,
  inputs: AwsAuthEntryInputs,
  retry: Retry = DEFAULT_RETRY,
): Promise<AwsAuthEntryState> {
  const entry = entryOf(inputs);
  const written = await edit(
    await connect(inputs.kubeconfig),
    (text) => addEntry(text, entry),
    retry,
  );
  return stateOf(inputs, !written);
}

/** The entry as the cluster has it, or undefined where it is gone. */
export async function readEntry(
  connect: Connect,
  state: AwsAuthEntryState,
): Promise<AwsAuthEntryState | undefined> {
  const client = await connect(state.kubeconfig);
  const found = findEntry((await client.read())?.data.mapRoles, state.rolearn);
  if (found === undefined) return undefined;
  // Equal in meaning is no drift: the writing that the program knows is kept.
  return sameMeaning(found, entryOf(state))
    ? state
    : { ...state, username: found.username, groups: found.groups };
}

/**
 * Puts the new entry in the place of our old one, in one write. An old one that vanished is no obstacle; one that was
 * there before us is not taken out. Equal entries (a new kubeconfig, say) write nothing where the entry is in place.
 */
export async function updateEntry(
  connect: Connect,
  olds: AwsAuthEntryState,
  news: AwsAuthEntryInputs,
  retry: Retry = DEFAULT_RETRY,
): Promise<AwsAuthEntryState> {
  const before = entryOf(olds);
  const after = entryOf(news);
  const keep = olds.preexisting || sameMeaning(before, after);
  const change = (text: string | undefined): string =>
    addEntry(keep || text === undefined ? text : removeEntry(text, before), after);
  const written = await edit(await connect(news.kubeconfig), change, retry);
  return stateOf(news, written ? false : olds.preexisting);
}

/** Takes our entry out and nothing else; the ConfigMap and its key stay, the last entry leaves an empty text. */
export async function deleteEntry(
  connect: Connect,
  state: AwsAuthEntryState,
  retry: Retry = DEFAULT_RETRY,
): Promise<void> {
  if (state.preexisting) return;
  const entry = entryOf(state);
  const change = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : removeEntry(text, entry);
  await edit(await connect(state.kubeconfig), change, retry);
}

/**
 * Another role is another entry, so it replaces; the new one is written before the old one goes. Everything else is an
 * update, the kubeconfig too: deletion runs on the outputs, which only an update renews. So is a newer `__provider`,
 * the text of these functions, or deletion would run the old one.
 */
export function diffEntry(olds: AwsAuthEntryState, news: AwsAuthEntryInputs): AwsAuthEntryDiff {
  const keys = ["kubeconfig", "rolearn", "username", "groups", "__provider"];
  const values = (from: object): string =>
    JSON.stringify(keys.map((key) => (from as Record<string, unknown>)[key]));
  return {
    changes: values(olds) !== values(news),
    replaces: sameRole(olds.rolearn, news.rolearn) ? [] : ["rolearn"],
  };
}

/** Read, change, write on the version that was read; when somebody else was faster, all again. */
async function edit(
  client: ConfigMapClient,
  change: (mapRoles: string | undefined) => string | undefined,
  retry: Retry,
): Promise<boolean> {
  for (let attempt = 0; attempt < retry.attempts; attempt++) {
    if (attempt > 0) await retry.sleep(delay(attempt, retry.random()));
    const current = await client.read();
    const before = current?.data.mapRoles;
    const after = change(before);
    if (after === undefined || after === before) return false;
    try {
      if (current === undefined) await client.create({ mapRoles: after });
      else await client.patch({ mapRoles: after }, current.resourceVersion);
      return true;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
  throw awsAuthError(
    "conflict",
    `The ConfigMap kube-system/aws-auth was changed by others in each of ${retry.attempts} tries. ` +
      "Expected: a moment between two writes of others. " +
      "Fix: find who keeps writing it (kubectl get configmap aws-auth -n kube-system --show-managed-fields -o yaml) " +
      "and run this again; nothing was written.",
  );
}

/** Waits grow from try to try, and differ, so that two who collided do not collide again. */
function delay(attempt: number, random: number): number {
  return Math.round(random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt));
}

function entryOf({ rolearn, username, groups }: MapRolesEntry): MapRolesEntry {
  return { rolearn, username, groups };
}

function stateOf(inputs: AwsAuthEntryInputs, preexisting: boolean): AwsAuthEntryState {
  return { kubeconfig: inputs.kubeconfig, ...entryOf(inputs), preexisting };
}
