import { existingGroup, group, model, policy, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("BG-01, every enforced policy leaves out two emergency accounts or more", () => {
  test("finds an enforced policy that leaves out nobody", () => {
    const models = model({ policies: [policy("p", ["All"])] });
    expect(found("BG-01", models)).toEqual([
      "error p: the policy p is enforced and leaves out no emergency account, so a mistake in it locks everybody out",
    ]);
    expect(fixes("BG-01", models)).toEqual(["an EmergencyAccess with two accounts"]);
  });

  test("finds one that leaves out others, less loud", () => {
    const models = model({
      principals: [user("alice"), user("bg1"), user("bg2")],
      emergencyAccess: [{ id: "e", accounts: ["bg1", "bg2"] }],
      policies: [policy("p", ["All"], { exclude: ["alice"], source: "config/a.yaml:3:1" })],
    });
    expect(found("BG-01", models)).toEqual([
      "warning p: the policy p is enforced and leaves out alice@contoso.com, of whom nobody says that they are emergency accounts",
    ]);
    expect(fixes("BG-01", models)).toEqual([
      "emergencyAccess: { accounts: [two users] } in this file or one that it uses",
    ]);
  });

  test("finds one account alone, and none", () => {
    const models = model({
      principals: [user("bg1")],
      groups: [group("empty")],
      emergencyAccess: [
        { id: "e", accounts: ["bg1"], source: "config/a.yaml:3:1" },
        { id: "f", accounts: ["empty"] },
      ],
    });
    expect(found("BG-01", models)).toEqual([
      "warning e: the emergency access is bg1@contoso.com alone: when it fails nobody gets in",
      "warning f: the emergency access is no account: when it fails nobody gets in",
    ]);
    expect(fixes("BG-01", models)).toEqual(["accounts: two users or more", "two accounts or more"]);
  });

  test("finds nothing: policies that leave out the accounts, or do not act", () => {
    const models = model({
      principals: [user("bg1"), user("bg2")],
      groups: [group("accounts", ["bg1", "bg2"])],
      emergencyAccess: [
        { id: "e", accounts: ["bg1", "bg2"] },
        { id: "f", accounts: ["accounts"] },
      ],
      policies: [
        policy("p", ["All"], { exclude: ["bg1"] }),
        policy("q", ["All"], { state: "disabled" }),
        policy("r", ["All"], { exclude: ["accounts"] }),
      ],
    });
    expect(found("BG-01", models)).toEqual([]);
    expect(unchecked("BG-01", models)).toEqual([]);
  });

  test("does not know: where the state or the exclusion is not known, or only the tenant knows how many accounts there are", () => {
    const models = model({
      groups: [existingGroup("accounts")],
      emergencyAccess: [{ id: "e", accounts: ["accounts"] }],
      policies: [
        policy("p", ["All"], { state: { unknown: "changed by hand" } }),
        policy("q", ["All"], { exclude: { unknown: "changed by hand" } }),
      ],
    });
    expect(found("BG-01", models)).toEqual([]);
    expect(unchecked("BG-01", models)).toEqual([
      "e: how many accounts are in accounts",
      "p: whether it is enforced: changed by hand",
      "q: whom it leaves out: changed by hand",
    ]);
  });
});
