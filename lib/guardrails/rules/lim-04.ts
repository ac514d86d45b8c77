import type { Entry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";

const MOST = 200;

/** Groups fit into a token. */
export const LIM_04 = rule({
  id: "LIM-04",
  title: `Nobody is in more than ${MOST} groups, as many as a token holds`,
  on: ["file"],
  cases: {
    application: { when: "an application is", level: "error" },
    person: { when: "a person is", level: "info" },
  },
  why: "A token names at most 200 groups, nested ones included. For people AKS then asks Microsoft Graph; an application is refused.",
  fix: "Share groups between clusters, or grant to the application itself.",
  sources: ["Azure/kubelogin#144; kubeguard/guard#445"],
  tooMuch: true,
  evaluate: (scene) => {
    const doubts = new Map<string, Entry>();
    const verdicts: Verdict<"application" | "person">[] = [];
    for (const who of scene.people) {
      const entry = scene.principal(who) as Entry;
      const groups = scene.reach.groupsOf(who).size;
      const type = scene.whoIs(who).type;
      if (groups > MOST) {
        const says = `${scene.nameOf(who)} is in ${groups} groups of the model, and a token holds ${MOST}`;
        verdicts.push(
          hit(entry, type === "ServicePrincipal" ? "application" : "person", says, "share groups between clusters"),
        );
      } else if (type === "ServicePrincipal" && groups > 0) doubts.set(who, entry);
    }
    return [
      ...verdicts,
      ...[...doubts.values()].map((e) => doubt(e, "how many groups it is in beside those of the model")),
    ];
  },
});
