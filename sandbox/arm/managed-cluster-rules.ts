import { type Json } from "../run/local-backend";
import { badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { checkPool, wrong } from "./agent-pool-rules";

const NAME = /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$/;
const DNS_PREFIX = /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-a-zA-Z0-9]{0,52}[a-zA-Z0-9]$/;
const VERSION = /^\d+\.\d+(\.\d+)?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PUBLIC_KEY = /^(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+={0,3}( .*)?$/;
/** What a cluster keeps from the day it is made. */
const KEPT = ["dnsPrefix", "fqdnSubdomain", "nodeResourceGroup", "enableRBAC", "linuxProfile", "diskEncryptionSetID"];

/** Refuses a cluster that AKS would refuse; `properties` are as sent, `old` those that it has. */
export function checkCluster(world: World, name: string, properties: Json, old: Json | undefined): void {
  if (!NAME.test(name)) throw wrong("resourceName", `'${name}' is no name for a cluster`);
  checkEntra(world, properties, old);
  checkServer(properties);
  checkPools(properties, old);
  if (old !== undefined) checkKept(properties, old);
}

/** Local accounts, Entra and Azure RBAC: which goes with which. */
function checkEntra(world: World, { aadProfile, disableLocalAccounts, enableRBAC }: Json, old: Json | undefined): void {
  const aad = aadProfile as Json | null | undefined;
  if (disableLocalAccounts && !aad) {
    throw badRequest(
      "BadRequest",
      "Local accounts can be disabled only on a cluster with Microsoft Entra integration.",
    );
  }
  if (old?.aadProfile && !aad) {
    throw badRequest("BadRequest", "Microsoft Entra integration cannot be disabled once it is enabled.");
  }
  if (!aad) return;
  if (enableRBAC === false) throw wrong("enableRBAC", "Microsoft Entra integration needs Kubernetes RBAC");
  if (aad.enableAzureRBAC && !aad.managed)
    throw wrong("aadProfile.enableAzureRBAC", "it needs managed Entra integration");
  if (!aad.managed) throw wrong("aadProfile.managed", "only AKS-managed Entra integration is left");
  if (aad.tenantID && aad.tenantID !== world.tenantId) {
    throw wrong("aadProfile.tenantID", "the tenant is not the one of the subscription");
  }
  const groups = (aad.adminGroupObjectIDs ?? []) as unknown[];
  if (groups.some((id) => !UUID.test(String(id)))) throw wrong("aadProfile.adminGroupObjectIDs", "they are object ids");
}

function checkServer(properties: Json): void {
  const { dnsPrefix, fqdnSubdomain, kubernetesVersion, linuxProfile } = properties;
  const { enablePrivateCluster, authorizedIPRanges } = (properties.apiServerAccessProfile ?? {}) as Json;
  const { enabled: issuer } = (properties.oidcIssuerProfile ?? {}) as Json;
  const { workloadIdentity } = (properties.securityProfile ?? {}) as Json;
  if (!DNS_PREFIX.test(String(dnsPrefix || fqdnSubdomain || ""))) throw wrong("dnsPrefix", `'${String(dnsPrefix)}'`);
  if (kubernetesVersion && !VERSION.test(String(kubernetesVersion))) {
    throw wrong("kubernetesVersion", `'${String(kubernetesVersion)}' is no version`);
  }
  if (enablePrivateCluster && ((authorizedIPRanges ?? []) as unknown[]).length > 0) {
    throw wrong("apiServerAccessProfile.authorizedIPRanges", "a private cluster has none");
  }
  if ((workloadIdentity as Json | undefined)?.enabled && !issuer) {
    throw wrong("securityProfile.workloadIdentity", "workload identity needs the OIDC issuer");
  }
  const keys = ((linuxProfile as Json | undefined)?.ssh as Json | undefined)?.publicKeys as Json[] | undefined;
  if (keys?.some(({ keyData }) => !PUBLIC_KEY.test(String(keyData).trim()))) {
    throw wrong("linuxProfile.ssh.publicKeys.keyData", "it is no public key");
  }
}

function checkPools(properties: Json, old: Json | undefined): void {
  const pools = (properties.agentPoolProfiles ?? old?.agentPoolProfiles ?? []) as Json[];
  if (!pools.some(({ mode }) => mode === "System")) throw wrong("agentPoolProfiles", "one pool has the mode System");
  const names = pools.map(({ name }) => String(name));
  if (new Set(names).size < names.length) throw wrong("agentPoolProfiles", "two pools have one name");
  const kubernetesVersion: unknown = properties.kubernetesVersion || old?.kubernetesVersion;
  const before = (old?.agentPoolProfiles ?? []) as Json[];
  for (const pool of pools) {
    checkPool(String(pool.name), pool, { kubernetesVersion, old: before.find(({ name }) => name === pool.name) });
  }
}

function checkKept(properties: Json, old: Json): void {
  const sent = (field: string) => properties[field] ?? old[field];
  const changed = KEPT.filter(
    (field) => sent(field) !== "" && JSON.stringify(sent(field)) !== JSON.stringify(old[field]),
  );
  const plugin = (of: Json) => (of.networkProfile as Json | undefined)?.networkPlugin;
  if (plugin(properties) && plugin(properties) === "kubenet" && plugin(old) !== "kubenet") {
    changed.push("networkProfile.networkPlugin");
  }
  const isPrivate = (of: Json) => Boolean((of.apiServerAccessProfile as Json | undefined)?.enablePrivateCluster);
  if (properties.apiServerAccessProfile && isPrivate(properties) !== isPrivate(old)) {
    changed.push("apiServerAccessProfile.enablePrivateCluster");
  }
  const issuer = (of: Json) => Boolean((of.oidcIssuerProfile as Json | undefined)?.enabled);
  if (properties.oidcIssuerProfile && issuer(old) && !issuer(properties)) changed.push("oidcIssuerProfile.enabled");
  if (changed.length > 0) {
    throw badRequest("PropertyChangeNotAllowed", `Changing property '${changed.join("', '")}' is not allowed.`);
  }
}
