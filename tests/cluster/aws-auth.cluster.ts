/** The ConfigMap aws-auth on a real API server: what the entry of a mapping does beside everybody else who writes it. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import { connect, isConflict, type Connect } from "../../components/aws-auth/config-map-client";
import {
  createEntry,
  deleteEntry,
  readEntry,
  updateEntry,
  type AwsAuthEntryInputs,
} from "../../components/aws-auth/operations";
import { nodeMapRolesEntry, type MapRolesEntry } from "../../core/aws-auth";
import { failure } from "../components/aws-auth-failure";
import { APPLY, type Answer, type ApiObject } from "./rest";
import { startControlPlane, type ControlPlane } from "./server";
import { stopAfter } from "./stop-after";
import { record } from "./summary";

const COLLECTION = "/api/v1/namespaces/kube-system/configmaps";
const PATH = `${COLLECTION}/aws-auth`;
const ROLE = "arn:aws:iam::111122223333:role/";

/** What a node group, eksctl and a person have written, each in a style of their own. */
const THEIRS = `# made by hand
- groups:
  - system:bootstrappers
  - system:nodes
  rolearn: ${ROLE}ng
  username: system:node:{{EC2PrivateDNSName}}   # the node group's
- {rolearn: "${ROLE}admin", username: admin, groups: [system:masters]}
`;
const USERS = "- userarn: arn:aws:iam::111122223333:user/ada\n";

/** How many mappings are made, changed and removed at once. */
const MAPPINGS = 12;

interface ConfigMap extends ApiObject {
  data?: Record<string, string>;
}

