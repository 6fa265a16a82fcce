import { isObject, type RegisteredResource, type Registration } from "./registration";
import { summarize } from "./summary";

/** What goes at the same time, once all before it is gone. */
export type DestroyStep = RegisteredResource[];

/**
 * The steps in which a destroy takes resources away: each as soon as nothing is left that depends on it, that is below
 * it, or that it is the provider of.
 */
export function destroyOrder({ resources }: Registration): DestroyStep[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const holders = new Map<string, string[]>();
  for (const { urn, dependsOn, parent, provider } of resources) {
    for (const held of [...dependsOn, parent, provider]) {
      if (held !== null && byUrn.has(held)) holders.set(held, [...(holders.get(held) ?? []), urn]);
    }
  }
  const steps = new Map<string, number>();
  const stepOf = (urn: string): number => {
    const known = steps.get(urn);
    if (known !== undefined) return known;
    // Marked first, so that a circle, which Pulumi would refuse, is no endless loop here.
    steps.set(urn, 0);
    const own = isStep(byUrn.get(urn)) ? 1 : 0;
    const step = Math.max(0, ...(holders.get(urn) ?? []).map(stepOf)) + own;
    steps.set(urn, step);
    return step;
  };
  const ordered: DestroyStep[] = [];
  for (const resource of resources) {
    if (!isStep(resource)) continue;
    (ordered[stepOf(resource.urn) - 1] ??= []).push(resource);
  }
  return ordered;
}

/** What a provider takes away; a component of another package stands for all that is below it. */
function isStep(resource: RegisteredResource | undefined): boolean {
  return resource !== undefined && (resource.custom || resource.options.remote === true);
}

/** The steps for a person, numbered, with what is waited for and what stays. */
export function renderDestroyOrder(registration: Registration): string {
  const steps = destroyOrder(registration);
  const width = String(steps.length).length;
  return steps
    .flatMap((resources, index) =>
      resources.map((resource, position) => {
        const number = position === 0 ? `${String(index + 1).padStart(width)}.` : "";
        return `${number.padEnd(width + 1)} ${line(resource)}`;
      }),
    )
    .join("\n");
}

function line(resource: RegisteredResource): string {
  const [pkg, , name = ""] = resource.type.split(":");
  const kind = pkg === "pulumi" ? `${name} provider` : name;
  const { title } = summarize(resource);
  return [kind, title, ...remarks(resource)].filter(Boolean).join("  ");
}

function remarks({ options, type }: RegisteredResource): string[] {
  if (options.retainOnDelete) return ["(stays)"];
  if (options.remote) return ["(with all that is below it)"];
  if (options.protect) return ["(protected: the destroy stops here)"];
  const { customTimeouts } = options;
  const timeout = isObject(customTimeouts) ? customTimeouts.delete : undefined;
  const limit = typeof timeout === "string" ? ` for up to ${timeout}` : "";
  if (type.endsWith(":NodePool")) return [`(waits until its nodes are drained and gone${limit})`];
  if (type.endsWith(":EC2NodeClass"))
    return [`(waits until its instance profiles and launch templates are gone${limit})`];
  if (type.endsWith("Patch")) return ["(its fields go back to their defaults)"];
  return [];
}
