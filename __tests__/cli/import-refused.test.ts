import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Existing, callAs, synthesizedModels } from "../support/existing";
import { group, jitGroup, model, settings } from "../support/models";
import { type Client, useStandIn } from "../support/stand-in";

const TAKEOVER = "config/s.takeover.json";

describe("aks-entra import, where something is in the way", () => {
  const sandbox = useStandIn();
  let admin: Client;
  let existing: Existing;
  beforeAll(async () => {
    admin = await sandbox.signedIn({ name: "the administrator" });
    existing = new Existing(sandbox, admin);
  });
  afterEach(() => {
    sandbox.world.faults.clear();
    sandbox.world.pageSize = Number.POSITIVE_INFINITY;
  });
  const folderWith = (displayName: string) =>
    synthesizedModels(
      sandbox,
      model({
        groups: [
          jitGroup("admins", { displayName, roleAssignable: false, address: "azuread_group_without_members.admins" }),
        ],
        roleSettings: [
          { ...settings("admins"), address: "azuread_group_role_management_policy.admins_member-settings" },
        ],
      }),
    );
  const imports = (folder: string) => JSON.parse(readFileSync(join(folder, TAKEOVER), "utf8")).import;

  it("says which permission is missing, and goes on with the rest", async () => {
    const { id } = existing.group("Only half seen");
    const reader = await sandbox.signedIn({ name: "reader", graph: ["GroupMember.Read.All"] });
    const folder = folderWith("Only half seen");
    const { code, out } = await callAs(sandbox, reader, folder, ["import", "config/s.yaml"]);
    expect(code).toBe(3);
    expect(imports(folder)).toEqual({ "azuread_group_without_members.admins": `/groups/${id}` });
    expect(out).toContain(`Not seen (1): do not apply before it is; an apply would try to make what may be there
  azuread_group_role_management_policy.admins_member-settings  role settings cannot be read
`);
    expect(out).toMatch(
      /role settings of groups {2}Microsoft Graph answered 403 .* {2}RoleManagementPolicy\.Read\.AzureADGroup\n/,
    );
  });

  it("lists two groups of one name and takes neither, until somebody says which", async () => {
    const [a, b] = [existing.group("Twins").id, existing.group("Twins").id].sort();
    const folder = folderWith("Twins");
    const ended = await callAs(sandbox, admin, folder, ["import", "config/s.yaml"]);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain(`  azuread_group_without_members.admins  2 have the name "Twins": ${a}, ${b}\n`);
    expect(existsSync(join(folder, TAKEOVER))).toBe(false);

    const pasted = `azuread_group_without_members.admins=https://graph.microsoft.com/v1.0/groups/${b.toUpperCase()}`;
    expect((await callAs(sandbox, admin, folder, ["import", "config/s.yaml", "--id", pasted])).code).toBe(0);
    expect(imports(folder)["azuread_group_without_members.admins"]).toBe(`/groups/${b}`);
    expect(Object.keys(imports(folder))).toHaveLength(2);
  });

  it("waits as long as it is told, and says so", async () => {
    existing.group("Busy");
    sandbox.world.faults.add({ kind: "throttled", path: /\/groups/, retryAfter: 1 });
    const folder = folderWith("Busy");
    const { code, err } = await callAs(sandbox, admin, folder, ["import", "config/s.yaml"]);
    expect(code).toBe(0);
    expect(err).toContain(
      "3 calls (3 to Microsoft Graph, 0 to Azure Resource Manager, 1 of them told to wait and repeated)",
    );
  });

  it("reads every page", async () => {
    existing.group("Many pages");
    sandbox.world.pageSize = 1;
    const folder = synthesizedModels(
      sandbox,
      model({
        groups: [
          jitGroup("admins", {
            displayName: "Many pages",
            roleAssignable: false,
            address: "azuread_group_without_members.admins",
          }),
        ],
        roleSettings: [
          { ...settings("admins"), address: "azuread_group_role_management_policy.admins_member-settings" },
          { ...settings("admins", {}, "owner"), address: "azuread_group_role_management_policy.admins_owner-settings" },
        ],
      }),
    );
    expect((await callAs(sandbox, admin, folder, ["import", "config/s.yaml"])).code).toBe(0);
    expect(Object.keys(imports(folder))).toHaveLength(3);
  });

  it.each([
    ["a wrong secret", { ARM_CLIENT_SECRET: "guess" }, /^error: nobody could sign in: .*AADSTS7000215/],
    [
      "no such cloud",
      { ARM_METADATA_HOSTNAME: "", ARM_ENVIRONMENT: "moon" },
      /^error: ARM_ENVIRONMENT "moon" is no cloud; allowed: public, usgovernment, china\n$/,
    ],
    [
      "a certificate that is not there",
      { SSL_CERT_FILE: "gone.pem" },
      /^error: gone\.pem, which the environment names, cannot be read \(ENOENT\)\n$/,
    ],
  ])("cannot run with %s", async (_what, env, message) => {
    const { code, err } = await callAs(sandbox, admin, folderWith("Anything"), ["import", "config/s.yaml"], env);
    expect(code).toBe(2);
    expect(err.replace(/^Looking.*\n/, "")).toMatch(message);
  });

  it("says what is wrong with a broken one", async () => {
    const folder = synthesizedModels(sandbox, model({ groups: [group("ops", [], { address: "azuread_group.ops" })] }));
    writeFileSync(join(folder, TAKEOVER), "{");
    const { code, err } = await callAs(sandbox, admin, folder, ["import", "config/s.yaml"]);
    expect(code).toBe(2);
    expect(err).toContain(`error: ${TAKEOVER}: this is no JSON`);
  });
});
