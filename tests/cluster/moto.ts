/** moto as one emulated account, with what emulator-moto.py adds to it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { installMoto } from "./install";
import { ready, start } from "./processes";

/** One request, as it was sent. */
export interface AwsRequest {
  /** What is asked: `CreateFleet`, or method and path where the API is one of resources. */
  action: string;
  /** Those of EC2 and IAM are flat: `LaunchTemplateConfigs.1.Overrides.1.InstanceType`. */
  parameters: Record<string, unknown>;
}

/** One of the choices that a fleet is asked for with. */
export interface Override {
  InstanceType?: string;
  SubnetId?: string;
  AvailabilityZone?: string;
  Priority?: string;
}

/** What a CreateFleet leaves to choose from. */
export function overridesOf({ parameters }: AwsRequest): Override[] {
  const overrides = new Map<string, Record<string, unknown>>();
  for (const [path, value] of Object.entries(parameters)) {
    const [, at, field] = /^(LaunchTemplateConfigs\.\d+\.Overrides\.\d+)\.(\w+)$/.exec(path) ?? [];
    if (at === undefined || field === undefined) continue;
    overrides.set(at, { ...overrides.get(at), [field]: value });
  }
  return [...overrides.values()];
}

/** An image of Amazon's. */
export interface Image {
  id: string;
  name: string;
  architecture: "x86_64" | "arm64";
  /** The public SSM parameter that leads to it. */
  parameter?: string;
}

/** The emulator, running. */
export interface Moto {
  url: string;
  /** All that was asked so far, in order. */
  requests(): AwsRequest[];
  stop(): Promise<void>;
}

/** Starts moto on a port that it chooses itself; its log and what it is asked stand in the folder. */
export async function startMoto(folder: string, accountId: string, images: Image[]): Promise<Moto> {
  const python = await installMoto();
  const [port, requests] = [path.join(folder, "moto.port"), path.join(folder, "moto.requests")];
  const known = path.join(folder, "moto.images.json");
  writeFileSync(known, JSON.stringify(images.map(asMotoHasIt)));
  const service = start({
    command: python,
    args: [path.join(__dirname, "emulator-moto.py"), port, requests],
    log: path.join(folder, "moto.log"),
    cwd: folder,
    // Nothing of the user's own.
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      MOTO_ACCOUNT_ID: accountId,
      MOTO_AMIS_PATH: known,
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      PUBLIC_PARAMETERS: JSON.stringify(parametersOf(images)),
    },
  });
  try {
    await ready(service, () => Promise.resolve(existsSync(port)));
  } catch (error) {
    await service.stop();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${readFileSync(port, "utf8")}`,
    requests: () =>
      readFileSync(requests, "utf8")
        .split("\n")
        // A line that is just being written counts the next time.
        .slice(0, -1)
        .map((line) => JSON.parse(line) as AwsRequest),
    stop: () => service.stop(),
  };
}

function asMotoHasIt({ id, name, architecture }: Image) {
  return {
    ami_id: id,
    name,
    architecture,
    owner_id: "602401143452",
    creation_date: "2026-01-01T00:00:00.000Z",
    state: "available",
    public: true,
    virtualization_type: "hvm",
    root_device_type: "ebs",
    root_device_name: "/dev/xvda",
  };
}

function parametersOf(images: Image[]): Record<string, string> {
  return Object.fromEntries(
    images.flatMap(({ id, parameter }) => (parameter === undefined ? [] : [[parameter, id]])),
  );
}
