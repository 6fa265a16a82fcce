import { expect } from "chai";
import { connect } from "../../components/aws-auth/config-map-client";
import {
  createEntry,
  deleteEntry,
  readEntry,
  updateEntry,
  type AwsAuthEntryInputs,
  type AwsAuthEntryState,
} from "../../components/aws-auth/operations";
import { nodeMapRolesEntry } from "../../core/aws-auth";
import { kubeconfigFor, startAwsAuthApi, status, type AwsAuthApi } from "./aws-auth-api";
import { failure } from "./aws-auth-failure";

const ROLE = "arn:aws:iam::111122223333:role/KarpenterNodeRole-lab";
const ENTRY = nodeMapRolesEntry(ROLE);
const OURS =
  `- rolearn: ${ROLE}\n  username: system:node:{{EC2PrivateDNSName}}\n` +
  "  groups:\n    - system:bootstrappers\n    - system:nodes\n";
const THEIRS =
  "# the node group's\n- groups:\n  - system:nodes\n  rolearn: arn:aws:iam::111122223333:role/ng\n";
const USERS = "- userarn: arn:aws:iam::111122223333:user/admin\n";
const PATH = "/api/v1/namespaces/kube-system/configmaps";
const TARGET = "the ConfigMap kube-system/aws-auth";

