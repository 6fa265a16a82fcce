import type { Field } from "../field";
import { KUBELET_FIELDS } from "../kubelet";
import { MAX_INT32, resourceId, ROLE_NAME } from "../patterns";
import type { EC2NodeClassSpec } from "./spec";

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

/** At most 59000Gi, 64000G, 58Ti, 64T. The API server takes no 18Ti, 19Ti, 28Ti and so on, but it takes 58Ti. */
const VOLUME_SIZE =
  /^(([1-9]\d{0,3}|[1-4]\d{4}|5[0-8]\d{3}|59000)Gi|([1-9]\d{0,3}|[1-5]\d{4}|6[0-3]\d{3}|64000)G|([1-9]|[1-5][0-7]|58)Ti|([1-9]|[1-5]\d|6[0-4])T)$/;

/**
 * Every field of an EC2NodeClass: what it may hold and which Karpenter knows it. All that validation and rendering
 * read; both API versions have each field under its own name.
 */
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
  capacityReservationSelectorTerms: {
    kind: "list",
    min: 1,
    max: 30,
    since: "1.3",
    items: {
      kind: "object",
      fields: {
        id: resourceId("cr"),
        instanceMatchCriteria: { kind: "string", choices: ["open", "targeted"], since: "1.8" },
        ownerID: { kind: "string", pattern: /^\d{12}$/, allowed: "an account id of 12 digits" },
        tags: SELECTOR_TAGS,
      },
    },
  },
  placementGroupSelector: {
    kind: "object",
    since: "1.11",
    fields: { id: resourceId("pg"), name: { kind: "string" } },
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
            iops: { kind: "integer", min: 1, max: MAX_INT32 },
            kmsKeyID: { kind: "string" },
            snapshotID: resourceId("snap"),
            throughput: { kind: "integer", min: 1, max: MAX_INT32 },
            volumeInitializationRate: { kind: "integer", min: 100, max: 300, since: "1.5" },
            volumeSize: {
              kind: "string",
              pattern: VOLUME_SIZE,
              allowed:
                "a size such as 50Gi, at most 59000Gi, 64000G, 58Ti or 64T; from 10Ti on none that ends in 8Ti or 9Ti but 58Ti",
              fix: "write it in Gi: 18Ti are 18432Gi",
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
  ipPrefixCount: { kind: "integer", min: 0, max: MAX_INT32, since: "1.8" },
  networkInterfaces: {
    kind: "list",
    min: 1,
    max: 150,
    since: "1.11",
    items: {
      kind: "object",
      fields: {
        networkCardIndex: { kind: "integer", required: true, min: 0, max: MAX_INT32 },
        deviceIndex: { kind: "integer", required: true, min: 0, max: MAX_INT32 },
        interfaceType: { kind: "string", required: true, choices: ["interface", "efa-only"] },
      },
    },
  },
  connectionTracking: {
    kind: "object",
    since: "1.13",
    fields: {
      tcpEstablishedTimeout: { kind: "integer", min: 60, max: 432_000 },
      udpStreamTimeout: { kind: "integer", min: 60, max: 180 },
      udpTimeout: { kind: "integer", min: 30, max: 60 },
    },
  },
  cpuOptions: { kind: "object", since: "1.13", fields: { nestedVirtualization: ENABLED } },
  enclaveOptions: {
    kind: "object",
    since: "1.15",
    fields: { enabled: { kind: "boolean", required: true } },
  },
  detailedMonitoring: { kind: "boolean" },
  instanceStorePolicy: { kind: "string", choices: ["RAID0"] },
  context: { kind: "string" },
  kubelet: {
    kind: "object",
    fields: KUBELET_FIELDS,
    since: "1.0",
    fix: "set kubelet on each NodePool, or use Karpenter 1.0 or later",
  },
};
