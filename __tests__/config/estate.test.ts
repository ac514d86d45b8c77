import { join } from "node:path";
import { loadConfig } from "../../lib/config";
import { HEAD, linesOf, loaded, modelsOf } from "../support/config";
import { addresses, newApp, synth, warnings, written } from "../support/synth";

const PIPELINE = "{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }";
const ACCOUNT = "{ user: 33333333-3333-4333-8333-333333333334 }";
const IDENTITY = `name: identity
tenantId: 22222222-2222-2222-2222-222222222222
defaults: { groups: { owners: [${PIPELINE}] } }
emergencyAccess: { accounts: [${ACCOUNT}], clusterAdmin: emergency }
roleSettings: { careful: { activation: { maximum: 2h } } }
accessProfiles: { readers: { reader: [auditors] } }
groups:
  emergency: { roleAssignable: true, members: [${ACCOUNT}] }
  auditors: { existing: 44444444-4444-4444-8444-444444444444 }
  admins: { formerly: ops, pim: { settings: careful, eligible: [{ principal: auditors, for: 30d, justification: x }] } }
`;
const CLUSTERS = `name: prod
uses: [identity.yaml]
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
`;
const USED = `clusters: { c: { existing: { resourceGroup: rg }, access: [{ clusterAdmin: [admins] }, readers] } }\n`;
const estate = (prod: string, identity = IDENTITY) => ({ "identity.yaml": identity, "prod.yaml": CLUSTERS + prod });
const byName = (files: Record<string, string>) => {
  const app = newApp();
  const stacks = loaded(files, app);
  return { app, of: (name: string) => stacks.find((s) => s.node.id === name)! };
};

