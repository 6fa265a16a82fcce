import { settingOf } from "../../chart-values";
import { keyPath } from "../../problem";
import { isRecord } from "../../records";
import type { Rule } from "../rule";

/** The migration guide's policy reaches beyond its cluster. */
export const policyPreset: Rule = {
  code: "KE002",
  title: "The controller's policy is not limited to its cluster",
  severity: "warning",
  why: "its holder can launch and tag any instance of the account, and terminate the Karpenter nodes of other clusters",
  check: ({ policyPreset }) =>
    policyPreset === "migration-guide"
      ? [
          {
            where: "policyPreset",
            message: "the migration-guide policy is not limited to this cluster",
            fix: 'set policyPreset to "scoped"',
          },
        ]
      : [],
};

/** IAM has no endpoint that a private network could reach. */
export const isolatedVpcRole: Rule = {
  code: "KE020",
  title: "A class with a role in an isolated network",
  severity: "error",
  why: "the controller makes an instance profile of a role through IAM, which has no endpoint in a VPC: no node is launched",
  check: ({ values, nodeClasses = {} }) => {
    if (settingOf(values, "isolatedVPC") !== true) return [];
    return Object.entries(nodeClasses)
      .filter(([, spec]) => isRecord(spec) && spec.instanceProfile === undefined)
      .map(([name]) => ({
        where: keyPath(keyPath("nodeClasses", name), "instanceProfile"),
        message: `class ${name} has no instanceProfile, and values.settings.isolatedVPC is true`,
        fix: "make an instance profile of the node role and name it by instanceProfile",
      }));
  },
};
