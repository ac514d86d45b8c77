import { equalities } from "../stand-in/filter";
import { type Resource } from "../stand-in/resources";
import { type World } from "../stand-in/world";
import { membersOf } from "../graph/pim-store";

/**
 * The role assignments that a list at a scope shows.
 *
 * All of them at, above and below the scope; with `atScope()` none below. `principalId eq '…'` shows what somebody has
 * directly, `assignedTo('…')` also what comes by groups.
 */
export function selected(world: World, scope: string, filter: string | null): (assignment: Resource) => boolean {
  const conditions = (filter ?? "").split(/\s+and\s+/i).map((condition) => condition.trim());
  const at = conditions.some((c) => /^atScope\(\)$/i.test(c));
  const [assigned] = conditions.flatMap((c) => /^assignedTo\('([^']*)'\)$/i.exec(c)?.[1] ?? []);
  const rest = conditions.filter((c) => c !== "" && !/^(atScope\(\)|assignedTo\('[^']*'\))$/i.test(c));
  const { principalId } = equalities(rest.join(" and "), ["principalId"]);
  const holders = assigned === undefined ? undefined : holdersOf(world, assigned);
  return ({ properties }) => {
    const own = String(properties.scope);
    const holder = String(properties.principalId).toLowerCase();
    return (
      (covers(own, scope) || (!at && covers(scope, own))) &&
      (principalId === undefined || holder === principalId.toLowerCase()) &&
      (holders === undefined || holders.has(holder))
    );
  };
}

/** Whether a scope is another or above it. */
function covers(above: string, scope: string): boolean {
  const root = above === "/" ? "" : above.toLowerCase();
  return `${scope === "/" ? "" : scope.toLowerCase()}/`.startsWith(`${root}/`);
}

/** Somebody, and every group that they are in. */
function holdersOf(world: World, principal: string): Set<string> {
  const found = new Set([principal.toLowerCase()]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const group of world.directory.all("group")) {
      if ([...membersOf(world, group, "member")].some((member) => found.has(member))) found.add(group.id.toLowerCase());
    }
  }
  return found;
}
