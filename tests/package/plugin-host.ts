import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as engineProto from "@pulumi/pulumi/proto/engine_pb";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resourceProto from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { recordRegistrations } from "../../preview/recorder";
import type { RegisteredResource } from "../../preview/registration";
import { STACK_TYPE, urnOf } from "../../preview/registration";
import { fromWire } from "../../preview/wire";
import { pack, type Packed } from "./packed";

/** As in the harness, so that the URNs are the same. */
const [PROJECT, STACK] = ["project", "test"];
const STACK_URN = urnOf(PROJECT, STACK, STACK_TYPE, `${PROJECT}-${STACK}`, null);

/** What came of a component: its outputs, and what it registered, itself included. */
export interface Constructed {
  urn: string;
  outputs: unknown;
  resources: RegisteredResource[];
  warnings: string[];
}

/**
 * Stands in for the engine: starts a plugin as Pulumi's language host for Node.js does, asks it for components in a
 * preview, and records what it registers.
 */
export class PluginHost {
  readonly #server: grpc.Server;
  readonly #plugin: ChildProcess;
  readonly #client: ResourceProviderClient;
  readonly #address: string;
  readonly #warnings: string[];
  #record: (request: resourceProto.RegisterResourceRequest) => string = () => "";

  private constructor(
    server: grpc.Server,
    plugin: ChildProcess,
    client: ResourceProviderClient,
    address: string,
    warnings: string[],
  ) {
    this.#server = server;
    this.#plugin = plugin;
    this.#client = client;
    this.#address = address;
    this.#warnings = warnings;
  }

  /** Starts the plugin in a folder that holds PulumiPlugin.yaml. */
  static async start(folder: string): Promise<PluginHost> {
    const warnings: string[] = [];
    const server = new grpc.Server();
    server.addService(EngineService, engine(warnings));
    server.addService(
      ResourceMonitorService,
      monitor((request) => host.#record(request)),
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    const address = `127.0.0.1:${port}`;
    const runner = createRequire(path.join(folder, "index.cjs")).resolve(
      "@pulumi/pulumi/cmd/run-plugin",
    );
    const plugin = spawn(process.execPath, [runner, folder, address], {
      cwd: tmpdir(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const client = new ResourceProviderClient(
      `127.0.0.1:${await firstLine(plugin)}`,
      grpc.credentials.createInsecure(),
    );
    const host = new PluginHost(server, plugin, client, address, warnings);
    return host;
  }

  /** The schema, as `pulumi package add` asks for it. */
  async schema(): Promise<unknown> {
    const response = await unary<proto.GetSchemaResponse>((done) =>
      this.#client.getSchema(new proto.GetSchemaRequest(), done),
    );
    return JSON.parse(response.getSchema());
  }

  /** Asks for a component, with inputs as they go over the wire. */
  async construct(type: string, name: string, inputs: object): Promise<Constructed> {
    const monitored = { newUrn: noUrn, registerResource: () => undefined };
    const { resources } = recordRegistrations(
      { getMonitor: () => monitored } as never,
      PROJECT,
      STACK,
    );
    this.#warnings.length = 0;
    this.#record = (request) => {
      const register = monitored.registerResource as (r: object, done: () => void) => void;
      register(request, () => undefined);
      return resources.at(-1)!.urn;
    };
    const request = new proto.ConstructRequest();
    request.setProject(PROJECT);
    request.setStack(STACK);
    request.setDryrun(true);
    request.setParallel(16);
    request.setMonitorendpoint(this.#address);
    request.setType(type);
    request.setName(name);
    request.setParent(STACK_URN);
    // Without what is undefined, for which the wire has no form.
    const sent = JSON.parse(JSON.stringify(inputs)) as Record<string, JavaScriptValue>;
    request.setInputs(Struct.fromJavaScript(sent));
    const response = await unary<proto.ConstructResponse>((done) =>
      this.#client.construct(request, done),
    );
    return {
      urn: response.getUrn(),
      outputs: fromWire(response.getState()?.toJavaScript() ?? {}),
      resources: resources.slice().sort((a, b) => (a.urn < b.urn ? -1 : 1)),
      warnings: [...this.#warnings],
    };
  }

  stop(): void {
    this.#client.close();
    this.#plugin.kill();
    this.#server.forceShutdown();
  }
}

/** The plugin of the packed tarball, started for the suite that calls this. */
export function packedPlugin(): { packed: Packed; host: PluginHost } {
  const started = {} as { packed: Packed; host: PluginHost };
  before(async () => {
    started.packed = pack();
    started.host = await PluginHost.start(path.join(started.packed.package, "plugin"));
  });
  after(() => {
    started.host.stop();
    rmSync(started.packed.folder, { recursive: true });
  });
  return started;
}

function noUrn(): string {
  return "";
}

function unary<T>(call: (done: (error: Error | null, response: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

function firstLine(plugin: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let [out, err] = ["", ""];
    plugin.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes("\n")) resolve(out.split("\n")[0]!);
    });
    plugin.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
    plugin.on("exit", (code) => {
      reject(new Error(`the plugin ended with ${String(code)}: ${err}`));
    });
  });
}

/** Answers of a monitor in a preview: nothing has an id yet, and inputs are the state. */
function monitor(
  record: (request: resourceProto.RegisterResourceRequest) => string,
): grpc.UntypedServiceImplementation {
  const registerResource: grpc.handleUnaryCall<
    resourceProto.RegisterResourceRequest,
    resourceProto.RegisterResourceResponse
  > = ({ request }, done) => {
    const response = new resourceProto.RegisterResourceResponse();
    response.setUrn(record(request));
    response.setObject(request.getObject());
    done(null, response);
  };
  const supportsFeature: grpc.handleUnaryCall<
    resourceProto.SupportsFeatureRequest,
    resourceProto.SupportsFeatureResponse
  > = (_call, done) => {
    const response = new resourceProto.SupportsFeatureResponse();
    response.setHassupport(true);
    done(null, response);
  };
  const nothing: grpc.handleUnaryCall<object, Empty> = (_call, done) => {
    done(null, new Empty());
  };
  return { registerResource, supportsFeature, registerResourceOutputs: nothing };
}

function engine(warnings: string[]): Pick<IEngineServer, "log" | "getRootResource"> & object {
  return {
    log: ({ request }, done) => {
      if (request.getSeverity() === engineProto.LogSeverity.WARNING)
        warnings.push(request.getMessage());
      done(null, new Empty());
    },
    getRootResource: (_call, done) => {
      const response = new engineProto.GetRootResourceResponse();
      response.setUrn(STACK_URN);
      done(null, response);
    },
  };
}
