import { KARPENTER_MINORS } from "../../core/versions";
import { CONFIG_FIELDS } from "../../stacks/config-fields";

/** The parts of the README that are made from the code, by the name of their markers. */
export function generatedSections(tree: string): Record<string, string> {
  return { tree: fenced(tree), config: configTable(), matrix: versionMatrix() };
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
