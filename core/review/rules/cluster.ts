import { DEFAULT_CONTROLLER } from "../../chart-values";
import { UNKNOWN } from "../../field";
import { allocatable } from "../../instance-types/capacity";
import { instanceTypes } from "../../instance-types/instance-type";
import { DISCOVERY_TAG } from "../../names";
import { NODE_POOL_LABEL } from "../../node-pool/labels";
import { keyPath } from "../../problem";
import { parseQuantity } from "../../quantity";
import { isRecord, recordsIn } from "../../records";
import { count } from "../count";
import type { Review, Rule, Told } from "../rule";

/** Karpenter launches no node for its own controller. */
export const systemNodes: Rule = {
  code: "KE016",
  title: "Node groups too small for the controller",
  severity: "warning",
  why: "replicas of the controller never share a node, and Karpenter launches none for itself: what does not fit stays pending, and an upgrade or a lost node stops all scaling",
  check: (review) => {
    const { nodeGroups } = review;
    if (!nodeGroups || nodeGroups.length === 0) return [];
    const { replicas, cpu, memory } = controllerOf(review);
    const wanted = `${cpu} CPU and ${memory}`;
    const fitting = nodeGroups.filter(({ instanceTypes: names }) =>
      names.every((name) => {
        const type = instanceTypes().find((known) => known.name === name);
        if (!type) return true;
        const room = allocatable(type);
        return room.cpu >= (parseQuantity(cpu) ?? 0) && room.memory >= (parseQuantity(memory) ?? 0);
      }),
    );
    const nodes = fitting.reduce((sum, { desiredSize }) => sum + desiredSize, 0);
    if (replicas === undefined || nodes >= replicas) return [];
    const groups = nodeGroups.map(
      ({ name, instanceTypes: names, desiredSize }) =>
        `${name} (${desiredSize} × ${names.join("/")})`,
    );
    return [
      {
        where: "controller.replicas",
        message: `${count(replicas, "replica")} of the controller, each with ${wanted}, need as many nodes; ${groups.join(", ")} ${nodes === 0 ? "has none" : `has ${nodes}`} that one fits on`,
        fix: "grow the node group, use larger instance types, or set controller.replicas to 1",
      },
    ];
  },
};

/** A controller on its own nodes would remove the ground it stands on. */
export const controllerPlacement: Rule = {
  code: "KE017",
  title: "The controller bound to nodes of its own pools",
  severity: "error",
  why: "Karpenter must not run on nodes that it removes; selected labels of a pool leave the controller no node at all, as it never runs on Karpenter's nodes",
  check: ({ values, pools }) => {
    const selector = isRecord(values) && isRecord(values.nodeSelector) ? values.nodeSelector : {};
    return Object.entries(selector).flatMap(([key, value]): Told[] => {
      const pool = pools.find(({ spec }) => spec.labels?.[key] === value);
      if (key !== NODE_POOL_LABEL && !pool) return [];
      return [
        {
          where: keyPath("values.nodeSelector", key),
          message: `the controller selects nodes by ${key}: ${String(value)}, which those of pool ${pool?.name ?? String(value)} have`,
          fix: "select labels of a node group, or set nodeGroupNames",
        },
      ];
    });
  },
};

/** The load balancer controller wants exactly one group of the cluster on a node. */
export const securityGroups: Rule = {
  code: "KE018",
  title: "More than one security group with the discovery tag",
  severity: "warning",
  why: "every node gets them all; where two carry kubernetes.io/cluster/<name>, the AWS Load Balancer Controller refuses to register the node",
  check: ({ securityGroupIds = [], nodeClasses = {} }) => {
    const byTag = Object.values(nodeClasses).some(
      (spec) =>
        isRecord(spec) &&
        (spec.securityGroupSelectorTerms === undefined ||
          recordsIn(spec.securityGroupSelectorTerms).some(
            ({ tags }) => isRecord(tags) && tags[DISCOVERY_TAG] !== undefined,
          )),
    );
    return securityGroupIds.length > 1 && byTag
      ? [
          {
            where: "securityGroupIds",
            message: `${securityGroupIds.length} security groups get the tag ${DISCOVERY_TAG}: ${securityGroupIds.join(", ")}`,
            fix: "tag the cluster security group alone, and select others by id where a class needs them",
          },
        ]
      : [];
  },
};

/** The tag has one value, and one owner. */
export const discoveryTagOwner: Rule = {
  code: "KE021",
  title: "A subnet whose discovery tag belongs to another cluster",
  severity: "error",
  why: "the tag has one value: to write ours takes the subnet away from the other cluster's Karpenter, which then launches nothing there",
  check: ({ subnets = [], subnetIds, clusterName }) =>
    subnets
      .filter(({ id }) => subnetIds?.includes(id) ?? true)
      .filter(
        ({ discoveryTag }) =>
          clusterName !== undefined && ![undefined, clusterName].includes(discoveryTag),
      )
      .map(({ id, discoveryTag }) => ({
        where: "subnetIds",
        message: `the tag ${DISCOVERY_TAG} of subnet ${id} has the value ${discoveryTag ?? ""}`,
        fix: "leave the subnet out, and select it by id in subnetSelectorTerms where a class needs it",
      })),
};

function controllerOf({ controller = {} }: Review) {
  const { replicas, cpu, memory } = controller;
  return {
    replicas: replicas === UNKNOWN ? undefined : Number(replicas ?? DEFAULT_CONTROLLER.replicas),
    cpu: text(cpu, DEFAULT_CONTROLLER.cpu),
    memory: text(memory, DEFAULT_CONTROLLER.memory),
  };
}

/** Of what is not known yet, the default is the best guess. */
function text(value: unknown, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}
