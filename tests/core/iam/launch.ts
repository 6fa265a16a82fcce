import type { IamRequest } from "./evaluate";
import { asker, ec2, inRequest, onResource, type Place, type Tags } from "./place";

/** What a launch is made of. */
export interface Launch {
  /** Where the instance starts. */
  where: Place;
  /** Tags of all that the launch creates. */
  tags: Tags;
  /** Tags of the launch template; a launch without one where not set. */
  template?: Tags;
  /** More resources that the launch reads. */
  reads?: string[];
}

/** By which resource types AWS authorizes a launch; https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const TYPES = {
  RunInstances: {
    reads: ["image", "snapshot", "subnet", "security-group"],
    creates: ["instance", "volume", "network-interface", "spot-instances-request"],
  },
  CreateFleet: { reads: ["image", "subnet"], creates: ["fleet", "instance", "volume"] },
} as const;

/**
 * The authorizations of one launch by the controller of a place: one for every resource, and one for every tagging.
 * The request's tags are in the context of what is created, and of nothing else.
 */
export function launch(
  by: Place,
  action: keyof typeof TYPES,
  { where, tags, template, reads = [] }: Launch,
): IamRequest[] {
  const ask = asker(by);
  const read = TYPES[action].reads.map((type) => ec2(where, type, "chosen"));
  const created = TYPES[action].creates.map((type) => ec2(where, type, "created"));
  const requests = [...read, ...reads].map((resource) => ask(`ec2:${action}`, resource));
  if (template !== undefined) {
    const resource = ec2(where, "launch-template", "lt-1");
    requests.push(ask(`ec2:${action}`, resource, onResource(template)));
  }
  for (const resource of created) {
    requests.push(ask(`ec2:${action}`, resource, inRequest(tags)));
    if (Object.keys(tags).length > 0) requests.push(tagOnCreation(by, action, resource, tags));
  }
  return requests;
}

/** The authorization of the tags that a creating call gives to what it creates. */
export function tagOnCreation(by: Place, action: string, resource: string, tags: Tags): IamRequest {
  return asker(by)("ec2:CreateTags", resource, {
    ...inRequest(tags),
    "ec2:CreateAction": action,
  });
}
