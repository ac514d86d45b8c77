import {
  CONDITIONS,
  type Entry,
  GRANT,
  ID,
  SESSION,
  STRICT,
  Thing,
  USERS,
  type Values,
  cluster,
  group,
  jitGroup,
  judge,
  policy,
  roleAssignment,
  settings,
} from "./plans";

/** What access hangs on beside groups, clusters and policies themselves. */
const said = (...entries: Entry[]) =>
  judge(entries, { maxRemovals: 99 }).findings.map(({ rule, kind, certainty }) =>
    [rule, kind, certainty].filter((part) => part !== undefined).join(" "),
  );
const messages = (...entries: Entry[]) =>
  judge(entries, { maxRemovals: 99 })
    .findings.map((f) => f.message)
    .join("\n");

describe("a group", () => {
  const dynamic = (rule: string, more: Values = {}) =>
    group("g", 1, { security_enabled: true, dynamic_membership: [{ enabled: true, rule, ...more }] });

  test("whose rule for members changes may lose everybody: nobody can tell", () => {
    const changed = dynamic('user.department -eq "SRE"').changed(dynamic('user.department -eq "None"').values);
    expect(said(changed)).toEqual(["group-changed membership-rule unknown"]);
    expect(messages(changed)).toContain(
      'its rule changes from user.department -eq "SRE" to user.department -eq "None"',
    );
    expect(said(dynamic("a").changed({ dynamic_membership: [] }))).toEqual(["group-changed membership-rule unknown"]);
    expect(said(dynamic("a").changed({}, { dynamic_membership: true }))).toEqual([
      "group-changed membership-rule unknown",
    ]);
    expect(said(dynamic("a").changed(dynamic("a", { enabled: false }).values))).toEqual([
      "group-changed membership-rule unknown",
    ]);
    expect(said(dynamic("a").changed({ description: "x" }))).toEqual([]);
  });

  test("that is no security group any more is refused", () => {
    expect(said(dynamic("a").changed({ security_enabled: false }))).toEqual(["group-changed security yes"]);
    expect(said(jitGroup("j", 2, { security_enabled: false }).changed({ security_enabled: true }))).toEqual([]);
  });
});

describe("what is deleted or made anew", () => {
  const azapi = (type: string) => new Thing("azapi_resource", "x", { id: "/x", type, name: "x" });
  const graph = (url: string) => new Thing("msgraph_resource", "x", { id: "x", url });
  test.each<[string, Thing, string]>([
    [
      "a resource group, with a cluster of another state in it",
      new Thing("azurerm_resource_group", "rg", { id: "/rg", name: "rg" }),
      "resource-group",
    ],
    ["a resource group of azapi", azapi("Microsoft.Resources/resourceGroups@2024-03-01"), "resource-group"],
    ["a cluster of azapi", azapi("Microsoft.ContainerService/managedClusters@2025-01-01"), "cluster"],
    ["a group of msgraph", graph("groups"), "group"],
    ["a policy of msgraph", graph("identity/conditionalAccess/policies"), "policy"],
  ])("%s, is refused", (_, thing, what) => {
    expect(said(thing.deleted())).toEqual([`${what}-deleted yes`]);
    expect(said(thing.replaced("location", "x"))).toEqual([`${what}-replaced yes`]);
    expect(said(thing.replacedBeside("location", "x"))).toEqual([`${what}-replaced yes`]);
    expect(said(thing.changed({ tags: {} }), thing.forgotten())).toEqual([]);
  });

  test("is let through if nothing of ours hangs on it", () => {
    expect(said(azapi("Microsoft.ContainerService/managedClusters/agentPools@2025-01-01").deleted())).toEqual([]);
    expect(said(graph("applications").deleted())).toEqual([]);
  });
});

