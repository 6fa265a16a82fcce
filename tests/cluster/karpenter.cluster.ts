import * as ec2 from "@aws-sdk/client-ec2";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import { expect } from "chai";
import { destroyOrder } from "../../preview/destroy-order";
import { configOf } from "../stacks/environment";
import { isRelease, pathOf, startKarpenter, type Karpenter } from "./karpenter-setup";
import { overridesOf } from "./moto";
import type { ApiObject } from "./rest";
import { record } from "./summary";
import { eventually } from "./wait";
import { deploy, event, pod, type Pod, type Schedule } from "./workloads";

const { default: POOL = {} } = configOf("staging", "nodePools");

/** Staging, with a pool of one workload's own and one that no instance type fits. */
const POOLS = {
  default: POOL,
  isolated: {
    ...POOL,
    labels: { "module.schedule": "api-microservice" },
    taints: [{ key: "module.schedule", value: "api-microservice", effect: "NoSchedule" }],
  },
  impossible: {
    ...POOL,
    requirements: [
      ...(POOL.requirements as object[]),
      { key: "karpenter.k8s.aws/instance-cpu", operator: "Gt", values: ["100000"] },
    ],
  },
};

/** The pool takes the categories c, m and r from the fifth generation on. */
const OF_THE_POOL = /^[cmr]([5-9]|\d\d)/;

const NODE_CLASS = "/apis/karpenter.k8s.aws/v1/ec2nodeclasses/default";

