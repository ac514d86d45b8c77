import { rule } from "../rule";
import { known } from "../scene";
import { tenantLimit } from "../tenant-limit";

const MOST = 500;

/** Role-assignable groups fit into the tenant. */
export const LIM_02 = rule({
  id: "LIM-02",
  title: `A tenant has at most ${MOST} role-assignable groups`,
  on: ["file"],
  cases: {
    over: { when: "the model alone has more", level: "error" },
    near: { when: "the model alone has more than four fifths of it", level: "warning" },
  },
  why: "Entra refuses the next one, and the flag of a group cannot be changed later.",
  fix: "Share groups between clusters of the same kind.",
  sources: ["https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept"],
  tooMuch: false,
  evaluate: (scene) =>
    tenantLimit(
      scene.groups.filter((g) => g.kind !== "existing" && known(g.roleAssignable) === true),
      MOST,
      "role-assignable groups",
      "share groups between clusters of the same kind",
    ),
});
