import * as library from "../lib";

/** The files that are loaded for the library's entry, by itself; CDKTF's test helpers aside. */
function loadedFiles(): string[] {
  let files: string[] = [];
  jest.isolateModules(() => {
    jest.requireActual("../lib");
    files = Object.keys(require.cache);
  });
  return files.map((file) => file.replace(/\\/g, "/"));
}

/** The package of the first `node_modules` in a path, or nothing for a file of ours. */
function packageOf(file: string): string | undefined {
  return /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
}

test("importing the library loads cdktf, constructs and the providers, and no other package", () => {
  const packages = new Set(loadedFiles().flatMap((f) => packageOf(f) ?? []));
  expect([...packages].sort()).toEqual(["@cdktf/provider-azuread", "@cdktf/provider-azurerm", "cdktf", "constructs"]);
});

test("importing the library loads single things of the providers, never a whole one", () => {
  const things = loadedFiles().filter((f) => packageOf(f)?.startsWith("@cdktf/provider-"));
  expect(things.filter((f) => /\/lib\/(index|lazy-index)\.js$/.test(f))).toEqual([]);
  const names = things.flatMap((f) => /(provider-\w+\/lib\/[^/]+)\/index\.js$/.exec(f)?.[1] ?? []);
  expect([...new Set(names)].sort()).toEqual([
    "provider-azuread/lib/conditional-access-policy",
    "provider-azuread/lib/data-azuread-group",
    "provider-azuread/lib/data-azuread-group-role-management-policy",
    "provider-azuread/lib/data-azuread-service-principals",
    "provider-azuread/lib/data-azuread-user",
    "provider-azuread/lib/group",
    "provider-azuread/lib/group-member",
    "provider-azuread/lib/group-role-management-policy",
    "provider-azuread/lib/group-without-members",
    "provider-azuread/lib/privileged-access-group-assignment-schedule",
    "provider-azuread/lib/privileged-access-group-eligibility-schedule",
    "provider-azuread/lib/provider",
    "provider-azurerm/lib/data-azurerm-client-config",
    "provider-azurerm/lib/kubernetes-cluster",
    "provider-azurerm/lib/monitor-diagnostic-setting",
    "provider-azurerm/lib/provider",
    "provider-azurerm/lib/role-assignment",
  ]);
});

test("importing the library loads nothing of the config files", () => {
  expect(loadedFiles().filter((f) => f.includes("/lib/config/"))).toEqual([]);
});

test("the public API is this, and nothing by accident", () => {
  expect(Object.keys(library).sort()).toEqual([
    "ALL_USERS",
    "AccessQuestions",
    "AccessStack",
    "ActivationRequirement",
    "AdministrativeUnit",
    "AksCluster",
    "AssignmentAccess",
    "AzureRole",
    "ClusterAccess",
    "ClusterUserRole",
    "ConditionalAccessPolicy",
    "Deployer",
    "DirectoryRole",
    "Duration",
    "EmergencyAccess",
    "EntraGroup",
    "EntraServicePrincipal",
    "EntraUser",
    "ErrorCode",
    "Expiration",
    "ExpirationType",
    "Grant",
    "GrantControl",
    "GrantControls",
    "GuardrailProfile",
    "Guardrails",
    "JitGroup",
    "MODEL_SCHEMA_VERSION",
    "NamespaceAccess",
    "PolicyState",
    "PolicySubjectKind",
    "PrincipalType",
    "RoleSettings",
    "SkuTier",
    "TargetApplication",
    "ValidationError",
    "accessModelOf",
    "applyTakeover",
    "isUnknown",
    "parseTakeover",
  ]);
});
