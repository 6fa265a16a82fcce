import { expect } from "chai";
import type { RegisteredResource, Registration } from "../../preview/registration";
import { environment } from "./environment";

/** One configuration, from the last v1beta1 to an LTS of v1, by way of the 1.0 that converts the stored objects. */
const PATH = ["0.36.9", "1.0.8", "1.14.4"];

const upgraded = (karpenterVersion: string): Promise<Registration> =>
  environment("lab", { config: { karpenterVersion, interruptionQueue: true } });

/** A custom resource's type names its API version, which an alias takes over. */
function urns({ urn, options }: RegisteredResource): string[] {
  const aliases = (options.aliases ?? []) as { type?: string; name?: string }[];
  const [stack, project, types = "", name] = urn.split("::").map(String);
  const parents = types.split("$").slice(0, -1);
  return [
    urn,
    ...aliases.map(({ type }) =>
      [stack, project, [...parents, String(type)].join("$"), name].join("::"),
    ),
  ];
}

/** What another version changes by its name alone, and what only one of them has. */
const SWAPPED = /AmazonEC2ContainerRegistry(ReadOnly|PullOnly)$/;

/** Names in AWS that must not move: roles, policies, queue, rules, tags. */
function fixedNames({ resources }: Registration): string[] {
  return resources
    .filter(
      ({ type, name }) =>
        type.startsWith("aws:") &&
        !SWAPPED.test(name) &&
        !name.endsWith("CapacityReservationInterruption"),
    )
    .map(({ type, inputs }) =>
      [type, inputs.name, inputs.resourceId, inputs.key, inputs.value, inputs.rule]
        .filter((part) => typeof part === "string")
        .join(" "),
    )
    .sort();
}

describe("an upgrade of one configuration", () => {
  for (const [index, version] of PATH.slice(1).entries()) {
    const before = PATH[index]!;
    it(`from ${before} to ${version} keeps every URN`, async () => {
      const [old, now] = [await upgraded(before), await upgraded(version)];
      const kept = new Set(now.resources.flatMap(urns));
      const lost = old.resources.map(({ urn }) => urn).filter((urn) => !kept.has(urn));
      expect(lost.filter((urn) => !SWAPPED.test(urn))).to.deep.equal([]);
      const known = new Set(old.resources.flatMap(urns));
      const fresh = now.resources.filter(
        (resource) => !urns(resource).some((urn) => known.has(urn)),
      );
      expect(
        fresh
          .map(({ name }) => name)
          .filter((n) => !SWAPPED.test(n) && !n.endsWith("CapacityReservationInterruption")),
      ).to.deep.equal([]);
    });

    it(`from ${before} to ${version} keeps every fixed name`, async () => {
      expect(fixedNames(await upgraded(version))).to.deep.equal(fixedNames(await upgraded(before)));
    });
  }

  it("moves precisely the fields that the API moved", async () => {
    const spec = async (version: string, api: string, kind: string, name: string) => {
      const { resources } = await upgraded(version);
      const object = resources.find(
        (r) => r.type.endsWith(`/${api}:${kind}`) && r.name === `karpenter-${name}`,
      );
      return leaves(object?.inputs.spec);
    };
    const pool = ["NodePool", "pool-api-microservice-nodepool"] as const;
    const [old, now] = [
      await spec("0.36.9", "v1beta1", ...pool),
      await spec("1.0.8", "v1", ...pool),
    ];
    expect({
      removed: old.filter((line) => !now.includes(line)),
      added: now.filter((line) => !old.includes(line)),
    }).to.deep.equal({
      removed: [
        "disruption.consolidationPolicy = WhenUnderutilized",
        "disruption.expireAfter = 720h",
        "template.spec.nodeClassRef.apiVersion = karpenter.k8s.aws/v1beta1",
      ],
      added: [
        "disruption.consolidateAfter = 0s",
        "disruption.consolidationPolicy = WhenEmptyOrUnderutilized",
        "template.spec.expireAfter = 720h",
        "template.spec.nodeClassRef.group = karpenter.k8s.aws",
      ],
    });
    const nodeClass = ["EC2NodeClass", "class-default-nodeclass"] as const;
    expect(await spec("1.0.8", "v1", ...nodeClass)).to.deep.equal(
      await spec("0.36.9", "v1beta1", ...nodeClass),
    );
  });

  it("hands the conversion webhook to the CRDs while they name one", async () => {
    const values = async (version: string, release: string) => {
      const { resources } = await upgraded(version);
      const found = resources.find(
        ({ type, name }) => type.endsWith(":Release") && name === `karpenter-${release}`,
      );
      return (found?.inputs.values as { webhook?: unknown }).webhook;
    };
    for (const [version, expected] of [
      ["0.36.2", [undefined, undefined]],
      ["0.36.9", [WEBHOOK, { enabled: true }]],
      ["1.0.8", [WEBHOOK, { enabled: true }]],
      ["1.14.4", [undefined, undefined]],
    ] as const) {
      const given = [await values(version, "crd"), await values(version, "controller")];
      expect(given, version).to.deep.equal(expected);
    }
  });
});

const WEBHOOK = {
  enabled: true,
  serviceName: "karpenter",
  serviceNamespace: "kube-system",
  port: 8443,
};

/** Every leaf of a value as `path = value`. */
function leaves(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path} = ${String(value)}`];
  return Object.entries(value).flatMap(([key, child]) =>
    leaves(child, path === "" ? key : `${path}.${key}`),
  );
}
