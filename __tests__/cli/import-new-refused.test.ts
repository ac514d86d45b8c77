import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Existing, callAs, synthesizedModels } from "../support/existing";
import { ROLE } from "../support/models";
import { useStandIn } from "../support/stand-in";

const READS = [
  "GroupMember.Read.All",
  "User.Read.All",
  "Directory.Read.All",
  "RoleManagementPolicy.Read.AzureADGroup",
  "PrivilegedEligibilitySchedule.Read.AzureADGroup",
  "PrivilegedAssignmentSchedule.Read.AzureADGroup",
  "Policy.Read.ConditionalAccess",
];

describe("aks-entra import --new, of a tenant that refuses one of the reads", () => {
  const sandbox = useStandIn();
  let cluster: string;
  const without = async (permission: string) => {
    const who = await sandbox.signedIn({ name: `without ${permission}`, graph: READS.filter((p) => p !== permission) });
    const folder = synthesizedModels(sandbox);
    const ended = await callAs(sandbox, who, folder, ["import", "config/legacy.yaml", "--new", cluster]);
    const path = join(folder, "config/legacy.yaml");
    return { ...ended, text: existsSync(path) ? readFileSync(path, "utf8") : "" };
  };

  beforeAll(async () => {
    const admin = await sandbox.signedIn({ name: "the administrator" });
    const existing = new Existing(sandbox, admin);
    const [dave, alice] = ["dave", "alice"].map((n) => existing.user(n).id);
    const owners = new Set([dave]);
    const admins = existing.group("Admins", { isAssignableToRole: true, owners });
    const readers = existing.group("Readers", { owners, members: new Set([alice]) });
    cluster = await existing.cluster("legacy");
    await existing.grant(cluster, ROLE.clusterAdmin, admins.id, "00000000-0000-4000-9000-000000000001");
    await existing.grant(cluster, ROLE.reader, readers.id, "00000000-0000-4000-9000-000000000002");
    await existing.assign("eligibility", admins.id, alice);
    await existing.policy("People", [readers.id]);
  });

  const NEEDED: readonly [permission: string, what: string, used: readonly string[]][] = [
    ["RoleManagementPolicy.Read.AzureADGroup", "role settings of groups", ["admins", "readers"]],
    ["PrivilegedEligibilitySchedule.Read.AzureADGroup", "eligible assignments of groups", ["admins", "readers"]],
    ["PrivilegedAssignmentSchedule.Read.AzureADGroup", "active assignments of groups", ["admins", "readers"]],
    ["Policy.Read.ConditionalAccess", "Conditional Access policies", []],
  ];

  it.each(NEEDED)("names %s, and takes over nothing that was seen in part", async (permission, what, used) => {
    const { code, out, text } = await without(permission);
    expect(code).toBe(3);
    expect(out).toMatch(new RegExp(`\\n  ${what}  Microsoft Graph answered 403 .*  ${permission}\\n`));
    expect(out).toContain(
      "Next: give what it takes, delete config/legacy.yaml and config/legacy.takeover.json, and import again",
    );
    const { groups, roleSettings, conditionalAccess } = parse(text);
    const existing = Object.entries<any>(groups).filter(([, group]) => group.existing !== undefined);
    expect(existing.map(([key]) => key)).toEqual(used);
    for (const key of used) expect(text).toContain(`# - groups.${key} could not be read whole (${what})`);
    // settings are never made up, and a policy that was not seen is not there
    expect(roleSettings === undefined).toBe(used.length > 0);
    expect(conditionalAccess === undefined).toBe(used.length === 0);
  });

  it.each(["members", "owners"])("takes no group over whose %s cannot be read, which would empty it", async (list) => {
    sandbox.world.faults.add({ kind: "forbidden", path: new RegExp(`/${list}`), times: 9 });
    const { code, text } = await without("");
    sandbox.world.faults.clear();
    expect(code).toBe(3);
    const { groups } = parse(text);
    expect(Object.values<any>(groups).map((group) => Object.keys(group))).toEqual([["existing"], ["existing"]]);
  });

  it("needs nothing else: with all of these everything is taken over", async () => {
    const { code, text } = await without("");
    expect(code).toBe(0);
    expect(Object.values<any>(parse(text).groups).filter((group) => group.objectId === undefined)).toEqual([]);
  });
});
