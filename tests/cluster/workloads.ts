/** Workloads in the cluster, and what became of them. */
import type { ApiObject, Send } from "./rest";
import { eventually } from "./wait";

/** Where a workload may run, as `schedule` of a node pool gives it. */
export interface Schedule {
  nodeSelector?: Record<string, string>;
  tolerations?: object[];
}

/** A pod, as far as tests look at it. */
export interface Pod extends ApiObject {
  metadata: { name: string; labels?: Record<string, string> };
  spec: { nodeName?: string };
  status: { phase: string; startTime?: string };
}

/** Starts a Deployment of one small pod. */
export async function deploy(send: Send, name: string, schedule: Schedule = {}): Promise<void> {
  const labels = { app: name };
  const container = { name: "main", image: "none", resources: { requests: { cpu: "1" } } };
  const { status, body } = await send("POST", "/apis/apps/v1/namespaces/default/deployments", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { ...schedule, containers: [container], terminationGracePeriodSeconds: 0 },
      },
    },
  });
  if (status !== 201) throw new Error(`${name}: ${body.message ?? status}`);
}

/** The pod of a Deployment, once there is one that is as asked for. */
export function pod(send: Send, app: string, isSo: (pod: Pod) => boolean): Promise<Pod> {
  const ask = async () => {
    const path = `/api/v1/namespaces/default/pods?labelSelector=app%3D${app}`;
    return ((await send("GET", path)).body.items ?? []) as Pod[];
  };
  return eventually(
    `a pod of ${app}`,
    async () => (await ask()).find(isSo),
    async () => (await ask()).map(({ spec, status }) => ({ nodeName: spec.nodeName, status })),
  );
}

/** What an event about an object says; several components may report the same reason. */
export function event(
  send: Send,
  name: RegExp,
  reason: string,
  component = "karpenter",
): Promise<string> {
  const ask = async () => {
    const { body } = await send("GET", "/api/v1/namespaces/default/events");
    return (body.items as Event[]).filter(({ involvedObject }) => name.test(involvedObject.name));
  };
  return eventually(
    `an event ${reason} of ${component} about ${String(name)}`,
    async () =>
      (await ask()).find((each) => each.reason === reason && componentOf(each) === component)
        ?.message,
    async () => (await ask()).map((each) => `${each.reason}: ${each.message}`),
  );
}

/** Each of the two event APIs has a field of its own. */
function componentOf({ reportingComponent, source }: Event): string | undefined {
  return reportingComponent === "" ? source?.component : reportingComponent;
}

interface Event extends ApiObject {
  reason: string;
  message: string;
  involvedObject: { name: string };
  reportingComponent?: string;
  source?: { component?: string };
}
