import { quote } from "../../core/text";
import { UNKNOWN, after, before, wordsAfter, wordsBefore } from "../change";
import type { Weaker } from "../finding";
import { listAfter } from "../list-after";
import type { Change, Plan } from "../plan";

type Path = readonly (string | number)[];

const CONDITIONS = ["conditions", 0] as const;
const USERS = [...CONDITIONS, "users", 0] as const;
const APPLICATIONS = [...CONDITIONS, "applications", 0] as const;

/** Whom and what a policy covers: who is taken out is not covered any more. */
const INCLUDED: readonly { path: Path; all: Path; word: string }[] = [
  ...["included_users", "included_groups", "included_roles"].map((list) => ({
    path: [...USERS, list],
    all: [...USERS, "included_users"],
    word: list.replace("included_", "").replace(/s$/, ""),
  })),
  {
    path: [...APPLICATIONS, "included_applications"],
    all: [...APPLICATIONS, "included_applications"],
    word: "application",
  },
  {
    path: [...APPLICATIONS, "included_user_actions"],
    all: [...APPLICATIONS, "included_user_actions"],
    word: "user action",
  },
  { path: [...CONDITIONS, "client_app_types"], all: [...CONDITIONS, "client_app_types"], word: "client app type" },
];

/** What a policy leaves out: each that is added is not covered any more. */
const EXCLUDED: readonly { path: Path; word: string }[] = [
  ...["excluded_users", "excluded_groups", "excluded_roles"].map((list) => ({
    path: [...USERS, list],
    word: list.replace("excluded_", "").replace(/s$/, ""),
  })),
  { path: [...APPLICATIONS, "excluded_applications"], word: "application" },
  { path: [...CONDITIONS, "platforms", 0, "excluded_platforms"], word: "platform" },
  { path: [...CONDITIONS, "locations", 0, "excluded_locations"], word: "location" },
];

/** Conditions that cover everything while they are empty: to fill one is to narrow the policy. */
const NARROWING: readonly { path: Path; word: string }[] = [
  { path: [...CONDITIONS, "platforms", 0, "included_platforms"], word: "platforms" },
  { path: [...CONDITIONS, "locations", 0, "included_locations"], word: "locations" },
  { path: [...CONDITIONS, "authentication_flow_transfer_methods"], word: "authentication flows" },
  { path: [...CONDITIONS, "sign_in_risk_levels"], word: "sign-in risk" },
  { path: [...CONDITIONS, "user_risk_levels"], word: "user risk" },
  { path: [...CONDITIONS, "service_principal_risk_levels"], word: "service principal risk" },
];

/** Blocks that can't be compared one by one; any change is worth a look. */
const BLOCKS: readonly { path: Path; filled: "weaker" | "stricter"; word: string }[] = [
  { path: [...USERS, "included_guests_or_external_users"], filled: "stricter", word: "included guests" },
  { path: [...USERS, "excluded_guests_or_external_users"], filled: "weaker", word: "excluded guests" },
  { path: [...CONDITIONS, "devices"], filled: "weaker", word: "devices" },
  { path: [...APPLICATIONS, "filter"], filled: "weaker", word: "applications" },
  { path: [...CONDITIONS, "client_applications"], filled: "weaker", word: "service principals" },
];

const EVERYTHING = ["all", "any"];

/** What a changed policy covers no more. */
export function narrowings(plan: Plan, change: Change): Weaker[] {
  return [
    ...INCLUDED.flatMap(({ path, all, word }) => takenOut(plan, change, path, all, word)),
    ...EXCLUDED.flatMap(({ path, word }) => leftOut(plan, change, path, word)),
    ...NARROWING.flatMap(({ path, word }) => narrowed(change, path, word)),
    ...insiderRisk(change),
    ...BLOCKS.flatMap(({ path, filled, word }) => blockChanged(change, path, filled, word)),
  ];
}

const holdsAll = (list: readonly string[]) => list.some((w) => EVERYTHING.includes(w.toLowerCase()));

function takenOut(plan: Plan, change: Change, path: Path, all: Path, word: string): Weaker[] {
  if (holdsAll(wordsAfter(change, ...all).known)) return [];
  const { known, more } = listAfter(plan, change, ...path);
  const gone = wordsBefore(change, ...path).filter((w) => w !== "None" && !known.includes(w));
  return gone.map((w) => ({
    what: `the ${word} ${w} is not covered any more`,
    certainty: more > 0 ? "unknown" : "yes",
  }));
}

function leftOut(plan: Plan, change: Change, path: Path, word: string): Weaker[] {
  const was = wordsBefore(change, ...path);
  const { known, made, more, open } = listAfter(plan, change, ...path);
  const added = known.filter((w) => w !== "None" && !was.includes(w));
  const gone = was.filter((w) => !known.includes(w)).length;
  const found: Weaker[] = [...added, ...made.map((address) => `that this plan makes (${address})`)].map((w) => ({
    what: `the ${word} ${w} is left out from now on`,
    certainty: "yes",
  }));
  if (open) {
    // one that is not known yet may be one that was there
    const certainty = more !== Infinity && more > gone ? "yes" : "unknown";
    found.push({ what: `a ${word} that is only known after the apply is left out`, certainty });
  }
  return found;
}

function narrowed(change: Change, path: Path, word: string): Weaker[] {
  const was = wordsBefore(change, ...path);
  const { known, more } = wordsAfter(change, ...path);
  if (more > 0) return [{ what: `its condition of ${word} is only known after the apply`, certainty: "unknown" }];
  if (known.length === 0 || holdsAll(known)) return [];
  if (was.length === 0) return [{ what: `it is only about ${word} ${known.join(", ")} from now on`, certainty: "yes" }];
  const gone = was.filter((w) => !known.includes(w));
  if (gone.length === 0) return [];
  return [{ what: `it is not about ${word} ${gone.join(", ")} any more`, certainty: "yes" }];
}

/** One level, and not a list of them; empty it covers everybody. */
function insiderRisk(change: Change): Weaker[] {
  const path = [...CONDITIONS, "insider_risk_levels"];
  const [was, is] = [before(change, ...path) || undefined, after(change, ...path) || undefined];
  if (was === is || is === undefined) return [];
  if (is === UNKNOWN)
    return [{ what: "its condition of insider risk is only known after the apply", certainty: "unknown" }];
  const what = `it is only about insider risk ${String(is)} from now on`;
  return [{ what: was === undefined ? what : `${what}, in place of ${String(was)}`, certainty: "yes" }];
}

function blockChanged(change: Change, path: Path, filled: "weaker" | "stricter", word: string): Weaker[] {
  const [was, is] = [before(change, ...path), after(change, ...path)];
  if (is === UNKNOWN) return [{ what: `its condition of ${word} is only known after the apply`, certainty: "unknown" }];
  const empty = (v: unknown) => v === undefined || v === null || (Array.isArray(v) && v.length === 0);
  if (JSON.stringify(was ?? []) === JSON.stringify(is ?? []) || (empty(was) && empty(is))) return [];
  if (empty(was) || empty(is)) {
    const nowWeaker = (filled === "weaker") === empty(was);
    return nowWeaker
      ? [
          {
            what: `its condition of ${word} ${empty(was) ? "narrows it from now on" : "is gone, so they are not covered any more"}`,
            certainty: "yes",
          },
        ]
      : [];
  }
  return [{ what: `its condition of ${word} changes from ${quote(was)} to ${quote(is)}`, certainty: "unknown" }];
}
