import { hex, uuid } from "./stable-ids";

/** Where and for whom an answer is given. */
export interface Setting {
  seed: string;
  region: string;
  /** The VPC of the environment, by the emulator's id. */
  vpcId: string;
}

interface ClusterAnswer {
  name: string;
  resourcesVpcConfig: Record<string, unknown>;
}

interface NodeGroupAnswer {
  clusterName: string;
  nodegroupName: string;
  nodegroupArn: string;
  resources: Record<string, unknown>;
}

/** The day on which everything in the emulator was made: 1 January 2026. */
const CREATED = 1767225600;

/**
 * An answer of the emulated EKS with the fields that it cannot know put right. It has no control plane of its own, so
 * that issuer, endpoint and certificate are those of its host or empty; trust policies are built from the issuer, and
 * would show a form that no real cluster has.
 */
export function realisticEks(body: string, setting: Setting): string {
  const answer = JSON.parse(body) as { cluster?: ClusterAnswer; nodegroup?: NodeGroupAnswer };
  if (answer.cluster) return JSON.stringify({ cluster: cluster(answer.cluster, setting) });
  if (answer.nodegroup) return JSON.stringify({ nodegroup: nodeGroup(answer.nodegroup, setting) });
  return body;
}

/** An answer of the emulated EC2 in which a subnet has the addresses of its block; AWS keeps five. */
export function realisticEc2(body: string): string {
  return body.replace(
    /(<cidrBlock>[\d.]+\/(\d+)<\/cidrBlock>\s*<availableIpAddressCount>)\d+/g,
    (_, before: string, bits: string) => `${before}${2 ** (32 - Number(bits)) - 5}`,
  );
}

function cluster(found: ClusterAnswer, { seed, region, vpcId }: Setting) {
  const id = hex(`${seed} cluster ${found.name}`, 32).toUpperCase();
  return {
    ...found,
    createdAt: CREATED,
    endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
    identity: { oidc: { issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` } },
    certificateAuthority: { data: certificate(id) },
    platformVersion: "eks.1",
    resourcesVpcConfig: { ...found.resourcesVpcConfig, vpcId },
  };
}

/** The form of a certificate and nothing in it: nobody may take it for one. */
function certificate(id: string): string {
  const content = Buffer.from(`no certificate, of cluster ${id}`).toString("base64");
  const pem = `-----BEGIN CERTIFICATE-----\n${content}\n-----END CERTIFICATE-----\n`;
  return Buffer.from(pem).toString("base64");
}

function nodeGroup(found: NodeGroupAnswer, { seed }: Setting) {
  const { clusterName, nodegroupName } = found;
  const id = uuid(`${seed} node group ${clusterName} ${nodegroupName}`);
  return {
    ...found,
    nodegroupArn: found.nodegroupArn.replace(/[^/]+$/, id),
    createdAt: CREATED,
    modifiedAt: CREATED,
    // The emulator makes up a security group for remote access that was never asked for.
    resources: { autoScalingGroups: [{ name: `eks-${nodegroupName}-${id}` }] },
    updateConfig: { maxUnavailable: 1 },
  };
}

/** Public parameters are AWS's own: nobody can put one, in the emulator neither, so they are kept under another name. */
const PUBLIC_PARAMETERS = "/aws/service/";
const KEPT_UNDER = "/public/aws/service/";

/** A request as the emulator takes it. */
export function parametersAsKept(request: string): string {
  return request.replaceAll(`"${PUBLIC_PARAMETERS}`, `"${KEPT_UNDER}`);
}

/** An answer of the emulated SSM with the names that were asked for; the ARN of a public parameter has no account. */
export function realisticSsm(body: string): string {
  return body
    .replace(/(arn:aws:ssm:[^:]*:)\d*(:parameter)\/public(\/aws\/service\/)/g, "$1$2$3")
    .replaceAll(KEPT_UNDER, PUBLIC_PARAMETERS);
}