describe("a part of a policy", () => {
  const conditions = (values: Values) => ({ conditions: [{ ...CONDITIONS, ...values }] });
  const session = (values: Values) => ({ session_controls: [{ ...SESSION, ...values }] });

  test("that is only about insider risk from now on covers less", () => {
    const changed = policy("p").changed(conditions({ insider_risk_levels: "elevated" }));
    expect(said(changed)).toEqual(["policy-loosened scope yes"]);
    expect(messages(changed)).toContain("only about insider risk elevated from now on");
    const narrow = policy("p", conditions({ insider_risk_levels: "elevated" }));
    expect(said(narrow.changed(conditions({ insider_risk_levels: "" })))).toEqual([]);
    expect(said(narrow.changed(conditions({ insider_risk_levels: "minor" })))).toEqual(["policy-loosened scope yes"]);
  });

  test("that asks again for the second factor alone asks for less", () => {
    const type = "sign_in_frequency_authentication_type";
    const both = policy("p", session({ [type]: "primaryAndSecondaryAuthentication" }));
    expect(said(both.changed(session({ [type]: "secondaryAuthentication" })))).toEqual(["policy-loosened session yes"]);
    const second = policy("p", session({ [type]: "secondaryAuthentication" }));
    expect(said(second.changed(both.values))).toEqual([]);
    expect(said(both.changed({ description: "x" }))).toEqual([]);
  });
});

describe("what policies use", () => {
  const location = (ip: Values) =>
    new Thing("azuread_named_location", "l", { id: "l", display_name: "l", ip: [ip], country: [] });
  const office = location({ ip_ranges: ["10.0.0.0/8"], trusted: true });
  const strength = (...allowed_combinations: string[]) =>
    new Thing("azuread_authentication_strength_policy", "s", { id: "s", display_name: "s", allowed_combinations });

  test("a trusted location that takes in more, or one that becomes trusted, is refused", () => {
    const wider = location({ ip_ranges: ["10.0.0.0/8", "0.0.0.0/0"], trusted: true });
    expect(said(office.changed(wider.values))).toEqual(["location-widened yes"]);
    expect(messages(office.changed(wider.values))).toContain("0.0.0.0/0 is in it");
    expect(said(wider.changed(office.values))).toEqual([]);
    const untrusted = location({ ip_ranges: ["10.0.0.0/8"], trusted: false });
    expect(said(untrusted.changed(office.values))).toEqual(["location-widened yes"]);
    expect(said(office.changed(untrusted.values))).toEqual([]);
  });

  test("what other addresses or countries mean, each policy says for itself", () => {
    const plain = location({ ip_ranges: ["10.0.0.0/8"], trusted: false });
    expect(said(plain.changed({ ip: [{ ip_ranges: [], trusted: false }] }))).toEqual(["location-widened unknown"]);
    const countries = (...countries_and_regions: string[]) => ({ ip: [], country: [{ countries_and_regions }] });
    const of = new Thing("azuread_named_location", "l", { id: "l", display_name: "l", ...countries("DE") });
    expect(said(of.changed(countries("DE", "CH")))).toEqual(["location-widened unknown"]);
    expect(said(of.changed({ display_name: "x" }))).toEqual([]);
  });

  test("an authentication strength that is met by more is refused", () => {
    expect(said(strength("fido2").changed(strength("fido2", "password").values))).toEqual(["strength-loosened yes"]);
    expect(said(strength("fido2", "password").changed(strength("fido2").values))).toEqual([]);
    expect(said(strength("fido2").changed({}, { allowed_combinations: true }))).toEqual(["strength-loosened unknown"]);
  });
});

