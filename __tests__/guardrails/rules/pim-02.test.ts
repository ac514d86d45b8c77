import { account, assignment, jitGroup, model, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-02, people are eligible, not active until an end", () => {
  test("finds an active assignment for some time", () => {
    const models = model({
      principals: [user("carol")],
      groups: [jitGroup("admins")],
      assignments: [assignment("active", "admins", "carol")],
    });
    expect(found("PIM-02", models)).toEqual([
      "warning admins/active/carol: carol@contoso.com is in admins for 8h without activating anything, so its role settings do not bind: standing access with an end",
    ]);
    expect(fixes("PIM-02", models)).toEqual(["assignEligible in place of assignActive"]);
  });

  test("finds one until a date, of hours and days, also for somebody who is eligible", () => {
    const models = model({
      principals: [user("carol"), user("dave")],
      groups: [jitGroup("admins")],
      assignments: [
        assignment("active", "admins", "carol", { expiration: "2027-03-31T23:59:59Z", source: "config/a.yaml:3:1" }),
        assignment("eligible", "admins", "carol"),
        assignment("active", "admins", "dave", { expiration: "P1DT12H" }),
      ],
    });
    expect(found("PIM-02", models)).toEqual([
      "warning admins/active/carol: carol@contoso.com is in admins until 2027-03-31T23:59:59Z without activating anything, so its role settings do not bind: standing access with an end",
      "warning admins/active/dave: dave@contoso.com is in admins for 1d12h without activating anything, so its role settings do not bind: standing access with an end",
    ]);
    expect(fixes("PIM-02", models)).toEqual([
      "move it from active to eligible",
      "assignEligible in place of assignActive",
    ]);
  });

  test("finds nothing: eligible assignments, ownership, emergency accounts, and what has no end, which another rule is about", () => {
    const models = model({
      principals: [user("carol"), account("bg", 8)],
      groups: [jitGroup("admins")],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      assignments: [
        assignment("eligible", "admins", "carol"),
        assignment("active", "admins", "carol", { accessId: "owner" }),
        assignment("active", "admins", "bg"),
        { ...assignment("active", "admins", "carol", { expiration: "permanent" }), id: "p" },
      ],
    });
    expect(found("PIM-02", models)).toEqual([]);
    expect(unchecked("PIM-02", models)).toEqual([]);
  });

  test("does not know: where the end is not known", () => {
    const models = model({
      principals: [user("carol")],
      groups: [jitGroup("admins")],
      assignments: [assignment("active", "admins", "carol", { expiration: { unknown: "changed by hand" } })],
    });
    expect(found("PIM-02", models)).toEqual([]);
    expect(unchecked("PIM-02", models)).toEqual([
      "admins/active/carol: when the active assignment ends: changed by hand",
    ]);
  });
});
