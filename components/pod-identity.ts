import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { SERVICE_ACCOUNT } from "../core/names";

/** Gives the controller's service account a role by EKS Pod Identity; the cluster needs the add-on eks-pod-identity-agent. */
export function podIdentity(
  name: string,
  args: Pick<eks.PodIdentityAssociationArgs, "clusterName" | "namespace" | "roleArn" | "tags">,
  options: pulumi.CustomResourceOptions,
): eks.PodIdentityAssociation {
  return new eks.PodIdentityAssociation(
    name,
    { ...args, serviceAccount: SERVICE_ACCOUNT },
    options,
  );
}
