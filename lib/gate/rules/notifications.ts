import { UNKNOWN, after, before, wordsAfter, wordsBefore } from "../change";
import type { Weaker } from "../finding";
import type { Change } from "../plan";

const EVENTS = ["active_assignments", "eligible_activations", "eligible_assignments"];
const RECIPIENTS = ["admin_notifications", "approver_notifications", "assignee_notifications"];

/** Who is told less of assignments and activations than before. */
export function lessTold(change: Change): Weaker[] {
  return EVENTS.flatMap((event) =>
    RECIPIENTS.flatMap((recipients): Weaker[] => {
      const path = ["notification_rules", 0, event, 0, recipients, 0] as const;
      const of = `${recipients.replace("_", " ")} of ${event.replace("_", " ")}`;
      const was = (attribute: string) => before(change, ...path, attribute);
      const is = (attribute: string) => after(change, ...path, attribute);
      const told = (lost: boolean, unknown: boolean, what: string): Weaker[] =>
        unknown
          ? [{ what: `${of}: ${what}, or not, is only known after the apply`, certainty: "unknown" }]
          : lost
            ? [{ what: `${of}: ${what}`, certainty: "yes" }]
            : [];
      const everything = was("notification_level") === "All" && is("notification_level") !== "All";
      const usual = was("default_recipients") === true && is("default_recipients") !== true;
      const { known, more } = wordsAfter(change, ...path, "additional_recipients");
      const gone = wordsBefore(change, ...path, "additional_recipients").filter((w) => !known.includes(w));
      return [
        ...told(everything, everything && is("notification_level") === UNKNOWN, "only what is critical is told"),
        ...told(
          usual,
          usual && is("default_recipients") === UNKNOWN,
          "those who are told as a rule are not told any more",
        ),
        ...told(gone.length > 0, gone.length > 0 && more > 0, `${gone.join(" and ")} is not told any more`),
      ];
    }),
  );
}