describe("aws-auth on a real API server", function () {
  this.timeout(120_000);

  let plane: ControlPlane;
  let kubeconfig: string;
  let writes = 0;
  let conflicts = 0;

  const inputs = (role: string, windows = false): AwsAuthEntryInputs => ({
    kubeconfig,
    ...nodeMapRolesEntry(ROLE + role, windows),
  });

  /** The client that is shipped, counting; `between` comes after each read. */
  const counting =
    (between: () => Promise<unknown> = () => Promise.resolve()): Connect =>
    async (text) => {
      const client = await connect(text);
      const counted = async (write: Promise<void>): Promise<void> => {
        try {
          await write;
          writes++;
        } catch (error) {
          if (isConflict(error)) conflicts++;
          throw error;
        }
      };
      return {
        read: async () => {
          const state = await client.read();
          await between();
          return state;
        },
        create: (data) => counted(client.create(data)),
        patch: (data, version) => counted(client.patch(data, version)),
      };
    };

  const get = async (): Promise<ConfigMap> => (await plane.send("GET", PATH)).body;
  const mapRoles = async (): Promise<string | undefined> => (await get()).data?.mapRoles;
  const put = (data?: Record<string, string>): Promise<Answer> =>
    plane.send("POST", `${COLLECTION}?fieldManager=somebody`, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "aws-auth", labels: { team: "platform" } },
      data,
    });

  /** Somebody else's read-modify-write, as careful as ours. */
  const edit = async (change: (data: Record<string, string>) => void): Promise<void> => {
    for (;;) {
      const object = await get();
      object.data ??= {};
      change(object.data);
      const { status, body } = await plane.send("PUT", `${PATH}?fieldManager=somebody`, object);
      if (status === 200) return;
      if (status !== 409) throw new Error(body.message);
    }
  };

  /** `kubectl apply --server-side` of fields that are nobody else's. */
  const apply = async (round: number): Promise<void> => {
    const { status, body } = await plane.send(
      "PATCH",
      `${PATH}?fieldManager=gitops`,
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "aws-auth", labels: { "example.com/round": String(round) } },
        data: { mapAccounts: `- "${100_000_000_000 + round}"\n` },
      },
      APPLY,
    );
    if (status !== 200) throw new Error(body.message);
  };

  before(async () => {
    plane = await startControlPlane();
    kubeconfig = readFileSync(plane.kubeconfig, "utf8");
  });

  beforeEach(async () => {
    await plane.send("DELETE", PATH);
  });

  after(async function () {
    record("aws-auth writes", writes);
    record("aws-auth conflicts ridden out", conflicts);
    await stopAfter(this.test?.parent, plane);
  });

  it("keeps every byte of others while many mappings come, change and go at once", async () => {
    await put({ mapRoles: THEIRS, mapUsers: USERS });
    const roles = Array.from({ length: MAPPINGS }, (_, index) => `nodes-${index}`);
    const lines = roles.map((role) => `- rolearn: ${ROLE}by-${role} # theirs\n`);
    const users = roles.map((role) => `- userarn: arn:aws:iam::111122223333:user/${role}\n`);
    const foreign = async (): Promise<void> => {
      for (const [index, line] of lines.entries()) {
        await edit((data) => {
          data.mapRoles = (data.mapRoles ?? "") + line;
          data.mapUsers = (data.mapUsers ?? "") + (users[index] ?? "");
        });
        await apply(index);
      }
    };

    const writers = roles.map(async (role, index) => {
      const made = await createEntry(counting(), inputs(role));
      const changed = await updateEntry(counting(), made, inputs(role, true));
      if (index % 2 === 0) await deleteEntry(counting(), changed);
      return changed;
    });
    const [states] = await Promise.all([Promise.all(writers), foreign()]);

    const left = states.filter((_, index) => index % 2 === 1);
    const text = (await mapRoles()) ?? "";
    const entries = parse(text) as MapRolesEntry[];
    const ours = entries.filter(({ rolearn }) => rolearn.startsWith(`${ROLE}nodes-`));
    const byRole = (a: MapRolesEntry, b: MapRolesEntry): number =>
      a.rolearn.localeCompare(b.rolearn);
    expect(ours.sort(byRole)).to.deep.equal(
      left.map(({ rolearn, username, groups }) => ({ rolearn, username, groups })).sort(byRole),
    );
    for (const state of left) expect(await readEntry(connect, state)).to.deep.equal(state);

    await Promise.all(left.map((state) => deleteEntry(counting(), state)));
    const object = await get();
    expect(object.data).to.deep.equal({
      mapRoles: THEIRS + lines.join(""),
      mapUsers: USERS + users.join(""),
      mapAccounts: `- "${100_000_000_000 + MAPPINGS - 1}"\n`,
    });
    expect(object.metadata?.labels).to.deep.equal({
      team: "platform",
      "example.com/round": String(MAPPINGS - 1),
    });
    expect(managers(object)).to.deep.equal({
      "gitops Apply": ["data.mapAccounts", "metadata.labels.example.com/round"],
      "karpenter-eks Update": ["data.mapRoles"],
      "somebody Update": ["data", "data.mapUsers", "metadata.labels", "metadata.labels.team"],
    });
  });

  it("writes again on what somebody wrote between its read and its write", async () => {
    await put({ mapRoles: THEIRS });
    let times = 0;
    const intruded = counting(async () => {
      if (++times > 3) return;
      await edit((data) => {
        data.mapRoles = `${data.mapRoles ?? ""}- rolearn: ${ROLE}intruder-${times}\n`;
      });
    });
    const state = await createEntry(intruded, inputs("nodes"));
    expect(times).to.equal(4);
    const intruders = [1, 2, 3].map((n) => `- rolearn: ${ROLE}intruder-${n}\n`).join("");
    expect(await mapRoles()).to.match(new RegExp(`^${escaped(THEIRS + intruders)}- rolearn: `));
    await deleteEntry(counting(), state);
    expect(await mapRoles()).to.equal(THEIRS + intruders);
  });

  it("writes nothing where somebody is always faster, and says how to find out who", async () => {
    await put({ mapRoles: THEIRS });
    let times = 0;
    const intruded = counting(() => edit((data) => (data.round = String(++times))));
    const retry = { attempts: 3, sleep: () => Promise.resolve(), random: () => 0 };
    const error = await failure(createEntry(intruded, inputs("nodes"), retry));
    expect(error.code).to.equal("conflict");
    expect(error.message).to.include("in each of 3 tries").and.include("--show-managed-fields");
    expect((await get()).data).to.deep.equal({ mapRoles: THEIRS, round: "3" });
  });

  it("makes a ConfigMap that is absent, whoever is first of many", async () => {
    const roles = Array.from({ length: MAPPINGS }, (_, index) => `nodes-${index}`);
    const states = await Promise.all(roles.map((role) => createEntry(counting(), inputs(role))));
    const entries = parse((await mapRoles()) ?? "") as MapRolesEntry[];
    expect(entries.map(({ rolearn }) => rolearn).sort()).to.deep.equal(
      states.map(({ rolearn }) => rolearn).sort(),
    );
    expect(managers(await get())).to.deep.equal({
      "karpenter-eks Update": ["data", "data.mapRoles"],
    });

    await Promise.all(states.map((state) => deleteEntry(counting(), state)));
    expect((await get()).data).to.deep.equal({ mapRoles: "" });
  });

  it("makes the ConfigMap again where it was deleted between read and write", async () => {
    await put({ mapRoles: THEIRS });
    let times = 0;
    const intruded = counting(async () => {
      if (times++ === 0) await plane.send("DELETE", PATH);
    });
    await createEntry(intruded, inputs("nodes"));
    const entries = parse((await mapRoles()) ?? "") as MapRolesEntry[];
    expect(entries).to.deep.equal([nodeMapRolesEntry(`${ROLE}nodes`)]);
  });

  for (const [what, data, left] of [
    ["without data", undefined, ""],
    ["without mapRoles", { mapUsers: USERS }, ""],
    ["whose mapRoles is empty", { mapRoles: "" }, ""],
    ["whose mapRoles is []", { mapRoles: "[]\n" }, "[]\n"],
    ["whose mapRoles is null", { mapRoles: "null\n" }, "[]\n"],
  ] as const) {
    it(`puts the entry into a ConfigMap ${what}, and takes it out again`, async () => {
      await put(data);
      const state = await createEntry(counting(), inputs("nodes"));
      expect(parse((await mapRoles()) ?? "")).to.deep.equal([nodeMapRolesEntry(`${ROLE}nodes`)]);
      await deleteEntry(counting(), state);
      expect((await get()).data).to.deep.equal({ ...data, mapRoles: left });
    });
  }

  for (const [what, text, code] of [
    ["no YAML", "- rolearn: [\n", "not-yaml"],
    ["no list", "rolearn: a\n", "not-a-list"],
    ["a list with anchors", "- &a {rolearn: a}\n- *a\n", "aliases"],
    ["another entry for the role", `- rolearn: ${ROLE}nodes\n  groups: [x]\n`, "taken"],
  ] as const) {
    it(`writes nothing where mapRoles is ${what}`, async () => {
      await put({ mapRoles: text });
      const before = await get();
      const error = await failure(createEntry(counting(), inputs("nodes")));
      expect(error.code).to.equal(code);
      expect(await get()).to.deep.equal(before);
    });
  }

  it("leaves an equal entry to whom it belongs, on create and on destroy", async () => {
    const entry = `- groups: [system:nodes, system:bootstrappers]\n  username: system:node:{{EC2PrivateDNSName}}\n  rolearn: ${ROLE}nodes\n`;
    await put({ mapRoles: THEIRS + entry });
    const before = await get();
    const state = await createEntry(counting(), inputs("nodes"));
    expect(state.preexisting).to.equal(true);
    await deleteEntry(counting(), state);
    expect(await get()).to.deep.equal(before);
  });

  it("finds nothing to take out where the ConfigMap or the entry is gone", async () => {
    await put({ mapRoles: THEIRS });
    const state = await createEntry(counting(), inputs("nodes"));
    await edit((data) => (data.mapRoles = THEIRS));
    expect(await readEntry(connect, state)).to.equal(undefined);
    await deleteEntry(counting(), state);
    expect((await get()).data).to.deep.equal({ mapRoles: THEIRS });
    await plane.send("DELETE", PATH);
    await deleteEntry(counting(), state);
    expect((await plane.send("GET", PATH)).status).to.equal(404);
  });

  describe("with rights of its own", () => {
    /** A kubeconfig of a service account that has these rights and no others. */
    const account = async (name: string, rules: object[]): Promise<string> => {
      const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system";
      const core = "/api/v1/namespaces/kube-system/serviceaccounts";
      const metadata = { name };
      const subject = { kind: "ServiceAccount", name, namespace: "kube-system" };
      const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name };
      await plane.send("POST", core, { metadata });
      await plane.send("POST", `${rbac}/roles`, { metadata, rules });
      await plane.send("POST", `${rbac}/rolebindings`, { metadata, roleRef, subjects: [subject] });
      const { body } = await plane.send("POST", `${core}/${name}/token`, { spec: {} });
      const { token } = body.status as { token: string };
      return kubeconfig.replace(plane.token, token);
    };
    const configMaps = { apiGroups: [""], resources: ["configmaps"] };

    it("needs get, create and patch on the ConfigMap and nothing else", async () => {
      const own = await account("enough", [
        { ...configMaps, verbs: ["get", "patch"], resourceNames: ["aws-auth"] },
        // A name cannot be told of what does not exist yet.
        { ...configMaps, verbs: ["create"] },
      ]);
      const made = await createEntry(counting(), { ...inputs("nodes"), kubeconfig: own });
      const news = { ...inputs("nodes", true), kubeconfig: own };
      const changed = await updateEntry(counting(), made, news);
      expect(parse((await mapRoles()) ?? "")).to.deep.equal([
        nodeMapRolesEntry(`${ROLE}nodes`, true),
      ]);
      await deleteEntry(counting(), changed);
      expect((await get()).data).to.deep.equal({ mapRoles: "" });
    });

    it("says what is missing, in the server's words", async () => {
      await put({ mapRoles: THEIRS });
      const own = await account("reader", [
        { ...configMaps, verbs: ["get"], resourceNames: ["aws-auth"] },
      ]);
      const error = await failure(createEntry(counting(), { ...inputs("nodes"), kubeconfig: own }));
      expect(error.code).to.equal("forbidden");
      expect(error.message).to.equal(
        'The API server refused the ConfigMap kube-system/aws-auth with 403: configmaps "aws-auth" is forbidden: ' +
          'User "system:serviceaccount:kube-system:reader" cannot patch resource "configmaps" in API group "" ' +
          'in the namespace "kube-system". Fix: grant the kubeconfig\'s user get, create and patch on this ConfigMap.',
      );
      expect(await mapRoles()).to.equal(THEIRS);
    });

    it("says that a credential is not taken", async () => {
      const stale = kubeconfig.replace(plane.token, "stale");
      const error = await failure(
        createEntry(counting(), { ...inputs("nodes"), kubeconfig: stale }),
      );
      expect(error.code).to.equal("unauthorized");
      expect(error.message).to.include("with 401: Unauthorized. Fix: renew the credentials");
    });
  });
});

/** Who owns what, by the server's own books. */
function managers({ metadata }: ApiObject): Record<string, string[]> {
  const books = metadata?.managedFields ?? [];
  return Object.fromEntries(
    books.map(({ manager = "", operation = "", fieldsV1 = {} }) => [
      `${manager} ${operation}`,
      owned(fieldsV1).sort(),
    ]),
  );
}

/** The paths of a set of fields: `{"f:data": {"f:mapRoles": {}}}` is data.mapRoles, `.` the object itself. */
function owned(fields: object, at = ""): string[] {
  return Object.entries(fields).flatMap(([key, inner]: [string, object]) => {
    if (key === ".") return [at];
    const path = [at, key.replace(/^f:/, "")].filter((part) => part !== "").join(".");
    return Object.keys(inner).length === 0 ? [path] : owned(inner, path);
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
