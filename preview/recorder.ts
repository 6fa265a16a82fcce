import type { RegisteredResource, RegistrationOptions, Json } from "./registration";
import { isObject, urnOf } from "./registration";
import { fromWire } from "./wire";

type Runtime = typeof import("@pulumi/pulumi").runtime;

/** What the program registered, as it came. */
export interface Recording {
  resources: RegisteredResource[];
  /** Outputs by URN, the stack's and each component's. */
  outputs: Map<string, { [key: string]: Json }>;
}

type Callback = (error: unknown, response: object | undefined) => void;

interface Struct {
  toJavaScript(): Record<string, unknown>;
}

/** The parts of `pulumirpc.RegisterResourceRequest` that are read here. */
interface RegisterResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): Struct | undefined;
  getProvider(): string;
  getDependenciesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getAliasesList(): { toObject(): { urn?: string; spec?: Record<string, unknown> } }[];
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getImportid(): string;
  getDeletedwith(): string;
  getCustomtimeouts(): Timeouts | undefined;
}

interface Timeouts {
  getCreate(): string;
  getUpdate(): string;
  getDelete(): string;
}

interface RegisterResourceOutputsRequest {
  getUrn(): string;
  getOutputs(): Struct | undefined;
}

interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: RegisterResourceRequest, callback: Callback): void;
  registerResourceOutputs(
    request: RegisterResourceOutputsRequest,
    callback: (error: unknown, response: object) => void,
  ): void;
}

/**
 * Reads every raw registration on its way to the SDK's mock monitor, and gives the program the URN that the engine would
 * give: the mock monitor's own keeps one parent type only. This is the one place that depends on how the SDK talks to
 * its monitor.
 */
export function recordRegistrations(runtime: Runtime, project: string, stack: string): Recording {
  const monitor = runtime.getMonitor() as unknown as Monitor;
  const recording: Recording = { resources: [], outputs: new Map() };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const resource = readResource(request, project, stack);
    recording.resources.push(resource);
    register(request, callback);
  };
  // By its URN the monitor also finds a resource that is given to another one as an argument.
  monitor.newUrn = (parent, type, name) => urnOf(project, stack, type, name, parent || null);
  monitor.registerResourceOutputs = (request, callback) => {
    const outputs = fromWire(request.getOutputs()?.toJavaScript() ?? {});
    recording.outputs.set(request.getUrn(), isObject(outputs) ? outputs : {});
    callback(null, {});
  };
  return recording;
}

function readResource(
  request: RegisterResourceRequest,
  project: string,
  stack: string,
): RegisteredResource {
  const parent = request.getParent() || null;
  const [type, name] = [request.getType(), request.getName()];
  const inputs = fromWire(request.getObject()?.toJavaScript() ?? {});
  return {
    urn: urnOf(project, stack, type, name, parent),
    type,
    name,
    custom: request.getCustom(),
    parent,
    provider: providerUrn(request.getProvider()),
    dependsOn: [...new Set(request.getDependenciesList())].sort(),
    inputs: isObject(inputs) ? inputs : {},
    options: readOptions(request),
  };
}

/** A provider is referred to as `urn::id`. */
function providerUrn(reference: string): string | null {
  return reference === "" ? null : reference.split("::").slice(0, 4).join("::");
}

function readOptions(request: RegisterResourceRequest): RegistrationOptions {
  const options: RegistrationOptions = {
    protect: request.getProtect() || undefined,
    retainOnDelete: request.getRetainondelete() || undefined,
    deleteBeforeReplace: request.getDeletebeforereplace() || undefined,
    aliases: some(request.getAliasesList().map(readAlias)),
    ignoreChanges: some(request.getIgnorechangesList()),
    replaceOnChanges: some(request.getReplaceonchangesList()),
    additionalSecretOutputs: some(request.getAdditionalsecretoutputsList()),
    import: request.getImportid() || undefined,
    deletedWith: request.getDeletedwith() || undefined,
    customTimeouts: readTimeouts(request.getCustomtimeouts()),
    remote: request.getRemote() || undefined,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function readTimeouts(timeouts: Timeouts | undefined): Json | undefined {
  if (!timeouts) return undefined;
  const all = {
    create: timeouts.getCreate(),
    update: timeouts.getUpdate(),
    delete: timeouts.getDelete(),
  };
  const given = Object.entries(all).filter(([, value]) => value !== "");
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function readAlias(alias: { toObject(): { urn?: string; spec?: Record<string, unknown> } }): Json {
  const { urn, spec: { parenturn: parent, ...spec } = {} } = alias.toObject();
  if (urn) return urn;
  const given = Object.entries({ ...spec, parent }).filter(([, value]) => Boolean(value));
  return Object.fromEntries(given) as Json;
}
