import type { Estate } from "./estate";
import { type ClusterEntry, type GrantEntry, isUnknown } from "./model";
import type { Right } from "./path";
import { ADMIN_CREDENTIAL, AKS, type RoleDefinition, allows, allowsData, roleOf } from "./roles";

/** A right and who holds it. */
export interface HeldRight {
  /** Joined id of the principal or group that has it. */
  readonly holder: string;
  readonly right: Right;
  /** What the role allows; nothing for a custom role, and where no role gives the right. */
  readonly definition: RoleDefinition | undefined;
  /** Why it is not known whether it is one. */
  readonly unknowns: readonly string[];
}

/** What the local administrator is called in a path. */
export const LOCAL_ADMIN = "local administrator";
/** What membership in a cluster's admin groups is called in a path. */
export const ADMIN_GROUP = "cluster admin";

const memo = new WeakMap<Estate, Rights>();

/** The rights of an estate, found once. */
export function rightsIn(estate: Estate): Rights {
  const known = memo.get(estate) ?? new Rights(estate);
  memo.set(estate, known);
  return known;
}

/** All rights on clusters, by holder and by cluster. */
export class Rights {
  private readonly byHolder = new Map<string, HeldRight[]>();
  private readonly byCluster = new Map<string, HeldRight[]>();

  constructor(private readonly estate: Estate) {
    for (const cluster of estate.clusters) {
      const grants = estate.grantsOn(cluster.id).filter((g) => g.scope !== "nodeResourceGroup");
      const rights = [...this.adminsOf(cluster), ...grants.flatMap((g) => this.given(cluster, g))];
      rights.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      this.byCluster.set(cluster.id, rights);
      for (const right of rights) {
        const there = this.byHolder.get(right.holder);
        if (there === undefined) this.byHolder.set(right.holder, [right]);
        else there.push(right);
      }
    }
  }

  /** What a principal or group itself holds, by cluster, whole clusters before namespaces. */
  public of(holder: string): readonly HeldRight[] {
    return this.byHolder.get(this.estate.idOf(holder)) ?? [];
  }

  /** All rights on a cluster and in its namespaces. */
  public on(cluster: string): readonly HeldRight[] {
    return this.byCluster.get(this.estate.idOf(cluster)) ?? [];
  }

  private adminsOf({ id, adminGroups }: ClusterEntry): HeldRight[] {
    if (isUnknown(adminGroups)) return [];
    const right: Right = { kind: "cluster-admin", roleName: ADMIN_GROUP, cluster: id, namespace: null, entry: id };
    const holders = [...new Set(adminGroups.map(this.estate.idOf))];
    return holders.map((holder) => ({ holder, right, definition: undefined, unknowns: [] }));
  }

  private given(cluster: ClusterEntry, grant: GrantEntry): HeldRight[] {
    const definition = roleOf(grant.role);
    const holder = this.estate.idOf(grant.principal);
    const right = rightOf(cluster, grant, definition);
    const held = (more: Partial<Right>, unknowns: readonly string[]): HeldRight => ({
      holder,
      right: { ...right, ...more },
      definition,
      unknowns,
    });
    if (definition === undefined) return [held({}, [`what ${right.roleName} allows: it is no built-in role of AKS`])];
    const rights = [held({}, roleUnknowns(cluster, definition))];
    if (grant.namespace !== null) return rights;
    if (allows(definition, ADMIN_CREDENTIAL) && cluster.localAccountsDisabled !== true) {
      const unknowns = unknownOf(cluster, "local accounts", cluster.localAccountsDisabled);
      rights.push(held({ kind: "cluster-admin", roleName: `${LOCAL_ADMIN} (${definition.name})` }, unknowns));
    }
    if (changesInAzure(definition)) rights.push(held({ kind: "control-plane" }, []));
    else if (changesBindings(definition) && cluster.azureRbac !== false)
      rights.push(held({ kind: "control-plane" }, roleUnknowns(cluster, definition)));
    return rights;
  }
}

/** The reason why a fact of a cluster is not known, if it is not. */
export function unknownOf(cluster: ClusterEntry, what: string, fact: unknown): string[] {
  if (!isUnknown(fact)) return [];
  return [`${what} of ${isUnknown(cluster.name) ? cluster.id : cluster.name}: ${fact.unknown}`];
}

/** Whether a role changes the cluster in Azure, or role assignments on it: as good as an administrator. */
export function changesInAzure(role: RoleDefinition): boolean {
  return allows(role, `${AKS}/write`) || allows(role, "Microsoft.Authorization/roleAssignments/write");
}

/** Whether a role changes bindings in all of the cluster, and so gives what it does not have: with Azure RBAC only. */
function changesBindings(role: RoleDefinition): boolean {
  const everything = allowsData(role, `${AKS}/*`);
  return !everything && allowsData(role, `${AKS}/rbac.authorization.k8s.io/clusterrolebindings/write`);
}

function roleUnknowns(cluster: ClusterEntry, definition: RoleDefinition): string[] {
  return definition.dataActions.length === 0 ? [] : unknownOf(cluster, "Azure RBAC", cluster.azureRbac);
}

function rightOf(cluster: ClusterEntry, grant: GrantEntry, definition: RoleDefinition | undefined): Right {
  const role = isUnknown(grant.role) ? {} : { role: grant.role.toLowerCase() };
  const said = isUnknown(grant.roleName) ? undefined : grant.roleName;
  const roleName = definition?.name ?? said ?? role.role ?? "a role that only Terraform knows";
  return { kind: "azure-role", ...role, roleName, cluster: cluster.id, namespace: grant.namespace, entry: grant.id };
}

const KINDS = ["cluster-admin", "azure-role", "control-plane"];
const orderOf = ({ right, holder }: HeldRight) =>
  [right.namespace ?? "", KINDS.indexOf(right.kind), right.roleName, right.entry, holder].join("\u0000");
