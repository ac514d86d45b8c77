import { deploys, rewrite, trial } from "../support/e2e";

const CONFIG = `
name: change
tenantId: 22222222-2222-2222-2222-222222222222
defaults:
  groups: { owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }] }
groups:
  first: { roleAssignable: true, members: [dave@contoso.com] }
  second: { roleAssignable: true, members: [erin@contoso.com, dave@contoso.com] }
  admins:
    roleAssignable: true
    pim:
      settings:
        activation:
          maximum: 4h
          require: [mfa, justification, ticket]
          approvers: [first]
          alerts: [secops@contoso.com]
      eligible:
        - { principal: alice@contoso.com, for: 30d, justification: On-call rota }
      active:
        - { principal: carol@contoso.com, for: 8h, justification: Roll-out }
`;
const MINUTE_FILE = "change.yaml";
const ADMINS = "azuread_group_without_members.admins";

describe("changes of PIM, each by one apply and in place", () => {
  deploys("an active assignment, an eligible one, activation rules and approvers", async () => {
    let text = CONFIG;
    const { people, deploy, plan, change, made, ids } = await trial({ config: { [MINUTE_FILE]: text } });
    await deploy();
    const groupIds = () => Object.entries(ids("change")).filter(([address]) => address.startsWith("azuread_group"));
    const kept = groupIds();
    const line = (start: string) => made().filter((l) => l.startsWith(start));

    /** One apply of other files, which does this and leaves nothing to do. */
    const changed = async (edit: Readonly<Record<string, string>>, planned: string[]) => {
      text = rewrite(text, edit);
      await change({ [MINUTE_FILE]: text });
      expect(await plan()).toEqual(planned);
      await deploy();
      expect(await plan()).toEqual([]);
      expect(groupIds().filter(([a]) => !a.includes("role_management"))).toEqual(
        kept.filter(([a]) => !a.includes("role_management")),
      );
    };

    // somebody is at work through all of it
    people.activate("alice@contoso.com", "admins", {
      duration: "PT4H",
      justification: "Incident",
      ticket: { system: "ServiceNow", number: "INC1" },
      approvedBy: "dave@contoso.com",
    });

    await changed({ "for: 8h, justification: Roll-out": "for: 4h, justification: Roll-out of the second half" }, [
      "update azuread_privileged_access_group_assignment_schedule.admins_active_carol__contoso_com",
    ]);
    expect(line("active carol")).toEqual([
      'active carol@contoso.com as member of admins for 240 minutes; "Roll-out of the second half"',
    ]);

    await changed({ "for: 30d": "for: 60d" }, [
      "update azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com",
    ]);
    expect(line("eligible alice")).toEqual([
      'eligible alice@contoso.com as member of admins for 60 days; "On-call rota"',
    ]);

    const settings = ["update azuread_group_role_management_policy.admins_member-settings"];
    const rules = () => line("role settings of admins for members")[0].split("; ")[1];
    // MFA stays: without it PIM-04 is an error, and nothing is deployed
    await changed({ "require: [mfa, justification, ticket]": "require: [mfa]" }, settings);
    expect(rules()).toBe("activation PT4H with MultiFactorAuthentication");
    await changed({ "require: [mfa]": "require: [mfa, justification, ticket]" }, settings);
    expect(rules()).toBe("activation PT4H with MultiFactorAuthentication, Justification, Ticketing");

    // owners have the same approvers and alerts
    const both = [...settings, "update azuread_group_role_management_policy.admins_owner-settings"];
    await changed({ "approvers: [first]": "approvers: [first, second]" }, both);
    expect(line("role settings of admins for members")[0]).toContain("approved by first, second");
    await changed({ "          approvers: [first, second]\n": "" }, both);
    expect(line("role settings of admins for members")[0]).not.toContain("approved by");
    await changed({ "          alerts: [secops@contoso.com]\n": "" }, both);
    expect(line("role settings of admins for members")[0]).not.toContain("alerts");

    expect(people.members("admins")).toEqual(["alice@contoso.com", "carol@contoso.com"]);
    expect(ids("change")[ADMINS]).toBe(Object.fromEntries(kept)[ADMINS]);
  });
});
