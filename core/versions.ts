import type { Problem } from "./problem";

/** The API version of `karpenter.sh` and `karpenter.k8s.aws` that a Karpenter minor is configured with. */
export type ApiVersion = "v1beta1" | "v1";

/** What is known of one Karpenter minor. A new minor is one more row of `KARPENTER_MINORS`. */
export interface KarpenterMinor {
  /** `major.minor`. */
  minor: string;
  /** Date of `x.y.0`. */
  released: string;
  /** Oldest and newest Kubernetes minor that Karpenter declares to work with. */
  kubernetes: { min: string; max: string };
  /** A later patch of the minor that moved `kubernetes.max`. */
  raisedMax?: { fromPatch: number; max: string };
  /** What manifests are written in. */
  api: ApiVersion;
  /** First patch whose CRDs carry a conversion webhook; none from 1.1 on. */
  conversionWebhookFromPatch?: number;
  /** Supported for twelve months instead of until the next minor. */
  lts?: true;
  /** Patches that must not be used, with the reason. */
  refusedPatches?: Readonly<Record<number, string>>;
}

/**
 * Karpenter minors from the last v1beta1 releases to the newest.
 * Sources: the compatibility matrix (https://karpenter.sh/docs/upgrading/compatibility/) and
 * Min/MaxK8sVersion in each release's code.
 */
export const KARPENTER_MINORS: readonly KarpenterMinor[] = [
  {
    minor: "0.36",
    released: "2024-04-10",
    kubernetes: { min: "1.23", max: "1.29" },
    api: "v1beta1",
    conversionWebhookFromPatch: 3,
  },
  {
    minor: "0.37",
    released: "2024-05-28",
    kubernetes: { min: "1.23", max: "1.30" },
    api: "v1beta1",
    conversionWebhookFromPatch: 1,
  },
  {
    minor: "1.0",
    released: "2024-08-14",
    kubernetes: { min: "1.25", max: "1.30" },
    raisedMax: { fromPatch: 5, max: "1.31" },
    api: "v1",
    conversionWebhookFromPatch: 0,
  },
  { minor: "1.1", released: "2024-11-30", kubernetes: { min: "1.25", max: "1.31" }, api: "v1" },
  { minor: "1.2", released: "2025-01-28", kubernetes: { min: "1.25", max: "1.32" }, api: "v1" },
  { minor: "1.3", released: "2025-03-04", kubernetes: { min: "1.25", max: "1.32" }, api: "v1" },
  { minor: "1.4", released: "2025-04-16", kubernetes: { min: "1.25", max: "1.32" }, api: "v1" },
  { minor: "1.5", released: "2025-05-23", kubernetes: { min: "1.26", max: "1.33" }, api: "v1" },
  {
    minor: "1.6",
    released: "2025-07-14",
    kubernetes: { min: "1.26", max: "1.33" },
    raisedMax: { fromPatch: 6, max: "1.34" },
    api: "v1",
  },
  {
    minor: "1.7",
    released: "2025-09-15",
    kubernetes: { min: "1.26", max: "1.33" },
    raisedMax: { fromPatch: 4, max: "1.34" },
    api: "v1",
  },
  {
    minor: "1.8",
    released: "2025-10-08",
    kubernetes: { min: "1.26", max: "1.34" },
    api: "v1",
    refusedPatches: { 4: "it has a topology spread regression" },
  },
  {
    minor: "1.9",
    released: "2026-02-06",
    kubernetes: { min: "1.26", max: "1.35" },
    api: "v1",
    lts: true,
  },
  { minor: "1.10", released: "2026-03-20", kubernetes: { min: "1.26", max: "1.35" }, api: "v1" },
  { minor: "1.11", released: "2026-04-06", kubernetes: { min: "1.26", max: "1.35" }, api: "v1" },
  { minor: "1.12", released: "2026-04-24", kubernetes: { min: "1.26", max: "1.35" }, api: "v1" },
  { minor: "1.13", released: "2026-06-10", kubernetes: { min: "1.26", max: "1.36" }, api: "v1" },
  {
    minor: "1.14",
    released: "2026-07-10",
    kubernetes: { min: "1.26", max: "1.36" },
    api: "v1",
    lts: true,
  },
  { minor: "1.15", released: "2026-10-10", kubernetes: { min: "1.26", max: "1.37" }, api: "v1" },
];

