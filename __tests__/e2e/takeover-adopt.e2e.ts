import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serializeTakeover } from "../../lib/access";
import { takeoverFromState } from "../../lib/takeover/from-state";
import { deploys, trial } from "../support/e2e";

const OWNERS = "owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]";
const head = (name: string) => `
name: ${name}
tenantId: 22222222-2222-2222-2222-222222222222
groups:
`;
const group = (maximum: string, objectId = "") => `  admins:
    ${objectId}
    ${OWNERS}
    pim:
      settings: { activation: { maximum: ${maximum}, require: [mfa, justification] }, eligible: { expireAfter: 180d } }
      eligible: [{ principal: alice@contoso.com, until: 2027-03-31, justification: Rota }]
`;
const OTHER = "  somebody: { existing: 44444444-4444-4444-8444-444444444444 }\n";
const CREATE = /^(create|update|delete|.* and )/;

deploys(
  "a group that somebody else made is ours: nothing changes, and a stricter tenant is shown before it is loosened",
  async () => {
    // somebody's Terraform made it, and its state is not ours
    const t = await trial({
      rights: () => ({ graph: "all", azure: [] }),
      config: { "theirs.yaml": head("theirs") + group("1h"), "ours.yaml": head("ours") + OTHER },
    });
    const { session, deploy, plan, planJson, change, ids, made, people, folder } = t;
    await deploy("theirs");
    const world = made();
    const objectId = ids("theirs")["azuread_group_without_members.admins"];
    people.activate("alice@contoso.com", "admins", { duration: "PT30M", justification: "Working" });

    const ours = (maximum: string) => ({ "ours.yaml": head("ours") + group(maximum, `objectId: ${objectId}`) });
    await change(ours("1h"));
    const model = session.as("ours").stacks()[0].model;
    const state = readFileSync(join(folder, "terraform.theirs.tfstate"), "utf8");
    const takeover = serializeTakeover(takeoverFromState(model, state).takeover);

    // looser settings than the tenant has: without an import they would be something to add, and nobody would see this
    await change({ ...ours("8h"), "ours.takeover.json": takeover });
    expect((await plan("ours")).filter((l) => CREATE.test(l) && !l.includes(" output "))).toEqual([
      "update azuread_group_role_management_policy.admins_member-settings",
    ]);
    const changes = (await planJson("ours")).resource_changes as { address: string; change: any }[];
    const { before, after } = changes.find((c) => c.address.endsWith("admins_member-settings"))!.change;
    expect([before, after].map((s) => s.activation_rules[0].maximum_duration)).toEqual(["PT1H", "PT8H"]);

    await change({ ...ours("1h"), "ours.takeover.json": takeover });
    expect((await plan("ours")).filter((l) => !l.includes(" output "))).toEqual([
      "import azuread_group_role_management_policy.admins_member-settings",
      "import azuread_group_role_management_policy.admins_owner-settings",
      "import azuread_group_without_members.admins",
      "import azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com",
    ]);
    await deploy("ours");
    expect(await plan("ours")).toEqual([]);
    expect(ids("ours")["azuread_group_without_members.admins"]).toBe(objectId);
    expect(made().filter((l) => !l.startsWith("activated"))).toEqual(world);
    expect(people.members("admins")).toEqual(["alice@contoso.com"]);
  },
);
