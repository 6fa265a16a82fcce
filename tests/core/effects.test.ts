import { expect } from "chai";
import { effectOf } from "../../core/effects/effect-of";
import type { ChangeAction, PathSegment } from "../../core/effects/effect";
import { EFFECTS, type EffectSubject } from "../../core/effects/tables";
import { NODE_CLASS_FIELDS } from "../../core/node-class/fields";
import { NODE_POOL_FIELDS } from "../../core/node-pool/fields";
import { KARPENTER_MINORS, karpenterVersion } from "../../core/versions";

/** `a.b[c].d` as steps. */
const steps = (path: string): PathSegment[] =>
  (path.match(/\[[^\]]*\]|[^.[]+/g) ?? []).map((step) =>
    step.startsWith("[") ? { item: step.slice(1, -1) } : step,
  );

interface Case {
  subject: EffectSubject;
  path: string;
  action?: ChangeAction;
  operator?: string;
  version?: string;
  effect: string;
}

/** As Karpenter's code has it: what it hashes drifts, what it compares drifts where it no longer fits. */
const CASES: Case[] = [
  { subject: "NodePool", path: "spec.template.metadata.labels.team", effect: "drift" },
  { subject: "NodePool", path: "spec.template.metadata.annotations", effect: "drift" },
  { subject: "NodePool", path: "spec.template.spec.taints[a NoSchedule].value", effect: "drift" },
  {
    subject: "NodePool",
    path: "spec.template.spec.startupTaints",
    action: "added",
    effect: "drift",
  },
  { subject: "NodePool", path: "spec.template.spec.expireAfter", effect: "drift" },
  { subject: "NodePool", path: "spec.template.spec.terminationGracePeriod", effect: "drift" },
  {
    subject: "NodePool",
    path: "spec.template.spec.kubelet.maxPods",
    version: "0.37.8",
    effect: "drift",
  },
  { subject: "NodePool", path: "spec.template.spec.nodeClassRef.name", effect: "drift" },
  { subject: "NodePool", path: "spec.template.spec.nodeClassRef.kind", effect: "forbidden" },
  {
    subject: "NodePool",
    path: "spec.template.spec.nodeClassRef.group",
    version: "1.0.8",
    effect: "none",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.nodeClassRef.group",
    action: "added",
    effect: "none",
  },
  { subject: "NodePool", path: "spec.replicas", action: "added", effect: "forbidden" },
  { subject: "NodePool", path: "spec.replicas", action: "removed", effect: "forbidden" },
  { subject: "NodePool", path: "spec.replicas", effect: "scaling" },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[arch].values[arm64]",
    action: "removed",
    operator: "In",
    effect: "drift",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[arch].values[arm64]",
    action: "added",
    operator: "In",
    effect: "none",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[arch].values[arm64]",
    action: "added",
    operator: "NotIn",
    effect: "drift",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[arch].values[arm64]",
    action: "removed",
    operator: "NotIn",
    effect: "none",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[cpu].values[4]",
    action: "added",
    operator: "Gt",
    effect: "drift",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[arch]",
    action: "added",
    effect: "drift",
  },
  {
    subject: "NodePool",
    path: "spec.template.spec.requirements[arch]",
    action: "removed",
    effect: "none",
  },
  { subject: "NodePool", path: "spec.template.spec.requirements[arch].operator", effect: "drift" },
  { subject: "NodePool", path: "spec.template.spec.requirements[arch].minValues", effect: "none" },
  { subject: "NodePool", path: "spec.limits.cpu", effect: "none" },
  { subject: "NodePool", path: "spec.weight", effect: "none" },
  { subject: "NodePool", path: "spec.disruption.budgets[10%].nodes", effect: "none" },
  { subject: "NodePool", path: "spec.disruption.expireAfter", version: "0.36.9", effect: "drift" },
  { subject: "NodePool", path: "metadata.name", effect: "replacement" },
  { subject: "EC2NodeClass", path: "spec.role", version: "1.6.3", effect: "forbidden" },
  { subject: "EC2NodeClass", path: "spec.role", version: "1.7.0", effect: "drift" },
  {
    subject: "EC2NodeClass",
    path: "spec.instanceProfile",
    action: "added",
    version: "1.6.3",
    effect: "forbidden",
  },
  { subject: "EC2NodeClass", path: "spec.instanceProfile", version: "1.6.3", effect: "drift" },
  {
    subject: "EC2NodeClass",
    path: "spec.amiSelectorTerms[id ami-1]",
    action: "added",
    effect: "drift",
  },
  {
    subject: "EC2NodeClass",
    path: "spec.subnetSelectorTerms[id subnet-1]",
    action: "added",
    effect: "none",
  },
  {
    subject: "EC2NodeClass",
    path: "spec.subnetSelectorTerms[id subnet-1]",
    action: "removed",
    effect: "drift",
  },
  {
    subject: "EC2NodeClass",
    path: "spec.securityGroupSelectorTerms[id sg-1]",
    action: "added",
    effect: "drift",
  },
  {
    subject: "EC2NodeClass",
    path: "spec.capacityReservationSelectorTerms[id cr-1]",
    action: "added",
    effect: "none",
  },
  {
    subject: "EC2NodeClass",
    path: "spec.capacityReservationSelectorTerms[id cr-1]",
    action: "removed",
    effect: "drift",
  },
  { subject: "EC2NodeClass", path: "spec.ipPrefixCount", effect: "none" },
  { subject: "EC2NodeClass", path: "spec.tags.team", action: "added", effect: "drift" },
  { subject: "EC2NodeClass", path: "spec.userData", effect: "drift" },
  { subject: "EC2NodeClass", path: "spec.kubelet.maxPods", effect: "drift" },
  { subject: "EC2NodeClass", path: "metadata.annotations", action: "added", effect: "none" },
  { subject: "controller chart", path: "version", effect: "controller-restart" },
  {
    subject: "controller chart",
    path: "values.settings.batchIdleDuration",
    effect: "controller-restart",
  },
  { subject: "controller chart", path: "values.replicas", effect: "none" },
  { subject: "controller chart", path: "namespace", effect: "replacement" },
  { subject: "controller chart", path: "timeout", effect: "none" },
  { subject: "CRD chart", path: "version", effect: "crd-upgrade" },
  { subject: "CRD chart", path: "name", effect: "replacement" },
  { subject: "subnet tag", path: "", action: "added", effect: "none" },
  { subject: "subnet tag", path: "", action: "removed", effect: "drift" },
  { subject: "security group tag", path: "", action: "added", effect: "drift" },
];

