import type { ClusterEntry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";
import { known } from "../scene";

/** Role assignments that Azure takes in a subscription. */
const MOST = 4000;
/** From here on somebody should know. */
const MANY = MOST * 0.8;

/** Role assignments fit into the subscription. */
export const LIM_01 = rule({
  id: "LIM-01",
  title: `A subscription has at most ${MOST} role assignments`,
  on: ["file"],
  cases: {
    over: { when: "the model alone has more", level: "error" },
    near: { when: "the model alone has more than four fifths of it", level: "warning" },
  },
  why: "Azure refuses the next one, RoleAssignmentLimitExceeded, in the middle of an apply. Every grant to a person counts, with the Cluster User role that comes with it.",
  fix: "Grant to groups in place of people, and on whole clusters in place of namespaces where that is meant.",
  sources: ["https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits"],
  tooMuch: true,
  evaluate: (scene) => {
    const bySubscription = new Map<string, { count: number; first: ClusterEntry }>();
    const verdicts: Verdict<"over" | "near">[] = [];
    for (const cluster of scene.clusters) {
      const subscription = known(cluster.subscriptionId)?.toLowerCase();
      if (subscription === undefined) continue;
      const there = bySubscription.get(subscription) ?? { count: 0, first: cluster };
      there.count += scene.grantsOn(cluster.id).length;
      bySubscription.set(subscription, there);
    }
    for (const [subscription, { count, first }] of bySubscription) {
      const says = `the model has ${count} role assignments in the subscription ${subscription}, of ${MOST} that Azure takes`;
      if (count > MOST) verdicts.push(hit(first, "over", says, "grant to groups in place of people"));
      else if (count > MANY) verdicts.push(hit(first, "near", says, "grant to groups in place of people"));
      else
        verdicts.push(
          doubt(
            first,
            `how many role assignments the subscription ${subscription} has beside the ${count} of the model`,
          ),
        );
    }
    return verdicts;
  },
});
