import { policies } from "../../sandbox/graph/conditional-access";
import { changeSettings } from "../../sandbox/graph/pim-settings-change";
import { answerAsk } from "../../sandbox/graph/pim-requests";
import { settingsOf } from "../../sandbox/graph/pim-rules";
import { newScheduleId, pim } from "../../sandbox/graph/pim-store";
import { completeCluster } from "../../sandbox/arm/managed-cluster-model";
import { beyond, inventory } from "../../sandbox/inventory";
import { type Json } from "../../sandbox/run/local-backend";
import { World } from "../../sandbox/stand-in/world";

const NOW = new Date("2026-11-25T09:00:00Z");
const HOUR = 3_600_000;

function world() {
  return new World("22222222-2222-2222-2222-222222222222", [], { now: NOW });
}

test("people, groups and who is in them are named, not numbered", () => {
  const made = world();
  const alice = made.directory.addUser({ userPrincipalName: "alice@contoso.com" });
  made.directory.addServicePrincipal({ displayName: "pipeline" });
  made.directory.addGroup({ displayName: "readers", description: "Who reads" });
  made.directory.addGroup({
    displayName: "admins",
    isAssignableToRole: true,
    owners: new Set([alice.id]),
    members: new Set([alice.id, "12345678-0000-4000-8000-000000000000"]),
  });
  expect(inventory(made)).toEqual([
    "group admins (security, role-assignable); owners alice@contoso.com; members alice@contoso.com, nobody (12345678-0000-4000-8000-000000000000)",
    'group readers (security); "Who reads"; owners nobody; members nobody',
    "service principal pipeline",
    "user alice@contoso.com",
  ]);
});

test("role settings are there once they were changed, and go with their group", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const settings = settingsOf(made, group.id, "member");
  expect(inventory(made)).toHaveLength(1);
  changeSettings(made, settings, [
    { id: "Expiration_EndUser_Assignment", maximumDuration: "PT2H" },
    { id: "Expiration_Admin_Eligibility", isExpirationRequired: false },
  ]);
  expect(inventory(made)[1]).toBe(
    "role settings of admins for members; activation PT2H with MultiFactorAuthentication, Justification; eligible up to permanent; active up to P180D with Justification",
  );
  made.directory.remove(group.id);
  expect(inventory(made)).toEqual([]);
});

test("an assignment is said with its length, its end or that it has none, until it has ended", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const user = made.directory.addUser({ userPrincipalName: "alice@contoso.com" });
  const add = (kind: "eligibility" | "assignment", start: Date, end?: Date) =>
    pim(made).schedules.push({
      id: newScheduleId(group.id, "member"),
      kind,
      groupId: group.id,
      principalId: user.id,
      accessId: "member",
      assignmentType: "assigned",
      made: NOW,
      start,
      end,
    });
  add("eligibility", NOW);
  add("eligibility", NOW, new Date(NOW.getTime() + 48 * HOUR));
  add("assignment", NOW, new Date(NOW.getTime() + HOUR));
  add("assignment", new Date(NOW.getTime() + HOUR), new Date(NOW.getTime() + 2 * HOUR));
  add("assignment", NOW, new Date(NOW.getTime() + HOUR + 1));
  const of = () => inventory(made).filter((line) => line.includes(" as member of "));
  expect(of()).toEqual([
    "active alice@contoso.com as member of admins for 60 minutes",
    "active alice@contoso.com as member of admins from 2026-11-25T10:00:00.000Z for 60 minutes",
    "active alice@contoso.com as member of admins until 2026-11-25T10:00:00.001Z",
    "eligible alice@contoso.com as member of admins for 2 days",
    "eligible alice@contoso.com as member of admins for ever",
  ]);
  made.clock.advance({ days: 3 });
  expect(of()).toEqual(["eligible alice@contoso.com as member of admins for ever"]);
});

