import {
  isObject,
  STACK_TYPE,
  urnOf,
  type RegisteredResource,
  type Registration,
} from "../registration";

/** The registration as the stack of another would have it: the same resources under that stack's URNs. */
export function asStackOf(
  registration: Registration,
  { project, stack }: Registration,
): Registration {
  if (registration.project === project && registration.stack === stack) return registration;
  const own = `urn:pulumi:${registration.stack}::${registration.project}::`;
  const other = `urn:pulumi:${stack}::${project}::`;
  const root = `${STACK_TYPE}::`;
  const text = JSON.stringify(registration)
    .replaceAll(
      `${own}${root}${registration.project}-${registration.stack}`,
      `${other}${root}${project}-${stack}`,
    )
    .replaceAll(own, other);
  const renamed = JSON.parse(text) as Registration;
  for (const resource of renamed.resources)
    if (resource.type === STACK_TYPE) resource.name = `${project}-${stack}`;
  return { ...renamed, project, stack };
}

/** Which resource of the base each one of the head is, by URN: by the same URN, else by an alias of itself or a parent. */
export function matchResources(base: Registration, head: Registration): Map<string, string> {
  const inBase = new Set(base.resources.map(({ urn }) => urn));
  const matched = new Map<string, string>();
  for (const { urn } of head.resources) {
    if (!inBase.delete(urn)) continue;
    matched.set(urn, urn);
  }
  const byUrn = new Map(head.resources.map((resource) => [resource.urn, resource]));
  for (const resource of head.resources) {
    if (matched.has(resource.urn)) continue;
    const former = formerUrns(resource, byUrn, head).find((urn) => inBase.has(urn));
    if (former === undefined) continue;
    inBase.delete(former);
    matched.set(resource.urn, former);
  }
  return matched;
}

/** URNs that a resource may have had: its aliases, and its place below its parent's. */
function formerUrns(
  { name, type, parent, options }: RegisteredResource,
  byUrn: Map<string, RegisteredResource>,
  { project, stack }: Pick<Registration, "project" | "stack">,
): string[] {
  const above = parent === null ? undefined : byUrn.get(parent);
  const formerParents = above === undefined ? [] : formerUrns(above, byUrn, { project, stack });
  const inherited = formerParents.map((former) => {
    const [parentName, formerName] = [above?.name ?? "", former.split("::").at(-1) ?? ""];
    const formerOwn = name.startsWith(parentName)
      ? formerName + name.slice(parentName.length)
      : name;
    return urnOf(project, stack, type, formerOwn, former);
  });
  const aliased = (options.aliases ?? []).flatMap((alias) => {
    if (typeof alias === "string") return [alias];
    if (!isObject(alias)) return [];
    const named = typeof alias.parent === "string" ? alias.parent : parent;
    const parents =
      alias.noparent === true ? [null] : named === parent ? [parent, ...formerParents] : [named];
    return parents.map((place) =>
      urnOf(
        typeof alias.project === "string" ? alias.project : project,
        typeof alias.stack === "string" ? alias.stack : stack,
        typeof alias.type === "string" ? alias.type : type,
        typeof alias.name === "string" ? alias.name : name,
        place,
      ),
    );
  });
  return [...aliased, ...inherited];
}