describe("components/aws-auth", () => {
  let api: AwsAuthApi;
  const inputs = (): AwsAuthEntryInputs => ({ kubeconfig: api.kubeconfig, ...ENTRY });
  const state = (preexisting = false): AwsAuthEntryState => ({ ...inputs(), preexisting });
  const methods = (): string[] => api.requests.map(({ method }) => method);
  const slept: number[] = [];
  const retry = {
    attempts: 10,
    sleep: (milliseconds: number) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  const append = (lines: string) => (data: Record<string, string> | undefined) => ({
    ...data,
    mapRoles: (data?.mapRoles ?? "") + lines,
  });
  const start = async (data?: Record<string, string>): Promise<void> => {
    await api.close();
    api = await startAwsAuthApi(data);
  };

  beforeEach(async () => {
    slept.length = 0;
    api = await startAwsAuthApi({ mapRoles: THEIRS, mapUsers: USERS });
  });
  afterEach(() => api.close());

  describe("create", () => {
    it("adds our entry and sends nothing else", async () => {
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(false));
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + OURS, mapUsers: USERS });
      expect(api.labels()).to.deep.equal({ team: "platform" });
      expect(api.requests).to.deep.equal([
        { method: "GET", url: `${PATH}/aws-auth`, contentType: undefined, body: undefined },
        {
          method: "PATCH",
          url: `${PATH}/aws-auth?fieldManager=karpenter-eks`,
          contentType: "application/merge-patch+json",
          body: { metadata: { resourceVersion: "1001" }, data: { mapRoles: THEIRS + OURS } },
        },
      ]);
    });

    it("adds the key where only others are", async () => {
      await start({ mapUsers: USERS });
      await createEntry(connect, inputs(), retry);
      expect(api.data()).to.deep.equal({ mapUsers: USERS, mapRoles: OURS });
    });

    it("makes the ConfigMap where there is none", async () => {
      await start();
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(false));
      expect(api.requests[1]).to.deep.equal({
        method: "POST",
        url: `${PATH}?fieldManager=karpenter-eks`,
        contentType: "application/json",
        body: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "aws-auth", namespace: "kube-system" },
          data: { mapRoles: OURS },
        },
      });
      expect(api.data()).to.deep.equal({ mapRoles: OURS });
    });

    it("edits the ConfigMap that somebody else made just before us", async () => {
      await start();
      api.intrude(1, append(THEIRS));
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(false));
      expect(methods()).to.deep.equal(["GET", "POST", "GET", "PATCH"]);
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + OURS });
    });

    it("makes the ConfigMap that somebody else deleted just before us", async () => {
      api.intrude(1, () => undefined);
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(false));
      expect(methods()).to.deep.equal(["GET", "PATCH", "GET", "POST"]);
      expect(api.data()).to.deep.equal({ mapRoles: OURS });
    });

    it("keeps what others write between our reads and writes", async () => {
      let number = 0;
      api.intrude(3, (data) => append(`- rolearn: other-${++number}\n`)(data));
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(false));
      const others = "- rolearn: other-1\n- rolearn: other-2\n- rolearn: other-3\n";
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + others + OURS, mapUsers: USERS });
      expect(methods()).to.deep.equal([
        "GET",
        "PATCH",
        "GET",
        "PATCH",
        "GET",
        "PATCH",
        "GET",
        "PATCH",
      ]);
      expect(slept).to.deep.equal([100, 200, 400]);
    });

    it("finds the entry that somebody else wrote between", async () => {
      api.intrude(1, append(OURS));
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(true));
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + OURS, mapUsers: USERS });
    });

    it("writes nothing where the entry is, and says whose it is", async () => {
      await createEntry(connect, inputs(), retry);
      api.forget();
      expect(await createEntry(connect, inputs(), retry)).to.deep.equal(state(true));
      expect(methods()).to.deep.equal(["GET"]);
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + OURS, mapUsers: USERS });
    });

    it("gives up after ten tries", async () => {
      api.intrude(1000, append("# again\n"));
      expect(await failure(createEntry(connect, inputs(), retry))).to.deep.equal({
        code: "conflict",
        message:
          "The ConfigMap kube-system/aws-auth was changed by others in each of 10 tries. " +
          "Expected: a moment between two writes of others. Fix: find who keeps writing it " +
          "(kubectl get configmap aws-auth -n kube-system --show-managed-fields -o yaml) " +
          "and run this again; nothing was written.",
      });
      expect(api.requests.length).to.equal(20);
      expect(slept).to.deep.equal([100, 200, 400, 800, 1600, 2500, 2500, 2500, 2500]);
      expect(api.data()?.mapRoles).to.equal(THEIRS + "# again\n".repeat(10));
    });

    it("waits by its own clock when none is given", async () => {
      api.intrude(1, append("# again\n"));
      expect(await createEntry(connect, inputs())).to.deep.equal(state(false));
    });

    const refusals: [name: string, text: string, code: string, found: RegExp][] = [
      [
        "an entry of the role with other groups",
        `- rolearn: ${ROLE}\n  groups: [x]\n`,
        "taken",
        /has another entry for this role: found \{"rolearn":"[^"]*","groups":\["x"\]\}, wanted/,
      ],
      ["text that is no YAML", "- a\n\t- b\n", "not-yaml", /line 2: found text that is not YAML/],
      ["a map", "rolearn: a\n", "not-a-list", /line 1: found a map/],
    ];
    for (const [name, mapRoles, code, found] of refusals) {
      it(`does not touch ${name}`, async () => {
        await start({ mapRoles });
        for (const action of [
          () => createEntry(connect, inputs(), retry),
          () => updateEntry(connect, { ...state(), username: "old" }, inputs(), retry),
        ]) {
          const error = await failure(action());
          expect(error.code).to.equal(code);
          expect(error.message).to.match(found);
        }
        expect(methods()).to.deep.equal(["GET", "GET"]);
        expect(api.data()).to.deep.equal({ mapRoles });
      });
    }
  });

  describe("read", () => {
    it("sees the entry as the state has it", async () => {
      api.write({ mapRoles: OURS });
      const known = { ...state(true), groups: ["system:nodes", "system:bootstrappers"] };
      expect(await readEntry(connect, known)).to.deep.equal(known);
    });

    it("sees that somebody removed it, with the whole ConfigMap or without", async () => {
      expect(await readEntry(connect, state())).to.equal(undefined);
      api.write(undefined);
      expect(await readEntry(connect, state())).to.equal(undefined);
    });

    it("shows drift", async () => {
      api.write({ mapRoles: `- rolearn: ${ROLE}\n  username: x\n  groups: [y]\n` });
      expect(await readEntry(connect, state())).to.deep.equal({
        ...state(),
        username: "x",
        groups: ["y"],
      });
    });

    it("refuses text that is no list", async () => {
      api.write({ mapRoles: "a: b" });
      expect((await failure(readEntry(connect, state()))).code).to.equal("not-a-list");
    });
  });

  describe("update", () => {
    const changed = (): AwsAuthEntryInputs => ({ ...inputs(), groups: ["system:nodes"] });
    const NEW = `- rolearn: ${ROLE}\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n    - system:nodes\n`;

    it("replaces our entry in one write", async () => {
      await start({ mapRoles: OURS + THEIRS });
      expect(await updateEntry(connect, state(), changed(), retry)).to.deep.equal({
        ...changed(),
        preexisting: false,
      });
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + NEW });
      expect(methods()).to.deep.equal(["GET", "PATCH"]);
    });

    it("keeps what others write meanwhile", async () => {
      await start({ mapRoles: OURS });
      api.intrude(2, append("- rolearn: other\n"));
      await updateEntry(connect, state(), changed(), retry);
      expect(api.data()).to.deep.equal({ mapRoles: `- rolearn: other\n- rolearn: other\n${NEW}` });
    });

    it("adds the entry where the old one, or the ConfigMap, is gone", async () => {
      await updateEntry(connect, state(), changed(), retry);
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + NEW, mapUsers: USERS });
      api.write(undefined);
      await updateEntry(connect, state(), changed(), retry);
      expect(api.data()).to.deep.equal({ mapRoles: NEW });
    });

    it("takes over a new kubeconfig without a write", async () => {
      await start({ mapRoles: OURS + THEIRS });
      const olds = { ...state(), kubeconfig: "an old one" };
      expect(await updateEntry(connect, olds, inputs(), retry)).to.deep.equal(state(false));
      expect(
        await updateEntry(connect, { ...olds, preexisting: true }, inputs(), retry),
      ).to.deep.equal(state(true));
      expect(methods()).to.deep.equal(["GET", "GET"]);
    });

    it("adds the entry to the new cluster of a new kubeconfig", async () => {
      const olds = { ...state(true), kubeconfig: kubeconfigFor("http://127.0.0.1:1") };
      expect(await updateEntry(connect, olds, inputs(), retry)).to.deep.equal(state(false));
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS + OURS, mapUsers: USERS });
    });

    it("does not take out an entry that was there before us", async () => {
      await start({ mapRoles: OURS });
      expect((await failure(updateEntry(connect, state(true), changed(), retry))).code).to.equal(
        "taken",
      );
      expect(api.data()).to.deep.equal({ mapRoles: OURS });
    });
  });

  describe("delete", () => {
    it("takes out our entry and nothing else", async () => {
      await createEntry(connect, inputs(), retry);
      await deleteEntry(connect, state(), retry);
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS, mapUsers: USERS });
      expect(api.labels()).to.deep.equal({ team: "platform" });
    });

    it("keeps what others write meanwhile", async () => {
      api.write({ mapRoles: OURS + THEIRS });
      api.intrude(2, append("- rolearn: other\n"));
      await deleteEntry(connect, state(), retry);
      expect(api.data()).to.deep.equal({
        mapRoles: `${THEIRS}- rolearn: other\n- rolearn: other\n`,
      });
    });

    it("leaves an empty text, and the ConfigMap, when our entry was the only one", async () => {
      await start();
      await createEntry(connect, inputs(), retry);
      await deleteEntry(connect, state(), retry);
      expect(api.data()).to.deep.equal({ mapRoles: "" });
    });

    it("leaves an entry that was there before us, without asking", async () => {
      api.write({ mapRoles: OURS });
      const known = await createEntry(connect, inputs(), retry);
      api.forget();
      await deleteEntry(connect, known, retry);
      expect(api.requests).to.deep.equal([]);
      expect(api.data()).to.deep.equal({ mapRoles: OURS });
    });

    it("is done where the entry, the key or the ConfigMap is gone", async () => {
      const left: (Record<string, string> | undefined)[] = [
        { mapRoles: THEIRS },
        { mapUsers: USERS },
        undefined,
      ];
      for (const data of left) {
        api.write(data);
        await deleteEntry(connect, state(), retry);
        expect(api.data()).to.deep.equal(data);
      }
      expect(methods()).to.deep.equal(["GET", "GET", "GET"]);
    });

    it("does not touch text that is no list", async () => {
      api.write({ mapRoles: `${OURS}a: b\n` });
      expect((await failure(deleteEntry(connect, state(), retry))).code).to.equal("not-yaml");
      expect(api.data()).to.deep.equal({ mapRoles: `${OURS}a: b\n` });
    });
  });

  describe("errors of the client", () => {
    const NOT_ALLOWED =
      'configmaps "aws-auth" is forbidden: User "ci" cannot get resource "configmaps" in API group "" ' +
      'in the namespace "kube-system"';
    const cases: [code: string, status: number, body: string, message: string][] = [
      [
        "forbidden",
        403,
        JSON.stringify(status(403, "Forbidden", NOT_ALLOWED).body),
        `The API server refused ${TARGET} with 403: ${NOT_ALLOWED}. ` +
          "Fix: grant the kubeconfig's user get, create and patch on this ConfigMap.",
      ],
      [
        "unauthorized",
        401,
        JSON.stringify(status(401, "Unauthorized", "Unauthorized: the token has expired").body),
        `The API server refused ${TARGET} with 401: Unauthorized: the token has expired. ` +
          "Fix: renew the credentials of the kubeconfig, and see that their IAM principal is mapped in the cluster.",
      ],
      [
        "api",
        502,
        "<html>Bad Gateway</html>\n",
        `The API server refused ${TARGET} with 502: <html>Bad Gateway</html>. ` +
          "Fix: mend what the server names and run this again.",
      ],
      [
        "api",
        503,
        "",
        `The API server refused ${TARGET} with 503: no reason given. ` +
          "Fix: mend what the server names and run this again.",
      ],
    ];
    for (const [code, number, body, message] of cases) {
      it(`says why ${number} stopped it`, async () => {
        api.refuse(number, body);
        expect(await failure(createEntry(connect, inputs(), retry))).to.deep.equal({
          code,
          message,
        });
        expect(methods()).to.deep.equal(["GET"]);
      });
    }

    it("does not try again what is forbidden to write", async () => {
      const words =
        'configmaps "aws-auth" is forbidden: User "ci" cannot patch resource "configmaps"';
      api.refuse(403, JSON.stringify(status(403, "Forbidden", words).body), "PATCH");
      expect(await failure(createEntry(connect, inputs(), retry))).to.deep.equal({
        code: "forbidden",
        message:
          `The API server refused ${TARGET} with 403: ${words}. ` +
          "Fix: grant the kubeconfig's user get, create and patch on this ConfigMap.",
      });
      expect(methods()).to.deep.equal(["GET", "PATCH"]);
      expect(api.data()).to.deep.equal({ mapRoles: THEIRS, mapUsers: USERS });
    });

    it("says that the server cannot be reached", async () => {
      const { kubeconfig } = api;
      const server = /http:\/\/127\.0\.0\.1:\d+/.exec(kubeconfig)?.[0] ?? "";
      await api.close();
      const url = `${server}${PATH}/aws-auth`;
      expect(await failure(createEntry(connect, { ...ENTRY, kubeconfig }, retry))).to.deep.equal({
        code: "unreachable",
        message:
          `Cannot reach the API server ${server} for ${TARGET}: request to ${url} failed, ` +
          `reason: connect ECONNREFUSED ${server.slice("http://".length)}. ` +
          "Fix: see that this machine reaches the endpoint and that the kubeconfig's credentials command runs here; " +
          "if the cluster is gone for good, take the resource out of the state with `pulumi state delete`.",
      });
    });

    const bad: [name: string, text: string, reason: string][] = [
      ["text that is no YAML, without showing it", "token: {a-secret-token", "it is not YAML"],
      ["an object that became text", "[object Object]", "its current context names no cluster"],
      ["nothing", "{}", "its current context names no cluster"],
    ];
    for (const [name, kubeconfig, reason] of bad) {
      it(`refuses as a kubeconfig ${name}`, async () => {
        expect(await failure(connect(kubeconfig))).to.deep.equal({
          code: "kubeconfig",
          message:
            `The kubeconfig cannot be used: ${reason}. ` +
            "Expected: the text of a kubeconfig with a current context, as YAML or JSON. " +
            "Fix: pass text, of @pulumi/eks for one `cluster.kubeconfigJson` and not `cluster.kubeconfig`.",
        });
      });
    }
  });
});
