import { Faults } from "../../../sandbox/stand-in/faults";
import { GROUP, makeGroup } from "../../support/azure";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

const GROUPS = "/graph/v1.0/groups";
const group = () => ({ displayName: "g", mailEnabled: false, mailNickname: "g", securityEnabled: true });

describe("Misbehaviour", () => {
  it("is none unless somebody asks for it", async () => {
    expect((await client.get(GROUPS)).status).toBe(200);
  });

  it("throttles with the seconds to wait in Retry-After, once unless it is said otherwise", async () => {
    const { met } = sandbox.world.faults.add({ kind: "throttled", path: /\/groups$/, retryAfter: 12 });
    const reply = await client.get(GROUPS);
    expect(reply).toMatchObject({ status: 429, code: "TooManyRequests" });
    expect(reply.headers["retry-after"]).toBe("12");
    expect((await client.get(GROUPS)).status).toBe(200);
    expect(met()).toBe(1);
  });

  it.each([
    [undefined, 503, "ServiceUnavailable"],
    [500, 500, "InternalServerError"],
    [502, 502, "BadGateway"],
    [504, 504, "GatewayTimeout"],
  ] as const)("fails with 5xx: %s is %s, %s", async (asked, status, code) => {
    sandbox.world.faults.add({ kind: "server-error", path: /\/groups$/, ...(asked && { status: asked }) });
    expect(await client.get(GROUPS)).toMatchObject({ status, code });
  });

  it("drops the connection before anything has happened", async () => {
    sandbox.world.faults.add({ kind: "dropped", method: "POST", path: /\/groups$/ });
    await expect(client.post(GROUPS, group())).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await client.get(GROUPS)).body.value).toEqual([]);
    expect((await client.post(GROUPS, group())).status).toBe(201);
  });

  it("forbids and does not find in the words of the service that is called", async () => {
    const { faults } = sandbox.world;
    faults.add({ kind: "forbidden", path: /\/groups$/ });
    faults.add({ kind: "forbidden", path: /resourceGroups/ });
    faults.add({ kind: "not-found", path: /\/groups$/ });
    faults.add({ kind: "not-found", path: /resourceGroups/ });
    const azure = () => client.get(`${GROUP}?api-version=2023-07-01`);
    expect(await client.get(GROUPS)).toMatchObject({ status: 403, code: "Authorization_RequestDenied" });
    expect(await azure()).toMatchObject({ status: 403, code: "AuthorizationFailed" });
    expect(await client.get(GROUPS)).toMatchObject({ status: 404, code: "Request_ResourceNotFound" });
    expect(await azure()).toMatchObject({ status: 404, code: "ResourceNotFound" });
  });

  it("meets only the method and the path that it names, after so many calls, so many times", async () => {
    sandbox.world.faults.add({ kind: "server-error", method: "GET", path: /\/groups$/, after: 1, times: 2 });
    await client.post(GROUPS, group());
    await client.get("/graph/v1.0/users");
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await client.get(GROUPS)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it("counts in the journal as a call of its service, of whoever made it", async () => {
    sandbox.world.faults.add({ kind: "throttled", path: /\/groups$/ });
    const before = sandbox.world.journal.count;
    await client.get(GROUPS);
    expect(sandbox.world.journal.since(before)).toEqual([
      { method: "GET", url: GROUPS, service: "graph", caller: "a pipeline", status: 429, fault: "throttled" },
    ]);
  });

  it("is over when it is cleared", async () => {
    const { faults } = sandbox.world;
    faults.add({ kind: "server-error", path: /./, times: 100 });
    faults.slowToAppear(1000);
    faults.once("GET", /./, () => {
      throw new Error("not any more");
    });
    faults.clear();
    const { body } = await client.post(GROUPS, group());
    expect((await client.get(`${GROUPS}/${body.id}`)).status).toBe(200);
  });
});

describe("Something that a test wants to do when a call comes in", () => {
  it("is done once, before the call is answered", async () => {
    const seen: string[] = [];
    sandbox.world.faults.once("POST", /\/groups$/, () => seen.push("a group is being made"));
    await client.get(GROUPS);
    expect(seen).toEqual([]);
    await client.post(GROUPS, group());
    await client.post(GROUPS, group());
    expect(seen).toEqual(["a group is being made"]);
  });
});

describe("A new object that is slow to appear", () => {
  it("is not found, by its id or in a list, until the seconds are over", async () => {
    sandbox.world.faults.slowToAppear(30);
    const { body } = await client.post(GROUPS, group());
    expect(await client.get(`${GROUPS}/${body.id}`)).toMatchObject({ status: 404, code: "Request_ResourceNotFound" });
    expect((await client.get(GROUPS)).body.value).toEqual([]);
    expect((await client.patch(`${GROUPS}/${body.id}`, { displayName: "x" })).status).toBe(404);
    sandbox.world.clock.advance({ minutes: 1 });
    expect((await client.get(`${GROUPS}/${body.id}`)).status).toBe(200);
    expect((await client.get(GROUPS)).body.value).toHaveLength(1);
  });

  it("is not known to Azure either, unless the caller says its type", async () => {
    sandbox.world.faults.slowToAppear(30, { kind: "group" });
    const { body } = await client.post(GROUPS, group());
    await makeGroup(client);
    const assign = (name: string, principalType?: string) =>
      client.put(`${GROUP}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`, {
        properties: {
          roleDefinitionId: `${GROUP.split("/resourceGroups")[0]}/providers/Microsoft.Authorization/roleDefinitions/7f6c6a51-bcf8-42ba-9220-52d62157d7db`,
          principalId: body.id,
          principalType,
        },
      });
    expect(await assign("11111111-1111-4111-8111-111111111111")).toMatchObject({
      status: 400,
      code: "PrincipalNotFound",
    });
    expect((await assign("11111111-1111-4111-8111-111111111111", "Group")).status).toBe(201);
  });

  const now = new Date("2026-11-25T09:00:00Z");
  const made = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const groupMade = (seconds: number, id = "G") => ({ id, kind: "group", made: made(seconds) });

  it("may be those of one kind, or one alone; what was said last counts", () => {
    const faults = new Faults();
    faults.slowToAppear(10, { kind: "group" });
    faults.slowToAppear(60, { id: "g2" });
    expect(faults.appeared(groupMade(9), now)).toBe(false);
    expect(faults.appeared(groupMade(10), now)).toBe(true);
    expect(faults.appeared({ ...groupMade(0), kind: "user" }, now)).toBe(true);
    expect(faults.appeared(groupMade(59, "G2"), now)).toBe(false);
    faults.slowToAppear(0, { kind: "group" });
    expect(faults.appeared(groupMade(0, "G2"), now)).toBe(true);
  });
});
