/** Whether our validation and the API server say the same of the arguments of a user. */
import { checkField } from "../../core/check-field";
import type { Field } from "../../core/field";
import { NODE_CLASS_FIELDS } from "../../core/node-class/fields";
import { discoverySelectorTerms, renderEC2NodeClass } from "../../core/node-class/render";
import type { EC2NodeClassSpec } from "../../core/node-class/spec";
import { validateEC2NodeClass } from "../../core/node-class/validate";
import { NODE_POOL_FIELDS } from "../../core/node-pool/fields";
import { renderNodePool } from "../../core/node-pool/render";
import type { NodePoolSpec } from "../../core/node-pool/spec";
import { validateNodePool } from "../../core/node-pool/validate";
import { OBJECT_NAME } from "../../core/patterns";
import { formatProblem, type Problem } from "../../core/problem";
import { isRecord } from "../../core/records";
import type { KarpenterVersion } from "../../core/versions";
import { APPLY, type ApiObject, type Send } from "./rest";
import { stricterRow, type Stricter } from "./stricter";

/** The two kinds of objects that users configure. */
export type Kind = "NodePool" | "EC2NodeClass";

/** The arguments of one NodePool or EC2NodeClass. */
export interface Given {
  kind: Kind;
  name: string;
  spec: object;
}

interface Rules {
  group: string;
  plural: string;
  /** The name of the argument that the object's name is. */
  nameArgument: string;
  fields: Readonly<Record<string, Field>>;
  validate: (spec: unknown, version: KarpenterVersion) => Problem[];
  render: (spec: never, version: KarpenterVersion) => Record<string, unknown>;
}

const RULES: Readonly<Record<Kind, Rules>> = {
  NodePool: {
    group: "karpenter.sh",
    plural: "nodepools",
    nameArgument: "nodePoolName",
    fields: NODE_POOL_FIELDS,
    validate: (spec, version) => validateNodePool(spec, "", version),
    render: (spec: NodePoolSpec, version) => renderNodePool(spec, version),
  },
  EC2NodeClass: {
    group: "karpenter.k8s.aws",
    plural: "ec2nodeclasses",
    nameArgument: "nodeClassName",
    fields: NODE_CLASS_FIELDS,
    validate: (spec, version) => validateEC2NodeClass(spec, "", version),
    // As the component has it: what is not selected is discovered.
    render: (spec: EC2NodeClassSpec, version) => {
      const discovered = discoverySelectorTerms("lab");
      const { subnetSelectorTerms, securityGroupSelectorTerms } = spec;
      return renderEC2NodeClass(
        {
          ...spec,
          subnetSelectorTerms: subnetSelectorTerms ?? discovered,
          securityGroupSelectorTerms: securityGroupSelectorTerms ?? discovered,
        },
        version,
      );
    },
  },
};

/** What we have against the arguments. */
export function ourProblems({ kind, name, spec }: Given, version: KarpenterVersion): Problem[] {
  const { nameArgument, validate } = RULES[kind];
  return [...checkField(OBJECT_NAME, name, nameArgument), ...validate(spec, version)];
}

/** The manifest that the arguments become, whether they are valid or not. */
export function manifestOf({ kind, name, spec }: Given, version: KarpenterVersion): ApiObject {
  const { group, render } = RULES[kind];
  return {
    apiVersion: `${group}/${version.api}`,
    kind,
    metadata: { name },
    spec: render(spec as never, version),
  };
}

/** What the API server has against a manifest, in its own words; nothing is written. */
export async function serverVerdict(send: Send, manifest: ApiObject): Promise<string | undefined> {
  const { plural } = RULES[manifest.kind as Kind];
  const name = encodeURIComponent(manifest.metadata?.name ?? "");
  const { status, body } = await send(
    "PATCH",
    `/apis/${manifest.apiVersion ?? ""}/${plural}/${name}` +
      "?dryRun=All&fieldManager=karpenter-eks&fieldValidation=Strict&force=true",
    manifest,
    APPLY,
  );
  if (status === 200 || status === 201) return undefined;
  const words = body.message ?? "";
  // A merge of fields that the schema does not know fails as an error of the server.
  const isVerdict =
    [400, 422].includes(status) || (status === 500 && words.includes("typed patch"));
  if (!isVerdict) throw new Error(`${status} of the API server: ${words}`);
  return words;
}

