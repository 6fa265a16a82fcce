import { expect } from "chai";
import { controllerValues, crdValues } from "../../core/chart-values";
import { nodeManagedPolicies } from "../../core/iam/node-policies";
import { interruptionEvents } from "../../core/interruption";
import { renderEC2NodeClass } from "../../core/node-class/render";
import { renderNodePool } from "../../core/node-pool/render";
import { karpenterVersion, type KarpenterVersion } from "../../core/versions";
import { fullClasses, fullPools } from "./full";
import { MINORS, of } from "./support";

/** Everything but the controller's policy, whose changes have a table of their own. */
function documents(version: KarpenterVersion): string[] {
  const values = controllerValues({
    version,
    clusterName: "lab",
    controllerRoleArn: "arn:aws:iam::111122223333:role/KarpenterControllerRole-lab",
    nodeGroupNames: ["system"],
    interruptionQueueArn: "arn:aws:sqs:us-east-1:111122223333:lab",
    featureGates: { StaticCapacity: true, Drift: true },
  });
  return [
    ...nodeManagedPolicies(version).map((policy) => `node policy ${policy}`),
    ...interruptionEvents(version).map(({ detailType }) => `event ${detailType}`),
    ...leaves("chart", values),
    ...leaves("crd chart", crdValues(version, "kube-system")),
    ...fullPools(version).flatMap((spec) => leaves("pool", renderNodePool(spec as never, version))),
    ...fullClasses(version).flatMap((spec) =>
      leaves("class", renderEC2NodeClass(spec as never, version)),
    ),
  ];
}

/** The paths of a document, lists without their places; a value only where there is a choice in it. */
function leaves(path: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(`${path}[]`, item));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, item]) => leaves(`${path}.${key}`, item));
  const telling = /consolidationPolicy|consolidateAfter|apiVersion|\.kind|\.group/.test(path);
  return [telling ? `${path} ${String(value)}` : path];
}

/** What each minor adds to a full configuration and takes from it, beside the controller's policy. */
const CHANGES: Readonly<Record<string, { added?: string[]; removed?: string[] }>> = {
  "1.0": {
    added: [
      "node policy AmazonEC2ContainerRegistryPullOnly",
      "chart.webhook.enabled",
      ...["enabled", "port", "serviceName", "serviceNamespace"].map(
        (key) => `crd chart.webhook.${key}`,
      ),
      "pool.template.spec.nodeClassRef.group karpenter.k8s.aws",
      "pool.template.spec.terminationGracePeriod",
      "pool.disruption.consolidateAfter 5m",
      "pool.disruption.budgets[].reasons[]",
      "pool.template.spec.expireAfter",
      ...kubelet("class"),
      "class.amiSelectorTerms[].alias",
    ],
    removed: [
      "node policy AmazonEC2ContainerRegistryReadOnly",
      "chart.settings.featureGates.drift",
      "pool.template.spec.nodeClassRef.apiVersion karpenter.k8s.aws/v1beta1",
      ...kubelet("pool.template.spec"),
      "pool.disruption.consolidateAfter 30s",
      "pool.disruption.expireAfter",
    ],
  },
  "1.1": {
    removed: [
      "chart.webhook.enabled",
      ...["enabled", "port", "serviceName", "serviceNamespace"].map(
        (key) => `crd chart.webhook.${key}`,
      ),
    ],
  },
  "1.3": {
    added: ["id", "ownerID", "tags.Team"].map(
      (key) => `class.capacityReservationSelectorTerms[].${key}`,
    ),
  },
  "1.4": { added: ["class.amiSelectorTerms[].ssmParameter"] },
  "1.5": { added: ["class.blockDeviceMappings[].ebs.volumeInitializationRate"] },
  "1.8": {
    added: [
      "chart.settings.featureGates.StaticCapacity",
      "pool.limits.nodes",
      "pool.replicas",
      "class.capacityReservationSelectorTerms[].instanceMatchCriteria",
      "class.ipPrefixCount",
    ],
  },
  "1.9": {
    added: ["chart.settings.featureGates.staticCapacity"],
    removed: ["chart.settings.featureGates.StaticCapacity"],
  },
  "1.10": { added: ["event EC2 Capacity Reservation Instance Interruption Warning"] },
  "1.11": {
    added: [
      ...["id", "name"].map((key) => `class.placementGroupSelector.${key}`),
      ...["deviceIndex", "interfaceType", "networkCardIndex"].map(
        (key) => `class.networkInterfaces[].${key}`,
      ),
    ],
  },
  "1.13": {
    added: [
      ...["tcpEstablishedTimeout", "udpStreamTimeout", "udpTimeout"].map(
        (key) => `class.connectionTracking.${key}`,
      ),
      "class.cpuOptions.nestedVirtualization",
    ],
  },
  "1.15": { added: ["class.enclaveOptions.enabled"] },
};

function kubelet(at: string): string[] {
  return [...new Set(documents(of("0.36")))]
    .filter((line) => line.startsWith("pool.template.spec.kubelet."))
    .map((line) => line.replace("pool.template.spec", at));
}

describe("what a full configuration becomes", () => {
  for (const [index, minor] of MINORS.slice(1).entries()) {
    const before = MINORS[index] ?? "";
    it(`differs between ${before} and ${minor} as Karpenter does`, () => {
      const [old, now] = [new Set(documents(of(before))), new Set(documents(of(minor)))];
      const { added = [], removed = [] } = CHANGES[minor] ?? {};
      expect({
        added: [...now].filter((line) => !old.has(line)).sort(),
        removed: [...old].filter((line) => !now.has(line)).sort(),
      }).to.deep.equal({ added: [...added].sort(), removed: [...removed].sort() });
    });
  }

  for (const [from, to] of [
    ["0.36.2", "0.36.3"],
    ["0.37.0", "0.37.1"],
  ] as const) {
    it(`names the conversion webhook from ${to} on, and not in ${from}`, () => {
      const webhook = (version: string): boolean =>
        documents(karpenterVersion(version)).includes("crd chart.webhook.enabled");
      expect([webhook(from), webhook(to)]).to.deep.equal([false, true]);
    });
  }
});