describe("Karpenter runs on what is declared", function () {
  this.timeout(600_000);
  // Each test goes on where the one before ended.
  this.bail(true);

  let karpenter: Karpenter;

  before(async () => {
    const silence = { KE005: "one pool is there to be told apart by Karpenter itself" };
    karpenter = await startKarpenter("staging", { config: { nodePools: POOLS, silence } });
    await karpenter.apply();
  });

  after(async function () {
    // Not so where a hook failed, either.
    const passed = this.test?.parent?.tests.every(({ state }) => state === "passed");
    if (!(karpenter as Karpenter | undefined)) return;
    if (!passed) console.error(karpenter.lastWords());
    await karpenter.stop(!passed);
  });

  it("asks for the cluster and listens to the queue that the release names", async () => {
    const queue = () =>
      karpenter.moto.requests().find(({ action }) => action === "ReceiveMessage")?.parameters;
    const { QueueUrl } = await eventually("a look into the queue", () => Promise.resolve(queue()));
    expect(QueueUrl).to.match(/\/111122223333\/staging$/);
    const asked = karpenter.moto.requests().map(({ action }) => action);
    expect(asked).to.include("GET /clusters/staging");
  });

  it("finds subnets, security group, images and role by the node class", async () => {
    const status = await whenReady(NODE_CLASS);
    const { subnets, securityGroups, amis, instanceProfile } = status;
    expect(idsOf(subnets)).to.have.members(karpenter.subnetIds);
    expect(idsOf(securityGroups)).to.deep.equal([karpenter.securityGroupId]);
    expect(new Set(idsOf(amis))).to.deep.equal(new Set(karpenter.images.map(({ id }) => id)));
    const { InstanceProfile } = await karpenter.clients.iam.send(
      new iam.GetInstanceProfileCommand({ InstanceProfileName: instanceProfile }),
    );
    const roles = InstanceProfile?.Roles?.map(({ RoleName }) => RoleName);
    expect(roles).to.deep.equal([karpenter.registration.outputs.nodeRoleName]);
  });

  it("turns a pod without a place into a NodeClaim, an instance and a Node", async () => {
    await whenReady("/apis/karpenter.sh/v1/nodepools/default");
    const started = Date.now();
    await deploy(karpenter.send, "web");
    const instance = await eventually("an instance", () => runningOf("default"));
    const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
    record("pod to instance", `${seconds()} s`);
    const { spec } = await pod(karpenter.send, "web", isRunning);
    record("pod to Node that runs it", `${seconds()} s`);

    const fleet = karpenter.moto
      .requests()
      .find(({ action, parameters }) => action === "CreateFleet" && parameters.DryRun !== "true");
    const choices = fleet ? overridesOf(fleet) : [];
    expect(new Set(choices.map(({ SubnetId }) => SubnetId))).to.deep.equal(
      new Set(karpenter.subnetIds),
    );
    for (const { InstanceType } of choices) expect(InstanceType).to.match(OF_THE_POOL);

    const node = await get(`/api/v1/nodes/${spec.nodeName ?? ""}`);
    expect((node as unknown as { spec: { providerID: string } }).spec.providerID).to.equal(
      `aws:///${instance.Placement?.AvailabilityZone ?? ""}/${instance.InstanceId ?? ""}`,
    );
    expect(karpenter.subnetIds).to.include(instance.SubnetId);
    expect(idsOf(instance.SecurityGroups)).to.deep.equal([karpenter.securityGroupId]);
    expect(karpenter.images.map(({ id }) => id)).to.include(instance.ImageId);
    expect(instance.InstanceType).to.match(OF_THE_POOL);
    const { instanceProfile = "" } = await whenReady(NODE_CLASS);
    expect(instance.IamInstanceProfile?.Arn).to.match(
      new RegExp(`^arn:aws:iam::111122223333:instance-profile/.*${instanceProfile}$`),
    );
    expect(tagsOf(instance)).to.include({
      environment: "staging",
      "eks:eks-cluster-name": "staging",
      "karpenter.k8s.aws/ec2nodeclass": "default",
      "karpenter.sh/nodepool": "default",
      "kubernetes.io/cluster/staging": "owned",
    });
  });

  it("lets nothing on an isolated pool but the workload that takes its schedule", async () => {
    const schedule = scheduleOf("isolated");
    await deploy(karpenter.send, "stranger", { ...schedule, tolerations: [] });
    await deploy(karpenter.send, "api-microservice", schedule);
    const { spec } = await pod(karpenter.send, "api-microservice", isRunning);
    const node = await get(`/api/v1/nodes/${spec.nodeName ?? ""}`);
    expect(node.metadata?.labels).to.include({
      "karpenter.sh/nodepool": "isolated",
      "module.schedule": "api-microservice",
    });
    const words = await event(karpenter.send, /^stranger-/, "FailedScheduling");
    expect(words).to.match(
      /did not tolerate taint \(taint=module\.schedule=api-microservice:NoSchedule\)/,
    );
    const stranger = await pod(karpenter.send, "stranger", () => true);
    expect(stranger.spec.nodeName).to.equal(undefined);
  });

  it("says of a pool that no instance type fits it", async () => {
    await deploy(karpenter.send, "hopeless", scheduleOf("impossible"));
    expect(await event(karpenter.send, /^impossible$/, "NoCompatibleInstanceTypes")).to.equal(
      "NodePool requirements filtered out all compatible available instance types",
    );
    const hopeless = await pod(karpenter.send, "hopeless", () => true);
    expect(hopeless.spec.nodeName).to.equal(undefined);
  });

  it("drains a node on the warning that comes by the rule and the queue", async () => {
    const { InstanceId = "" } = (await runningOf("isolated")) ?? {};
    await karpenter.clients.events.send(
      new events.PutEventsCommand({
        Entries: [
          {
            Source: "aws.ec2",
            DetailType: "EC2 Spot Instance Interruption Warning",
            Resources: [`arn:aws:ec2:us-east-1a:instance/${InstanceId}`],
            Detail: JSON.stringify({ "instance-id": InstanceId, "instance-action": "terminate" }),
          },
        ],
      }),
    );
    const words = await event(karpenter.send, /^isolated-/, "SpotInterrupted");
    expect(words).to.equal("Spot interruption warning was triggered");
    await eventually("another instance in its place", async () => {
      const instance = await runningOf("isolated");
      return instance && instance.InstanceId !== InstanceId ? instance : undefined;
    });
  });

  it("is gone without a trace when all goes in the order of a destroy", async () => {
    for (const step of destroyOrder(karpenter.registration)) {
      if (step.some((resource) => isRelease(resource))) await karpenter.stopController();
      for (const { inputs } of step) await remove(inputs);
    }
    expect(await instances("pending", "running", "stopping")).to.deep.equal([]);
    const { LaunchTemplates } = await karpenter.clients.ec2.send(
      new ec2.DescribeLaunchTemplatesCommand({}),
    );
    expect(LaunchTemplates).to.deep.equal([]);
    const { InstanceProfiles } = await karpenter.clients.iam.send(
      new iam.ListInstanceProfilesCommand({}),
    );
    expect(InstanceProfiles).to.deep.equal([]);
    record("AWS calls made on moto", karpenter.moto.requests().length);
  });

  /** Deletes as the engine does it for these two kinds, in the foreground, and waits until the object is gone. */
  async function remove(object: ApiObject): Promise<void> {
    const at = pathOf(object);
    if (at === undefined) return;
    await karpenter.send("DELETE", at, { propagationPolicy: "Foreground" });
    await eventually(
      `${at} is gone`,
      async () => ((await karpenter.send("GET", at)).status === 404 ? true : undefined),
      () => get(at),
    );
  }

  /** What the stack gives a workload to land on a pool. */
  function scheduleOf(pool: string): Schedule {
    const schedules = karpenter.registration.outputs.schedules as Record<string, Schedule>;
    return schedules[pool] ?? {};
  }

  async function get(path: string): Promise<ApiObject> {
    return (await karpenter.send("GET", path)).body;
  }

  function whenReady(path: string): Promise<NonNullable<WithStatus["status"]>> {
    return eventually(
      `${path} is ready`,
      async () => {
        const { status } = (await get(path)) as WithStatus;
        const ready = status?.conditions?.find(({ type }) => type === "Ready");
        return ready?.status === "True" ? status : undefined;
      },
      () => get(path),
    );
  }

  async function instances(...states: string[]): Promise<ec2.Instance[]> {
    const Filters = [{ Name: "instance-state-name", Values: states }];
    const { Reservations = [] } = await karpenter.clients.ec2.send(
      new ec2.DescribeInstancesCommand({ Filters }),
    );
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  }

  async function runningOf(pool: string): Promise<ec2.Instance | undefined> {
    const running = await instances("pending", "running");
    return running.find((instance) => tagsOf(instance)["karpenter.sh/nodepool"] === pool);
  }
});

interface WithStatus extends ApiObject {
  status?: {
    conditions?: { type: string; status: string; message: string }[];
    subnets?: { id: string }[];
    securityGroups?: { id: string }[];
    amis?: { id: string }[];
    instanceProfile?: string;
  };
}

function isRunning({ status }: Pod): boolean {
  return status.phase === "Running";
}

function idsOf(found: ({ id: string } | ec2.GroupIdentifier)[] = []): (string | undefined)[] {
  return found.map((each) => ("id" in each ? each.id : each.GroupId));
}

function tagsOf({ Tags = [] }: ec2.Instance): Record<string, string> {
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
