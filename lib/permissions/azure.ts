import {
  type AccessModel,
  type ActionNeed,
  type ClusterEntry,
  type Fact,
  type GrantEntry,
  type GroupEntry,
  type PrincipalEntry,
  type TypeNeed,
  isUnknown,
} from "../access";
import { ADMIN_CREDENTIAL, AZURE_TYPES, FREE_DATA, OF_SUBSCRIPTION } from "./azure-types";
import type { RoleCondition } from "./condition";
import type { Purpose } from "./graph";

/** An action that is needed at a scope, and what for. */
export interface NeededAction {
  readonly action: string;
  readonly why: readonly string[];
}

/** What is needed at one scope and below it. */
export interface AzureScope {
  /** The id of a subscription, a resource group or a resource. */
  readonly scope: string;
  readonly actions: readonly NeededAction[];
  /** Roles are given and taken away here, these and to these. */
  readonly assigns?: RoleCondition & { readonly why: readonly string[] };
}

/** What a stack demands of Azure. */
export interface AzureDemands {
  readonly scopes: readonly AzureScope[];
  /** Types that nothing is known of. */
  readonly unknown: readonly TypeNeed[];
  /** What could not be told, in sentences. */
  readonly doubts: readonly string[];
}

/** A stack as it is at one time, with what it refers to. */
export interface StackThen {
  readonly model: AccessModel;
  readonly estate: Estate;
}

/** What a stack demands of Azure, scope by scope: for everything that it has at any of these times. */
export function azureDemands(times: readonly StackThen[], purpose: Purpose): AzureDemands {
  const types = times
    .flatMap(({ model }) => model.needs ?? [])
    .filter((n): n is TypeNeed => n.kind === "resource" || n.kind === "data");
  const ours = types.filter(({ type }) => type.startsWith("azurerm_"));
  const unknown = ours.filter(({ kind, type }) =>
    kind === "data" ? !FREE_DATA.includes(type) : AZURE_TYPES[type] === undefined,
  );
  if (ours.length === 0) return { scopes: [], unknown, doubts: [] };
  const { seen, ...collected } = new Collector(times, purpose).collect();
  // of a type that is known, and not what the model speaks of: at which scope it is, nobody says
  const elsewhere = ours
    .filter((need) => need.kind === "resource" && !unknown.includes(need))
    .map((need) => ({ ...need, addresses: need.addresses.filter((a) => !seen.has(a)) }))
    .filter(({ addresses }) => addresses.length > 0);
  return { ...collected, unknown: [...unknown, ...elsewhere] };
}

/** What entries of other stacks are looked up in. */
export interface Estate {
  readonly clusters: readonly ClusterEntry[];
  readonly principals: readonly PrincipalEntry[];
  readonly groups: readonly GroupEntry[];
}

const SUBSCRIPTION = "/subscriptions/SUBSCRIPTION";

class Collector {
  private readonly actions = new Map<string, Map<string, Set<string>>>();
  private readonly assigns = new Map<string, { roles: Set<string>; types: Set<string>; why: Set<string> }>();
  private readonly doubts = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly subscriptions = new Set<string>();

  public constructor(
    private readonly times: readonly StackThen[],
    private readonly purpose: Purpose,
  ) {}

  public collect(): Omit<AzureDemands, "unknown"> & { readonly seen: ReadonlySet<string> } {
    for (const then of this.times) {
      const { model } = then;
      for (const cluster of model.clusters.filter(({ kind }) => kind === "made")) this.cluster(cluster);
      this.grants(then);
      if (this.purpose !== "apply") continue;
      for (const need of (model.needs ?? []).filter((n): n is ActionNeed => n.kind === "action")) {
        this.need(this.said(need.scope, `what ${need.id} is joined to`), need.action, need.address ?? need.id);
      }
    }
    this.leaveOutUnknown();
    for (const scope of this.subscriptions) this.need(scope, OF_SUBSCRIPTION.providers, "the provider azurerm");
    const scopes = [...new Set([...this.actions.keys(), ...this.assigns.keys()])].sort();
    const found = scopes.map((scope) => this.at(scope)).filter((s) => s.actions.length > 0 || s.assigns !== undefined);
    return { scopes: found, doubts: [...this.doubts].sort(), seen: this.seen };
  }

  private cluster(cluster: ClusterEntry): void {
    const { address = cluster.id } = cluster;
    const around = cluster.around ?? [];
    const group = around.find((r) => r.address.startsWith("azurerm_resource_group."));
    const logs = around.filter((r) => r.address.startsWith("azurerm_monitor_diagnostic_setting."));
    const scope = this.homeOf(cluster, group !== undefined);
    this.needType(scope, "azurerm_kubernetes_cluster", address);
    if (group) this.needType(scope, "azurerm_resource_group", group.address);
    for (const log of logs) this.needType(scope, "azurerm_monitor_diagnostic_setting", log.address);
    if (cluster.localAccountsDisabled !== true) this.need(scope, ADMIN_CREDENTIAL, address);
  }

  /** Where a role has to stand so that it is there before the first apply: a group that is made is not. */
  private homeOf(cluster: ClusterEntry, groupIsMade: boolean): string {
    const subscription = this.subscriptionOf(cluster);
    if (groupIsMade) return subscription;
    const name = this.said(cluster.resourceGroup, `the resource group of ${cluster.id}`, "RESOURCE_GROUP");
    return `${subscription}/resourceGroups/${name}`;
  }

