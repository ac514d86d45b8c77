import type { GroupEntry } from "../access/model";
import type { Directory, FoundGroup } from "./directory";
import { type Known, known } from "./known";
import { type Outcome, other, pick, unseen } from "./result";

/** Object ids of the groups and principals that a stack speaks of. */
export interface Principals {
  /** What came of looking for a group that is made, or of a principal that is used; the id is an object id. */
  find(id: string): Promise<Outcome>;
}

/**
 * Principals by their ids in the model: as written, as a takeover file has them, or looked up by name, once each.
 *
 * @param taken ids of takeover files by Terraform address, `/groups/OBJECT-ID`; they win
 */
export function principalsOf(
  directory: Directory,
  models: Known,
  taken: (groupId: string) => string | undefined,
): Principals {
  const asked = new Map<string, Promise<Outcome>>();
  const find = async (id: string): Promise<Outcome> => {
    const group = models.group(id);
    if (group === undefined) return user(directory, models, id);
    const objectId = taken(id)?.replace(/^\/groups\//, "") ?? known(group.objectId);
    if (objectId !== undefined) return groupById(directory, objectId, group);
    const name = known(group.displayName);
    if (name === undefined) return unseen("its display name is not known before an apply");
    const seen = await directory.groupsNamed(name);
    if ("gap" in seen) return unseen(`${seen.gap.what} cannot be read`);
    if (seen.value.length === 1) return asDeclared(group, seen.value[0]);
    return pick(
      seen.value.map((g) => g.id),
      `have the name "${name}"`,
    );
  };
  return {
    find: (id) => {
      const now = asked.get(id) ?? find(id);
      asked.set(id, now);
      return now;
    },
  };
}

/** A group that is only used is not looked at: its id is all that counts. */
async function groupById(directory: Directory, id: string, group: GroupEntry): Promise<Outcome> {
  if (group.kind === "existing") return { is: "found", id };
  const seen = await directory.group(id);
  if ("gap" in seen) return unseen(`${seen.gap.what} cannot be read`);
  return seen.value === undefined ? other(`no group has the object id ${id}`) : asDeclared(group, seen.value);
}

/** A group that exists, unless an apply would destroy it to make one as the file has it. */
function asDeclared(group: GroupEntry, found: FoundGroup): Outcome {
  const { id, displayName } = found;
  const odd = group.kind === "existing" ? undefined : oddity(group, found);
  if (odd !== undefined) return other(`${id}, "${displayName}", is another kind of group: ${odd}`);
  const name = known(group.displayName);
  return { is: "found", id, ...(name !== undefined && name !== displayName && { name: displayName }) };
}

function oddity({ roleAssignable }: GroupEntry, found: FoundGroup): string | undefined {
  if (found.membership === "dynamic") return "a rule fills it";
  if (found.membership === "synced") return "it comes from the on-premises directory";
  if (found.mail) return "it has a mailbox";
  const wanted = known(roleAssignable);
  if (wanted === undefined || wanted === found.roleAssignable) return undefined;
  return wanted
    ? "it is not role-assignable, and the file says that it is"
    : "it is role-assignable, and the file does not say so";
}

async function user(directory: Directory, models: Known, id: string): Promise<Outcome> {
  const principal = models.principal(id);
  const objectId = principal && known(principal.objectId);
  if (objectId !== undefined) return { is: "found", id: objectId };
  const name = principal?.userPrincipalName;
  if (name === undefined) return unseen("its object id is not known before an apply");
  const seen = await directory.userNamed(name);
  if ("gap" in seen) return unseen(`${seen.gap.what} cannot be read`);
  return seen.value === undefined ? { is: "absent" } : { is: "found", id: seen.value };
}
