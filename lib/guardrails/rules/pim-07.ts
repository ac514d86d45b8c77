import { Duration } from "../../core/duration";
import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

const TOKEN = Duration.hours(1);

/** An activation lasts as long as a token. */
export const PIM_07 = rule({
  id: "PIM-07",
  title: "An activation lasts an hour or more",
  on: ["groups"],
  cases: { short: { when: "its longest time is shorter than a token lives", level: "warning" } },
  why: "Groups are read from the token, and a token lives 60 to 75 minutes: a shorter window promises an end that does not happen.",
  fix: "Write one hour or more, and count the last token on top.",
  sources: [
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "Azure/AKS#4232 and #3798: up to 90 minutes seen",
  ],
  tooMuch: false,
  evaluate: (scene) =>
    scene.settings.flatMap((s) => {
      const text = known(s.activation.maximum);
      if (text === undefined) return [doubt(s, `how long an activation lasts: ${reason(s.activation.maximum)}`)];
      const maximum = Duration.parse(text);
      if (!TOKEN.isLongerThan(maximum)) return [];
      return [
        hit(
          s,
          "short",
          `an activation of ${scene.nameOf(s.group)} lasts ${maximum} at most, and the token that it gives 60 to 75 minutes`,
          inTerms(s, "activation: { maximum: 1h }", "activation.maximum: Duration.hours(1)"),
        ),
      ];
    }),
});
