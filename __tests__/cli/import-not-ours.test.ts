import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Existing, callAs, synthesizedModels, usedCluster } from "../support/existing";
import { ROLE, assignment, grant, group, jitGroup, model, policy, settings, user } from "../support/models";
import { type Client, useStandIn } from "../support/stand-in";

const OPS = "azuread_group.ops";
const NOBODY = "12345678-1234-4234-8234-123456789012";

describe("aks-entra import, where what is there is not what a file declares", () => {
  const sandbox = useStandIn();
  let admin: Client;
  let existing: Existing;
  beforeAll(async () => {
    admin = await sandbox.signedIn({ name: "the administrator" });
    existing = new Existing(sandbox, admin);
  });
  const ops = (displayName: string, roleAssignable = false) =>
    group("ops", [], { displayName, roleAssignable, address: OPS });
  const withSettings = (displayName: string) =>
    model({
      groups: [jitGroup("ops", { displayName, roleAssignable: false, address: "azuread_group_without_members.ops" })],
      roleSettings: [{ ...settings("ops"), address: "azuread_group_role_management_policy.ops" }],
      principals: [user("alice")],
      assignments: [
        assignment("eligible", "ops", "alice", { address: "azuread_privileged_access_group_eligibility_schedule.a" }),
      ],
    });
  const run = (folder: string, ...argv: string[]) =>
    callAs(sandbox, admin, folder, ["import", "config/s.yaml", ...argv]);
  const imports = (folder: string, stack = "s") => {
    const file = join(folder, `config/${stack}.takeover.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).import : {};
  };

  describe("a group of another kind is not taken, because a plan would destroy it and make another", () => {
    it.each([
      ["a rule fills it", { membershipRule: "user.department -eq 'x'", groupTypes: ["DynamicMembership"] }],
      ["it comes from the on-premises directory", { onPremisesSyncEnabled: true }],
      ["it has a mailbox", { groupTypes: ["Unified"], mailEnabled: true }],
      ["it is role-assignable, and the file does not say so", { isAssignableToRole: true }],
    ])("%s", async (why, more) => {
      const { id } = existing.group("Odd one out", more);
      const folder = synthesizedModels(sandbox, model({ groups: [ops("Odd one out")] }));
      const { code, out } = await run(folder);
      sandbox.world.directory.remove(id);
      expect(code).toBe(3);
      expect(out).toContain(
        "s (config/s.yaml): 0 to import, 0 to create, 0 not clear, 0 not seen, 1 not what is declared\n",
      );
      expect(out).toContain(`  ${OPS}  ${id}, "Odd one out", is another kind of group: ${why}\n`);
      expect(imports(folder)).toEqual({});
    });

    it("it is not role-assignable, and the file says that it is", async () => {
      existing.group("Plain");
      const folder = synthesizedModels(sandbox, model({ groups: [ops("Plain", true)] }));
      const { code, out } = await run(folder);
      expect([code, imports(folder)]).toEqual([3, {}]);
      expect(out).toContain("is another kind of group: it is not role-assignable, and the file says that it is");
    });

    it("and what hangs on it is not seen", async () => {
      existing.group("Synced", { onPremisesSyncEnabled: true });
      const folder = synthesizedModels(sandbox, withSettings("Synced"));
      const { code, out } = await run(folder);
      expect([code, imports(folder)]).toEqual([3, {}]);
      expect(out).toMatch(
        /azuread_group_role_management_policy\.ops +the group is not taken: .* another kind of group/,
      );
      expect(out).toContain("0 to create, 0 not clear, 2 not seen, 1 not what is declared");
    });
  });

  describe("an id that is given is looked at", () => {
    it("and not taken where nothing has it; what hangs on it is not seen", async () => {
      const folder = synthesizedModels(sandbox, withSettings("Not there"));
      const { code, out } = await run(folder, "--id", `azuread_group_without_members.ops=${NOBODY}`);
      expect([code, imports(folder)]).toEqual([3, {}]);
      expect(out).toContain(`azuread_group_without_members.ops  no group has the object id ${NOBODY}\n`);
      expect(out).toContain("0 to import, 0 to create, 0 not clear, 2 not seen, 1 not what is declared");
    });

    it("and the name is shown that it has, where the file says another", async () => {
      const { id } = existing.group("Before the rename");
      const folder = synthesizedModels(sandbox, model({ groups: [ops("After the rename")] }));
      const { code, out } = await run(folder, "--id", `${OPS}=${id}`);
      expect([code, imports(folder)]).toEqual([0, { [OPS]: `/groups/${id}` }]);
      expect(out).toContain(`/groups/${id}, which is "Before the rename" there and gets the file's name\n`);
    });

    it.each([
      ["azuread_conditional_access_policy.people", NOBODY, "no policy has the id"],
      [
        "azurerm_role_assignment.user",
        `CLUSTER/providers/Microsoft.Authorization/roleAssignments/${NOBODY}`,
        "which was given, is not it: there is none",
      ],
      ["azurerm_kubernetes_cluster.prod", "CLUSTER", "there is nothing at"],
      ["azurerm_kubernetes_cluster.prod", "CLUSTER2", "is not it: the file says"],
      ["azuread_group_role_management_policy.ops", `Group_${NOBODY}_${NOBODY}`, "which was given, is not it: Group_"],
    ])("%s", async (address, given, why) => {
      const { id } = existing.group(`Ops ${address} ${given}`);
      await existing.assign("eligibility", id, existing.user(`alice-${sandbox.world.journal.entries.length}`).id);
      const { subscriptionId } = usedCluster("prod");
      const place = `/subscriptions/${String(subscriptionId)}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod`;
      const folder = synthesizedModels(
        sandbox,
        model({
          groups: [group("ops", [], { objectId: id, displayName: "x", roleAssignable: false, kind: "existing" })],
          roleSettings: [{ ...settings("ops"), address: "azuread_group_role_management_policy.ops" }],
          policies: [
            policy("people", ["ops"], { displayName: "p", address: "azuread_conditional_access_policy.people" }),
          ],
          clusters: [{ ...usedCluster("prod"), address: "azurerm_kubernetes_cluster.prod" }],
          grants: [{ ...grant("prod", "user", "ops"), address: "azurerm_role_assignment.user" }],
        }),
      );
      const { code, out } = await run(folder, "--id", `${address}=${given.replace("CLUSTER", place)}`);
      expect(code).toBe(3);
      expect(out).toMatch(new RegExp(`  ${address.replace(".", "\\.")} +.*${why}`));
      expect(imports(folder)[address]).toBeUndefined();
    });
  });

  describe("one thing for two addresses is given to neither", () => {
    it("whoever finds it by its name", async () => {
      const { id } = existing.group("Shared");
      const folder = synthesizedModels(
        sandbox,
        model({ groups: [ops("Shared")] }),
        model({ stack: "t", groups: [{ ...ops("Shared"), id: "t/ops" }] }),
      );
      const { code, out } = await callAs(sandbox, admin, folder, ["import", "config"]);
      expect([code, imports(folder), imports(folder, "t")]).toEqual([3, {}, {}]);
      expect(out).toContain(`${OPS}  /groups/${id} would be ${OPS} of t as well; one thing has one address\n`);
      expect(out).toContain(`${OPS}  /groups/${id} would be ${OPS} of s as well; one thing has one address\n`);
    });
  });

  it("a role assignment under a condition is not taken: it would be made again without", async () => {
    const { id } = existing.group("Under a condition");
    const cluster = await existing.cluster("conditional");
    const held = await existing.grant(cluster, ROLE.user, id, "00000000-0000-4000-9000-000000000009");
    const kept = sandbox.world.resources.get(held)!;
    sandbox.world.resources.put({
      ...kept,
      properties: { ...kept.properties, condition: "@Resource[x] GuidEquals {y}" },
    });
    const folder = synthesizedModels(
      sandbox,
      model({
        groups: [ops("Under a condition")],
        clusters: [usedCluster("conditional")],
        grants: [{ ...grant("conditional", "user", "ops"), address: "azurerm_role_assignment.user" }],
      }),
    );
    const { code, out } = await run(folder);
    expect([code, imports(folder)]).toEqual([3, { [OPS]: `/groups/${id}` }]);
    expect(out).toContain(`azurerm_role_assignment.user  ${held} holds under a condition, which the file cannot say`);
  });
});
