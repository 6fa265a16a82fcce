import { expect } from "chai";
import { connect } from "../../components/aws-auth/config-map-client";
import {
  checkEntry,
  createEntry,
  type AwsAuthEntryInputs,
} from "../../components/aws-auth/operations";
import { nodeMapRolesEntry } from "../../core/aws-auth";
import { kubeconfigFor, startAwsAuthApi, type AwsAuthApi } from "./aws-auth-api";

const ENTRY = nodeMapRolesEntry("arn:aws:iam::111122223333:role/KarpenterNodeRole-lab");
const MALFORMED = { mapRoles: "rolearn: not-a-list\n" };
const GOOD = { mapRoles: "- rolearn: arn:aws:iam::111122223333:role/ng\n" };

describe("components/aws-auth check", () => {
  let api: AwsAuthApi;
  const inputs = (): AwsAuthEntryInputs => ({ kubeconfig: api.kubeconfig, ...ENTRY });
  afterEach(() => api.close());

  it("refuses at preview what could not be written, and writes nothing", async () => {
    api = await startAwsAuthApi(MALFORMED);
    const reason = await createEntry(connect, inputs()).catch(
      (error: unknown) => (error as Error).message,
    );
    expect(await checkEntry(connect, {}, inputs())).to.deep.equal({
      inputs: inputs(),
      failures: [{ property: "rolearn", reason }],
    });
    expect(reason).to.match(/^mapRoles of the ConfigMap kube-system\/aws-auth, line 1: found /);
    expect(new Set(api.requests.map(({ method }) => method))).to.deep.equal(new Set(["GET"]));
  });

  it("has nothing against text that the entry fits into", async () => {
    api = await startAwsAuthApi(GOOD);
    expect(await checkEntry(connect, {}, inputs())).to.deep.equal({
      inputs: inputs(),
      failures: [],
    });
    expect(api.data()).to.deep.equal(GOOD);
  });

  it("judges no entry that is there already, no unknown cluster, and none out of reach", async () => {
    api = await startAwsAuthApi(MALFORMED);
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const [olds, news] of [
      [{ ...inputs(), preexisting: false }, inputs()],
      [{}, { ...inputs(), rolearn: unknown }],
      [{}, { ...inputs(), kubeconfig: unknown }],
      [{}, { ...inputs(), kubeconfig: kubeconfigFor("http://127.0.0.1:1") }],
    ] as const) {
      expect(await checkEntry(connect, olds, news)).to.deep.equal({ inputs: news, failures: [] });
    }
  });
});
