import { RULES } from "../../core/review/rules";
import { KARPENTER_MINORS } from "../../core/versions";
import type { LetThrough } from "../core/iam/migration-guide-attacks";
import { CONFIG_FIELDS } from "../../stacks/config-fields";

/** What the parts of the README that are made from the code are made from. */
export interface Printed {
  /** What previewing `lab` prints, and with `--destroy-order`. */
  tree: string;
  destroyOrder: string;
  /** What a diff of one worked change prints. */
  diff: string;
  /** The attacks that the migration guide's policy lets through. */
  letThrough: LetThrough;
}

/** The parts of the README that are made from the code, by the name of their markers. */
export function generatedSections(printed: Printed): Record<string, string> {
  return {
    tree: fenced(printed.tree),
    diff: fenced(printed.diff),
    "destroy-order": fenced(printed.destroyOrder),
    attacks: attackList(printed.letThrough),
    config: configTable(),
    matrix: versionMatrix(),
    findings: findingsTable(),
  };
}

function attackList({ total, allowed }: LetThrough): string {
  const items = allowed.map((name) => `- ${name}`).join("\n");
  return `\nOf ${total} attacks tried, the scoped policy lets none through, and the migration guide's ${allowed.length}. What Karpenter's own template allows beyond these, such as a launch into a foreign subnet, the scoped policy allows as well; [known-upstream.ts](tests/core/iam/known-upstream.ts) lists it with the reasons.\n\n<details>\n<summary>all ${allowed.length}</summary>\n\n${items}\n\n</details>\n\n`;
}

/** The README with one section replaced. */
export function withSection(readme: string, name: string, text: string): string {
  return readme.replace(
    new RegExp(`(<!-- begin ${name} -->\n)[^]*?(<!-- end ${name} -->)`),
    (_, begin: string, end: string) => `${begin}${text}${end}`,
  );
}

function fenced(text: string): string {
  return `\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n\n`;
}

function table(header: string[], rows: string[][]): string {
  const all = [header, header.map(() => "---"), ...rows];
  return `\n${all.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n`;
}

function configTable(): string {
  return table(
    ["Key", "Meaning", "Default"],
    Object.entries(CONFIG_FIELDS).map(([key, { field, description, default: fallback }]) => [
      `\`${key}\``,
      description,
      fallback ?? (field.required ? "required" : "none"),
    ]),
  );
}

function findingsTable(): string {
  return table(
    ["Code", "Severity", "What it finds"],
    RULES.map(({ code, severity, title }) => [code, severity, title]),
  );
}

function versionMatrix(): string {
  return table(
    ["Karpenter", "Released", "Kubernetes", "API", ""],
    KARPENTER_MINORS.map(({ minor, released, kubernetes, raisedMax, api, lts, refusedPatches }) => [
      minor,
      released,
      `${kubernetes.min} to ${kubernetes.max}${raisedMax ? `, ${raisedMax.max} from ${minor}.${raisedMax.fromPatch}` : ""}`,
      api,
      [
        ...(lts ? ["LTS"] : []),
        ...Object.keys(refusedPatches ?? {}).map((patch) => `${minor}.${patch} is refused`),
      ].join(", "),
    ]),
  );
}
