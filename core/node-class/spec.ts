import type { Field } from "../fields";
import { resourceId, ROLE_NAME } from "../patterns";
import { KUBELET_FIELDS, type KubeletSpec } from "../kubelet";

/** How user data is built and which devices are mapped. `Windows2025` since Karpenter 1.9, `Ubuntu` before 1.0. */
export const AmiFamily = {
  AL2: "AL2",
  AL2023: "AL2023",
  Bottlerocket: "Bottlerocket",
  Ubuntu: "Ubuntu",
  Custom: "Custom",
  Windows2019: "Windows2019",
  Windows2022: "Windows2022",
  Windows2025: "Windows2025",
} as const;
export type AmiFamily = (typeof AmiFamily)[keyof typeof AmiFamily];

/** One way to find AMIs; terms are ORed. */
export interface AmiSelectorTermSpec {
  alias?: string;
  id?: string;
  name?: string;
  owner?: string;
  ssmParameter?: string;
  tags?: Record<string, string>;
}

/** One way to find subnets; terms are ORed. */
export interface SubnetSelectorTermSpec {
  id?: string;
  tags?: Record<string, string>;
}

/** One way to find security groups; terms are ORed. */
export interface SecurityGroupSelectorTermSpec extends SubnetSelectorTermSpec {
  name?: string;
}

/** An EBS volume. */
export interface BlockDeviceSpec {
  deleteOnTermination?: boolean;
  encrypted?: boolean;
  iops?: number;
  kmsKeyID?: string;
  snapshotID?: string;
  throughput?: number;
  volumeSize?: string;
  volumeType?: string;
}

/** A volume at a device. */
export interface BlockDeviceMappingSpec {
  deviceName: string;
  rootVolume?: boolean;
  ebs?: BlockDeviceSpec;
}

/** The instance metadata service. */
export interface MetadataOptionsSpec {
  httpEndpoint?: string;
  httpProtocolIPv6?: string;
  httpPutResponseHopLimit?: number;
  httpTokens?: string;
}

/** An EC2NodeClass without regard to the API version it is written in. */
export interface EC2NodeClassSpec {
  amiFamily?: AmiFamily;
  amiSelectorTerms?: AmiSelectorTermSpec[];
  role?: string;
  instanceProfile?: string;
  subnetSelectorTerms?: SubnetSelectorTermSpec[];
  securityGroupSelectorTerms?: SecurityGroupSelectorTermSpec[];
  blockDeviceMappings?: BlockDeviceMappingSpec[];
  metadataOptions?: MetadataOptionsSpec;
  userData?: string;
  tags?: Record<string, string>;
  associatePublicIPAddress?: boolean;
  detailedMonitoring?: boolean;
  instanceStorePolicy?: string;
  kubelet?: KubeletSpec;
}

const ENABLED: Field = { kind: "string", choices: ["enabled", "disabled"] };

/** An empty map or value would select everything in the account and region. */
const SELECTOR_TAGS: Field = {
  kind: "map",
  min: 1,
  max: 20,
  values: { kind: "string" },
  allowed: "1 to 20 tags with a key and a value; * is any value",
  fix: "name at least one tag: an empty selector would match everything in the account and region",
};

/** At most 59000Gi, 64000G, 58Ti, 64T. */
const VOLUME_SIZE =
  /^(([1-9]\d{0,3}|[1-4]\d{4}|5[0-8]\d{3}|59000)Gi|([1-9]\d{0,3}|[1-5]\d{4}|6[0-3]\d{3}|64000)G|([1-9]|[1-4]\d|5[0-8])Ti|([1-9]|[1-5]\d|6[0-4])T)$/;

/** Every field of an EC2NodeClass: what it may hold and which Karpenter knows it. */
export const NODE_CLASS_FIELDS: Readonly<Record<keyof EC2NodeClassSpec, Field>> = {
  amiFamily: {
    kind: "string",
    choices: [
      "AL2",
      "AL2023",
      "Bottlerocket",
      { value: "Ubuntu", until: "1.0" },
      "Custom",
      "Windows2019",
      "Windows2022",
      { value: "Windows2025", since: "1.9" },
    ],
  },
  amiSelectorTerms: {
    kind: "list",
    min: 1,
    max: 30,
    items: {
      kind: "object",
      fields: {
        alias: {
          kind: "string",
          since: "1.0",
          pattern:
            /^((al2|al2023)@(latest|v\d{8})|bottlerocket@(latest|v?\d+\.\d+\.\d+)|windows(2019|2022|2025)@latest)$/,
          allowed:
            "family@version, such as al2023@v20260818 or bottlerocket@v1.60.0; windows only @latest",
          fix: "name a published version",
        },
        id: resourceId("ami"),
        name: { kind: "string" },
        owner: {
          kind: "string",
          pattern: /^(\d{12}|self|amazon|aws-marketplace)$/,
          allowed: "an account id of 12 digits, self, amazon, aws-marketplace",
        },
        ssmParameter: { kind: "string", since: "1.4" },
        tags: SELECTOR_TAGS,
      },
    },
  },
  role: {
    kind: "string",
    pattern: ROLE_NAME,
    allowed: "the name of an IAM role, up to 64 characters, neither ARN nor path",
    fix: "give the role's name alone",
  },
  instanceProfile: {
    kind: "string",
    pattern: /^[\w+=,.@-]{1,128}$/,
    allowed: "the name of an instance profile, up to 128 characters",
    fix: "give the profile's name alone",
  },
  subnetSelectorTerms: {
    kind: "list",
    min: 1,
    max: 30,
    items: { kind: "object", fields: { id: resourceId("subnet"), tags: SELECTOR_TAGS } },
  },
  securityGroupSelectorTerms: {
    kind: "list",
    min: 1,
    max: 30,
    items: {
      kind: "object",
      fields: { id: resourceId("sg"), name: { kind: "string" }, tags: SELECTOR_TAGS },
    },
  },
  blockDeviceMappings: {
    kind: "list",
    max: 50,
    items: {
      kind: "object",
      fields: {
        deviceName: { kind: "string", required: true },
        rootVolume: { kind: "boolean" },
        ebs: {
          kind: "object",
          fields: {
            deleteOnTermination: { kind: "boolean" },
            encrypted: { kind: "boolean" },
            iops: { kind: "integer", min: 1 },
            kmsKeyID: { kind: "string" },
            snapshotID: resourceId("snap"),
            throughput: { kind: "integer", min: 1 },
            volumeSize: {
              kind: "string",
              pattern: VOLUME_SIZE,
              allowed: "a size such as 50Gi, at most 59000Gi, 64000G, 58Ti or 64T",
            },
            volumeType: {
              kind: "string",
              choices: ["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"],
            },
          },
        },
      },
    },
  },
  metadataOptions: {
    kind: "object",
    fields: {
      httpEndpoint: ENABLED,
      httpProtocolIPv6: ENABLED,
      httpPutResponseHopLimit: { kind: "integer", min: 1, max: 64 },
      httpTokens: { kind: "string", choices: ["required", "optional"] },
    },
  },
  userData: { kind: "string", verbatim: true },
  tags: { kind: "map", values: { kind: "string", empty: true } },
  associatePublicIPAddress: { kind: "boolean" },
  detailedMonitoring: { kind: "boolean" },
  instanceStorePolicy: { kind: "string", choices: ["RAID0"] },
  kubelet: {
    kind: "object",
    fields: KUBELET_FIELDS,
    since: "1.0",
    fix: "set kubelet on each NodePool, or use Karpenter 1.0 or later",
  },
};
