import { expect } from "chai";
import { failure, standInAccount } from "./stand-in-account";

const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";

describe("look-ups of availability zones", () => {
  const { lookup, requests } = standInAccount();

  it("gives the zones of the region in use, sorted by name", async () => {
    expect(await lookup(ZONES, {})).to.deep.equal({
      groupNames: ["eu-west-1-zg-1"],
      id: "eu-west-1",
      names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      region: "eu-west-1",
      zoneIds: ["euw1-az3", "euw1-az2", "euw1-az1"],
    });
    expect(requests()).to.deep.equal(["eu-west-1 ec2 DescribeAvailabilityZones"]);
  });

  it("leaves zones out by name and by id", async () => {
    const args = { excludeNames: ["eu-west-1z", "eu-west-1b"], excludeZoneIds: ["euw1-az1"] };
    expect(await lookup(ZONES, args)).to.deep.equal({
      excludeNames: ["eu-west-1b", "eu-west-1z"],
      excludeZoneIds: ["euw1-az1"],
      groupNames: ["eu-west-1-zg-1"],
      id: "eu-west-1",
      names: ["eu-west-1a"],
      region: "eu-west-1",
      zoneIds: ["euw1-az3"],
    });
  });

  it("asks by state and filters, for all zones of the region that is asked for", async () => {
    const filters = [{ name: "opt-in-status", values: ["opted-in", "opt-in-not-required"] }];
    const args = { state: "available", allAvailabilityZones: true, region: "us-west-2" };
    expect(await lookup(ZONES, { ...args, filters })).to.deep.equal({
      ...args,
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required", "opted-in"] }],
      groupNames: ["us-west-2-lax-1", "us-west-2-zg-1"],
      id: "us-west-2",
      names: ["us-west-2-lax-1a", "us-west-2a", "us-west-2b"],
      zoneIds: ["usw2-lax1-az1", "usw2-az2", "usw2-az1"],
    });
  });

  it("leaves no zone's group behind that is left out", async () => {
    const args = { excludeNames: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] };
    expect(await lookup(ZONES, args)).to.deep.equal({
      ...args,
      groupNames: [],
      id: "eu-west-1",
      names: [],
      region: "eu-west-1",
      zoneIds: [],
    });
  });

  const refused: [Record<string, unknown>, string][] = [
    [
      { state: "availble" },
      'state must be one of available, constrained, impaired, information, unavailable, not "availble".',
    ],
    [{ allAvailabilityZones: "true" }, 'allAvailabilityZones must be true or false, not "true".'],
    [{ excludeNames: "eu-west-1a" }, 'excludeNames must be a list of texts, not "eu-west-1a".'],
    [{ excludeZoneIds: [1] }, "excludeZoneIds must be a list of texts, not [1]."],
    [{ filters: { name: "state" } }, 'filters must be a list of filters, not {"name":"state"}.'],
    [{ filters: ["state"] }, 'filters must be a list of filters, not ["state"].'],
    [{ filters: [{ name: "state" }] }, "values is missing."],
    [{ filters: [{ values: ["available"] }] }, "name is missing."],
  ];
  for (const [args, reason] of refused) {
    it(`refuses ${JSON.stringify(args)}, before it asks AWS`, async () => {
      const message = `${ZONES} ${JSON.stringify(args)}: ${reason}`;
      expect(await failure(lookup(ZONES, args))).to.equal(message);
      expect(requests()).to.deep.equal([]);
    });
  }
});
