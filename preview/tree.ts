import picocolors from "picocolors";
import {
  STACK_TYPE,
  type RegisteredFinding,
  type RegisteredResource,
  type Registration,
} from "./registration";
import { summarize } from "./summary";

type Colors = ReturnType<typeof picocolors.createColors>;

/** A registration as a tree for a person: components, resources, the values that matter, counts and findings. */
export function renderTree(registration: Registration, color: boolean): string {
  const colors = picocolors.createColors(color);
  const { resources, project, stack, findings } = registration;
  const root = resources.find(({ type }) => type === STACK_TYPE);
  const children = childrenByParent(resources, root?.urn ?? null);
  const lines = (children.get(null) ?? []).flatMap((resource, index, all) =>
    renderResource(resource, children, "", index === all.length - 1, colors),
  );
  return [
    `${colors.bold(`${project} / ${stack}`)}  ${colors.dim(counts(resources))}`,
    "",
    ...lines,
    "",
    ...renderFindings(findings, colors),
  ].join("\n");
}

function counts(resources: RegisteredResource[]): string {
  const custom = resources.filter((resource) => resource.custom);
  const of = (provider: string) =>
    custom.filter(({ type }) => type.startsWith(`${provider}:`)).length;
  const [aws, kubernetes] = [of("aws"), of("kubernetes")];
  const other = custom.length - aws - kubernetes;
  const components = resources.length - custom.length - 1;
  const parts = [
    `${aws} aws`,
    `${kubernetes} kubernetes`,
    ...(other > 0 ? [`${other} other`] : []),
  ];
  return `${custom.length} resources (${parts.join(", ")}) in ${components} components`;
}

/** Siblings in the order in which they are created; the stack's own children stand under `null`. */
function childrenByParent(
  resources: RegisteredResource[],
  root: string | null,
): Map<string | null, RegisteredResource[]> {
  const rank = creationRank(resources);
  const children = new Map<string | null, RegisteredResource[]>();
  for (const resource of resources) {
    if (resource.type === STACK_TYPE) continue;
    const parent = resource.parent === root ? null : resource.parent;
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  for (const siblings of children.values()) {
    siblings.sort(
      (a, b) => (rank.get(a.urn) ?? 0) - (rank.get(b.urn) ?? 0) || a.name.localeCompare(b.name),
    );
  }
  return children;
}

/** How many steps of dependencies come before a resource; a component begins with the first of its children. */
function creationRank(resources: RegisteredResource[]): Map<string, number> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ranks = new Map<string, number>();
  const rankOf = (urn: string): number => {
    const ranked = ranks.get(urn);
    if (ranked !== undefined) return ranked;
    ranks.set(urn, 0);
    const rank = Math.max(-1, ...(byUrn.get(urn)?.dependsOn.map(rankOf) ?? [])) + 1;
    ranks.set(urn, rank);
    return rank;
  };
  for (const { urn } of resources) rankOf(urn);
  const customs = resources.filter((resource) => resource.custom);
  for (const { urn, custom } of resources) {
    if (custom) continue;
    const below = customs
      .filter((resource) => isBelow(resource, urn, byUrn))
      .map((resource) => ranks.get(resource.urn) ?? 0);
    if (below.length > 0) ranks.set(urn, Math.min(...below));
  }
  return ranks;
}

function isBelow(
  { parent }: RegisteredResource,
  urn: string,
  byUrn: Map<string, RegisteredResource>,
): boolean {
  if (parent === null) return false;
  if (parent === urn) return true;
  const above = byUrn.get(parent);
  return above !== undefined && isBelow(above, urn, byUrn);
}

function renderResource(
  resource: RegisteredResource,
  children: Map<string | null, RegisteredResource[]>,
  indent: string,
  last: boolean,
  colors: Colors,
): string[] {
  const below = children.get(resource.urn) ?? [];
  const inner = `${indent}${last ? "   " : "│  "}`;
  const { title, details } = summarize(resource);
  const kind = typeLabel(resource.type);
  const head = resource.custom
    ? `${colors.cyan(kind)} ${title}`
    : `${colors.bold(kind)} ${colors.dim(resource.name)}`;
  const gutter = `${inner}${below.length > 0 ? "│" : " "}    `;
  const width = Math.max(0, ...details.map(([label]) => label.length));
  return [
    `${colors.dim(`${indent}${last ? "└─" : "├─"}`)} ${head}`,
    ...details.map(
      ([label, text]) => `${colors.dim(gutter)}${colors.dim(label.padEnd(width))}  ${text}`,
    ),
    ...below.flatMap((child, index) =>
      renderResource(child, children, inner, index === below.length - 1, colors),
    ),
  ];
}

/** `aws:iam/role:Role` as `aws.iam.Role`, `karpenter-eks:index:NodeRole` as `NodeRole`. */
export function typeLabel(type: string): string {
  const [pkg = "", module = "", name = ""] = type.split(":");
  if (module === "index") return pkg === "aws" ? `${pkg}.${name}` : name;
  if (pkg === "pulumi-nodejs") return name;
  if (pkg === "pulumi") return `${name} provider`;
  return pkg === "kubernetes"
    ? `${module} ${name}`
    : `${pkg}.${module.split("/")[0] ?? ""}.${name}`;
}

function renderFindings(findings: RegisteredFinding[], colors: Colors): string[] {
  if (findings.length === 0) return ["No findings."];
  const paint = (severity: string) =>
    severity === "error" ? colors.red(severity) : colors.yellow(severity);
  return [
    `${findings.length} ${findings.length === 1 ? "finding" : "findings"}`,
    ...findings.flatMap(({ code, severity, where, message, why, fix, silenced }) =>
      silenced === undefined
        ? [
            `  ${paint(severity)} ${code} ${where}: ${message}`,
            `    ${colors.dim("why")}  ${why}`,
            `    ${colors.dim("fix")}  ${fix}`,
          ]
        : [
            `  ${colors.dim("silenced")} ${code} ${where}: ${message}`,
            `    ${colors.dim("reason")}  ${silenced}`,
          ],
    ),
  ];
}
