import { rule } from "../rule";
import { tenantLimit } from "../tenant-limit";

const MOST = 240;

/** Policies fit into the tenant. */
export const LIM_03 = rule({
  id: "LIM-03",
  title: `A tenant has at most ${MOST} Conditional Access policies`,
  on: ["file"],
  cases: {
    over: { when: "the model alone has more", level: "error" },
    near: { when: "the model alone has more than four fifths of it", level: "warning" },
  },
  why: "Entra refuses the next one, whatever their states. The limit was 195 until 2025.",
  fix: "Name more groups in one policy; blocking device code costs a policy of its own.",
  sources: ["https://learn.microsoft.com/entra/identity/conditional-access/plan-conditional-access"],
  tooMuch: false,
  evaluate: (scene) =>
    tenantLimit(scene.policies, MOST, "Conditional Access policies", "name more groups in one policy"),
});
