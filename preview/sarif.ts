import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { findingUri, type PackageJson } from "../core/review/page";
import type { Rule } from "../core/review/rule";
import { RULES } from "../core/review/rules";
import type { Locate } from "./finding-location";
import type { RegisteredFinding, Registration } from "./registration";

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** What is shown of a program: that of a registration, or what is known of one that was refused. */
export type Found = Pick<Registration, "project" | "stack" | "findings">;

/** Findings as SARIF 2.1.0, as code scanning takes it. `description` is the package.json of who found them. */
export function sarif(
  { project, stack, findings }: Found,
  locate: Locate,
  description: PackageJson,
): Log {
  const identities = findings.map(({ code, where }) => [project, stack, code, where].join("\n"));
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "karpenter-eks",
            semanticVersion: description.version,
            rules: RULES.map((rule) => descriptor(rule, description)),
          },
        },
        // One stack's results do not replace another's.
        automationDetails: { id: `karpenter-eks/${project}/${stack}/` },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding, index) => {
          const identity = identities[index] ?? "";
          const before = identities.slice(0, index).filter((other) => other === identity).length;
          return result(finding, locate, `${sha256(identity).slice(0, 16)}:${before + 1}`);
        }),
      },
    ],
  };
}

function descriptor(
  { code, title, severity, why }: Rule,
  description: PackageJson,
): ReportingDescriptor {
  const uri = findingUri(code, description);
  return {
    id: code,
    name: identifier(title),
    shortDescription: { text: sentence(title) },
    fullDescription: { text: sentence(why) },
    // A reference that is relative to nothing is no URI.
    ...(uri.startsWith("https:") ? { helpUri: uri } : {}),
    help: { text: `${sentence(why)} See ${uri}.`, markdown: `${sentence(why)} [${code}](${uri})` },
    defaultConfiguration: { level: severity },
  };
}

/** The fingerprint is the one that GitHub reads. It names place and rule, so that a moved line is no new result. */
function result(finding: RegisteredFinding, locate: Locate, fingerprint: string): Result {
  const { code, severity, message, fix, silenced } = finding;
  const { file, line, column } = locate(finding);
  return {
    ruleId: code,
    ruleIndex: RULES.findIndex((rule) => rule.code === code),
    level: severity as Result.level,
    message: { text: `${sentence(message)} Fix: ${fix}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file), uriBaseId: "%SRCROOT%" },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [{ fullyQualifiedName: finding.where }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    ...(silenced === undefined
      ? {}
      : { suppressions: [{ kind: "external" as const, justification: silenced }] }),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `A pool without limits` as `APoolWithoutLimits`. */
function identifier(title: string): string {
  return title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
