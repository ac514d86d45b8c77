import { policies } from "../../sandbox/graph/conditional-access";
import { changeSettings } from "../../sandbox/graph/pim-settings-change";
import { settingsOf } from "../../sandbox/graph/pim-rules";
import { newScheduleId, pim } from "../../sandbox/graph/pim-store";
import { completeCluster } from "../../sandbox/arm/managed-cluster-model";
import { beyond, inventory } from "../../sandbox/inventory";
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
    "group admins (role-assignable); owners alice@contoso.com; members alice@contoso.com, nobody (12345678-0000-4000-8000-000000000000)",
    'group readers; "Who reads"; owners nobody; members nobody',
    "service principal pipeline",
    "user alice@contoso.com",
  ]);
});

test("role settings are there once they were changed, and go with their group", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const settings = settingsOf(made, group.id, "member");
  expect(inventory(made)).toHaveLength(1);
  changeSettings(
    settings,
    [
      { id: "Expiration_EndUser_Assignment", maximumDuration: "PT2H" },
      { id: "Expiration_Admin_Eligibility", isExpirationRequired: false },
    ],
    NOW.toISOString(),
  );
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
      applications: { includeApplications: ["All"] },
      authenticationFlows: { transferMethods: "deviceCodeFlow" },
    },
    grantControls: { operator: "OR", builtInControls: ["mfa", "compliantDevice"] },
    sessionControls: { signInFrequency: { isEnabled: true, value: 4, type: "hours" } },
  });
  expect(inventory(made)).toContain(
    "policy devices, enabled; for all, role 62e90394; not admins, alice@contoso.com; on All; by deviceCodeFlow; wants compliantDevice or mfa; sign-in every 4 hours",
  );
});

test("a cluster is said with every way into it", () => {
  const made = world();
  const group = made.directory.addGroup({ displayName: "admins" });
  const place = { group: "/subscriptions/s/resourceGroups/rg", name: "prod" };
  made.resources.put(
    completeCluster(made, place, {
      location: "westeurope",
      properties: {
        agentPoolProfiles: [{ name: "system", count: 3, vmSize: "Standard_D4s_v5", availabilityZones: ["3", "1"] }],
        aadProfile: { enableAzureRBAC: true, adminGroupObjectIDs: [group.id] },
        apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] },
        networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
      },
    }),
  );
  expect(inventory(made)[0]).toBe(
    "cluster rg/prod: Free; Kubernetes 1.35.1; system 3 Standard_D4s_v5 in zones 1 3; local accounts on; Azure RBAC on; run command on; workload identity off; admins admins; from 203.0.113.0/24; azure overlay",
  );
});

test("what is beyond is counted as often as it is there", () => {
  expect(beyond(["a", "b", "b", "c"], ["b", "d"])).toEqual(["a", "b", "c"]);
  expect(beyond(["a"], ["a"])).toEqual([]);
});