describe("what a change does to running nodes", () => {
  for (const { subject, path, action = "changed", operator, version, effect } of CASES) {
    const by = [operator, version && `Karpenter ${version}`].filter(Boolean).join(", ");
    it(`${subject} ${path} ${action}${by && ` (${by})`}: ${effect}`, () => {
      const found = effectOf(
        subject,
        { path: steps(path), action, ...(operator === undefined ? {} : { operator }) },
        karpenterVersion(version ?? "1.14.4"),
      );
      expect(found.effect).to.equal(effect);
    });
  }

  /** Fields of a table that no node is replaced for; every other drifts or is refused when it changes. */
  const STAY = {
    NodePool: ["disruption", "limits", "weight"],
    EC2NodeClass: ["ipPrefixCount"],
  };

  for (const [subject, fields] of [
    ["NodePool", NODE_POOL_FIELDS],
    ["EC2NodeClass", NODE_CLASS_FIELDS],
  ] as const) {
    it(`is known of every field of a ${subject}`, () => {
      const stay = Object.entries(fields).flatMap(([name, { at = name }]) => {
        const path = typeof at === "string" ? at : at.v1;
        const changed = { path: ["spec", ...path.split(".")], action: "changed" as const };
        const { effect } = effectOf(subject, changed, karpenterVersion("1.14.4"));
        return effect === "none" ? [name] : [];
      });
      expect(stay.sort()).to.deep.equal(STAY[subject]);
    });
  }

  it("is known of anything, in any Karpenter", () => {
    const version = KARPENTER_MINORS.map(({ minor }) => karpenterVersion(`${minor}.9`));
    for (const subject of Object.keys(EFFECTS) as EffectSubject[]) {
      for (const one of [undefined, ...version]) {
        for (const action of ["added", "removed", "changed"] as const)
          expect(effectOf(subject, { path: ["else"], action }, one).words).not.to.equal("");
      }
    }
  });
});
