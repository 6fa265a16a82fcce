import { isObject, isSecret, isUnknown, type Json, type RegisteredResource } from "./registration";

/** What a person wants to see of a resource: a few words, and labelled lines. */
export interface Summary {
  title: string;
  details: [string, string][];
}

type Inputs = Record<string, Json>;
type Summarize = (inputs: Inputs) => Summary;

/** Which inputs matter, by type. Everything else is shown by its name. */
const SUMMARIES: readonly [RegExp, Summarize][] = [
  [
    /^aws:iam\/role:Role$/,
    (i) => ({ title: text(i.name), details: [["trusts", principals(i.assumeRolePolicy)]] }),
  ],
  [
    /^aws:iam\/rolePolicy:RolePolicy$/,
    (i) => ({ title: text(i.name), details: [["allows", statements(i.policy)]] }),
  ],
  [/^aws:iam\/rolePolicyAttachment:/, (i) => only(text(i.policyArn).split("/").at(-1) ?? "")],
  [/^aws:ec2\/tag:Tag$/, (i) => only(`${text(i.resourceId)}  ${text(i.key)}=${text(i.value)}`)],
  [/^aws:sqs\/queue:/, (i) => only(text(i.name))],
  [
    /^aws:cloudwatch\/eventRule:/,
    (i) => ({ title: text(i.name), details: [["matches", events(i.eventPattern)]] }),
  ],
  [/^aws:cloudwatch\/eventTarget:/, (i) => only(`${text(i.rule)}  to ${text(i.arn)}`)],
  [/^aws:iam\/serviceLinkedRole:/, (i) => only(text(i.awsServiceName))],
  [/^aws:eks\/accessEntry:/, (i) => only(`${text(i.principalArn)}  ${text(i.type)}`)],
  [
    /^aws:eks\/podIdentityAssociation:/,
    (i) => only(`${text(i.namespace)}/${text(i.serviceAccount)}`),
  ],
  [
    /:AwsAuthEntry$/,
    (i) => ({
      title: text(i.rolearn),
      details: [
        ["groups", text(i.groups)],
        ["username", text(i.username)],
      ],
    }),
  ],
  [/^kubernetes:helm\.sh\/v3:Release$/, release],
  [/:NodePool$/, nodePool],
  [/:EC2NodeClass$/, nodeClass],
  [
    /^kubernetes:.*:DeploymentPatch$/,
    (i) => only(`${objectName(i)}  replicas ${text(at(i, "spec", "replicas"))}`),
  ],
  [/^kubernetes:/, (i) => only(objectName(i))],
];

/** The summary of one resource. */
export function summarize(resource: RegisteredResource): Summary {
  const [, summary] = SUMMARIES.find(([type]) => type.test(resource.type)) ?? [];
  if (!resource.custom || !summary) return only(resource.name);
  const { title, details } = summary(resource.inputs);
  // Without a name of its own it gets one from Pulumi, which begins with this.
  return { title: title === "" ? resource.name : title, details };
}

function only(title: string): Summary {
  return { title, details: [] };
}

function release(inputs: Inputs): Summary {
  const values = inputs.values;
  const lines: [string, Json | undefined][] = [
    ["cluster", at(values, "settings", "clusterName")],
    ["role", at(values, "serviceAccount", "annotations", "eks.amazonaws.com/role-arn")],
    ["replicas", at(values, "replicas")],
    ["requests", at(values, "controller", "resources", "requests")],
    ["nodes", nodeTerms(values)],
  ];
  return {
    title: `${text(inputs.chart)} ${text(inputs.version)} in ${text(inputs.namespace)}`,
    details: lines
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => [label, text(value)]),
  };
}

function nodeTerms(values: Json | undefined): Json | undefined {
  const terms = at(
    values,
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
  );
  return terms === undefined
    ? undefined
    : list(terms)
        .map((term) => list(at(term, "matchExpressions")).map(requirement).join(" and "))
        .join(" or ");
}

function nodePool(inputs: Inputs): Summary {
  const spec = inputs.spec;
  const template = at(spec, "template", "spec");
  const disruption = at(spec, "disruption");
  const lines: [string, Json | undefined][] = [
    ["class", at(template, "nodeClassRef", "name")],
    ["requires", list(at(template, "requirements")).map(requirement).join("\n")],
    ["labels", at(spec, "template", "metadata", "labels")],
    ["taints", list(at(template, "taints")).map(taint).join(", ")],
    ["limits", at(spec, "limits")],
    ["weight", at(spec, "weight")],
    ["disruption", at(disruption, "consolidationPolicy")],
    ["  after", at(disruption, "consolidateAfter")],
    ["  budgets", list(at(disruption, "budgets")).map(budget).join("\n")],
    ["expires", at(disruption, "expireAfter") ?? at(template, "expireAfter")],
    ["grace", at(template, "terminationGracePeriod")],
    ["kubelet", at(template, "kubelet")],
  ];
  return { title: objectName(inputs), details: filled(lines) };
}

