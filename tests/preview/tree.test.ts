import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { renderTree } from "../../preview/tree";
import { register, unknown } from "../harness";

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Group", name, {}, opts);
  }
}

describe("the tree", () => {
  const program = () => {
    const second = new Group("b-second");
    const role = new aws.iam.Role(
      "role",
      { name: unknown<string>(), assumeRolePolicy: pulumi.secret("{}") },
      { parent: second },
    );
    const first = new Group("z-first", { parent: second, dependsOn: role });
    new aws.ec2.Tag(
      "tag",
      { resourceId: "subnet-1", key: "team", value: "shop" },
      { parent: first, dependsOn: role },
    );
    new aws.sqs.Queue("alone", {});
  };

  it("hangs resources under their components, in the order in which they are made", async () => {
    expect(renderTree(await register(program), false).split("\n")).to.deep.equal([
      "project / test  3 resources (3 aws, 0 kubernetes) in 2 components",
      "",
      "├─ aws.sqs.Queue alone",
      "└─ Group b-second",
      "   ├─ aws.iam.Role (known after up)",
      "   │       trusts  (secret)",
      "   └─ Group z-first",
      "      └─ aws.ec2.Tag subnet-1  team=shop",
      "",
      "No findings.",
    ]);
  });

  it("is the same in colours, which stand around the words", async () => {
    const registration = await register(program);
    const colored = renderTree(registration, true);
    expect(colored).to.include("\u001b[36maws.sqs.Queue\u001b[39m alone");
    expect(colored.replace(/\u001b\[\d+m/g, "")).to.equal(renderTree(registration, false));
  });
});