test("a policy is said with everything that narrows it", () => {
  const made = world();
  const user = made.directory.addUser({ userPrincipalName: "alice@contoso.com" });
  const group = made.directory.addGroup({ displayName: "admins" });
  policies(made).set("1", {
    displayName: "devices",
    state: "enabled",
    conditions: {
      users: { includeUsers: ["All"], includeRoles: ["62e90394"], excludeGroups: [group.id], excludeUsers: [user.id] },
      applications: { includeApplications: ["All"], excludeApplications: ["4711"] },
      clientAppTypes: ["all"],
      authenticationFlows: { transferMethods: "deviceCodeFlow" },
    },
    grantControls: { operator: "OR", builtInControls: ["mfa", "compliantDevice"] },
    sessionControls: { signInFrequency: { isEnabled: true, value: 4, type: "hours" } },
  });
  expect(inventory(made)).toContain(
    "policy devices, enabled; for all, role 62e90394; not admins, alice@contoso.com; on All from all; by deviceCodeFlow; wants compliantDevice or mfa; sign-in every 4 hours; conditions.applications.excludeApplications=4711",
  );
});

test("a cluster is said with every way into it", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const place = { group: "/subscriptions/s/resourceGroups/rg", name: "prod" };
  made.resources.put(
    completeCluster(made, place, {
      location: "westeurope",
      identity: { type: "SystemAssigned" },
      properties: {
        agentPoolProfiles: [
          { name: "system", mode: "System", count: 3, vmSize: "Standard_D4s_v5", availabilityZones: ["3", "1"] },
        ],
        aadProfile: { enableAzureRBAC: true, adminGroupObjectIDs: [group.id] },
        apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] },
        networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
      },
    }),
  );
  expect(inventory(made)[0]).toBe(
    "cluster rg/prod in westeurope: Free; Kubernetes 1.35.1; system 3 Standard_D4s_v5 in zones 1 3; local accounts on; Azure RBAC on; run command on; workload identity off; admins admins; from 203.0.113.0/24; azure overlay",
  );
});

/** Every value in an object that says something, as a way to take it out. */
function takingOut(object: Json): [string, () => () => void][] {
  const find = (at: Json, path: string): [string, () => () => void][] =>
    Object.entries(at).flatMap(([key, value]): [string, () => () => void][] => {
      if (value === null || value === undefined || value === false || value === "" || key === "@odata.type") return [];
      const list = Array.isArray(value) && value.every((one) => typeof one !== "object");
      if (Array.isArray(value) && value.length === 0) return [];
      if (typeof value === "object" && !list && !(value instanceof Set) && !(value instanceof Date)) {
        return find(value as Json, `${path}${key}.`);
      }
      const take = () => {
        const kept: unknown = at[key];
        at[key] = value instanceof Set ? new Set() : list ? [] : "";
        return () => void (at[key] = kept);
      };
      return [[`${path}${key}`, take]];
    });
  return find(object, "");
}

/** What may be taken out of an object and no line says so. */
function unseen(made: World, object: Json): string[] {
  const whole = inventory(made);
  return takingOut(object).flatMap(([path, take]) => {
    const putBack = take();
    try {
      return JSON.stringify(inventory(made)) === JSON.stringify(whole) ? [path] : [];
    } catch {
      return []; // without a name of its own it is not even read
    } finally {
      putBack();
    }
  });
}

test("whatever is taken out of a cluster shows, but for what the service makes by itself", () => {
  const made = world();
  const subnet = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks";
  const cluster = completeCluster(
    made,
    { group: "/subscriptions/s/resourceGroups/rg", name: "prod" },
    {
      location: "westeurope",
      identity: { type: "SystemAssigned" },
      properties: {
        dnsPrefix: "prod",
        agentPoolProfiles: [{ name: "system", mode: "System", count: 3, vmSize: "D4", vnetSubnetID: subnet }],
        aadProfile: { enableAzureRBAC: true },
        networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
        securityProfile: { imageCleaner: { enabled: true, intervalHours: 48 } },
      },
    },
  );
  made.resources.put(cluster);
  const [line] = inventory(made);
  expect(line).toContain("system 3 D4 in net/v/aks");
  expect(line).toContain("securityProfile.imageCleaner.enabled=true; securityProfile.imageCleaner.intervalHours=48");
  expect(unseen(made, cluster)).toEqual([
    "identity.principalId",
    "properties.azurePortalFQDN",
    "properties.fqdn",
    "properties.identityProfile.kubeletidentity.clientId",
    "properties.identityProfile.kubeletidentity.objectId",
  ]);
});

