import { SERVICE_ACCOUNT } from "../names";
import type { ClusterContext } from "../cluster";
import { policyDocument, type PolicyDocument } from "./policy-document";

/** Lets a service of AWS assume a role. */
export function serviceTrust(service: string): PolicyDocument {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
  ]);
}

/** Lets EC2 instances of the partition assume the node role. */
export function nodeTrust(context: Pick<ClusterContext, "dnsSuffix">): PolicyDocument {
  return serviceTrust(`ec2.${context.dnsSuffix}`);
}

/** The issuer as IAM writes it: without the scheme. */
export function issuerHost(oidcIssuer: string): string {
  return oidcIssuer.replace(/^https:\/\//, "");
}

/**
 * IRSA: lets one service account of the cluster assume the controller role, and only with a token that was made for
 * STS. https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust(
  context: Pick<ClusterContext, "partition" | "accountId">,
  oidcIssuer: string,
  namespace: string,
): PolicyDocument {
  const issuer = issuerHost(oidcIssuer);
  return policyDocument([
    {
      Effect: "Allow",
      Principal: {
        Federated: `arn:${context.partition}:iam::${context.accountId}:oidc-provider/${issuer}`,
      },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${SERVICE_ACCOUNT}`,
        },
      },
    },
  ]);
}

/**
 * Pod Identity: lets the EKS Pod Identity agent assume the controller role. Which service account gets it is decided
 * by the association. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podIdentityTrust(): PolicyDocument {
  return policyDocument([
    {
      Effect: "Allow",
      // The same name in every partition.
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ]);
}
