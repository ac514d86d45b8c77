import { jitGroup, model, settings } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-07, an activation lasts an hour or more", () => {
  test("finds half an hour", () => {
    const models = model({ groups: [jitGroup("admins")], roleSettings: [settings("admins", { maximum: "PT30M" })] });
    expect(found("PIM-07", models)).toEqual([
      "warning admins/member-settings: an activation of admins lasts 30m at most, and the token that it gives 60 to 75 minutes",
    ]);
    expect(fixes("PIM-07", models)).toEqual(["activation.maximum: Duration.hours(1)"]);
  });

  test("finds nothing: an hour", () => {
    const models = model({ groups: [jitGroup("admins")], roleSettings: [settings("admins", { maximum: "PT1H" })] });
    expect(found("PIM-07", models)).toEqual([]);
    expect(unchecked("PIM-07", models)).toEqual([]);
  });

  test("does not know: where the length is not known", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [settings("admins", { maximum: { unknown: "changed by hand" } })],
    });
    expect(found("PIM-07", models)).toEqual([]);
    expect(unchecked("PIM-07", models)).toEqual([
      "admins/member-settings: how long an activation lasts: changed by hand",
    ]);
  });
});
