import type { GroupEntry } from "../access";
import { Comparing, type Side, type Weaknesses } from "./comparing";

/** What protects a group less: of one that is not role-assignable, any group administrator changes the members. */
export function weakerGroup(from: Side, to: Side, was: GroupEntry, is: GroupEntry): Weaknesses {
  return new Comparing(from, to).asked("role-assignable", was.roleAssignable, is.roleAssignable, ["yes", "no"]);
}
