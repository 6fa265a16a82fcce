import { readdirSync, readFileSync } from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { text } from "node:stream/consumers";

/** One answer of AWS and the request that it answers, as a file of fixtures/aws holds it. */
export interface Exchange {
  /** What `requestKey` says of the request. */
  request: string;
  status: number;
  contentType: string;
  body: string;
}

/** A stand-in for AWS on loopback. */
export interface AwsApi {
  url: string;
  /** The requests that came in, in order. */
  requests: string[];
  stop: () => Promise<void>;
}

/**
 * `recorded/` holds what the emulator answered (tests/emulator/record-fixtures.ts), `written/` what it cannot answer,
 * written after the API reference.
 */
const FIXTURES = path.join(__dirname, "fixtures", "aws");

/**
 * Region, service, operation and arguments of a request to AWS, on one line. Region and service stand in the signature,
 * the rest in a place of each protocol: path (EKS), header and body (SSM), form (EC2, IAM, STS).
 */
export function requestKey(request: http.IncomingMessage, body: string): string {
  const [, region = "", service = ""] =
    /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
  return `${region} ${service} ${operation(request, body)}`;
}

function operation(request: http.IncomingMessage, body: string): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return `${target.replace(/^.*\./, "")} ${body}`;
  const form = new URLSearchParams(body);
  const action = form.get("Action");
  if (action === null) return `${request.method ?? ""} ${request.url ?? ""} ${body}`.trimEnd();
  for (const key of ["Action", "Version"]) form.delete(key);
  form.sort();
  return `${action} ${decodeURIComponent(form.toString())}`.trimEnd();
}

/** An exchange as a file: the request, then status and type, then the body as AWS sent it. */
export function formatExchange({ request, status, contentType, body }: Exchange): string {
  return `${request}\n${status} ${contentType}\n\n${body.trimEnd()}\n`;
}

function parseExchange(file: string): Exchange {
  const [request = "", head = "", , ...body] = file.split("\n");
  const [status = "", contentType = ""] = head.split(" ");
  return { request, status: Number(status), contentType, body: body.join("\n") };
}

/** Replays the answers in fixtures/aws; any other request is refused with an error that shows it. */
export async function startAwsApi(): Promise<AwsApi> {
  const files = ["recorded", "written"].flatMap((folder) =>
    readdirSync(path.join(FIXTURES, folder)).map((file) => path.join(FIXTURES, folder, file)),
  );
  const exchanges = new Map(
    files
      .map((file) => parseExchange(readFileSync(file, "utf8")))
      .map((exchange) => [exchange.request, exchange]),
  );
  const requests: string[] = [];
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const key = requestKey(request, await text(request));
    requests.push(key);
    const { status, contentType, body } = exchanges.get(key) ?? noAnswerTo(key);
    response.writeHead(status, { "content-type": contentType }).end(body);
  };
  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function noAnswerTo(request: string): Exchange {
  const inJson = / (eks|ssm) /.test(request);
  const body = inJson
    ? JSON.stringify({ __type: "NoFixture", message: request })
    : `<ErrorResponse><Error><Code>NoFixture</Code><Message>${request.replaceAll("&", "&amp;")}</Message></Error></ErrorResponse>`;
  return { request, status: 400, contentType: inJson ? "application/json" : "text/xml", body };
}
