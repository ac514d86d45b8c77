import { deploys, trial } from "../support/e2e";

const CONFIG = `
name: people
tenantId: 22222222-2222-2222-2222-222222222222
groups:
  operators:
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    members: [alice@contoso.com, bob@contoso.com]
  admins:
    roleAssignable: true
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    pim:
      settings: { activation: { maximum: 4h, require: [mfa, justification] } }
      eligible: [{ principal: alice@contoso.com, for: 30d, justification: On-call rota }]
`;

describe("people who do things between two deploys", () => {
  deploys("an activated person stays a member through an apply; Terraform can't tell an intruder there", async () => {
    const { people, world, deploy, plan, change, made } = await trial({ config: { "people.yaml": CONFIG } });
    world.directory.addUser({ userPrincipalName: "mallory@contoso.com" });
    await deploy();
    people.activate("alice@contoso.com", "admins", { duration: "PT2H", justification: "Incident" });
    people.addMember("mallory@contoso.com", "admins");
    expect(people.members("admins")).toEqual(["alice@contoso.com", "mallory@contoso.com"]);

    expect(await plan()).toEqual([]);
    await change({ "people.yaml": CONFIG.replace("On-call rota", "On-call rota of the winter") });
    await deploy();
    expect(people.members("admins")).toEqual(["alice@contoso.com", "mallory@contoso.com"]);
    expect(made()).toContain('activated alice@contoso.com as member of admins for 120 minutes; "Incident"');
    expect(await plan()).toEqual([]);
  });

  deploys("somebody added to a standing group behind Terraform's back is seen and put right", async () => {
    const { people, world, deploy, plan } = await trial({ config: { "people.yaml": CONFIG } });
    world.directory.addUser({ userPrincipalName: "mallory@contoso.com" });
    await deploy();
    people.addMember("mallory@contoso.com", "operators");
    people.removeMember("bob@contoso.com", "operators");

    expect(await plan()).toEqual(["update azuread_group.operators"]);
    await deploy();
    expect(people.members("operators")).toEqual(["alice@contoso.com", "bob@contoso.com"]);
    expect(await plan()).toEqual([]);
  });

  deploys("what Terraform manages and somebody changes in the portal is seen and put right", async () => {
    const { people, deploy, plan, made } = await trial({ config: { "people.yaml": CONFIG } });
    await deploy();
    const before = made();
    people.changeRule("admins", "member", "Expiration_EndUser_Assignment", { maximumDuration: "PT24H" });
    people.changeRule("admins", "member", "Enablement_EndUser_Assignment", { enabledRules: ["Justification"] });

    expect(await plan()).toEqual(["update azuread_group_role_management_policy.admins_member-settings"]);
    await deploy();
    expect(made()).toEqual(before);
    expect(await plan()).toEqual([]);
  });

  deploys("a schedule that has ended, and activations, are not in any plan", async () => {
    const { people, world, deploy, plan, made } = await trial({ config: { "people.yaml": CONFIG } });
    await deploy();
    people.activate("alice@contoso.com", "admins", { duration: "PT2H", justification: "Incident" });
    world.clock.advance({ hours: 3 });
    expect(people.members("admins")).toEqual([]);
    expect(await plan()).toEqual([]);

    world.clock.advance({ days: 31 });
    expect(made().filter((line) => line.startsWith("eligible"))).toEqual([]);
    expect(await plan()).toEqual([]);
  });
});
