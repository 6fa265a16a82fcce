import { expect } from "chai";
import { compareMinor } from "../../../core/versions";
import { controllerPolicy } from "../../../core/iam/controller-policy";
import { policyDocument, type PolicyDocument } from "../../../core/iam/policy-document";
import { MINORS, of } from "../support";
import { attacks, succeeding } from "./attacks";
import { allows, allowsAll, denied } from "./evaluate";
import { karpenterRequests } from "./karpenter-requests";
import { knownUpstream, type KnownAttack } from "./known-upstream";
import { letThrough } from "./migration-guide-attacks";
import { conditionless, resourceless, smaller } from "./mutations";
import { asker, ec2, PLACES, type Place } from "./place";

const ADMINISTRATOR = policyDocument([{ Effect: "Allow", Action: "*", Resource: "*" }]);

const scoped = (minor: string, place: Place): PolicyDocument =>
  controllerPolicy({
    ...place,
    version: of(minor),
    interruptionQueueArn: place.queueArn,
    zonalShift: true,
  });

const lies = (minor: string, { since = "0", until = "99" }: KnownAttack): boolean =>
  compareMinor(minor, since) >= 0 && compareMinor(minor, until) < 0;

const [HOME] = PLACES as [Place];

for (const place of PLACES) {
  describe(`least privilege of the controller in ${place.region}`, () => {
    const tried = attacks(place);
    const known = knownUpstream(place);
    for (const minor of MINORS) {
      it(`allows what ${minor} asks for, and no attack`, async () => {
        const document = scoped(minor, place);
        expect(await denied(document, karpenterRequests(minor, place))).to.deep.equal([]);
        expect(await succeeding(document, tried)).to.deep.equal([]);
        expect(await succeeding(document, known)).to.deep.equal(
          known.filter((attack) => lies(minor, attack)).map(({ name }) => name),
        );
      });
    }

    it("tries only what an administrator could do", async () => {
      const all = [...tried, ...known];
      expect(new Set(all.map(({ name }) => name)).size).to.equal(all.length);
      expect(await succeeding(ADMINISTRATOR, all)).to.deep.equal(all.map(({ name }) => name));
    });
  });
}

describe("the statement that lets a known attack through", () => {
  for (const attack of knownUpstream(HOME)) {
    it(`is ${attack.sid}: ${attack.name} (${attack.reason})`, async () => {
      const minor = attack.until === undefined ? "1.15" : "0.37";
      const { Statement } = scoped(minor, HOME);
      const rest = policyDocument(Statement.filter(({ Sid }) => Sid !== attack.sid));
      expect(await allowsAll(rest, attack.requests)).to.equal(false);
    });
  }
});

describe("every part of the controller policy", () => {
  // In the templates of 1.3 to 1.8, although a launch only reads reservations.
  const needless = (minor: string): string[] =>
    compareMinor(minor, "1.3") >= 0 && compareMinor(minor, "1.9") < 0
      ? [
          `AllowScopedEC2InstanceActionsWithTags arn:aws:ec2:${HOME.region}:*:capacity-reservation/*`,
        ]
      : [];

  for (const minor of MINORS) {
    it(`of ${minor} is needed`, async () => {
      const requests = karpenterRequests(minor, HOME);
      const idle: string[] = [];
      for (const { name, document } of smaller(scoped(minor, HOME)))
        if (await allowsAll(document, requests)) idle.push(name);
      expect(idle).to.deep.equal(needless(minor));
    });

    it(`of ${minor} has no condition that can go`, async () => {
      const tried = [...attacks(HOME), ...knownUpstream(HOME).filter((a) => !lies(minor, a))];
      const idle: string[] = [];
      for (const { name, document } of conditionless(scoped(minor, HOME)))
        if ((await succeeding(document, tried)).length === 0) idle.push(name);
      expect(idle).to.deep.equal([]);
    });
  }

  it("names its resources, whether or not something else stops the same attack", async () => {
    const idle: string[] = [];
    for (const { name, document } of resourceless(scoped("1.15", HOME)))
      if ((await succeeding(document, attacks(HOME))).length === 0) idle.push(name);
    expect(idle).to.deep.equal([
      // A launch in another region already lacks its image and subnet there.
      "AllowScopedEC2LaunchTemplateAccessActions",
      // All instance profiles of the account, and a role reaches no others.
      "AllowScopedInstanceProfileCreationActions",
      "AllowScopedInstanceProfileTagActions",
      "AllowScopedInstanceProfileActions",
      "AllowInstanceProfileReadActions",
    ]);
  });
});

