import { type AccessPath, type Estate, type Mode, type PolicyGate, isUnknown } from "../access";
import { activationText, placeOf, policyText, rightName } from "../access/text";
import { count, few } from "./lists";

export { count, few, grouped } from "./lists";

/** How somebody has a right, in words. */
export const MODES: Readonly<Record<Mode, string>> = {
  standing: "standing",
  active: "active, without an activation",
  eligible: "by an activation",
  emergency: "standing, as an emergency account",
  "control-plane": "by changing who has access",
};

/** The roles that say little beside others: they come last. */
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";

/** Rights of several paths in one line: `RBAC Writer on prod-neu/payments and prod-weu/payments; Cluster User Role on prod-weu`. */
export function rightsText(estate: Estate, paths: readonly AccessPath[]): string {
  const places = new Map<string, string[]>();
  const last = (p: AccessPath) => Number(p.right.role === CLUSTER_USER);
  for (const { right } of [...paths].sort((a, b) => last(a) - last(b))) {
    const name = rightName(right);
    places.set(name, [...(places.get(name) ?? []), placeOf(estate, right)]);
  }
  return [...places].map(([role, where]) => `${role} on ${few(where)}`).join("; ");
}

/** How somebody gets there: `eligible for aks-admins`, `member of aks-operators, which is eligible for myJITGroup`. */
export function wayText(estate: Estate, { via, right }: AccessPath): string {
  if (via.length === 0) return "directly";
  return via
    .map(({ kind, group, accessId, entry }) => {
      const name = estate.nameOf(group);
      const owner = accessId === "owner" && kind !== "owner" ? "ownership of " : "";
      if (kind === "member") return `member of ${name}`;
      if (kind === "emergency") return `emergency account in ${name}`;
      if (kind === "owner") return `owner of ${name}`;
      if (kind === "deployer") return `applies the stack ${estate.stackOf(entry) ?? estate.nameOf(right.cluster)}`;
      return kind === "eligible" ? `eligible for ${owner}${name}` : `active in ${owner}${name}`;
    })
    .join(", which is ");
}

/** When the assignments on a way begin and end, as they are written; nothing if nothing is said of it. */
export function endsText({ via }: AccessPath): string {
  const ends = via.flatMap(({ ends: end, starts }) => {
    const from = starts === undefined || isUnknown(starts) ? "" : `from ${starts.replace(/T00:00:00Z$/, "")}`;
    if (end === null || isUnknown(end) || end === "permanent") return from === "" ? [] : [from];
    return from === "" ? [endText(end)] : [`${from} ${endText(end).replace(/ from apply$/, "")}`];
  });
  return ends.length === 0 ? "" : ends.join(", ");
}

/** `until 2027-06-30`, `for 180d from apply`. */
export function endText(end: string | null): string {
  if (end === null) return "without an end";
  if (end.startsWith("P")) return `for ${end.replace(/^P|T/g, "").toLowerCase()} from apply`;
  return `until ${end.replace(/T23:59:59Z$/, "")}`;
}

/** What is asked for on a way: what each activation asks, and what a sign-in to AKS has to meet. */
export function gatesText(estate: Estate, { gates, mode }: AccessPath): string[] {
  const activations = gates.activations.map(
    (a) => `activation of ${estate.nameOf(a.group)}: ${activationText(estate, a)}`,
  );
  return [...activations, ...(mode === "control-plane" ? [] : [signInText(estate, gates.policies.after)])];
}

/** What the policies ask of a sign-in to AKS: those that bind for sure by name, of the others how many. */
function signInText(estate: Estate, policies: readonly PolicyGate[]): string {
  const on = policies.filter((p) => p.state === "enabled");
  const sure = on.filter((p) => p.applies === "yes");
  const asks = sure.filter((p) => p.deviceCodeOnly === false).map((p) => policyText(estate, p));
  const blocked = sure.some((p) => p.deviceCodeOnly === true && !isUnknown(p.controls) && p.controls.includes("block"));
  const watched = policies
    .filter((p) => p.applies === "yes" && p.state !== "enabled")
    .map((p) => policyText(estate, p));
  const perhaps = on.length - sure.length;
  const parts = [
    asks.length === 0 ? "no policy asks for anything" : [...new Set(asks)].sort().join(", "),
    ...(blocked ? ["no device codes"] : []),
    ...(watched.length > 0 ? [`not enforced: ${[...new Set(watched)].sort().join(", ")}`] : []),
    ...(perhaps > 0 ? [`perhaps ${count(perhaps, "policy", "policies")} more (only the tenant knows whom)`] : []),
  ];
  return `sign-in to AKS: ${parts.join("; ")}`;
}

/** The lines of the files that say so: of the steps, then of the right. */
export function sourcesOf(estate: Estate, { via, right }: AccessPath): string[] {
  const ids = [...via.map((h) => h.entry), right.entry];
  return [...new Set(ids.flatMap((id) => estate.entry(id)?.source ?? []))];
}
