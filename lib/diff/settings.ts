import { type Fact, type RoleSettingsEntry, isUnknown } from "../access";
import { Comparing, type Side, type Weaknesses } from "./comparing";
import { type Decider, decidersText, newDeciders } from "./deciders";

/** What role settings ask for less. */
export function weakerSettings(from: Side, to: Side, was: RoleSettingsEntry, is: RoleSettingsEntry): Weaknesses {
  const c = new Comparing(from, to)
    .length("longest activation", was.activation.maximum, is.activation.maximum)
    .asked("justification", was.activation.justification, is.activation.justification)
    .asked("ticket", was.activation.ticket, is.activation.ticket);
  signIn(c, was, is);
  const some = (list: readonly string[]) => list.length > 0;
  const approval = (f: Fact<readonly string[]>) => (isUnknown(f) ? f : some(f));
  const [asked, stillAsked] = [approval(was.activation.approvers), approval(is.activation.approvers)];
  c.asked("approval", asked, stillAsked);
  if (asked === true && stillAsked === true) approvers(c, from, to, was.activation.approvers, is.activation.approvers);
  return c
    .length("longest eligibility", ceiling(was.eligible), ceiling(is.eligible))
    .length("longest active assignment", ceiling(was.active), ceiling(is.active))
    .asked("justification of an active assignment", was.active.justification, is.active.justification)
    .asked("MFA for an active assignment", was.active.mfa, is.active.mfa)
    .list("who is told", was.alerts, is.alerts, "fewer");
}

/** Who can approve, by membership in the groups that approve; and who can make himself one who can. */
function approvers(
  c: Comparing,
  from: Side,
  to: Side,
  was: Fact<readonly string[]>,
  is: Fact<readonly string[]>,
): void {
  const news = newDeciders(from, to, was, is);
  if (news === undefined) return;
  const { before, after, deciding, byOwning, doubts } = news;
  const text = (all: ReadonlyMap<string, Decider>, fresh: readonly Decider[], owning: boolean) =>
    decidersText(
      [...all.values()].filter((d) => d.isOwner === owning),
      fresh,
    );
  if (deciding.length > 0) {
    const listed = c.aspects.length;
    c.list("approvers", was, is, "more");
    // the same list, with others in its groups
    if (c.aspects.length === listed) {
      const name = "who can approve";
      c.aspects.push({ name, before: text(before, [], false), after: text(after, deciding, false) });
    }
  }
  if (byOwning.length > 0) {
    const name = "who can become an approver by owning a group";
    c.aspects.push({ name, before: text(before, [], true), after: text(after, byOwning, true) });
  }
  for (const reason of doubts) c.unknown.push({ what: "who can approve may have changed", reason });
}

/** MFA and an authentication context take each other's place; which asks for more, only the tenant knows. */
function signIn(c: Comparing, was: RoleSettingsEntry, is: RoleSettingsEntry): void {
  const say = ({ activation: { mfa, authenticationContext } }: RoleSettingsEntry): Fact<string> => {
    if (isUnknown(authenticationContext)) return authenticationContext;
    if (authenticationContext !== null) return `authentication context ${authenticationContext}`;
    return isUnknown(mfa) ? mfa : mfa ? "MFA" : "nothing";
  };
  const [old, now] = [say(was), say(is)];
  const between = !isUnknown(old) && !isUnknown(now) && old !== now && old !== "nothing" && now !== "nothing";
  if (between)
    c.unknown.push({
      what: `sign-in at activation: ${old} became ${now}`,
      reason: "only the tenant knows which asks for more",
    });
  else
    c.fact(
      "sign-in at activation",
      old,
      now,
      (a, b) => a !== b && b === "nothing",
      (v) => v,
    );
}

function ceiling({ expireAfter, permanentAllowed }: RoleSettingsEntry["eligible"]): Fact<string | null> {
  if (isUnknown(permanentAllowed)) return permanentAllowed;
  return permanentAllowed ? null : expireAfter;
}
