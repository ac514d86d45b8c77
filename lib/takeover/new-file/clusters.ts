import { ROLES } from "../../access/roles";
import type { Survey, SurveyedCluster, SurveyedGrant } from "./survey";
import type { Said, Writing } from "./writing";

const WORDS: Readonly<Record<string, { readonly key: string; readonly word: string; readonly inNamespace: boolean }>> =
  {
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f": { key: "clusterUser", word: "cluster-user", inNamespace: false },
    "7f6c6a51-bcf8-42ba-9220-52d62157d7db": { key: "reader", word: "reader", inNamespace: true },
    "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb": { key: "writer", word: "writer", inNamespace: true },
    "3498e952-d568-435e-9b2c-8d77e338d7f7": { key: "admin", word: "admin", inNamespace: true },
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": { key: "clusterAdmin", word: "cluster-admin", inNamespace: false },
  };
/** Built-in roles that a file names; their words in addresses. */
const NAMED: Readonly<Record<string, string>> = {
  "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": "cluster-admin",
  "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": "cluster-admin-credential",
  "1afdec4b-e479-420e-99e7-f82237c7c5e6": "cluster-monitoring-user",
  "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8": "contributor",
};
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";

/** A cluster in the words of a config file, and the ids of its role assignments by address. */
export interface SaidCluster {
  readonly key: string;
  readonly said: Said;
  readonly imports: readonly (readonly [address: string, id: string])[];
}

/** Writes a cluster that exists, as one that is only used, with every role assignment at it that a file can say. */
export function clusterSaid(cluster: SurveyedCluster, key: string, survey: Survey, writing: Writing): SaidCluster {
  const grants = cluster.grants.filter((g) => isSayable(g, cluster, `clusters.${key}`, survey, writing));
  const withUser = new Set(grants.filter(isClusterUser).map(holder));
  const lacking = [...new Set(grants.filter((g) => !withUser.has(holder(g))).map(holder))].sort();
  const external = lacking.length > 0;
  if (external) {
    writing.note(
      `clusters.${key}: ${lacking.map((id) => writing.address(id)).join(", ")} have a role, and the Cluster User role not on the cluster itself, so that role is left to whoever grants it (clusterUserRole: external)`,
    );
  }
  const written = grants.filter((g) => !external || !isClusterUser(g));
  const others = new Set(written.filter((g) => !isClusterUser(g)).map(holder));
  // every role brings the Cluster User role by itself
  const listed = written.filter((g) => !isClusterUser(g) || !others.has(holder(g)));
  const access = accessOf(listed, survey, writing);
  const { subscriptionId, resourceGroup, name, azureRbac, localAccounts, adminGroups } = cluster;
  return {
    key,
    said: {
      existing: { subscriptionId, resourceGroup, name },
      assume: {
        azureRbac,
        localAccounts: localAccounts ? "enabled" : "disabled",
        ...(adminGroups.length > 0 && { adminGroups: [...adminGroups].sort().map((id) => writing.group(id)) }),
      },
      ...(external && { clusterUserRole: "external" }),
      ...(Object.keys(access).length > 0 && { access: [access] }),
    },
    imports: written.map((g) => [addressOf(g, key, writing), g.id] as const),
  };
}

function isSayable(
  g: SurveyedGrant,
  cluster: SurveyedCluster,
  where: string,
  survey: Survey,
  writing: Writing,
): boolean {
  const not = (why: string) => {
    writing.note(`${where}: the role assignment ${g.id} ${why}; it is not written, and stays`);
    return false;
  };
  const onData = WORDS[g.role]?.inNamespace === true || g.role === "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b";
  if (g.conditional) return not("holds under a condition");
  if (onData && !cluster.azureRbac) return not("has no effect, because Azure RBAC is off on the cluster");
  if (
    g.namespace !== null &&
    (g.role === CLUSTER_USER || (g.role in NAMED && g.role !== "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"))
  ) {
    return not("has no effect in a namespace");
  }
  return principalOf(g, survey, writing) !== undefined || not(`is for ${g.principalId}, whom nobody knows any more`);
}

function accessOf(grants: readonly SurveyedGrant[], survey: Survey, writing: Writing): Said {
  const namespaces = [...new Set(grants.flatMap(({ namespace }) => namespace ?? []))].sort();
  const inner = namespaces.map((name) => [
    name,
    rolesOf(
      grants.filter((g) => g.namespace === name),
      survey,
      writing,
    ),
  ]);
  return {
    ...rolesOf(
      grants.filter((g) => g.namespace === null),
      survey,
      writing,
    ),
    ...(inner.length > 0 && { namespaces: Object.fromEntries(inner) }),
  };
}

function rolesOf(grants: readonly SurveyedGrant[], survey: Survey, writing: Writing): Said {
  const to = (all: readonly SurveyedGrant[]) =>
    [...all].sort((a, b) => (holder(a) < holder(b) ? -1 : 1)).map((g) => principalOf(g, survey, writing));
  const said: Record<string, unknown> = {};
  const hasWord = (g: SurveyedGrant) => wordIn(g) !== undefined;
  for (const [role, { key }] of Object.entries(WORDS)) {
    const theirs = grants.filter((g) => g.role === role && hasWord(g));
    if (theirs.length > 0) said[key] = to(theirs);
  }
  const rest = [...new Set(grants.filter((g) => !hasWord(g)).map((g) => g.role))].sort();
  if (rest.length > 0) {
    said.roles = rest.map((role) => ({
      role: role in NAMED ? (ROLES.find((r) => r.guid === role)?.name ?? role) : role,
      to: to(grants.filter((g) => g.role === role)),
    }));
  }
  return said;
}

function wordIn({ role, namespace }: SurveyedGrant) {
  const known = Object.hasOwn(WORDS, role) ? WORDS[role] : undefined;
  return namespace === null || known?.inNamespace ? known : undefined;
}

function addressOf(g: SurveyedGrant, key: string, writing: Writing): string {
  const word = WORDS[g.role]?.word ?? NAMED[g.role] ?? g.role;
  const place = g.namespace === null ? [key] : [key, "namespace", g.namespace];
  return `azurerm_role_assignment.${[...place, word, writing.address(g.principalId)].join("_")}`;
}

function principalOf(g: SurveyedGrant, survey: Survey, writing: Writing): unknown {
  const other = survey.others.get(holder(g));
  if (other !== undefined) return writing.principal(other);
  const group = survey.groups.find(({ group: { id } }) => id.toLowerCase() === holder(g));
  return group && writing.group(g.principalId);
}

function isClusterUser({ role, namespace }: SurveyedGrant): boolean {
  return role === CLUSTER_USER && namespace === null;
}

function holder({ principalId }: SurveyedGrant): string {
  return principalId.toLowerCase();
}
