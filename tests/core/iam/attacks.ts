import type { PolicyDocument } from "../../../core/iam/policy-document";
import { deletions, instanceActions, tagging } from "./attacks-ec2";
import { identities, profiles } from "./attacks-iam";
import { launches } from "./attacks-launch";
import { services } from "./attacks-services";
import { allowsAll, type IamRequest } from "./evaluate";
import type { Place } from "./place";

/** What a controller must not be able to do. */
export interface Attack {
  /** What is done, so that it reads well in a list. */
  name: string;
  /** It succeeds when all of these are allowed. */
  requests: IamRequest[];
}

/** An attack as a row of a table. */
export type AttackRow = [name: string, ...requests: IamRequest[]];

const TABLES = [deletions, tagging, launches, instanceActions, identities, profiles, services];

/** What somebody who runs as the controller of the place could try. */
export function attacks(place: Place): Attack[] {
  return TABLES.flatMap((table) => table(place)).map(([name, ...requests]) => ({ name, requests }));
}

/** The names of the attacks that the document lets through. */
export async function succeeding(document: PolicyDocument, tried: Attack[]): Promise<string[]> {
  const names: string[] = [];
  for (const { name, requests } of tried) if (await allowsAll(document, requests)) names.push(name);
  return names;
}
