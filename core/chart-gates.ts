import { valueAt } from "./chart-values";
import { joinPath, type Problem } from "./problem";
import { isRecord } from "./records";
import { isWithin, type Gate, type KarpenterVersion } from "./versions";

/**
 * Values of the controller chart that not every minor reads. A chart says nothing about a value it does not know, so a
 * setting that an upgrade took away would be lost in silence.
 */
const CHART_VALUES: Readonly<Record<string, Gate>> = {
  "controller.containerName": { since: "1.2" },
  "controller.securityContext.appArmorProfile": { since: "1.5" },
  "controller.securityContext.seLinuxOptions": { since: "1.5" },
  "controller.securityContext.seccompProfile": { since: "1.5" },
  initContainers: { since: "1.4" },
  logConfig: { until: "1.0" },
  logErrorOutputPaths: { since: "1.0" },
  logOutputPaths: { since: "1.0" },
  schedulerName: { since: "1.2" },
  "service.annotations": { since: "1.1" },
  "serviceMonitor.metricRelabelings": { since: "1.5" },
  "serviceMonitor.relabelings": { since: "1.5" },
  "serviceMonitor.sampleLimit": { since: "1.9" },
  "settings.amiRefreshInterval": { since: "1.13" },
  "settings.assumeRoleARN": { until: "1.0" },
  "settings.assumeRoleDuration": { until: "1.0" },
  "settings.awsFeatureGates": { since: "1.15" },
  "settings.disableClusterStateObservability": { since: "1.8" },
  "settings.disableDryRun": { since: "1.7" },
  "settings.eksControlPlane": { since: "1.1" },
  "settings.enableDRA": { since: "1.15" },
  "settings.enableZonalShift": { since: "1.12" },
  "settings.ignoreDRARequests": { since: "1.8" },
  "settings.legacyNodeRepair": { since: "1.15" },
  "settings.minValuesPolicy": { since: "1.6" },
  "settings.preferencePolicy": { since: "1.4" },
  "settings.securityGroupRefreshInterval": { since: "1.15" },
  "settings.subnetRefreshInterval": { since: "1.13" },
  webhook: { until: "1.1" },
};

/** The caller's values that the chart of this version would not read. */
export function validateValueGates(
  values: unknown,
  path: string,
  version?: KarpenterVersion,
): Problem[] {
  if (!isRecord(values) || !version) return [];
  return Object.entries(CHART_VALUES)
    .filter(([key, gate]) => valueAt(values, key) !== undefined && !isWithin(version, gate))
    .map(([key, { since, until }]) => ({
      path: joinPath(path, key),
      value: valueAt(values, key),
      message: `the chart of Karpenter ${version.minor.minor} does not read this value`,
      allowed:
        since === undefined ? `Karpenter before ${until ?? ""}` : `Karpenter ${since} and later`,
      fix: "remove it",
    }));
}
