import type { AttackRow } from "./attacks";
import { launch } from "./launch";
import { asker, beside, ec2, elsewhere, iam, inRequest, lacking, nodeTags } from "./place";
import { halfway, type Place, type Tags } from "./place";

/** Attacks that start something. */
export function launches(place: Place): AttackRow[] {
  const ask = asker(place);
  const far = elsewhere(place);
  const own = nodeTags(place);
  const others = nodeTags(beside(place));
  const poolless = lacking(own, "karpenter.sh/nodepool");
  const run = (tags: Tags, template?: Tags, where = place) =>
    launch(place, "RunInstances", { where, tags, template });
  const fleet = (tags: Tags, template: Tags, where = place) =>
    launch(place, "CreateFleet", { where, tags, template });
  const create = (tags: Tags, where = place) =>
    ask("ec2:CreateLaunchTemplate", ec2(where, "launch-template", "lt-1"), inRequest(tags));
  const using = (type: string) => ask("ec2:RunInstances", ec2(place, type, "chosen"));
  const toEc2 = { "iam:PassedToService": "ec2.amazonaws.com" };
  return [
    ["launch an instance without tags", ...run({})],
    ["launch an instance with another cluster's tags", ...run(others)],
    ["launch an instance that belongs to no NodePool", ...run(poolless)],
    ["launch from a launch template without tags", ...run(own, {})],
    ["launch from a launch template that belongs to no NodePool", ...run(own, poolless)],
    ["launch from another cluster's launch template", ...run(own, others)],
    ["launch an instance in another region", ...run(nodeTags(far), undefined, far)],
    ["launch an instance with an SSH key pair", ...run(own), using("key-pair")],
    [
      "launch an instance with an existing network interface",
      ...run(own),
      using("network-interface"),
    ],
    [
      "launch an instance with an administrator's role",
      ...run(own),
      ask("iam:PassRole", iam(place, "role/Administrator"), toEc2),
    ],
    ["start a fleet without tags", ...fleet({}, own)],
    ["start a fleet with another cluster's tags", ...fleet(others, own)],
    ["start a fleet from a launch template without tags", ...fleet(own, {})],
    ["start a fleet from another cluster's launch template", ...fleet(own, others)],
    ["start a fleet in another region", ...fleet(nodeTags(far), nodeTags(far), far)],
    ["create a launch template without tags", create({})],
    ["create a launch template with another cluster's tags", create(others)],
    [
      "create a launch template that names this cluster but belongs to another",
      create(halfway(place, nodeTags)),
    ],
    ["create a launch template that belongs to no NodePool", create(poolless)],
    ["create a launch template in another region", create(nodeTags(far), far)],
    [
      "request spot instances without a fleet",
      ask(
        "ec2:RequestSpotInstances",
        ec2(place, "spot-instances-request", "sir-1"),
        inRequest(own),
      ),
    ],
  ];
}