/** A Karpenter version that is known and may be used. */
export interface KarpenterVersion {
  /** As given: `0.36.2`. Also the version of both charts. */
  version: string;
  minor: KarpenterMinor;
  patch: number;
  api: ApiVersion;
  /** The CRDs of this version name a conversion webhook that must be reachable. */
  conversionWebhook: boolean;
  /** Kubernetes minors this patch declares to work with. */
  kubernetes: { min: string; max: string };
}

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Compares two `major.minor` texts; negative where `a` is older. */
export function compareMinor(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split(".").map(Number);
  const [bMajor = 0, bMinor = 0] = b.split(".").map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}

/** Whether `version` is of `minor` or a later one. */
export function isAtLeast(version: KarpenterVersion, minor: string): boolean {
  return compareMinor(version.minor.minor, minor) >= 0;
}

/** Which minors have something. */
export interface Gate {
  /** First Karpenter minor that has it; every one from 0.36 on where not set. */
  since?: string;
  /** First Karpenter minor that no longer has it. */
  until?: string;
}

/** Whether a version has what the gate is about. */
export function isWithin(version: KarpenterVersion, { since, until }: Gate): boolean {
  return (
    (since === undefined || isAtLeast(version, since)) &&
    (until === undefined || !isAtLeast(version, until))
  );
}

/** Reasons to refuse a Karpenter version; none where it may be used. */
export function validateKarpenterVersion(path: string, value: string): Problem[] {
  const first = KARPENTER_MINORS[0]?.minor ?? "";
  const last = KARPENTER_MINORS.at(-1)?.minor ?? "";
  const allowed = `major.minor.patch of Karpenter ${first} to ${last}, such as 1.14.4`;
  const match = VERSION.exec(value);
  if (!match) {
    const bare = value.replace(/^v/, "");
    const fix = VERSION.test(bare)
      ? `write ${bare}: charts since 0.35 carry no leading "v"`
      : "give the full version, patch included";
    return [{ path, value, message: "not a Karpenter version", allowed, fix }];
  }
  const minor = `${match[1]}.${match[2]}`;
  const row = KARPENTER_MINORS.find((candidate) => candidate.minor === minor);
  if (!row) {
    const fix = `choose a known minor (LTS: ${KARPENTER_MINORS.filter((m) => m.lts)
      .map((m) => m.minor)
      .join(", ")})`;
    return [{ path, value, message: `Karpenter ${minor} is not known`, allowed, fix }];
  }
  const refused = row.refusedPatches?.[Number(match[3])];
  if (refused === undefined) return [];
  return [
    {
      path,
      value,
      message: `Karpenter ${value} is refused: ${refused}`,
      allowed,
      fix: "choose another patch",
    },
  ];
}

/** Reads a version that `validateKarpenterVersion` has nothing against. Throws a RangeError otherwise. */
export function karpenterVersion(value: string): KarpenterVersion {
  const match = VERSION.exec(value);
  const row = KARPENTER_MINORS.find((m) => m.minor === `${match?.[1]}.${match?.[2]}`);
  if (!match || !row) throw new RangeError(`not a known Karpenter version: ${value}`);
  const patch = Number(match[3]);
  const max =
    row.raisedMax && patch >= row.raisedMax.fromPatch ? row.raisedMax.max : row.kubernetes.max;
  return {
    version: value,
    minor: row,
    patch,
    api: row.api,
    conversionWebhook:
      row.conversionWebhookFromPatch !== undefined && patch >= row.conversionWebhookFromPatch,
    kubernetes: { min: row.kubernetes.min, max },
  };
}

/** The version, or nothing where it is to be refused: what needs a version is then not checked. */
export function knownVersion(value: string): KarpenterVersion | undefined {
  return validateKarpenterVersion("", value).length === 0 ? karpenterVersion(value) : undefined;
}
