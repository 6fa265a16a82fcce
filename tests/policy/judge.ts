import { createRequire } from "node:module";
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { policies } from "../../policy/policies";
import type { StackResource } from "../../policy/stack";
import {
  isObject,
  isUnknown,
  type Json,
  type RegisteredResource,
} from "../../preview/registration";

/** How the SDK hides what is not known in a preview; its types leave this out. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(__filename)(
  "@pulumi/policy/proxy",
) as { unknownCheckingProxy: (props: unknown) => unknown; unknownStringValue: string };

/** What a policy reports, as `code: message`, and on which resource. */
export interface Violation {
  policy: string;
  message: string;
  urn: string | undefined;
}

/** Resources of a preview as the SDK hands them to a policy: to read what is unknown throws. */
export function policyResources(resources: readonly RegisteredResource[]): StackResource[] {
  return resources.map(({ type, name, urn, provider, inputs }) => ({
    ...{ type, name, urn },
    ...(provider === null ? {} : { provider: { urn: provider, type: "", name: "", props: {} } }),
    props: unknownCheckingProxy(wire(inputs)) as StackResource["props"],
  }));
}

/** The registration document's unknowns as the SDK's own. */
export function wire(value: Json): unknown {
  if (isUnknown(value)) return unknownStringValue;
  if (Array.isArray(value)) return value.map(wire);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wire(item)]));
}

class NotApplicable extends Error {}

/** What all policies report of a stack, or why one has nothing to say; `config` by the name of the policy. */
export function judge(
  resources: readonly StackResource[],
  config: Readonly<Record<string, object>> = {},
): { violations: Violation[]; notApplicable: Record<string, string> } {
  const violations: Violation[] = [];
  const notApplicable: Record<string, string> = {};
  for (const policy of policies()) {
    try {
      void ask(policy, resources, config[policy.name] ?? {}, (message, urn) => {
        violations.push({ policy: policy.name, message, urn });
      });
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      notApplicable[policy.name] = error.message;
    }
  }
  return { violations, notApplicable };
}

function ask(
  { validateStack }: StackValidationPolicy,
  resources: readonly StackResource[],
  config: object,
  report: (message: string, urn?: string) => void,
) {
  return validateStack(
    {
      resources: resources as PolicyResource[],
      stackTags: new Map(),
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
      getConfig: <T extends object>() => config as T,
      notApplicable: (reason?: string): never => {
        throw new NotApplicable(reason);
      },
    },
    report,
  );
}
