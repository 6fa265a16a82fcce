import { Document, isMap, visit } from "yaml";
import { karpenterVersion } from "../../core/versions";
import type { Finding } from "../../core/review/finding";
import { poolViews } from "../../core/review/pool-view";
import { findingsOf, type Rule } from "../../core/review/rule";
import { RULES } from "../../core/review/rules";
import { FINDING_EXAMPLES, type FindingExample } from "./finding-examples";

/** Taken where an example does not depend on the version. */
const VERSION = "1.14.4";

/** What is looked up, or found in the program, and so stands in no config. */
const FACTS = ["kubernetesVersion", "subnets", "nodeGroups"];

const HEAD = `# Findings

What is judged before anything is deployed: an \`error\` stops the program, a \`warning\` is logged on the resource, a \`note\` is only shown. Each has a code that never changes its meaning. Silence one by its code, with the reason, in the config of a stack (the argument \`silence\` of \`Karpenter\`):

\`\`\`yaml
config:
  karpenter-eks:silence:
    KE003: staging follows the newest image so that prod need not
\`\`\`

It is shown as silenced from then on, and neither stops nor warns.

Below, every rule has an example that it finds fault with, what it says about that, and the fix. An example has the keys of the config, without what the rule does not look at; what is looked up of the cluster and its account stands apart.
`;

/** The whole page, as it is made from the rules. */
export function findingsPage(): string {
  const table = [
    "| Code | Severity | What it looks for |",
    "| --- | --- | --- |",
    ...RULES.map(
      ({ code, severity, title }) =>
        `| [${code}](#${code.toLowerCase()}) | ${severity} | ${title} |`,
    ),
  ].join("\n");
  return [HEAD, table, ...RULES.map(section)].join("\n\n");
}

/** What a rule says about its own example. */
export function exampleFindings(rule: Rule): Finding[] {
  const example = FINDING_EXAMPLES[rule.code];
  if (!example) throw new Error(`no example of ${rule.code} in tests/package/finding-examples.ts`);
  const input = { ...example, version: karpenterVersion(example.version ?? VERSION) };
  return findingsOf(rule, { ...input, pools: poolViews(input) });
}

function section(rule: Rule): string {
  const { code, title, severity, why } = rule;
  const { config, facts } = parts(FINDING_EXAMPLES[code] ?? {});
  return [
    // The heading is the code alone: it is the anchor that every finding names.
    `## ${code}`,
    `**${title}** (${severity})`,
    `Why: ${escaped(why)}.`,
    ...(Object.keys(config).length > 0 ? [yaml(config)] : []),
    ...(Object.keys(facts).length > 0 ? [`Looked up:`, yaml(facts)] : []),
    ...exampleFindings(rule).map(
      ({ severity: weight, where, message, fix }) =>
        `- ${weight} at \`${where}\`: ${escaped(message)}\n- fix: ${escaped(fix)}`,
    ),
  ].join("\n\n");
}

function parts(example: FindingExample) {
  const { version, ...rest } = example;
  const entries = Object.entries(rest);
  return {
    config: {
      ...(version === undefined ? {} : { karpenterVersion: version }),
      ...Object.fromEntries(entries.filter(([key]) => !FACTS.includes(key))),
    },
    facts: Object.fromEntries(entries.filter(([key]) => FACTS.includes(key))),
  };
}

function yaml(value: object): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  // An item of a list, such as a requirement, takes one line.
  visit(document, {
    Seq: (_, { items }) => {
      setFlow(items);
    },
  });
  return `\`\`\`yaml\n${document.toString({ lineWidth: 0 }).trimEnd()}\n\`\`\``;
}

function setFlow(items: unknown[]): void {
  for (const item of items) if (isMap(item)) item.flow = true;
}

/** What Markdown would take for its own. */
function escaped(text: string): string {
  return text.replace(/[<>*_]/g, "\\$&");
}
