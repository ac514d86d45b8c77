/** Something that is shown beside the findings of the rules: about the guardrails themselves, or about the day. */
export interface Notice {
  /** As it is shown in front of the message. */
  readonly id: string;
  /** What should be so, in one line. */
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

/** Everything of that kind, by id. */
export const notices: readonly Notice[] = [
  {
    id: "ACK-01",
    title: "An acknowledgement matches a finding",
    why: "One that matches nothing was mended, misspelt, or is about something that moved; left there it would hide the next one.",
    fix: "Take it away, or name the rule and what it is meant for.",
  },
  {
    id: "DATE-01",
    title: "Assignments have not ended, and PIM accepts them today",
    why: "An assignment ends without a word: Terraform shows no change on that day, and the person finds no group to activate. It depends on the day, so it is never part of what synth writes, and stops no deploy: `npm run synth` and the commands print it, 30 days before, and `aks-entra check` fails once it is over.",
    fix: "Write another date, or take the assignment away.",
  },
  {
    id: "DATE-02",
    title: "Acknowledgements have not ended",
    why: "What was agreed on until a day is open again after it. Synth does not depend on the day; `npm run synth` and the commands print it, and `aks-entra check` counts the finding again.",
    fix: "Mend what it is about, or agree on another day.",
  },
  {
    id: "TONIGHT",
    title: "Errors are errors",
    why: "Somebody has turned the errors of this app into warnings for tonight, for the reason that is shown.",
    fix: "Take the switch away again.",
  },
];
