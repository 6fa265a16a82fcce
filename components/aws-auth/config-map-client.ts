import {
  awsAuthError,
  isAwsAuthError,
  type AwsAuthError,
  type AwsAuthErrorCode,
} from "../../core/aws-auth";

/** What can be done with the one ConfigMap `aws-auth`; every failure is an AwsAuthError. */
export interface ConfigMapClient {
  /** What it holds now, or undefined where there is none. */
  read(): Promise<ConfigMapState | undefined>;
  /** Makes it; a ConflictError when somebody else was first. */
  create(data: Record<string, string>): Promise<void>;
  /** Writes these keys and nothing else; a ConflictError when it is not the version that was read. */
  patch(data: Record<string, string | null>, resourceVersion: string): Promise<void>;
}

/** The ConfigMap as it was at one moment. */
export interface ConfigMapState {
  data: Record<string, string>;
  /** The version that a patch must be based on. */
  resourceVersion: string;
}

/** Opens a client; operations take this, so that tests can stand in between. */
export type Connect = (kubeconfig: string) => Promise<ConfigMapClient>;

/** Somebody else wrote in between: read again and try again. */
export interface ConflictError extends AwsAuthError {
  code: "conflict";
}

/** Whether somebody else wrote in between. */
export function isConflict(error: unknown): error is ConflictError {
  return isAwsAuthError(error, "conflict");
}

const NAME = "aws-auth";
const NAMESPACE = "kube-system";
const FIELD_MANAGER = "karpenter-eks";
const TIMEOUT_MS = 30_000;

/** A client for the cluster of this kubeconfig. Nothing is sent before the first call. */
export async function connect(kubeconfig: string): Promise<ConfigMapClient> {
  // Loading the client takes a second, which a preview need not pay.
  const k8s = await import("@kubernetes/client-node");
  const config = new k8s.KubeConfig();
  let server: string;
  try {
    config.loadFromString(kubeconfig);
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error("its current context names no cluster");
    server = cluster.server;
  } catch (error) {
    throw badKubeconfig(error);
  }
  const middleware = {
    pre: (request: InstanceType<typeof k8s.RequestContext>) => {
      // The generated client takes the first type of its list, JSON patch, whatever the body is.
      if (request.getHttpMethod() === k8s.HttpMethod.PATCH) {
        request.setHeaderParam("Content-Type", k8s.PatchStrategy.MergePatch);
      }
      request.setSignal(AbortSignal.timeout(TIMEOUT_MS));
      return Promise.resolve(request);
    },
    // Here and not in a catch: the generated client drops the server's words of a 401.
    post: async (response: InstanceType<typeof k8s.ResponseContext>) => {
      if (response.httpStatusCode < 400) return response;
      throw refused(response.httpStatusCode, await response.body.text());
    },
  };
  const configuration = k8s.createConfiguration({
    baseServer: new k8s.ServerConfiguration(server, {}),
    authMethods: { default: config },
    promiseMiddleware: [middleware],
  });
  const api = new k8s.CoreV1Api(configuration);
  const call = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      throw isAwsAuthError(error) ? error : unreachable(server, error);
    }
  };
  const object = { name: NAME, namespace: NAMESPACE };

  return {
    async read() {
      try {
        const { data, metadata } = await call(api.readNamespacedConfigMap(object));
        return { data: data ?? {}, resourceVersion: metadata?.resourceVersion ?? "" };
      } catch (error) {
        if (isAwsAuthError(error, "not-found")) return undefined;
        throw error;
      }
    },
    async create(data) {
      const body = { apiVersion: "v1", kind: "ConfigMap", metadata: object, data };
      const request = { namespace: NAMESPACE, fieldManager: FIELD_MANAGER, body };
      await call(api.createNamespacedConfigMap(request));
    },
    async patch(data, resourceVersion) {
      // A version in the body makes the server refuse the patch when the object has moved on; an empty one does not.
      if (resourceVersion === "") throw refused(409, "the server gave no resourceVersion");
      const body = { metadata: { resourceVersion }, data };
      const request = { ...object, fieldManager: FIELD_MANAGER, body };
      try {
        await call(api.patchNamespacedConfigMap(request));
      } catch (error) {
        // Deleted since it was read: reading again shows what to do.
        if (isAwsAuthError(error, "not-found")) throw awsAuthError("conflict", error.message);
        throw error;
      }
    },
  };
}

const TARGET = `the ConfigMap ${NAMESPACE}/${NAME}`;

const REFUSALS: Record<number, { code: AwsAuthErrorCode; fix: string }> = {
  401: {
    code: "unauthorized",
    fix: "renew the credentials of the kubeconfig, and see that their IAM principal is mapped in the cluster",
  },
  403: {
    code: "forbidden",
    fix: "grant the kubeconfig's user get, create and patch on this ConfigMap",
  },
  404: { code: "not-found", fix: "see that the kubeconfig points at a Kubernetes API server" },
  409: { code: "conflict", fix: "run this again" },
};

function refused(status: number, body: string): AwsAuthError {
  const { code, fix } = REFUSALS[status] ?? {
    code: "api",
    fix: "mend what the server names and run this again",
  };
  const words = serverWords(body);
  return awsAuthError(
    code,
    `The API server refused ${TARGET} with ${status}: ${words}. Fix: ${fix}.`,
  );
}

function serverWords(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === "string") return message;
  } catch {
    // A proxy in between answers in plain text.
  }
  return body.trim() === "" ? "no reason given" : body.trim().slice(0, 300);
}

function unreachable(server: string, error: unknown): AwsAuthError {
  const reason = error instanceof Error ? error.message : String(error);
  const fix =
    "see that this machine reaches the endpoint and that the kubeconfig's credentials command runs here; " +
    "if the cluster is gone for good, take the resource out of the state with `pulumi state delete`";
  return awsAuthError(
    "unreachable",
    `Cannot reach the API server ${server} for ${TARGET}: ${reason}. Fix: ${fix}.`,
  );
}

function badKubeconfig(error: unknown): AwsAuthError {
  // The YAML reader quotes the text around the fault, which may be a token.
  const readable = error instanceof Error && error.name !== "YAMLException";
  const reason = readable ? error.message : "it is not YAML";
  const expected = "Expected: the text of a kubeconfig with a current context, as YAML or JSON";
  const fix =
    "Fix: pass text, of @pulumi/eks for one `cluster.kubeconfigJson` and not `cluster.kubeconfig`";
  return awsAuthError(
    "kubeconfig",
    `The kubeconfig cannot be used: ${reason}. ${expected}. ${fix}.`,
  );
}
