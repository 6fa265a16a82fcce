import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { requestKey, type Exchange } from "../preview/aws-api";
import { parametersAsKept, realisticEc2, realisticEks, realisticSsm } from "./realistic";
import { StableIds } from "./stable-ids";

/** The emulator as one environment sees it. */
export interface Proxy {
  url: string;
  stop: () => void;
}

/**
 * Stands before the emulator, on loopback, and makes its answers those of a real account: ids that are the same in every
 * run, and the few fields of EKS and SSM that the emulator cannot give (realistic.ts says which and why).
 */
export async function startProxy(
  emulator: string,
  seed: string,
  onExchange: (exchange: Exchange) => void = () => undefined,
): Promise<Proxy> {
  const ids = new StableIds(seed);
  let vpcId = "";

  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const asked = await text(request);
    const key = requestKey(request, asked);
    const [region = "", service = ""] = key.split(" ");
    const reply = await fetch(emulator + ids.toEmulators(request.url ?? "/"), {
      method: request.method ?? "GET",
      headers: forwarded(request.headers),
      ...(asked === "" ? {} : { body: parametersAsKept(ids.toEmulators(asked)) }),
    });
    const given = await reply.text();
    vpcId = /<CreateVpcResponse[\s\S]*?<vpcId>([^<]+)/.exec(given)?.[1] ?? vpcId;
    const contentType = reply.headers.get("content-type") ?? "";
    const status = reply.status;
    let body = given;
    if (service === "eks" && reply.ok) body = realisticEks(given, { seed, region, vpcId });
    if (service === "ssm") body = realisticSsm(given);
    if (service === "ec2") body = realisticEc2(given);
    body = ids.toStable(body);
    onExchange({ request: key, status, contentType, body });
    response.writeHead(status, { "content-type": contentType, ...errorType(reply) }).end(body);
  };

  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The headers that the emulator looks at. */
function forwarded(headers: http.IncomingHttpHeaders): Record<string, string> {
  const names = ["authorization", "content-type", "x-amz-target", "x-amz-date"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

function errorType(reply: Response): Record<string, string> {
  const type = reply.headers.get("x-amzn-errortype");
  return type === null ? {} : { "x-amzn-errortype": type };
}
