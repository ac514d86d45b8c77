import { account, assignment, jitGroup, model, settings, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-03, nobody is active in a just-in-time group without an end", () => {
  test("finds an active assignment without an end", () => {
    const models = model({
      principals: [user("carol")],
      groups: [jitGroup("admins")],
      assignments: [assignment("active", "admins", "carol", { expiration: "permanent" })],
    });
    expect(found("PIM-03", models)).toEqual([
      "error admins/active/carol: carol@contoso.com is active in admins without an end, so nothing has to be activated",
    ]);
    expect(fixes("PIM-03", models)).toEqual(["assignEligible, or an expiration"]);
  });

  test("finds role settings that allow it", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [
        {
          ...settings("admins"),
          source: "config/a.yaml:3:1",
          active: { expireAfter: "P15D", permanentAllowed: true, justification: true, mfa: false },
        },
      ],
    });
    expect(found("PIM-03", models)).toEqual([
      "error admins/member-settings: the member settings of admins allow active assignments without an end, so anybody who may assign can make standing access",
    ]);
    expect(fixes("PIM-03", models)).toEqual(["active: { expireAfter: 15d } in place of permanent: allowed"]);
  });

  test("finds nothing: eligible assignments without an end, active ones with one, and emergency accounts", () => {
    const models = model({
      principals: [user("carol"), account("bg", 8)],
      groups: [jitGroup("admins")],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      roleSettings: [settings("admins")],
      assignments: [
        assignment("eligible", "admins", "carol", { expiration: "permanent" }),
        assignment("active", "admins", "carol"),
        assignment("active", "admins", "bg", { expiration: "permanent" }),
      ],
    });
    expect(found("PIM-03", models)).toEqual([]);
    expect(unchecked("PIM-03", models)).toEqual([]);
  });

  test("does not know: where the end, or what the settings allow, is not known", () => {
    const models = model({
      principals: [user("carol")],
      groups: [jitGroup("admins")],
      assignments: [assignment("active", "admins", "carol", { expiration: { unknown: "changed by hand" } })],
      roleSettings: [
        {
          ...settings("admins"),
          active: {
            expireAfter: "P15D",
            permanentAllowed: { unknown: "changed by hand" },
            justification: true,
            mfa: false,
          },
        },
      ],
    });
    expect(found("PIM-03", models)).toEqual([]);
    expect(unchecked("PIM-03", models)).toEqual([
      "admins/active/carol: when the active assignment ends: changed by hand",
      "admins/member-settings: whether active assignments have to end: changed by hand",
    ]);
  });
});
