import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";
import { replay, contextFile, readContext } from "../../preview/context-file";
import type { Project } from "../../preview/project";
import { urnOf, type Json } from "../../preview/registration";
import { fromWire } from "../../preview/wire";

const ROOT = path.resolve(__dirname, "../..");

/* The SDK's own copies of gRPC and of its protocol; they are not typed for use from outside. */
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return, @typescript-eslint/prefer-nullish-coalescing, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument */
const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc: any = sdk("@grpc/grpc-js");
const { Empty }: any = sdk("google-protobuf/google/protobuf/empty_pb.js");
const { Struct }: any = sdk("google-protobuf/google/protobuf/struct_pb.js");
const resource: any = sdk("./proto/resource_pb.js");
const { ResourceMonitorService }: any = sdk("./proto/resource_grpc_pb.js");
const engine: any = sdk("./proto/engine_pb.js");
const { EngineService }: any = sdk("./proto/engine_grpc_pb.js");

/** What the program registers with an engine. */
export interface Seen {
  urn: string;
  inputs: Json;
  dependsOn: string[];
}

/**
 * Runs a project as the engine does: Pulumi's own runner for Node in a process of its own, talking to a monitor over
 * gRPC. The monitor echoes inputs, knows no ids and answers look-ups from the recorded ones.
 */
export async function runAsTheEngineDoes(project: Project): Promise<Seen[]> {
  const { name, stack } = project;
  const file = contextFile(project);
  const lookup = replay(readContext(file), stack, file);
  const seen: Seen[] = [];
  let root = "";
  const monitor = {
    supportsFeature: (call: any, done: any) => {
      const response = new resource.SupportsFeatureResponse();
      response.setHassupport(call.request.getId() !== "outputValues");
      done(null, response);
    },
    getDeploymentInfo: (_: any, done: any) => done({ code: grpc.status.UNIMPLEMENTED }),
    invoke: (call: any, done: any) => {
      const args = call.request.getArgs().toJavaScript();
      void lookup(call.request.getTok(), args).then((result) => {
        const response = new resource.ResourceInvokeResponse();
        response.setReturn(Struct.fromJavaScript(result));
        done(null, response);
      }, done);
    },
    registerResource: (call: any, done: any) => {
      const { request } = call;
      const urn = urnOf(
        name,
        stack,
        request.getType(),
        request.getName(),
        request.getParent() || null,
      );
      const object = request.getObject() ?? new Struct();
      seen.push({
        urn,
        inputs: fromWire(object.toJavaScript()),
        dependsOn: request.getDependenciesList().sort(),
      });
      const response = new resource.RegisterResourceResponse();
      response.setUrn(urn);
      response.setObject(object);
      done(null, response);
    },
    registerResourceOutputs: (_: any, done: any) => done(null, new Empty()),
    signalAndWaitForShutdown: (_: any, done: any) => done(null, new Empty()),
  };
  const host = {
    log: (_: any, done: any) => done(null, new Empty()),
    requirePulumiVersion: (_: any, done: any) => done(null, new Empty()),
    getRootResource: (_: any, done: any) => {
      const response = new engine.GetRootResourceResponse();
      response.setUrn(root);
      done(null, response);
    },
    setRootResource: (call: any, done: any) => {
      root = call.request.getUrn();
      done(null, new engine.SetRootResourceResponse());
    },
  };
  const server = new grpc.Server();
  server.addService(ResourceMonitorService, monitor);
  server.addService(EngineService, host);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      "127.0.0.1:0",
      grpc.ServerCredentials.createInsecure(),
      (error: Error | null, bound: number) => {
        if (error) reject(error);
        else resolve(bound);
      },
    );
  });
  try {
    await runner(project, `127.0.0.1:${port}`);
  } finally {
    server.forceShutdown();
  }
  return seen.sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
/* eslint-enable */

function runner({ main, name, stack, config }: Project, address: string): Promise<void> {
  const run = path.join(path.dirname(require.resolve("@pulumi/pulumi")), "cmd/run");
  const args = [
    "--monitor",
    address,
    "--engine",
    address,
    "--project",
    name,
    "--stack",
    stack,
    "--dry-run",
  ];
  const child = spawn(
    process.execPath,
    [run, ...args, "--pwd", path.dirname(main), path.basename(main)],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_NODEJS_TYPESCRIPT: "true",
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the runner ended with ${code ?? "a signal"}: ${stderr}`));
    });
  });
}
