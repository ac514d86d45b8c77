import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Existing, callAs, clusterId, synthesizedModels } from "../support/existing";
import { ROLE, application, assignment, jitGroup, model, objectId } from "../support/models";
import { type Client, useStandIn } from "../support/stand-in";

// v1.0 of Graph lists no service principals among the owners and members of a group; a plan would take away who is left out
describe("aks-entra import, of groups with applications in them", () => {
  const sandbox = useStandIn();
  let admin: Client;
  let robot: string;
  let groupId: string;
  beforeAll(async () => {
    admin = await sandbox.signedIn({ name: "the administrator" });
    const existing = new Existing(sandbox, admin);
    robot = sandbox.world.directory.addServicePrincipal({ id: objectId(7), displayName: "robot" }).id;
    const both = new Set([robot]);
    groupId = existing.group("Robots", { owners: both, members: both }).id;
    const cluster = await existing.cluster("prod");
    await existing.grant(cluster, ROLE.user, groupId, "00000000-0000-4000-9000-000000000001");
  });

  it("writes those that own it or are in it into a new file", async () => {
    const folder = synthesizedModels(sandbox);
    const { code } = await callAs(sandbox, admin, folder, ["import", "config/new.yaml", "--new", clusterId("prod")]);
    expect(code).toBe(0);
    expect(parse(readFileSync(join(folder, "config/new.yaml"), "utf8")).groups.robots).toEqual({
      objectId: groupId,
      displayName: "Robots",
      owners: [{ servicePrincipal: robot }],
      members: [{ servicePrincipal: robot }],
    });
  });

  it("finds the membership of one that a file declares", async () => {
    const address = "azuread_group_member.robots_robot";
    const folder = synthesizedModels(
      sandbox,
      model({
        principals: [application("robot", 7)],
        groups: [
          jitGroup("robots", {
            displayName: "Robots",
            roleAssignable: false,
            address: "azuread_group_without_members.robots",
          }),
        ],
        assignments: [assignment("active", "robots", "robot", { address })],
      }),
    );
    expect((await callAs(sandbox, admin, folder, ["import", "config/s.yaml"])).code).toBe(0);
    const { import: ids } = JSON.parse(readFileSync(join(folder, "config/s.takeover.json"), "utf8"));
    expect(ids[address]).toBe(`${groupId}/member/${robot}`);
  });
});
