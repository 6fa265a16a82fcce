import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as the stand-in saw it. */
export interface SeenRequest {
  method: string;
  url: string;
  contentType: string | undefined;
  body: unknown;
}

/** A stand-in for the API server that knows one object: the ConfigMap kube-system/aws-auth. */
export interface AwsAuthApi {
  /** Points the real client at the stand-in. */
  kubeconfig: string;
  /** Every request since the start or since `forget`. */
  requests: SeenRequest[];
  forget(): void;
  /** What the ConfigMap holds; undefined where there is none. */
  data(): Record<string, string> | undefined;
  /** Labels of the ConfigMap, which no edit of ours may change. */
  labels(): Record<string, string> | undefined;
  /** Somebody else's write, now; undefined deletes the ConfigMap. */
  write(data: Record<string, string> | undefined): void;
  /** Somebody else's writes, each one just before our next write comes in: between our GET and our PATCH. */
  intrude(
    times: number,
    change: (data: Record<string, string> | undefined) => Record<string, string> | undefined,
  ): void;
  /** Answers every request, or those of one method, with this from now on. */
  refuse(status: number, body: string, method?: string): void;
  close(): Promise<void>;
}

interface ConfigMap {
  apiVersion: "v1";
  kind: "ConfigMap";
  metadata: {
    name: string;
    namespace: string;
    resourceVersion: string;
    labels: Record<string, string>;
  };
  data: Record<string, string>;
}

interface Answer {
  status: number;
  body: unknown;
}

const COLLECTION = "/api/v1/namespaces/kube-system/configmaps";

/** The body that a Kubernetes API server sends with every error. */
export function status(code: number, reason: string, message: string): Answer {
  return {
    status: code,
    body: {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason,
      code,
    },
  };
}

/** Starts the stand-in with this data in the ConfigMap, or without the ConfigMap. */
export async function startAwsAuthApi(data?: Record<string, string>): Promise<AwsAuthApi> {
  let object: ConfigMap | undefined;
  let version = 1000;
  let refusal: { status: number; body: string; method: string } | undefined;
  let intrusions: (() => void)[] = [];
  const requests: SeenRequest[] = [];

  const write = (next: Record<string, string> | undefined): void => {
    version++;
    const labels = object?.metadata.labels ?? { team: "platform" };
    const metadata = {
      name: "aws-auth",
      namespace: "kube-system",
      resourceVersion: String(version),
      labels,
    };
    object = next && { apiVersion: "v1", kind: "ConfigMap", metadata, data: { ...next } };
  };
  if (data !== undefined) write(data);

  const create = (body: unknown): Answer => {
    if (object !== undefined)
      return status(409, "AlreadyExists", 'configmaps "aws-auth" already exists');
    write((body as ConfigMap).data);
    return { status: 201, body: object };
  };

  const patch = (body: unknown, contentType: string | undefined): Answer => {
    const type = "application/merge-patch+json";
    if (contentType !== type)
      return status(
        415,
        "UnsupportedMediaType",
        `expected ${type}, got ${contentType ?? "nothing"}`,
      );
    if (object === undefined) return status(404, "NotFound", 'configmaps "aws-auth" not found');
    const { metadata, data: changes } = body as {
      metadata?: { resourceVersion?: string };
      data?: Record<string, string | null>;
    };
    const based = metadata?.resourceVersion;
    if (based !== undefined && based !== object.metadata.resourceVersion) {
      const message =
        'Operation cannot be fulfilled on configmaps "aws-auth": the object has been modified; ' +
        "please apply your changes to the latest version and try again";
      return status(409, "Conflict", message);
    }
    const merged = Object.entries({ ...object.data, ...changes }).filter(
      (pair): pair is [string, string] => pair[1] !== null,
    );
    write(Object.fromEntries(merged));
    return { status: 200, body: object };
  };

  const answer = ({ method, url, contentType, body }: SeenRequest): Answer => {
    const path = url.split("?")[0];
    if (method === "POST" || method === "PATCH") intrusions.shift()?.();
    if (method === "POST" && path === COLLECTION) return create(body);
    if (path !== `${COLLECTION}/aws-auth`) return status(404, "NotFound", `no such path ${url}`);
    if (method === "PATCH") return patch(body, contentType);
    if (method !== "GET") return status(405, "MethodNotAllowed", `no such method ${method}`);
    return object
      ? { status: 200, body: object }
      : status(404, "NotFound", 'configmaps "aws-auth" not found');
  };

  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { method = "", url = "", headers } = request;
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      const seen = { method, url, contentType: headers["content-type"], body };
      requests.push(seen);
      if (refusal !== undefined && ["", method].includes(refusal.method)) {
        response
          .writeHead(refusal.status, { "content-type": "application/json" })
          .end(refusal.body);
        return;
      }
      const { status: code, body: reply } = answer(seen);
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    kubeconfig: kubeconfigFor(`http://127.0.0.1:${port}`),
    requests,
    forget: () => void requests.splice(0),
    data: () => object?.data,
    labels: () => object?.metadata.labels,
    write,
    intrude: (times, change) => {
      intrusions = Array.from({ length: times }, () => () => {
        write(change(object?.data));
      });
    },
    refuse: (code, body, only) => {
      refusal = { status: code, body, method: only ?? "" };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A kubeconfig for this server, with a token that no message may show. */
export function kubeconfigFor(server: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "stand-in",
    contexts: [{ name: "stand-in", context: { cluster: "stand-in", user: "ci" } }],
    clusters: [{ name: "stand-in", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "ci", user: { token: "a-secret-token" } }],
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