test("whatever is taken out of a policy shows, but for its id and its times", () => {
  const made = world();
  const policy: Json = {
    id: "1",
    createdDateTime: "2026-11-25T09:00:00Z",
    displayName: "devices",
    state: "enabled",
    conditions: {
      clientAppTypes: ["browser"],
      users: {
        includeUsers: ["All"],
        excludeUsers: ["4711"],
        excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: "internalGuest" },
      },
      applications: { includeApplications: ["All"], excludeApplications: ["4712"] },
      platforms: { includePlatforms: ["iOS"] },
      authenticationFlows: { transferMethods: "deviceCodeFlow" },
    },
    grantControls: { operator: "OR", builtInControls: ["mfa", "compliantDevice"], termsOfUse: ["4713"] },
    sessionControls: {
      signInFrequency: { isEnabled: true, value: 4, type: "hours", frequencyInterval: "timeBased" },
      persistentBrowser: { isEnabled: true, mode: "never" },
    },
  };
  policies(made).set("1", policy);
  expect(unseen(made, policy)).toEqual(["id", "createdDateTime"]);
});

test("whatever is taken out of a group shows, but for its id, its nickname and its time", () => {
  const made = world();
  const group = made.directory.addGroup({
    displayName: "admins",
    description: "Who administers",
    mailEnabled: true,
    groupTypes: ["Unified", "DynamicMembership"],
    membershipRule: 'user.department -eq "SRE"',
    visibility: "Public",
    onPremisesSyncEnabled: true,
    owners: new Set(["12345678-0000-4000-8000-000000000000"]),
    members: new Set(["12345678-0000-4000-8000-000000000000"]),
  });
  expect(unseen(made, group as unknown as Json)).toEqual(["id", "mailNickname", "made"]);
});

test("whatever is taken out of role settings shows", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const settings = settingsOf(made, group.id, "member");
  changeSettings(made, settings, [
    {
      id: "Notification_Admin_EndUser_Assignment",
      notificationRecipients: ["secops@contoso.com"],
      notificationLevel: "Critical",
    },
    { id: "AuthenticationContext_EndUser_Assignment", isEnabled: true, claimValue: "c1" },
    { id: "Enablement_EndUser_Assignment", enabledRules: ["Justification"] },
  ]);
  expect(inventory(made)[1]).toBe(
    "role settings of admins for members; activation PT8H with Justification, context c1; eligible up to P365D; active up to P180D with Justification; alerts secops@contoso.com of Admin_EndUser_Assignment; Notification_Admin_EndUser_Assignment.notificationLevel=Critical",
  );
  expect(unseen(made, settings.rules as unknown as Json)).toEqual([]);
});

test("an assignment is said with its reason and its ticket", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const alice = made.directory.addUser({ userPrincipalName: "alice@contoso.com" });
  const ask = { group, principalId: alice.id, accessId: "member", by: "pipeline", action: "adminAssign" } as const;
  const scheduleInfo = { expiration: { type: "afterDuration", duration: "PT8H" } };
  answerAsk(made, {
    ...ask,
    kind: "assignment",
    justification: "Roll-out",
    ticketInfo: { ticketSystem: "ServiceNow", ticketNumber: "CHG1" },
    scheduleInfo,
  });
  answerAsk(made, { ...ask, kind: "eligibility", justification: "Rota", scheduleInfo });
  expect(inventory(made).filter((line) => line.includes(" as member of "))).toEqual([
    'active alice@contoso.com as member of admins for 480 minutes; "Roll-out"; ticket ServiceNow CHG1',
    'eligible alice@contoso.com as member of admins for 480 minutes; "Rota"',
  ]);
});

test("what is beyond is counted as often as it is there", () => {
  expect(beyond(["a", "b", "b", "c"], ["b", "d"])).toEqual(["a", "b", "c"]);
  expect(beyond(["a"], ["a"])).toEqual([]);
});
