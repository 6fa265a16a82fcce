import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SERVICE_ACCOUNT } from "../core/names";

/** Gives the controller's service account a role by EKS Pod Identity; the cluster needs the add-on eks-pod-identity-agent. */
export function podIdentity(
  name: string,
  args: Pick<aws.eks.PodIdentityAssociationArgs, "clusterName" | "namespace" | "roleArn" | "tags">,
  options: pulumi.CustomResourceOptions,
): aws.eks.PodIdentityAssociation {
  return new aws.eks.PodIdentityAssociation(
    name,
    { ...args, serviceAccount: SERVICE_ACCOUNT },
    options,
  );
}
