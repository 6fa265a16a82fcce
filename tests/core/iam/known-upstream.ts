import type { Attack } from "./attacks";
import { launch, tagOnCreation } from "./launch";
import { asker, beside, ec2, iam, inRequest, nodeTags, onResource } from "./place";
import { profileTags, type Place, type Tags } from "./place";

/** What Karpenter's own template lets through, and so does the policy that follows it. */
export interface KnownAttack extends Attack {
  /** The statement that allows it. */
  sid: string;
  /** Why the statement is that wide. */
  reason: string;
  /** First minor that allows it. */
  since?: string;
  /** First minor that no longer does. */
  until?: string;
}

const SELECTED = "the controller launches where the selectors of an EC2NodeClass point";
const OWN_TAGS = "an EC2NodeClass can add tags of any key";
const CASE =
  "IAM compares tag keys without regard to case, and these conditions name the cluster in a key";

/** Where the limits of the template lie: what it cannot or does not tell from the controller's own work. */
export function knownUpstream(place: Place): KnownAttack[] {
  return [reach, foreignTags, clusterNames, letterCase, reading].flatMap((group) => group(place));
}

/** What a launch may use. */
function reach(place: Place): KnownAttack[] {
  const using = (type: string) =>
    launch(place, "RunInstances", {
      where: place,
      tags: nodeTags(place),
      reads: [ec2(place, type, "foreign")],
    });
  const sid = "AllowScopedEC2InstanceAccessActions";
  const common = { sid, reason: SELECTED };
  return [
    { ...common, name: "launch a node in a foreign subnet", requests: using("subnet") },
    {
      ...common,
      name: "launch a node with a foreign security group",
      requests: using("security-group"),
    },
    { ...common, name: "launch a node from a foreign image", requests: using("image") },
    {
      ...common,
      name: "launch a node into a foreign capacity reservation",
      since: "1.3",
      requests: using("capacity-reservation"),
    },
    {
      ...common,
      name: "launch a node into a foreign placement group",
      since: "1.11",
      requests: using("placement-group"),
    },
  ];
}

/** Which tags may stand beside the demanded ones. */
function foreignTags(place: Place): KnownAttack[] {
  const other = beside(place);
  const run = (tags: Tags) =>
    launch(place, "RunInstances", { where: place, tags: { ...nodeTags(place), ...tags } });
  const ask = asker(place);
  const path = `instance-profile/karpenter/${place.region}/${other.clusterName}/`;
  const profile = iam(place, `${path}profile`);
  const also = { [`kubernetes.io/cluster/${other.clusterName}`]: "owned" };
  return [
    {
      name: "launch a node that another cluster owns as well",
      sid: "AllowScopedEC2InstanceActionsWithTags",
      reason: OWN_TAGS,
      requests: run(also),
    },
    {
      name: "let another cluster own an instance profile of this cluster as well",
      sid: "AllowScopedInstanceProfileTagActions",
      reason: OWN_TAGS,
      requests: [
        ask("iam:TagInstanceProfile", profile, {
          ...onResource(profileTags(place)),
          ...inRequest({ ...profileTags(place), ...also }),
        }),
      ],
    },
    {
      name: "create an instance profile below another cluster's path",
      sid: "AllowScopedInstanceProfileCreationActions",
      reason: "the template allows every path; only from 1.7 on does the controller use one",
      requests: [ask("iam:CreateInstanceProfile", profile, inRequest(profileTags(place)))],
    },
  ];
}