/** What a pair of verdicts comes to. */
export type Outcome = { agreed: true; stricter: Stricter[] } | { agreed: false; why: string };

/** Holds our verdict against the server's. */
export function compare(
  given: Given,
  version: KarpenterVersion,
  words: string | undefined,
): Outcome {
  const problems = ourProblems(given, version);
  if (words === undefined) {
    const found = problems.map((problem) => stricterRow(problem, version));
    const alone = problems.filter((_, index) => found[index] === undefined);
    if (alone.length === 0) {
      return { agreed: true, stricter: found.filter((row) => row !== undefined) };
    }
    return disagreed("the server accepts what we refuse", given, version, alone, words);
  }
  if (problems.length === 0)
    return disagreed("the server refuses what we accept", given, version, problems, words);
  // What is no object at all has no argument to name.
  if (!isRecord(given.spec)) return { agreed: true, stricter: [] };
  const ours = problems.flatMap(({ path }) => ourPaths(path, version));
  if (ours.includes("")) return disagreed("we do not say where", given, version, problems, words);
  const missed = serverPaths(words, given.kind, version).filter(
    (at) => !ours.some((path) => isWithin(path, at) || isWithin(at, path)),
  );
  if (missed.length === 0) return { agreed: true, stricter: [] };
  return disagreed(`we do not name ${missed.join(", ")}`, given, version, problems, words);
}

function disagreed(
  why: string,
  given: Given,
  version: KarpenterVersion,
  problems: Problem[],
  words = "nothing against it",
): Outcome {
  const ours = problems.length === 0 ? ["nothing against it"] : problems.map(formatProblem);
  const lines = [
    `Karpenter ${version.version}: ${why}`,
    `server: ${words}`,
    ...ours.map((line) => `ours: ${line}`),
    `arguments: ${JSON.stringify(given)}`,
    `manifest: ${JSON.stringify(manifestOf(given, version))}`,
  ];
  return { agreed: false, why: lines.join("\n") };
}

/** Where we see a problem, as the server writes paths: without quotes. */
function ourPaths(path: string, { api }: KarpenterVersion): string[] {
  const plain = path
    .replace(
      /\.?\["((?:[^"\\]|\\.)*)"\]/g,
      (_, key: string) => `.${JSON.parse(`"${key}"`) as string}`,
    )
    // It has no place of its own in a manifest.
    .replace(/^kubelet\.otherFields\b/, "kubelet");
  // A family without terms becomes an alias; a wrong one leaves the terms away.
  return path === "amiFamily" && api === "v1" ? [plain, "amiSelectorTerms"] : [plain];
}

/** The arguments that the server speaks of, as far as it says where: `requirements[2].operator`. */
function serverPaths(words: string, kind: Kind, version: KarpenterVersion): string[] {
  const paths = [...words.matchAll(/(?<=[\s[])\.?spec\.(.+?)(?=: | in body)/gs)];
  return [...new Set(paths.map(([, at = ""]) => at))]
    .map((at) => argumentAt(at, kind, version))
    .filter((path) => path !== undefined);
}

function argumentAt(at: string, kind: Kind, { api }: KarpenterVersion): string | undefined {
  const places = Object.entries(RULES[kind].fields)
    .map(([name, { at: place = name }]) => ({
      name,
      where: typeof place === "string" ? place : place[api],
    }))
    // `disruption.expireAfter` before `disruption`.
    .sort((a, b) => b.where.length - a.where.length);
  const found = places.find(({ where }) => isWithin(at, where));
  // An item of a set is named by its value.
  return found && found.name + at.slice(found.where.length).replace(/\[=.*/, "");
}

/** Whether a path is that place or one in it. */
function isWithin(path: string, place: string): boolean {
  return (
    path === place ||
    place === "" ||
    (path.startsWith(place) && /^[.[]/.test(path.slice(place.length)))
  );
}