describe("notifications of role settings", () => {
  const notified = (values: Values) => ({
    notification_rules: [
      {
        eligible_activations: [
          {
            admin_notifications: [
              {
                notification_level: "All",
                default_recipients: true,
                additional_recipients: ["soc@contoso.com"],
                ...values,
              },
            ],
          },
        ],
      },
    ],
  });
  test.each<[string, Values, string]>([
    ["only of what is critical", { notification_level: "Critical" }, "only what is critical is told"],
    [
      "not to those who are told as a rule",
      { default_recipients: false },
      "those who are told as a rule are not told any more",
    ],
    ["not to one more address", { additional_recipients: [] }, "soc@contoso.com is not told any more"],
  ])("%s tell less", (_, values, words) => {
    const changed = settings("s", 2, notified({})).changed(notified(values));
    expect(said(changed)).toEqual(["settings-loosened notifications yes"]);
    expect(messages(changed)).toContain(`admin notifications of eligible activations: ${words}`);
    expect(said(settings("s", 2, notified(values)).changed(notified({})))).toEqual([]);
  });

  test("that stay are no finding, and without a block there are none", () => {
    expect(said(settings("s", 2, notified({})).changed({ description: "x" }))).toEqual([]);
    expect(said(settings("s", 2, notified({})).changed({ notification_rules: [] }))).toEqual([
      "settings-loosened notifications yes",
    ]);
    expect(STRICT).not.toHaveProperty("notification_rules");
  });
});

describe("a cluster", () => {
  const entra = (tenant_id: unknown) => ({
    azure_active_directory_role_based_access_control: [
      { azure_rbac_enabled: true, admin_group_object_ids: [ID(1)], tenant_id },
    ],
  });
  test("that asks another tenant lets other people in", () => {
    expect(said(cluster("c").changed(entra(ID(66))))).toEqual(["cluster-loosened tenant yes"]);
    expect(said(cluster("c").changed(entra(ID(2))))).toEqual([]);
    expect(
      said(
        cluster("c").changed(entra(undefined), {
          azure_active_directory_role_based_access_control: [{ tenant_id: true }],
        }),
      ),
    ).toEqual(["cluster-loosened tenant unknown"]);
  });
});

describe("a role of Azure", () => {
  const role = (actions: string[]) =>
    new Thing("azurerm_role_definition", "r", {
      id: "/r",
      name: "Ops",
      permissions: [{ actions, not_actions: [] }],
      assignable_scopes: ["/s"],
    });
  test("that allows something else changes for everybody who has it", () => {
    expect(said(role(["a/read"]).changed(role(["*"]).values))).toEqual(["role-changed yes"]);
    expect(said(role(["a/read"]).changed(role([]).values))).toEqual(["role-changed yes"]);
    expect(said(role(["a/read"]).changed({ assignable_scopes: ["/t"] }))).toEqual(["role-changed yes"]);
    expect(said(role(["a/read"]).changed({}, { permissions: true }))).toEqual(["role-changed unknown"]);
    expect(said(role(["a/read"]).deleted())).toEqual(["role-changed yes"]);
    expect(said(role(["a/read"]).changed({ description: "x" }))).toEqual([]);
  });
});

describe("the condition of a role assignment", () => {
  const WITH = { condition: "@Resource[x] StringEquals 'y'", principal_type: "User" };
  const assigned = (name: string, values: Values = {}) => roleAssignment(name, 1, { ...WITH, ...values });

  test("may not be dropped, in place, by a replacement or at another address", () => {
    expect(said(assigned("r").changed({ condition: null }))).toEqual(["condition-dropped yes"]);
    expect(said(assigned("r").replaced("condition", null))).toEqual(["condition-dropped yes"]);
    const other = assigned("other", { condition: null }).created();
    expect(said(assigned("r").deleted(), other)).toEqual(["condition-dropped yes"]);
    expect(messages(assigned("r").deleted(), other)).toContain(
      "What takes its place (azurerm_role_assignment.other) has no condition any more",
    );
  });

  test("in another form is unknown", () => {
    expect(said(assigned("r").replaced("condition", "@Resource[x] StringEquals 'z'"))).toEqual([
      "condition-dropped unknown",
    ]);
  });

  test("that stays, that moves along, that comes or that goes with its assignment is no finding", () => {
    expect(said(assigned("r").changed({ description: "x" }))).toEqual([]);
    expect(said(assigned("r").deleted(), assigned("other").created())).toEqual([]);
    expect(said(assigned("r", { condition: null }).replaced("condition", WITH.condition))).toEqual([]);
    expect(said(assigned("r").deleted())).toEqual([]);
    expect(said(assigned("r").forgotten())).toEqual([]);
  });
});

