import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import {
  isObject,
  isSecret,
  isUnknown,
  type Json,
  type RegisteredResource,
  type Registration,
} from "./registration";

/** One Kubernetes object as a file. */
export interface Manifest {
  file: string;
  content: string;
}

/** Why a Kubernetes resource has no file. */
export interface LeftOut {
  urn: string;
  reason: string;
}

/**
 * The Kubernetes objects of a registration as YAML, numbered in the order in which they can be applied. Left out are
 * Helm releases and patches, which are no whole objects, and objects with a value that is not known yet.
 */
export function manifests(registration: Registration): {
  manifests: Manifest[];
  leftOut: LeftOut[];
} {
  const leftOut: LeftOut[] = [];
  const objects = inOrder(
    registration.resources.filter(({ type }) => type.startsWith("kubernetes:")),
  ).filter((resource) => {
    const reason = reasonToLeaveOut(resource);
    if (reason !== undefined) leftOut.push({ urn: resource.urn, reason });
    return reason === undefined;
  });
  const width = String(objects.length).length;
  return {
    manifests: objects.map((resource, index) =>
      manifest(resource, String(index + 1).padStart(width, "0")),
    ),
    leftOut,
  };
}

/** Writes the files of `manifests` into a folder, which is made if it is not there. */
export function writeManifests(folder: string, files: Manifest[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, content } of files) writeFileSync(path.join(folder, file), content);
}

function manifest({ inputs, name }: RegisteredResource, number: string): Manifest {
  const metadata = isObject(inputs.metadata) ? inputs.metadata : {};
  // Without a name Pulumi would make one up; kubectl needs it said.
  const object = { ...inputs, metadata: { name, ...withoutOwn(metadata) } };
  const kind = (inputs.kind as string).toLowerCase();
  return {
    file: `${number}-${kind}-${object.metadata.name}.yaml`,
    // kubectl reads YAML 1.1, where an unquoted `on` is true.
    content: stringify(object, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" }),
  };
}

/** Annotations that only tell Pulumi what to do mean nothing to kubectl. */
function withoutOwn({ annotations, ...metadata }: { [key: string]: Json }): {
  [key: string]: Json;
} {
  if (!isObject(annotations)) return metadata;
  const kept = Object.entries(annotations).filter(([key]) => !key.startsWith("pulumi.com/"));
  return kept.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(kept) };
}

function reasonToLeaveOut({ type, inputs }: RegisteredResource): string | undefined {
  if (type.startsWith("kubernetes:helm.sh/")) return "a Helm release is no Kubernetes object";
  if (type.endsWith("Patch")) return "a patch is no whole object";
  if (typeof inputs.kind !== "string" || typeof inputs.apiVersion !== "string")
    return "not one Kubernetes object";
  const hidden = pathOf(inputs, (value) => isUnknown(value) || isSecret(value));
  return hidden === undefined ? undefined : `${hidden} is not known offline`;
}

function pathOf(value: Json, matches: (value: Json) => boolean, at = ""): string | undefined {
  if (matches(value)) return at;
  if (Array.isArray(value)) {
    return first(value.map((item, index) => () => pathOf(item, matches, `${at}[${index}]`)));
  }
  if (!isObject(value)) return undefined;
  return first(
    Object.entries(value).map(
      ([key, item]) =>
        () =>
          pathOf(item, matches, at === "" ? key : `${at}.${key}`),
    ),
  );
}

function first(searches: (() => string | undefined)[]): string | undefined {
  for (const search of searches) {
    const found = search();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What something depends on comes before it. */
function inOrder(resources: RegisteredResource[]): RegisteredResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered = new Set<RegisteredResource>();
  const visit = (resource: RegisteredResource) => {
    if (ordered.has(resource)) return;
    for (const urn of resource.dependsOn) {
      const before = byUrn.get(urn);
      if (before && before !== resource) visit(before);
    }
    ordered.add(resource);
  };
  resources.forEach(visit);
  return [...ordered];
}
