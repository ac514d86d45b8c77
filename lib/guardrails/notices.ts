import { EXPECT } from "../access/expectations";
import type { Case, Place } from "./rule";

/** What names the acknowledgements themselves. */
export const ACKNOWLEDGEMENT_RULE = "ACK-01";
/** What depends on the day; `datedFindings` finds it. */
export const DATED_RULES = { assignment: "DATE-01", acknowledgement: "DATE-02", forgotten: "DATE-03" } as const;
/** What is shown while errors are only warnings. */
export const TONIGHT_RULE = "TONIGHT";

/** Something that is shown beside the findings of the rules: about the files themselves, or about the day. */
export interface Notice {
  /** As it is shown in front of the message. */
  readonly id: string;
  /** What should be so, in one line. */
  readonly title: string;
  /** Where it may be acknowledged; nowhere for what is mended there. */
  readonly on?: readonly Place[];
  /** When it is shown, and how serious that is. */
  readonly cases: readonly Case[];
  readonly why: string;
  readonly fix: string;
}

/** Everything of that kind, by id. */
export const notices: readonly Notice[] = [
  {
    id: ACKNOWLEDGEMENT_RULE,
    title: "An acknowledgement matches a finding",
    cases: [{ when: "one matches nothing", level: "warning" }],
    why: "One that matches nothing was mended, misspelt, or is about something that moved; left there it would hide the next one.",
    fix: "Take it away, or name the rule and what it is meant for.",
  },
  {
    id: DATED_RULES.assignment,
    title: "No assignment has ended or ends soon, and PIM accepts each today",
    cases: [
      { when: "an assignment has ended, or ends later than the role settings allow", level: "error" },
      { when: "one ends within 30 days", level: "warning" },
    ],
    why: "An assignment ends without a word: Terraform shows no change on that day, and the person finds no group to activate. It depends on the day, so it is never part of what synth writes, and stops no deploy: `npm run synth` and the commands print it, 30 days before, and `aks-entra check` fails once it is over.",
    fix: "Write another date, or take the assignment away.",
  },
  {
    id: DATED_RULES.acknowledgement,
    title: "No acknowledgement has ended or ends soon",
    cases: [
      { when: "one has ended", level: "error" },
      { when: "one ends within 30 days", level: "warning" },
    ],
    why: "What was agreed on until a day is open again after it. Synth does not depend on the day; `npm run synth` and the commands print it, and `aks-entra check` counts the finding again.",
    fix: "Mend what it is about, or agree on another day.",
  },
  {
    id: DATED_RULES.forgotten,
    title: "What is said to have ended has ended",
    cases: [{ when: "an assignment with `ended: true` ends later", level: "error" }],
    why: "`ended: true` lets Terraform forget an assignment and revokes nothing. Said too early, somebody has the access until its end, and neither a plan nor `aks-entra` shows it any more. It depends on the day as well: `npm run synth` prints it and `aks-entra check` fails. A length without a start counts from when it was applied, which no file says: it is listed as not checkable here.",
    fix: "Take the whole assignment away, which revokes it; or wait until it is over.",
  },
  {
    id: EXPECT,
    title: "What the files expect is so",
    on: ["groups", "clusters"],
    cases: [
      { when: "somebody can do what he is expected not to", level: "error" },
      {
        when: "somebody is cluster administrator without activating, and `noStandingClusterAdmins` is expected",
        level: "error",
      },
      {
        when: "that ends by itself, or follows from what the file assumes of a cluster that exists",
        level: "warning",
      },
    ],
    why: "`expect` in a config file says what must stay so, whatever anybody changes, and in which file of the app he changes it. The finding shows the way that breaks it. What only the tenant knows is not failed; it is listed as not checkable here.",
    fix: "Take that way away, or say under `expect` what is meant instead.",
  },
  {
    id: TONIGHT_RULE,
    title: "Errors are errors",
    cases: [{ when: "the switch is on", level: "warning" }],
    why: "Somebody has turned the errors of this app into warnings for tonight, for the reason that is shown.",
    fix: "Take the switch away again.",
  },
];
