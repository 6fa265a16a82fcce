import type { AttackRow } from "./attacks";
import { asker, beside, elsewhere, halfway, iam, inRequest, lacking, onResource } from "./place";
import { profileTags, type Place, type Tags } from "./place";

/** Attacks by way of roles. */
export function identities(place: Place): AttackRow[] {
  const ask = asker(place);
  const { nodeRoleArn, controllerRoleArn } = place;
  const admin = iam(place, "role/Administrator");
  const pass = (role: string, service = "ec2") =>
    ask("iam:PassRole", role, { "iam:PassedToService": `${service}.amazonaws.com` });
  const spot = "role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot";
  return [
    ["pass another cluster's node role to EC2", pass(beside(place).nodeRoleArn)],
    ["pass an administrator's role to EC2", pass(admin)],
    ["pass the controller's own role to EC2", pass(controllerRoleArn)],
    ["pass the node role to Lambda", pass(nodeRoleArn, "lambda")],
    ["pass the node role to ECS tasks", pass(nodeRoleArn, "ecs-tasks")],
    ["pass the node role to Systems Manager", pass(nodeRoleArn, "ssm")],
    ["create a role", ask("iam:CreateRole", iam(place, "role/new"))],
    ["attach a policy to the node role", ask("iam:AttachRolePolicy", nodeRoleArn)],
    ["widen the controller's own policy", ask("iam:PutRolePolicy", controllerRoleArn)],
    ["change who can assume the node role", ask("iam:UpdateAssumeRolePolicy", nodeRoleArn)],
    ["change a managed policy", ask("iam:CreatePolicyVersion", iam(place, "policy/Shared"))],
    ["create an access key", ask("iam:CreateAccessKey", iam(place, "user/alice"))],
    ["create a service-linked role", ask("iam:CreateServiceLinkedRole", iam(place, spot))],
    ["assume an administrator's role", ask("sts:AssumeRole", admin)],
  ];
}

/** Attacks by way of instance profiles. */
export function profiles(place: Place): AttackRow[] {
  const ask = asker(place);
  const profile = iam(place, "instance-profile/karpenter/x/y/profile");
  const own = profileTags(place);
  const others = profileTags(beside(place));
  const fars = profileTags(elsewhere(place));
  const both = halfway(place, profileTags);
  const classless = lacking(own, "karpenter.k8s.aws/ec2nodeclass");
  const create = (tags: Tags) => ask("iam:CreateInstanceProfile", profile, inRequest(tags));
  const fill = (tags: Tags) => ask("iam:AddRoleToInstanceProfile", profile, onResource(tags));
  const clear = (tags: Tags) => ask("iam:RemoveRoleFromInstanceProfile", profile, onResource(tags));
  const remove = (tags: Tags) => ask("iam:DeleteInstanceProfile", profile, onResource(tags));
  const tag = (has: Tags, gets: Tags) =>
    ask("iam:TagInstanceProfile", profile, { ...onResource(has), ...inRequest(gets) });
  return [
    ["create an instance profile without tags", create({})],
    ["create an instance profile with another cluster's tags", create(others)],
    ["create an instance profile that names this cluster but belongs to another", create(both)],
    ["create an instance profile with another region's tags", create(fars)],
    ["create an instance profile that belongs to no EC2NodeClass", create(classless)],
    ["put a role into an instance profile without tags", fill({})],
    ["put a role into another cluster's instance profile", fill(others)],
    [
      "put a role into an instance profile of the cluster of the same name in another region",
      fill(fars),
    ],
    ["put a role into an instance profile that belongs to no EC2NodeClass", fill(classless)],
    ["take the role out of an instance profile without tags", clear({})],
    ["take the role out of another cluster's instance profile", clear(others)],
    ["delete an instance profile without tags", remove({})],
    ["delete another cluster's instance profile", remove(others)],
    ["tag an instance profile without tags as one of this cluster", tag({}, own)],
    ["tag another cluster's instance profile as one of this cluster", tag(others, own)],
    ["tag an instance profile of another region as one of this region", tag(fars, own)],
    ["tag an instance profile that belongs to no EC2NodeClass", tag(classless, own)],
    ["hand an instance profile of this cluster to another cluster", tag(own, others)],
    ["hand an instance profile to another cluster under this cluster's name", tag(own, both)],
    ["move an instance profile of this cluster to another region", tag(own, fars)],
    ["put other tags on an instance profile of this cluster", tag(own, classless)],
    [
      "delete the tags of an instance profile",
      ask("iam:UntagInstanceProfile", profile, onResource(own)),
    ],
  ];
}
