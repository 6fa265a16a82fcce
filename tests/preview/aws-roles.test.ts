import { expect } from "chai";
import { FULL_ROLE, ROLE, TEAM_ROLES } from "./aws-results";
import { failure, standInAccount } from "./stand-in-account";

const GET_ROLE = "aws:iam/getRole:getRole";
const ROLES = "aws:iam/getRoles:getRoles";
const ATTACHMENTS = "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments";

describe("look-ups of roles", () => {
  const { lookup, requests } = standInAccount();

  describe("one role", () => {
    it("gives a role, with the block of its last use where there was none", async () => {
      expect(await lookup(GET_ROLE, { name: "nodes" })).to.deep.equal(ROLE);
    });

    it("gives every field of a role, its policy decoded and without AWS's own tags", async () => {
      expect(await lookup(GET_ROLE, { name: "full" })).to.deep.equal(FULL_ROLE);
    });

    it("gives empty texts and lists for what AWS leaves out", async () => {
      expect(await lookup(GET_ROLE, { name: "bare" })).to.deep.equal({
        ...ROLE,
        arn: "",
        assumeRolePolicy: "",
        createDate: "",
        id: "bare",
        maxSessionDuration: 0,
        name: "bare",
        path: "",
        roleLastUseds: [],
        uniqueId: "",
      });
    });

    it("says so of a role that is not there", async () => {
      expect(await failure(lookup(GET_ROLE, { name: "missing" }))).to.equal(
        `${GET_ROLE} {"name":"missing"}: NoSuchEntityException: The role with name missing cannot be found.`,
      );
    });
  });

  describe("roles of an account", () => {
    const pathPrefix = "/team/";

    it("lists all roles under a path, page after page, sorted", async () => {
      expect(await lookup(ROLES, { pathPrefix })).to.deep.equal(TEAM_ROLES);
      expect(requests()).to.deep.equal([
        "eu-west-1 iam ListRoles PathPrefix=/team/",
        "eu-west-1 iam ListRoles Marker=page-2&PathPrefix=/team/",
      ]);
    });

    it("lists those whose name has a match", async () => {
      const nameRegex = "(?i)^EKS-.*-b";
      expect(await lookup(ROLES, { pathPrefix, nameRegex })).to.deep.equal({
        arns: ["arn:aws:iam::210987654321:role/team/a/eks-nodes-b"],
        id: "eu-west-1",
        nameRegex,
        names: ["eks-nodes-b"],
        pathPrefix,
      });
    });

    it("lists none, without an error, where there are none", async () => {
      expect(await lookup(ROLES, {})).to.deep.equal({ arns: [], id: "eu-west-1", names: [] });
      expect(requests()).to.deep.equal(["eu-west-1 iam ListRoles"]);
    });

    it("takes an empty prefix and an empty expression for none", async () => {
      const args = { pathPrefix: "", nameRegex: "" };
      expect(await lookup(ROLES, args)).to.include(args);
      expect(requests()).to.deep.equal(["eu-west-1 iam ListRoles"]);
    });

    it("refuses an expression that the provider may read otherwise, before it asks AWS", async () => {
      expect(await failure(lookup(ROLES, { nameRegex: "^(?!test)" }))).to.equal(
        `${ROLES} {"nameRegex":"^(?!test)"}: nameRegex cannot be recorded: JavaScript and Go do not read (?! alike.`,
      );
      expect(requests()).to.deep.equal([]);
    });
  });

  describe("policies of a role", () => {
    it("lists all managed policies of a role, page after page, sorted", async () => {
      const policies = [
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonSSMManagedInstanceCore",
      ];
      expect(await lookup(ATTACHMENTS, { roleName: "eksNodeRole-example" })).to.deep.equal({
        attachedPolicies: policies.map((policyName) => ({
          policyArn: `arn:aws:iam::aws:policy/${policyName}`,
          policyName,
        })),
        roleName: "eksNodeRole-example",
      });
      expect(requests()).to.deep.equal([
        "eu-west-1 iam ListAttachedRolePolicies RoleName=eksNodeRole-example",
        "eu-west-1 iam ListAttachedRolePolicies Marker=page-2&RoleName=eksNodeRole-example",
      ]);
    });

    it("asks for the policies under a path", async () => {
      const args = { roleName: "nodes", pathPrefix: "/team/" };
      expect(await lookup(ATTACHMENTS, args)).to.deep.equal({ attachedPolicies: [], ...args });
      expect(requests()).to.deep.equal([
        "eu-west-1 iam ListAttachedRolePolicies PathPrefix=/team/&RoleName=nodes",
      ]);
    });

    it("says so of a role that is not there", async () => {
      expect(await failure(lookup(ATTACHMENTS, { roleName: "missing" }))).to.equal(
        `${ATTACHMENTS} {"roleName":"missing"}: NoSuchEntityException: Role missing not found.`,
      );
    });
  });
});