  private subscriptionOf(cluster: ClusterEntry): string {
    const { subscriptionId } = cluster;
    const scope = isUnknown(subscriptionId) ? SUBSCRIPTION : `/subscriptions/${subscriptionId.toLowerCase()}`;
    this.subscriptions.add(scope);
    if (!isUnknown(subscriptionId)) return scope;
    this.doubts.add(
      `The subscription of ${cluster.id} is that of whoever runs Terraform; write its id for SUBSCRIPTION.`,
    );
    return scope;
  }

  private grants({ model, estate }: StackThen): void {
    for (const grant of model.grants) {
      const { address = grant.id } = grant;
      this.seen.add(address);
      const cluster = estate.clusters.find(({ id }) => id === grant.cluster);
      if (cluster === undefined) {
        this.doubts.add(`The cluster of ${address} is in no model here; its identity needs to give roles on it.`);
        continue;
      }
      const group = (cluster.around ?? []).some((r) => r.address.startsWith("azurerm_resource_group."));
      const made = model.clusters.some(({ id, kind }) => id === cluster.id && kind === "made");
      const scope = made ? this.homeOf(cluster, group) : this.idOf(cluster);
      this.need(scope, AZURE_TYPES.azurerm_role_assignment.read[0], address);
      this.need(subscriptionOf(scope), OF_SUBSCRIPTION.roles, address);
      if (this.purpose === "apply") this.assign(scope, address, grant, estate);
    }
  }

  private idOf(cluster: ClusterEntry): string {
    const name = this.said(cluster.name, `the name of ${cluster.id}`, "CLUSTER");
    return `${this.homeOf(cluster, false)}/providers/Microsoft.ContainerService/managedClusters/${name}`;
  }

  private assign(scope: string, address: string, { role, principal: holder }: GrantEntry, estate: Estate): void {
    const at = this.assigns.get(scope) ?? { roles: new Set(), types: new Set(), why: new Set() };
    this.assigns.set(scope, at);
    at.why.add(address);
    if (isUnknown(role)) this.doubts.add(`Which role ${address} gives is not known here; add it to the condition.`);
    else at.roles.add((role.split("/").at(-1) as string).toLowerCase());
    const principal = estate.principals.find(({ id }) => id === holder);
    if (estate.groups.some(({ id }) => id === holder)) at.types.add("Group");
    else if (principal) at.types.add(principal.type);
    else this.doubts.add(`Who ${address} is for is in no model here; add the type of that principal to the condition.`);
  }

  private needType(scope: string, type: string, address: string): void {
    const { read, write } = AZURE_TYPES[type];
    this.seen.add(address);
    for (const action of this.purpose === "apply" ? [...read, ...write] : read) this.need(scope, action, address);
  }

  private need(scope: string, action: string, why: string): void {
    const at = this.actions.get(scope) ?? new Map<string, Set<string>>();
    this.actions.set(scope, at);
    at.set(action, (at.get(action) ?? new Set()).add(why));
  }

  private said(fact: Fact<string>, what: string, otherwise = `<${what}>`): string {
    if (!isUnknown(fact)) return fact;
    this.doubts.add(`${what[0].toUpperCase()}${what.slice(1)} is not known here (${fact.unknown}).`);
    return otherwise;
  }

  /** A condition with an empty list lets nothing through, and one without the list everything: neither is said. */
  private leaveOutUnknown(): void {
    for (const [scope, { roles, types, why }] of this.assigns) {
      if (roles.size > 0 && types.size > 0) continue;
      this.assigns.delete(scope);
      const what = roles.size === 0 ? "no role that is given there is known" : "nobody who gets a role there is known";
      const whose = [...why].sort().join(", ");
      this.doubts.add(`The right to give roles at ${scope} is left out: ${what} here, of ${whose}; give it by hand.`);
    }
  }

  private at(scope: string): AzureScope {
    const own = this.assigns.get(scope);
    // an action that is allowed above is allowed here, and whoever gives roles reads everything
    const lower = (id: string) => `${id.toLowerCase()}/`;
    const covers = (other: string) => lower(scope).startsWith(lower(other));
    const above = [...this.actions].filter(([other]) => other !== scope && covers(other));
    const given = above.flatMap(([, actions]) => [...actions.keys()]);
    const readsAll = [...this.assigns.keys()].some(covers);
    const actions = [...(this.actions.get(scope) ?? [])]
      .filter(([action]) => !given.includes(action) && !(readsAll && action.endsWith("/read")))
      .map(([action, why]) => ({ action, why: [...why].sort() }))
      .sort((a, b) => (a.action < b.action ? -1 : 1));
    const holds = (all: ReadonlySet<string>, some: ReadonlySet<string>) => [...some].every((one) => all.has(one));
    const assigns = [...this.assigns].some(
      ([other, { roles, types }]) =>
        own && other !== scope && covers(other) && holds(roles, own.roles) && holds(types, own.types),
    )
      ? undefined
      : own;
    return {
      scope,
      actions,
      ...(assigns && {
        assigns: {
          roles: [...assigns.roles].sort(),
          principalTypes: [...assigns.types].sort(),
          why: [...assigns.why].sort(),
        },
      }),
    };
  }
}

function subscriptionOf(scope: string): string {
  return scope.split("/").slice(0, 3).join("/");
}