describe("a file that uses another", () => {
  test("gives roles to the groups of the other, and makes no provider of Graph", () => {
    const { app, of } = byName(estate(USED));
    expect(addresses(of("prod"))).toEqual([
      "azurerm_role_assignment.c_cluster-admin_admins",
      "azurerm_role_assignment.c_cluster-admin_emergency",
      "azurerm_role_assignment.c_cluster-user_admins",
      "azurerm_role_assignment.c_cluster-user_auditors",
      "azurerm_role_assignment.c_cluster-user_emergency",
      "azurerm_role_assignment.c_reader_auditors",
    ]);
    const prod = JSON.parse(written(app, "prod"));
    expect(Object.keys(prod.provider)).toEqual(["azurerm"]);
    expect(Object.keys(prod.terraform.required_providers)).toEqual(["azurerm"]);
    expect(Object.keys(prod.data)).toEqual(["terraform_remote_state"]);
    const { principal_id } = prod.resource.azurerm_role_assignment["c_cluster-admin_admins"];
    expect(principal_id).toMatch(/^\$\{data\.terraform_remote_state\.cross-stack-reference-input-identity\.outputs\./);
    // what is known by its object id needs no state of another stack
    expect(prod.resource.azurerm_role_assignment.c_reader_auditors.principal_id).toBe(
      "44444444-4444-4444-8444-444444444444",
    );
  });

  test("the other stack keeps its groups to itself, and has no provider of Azure", () => {
    const { app } = byName(estate(USED));
    const identity = JSON.parse(written(app, "identity"));
    expect(Object.keys(identity.provider)).toEqual(["azuread"]);
    expect(identity.data?.terraform_remote_state).toBeUndefined();
    expect(JSON.parse(written(app, "prod", "../../manifest.json")).stacks.prod.dependencies).toEqual(["identity"]);
  });

  test("its model refers to the entries of the other's, by their ids", () => {
    const { prod, identity } = modelsOf(estate(USED));
    expect(prod.uses).toEqual(["identity"]);
    expect(identity.uses).toEqual([]);
    const known = [...identity.groups, ...identity.principals].map((e) => e.id);
    expect(known).toEqual(expect.arrayContaining(prod.grants.map((g) => g.principal)));
  });

  test("is loaded with it also if it lies elsewhere", () => {
    const files = { "a/prod.yaml": CLUSTERS.replace("identity.yaml", "../identity.yaml") + USED, "identity.yaml": IDENTITY };
    expect(loaded(files).map((s) => s.node.id)).toEqual(["identity", "prod"]);
  });

  test("a renamed group moves the role assignments that are named after it in the other stack", () => {
    const { of } = byName(estate(USED));
    expect(synth(of("prod")).moved).toEqual([
      { from: "azurerm_role_assignment.c_cluster-admin_ops", to: "azurerm_role_assignment.c_cluster-admin_admins" },
      { from: "azurerm_role_assignment.c_cluster-user_ops", to: "azurerm_role_assignment.c_cluster-user_admins" },
    ]);
    expect(synth(of("identity")).moved.map((m: { from: string }) => m.from)).toEqual([
      "azuread_group_role_management_policy.ops_member-settings",
      "azuread_group_role_management_policy.ops_owner-settings",
      "azuread_group_without_members.ops",
      "azuread_privileged_access_group_eligibility_schedule.ops_eligible_auditors",
    ]);
  });

  test("the emergency group reaches the clusters of files that use its file, and no others", () => {
    const lone = `name: lone\nsubscriptionId: 00000000-0000-0000-0000-000000000000\ntenantId: 22222222-2222-2222-2222-222222222222\n`;
    const other = "clusters: { d: { existing: { resourceGroup: other } } }\n";
    const { of } = byName({ ...estate(USED), "lone.yaml": lone + other });
    expect(addresses(of("lone"))).toEqual([]);
    expect(addresses(of("prod"))).toContain("azurerm_role_assignment.c_cluster-admin_emergency");
  });

  test("role settings of the other are used by their name", () => {
    const mine = `groups:\n  mine: { owners: [${PIPELINE}], pim: { settings: careful } }\n`;
    const { of } = byName(estate(mine));
    expect(synth(of("prod")).resource.azuread_group_role_management_policy["mine_member-settings"]).toMatchObject({
      activation_rules: { maximum_duration: "PT2H" },
    });
  });

  const row = (what: string, files: Record<string, string>, ...lines: string[]) => [what, files, lines] as const;
  test.each([
    row(
      "uses itself",
      { "a.yaml": "name: a\nuses: [a.yaml]\n" },
      "a.yaml:2:8: uses[0]: this file uses itself; allowed: files that do not lead back here (CONFIG_USES_CIRCLE)",
    ),
    row(
      "is in a circle",
      { "a.yaml": "name: a\nuses: [b.yaml]\n", "b.yaml": "name: b\nuses: [a.yaml]\n" },
      "b.yaml:2:8: uses[0]: these files use each other in a circle: a.yaml uses b.yaml uses a.yaml; allowed: files that do not lead back here (CONFIG_USES_CIRCLE)",
    ),
    row(
      "uses a file that is not there",
      { "a.yaml": "name: a\nuses: [none.yaml]\n" },
      'a.yaml:2:8: uses[0]: "none.yaml" cannot be found; allowed: a *.yaml file, relative to this one (CONFIG_USES_MISSING)',
    ),
    row(
      "uses a folder",
      { "a.yaml": "name: a\nuses: [folder]\n" },
      'a.yaml:2:8: uses[0]: "folder" is not a config file; allowed: a *.yaml file, relative to this one (CONFIG_USES_MISSING)',
    ),
    row(
      "has a key of the file that it uses",
      estate("groups: { auditors: { existing: 44444444-4444-4444-8444-444444444401 } }\n"),
      "prod.yaml:6:11: groups.auditors: this key is also one of identity.yaml, which this file uses; allowed: a key that only one of them has (CONFIG_KEY_TWICE)",
    ),
    row(
      "uses two files that have a key in common",
      {
        "a.yaml": `name: a\nroleSettings: { careful: { activation: { maximum: 2h } } }\n`,
        "b.yaml": `name: b\nroleSettings: { careful: { activation: { maximum: 4h } } }\n`,
        "c.yaml": `name: c\nuses: [a.yaml, b.yaml]\n`,
      },
      'c.yaml:2:7: uses: "careful" under roleSettings is a key of a.yaml and of b.yaml; allowed: files that have no key twice (CONFIG_KEY_TWICE)',
    ),
    row(
      "declares emergency access beside the file that it uses",
      estate(`emergencyAccess: { accounts: [${ACCOUNT}] }\n`),
      "prod.yaml:6:18: emergencyAccess: emergency access is declared by prod.yaml and identity.yaml; allowed: once a tenant, here or in a file that this one uses (CONFIG_KEY_TWICE)",
    ),
    row(
      "names a profile that nobody has",
      estate("clusters: { c: { existing: { resourceGroup: rg }, access: [raeders] } }\n"),
      'prod.yaml:6:60: clusters.c.access[0]: "raeders" is not the name of an access profile; did you mean "readers"?; allowed: a name under accessProfiles, or a mapping as there (CONFIG_REFERENCE)',
    ),
    row(
      "names role settings that nobody has",
      estate(`groups: { g: { owners: [${PIPELINE}], pim: { settings: carefull } } }\n`),
      'prod.yaml:6:103: groups.g.pim.settings: "carefull" is not the name of role settings; did you mean "careful"?; allowed: a name under roleSettings, or a mapping as there (CONFIG_REFERENCE)',
    ),
    row(
      "names a person in a stack that makes no groups",
      estate("clusters: { c: { existing: { resourceGroup: rg }, access: [{ reader: [eve@contoso.com] }] } }\n"),
      'prod.yaml:6:71: clusters.c.access[0].reader[0]: "eve@contoso.com" would have to be looked up in Microsoft Graph, and this file makes neither groups nor policies, so that its pipeline needs no permission there; allowed: a key of a group in a file that this one uses, or an object id (CONFIG_NEEDS_GRAPH)',
    ),
    row(
      "looks a group up by name in a stack that makes no groups",
      estate("groups: { g: { existing: { displayName: readers } } }\n"),
      'prod.yaml:6:26: groups.g.existing: "readers" would have to be looked up in Microsoft Graph, and this file makes neither groups nor policies, so that its pipeline needs no permission there; allowed: a key of a group in a file that this one uses, or an object id (CONFIG_NEEDS_GRAPH)',
    ),
    row(
      "declares a cluster that a stack around it declares",
      {
        ...estate(USED),
        "test.yaml": CLUSTERS.replace("prod", "test") + "clusters: { t: { existing: { resourceGroup: RG, name: c } } }\n",
      },
      "test.yaml:6:28: clusters.t.existing: this cluster is also declared by prod/clusters/c, which grants the Cluster User role on it; allowed: one declaration for the whole app, or clusterUserRole: external on this one (AKS_DECLARED_TWICE)",
    ),
    row(
      "has a former key that is still one",
      estate("", IDENTITY.replace("formerly: ops", "formerly: auditors")),
      'identity.yaml:10:23: groups.admins.formerly: "auditors" is a key under groups still; allowed: a key that no group has any more, or leave it out where the move is done (GROUP_FORMER_ID_IN_USE)',
    ),
  ])("fails for a file that %s", (_, files, lines) => {
    expect(linesOf(files)).toEqual(lines);
  });

  test("the same cluster in a file that has nothing to do with this one is a warning", () => {
    const lone = CLUSTERS.replace("prod", "lone").replace(/uses:.*\n/, "");
    const { of } = byName({ ...estate(USED), "z.yaml": lone + "clusters: { d: { existing: { resourceGroup: rg, name: c } } }\n" });
    expect(warnings(of("lone"))).toEqual([
      "This cluster is also declared by prod/clusters/c, in a stack that has nothing to do with this one. If both are applied, the second fails on the Cluster User role: write clusterUserRole: external in one of them.",
    ]);
  });

  test("a cluster whose Cluster User role another stack grants may be declared twice", () => {
    const again = "clusters: { t: { existing: { resourceGroup: rg, name: c }, clusterUserRole: external, access: [readers] } }\n";
    const { of } = byName({ ...estate(USED), "test.yaml": CLUSTERS.replace("prod", "test") + again });
    expect(addresses(of("test")).filter((a) => a.includes("cluster-user"))).toEqual([]);
  });
});

describe("a cluster that exists", () => {
  const exists = (text: string, rest = "") => `${HEAD}clusters: { c: { ${text}${rest} } }\n`;

  test("another subscription gets a provider of its own, and role ids of its own", () => {
    const text = exists("existing: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: rg, name: old }", ", access: [{ reader: [{ group: 44444444-4444-4444-8444-444444444444 }] }]");
    const [stack] = loaded(text);
    const json = synth(stack);
    expect(json.provider.azurerm.map((p: { alias?: string }) => p.alias)).toEqual([undefined, "subscription-11111111-1111-1111-1111-111111111111"]);
    const assignments = Object.values(json.resource.azurerm_role_assignment) as Record<string, string>[];
    for (const { provider, scope, role_definition_id } of assignments) {
      expect(provider).toBe("azurerm.subscription-11111111-1111-1111-1111-111111111111");
      expect(scope).toBe("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/old");
      expect(role_definition_id).toMatch(/^\/subscriptions\/11111111-1111-1111-1111-111111111111\//);
    }
    expect(json.data).toBeUndefined();
  });

  test("what is assumed of it counts, and is shown as assumed", () => {
    const text = exists("existing: { resourceGroup: rg }, assume: { azureRbac: true, localAccounts: enabled, adminGroups: [{ group: 44444444-4444-4444-8444-444444444444 }] }") +
      "guardrails: { acknowledge: [{ rule: CL-01, reason: They go off with the upgrade }] }\n";
    const [cluster] = modelsOf(text).test.clusters;
    expect(cluster).toMatchObject({
      kind: "existing",
      assumed: ["azureRbac", "localAccountsDisabled", "adminGroups"],
      azureRbac: true,
      localAccountsDisabled: false,
      adminGroups: ["test/groups-by-id/44444444-4444-4444-8444-444444444444"],
      runCommandEnabled: { unknown: "only the tenant knows" },
    });
  });

  test("may be named by its id", () => {
    const id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/old";
    const [stack] = loaded(exists(`existing: { id: ${id} }`));
    expect(synth(stack).output.cluster_ids.value).toEqual({ c: id });
  });

  test.each([
    ["a wrong id", "existing: { id: /subscriptions/x }", 'test.yaml:5:34: clusters.c.existing.id: "/subscriptions/x" is not the resource id of a cluster; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME (AKS_RESOURCE_ID)'],
    ["a wrong subscription", "existing: { subscriptionId: x, resourceGroup: rg }", 'test.yaml:5:46: clusters.c.existing.subscriptionId: "x" is not the id of a subscription; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)'],
    ["what only a cluster that is made has", "existing: { resourceGroup: rg }, version: '1.36'", "test.yaml:5:51: clusters.c.version: a cluster that exists is only used, and nothing of it is changed; allowed: existing, assume, access and clusterUserRole (CONFIG_KEY_UNKNOWN)"],
    ["assumptions about a cluster that is made", "resourceGroup: rg, nodePool: { vmSize: x, count: 1 }, location: x, assume: { azureRbac: true }", "test.yaml:5:85: clusters.c.assume: what a cluster that is made here is like is known; allowed: assume beside existing (CONFIG_KEY_UNKNOWN)"],
  ])("fails for %s", (_, text, line) => {
    expect(linesOf(exists(text))).toEqual([line]);
  });
});

describe("what a file says and makes nothing of", () => {
  const made = `${HEAD}deployer: ${PIPELINE}
clusters: { c: { existing: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: rg } } }
`;

  test("the deployer, the guardrails and what must stay true are in the model", () => {
    const text = `${made}guardrails: { profile: strict, acknowledge: [{ rule: CL-01, on: clusters.c, reason: r, until: 2027-03-31 }, { rule: OPS-01, reason: q }] }
expect:
  - noStandingClusterAdmins: true
  - { cannot: [alice@contoso.com, delete, pods, c/kube-system], when: standing }
`;
    const { test: model } = modelsOf(text);
    expect(model.deployers).toEqual([
      { id: "test/deployer", source: "test.yaml:5:11", principal: "test/.service-principals/99999999-9999-4999-8999-999999999999" },
    ]);
    expect(model.guardrails).toEqual([
      {
        id: "test/.guardrails",
        source: "test.yaml:7:13",
        profile: "strict",
        acknowledge: [
          { rule: "CL-01", on: "test/clusters/c", reason: "r", until: "2027-03-31", source: "test.yaml:7:46" },
          { rule: "OPS-01", on: null, reason: "q", until: null, source: "test.yaml:7:109" },
        ],
      },
    ]);
    expect(model.expectations).toEqual([
      { id: "test/.expectations/0", source: "test.yaml:9:5", noStandingClusterAdmins: true },
      {
        id: "test/.expectations/1",
        source: "test.yaml:10:5",
        cannot: { principal: "alice@contoso.com", verb: "delete", resource: "pods", cluster: "test/clusters/c", namespace: "kube-system", when: "standing" },
      },
    ]);
  });

  test("an expectation is about anybody, anything and any time; with and without activating unless it says", () => {
    const { test: model } = modelsOf(`${made}groups: { sre: { existing: 44444444-4444-4444-8444-444444444401 } }
expect:
  - { cannot: [{ user: 33333333-3333-4333-8333-333333333331 }, exec, po, c/pay], when: ever }
  - { cannot: [sre, "*", "*", c], when: activated }
  - { cannot: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }, get, widgets.example.com, c/pay] }
`);
    expect(model.expectations.map((e) => e.cannot)).toEqual([
      { principal: "test/.users/33333333-3333-4333-8333-333333333331", verb: "exec", resource: "po", cluster: "test/clusters/c", namespace: "pay", when: "ever" },
      { principal: "test/groups/sre", verb: "*", resource: "*", cluster: "test/clusters/c", namespace: null, when: "activated" },
      { principal: "test/.service-principals/99999999-9999-4999-8999-999999999999", verb: "get", resource: "widgets.example.com", cluster: "test/clusters/c", namespace: "pay", when: "activated" },
    ]);
  });

  test.each([
    ["an acknowledgement of nothing", "guardrails: { acknowledge: [{ rule: CL-01, on: clusters.d, reason: r }] }", 'test.yaml:7:48: guardrails.acknowledge[0].on: "clusters.d" is not something that this file declares; did you mean "clusters.c"?; allowed: what this file declares, such as clusters.NAME, groups.NAME or conditionalAccess.NAME (CONFIG_REFERENCE)'],
    ["an acknowledgement without a reason", "guardrails: { acknowledge: [{ rule: CL-01, reason: ' ' }] }", "test.yaml:7:52: guardrails.acknowledge[0].reason: no reason is given; allowed: a sentence that an auditor understands (TEXT_EMPTY)"],
    ["an acknowledgement with a wrong date", "guardrails: { acknowledge: [{ rule: CL-01, reason: r, until: 2027-02-30 }] }", 'test.yaml:7:62: guardrails.acknowledge[0].until: "2027-02-30" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z (DATE_FORMAT)'],
    ["a rule that is none", "guardrails: { acknowledge: [{ rule: local-accounts, reason: r }] }", 'test.yaml:7:37: guardrails.acknowledge[0].rule: "local-accounts" cannot be used; allowed: the id of a rule, such as CL-01, or EXPECT (NAME_FORMAT)'],
    ["a broken expectation that may stay for good", "guardrails: { acknowledge: [{ rule: EXPECT, on: clusters.c, reason: r }] }", "test.yaml:7:29: guardrails.acknowledge[0].until: a broken expectation is acknowledged until a day; allowed: a date such as 2027-03-31, or take the expectation away (ACKNOWLEDGEMENT_END_MISSING)"],
    ["an expectation about an unknown cluster", "expect: [{ cannot: [alice@contoso.com, delete, pods, d] }]", 'test.yaml:7:54: expect[0].cannot[3]: "d" is not a cluster of this file; allowed: a key under clusters, alone or with a namespace, such as prod/payments (CONFIG_REFERENCE)'],
    ["an expectation with a misspelt verb", "expect: [{ cannot: [alice@contoso.com, delet, pods, c] }]", 'test.yaml:7:40: expect[0].cannot[1]: "delet" is not a verb; did you mean "delete"?; allowed: a verb of Kubernetes such as get or delete, or * (CONFIG_REFERENCE)'],
    ["an expectation with a misspelt resource", "expect: [{ cannot: [alice@contoso.com, delete, pdos, c] }]", 'test.yaml:7:48: expect[0].cannot[2]: "pdos" is not a resource that is known here; did you mean "pods"?; allowed: a resource of Kubernetes such as pods or pods/log, NAME.GROUP for a custom one, or * (CONFIG_REFERENCE)'],
    ["an expectation with a namespace that is none", "expect: [{ cannot: [alice@contoso.com, delete, pods, c/Pay] }]", 'test.yaml:7:54: expect[0].cannot[3]: "Pay" is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as prod/payments (NAME_FORMAT)'],
    ["an expectation with no namespace behind the slash", "expect: [{ cannot: [alice@contoso.com, delete, pods, c/] }]", 'test.yaml:7:54: expect[0].cannot[3]: "" is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as prod/payments (NAME_FORMAT)'],
    ["an expectation about an unknown group", "expect: [{ cannot: [nobody, delete, pods, c] }]", 'test.yaml:7:21: expect[0].cannot[0]: "nobody" is not a group that is known here; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_REFERENCE)'],
  ])("fails for %s", (_, text, line) => {
    expect(linesOf(`${made}${text}\n`)).toEqual([line]);
  });
});

test("an override sets any attribute, and one that decides who gets in is said to be unknown", () => {
  const text = `${HEAD}tags: { a: b }\nclusters: { c: { resourceGroup: rg, nodePool: { vmSize: x, count: 1 }, overrides: { image_cleaner_enabled: true, local_account_disabled: false } } }\n`;
  const app = newApp();
  const [stack] = loaded(text, app);
  expect(synth(stack).resource.azurerm_kubernetes_cluster.c).toMatchObject({ image_cleaner_enabled: true, local_account_disabled: false });
  expect(warnings(stack)).toEqual([
    "The attribute local_account_disabled is overridden. It decides who gets in, and the access model no longer knows it.",
  ]);
  expect(modelsOf(text).test.clusters[0].localAccountsDisabled).toEqual({ unknown: "changed by hand" });
});

test("the example files are taken as they are", () => {
  const app = newApp();
  const stacks = loadConfig(app, join(__dirname, "../../config"));
  expect(stacks.map((s) => s.node.id)).toEqual(["article", "every-key", "identity", "prod"]);
  expect(stacks.map((s) => [s.node.id, addresses(s).length])).toEqual([
    ["article", 22],
    ["every-key", 52],
    ["identity", 18],
    ["prod", 37],
  ]);
  app.synth();
});

test("an expectation that is broken is an error of the synthesis, with the path; one that holds is silent", () => {
  const text = `${HEAD}groups: { devs: { existing: 44444444-4444-4444-8444-444444444401 } }
clusters: { c: { existing: { resourceGroup: rg }, assume: { azureRbac: true, adminGroups: [], localAccounts: disabled }, access: [{ namespaces: { pay: { writer: [devs] } } }] } }
expect:
  - { cannot: [devs, delete, pods, c/pay] }
  - { cannot: [devs, delete, pods, c/shop] }
  - noStandingClusterAdmins: true
`;
  const app = newApp();
  loaded(text, app);
  const said: string[] = [];
  try {
    app.synth();
  } catch (e) {
    said.push(...(e as Error).message.split("\n").filter((line) => line.includes("EXPECT")));
  }
  expect(said).toEqual([
    expect.stringMatching(
      /^error \[test\/\.expectations\]: EXPECT devs can delete pods on c\/pay, and is expected not to: devs has RBAC Writer on c\/pay; fix: .*test\.yaml:8:5\)$/,
    ),
  ]);
});
