import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument, Statement } from "../../../core/iam/policy-document";

/** Condition keys of a request and their values. */
export type Context = Record<string, string | string[]>;

/** One authorization. An API call can need several, such as one for every resource of a launch. */
export interface IamRequest {
  /** ARN of the role that calls. */
  principal: string;
  action: string;
  /** ARN, or `*` where the action knows no resource. */
  resource: string;
  context: Context;
}

/** Resources that AWS authorizes although its service authorization reference does not list them. */
const UNLISTED: Readonly<Record<string, RegExp>> = {
  "arc-zonal-shift:GetManagedResource": /^arn:[^:*]+:eks:[^:*]+:\d{12}:cluster\/[^*]+$/,
  "arc-zonal-shift:StartZonalShift": /^arn:[^:*]+:eks:[^:*]+:\d{12}:cluster\/[^*]+$/,
  "ssm:GetParameter": /^arn:[^:*]+:ssm:[^:*]+::parameter\/aws\/service\/[^*]+$/,
};

const checks = new Map<string, Promise<void>>();
const answers = new Map<string, Promise<boolean>>();

/**
 * Whether the document alone allows the request. Rejects an action, a resource type or a condition key that AWS does
 * not know there, so that a typing error never counts as a denial.
 */
export async function allows(document: PolicyDocument, request: IamRequest): Promise<boolean> {
  // Requests of one shape are known or unknown alike; to tell takes longer than to decide.
  await once(checks, shape(request), () => check(request));
  // Minors share most statements: the same statements answer the same request alike.
  const concerned = document.Statement.filter(concerns(request.action));
  return once(answers, JSON.stringify([concerned, request]), () =>
    decide(simulate({ ...document, Statement: concerned }, request)),
  );
}

/** Whether the document allows all of the requests, as an API call needs it. */
export async function allowsAll(
  document: PolicyDocument,
  requests: IamRequest[],
): Promise<boolean> {
  for (const request of requests) if (!(await allows(document, request))) return false;
  return true;
}

/** The requests that the document denies, as texts. */
export async function denied(document: PolicyDocument, requests: IamRequest[]): Promise<string[]> {
  const texts: string[] = [];
  for (const request of requests)
    if (!(await allows(document, request)))
      texts.push(`${request.action} ${request.resource} ${JSON.stringify(request.context)}`);
  return texts;
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function concerns(action: string): (statement: Statement) => boolean {
  return ({ Action }) =>
    [Action].flat().some((a) => /[*?]/.test(a) || a.toLowerCase() === action.toLowerCase());
}

/** What of a request decides whether AWS knows it: no names and no values. */
function shape({ action, resource, context }: IamRequest): string {
  const [, , service, region = "", account = "", name = ""] = resource.split(":");
  const key = Object.keys(context).map((k) => k.split("/")[0]);
  const type = name.split("/")[0];
  return JSON.stringify([action, service, region !== "", account !== "", type, [...new Set(key)]]);
}

/** Rejects what AWS does not know. */
async function check(request: IamRequest): Promise<void> {
  const { action, resource, context } = request;
  if (UNLISTED[action]?.test(resource)) return;
  const nothing: PolicyDocument = { Version: "2012-10-17", Statement: [] };
  const outcome = await runSimulation(simulate(nothing, request), {});
  if (outcome.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome.errors)}`);
  if (outcome.resultType === "wildcard")
    throw new Error(`${action} on ${resource}: one resource at a time`);
  const ignored = (outcome.result.ignoredContextKeys ?? []).filter((key) => key in context);
  if (ignored.length > 0)
    throw new Error(`${action} on ${resource}: no such condition keys: ${ignored.join(", ")}`);
}

async function decide(simulation: Simulation): Promise<boolean> {
  // The quick way skips the checks, which are done, but cannot take a resource policy.
  if (simulation.resourcePolicy === undefined)
    return runUnsafeSimulation(simulation, {}) === "Allowed";
  const outcome = await runSimulation(simulation, {});
  return outcome.resultType === "single" && outcome.overallResult === "Allowed";
}

function simulate(document: PolicyDocument, request: IamRequest): Simulation {
  const { principal, action, resource } = request;
  const accountId = principal.split(":")[4] ?? "";
  return {
    request: {
      principal,
      action,
      // As if every resource were the caller's own: only the document decides, never another account.
      resource: { resource, accountId },
      contextVariables: fullContext(request),
    },
    identityPolicies: [{ name: "document", policy: document }],
    // The key policy that leaves the decision to IAM; without one no identity policy reaches a key.
    ...(action.startsWith("kms:") && { resourcePolicy: delegation(principal, accountId) }),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

/** The context with the keys that AWS derives from the request itself. */
function fullContext({ action, resource, context }: IamRequest): Context {
  const region = resource.split(":")[3] ?? "";
  const tagKeys = Object.keys(context)
    .filter((key) => key.startsWith("aws:RequestTag/"))
    .map((key) => key.slice("aws:RequestTag/".length));
  const mirrored = Object.entries(context)
    .filter(([key]) => action.startsWith("ec2:") && key.startsWith("aws:ResourceTag/"))
    .map(([key, value]) => [key.replace("aws:", "ec2:"), value]);
  return {
    ...(region !== "" && { "aws:RequestedRegion": region }),
    ...(tagKeys.length > 0 && { "aws:TagKeys": tagKeys }),
    ...(Object.fromEntries(mirrored) as Context),
    ...context,
  };
}

function delegation(principal: string, accountId: string): PolicyDocument {
  const root = `arn:${principal.split(":")[1] ?? ""}:iam::${accountId}:root`;
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }],
  };
}
