import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Existing, callAs, synthesizedModels, usedCluster } from "../support/existing";
import { ROLE, assignment, grant, group, jitGroup, model, policy, settings, user } from "../support/models";
import { type Client, useStandIn } from "../support/stand-in";

const NAME = (n: number) => `00000000-0000-4000-9000-00000000000${n}`;

describe("aks-entra import", () => {
  const sandbox = useStandIn();
  let admin: Client;
  let existing: Existing;
  beforeAll(async () => {
    admin = await sandbox.signedIn({ name: "the administrator" });
    existing = new Existing(sandbox, admin);
  });
  const written = (folder: string, file = "config/s.takeover.json") =>
    JSON.parse(readFileSync(join(folder, file), "utf8")) as { import: Record<string, string> };

  describe("finds what exists of what a file declares", () => {
    let folder: string;
    let ended: Awaited<ReturnType<typeof callAs>>;
    let ids: Record<string, string>;

    beforeAll(async () => {
      const ops = existing.group("AKS operators");
      const admins = existing.group("AKS admins", { isAssignableToRole: true });
      const alice = existing.user("alice");
      const cluster = await existing.cluster("prod");
      ids = {
        ops: ops.id,
        admins: admins.id,
        eligible: await existing.assign("eligibility", admins.id, ops.id),
        owner: await existing.assign("eligibility", admins.id, alice.id, undefined, "owner"),
        active: await existing.assign("assignment", admins.id, alice.id, { type: "afterDuration", duration: "PT8H" }),
        stranger: await existing.assign("eligibility", admins.id, existing.user("mallory").id),
        policy: await existing.policy("AKS people", [ops.id]),
        user: await existing.grant(cluster, ROLE.user, ops.id, NAME(1)),
        writer: await existing.grant(`${cluster}/namespaces/payments`, ROLE.writer, admins.id, NAME(2)),
        direct: await existing.grant(cluster, ROLE.reader, alice.id, NAME(3)),
      };
      folder = synthesizedModels(
        sandbox,
        model({
          principals: [user("alice"), user("bob")],
          groups: [
            group("ops", ["alice"], {
              displayName: "AKS operators",
              roleAssignable: false,
              address: "azuread_group.ops",
            }),
            jitGroup("admins", { displayName: "AKS admins", address: "azuread_group_without_members.admins" }),
            group("new", [], { displayName: "AKS readers", address: "azuread_group.new", source: "config/s.yaml:9:3" }),
          ],
          roleSettings: [
            { ...settings("admins"), address: "azuread_group_role_management_policy.admins_member-settings" },
            {
              ...settings("admins", {}, "owner"),
              address: "azuread_group_role_management_policy.admins_owner-settings",
            },
          ],
          assignments: [
            assignment("eligible", "admins", "ops", {
              address: "azuread_privileged_access_group_eligibility_schedule.ops",
            }),
            assignment("eligible", "admins", "alice", {
              accessId: "owner",
              address: "azuread_privileged_access_group_eligibility_schedule.alice_owner",
            }),
            assignment("eligible", "admins", "bob", {
              address: "azuread_privileged_access_group_eligibility_schedule.bob",
            }),
            assignment("active", "admins", "alice", {
              address: "azuread_privileged_access_group_assignment_schedule.alice",
            }),
          ],
          policies: [
            policy("people", ["ops"], {
              displayName: "AKS people",
              address: "azuread_conditional_access_policy.people",
            }),
          ],
          clusters: [usedCluster("prod")],
          grants: [
            { ...grant("prod", "user", "ops"), address: "azurerm_role_assignment.user_ops" },
            { ...grant("prod/payments", "writer", "admins"), address: "azurerm_role_assignment.payments_admins" },
            { ...grant("prod/payments", "reader", "ops"), address: "azurerm_role_assignment.payments_ops" },
          ],
        }),
      );
      ended = await callAs(sandbox, admin, folder, ["import", "config/s.yaml"]);
    });

    it("and writes their ids in the form that each resource wants", () => {
      const { admins } = ids;
      expect(ended.code).toBe(0);
      expect(written(folder).import).toEqual({
        "azuread_group.ops": `/groups/${ids.ops}`,
        "azuread_group_without_members.admins": `/groups/${admins}`,
        "azuread_group_role_management_policy.admins_member-settings": expect.stringMatching(
          `^Group_${admins}_[0-9a-f-]{36}$`,
        ),
        "azuread_group_role_management_policy.admins_owner-settings": expect.stringMatching(
          `^Group_${admins}_[0-9a-f-]{36}$`,
        ),
        "azuread_privileged_access_group_eligibility_schedule.ops": ids.eligible,
        "azuread_privileged_access_group_eligibility_schedule.alice_owner": ids.owner,
        "azuread_privileged_access_group_assignment_schedule.alice": ids.active,
        "azuread_conditional_access_policy.people": `/identity/conditionalAccess/policies/${ids.policy}`,
        "azurerm_role_assignment.user_ops": ids.user,
        "azurerm_role_assignment.payments_admins": ids.writer,
      });
    });

    it("says what an apply will make, and where it is written", () => {
      expect(ended.out).toContain(`Does not exist: an apply makes it (3)
  azuread_group.new                                         config/s.yaml:9:3
  azuread_privileged_access_group_eligibility_schedule.bob
  azurerm_role_assignment.payments_ops
`);
    });

    it("says what is there beside it, and leaves that alone", () => {
      expect(ended.out).toContain(`There, not in the file, and left alone (2)
  eligible assignment of the group admins  ${ids.stranger}
  role assignment at the cluster prod      ${ids.direct}
`);
    });

    it("and how many calls it took, and that it wrote nothing to the tenant", () => {
      expect(ended.err).toMatch(
        /^Looking for what exists of s \(config\/s\.yaml\), reading only\n\d+ calls \(\d+ to Microsoft Graph, \d+ to Azure Resource Manager\) in 0\.0 s\n$/,
      );
      expect(sandbox.world.journal.complaints).toEqual([]);
    });
  });
});