function nodeClass(inputs: Inputs): Summary {
  const spec = inputs.spec;
  const lines: [string, Json | undefined][] = [
    ["family", at(spec, "amiFamily")],
    ["amis", terms(at(spec, "amiSelectorTerms"))],
    ["role", at(spec, "role")],
    ["profile", at(spec, "instanceProfile")],
    ["subnets", terms(at(spec, "subnetSelectorTerms"))],
    ["groups", terms(at(spec, "securityGroupSelectorTerms"))],
    [
      "volumes",
      list(at(spec, "blockDeviceMappings"))
        .map((mapping) => `${text(at(mapping, "deviceName"))} ${text(at(mapping, "ebs"))}`)
        .join("\n"),
    ],
    ["metadata", at(spec, "metadataOptions")],
    ["tags", at(spec, "tags")],
    ["kubelet", at(spec, "kubelet")],
  ];
  return { title: objectName(inputs), details: filled(lines) };
}

/** Lines that hold something; a value of several lines repeats no label. */
function filled(lines: [string, Json | undefined][]): [string, string][] {
  return lines
    .filter(([, value]) => value !== undefined && value !== "")
    .flatMap(([label, value]) =>
      text(value)
        .split("\n")
        .map((line, index): [string, string] => [index === 0 ? label : "", line]),
    );
}

function terms(value: Json | undefined): string {
  return list(value)
    .map((term) => text(term))
    .join(" or ");
}

export function requirement(entry: Json): string {
  const key = text(at(entry, "key")).replace(
    /^(karpenter\.k8s\.aws|karpenter\.sh|kubernetes\.io)\//,
    "",
  );
  const values = at(entry, "values");
  const least = at(entry, "minValues");
  return [
    key,
    text(at(entry, "operator")),
    values === undefined ? "" : text(values),
    least === undefined ? "" : `(at least ${text(least)})`,
  ]
    .filter(Boolean)
    .join(" ");
}

export function taint(entry: Json): string {
  const value = at(entry, "value");
  return `${text(at(entry, "key"))}${value === undefined ? "" : `=${text(value)}`}:${text(at(entry, "effect"))}`;
}

export function budget(entry: Json): string {
  const [schedule, reasons] = [at(entry, "schedule"), at(entry, "reasons")];
  return [
    text(at(entry, "nodes")),
    schedule === undefined ? "" : `from ${text(schedule)} for ${text(at(entry, "duration"))}`,
    reasons === undefined ? "" : `(${text(reasons)})`,
  ]
    .filter(Boolean)
    .join(" ");
}

function principals(document: Json | undefined): string {
  return parsed(document, (policy) =>
    list(at(policy, "Statement"))
      .map((statement) => {
        const subject = list(Object.values(object(at(statement, "Condition", "StringEquals")))).map(
          text,
        );
        return [text(Object.values(object(at(statement, "Principal")))), ...subject].join(", ");
      })
      .join("; "),
  );
}

function statements(document: Json | undefined): string {
  return parsed(document, (policy) => {
    const sids = list(at(policy, "Statement")).map((statement) =>
      text(at(statement, "Sid") ?? at(statement, "Action")),
    );
    return `${sids.length} statements: ${sids.join(", ")}`;
  });
}

function events(document: Json | undefined): string {
  return parsed(document, (pattern) => text(at(pattern, "detail-type")));
}

function parsed(document: Json | undefined, show: (policy: Json) => string): string {
  if (typeof document !== "string") return text(document);
  let policy: Json;
  try {
    policy = JSON.parse(document) as Json;
  } catch {
    // The parser's own message would quote the text.
    return "(not JSON)";
  }
  return show(policy);
}

function objectName(inputs: Inputs): string {
  const [namespace, name] = [at(inputs, "metadata", "namespace"), at(inputs, "metadata", "name")];
  return namespace === undefined ? text(name) : `${text(namespace)}/${text(name)}`;
}

export function at(value: Json | undefined, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, key) => (isObject(inner) ? inner[key] : undefined),
    value,
  );
}

export function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function object(value: Json | undefined): { [key: string]: Json } {
  return isObject(value) ? value : {};
}

/** A value in few words: `a, b` for a list, `key value` for a map. */
export function text(value: Json | undefined): string {
  if (isUnknown(value)) return "(known after up)";
  if (isSecret(value)) return "(secret)";
  if (Array.isArray(value)) return value.map(text).join(", ");
  if (isObject(value))
    return Object.entries(value)
      .map(([key, item]) => `${key} ${text(item)}`)
      .join(", ");
  return value === undefined || value === null ? "" : String(value);
}
