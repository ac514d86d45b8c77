import type { ClusterEntry } from "../access";
import { Comparing, type Side, type Weaknesses } from "./comparing";

/** What a cluster lets in more. */
export function weakerCluster(from: Side, to: Side, was: ClusterEntry, is: ClusterEntry): Weaknesses {
  const c = new Comparing(from, to)
    .asked("local accounts", was.localAccountsDisabled, is.localAccountsDisabled, ["off", "on"])
    .allowed("run command", was.runCommandEnabled, is.runCommandEnabled, ["on", "off"])
    .asked("private API", was.privateCluster, is.privateCluster, ["yes", "no"])
    .list("audit logs", was.auditLogs, is.auditLogs, "fewer");
  // an empty list lets every address in
  const open = (list: readonly string[]) => list.length === 0;
  return c.fact(
    "addresses that reach the API",
    was.authorizedIpRanges,
    is.authorizedIpRanges,
    (a, b) => !open(a) && (open(b) || b.some((r) => !a.includes(r))),
    (list) => (open(list) ? "all" : [...list].sort().join(", ")),
  );
}