describe("the policy evaluator", () => {
  const ask = asker(HOME);
  const node = ec2(HOME, "instance", "i-1");
  const failure = (...request: Parameters<typeof ask>): Promise<string> =>
    allows(ADMINISTRATOR, ask(...request)).then(String, String);

  for (const [what, request, message] of [
    ["an action", ["ec2:TerminateInstance", node], "invalid.action"],
    ["a service", ["ec3:TerminateInstances", node], "invalid.service"],
    ["a resource type", ["ec2:TerminateInstances", HOME.nodeRoleArn], "no.resource.types"],
    ["a missing resource", ["ec2:DescribeInstances", node], "must.use.wildcard"],
    [
      "a condition key",
      ["ec2:StopInstances", node, { "aws:Tag/a": "b" }],
      "no such condition keys",
    ],
    ["several resources", ["ec2:StopInstances", "*"], "one resource at a time"],
  ] as const) {
    it(`refuses a request with ${what} that AWS does not know`, async () => {
      const [action, resource, context] = request;
      expect(await failure(action, resource, context)).to.include(message);
    });
  }

  /** Names of the attacks that get through without a condition of the policy of 1.15. */
  const without = async (condition: string): Promise<string[]> => {
    const change = conditionless(scoped("1.15", HOME)).find(({ name }) => name === condition);
    if (!change) throw new RangeError(`no condition ${condition}`);
    return succeeding(change.document, attacks(HOME));
  };

  it("tells a policy that lacks a condition", async () => {
    expect(
      await without("AllowScopedDeletion StringEquals aws:ResourceTag/kubernetes.io/cluster/prod"),
    ).to.deep.equal([
      "terminate an instance whose only tag is `karpenter.sh/nodepool`",
      "terminate another cluster's Karpenter node",
      "terminate a node that the cluster shares but does not own",
      "reboot another cluster's Karpenter node",
      "delete another cluster's launch template",
    ]);
    expect(
      await without("AllowPassingInstanceRole StringEquals iam:PassedToService"),
    ).to.deep.equal([
      "pass the node role to Lambda",
      "pass the node role to ECS tasks",
      "pass the node role to Systems Manager",
    ]);
    expect(
      await without("AllowScopedResourceCreationTagging StringEquals ec2:CreateAction"),
    ).to.include("tag a foreign instance and then terminate it");
  });

  it("tells a policy of another minor", async () => {
    const asked = await denied(scoped("1.15", HOME), karpenterRequests("0.37", HOME));
    const actions = new Set(asked.map((text) => text.split(" ")[0]));
    expect([...actions].sort()).to.deep.equal([
      "ec2:CreateFleet",
      "ec2:CreateLaunchTemplate",
      "ec2:CreateTags",
      "ec2:RunInstances",
      "iam:CreateInstanceProfile",
      "iam:TagInstanceProfile",
    ]);
  });
});

const LET_THROUGH = [
  "terminate an instance whose only tag is `karpenter.sh/nodepool`",
  "terminate another cluster's Karpenter node",
  "terminate a node that the cluster shares but does not own",
  "terminate a node of the cluster of the same name in another region",
  "delete a launch template without tags",
  "delete another cluster's launch template",
  "delete the launch template of a managed node group",
  "delete a launch template in another region",
  "tag a foreign instance as a node of this cluster",
  "put `karpenter.sh/nodepool` on a foreign instance",
  "tag a foreign instance and then terminate it",
  "rename a foreign instance",
  "tag another cluster's node as one of this cluster",
  "rename another cluster's node",
  "rename a managed node of the same cluster",
  "rename a node of the cluster of the same name in another region",
  "put further tags on a node of this cluster",
  "hand a node of this cluster to another cluster",
  "give a node of this cluster another cluster's name",
  "move a node of this cluster to another NodePool",
  "tag a foreign volume as one of this cluster",
  "tag a foreign launch template as one of this cluster",
  "tag a foreign network interface as one of this cluster",
  "tag a subnet for discovery by Karpenter",
  "tag a security group for discovery by Karpenter",
  "tag an image as one of this cluster",
  "tag a volume that no launch creates as one of this cluster",
  "tag a new security group as one of this cluster",
  "tag a new instance as another cluster's",
  "tag a new instance so that it names this cluster but belongs to another",
  "tag a new instance so that it belongs to no NodePool",
  "tag a new instance in another region",
  "launch an instance without tags",
  "launch an instance with another cluster's tags",
  "launch an instance that belongs to no NodePool",
  "launch from a launch template without tags",
  "launch from a launch template that belongs to no NodePool",
  "launch from another cluster's launch template",
  "launch an instance in another region",
  "launch an instance with an SSH key pair",
  "launch an instance with an existing network interface",
  "start a fleet without tags",
  "start a fleet with another cluster's tags",
  "start a fleet from a launch template without tags",
  "start a fleet from another cluster's launch template",
  "start a fleet in another region",
  "create a launch template without tags",
  "create a launch template with another cluster's tags",
  "create a launch template that names this cluster but belongs to another",
  "create a launch template that belongs to no NodePool",
  "create a launch template in another region",
  "list the instances of another region",
  "list the subnets of another region",
  "pass the node role to Lambda",
  "pass the node role to ECS tasks",
  "pass the node role to Systems Manager",
  "read a private SSM parameter",
  "read a public SSM parameter of another region",
];

describe("the migration-guide preset", () => {
  for (const minor of ["0.36", "1.14"]) {
    it(`of ${minor} lets through`, async () => {
      expect(await letThrough(minor)).to.deep.equal({ total: 147, allowed: LET_THROUGH });
    });
  }
});
