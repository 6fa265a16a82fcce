import type { AttackRow } from "./attacks";
import { asker, beside, ec2, elsewhere, inRequest, lacking, nodeTags, onResource } from "./place";
import { halfway, type Place, type Tags } from "./place";
import { tagOnCreation } from "./launch";

/** Attacks on what runs already. */
export function deletions(place: Place): AttackRow[] {
  const ask = asker(place);
  const far = elsewhere(place);
  const others = nodeTags(beside(place));
  const own = `kubernetes.io/cluster/${place.clusterName}`;
  const managed = { [own]: "owned", "eks:cluster-name": place.clusterName };
  const terminate = (tags: Tags, where = place) =>
    ask("ec2:TerminateInstances", ec2(where, "instance", "i-1"), onResource(tags));
  const reboot = (tags: Tags) =>
    ask("ec2:RebootInstances", ec2(place, "instance", "i-1"), onResource(tags));
  const remove = (tags: Tags, where = place) =>
    ask("ec2:DeleteLaunchTemplate", ec2(where, "launch-template", "lt-1"), onResource(tags));
  return [
    ["terminate an instance without tags", terminate({})],
    [
      "terminate an instance whose only tag is `karpenter.sh/nodepool`",
      terminate({ "karpenter.sh/nodepool": "default" }),
    ],
    ["terminate another cluster's Karpenter node", terminate(others)],
    [
      "terminate a node that the cluster shares but does not own",
      terminate({ ...nodeTags(place), [own]: "shared" }),
    ],
    [
      "terminate a managed node of the same cluster",
      terminate({ ...managed, "eks:nodegroup-name": "system" }),
    ],
    [
      "terminate an EKS Auto Mode node of the same cluster",
      terminate({ ...managed, "eks:kubernetes-node-pool-name": "general-purpose" }),
    ],
    [
      "terminate a node of the cluster of the same name in another region",
      terminate(nodeTags(far), far),
    ],
    ["reboot an instance without tags", reboot({})],
    ["reboot another cluster's Karpenter node", reboot(others)],
    ["reboot a managed node of the same cluster", reboot(managed)],
    ["delete a launch template without tags", remove({})],
    ["delete another cluster's launch template", remove(others)],
    ["delete the launch template of a managed node group", remove(managed)],
    ["delete a launch template in another region", remove(nodeTags(far), far)],
  ];
}

/** Attacks that change tags, to get at a resource by the tag conditions of another statement. */
export function tagging(place: Place): AttackRow[] {
  const ask = asker(place);
  const far = elsewhere(place);
  const node = ec2(place, "instance", "i-1");
  const own = nodeTags(place);
  const others = nodeTags(beside(place));
  const managed = { [`kubernetes.io/cluster/${place.clusterName}`]: "owned" };
  const foreign = { Name: "database" };
  const name = { Name: "database", "karpenter.sh/nodeclaim": "default-x7k2p" };
  const pool = { "karpenter.sh/nodepool": "default" };
  const discovery = { "karpenter.sh/discovery": place.clusterName };
  const tag = (type: string, has: Tags, gets: Tags, where = place) =>
    ask("ec2:CreateTags", ec2(where, type, "x-1"), { ...onResource(has), ...inRequest(gets) });
  const untag = (has: Tags) =>
    ask("ec2:DeleteTags", node, { ...onResource(has), "aws:TagKeys": Object.keys(has) });
  const create = (action: string, type: string, gets: Tags, where = place) =>
    tagOnCreation(place, action, ec2(where, type, "x-1"), gets);
  return [
    ["tag a foreign instance as a node of this cluster", tag("instance", foreign, own)],
    ["put `karpenter.sh/nodepool` on a foreign instance", tag("instance", foreign, pool)],
    [
      "tag a foreign instance and then terminate it",
      tag("instance", foreign, own),
      ask("ec2:TerminateInstances", node, onResource({ ...foreign, ...own })),
    ],
    ["rename a foreign instance", tag("instance", foreign, name)],
    ["tag another cluster's node as one of this cluster", tag("instance", others, own)],
    ["rename another cluster's node", tag("instance", others, name)],
    ["rename a managed node of the same cluster", tag("instance", managed, name)],
    [
      "rename a node of the cluster of the same name in another region",
      tag("instance", nodeTags(far), name, far),
    ],
    [
      "put further tags on a node of this cluster",
      tag("instance", own, { ...name, CostCenter: "42" }),
    ],
    ["hand a node of this cluster to another cluster", tag("instance", own, others)],
    [
      "give a node of this cluster another cluster's name",
      tag("instance", own, { "eks:eks-cluster-name": beside(place).clusterName }),
    ],
    [
      "move a node of this cluster to another NodePool",
      tag("instance", own, { "karpenter.sh/nodepool": "gpu" }),
    ],
    ["tag a foreign volume as one of this cluster", tag("volume", foreign, own)],
    ["tag a foreign launch template as one of this cluster", tag("launch-template", foreign, own)],
    [
      "tag a foreign network interface as one of this cluster",
      tag("network-interface", foreign, own),
    ],
    ["tag a subnet for discovery by Karpenter", tag("subnet", foreign, discovery)],
    ["tag a security group for discovery by Karpenter", tag("security-group", foreign, discovery)],
    ["tag an image as one of this cluster", tag("image", foreign, own)],
    [
      "tag a volume that no launch creates as one of this cluster",
      create("CreateVolume", "volume", own),
    ],
    [
      "tag a new security group as one of this cluster",
      create("CreateSecurityGroup", "security-group", own),
    ],
    ["tag a new instance as another cluster's", create("RunInstances", "instance", others)],
    [
      "tag a new instance so that it names this cluster but belongs to another",
      create("RunInstances", "instance", halfway(place, nodeTags)),
    ],
    [
      "tag a new instance so that it belongs to no NodePool",
      create("RunInstances", "instance", lacking(own, "karpenter.sh/nodepool")),
    ],
    [
      "tag a new instance in another region",
      create("RunInstances", "instance", nodeTags(far), far),
    ],
    ["delete the tags of a node of this cluster", untag(own)],
    ["delete the tags of another cluster's node", untag(others)],
  ];
}

