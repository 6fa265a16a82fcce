import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { manifests } from "../../preview/manifests";
import { register, unknown } from "../harness";

describe("manifests", () => {
  it("are whole objects with a name, what they depend on first", async () => {
    const registration = await register(() => {
      const namespace = new k8s.core.v1.Namespace("z-namespace", { metadata: { name: "z" } });
      new k8s.core.v1.ConfigMap(
        "a-map",
        { metadata: { namespace: "z" }, data: { on: "yes", n: "1" } },
        { dependsOn: namespace },
      );
    });
    expect(manifests(registration)).to.deep.equal({
      manifests: [
        {
          file: "1-namespace-z.yaml",
          content: "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: z\n",
        },
        {
          file: "2-configmap-a-map.yaml",
          content:
            'apiVersion: v1\ndata:\n  "n": "1"\n  "on": "yes"\nkind: ConfigMap\nmetadata:\n  name: a-map\n  namespace: z\n',
        },
      ],
      leftOut: [],
    });
  });

  it("leave out what is not known, and say where", async () => {
    const registration = await register(() => {
      new k8s.core.v1.ConfigMap("map", {
        metadata: { name: "map" },
        data: { list: unknown<string>() },
      });
      new k8s.apps.v1.DeploymentPatch("patch", { metadata: { name: "d" }, spec: { replicas: 0 } });
    });
    const { manifests: files, leftOut } = manifests(registration);
    expect(files).to.deep.equal([]);
    expect(leftOut.map(({ reason }) => reason)).to.deep.equal([
      "a patch is no whole object",
      "data.list is not known offline",
    ]);
  });
});
