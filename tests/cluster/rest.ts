/** The API server by plain requests: fast, and its answers in its own words. */
import { Agent, request } from "node:https";

/** An answer of the API server. */
export interface Answer {
  status: number;
  /** The object that was asked for or written, or the Status that says why not. */
  body: ApiObject;
}

/** As much of a Kubernetes object as tests look at. */
export interface ApiObject {
  apiVersion?: string;
  kind?: string;
  /** The server's own words, of a Status. */
  message?: string;
  metadata?: ApiMetadata;
  items?: ApiObject[];
  [key: string]: unknown;
}

/** The metadata of an object. */
export interface ApiMetadata {
  name?: string;
  namespace?: string;
  resourceVersion?: string;
  managedFields?: { manager?: string; operation?: string; fieldsV1?: object }[];
  [key: string]: unknown;
}

/** Sends one request; the body as JSON, which is YAML too. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
  contentType?: string,
) => Promise<Answer>;

/** What a server-side apply is sent as. */
export const APPLY = "application/apply-patch+yaml";

/** Requests to one server as one user, at most so many at a time, on connections that stay open. */
export function rest(url: string, ca: string, token: string, maxSockets = 8): Send {
  const agent = new Agent({ keepAlive: true, maxSockets, ca });
  return (method, path, body, contentType = "application/json") =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(text !== undefined && {
          "content-type": contentType,
          "content-length": Buffer.byteLength(text),
        }),
      };
      const sent = request(new URL(path, url), { method, agent, headers }, (response) => {
        let answer = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (answer += chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: parsed(answer) });
        });
      });
      sent.on("error", reject);
      sent.end(text);
    });
}

function parsed(text: string): ApiObject {
  try {
    return JSON.parse(text) as ApiObject;
  } catch {
    return { message: text };
  }
}