/** What only the tag that came with 1.0 guards. */
function clusterNames(place: Place): KnownAttack[] {
  const named = { "eks:eks-cluster-name": beside(place).clusterName };
  const tags = { ...nodeTags(place), ...named };
  const forProfile = inRequest({ ...profileTags(place), ...named });
  const ask = asker(place);
  const node = ec2(place, "instance", "i-1");
  const template = ec2(place, "launch-template", "lt-1");
  const profile = iam(place, "instance-profile/karpenter/x/y/profile");
  const carried = onResource(profileTags(place));
  const known = (what: string, sid: string, request: Attack["requests"][number]): KnownAttack => ({
    name: `${what} under another cluster's name`,
    sid,
    reason: "controllers before 1.0 do not send `eks:eks-cluster-name`",
    until: "1.0",
    requests: [request],
  });
  return [
    known(
      "create a launch template",
      "AllowScopedEC2InstanceActionsWithTags",
      ask("ec2:CreateLaunchTemplate", template, inRequest(tags)),
    ),
    known(
      "tag a new instance",
      "AllowScopedResourceCreationTagging",
      tagOnCreation(place, "RunInstances", node, tags),
    ),
    known(
      "create an instance profile",
      "AllowScopedInstanceProfileCreationActions",
      ask("iam:CreateInstanceProfile", profile, forProfile),
    ),
    known(
      "tag an instance profile",
      "AllowScopedInstanceProfileTagActions",
      ask("iam:TagInstanceProfile", profile, { ...carried, ...forProfile }),
    ),
  ];
}

/** A second cluster, `Prod` beside `prod`, which EKS takes for another name. */
function letterCase(place: Place): KnownAttack[] {
  const { clusterName } = place;
  const twin = beside(place, clusterName.charAt(0).toUpperCase() + clusterName.slice(1));
  const ask = asker(place);
  const node = ec2(place, "instance", "i-1");
  const template = ec2(place, "launch-template", "lt-1");
  const profile = iam(place, "instance-profile/karpenter/x/y/profile");
  const tags = onResource(nodeTags(twin));
  const of = "of a cluster whose name differs only in case";
  const known = (name: string, sid: string, ...requests: Attack["requests"]): KnownAttack => ({
    name: `${name} ${of}`,
    sid,
    reason: CASE,
    requests,
  });
  return [
    known("terminate a node", "AllowScopedDeletion", ask("ec2:TerminateInstances", node, tags)),
    known(
      "delete a launch template",
      "AllowScopedDeletion",
      ask("ec2:DeleteLaunchTemplate", template, tags),
    ),
    {
      ...known("reboot a node", "AllowScopedDeletion", ask("ec2:RebootInstances", node, tags)),
      since: "1.15",
    },
    known(
      "rename a node",
      "AllowScopedResourceTagging",
      ask("ec2:CreateTags", node, { ...tags, ...inRequest({ Name: "database" }) }),
    ),
    known(
      "launch from the launch template",
      "AllowScopedEC2LaunchTemplateAccessActions",
      ...launch(place, "RunInstances", {
        where: place,
        tags: nodeTags(place),
        template: nodeTags(twin),
      }),
    ),
    known(
      "delete the instance profile",
      "AllowScopedInstanceProfileActions",
      ask("iam:DeleteInstanceProfile", profile, onResource(profileTags(twin))),
    ),
    known(
      "put a role into the instance profile",
      "AllowScopedInstanceProfileActions",
      ask("iam:AddRoleToInstanceProfile", profile, onResource(profileTags(twin))),
    ),
  ];
}

/** Reads that IAM cannot limit to a cluster. */
function reading(place: Place): KnownAttack[] {
  const ask = asker(place);
  const inRegion = { "aws:RequestedRegion": place.region };
  return [
    {
      name: "list the instances of other clusters in the region",
      sid: "AllowRegionalReadActions",
      reason: "EC2 knows no resources for what it lists",
      requests: [ask("ec2:DescribeInstances", "*", inRegion)],
    },
    {
      name: "read another cluster's instance profile",
      sid: "AllowInstanceProfileReadActions",
      reason: "an EC2NodeClass can name any instance profile",
      requests: [ask("iam:GetInstanceProfile", iam(place, "instance-profile/foreign"))],
    },
    {
      name: "list the instance profiles of other clusters",
      sid: "AllowUnscopedInstanceProfileListAction",
      reason: "IAM knows no resources for what it lists",
      since: "1.7",
      requests: [ask("iam:ListInstanceProfiles", "*")],
    },
  ];
}
