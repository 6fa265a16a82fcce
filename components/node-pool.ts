import * as pulumi from "@pulumi/pulumi";
import { checkField } from "../core/check-field";
import { renderNodePool } from "../core/node-pool/render";
import { schedule } from "../core/node-pool/schedule";
import type { NodePoolSpec } from "../core/node-pool/spec";
import { validateNodePool } from "../core/node-pool/validate";
import { OBJECT_NAME } from "../core/patterns";
import { karpenterVersion, knownVersion, validateKarpenterVersion } from "../core/versions";
import { customResource } from "./custom-resource";
import { after, child, known, map, refuse, resolve } from "./inputs";
import type { NodePoolSpecArgs, Schedule } from "./node-pool-args";

/** Arguments of NodePool. */
export interface NodePoolArgs extends NodePoolSpecArgs {
  /** Full Karpenter version, such as `1.14.4`. Plain: it decides the API version. */
  version: string;
  /** Name of the object in the cluster. Plain. Defaults to the resource's name. A change replaces the pool and its nodes. */
  nodePoolName?: string;
}

/**
 * A NodePool: which nodes Karpenter may launch, how many, and when it may replace them, written in the API of the
 * given version. https://karpenter.sh/docs/concepts/nodepools/
 */
export class NodePool extends pulumi.ComponentResource {
  /** Name of the object in the cluster. */
  public readonly nodePoolName: pulumi.Output<string>;
  /** What a workload puts into its pod spec to run on this pool and, where the pool is tainted, alone on it. */
  public readonly schedule: pulumi.Output<Schedule>;

  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    const { version, nodePoolName = name, ...spec } = args;
    const what = `NodePool ${name}`;
    refuse(what, [
      ...validateKarpenterVersion("version", version),
      ...checkField(OBJECT_NAME, nodePoolName, "nodePoolName"),
      ...validateNodePool(known(spec), "", knownVersion(version)),
    ]);
    super("karpenter-eks:index:NodePool", name, {}, opts);

    const karpenter = karpenterVersion(version);
    const resolved = resolve<NodePoolSpec>(spec, (plain) => {
      refuse(what, validateNodePool(plain, "", karpenter));
    });
    const object = customResource(
      `${name}-nodepool`,
      { group: "karpenter.sh", kind: "NodePool" },
      nodePoolName,
      map(resolved, (plain) => renderNodePool(plain, karpenter)),
      karpenter,
      child(this, opts),
    );

    this.nodePoolName = after(object, nodePoolName);
    this.schedule = pulumi.output(map(resolved, (plain) => schedule(nodePoolName, plain)));
    this.registerOutputs({ nodePoolName: this.nodePoolName, schedule: this.schedule });
  }
}
