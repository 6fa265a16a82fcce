import * as pulumi from "@pulumi/pulumi";
import { connect } from "./config-map-client";
import {
  checkEntry,
  createEntry,
  deleteEntry,
  diffEntry,
  readEntry,
  updateEntry,
  type AwsAuthEntryInputs,
  type AwsAuthEntryState,
} from "./operations";

/** Arguments of AwsAuthEntry. */
export interface AwsAuthEntryArgs {
  /** Kubeconfig, as text, of somebody who may get, create and patch the ConfigMap `aws-auth` in `kube-system`. */
  kubeconfig: pulumi.Input<string>;
  /** ARN of the IAM role, without an IAM path. Another one replaces the entry. */
  rolearn: pulumi.Input<string>;
  /** Kubernetes user name. */
  username: pulumi.Input<string>;
  /** Kubernetes groups. */
  groups: pulumi.Input<pulumi.Input<string>[]>;
}

/** Runs in the engine's process, from its own source text: each method only calls what is imported above. */
const provider: pulumi.dynamic.ResourceProvider<AwsAuthEntryInputs, AwsAuthEntryState> = {
  check: (olds, news) => checkEntry(connect, olds, news),
  diff: (_id, olds, news) => Promise.resolve(diffEntry(olds, news)),
  create: async (inputs) => ({ id: inputs.rolearn, outs: await createEntry(connect, inputs) }),
  read: async (id, state) => {
    const props = state && (await readEntry(connect, state));
    return props ? { id, props } : { id: "" };
  },
  update: async (_id, olds, news) => ({ outs: await updateEntry(connect, olds, news) }),
  delete: (_id, state) => deleteEntry(connect, state),
};

/** One entry of `mapRoles`, kept among the entries of others. */
export class AwsAuthEntry extends pulumi.dynamic.Resource {
  /** ARN of the role. */
  declare public readonly rolearn: pulumi.Output<string>;
  /** Kubernetes user name that the cluster has. */
  declare public readonly username: pulumi.Output<string>;
  /** Kubernetes groups that the cluster has. */
  declare public readonly groups: pulumi.Output<string[]>;
  /** Whether the entry was there before; then it stays when this resource goes. */
  declare public readonly preexisting: pulumi.Output<boolean>;

  constructor(name: string, args: AwsAuthEntryArgs, opts?: pulumi.CustomResourceOptions) {
    const { kubeconfig, rolearn, username, groups } = args;
    const inputs = { kubeconfig, rolearn, username, groups, preexisting: undefined };
    super(provider, name, inputs, opts, "karpenter-eks", "AwsAuthEntry");
  }
}
