import {
  application,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  user,
} from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("WI-01, no application is in a just-in-time group, or in a group of administrators", () => {
  test("finds applications in a just-in-time group, and ones that may activate it", () => {
    const models = model({
      principals: [application("robot", 9), application("bot", 8), application("third", 7)],
      groups: [jitGroup("admins")],
      assignments: [
        assignment("active", "admins", "robot"),
        assignment("eligible", "admins", "bot"),
        assignment("eligible", "admins", "third"),
      ],
    });
    expect(found("WI-01", models)).toEqual([
      "warning admins: the application robot is in admins, a just-in-time group, and passes neither MFA nor any policy for users",
      "warning admins: the applications bot and third may activate admins, a just-in-time group, and no application can activate anything",
    ]);
    expect(fixes("WI-01", models)).toEqual(["a group of its own for the application, with a grant of its own"]);
  });

  test("finds one in a standing group of administrators, and of those who can change the cluster", () => {
    const models = model({
      principals: [application("robot", 9), user("alice")],
      groups: [group("admins", ["robot", "alice"]), group("owners", ["robot"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "admin", "admins"), grant("prod", "contributor", "owners")],
    });
    expect(found("WI-01", models)).toEqual([
      "warning admins: the application robot is in admins, a group of administrators, and passes neither MFA nor any policy for users",
      "warning owners: the application robot is in owners, a group of administrators, and passes neither MFA nor any policy for users",
    ]);
    expect(fixes("WI-01", models)).toEqual(["a group of its own for the application, with a grant of its own"]);
  });

  test("finds nothing: people in both, and applications in groups of their own", () => {
    const models = model({
      principals: [application("robot", 9), user("alice")],
      groups: [jitGroup("admins"), group("robots", ["robot"])],
      assignments: [assignment("eligible", "admins", "alice")],
      clusters: [cluster("prod")],
      grants: [grant("prod/payments", "admin", "robots"), grant("prod", "writer", "robots")],
    });
    expect(found("WI-01", models)).toEqual([]);
    expect(unchecked("WI-01", models)).toEqual([]);
  });

  test("does not know: who is in a group of which only the tenant knows", () => {
    const models = model({
      groups: [existingGroup("sre"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "sre")],
    });
    expect(found("WI-01", models)).toEqual([]);
    expect(unchecked("WI-01", models)).toEqual(["admins: whether an application is in sre"]);
  });
});
