import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AccessModel } from "../../lib/access";
import { type Identity } from "../../sandbox/stand-in/identities";
import { type Ended, call, filesOf, newFolder } from "./command";
import { cluster, model } from "./models";
import { type Client, type RunningStandIn, SUBSCRIPTION } from "./stand-in";
import { TENANT } from "./synth";

const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";
const CLUSTERS = "providers/Microsoft.ContainerService/managedClusters";

/** The id of a cluster of the tests. */
export const clusterId = (name: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/${CLUSTERS}/${name}`;

/** A cluster that is only used, in the subscription of the stand-in. */
export const usedCluster = (name: string) => cluster(name, { kind: "existing", subscriptionId: SUBSCRIPTION });

/** Something exists in the tenant before anybody declares it: made through the services, as a person would. */
export class Existing {
  public constructor(
    private readonly sandbox: RunningStandIn,
    private readonly admin: Client,
  ) {
    const server = { appId: AKS_SERVER, displayName: "Azure Kubernetes Service AAD Server" };
    sandbox.world.directory.addServicePrincipal(server);
  }

  public group(
    displayName: string,
    more: Partial<Parameters<RunningStandIn["world"]["directory"]["addGroup"]>[0]> = {},
  ) {
    return this.sandbox.world.directory.addGroup({ displayName, ...more });
  }

  public user(name: string) {
    return this.sandbox.world.directory.addUser({ userPrincipalName: `${name}@contoso.com` });
  }

  /** An assignment through PIM; its schedule's id. */
  public async assign(
    kind: "eligibility" | "assignment",
    groupId: string,
    principalId: string,
    expiration: object = { type: "afterDuration", duration: "P90D" },
    accessId = "member",
  ): Promise<string> {
    const { status, body, message } = await this.admin.post(
      `/graph/v1.0/identityGovernance/privilegedAccess/group/${kind}ScheduleRequests`,
      {
        action: "adminAssign",
        accessId,
        groupId,
        principalId,
        justification: "before us",
        scheduleInfo: { startDateTime: null, expiration },
      },
    );
    if (status !== 201) throw new Error(`no assignment: ${status} ${message}`);
    return body.targetScheduleId as string;
  }

  /** A Conditional Access policy; its id. */
  public async policy(displayName: string, includeGroups: readonly string[] = [], more: object = {}): Promise<string> {
    const { status, body, message } = await this.admin.post("/graph/v1.0/identity/conditionalAccess/policies", {
      displayName,
      state: "enabled",
      conditions: {
        clientAppTypes: ["all"],
        applications: { includeApplications: [AKS_SERVER] },
        users: { includeGroups, ...(includeGroups.length === 0 && { includeUsers: ["All"] }) },
      },
      grantControls: { operator: "AND", builtInControls: ["compliantDevice"] },
      ...more,
    });
    if (status !== 201) throw new Error(`no policy: ${status} ${message}`);
    return body.id as string;
  }

  /** A cluster with nothing special about it; its id. */
  public async cluster(name: string, properties: object = {}): Promise<string> {
    const { world } = this.sandbox;
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
    if (world.resources.get(group) === undefined) {
      world.resources.put({
        id: group,
        name: "rg",
        type: "Microsoft.Resources/resourceGroups",
        location: "westeurope",
        properties: {},
      });
    }
    const { status, message } = await this.admin.put(`${clusterId(name)}?api-version=2025-07-01`, {
      location: "westeurope",
      identity: { type: "SystemAssigned" },
      properties: {
        dnsPrefix: name,
        agentPoolProfiles: [{ name: "system", mode: "System", count: 3, vmSize: "Standard_D4s_v5" }],
        networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
        disableLocalAccounts: true,
        aadProfile: { managed: true, enableAzureRBAC: true },
        ...properties,
      },
    });
    if (status > 201) throw new Error(`no cluster: ${status} ${message}`);
    return clusterId(name);
  }

  /** A role assignment; its id. */
  public async grant(scope: string, role: string, principalId: string, name: string): Promise<string> {
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    const { status, message } = await this.admin.put(`${id}?api-version=2022-04-01`, {
      properties: {
        roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId,
      },
    });
    if (status > 201) throw new Error(`no role assignment: ${status} ${message}`);
    return id;
  }
}

/** A folder in which stacks were synthesized, `s` from `config/s.yaml`, with what a program needs to trust. */
export function synthesizedModels(sandbox: RunningStandIn, ...models: readonly AccessModel[]): string {
  const configs = models.map(({ stack }) => [`config/${stack}.yaml`, `name: ${stack}\n`]);
  const folder = newFolder({ ...filesOf(models), ...Object.fromEntries(configs) });
  writeFileSync(join(folder, "trusted.pem"), sandbox.certificate);
  return folder;
}

/** Signs in to the stand-in as the providers would. */
export function environmentOf({ host }: RunningStandIn, { clientId, secret }: Identity): Record<string, string> {
  return {
    ARM_METADATA_HOSTNAME: host,
    SSL_CERT_FILE: "trusted.pem",
    ARM_TENANT_ID: TENANT,
    ARM_CLIENT_ID: clientId,
    ARM_CLIENT_SECRET: secret,
  };
}

/** Calls `aks-entra` in a folder as somebody. */
export function callAs(
  sandbox: RunningStandIn,
  who: Client,
  folder: string,
  argv: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  return call(folder, argv, { env: { ...environmentOf(sandbox, who.identity), ...env } });
}

export { model };
