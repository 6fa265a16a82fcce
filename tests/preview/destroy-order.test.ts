import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { destroyOrder, renderDestroyOrder } from "../../preview/destroy-order";
import { register } from "../harness";
import { environment } from "../stacks/environment";

describe("the destroy order", () => {
  it("takes what depends on something before it, and a provider after all that it manages", async () => {
    const registration = await register(() => {
      const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
      const map = new k8s.core.v1.ConfigMap("map", {}, { provider, dependsOn: role });
      new aws.sqs.Queue("below", {}, { parent: map });
      new aws.sqs.Queue("alone");
    });
    const steps = destroyOrder(registration);
    expect(steps.map((step) => step.map(({ name }) => name))).to.deep.equal([
      ["alone", "below"],
      ["map"],
      ["role", "cluster"],
    ]);
  });

  it("says what stays, what stops it, and what is only given back", async () => {
    const registration = await register(() => {
      new aws.sqs.Queue("a", { name: "a" }, { retainOnDelete: true });
      new aws.sqs.Queue("b", { name: "b" }, { protect: true });
      new k8s.apps.v1.DeploymentPatch("c", { metadata: { name: "c" }, spec: { replicas: 0 } });
    });
    expect(renderDestroyOrder(registration).split("\n")).to.deep.equal([
      "1. Queue  a  (stays)",
      "   Queue  b  (protected: the destroy stops here)",
      "   DeploymentPatch  c  replicas 0  (its fields go back to their defaults)",
    ]);
  });

  for (const stack of ["lab", "staging", "prod"]) {
    it(`of ${stack} is pools, classes, controller, CRDs, access, roles and queue, tags`, async () => {
      const steps = destroyOrder(await environment(stack));
      const at = (type: RegExp, name = /./): number[] => {
        const found = steps.flatMap((resources, index) =>
          resources.some((r) => type.test(r.type) && name.test(r.name)) ? [index] : [],
        );
        return [Math.min(...found), Math.max(...found)];
      };
      const order = [
        ...(stack === "lab" ? [at(/DeploymentPatch$/)] : []),
        at(/:NodePool$/),
        at(/:EC2NodeClass$/),
        at(/:Release$/, /controller$/),
        at(/:Release$/, /crd$/),
        at(/AccessEntry$|AwsAuthEntry$/),
        at(/iam\/role:Role$|sqs\/queue/),
        at(/ec2\/tag:Tag$/),
      ];
      order.slice(1).forEach(([first], index) => {
        expect(first, String(index)).to.be.greaterThan(order[index]![1]!);
      });
    });
  }
});
