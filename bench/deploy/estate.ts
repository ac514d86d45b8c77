import { stringify } from "yaml";
import { ESTATES, PIPELINE, SRE, TENANT, clusterName, groupName, groupsOn, subscriptionOf } from "../estate";

/** The estate of a team as config files: 66 just-in-time groups, and 40 clusters that they write to. */
export function estateFiles(): Readonly<Record<string, string>> {
  const size = ESTATES["40 clusters, 66 groups"];
  const names = (count: number, name: (n: number) => string) => Array.from({ length: count }, (_, n) => name(n));
  const identity = {
    name: "identity",
    tenantId: TENANT,
    defaults: { groups: { owners: [{ servicePrincipal: PIPELINE }] } },
    roleSettings: { writer: { activation: { maximum: "8h", require: ["mfa", "justification"] } } },
    groups: {
      sre: { existing: SRE },
      ...Object.fromEntries(
        names(size.groups, groupName).map((name) => [
          name,
          {
            pim: {
              settings: "writer",
              eligible: [{ principal: "sre", until: "2027-06-30", justification: "Rota" }],
            },
          },
        ]),
      ),
    },
  };
  const clusters = {
    name: "clusters",
    uses: ["identity.yaml"],
    tenantId: TENANT,
    subscriptionId: subscriptionOf(0),
    location: "westeurope",
    clusters: Object.fromEntries(
      names(size.clusters, clusterName).map((name, n) => [
        name,
        {
          existing: { resourceGroup: name },
          assume: { azureRbac: true, localAccounts: "disabled" },
          access: [
            {
              namespaces: Object.fromEntries(groupsOn(size, n).map((g) => [groupName(g), { writer: [groupName(g)] }])),
            },
          ],
        },
      ]),
    ),
  };
  return { "identity.yaml": stringify(identity), "clusters.yaml": stringify(clusters) };
}
