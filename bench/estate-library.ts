import { App } from "cdktf";
import { AccessStack, AksCluster, EntraGroup, EntraServicePrincipal, Expiration, JitGroup } from "../lib";
import {
  type EstateSize,
  PIPELINE,
  SRE,
  TENANT,
  clusterName,
  clustersIn,
  estateOf,
  groupName,
  groupsOn,
  subscriptionOf,
} from "./estate";

/** An estate by the library: groups in one stack, the clusters of each subscription in another. */
export function estateByLibrary(app: App, size: EstateSize): void {
  const identity = new AccessStack(app, "identity", { tenantId: TENANT });
  const owners = [EntraServicePrincipal.fromObjectId(identity, PIPELINE)];
  const sre = EntraGroup.fromObjectId(identity, "sre", SRE);
  const groups = Array.from({ length: size.groups }, (_, n) => {
    const group = new JitGroup(identity, groupName(n), { owners });
    group.assignEligible(sre, { expiration: Expiration.at("2027-06-30"), justification: "Rota" });
    return group;
  });
  for (let s = 0; s < size.subscriptions; s++) {
    const stack = new AccessStack(app, `clusters-${s}`, { tenantId: TENANT, subscriptionId: subscriptionOf(s) });
    for (const n of clustersIn(size, s)) {
      const cluster = AksCluster.fromClusterAttributes(stack, clusterName(n), { resourceGroup: clusterName(n) });
      for (const g of groupsOn(size, n)) cluster.access.namespace(groupName(g)).grantWriter(groups[g]);
    }
  }
}

if (require.main === module) {
  const app = new App({ stackTraces: false });
  estateByLibrary(app, estateOf(process.argv));
  app.synth();
}
