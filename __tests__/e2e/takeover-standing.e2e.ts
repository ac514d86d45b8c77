import { deploys, trial } from "../support/e2e";

/** The recipes of docs/takeover.md by which a standing group becomes just-in-time, with people who work meanwhile. */

const ALICE = "alice@contoso.com";
const BOB = "bob@contoso.com";
const OWNERS = "owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]";
const HEAD = `
name: ops
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
`;
const ELIGIBLE = `eligible:
        - { principal: ${ALICE}, until: 2027-06-30, justification: On-call rota }
        - { principal: ${BOB}, until: 2027-06-30, justification: On-call rota }`;

const STANDING = `groups:
  admins:
    ${OWNERS}
    members: [${ALICE}, ${BOB}]
`;

describe("standing access becomes just-in-time, and nobody is locked out on the way", () => {
  deploys(
    "in place: the group keeps its object id, and one after the other activates and loses what was standing",
    async () => {
      const { people, deploy, plan, change, ids, world } = await trial({ config: { "ops.yaml": HEAD + STANDING } });
      await deploy();
      const id = ids("ops")["azuread_group.admins"];
      const inPlace = (standingMembers: string) => `${HEAD}groups:
  admins:
    objectId: ${id}
    ${OWNERS}
    pim:
      ${ELIGIBLE}
      standingMembers: ${standingMembers}
guardrails:
  acknowledge:
    - { rule: PIM-03, reason: Until everybody has activated once, until: 2027-01-31 }
    - { rule: PIM-09, reason: Until everybody has activated once, until: 2027-01-31 }
`;

      await change({ "ops.yaml": inPlace(`[${ALICE}, ${BOB}]`) });
      const planned = await plan();
      expect(planned).toEqual([
        "create azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com",
        "create azuread_privileged_access_group_eligibility_schedule.admins_eligible_bob__contoso_com",
        "forget azuread_group.admins",
        "import azuread_group_member.admins_standing_alice__contoso_com",
        "import azuread_group_member.admins_standing_bob__contoso_com",
        "import azuread_group_role_management_policy.admins_member-settings",
        "import azuread_group_role_management_policy.admins_owner-settings",
        "import azuread_group_without_members.admins",
        "update azuread_group_role_management_policy.admins_member-settings",
        "update azuread_group_role_management_policy.admins_owner-settings",
      ]);
      await deploy();
      expect(people.members("admins")).toEqual([ALICE, BOB]);
      expect(ids("ops")["azuread_group_without_members.admins"]).toBe(id);
      expect(await plan()).toEqual([]);

      // one membership in a group is one, whoever gave it: so it is Alice's turn when she is not on call
      await change({ "ops.yaml": inPlace(`[${BOB}]`) });
      expect(await plan()).toEqual(["delete azuread_group_member.admins_standing_alice__contoso_com"]);
      await deploy();
      expect(people.members("admins")).toEqual([BOB]);
      people.activate(ALICE, "admins", { duration: "PT4H", justification: "On call" });
      expect(people.members("admins")).toEqual([ALICE, BOB]);

      // Alice is on call, and nothing of hers changes when it is Bob's turn
      await change({ "ops.yaml": inPlace("[]") });
      expect(await plan()).toEqual(["delete azuread_group_member.admins_standing_bob__contoso_com"]);
      await deploy();
      expect(people.members("admins")).toEqual([ALICE]);
      people.activate(BOB, "admins", { duration: "PT4H", justification: "On call" });
      expect(people.members("admins")).toEqual([ALICE, BOB]);
      world.clock.advance({ hours: 5 });
      expect(people.members("admins")).toEqual([]);
      expect(ids("ops")["azuread_group_without_members.admins"]).toBe(id);
    },
  );

  deploys("by a group beside it: everybody activates the new one before the old one goes", async () => {
    const CLUSTER = (readers: string) => `clusters:
  prod: { existing: { resourceGroup: rg }, assume: { azureRbac: true, localAccounts: disabled }, access: [{ reader: [${readers}] }] }
`;
    const NEW = `  admins-on-call:
    ${OWNERS}
    pim:
      ${ELIGIBLE}
`;
    const READS = "Azure Kubernetes Service RBAC Reader on rg/prod";
    const acknowledged = `guardrails: { acknowledge: [{ rule: PIM-01, reason: Until everybody has activated once, until: 2027-01-31 }] }\n`;
    const { people, deploy, plan, change, ids, made } = await trial({
      config: { "ops.yaml": HEAD + STANDING + CLUSTER("admins") },
    });
    await deploy();
    const before = ids("ops");

    await change({ "ops.yaml": HEAD + STANDING + NEW + CLUSTER("admins, admins-on-call") + acknowledged });
    const first = (await plan()).filter((line) => !line.includes(" output "));
    expect(first.filter((line) => !line.startsWith("create "))).toEqual([]);
    expect(first).toHaveLength(7);
    await deploy();
    expect(made()).toEqual(expect.arrayContaining([`admins is ${READS}`, `admins-on-call is ${READS}`]));
    expect(people.members("admins")).toEqual([ALICE, BOB]);
    for (const [address, id] of Object.entries(before)) expect([address, ids("ops")[address]]).toEqual([address, id]);

    for (const who of [ALICE, BOB]) people.activate(who, "admins-on-call", { justification: "First time" });
    expect(people.members("admins-on-call")).toEqual([ALICE, BOB]);

    await change({ "ops.yaml": HEAD + `groups:\n${NEW}` + CLUSTER("admins-on-call") });
    const second = (await plan()).filter((line) => !line.includes(" output "));
    expect(second).toEqual([
      "delete azuread_group.admins",
      "delete azurerm_role_assignment.prod_cluster-user_admins",
      "delete azurerm_role_assignment.prod_reader_admins",
    ]);
    await deploy();
    expect(people.members("admins-on-call")).toEqual([ALICE, BOB]);
    expect(made().filter((line) => line.includes(READS))).toEqual([`admins-on-call is ${READS}`]);
    expect(await plan()).toEqual([]);
  });
});
