import * as apiextensions from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import type { KarpenterVersion } from "../core/versions";

/** A kind of Karpenter's custom resources. */
export interface CustomResourceKind {
  group: string;
  kind: string;
}

/**
 * Declares a custom resource of Karpenter in the API of the version. Its name is fixed, so a replacement deletes before
 * it creates: the other way round the Kubernetes provider would delete the new object. The other API version is an
 * alias, because it is part of the type that Pulumi knows the resource by.
 */
export function customResource(
  name: string,
  { group, kind }: CustomResourceKind,
  objectName: string,
  spec: pulumi.Input<Record<string, unknown>>,
  version: KarpenterVersion,
  options: pulumi.ResourceOptions,
): apiextensions.CustomResource {
  const other = version.api === "v1" ? "v1beta1" : "v1";
  return new apiextensions.CustomResource(
    name,
    {
      apiVersion: `${group}/${version.api}`,
      kind,
      metadata: {
        name: objectName,
        // NodeClaims block the deletion of their pool this way, so that it waits until their nodes are gone.
        annotations: { "pulumi.com/deletionPropagationPolicy": "foreground" },
      },
      spec,
    },
    pulumi.mergeOptions(options, {
      deleteBeforeReplace: true,
      // Deletion waits until every node is drained, which may take longer than Pulumi's ten minutes.
      customTimeouts: { delete: "60m", ...options.customTimeouts },
      aliases: [{ type: `kubernetes:${group}/${other}:${kind}` }],
    }),
  );
}
