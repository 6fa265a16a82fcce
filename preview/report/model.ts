import type { RegisteredReview, Registration } from "../registration";
import { reviewInputOf } from "../reviews";
import { groupsOf, type FindingGroup } from "./findings-model";
import { poolReports, type PoolReport } from "./pool-model";
import { shown } from "./shown";
import { wiringOf, type Wiring } from "./wiring-model";

/** Everything that the page shows, as plain data. */
export interface Report {
  project: string;
  stack: string;
  findings: FindingGroup[];
  /** How many findings there are of each severity, and how many are silenced. */
  counts: Record<"error" | "warning" | "note" | "silenced", number>;
  /** One for each Karpenter component of the program. */
  karpenters: KarpenterReport[];
}

/** One Karpenter component. */
export interface KarpenterReport {
  name: string;
  cluster: string;
  region: string;
  version: string;
  kubernetesVersion: string;
  pools: PoolReport[];
  /** Pools of which too little is known to say what they launch. */
  unknownPools: string[];
  wiring: Wiring;
}

/** What the page shows of a registration. */
export function reportOf({ project, stack, findings, reviews }: Registration): Report {
  const open = findings.filter(({ silenced }) => silenced === undefined);
  const count = (wanted: string): number =>
    open.filter(({ severity }) => severity === wanted).length;
  return {
    project,
    stack,
    findings: groupsOf(findings),
    counts: {
      error: count("error"),
      warning: count("warning"),
      note: count("note"),
      silenced: findings.length - open.length,
    },
    karpenters: reviews.map(karpenterReport),
  };
}

function karpenterReport(review: RegisteredReview): KarpenterReport {
  const input = reviewInputOf(review);
  const pools = poolReports(input);
  const seen = new Set(pools.map(({ name }) => name));
  return {
    name: review.name,
    cluster: shown(input.clusterName),
    region: shown(input.region),
    version: review.version,
    kubernetesVersion: shown(input.kubernetesVersion),
    pools,
    unknownPools: Object.keys(input.nodePools ?? {}).filter((name) => !seen.has(name)),
    wiring: wiringOf(input),
  };
}