describe("a policy that locks people out", () => {
  const BLOCK = { grant_controls: [{ ...GRANT, operator: "OR", built_in_controls: ["block"] }] };
  const users = (values: Values) => ({ conditions: [{ ...CONDITIONS, users: [{ ...USERS, ...values }] }] });
  const ALL = users({ included_users: ["All"], included_groups: null });

  test("by a block that comes into force is refused, whichever way it comes", () => {
    const dry = policy("p", { ...BLOCK, ...ALL, state: "enabledForReportingButNotEnforced" });
    expect(said(dry.changed({ state: "enabled" }))).toEqual(["policy-locks-out block yes"]);
    expect(messages(dry.changed({ state: "enabled" }))).toContain("a block comes into force for everybody");
    expect(said(policy("p", ALL).changed(BLOCK))).toEqual(["policy-locks-out block yes"]);
    expect(said(policy("p", BLOCK).created())).toEqual(["policy-locks-out block yes"]);
    const wider = policy("p", BLOCK).changed(users({ included_groups: [ID(1), ID(2), ID(3)] }));
    expect(said(wider)).toEqual(["policy-locks-out block yes"]);
    expect(messages(wider)).toContain(`its block counts for ${ID(3)} as well`);
  });

  test("is not one that asks for MFA, that blocks in report-only, or that blocked before", () => {
    expect(said(policy("p", { state: "enabledForReportingButNotEnforced" }).changed({ state: "enabled" }))).toEqual([]);
    expect(said(policy("p", { ...BLOCK, state: "enabledForReportingButNotEnforced" }).created())).toEqual([]);
    expect(said(policy("p", BLOCK).changed({ display_name: "x" }))).toEqual([]);
  });

  test("is not one that blocks device codes or old protocols alone", () => {
    const only = (values: Values) => ({ ...BLOCK, conditions: [{ ...CONDITIONS, ...values }] });
    expect(said(policy("p", only({ authentication_flow_transfer_methods: ["deviceCodeFlow"] })).created())).toEqual([]);
    expect(said(policy("p", only({ client_app_types: ["exchangeActiveSync", "other"] })).created())).toEqual([]);
    expect(said(policy("p", only({ client_app_types: ["browser", "other"] })).created())).toEqual([
      "policy-locks-out block yes",
    ]);
  });

  test("is one of whom nobody knows yet whether it blocks", () => {
    expect(said(policy("p", { state: "disabled", ...BLOCK }).changed({}, { state: true }))).toEqual([
      "policy-locks-out block unknown",
    ]);
  });

  test("since nobody who was left out for an emergency is left out any more, is refused", () => {
    const [one, two] = [ID(901), ID(902)];
    const both = policy("p", users({ excluded_users: [one, two] }));
    expect(said(both.changed(users({ excluded_users: [] })))).toEqual(["policy-locks-out exclusion yes"]);
    expect(messages(both.changed(users({ excluded_users: null })))).toContain(
      `nobody who was left out is left out any more: ${one} and ${two}`,
    );
    expect(said(both.changed(users({ excluded_users: [ID(5)] })))).toEqual([
      "policy-locks-out exclusion yes",
      "policy-loosened scope yes",
    ]);
    expect(said(both.changed(users({ excluded_users: [one] })))).toEqual([]);
    expect(said(both.changed({ ...users({ excluded_users: [] }), state: "disabled" }))).toEqual([
      "policy-loosened state yes",
    ]);
    const hidden = both.changed(users({ excluded_users: undefined }), {
      conditions: [{ users: [{ excluded_users: true }] }],
    });
    expect(said(hidden)).toContain("policy-locks-out exclusion unknown");
  });
});
