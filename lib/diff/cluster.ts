import { type ClusterEntry, PODS_OPEN_BEFORE, type Fact, isBefore, isUnknown } from "../access";
import { isWithin } from "./addresses";
import { Comparing, type Side, type Weaknesses } from "./comparing";

/** What a cluster lets in more. */
export function weakerCluster(from: Side, to: Side, was: ClusterEntry, is: ClusterEntry): Weaknesses {
  const c = new Comparing(from, to)
    .asked("sign-in with Entra ID", entra(was), entra(is), ["on", "off"])
    // without it, bindings inside Kubernetes decide, and no model shows them
    .asked("Azure RBAC", was.azureRbac, is.azureRbac, ["on", "off"])
    .asked("local accounts", was.localAccountsDisabled, is.localAccountsDisabled, ["off", "on"])
    .allowed("run command", was.runCommandEnabled, is.runCommandEnabled, ["on", "off"])
    .asked("private API", was.privateCluster, is.privateCluster, ["yes", "no"])
    .list("audit logs", was.auditLogs, is.auditLogs, "fewer")
    .fact(
      "addresses that reach the API",
      was.authorizedIpRanges,
      is.authorizedIpRanges,
      (a, b) => !isOpen(a) && (isOpen(b) || !isWithin(b, a)),
      (list) => (list.length === 0 ? "all" : [...list].sort().join(", ")),
    );
  version(c, was.kubernetesVersion, is.kubernetesVersion);
  return c;
}

/** An empty list lets every address in. */
function isOpen(ranges: readonly string[]): boolean {
  return ranges.length === 0 || isWithin(["0.0.0.0/0"], ranges);
}

function entra({ entraIntegration }: ClusterEntry): Fact<boolean> {
  return entraIntegration ?? { unknown: "nobody states it" };
}

/** An older Kubernetes lets more in, where a version decides what a reader may. */
function version(c: Comparing, was: Fact<string>, is: Fact<string>): void {
  const name = "port-forward and attach";
  const open = (v: string) => isBefore(v, PODS_OPEN_BEFORE);
  const say = (v: string) => (open(v) ? `for whoever reads pods (Kubernetes ${v})` : `for who writes pods (${v})`);
  // from an older version nothing can get weaker, nor in a newer one
  if (!isUnknown(was) && open(was)) return;
  if (!isUnknown(is) && !open(is)) return;
  c.fact(name, was, is, (a, b) => !open(a) && open(b), say);
}
