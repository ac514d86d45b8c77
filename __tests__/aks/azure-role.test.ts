import { TerraformVariable } from "cdktf";
import { AzureRole } from "../../lib";
import { SUBSCRIPTION, errorOf, newStack } from "../support/synth";

const CUSTOM = "88888888-8888-4888-8888-888888888888";
const definition = (guid: string, scope = `/subscriptions/${SUBSCRIPTION}`) =>
  `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

test("the built-in roles have the ids and names that Azure gives them", () => {
  expect(AzureRole.BUILT_IN.map((r) => [r.guid, r.roleName, r.word, r.onData])).toEqual([
    ["4abbcc35-e782-43d8-92c5-2d3f1bd2253f", "Azure Kubernetes Service Cluster User Role", "cluster-user", false],
    ["7f6c6a51-bcf8-42ba-9220-52d62157d7db", "Azure Kubernetes Service RBAC Reader", "reader", true],
    ["a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", "Azure Kubernetes Service RBAC Writer", "writer", true],
    ["3498e952-d568-435e-9b2c-8d77e338d7f7", "Azure Kubernetes Service RBAC Admin", "admin", true],
    ["b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", "Azure Kubernetes Service RBAC Cluster Admin", "cluster-admin", true],
    [
      "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
      "Azure Kubernetes Service Cluster Admin Role",
      "cluster-admin-credential",
      false,
    ],
    [
      "1afdec4b-e479-420e-99e7-f82237c7c5e6",
      "Azure Kubernetes Service Cluster Monitoring User",
      "cluster-monitoring-user",
      false,
    ],
    ["ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8", "Azure Kubernetes Service Contributor Role", "contributor", false],
  ]);
});

test.each(AzureRole.BUILT_IN.map((r) => [r.roleName as string, r] as const))(
  "%s is the same role by name, by GUID and by definition id, in any case of letters",
  (name, role) => {
    for (const id of [name, role.guid, definition(role.guid), definition(role.guid, "")]) {
      expect(AzureRole.of(id)).toBe(role);
      expect(AzureRole.of(id.toUpperCase())).toBe(role);
      expect(AzureRole.of(id.toLowerCase())).toBe(role);
    }
  },
);

test("a built-in role keeps its own word", () => {
  expect(AzureRole.of("Azure Kubernetes Service RBAC Reader", "mine")).toBe(AzureRole.AKS_RBAC_READER);
});

test.each([
  CUSTOM,
  CUSTOM.toUpperCase(),
  definition(CUSTOM),
  definition(CUSTOM, "/providers/Microsoft.Management/managementGroups/all"),
])("a custom role is known by %s", (id) => {
  expect(AzureRole.of(id)).toMatchObject({ guid: CUSTOM, roleName: undefined, word: CUSTOM, onData: undefined });
  expect(AzureRole.of(id, "deployer").word).toBe("deployer");
});

test("the definition id has the subscription before it", () => {
  expect(AzureRole.AKS_RBAC_READER.definitionId(SUBSCRIPTION)).toBe(
    "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  );
  expect(AzureRole.of(definition(CUSTOM, "")).definitionId(SUBSCRIPTION)).toBe(definition(CUSTOM));
});

test("a token is taken as the definition id that it will be", () => {
  const token = new TerraformVariable(newStack(), "role", {}).stringValue;
  const role = AzureRole.of(token);
  expect(role).toMatchObject({ guid: token, roleName: undefined, word: "custom-role", onData: undefined });
  expect(role.definitionId(SUBSCRIPTION)).toBe(token);
  expect(AzureRole.of(token, "deployer").word).toBe("deployer");
});

test("fails for a name that is not known, and names the nearest", () => {
  const error = errorOf(() => AzureRole.of("Azure Kubernetes Service RBAC Reeder"));
  expect(error.code).toBe("AKS_ROLE_UNKNOWN");
  expect(error.message).toBe(
    '"Azure Kubernetes Service RBAC Reeder" is no role that is known here; allowed: the name of a built-in AKS role, or the id of any role; did you mean "Azure Kubernetes Service RBAC Reader"? (AKS_ROLE_UNKNOWN)',
  );
});

test.each(["Owner", "", definition("88888888888848888888888888888888----")])(
  "fails for %p, which is neither a name nor an id",
  (id) => {
    expect(errorOf(() => AzureRole.of(id)).message).toBe(
      `"${id}" is no role that is known here; allowed: the name of a built-in AKS role, or the id of any role (AKS_ROLE_UNKNOWN)`,
    );
  },
);
