import { readFileSync } from "node:fs";
import { isRecord } from "../core/records";
import type { Registration } from "./registration";

/**
 * The registrations of a file that `preview --json` wrote: one, or a list of several stacks. An error never quotes the
 * file, which may be another one with secrets in it.
 */
export function readRegistrations(file: string): Registration[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? ""}`, {
      cause: error,
    });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw notOne(file, "it is not JSON");
  }
  const list: unknown[] = Array.isArray(content) ? content : [content];
  return list.map((one) => {
    if (!isRegistration(one))
      throw notOne(file, "project, stack, resources or a part of them is missing");
    return one;
  });
}

function notOne(file: string, why: string): Error {
  return new Error(
    `${file} is no registration document: ${why}. Write it with: karpenter-eks preview --stack <name> --json`,
  );
}

function isRegistration(value: unknown): value is Registration {
  if (!isRecord(value) || !Array.isArray(value.resources) || !Array.isArray(value.findings))
    return false;
  const { project, stack, outputs, resources } = value;
  if (typeof project !== "string" || typeof stack !== "string" || !isRecord(outputs)) return false;
  return (
    resources.every(
      (resource) =>
        isRecord(resource) &&
        [resource.urn, resource.type, resource.name].every((text) => typeof text === "string") &&
        [resource.parent, resource.provider].every(
          (urn) => urn === null || typeof urn === "string",
        ) &&
        Array.isArray(resource.dependsOn) &&
        isRecord(resource.inputs) &&
        isRecord(resource.options),
    ) &&
    value.findings.every(
      (finding) =>
        isRecord(finding) &&
        ["code", "severity", "where", "message", "why", "fix"].every(
          (key) => typeof finding[key] === "string",
        ),
    )
  );
}