/** EC2 actions that no controller needs, most of them tried on its own nodes. */
export function instanceActions(place: Place): AttackRow[] {
  const ask = asker(place);
  const own = onResource(nodeTags(place));
  const others = onResource(nodeTags(beside(place)));
  const elsewhereOnly = { "aws:RequestedRegion": place.otherRegion };
  const on = (type: string, action: string, context = own) =>
    ask(`ec2:${action}`, ec2(place, type, "x-1"), context);
  const node = ec2(place, "instance", "i-1");
  return [
    ["stop a node of this cluster", on("instance", "StopInstances")],
    ["change the user data of a node of this cluster", on("instance", "ModifyInstanceAttribute")],
    [
      "change the user data of another cluster's node",
      on("instance", "ModifyInstanceAttribute", others),
    ],
    ["read the user data of an instance", on("instance", "DescribeInstanceAttribute")],
    ["read the console of an instance", on("instance", "GetConsoleOutput")],
    ["read the Windows password of an instance", on("instance", "GetPasswordData")],
    ["give a running node another role", on("instance", "ReplaceIamInstanceProfileAssociation")],
    ["give a running instance a role", on("instance", "AssociateIamInstanceProfile", {})],
    ["copy a node of this cluster to an image", on("instance", "CreateImage")],
    ["snapshot a volume of this cluster", on("volume", "CreateSnapshot")],
    ["delete a volume of this cluster", on("volume", "DeleteVolume")],
    ["detach a network interface", on("network-interface", "DetachNetworkInterface")],
    ["cancel a spot request", on("spot-instances-request", "CancelSpotInstanceRequests")],
    ["delete a fleet of this cluster", on("fleet", "DeleteFleets")],
    ["cancel a capacity reservation", on("capacity-reservation", "CancelCapacityReservation")],
    [
      "change a launch template of this cluster",
      on("launch-template", "CreateLaunchTemplateVersion"),
    ],
    [
      "change another cluster's launch template",
      on("launch-template", "CreateLaunchTemplateVersion", others),
    ],
    [
      "choose the default version of a launch template",
      on("launch-template", "ModifyLaunchTemplate"),
    ],
    ["create a security group", on("security-group", "CreateSecurityGroup", {})],
    ["open a security group", on("security-group", "AuthorizeSecurityGroupIngress")],
    ["change a subnet", on("subnet", "ModifySubnetAttribute")],
    ["list the instances of another region", ask("ec2:DescribeInstances", "*", elsewhereOnly)],
    ["list the subnets of another region", ask("ec2:DescribeSubnets", "*", elsewhereOnly)],
    ["run commands on a node of this cluster", ask("ssm:SendCommand", node, own)],
    ["open a session on a node of this cluster", ask("ssm:StartSession", node, own)],
  ];
}
