import { modelOf } from "../../lib/access";
import { call, filesOf, newFolder, synthesized } from "../support/command";

let examples: string;
beforeAll(() => void (examples = synthesized()));
const permissions = (...argv: string[]) => call(examples, ["permissions", ...argv]);

test("each stack is told, to plan and to apply, unless one is named", async () => {
  const titles = ({ out }: { out: string }) => out.split("\n").filter((line) => /^\S/.test(line));
  expect(titles(await permissions())).toEqual(
    ["article", "every-key", "identity", "prod"].flatMap((s) => [`${s}: to make a plan of it`, `${s}: to apply it`]),
  );
  expect(titles(await permissions("--stack", "prod", "--for", "apply"))).toEqual(["prod: to apply it"]);
});

test("text says what each permission is for, and what would do as well", async () => {
  const { code, out } = await permissions("--stack", "identity", "--for", "plan");
  expect(code).toBe(0);
  expect(out.split("\n").slice(0, 6)).toEqual([
    "identity: to make a plan of it",
    "  Microsoft Graph, application permissions",
    "    Application.Read.All",
    "      to read service principals: data.azuread_service_principals.aks-server; instead: Directory.Read.All",
    "    GroupMember.Read.All",
    "      to read groups: azuread_group.aks-approvers, azuread_group.aks-emergency and 2 more; instead: Group.Read.All, Group.ReadWrite.All, Directory.Read.All or Directory.ReadWrite.All",
  ]);
});

test("JSON has a version and every stack", async () => {
  const { out } = await permissions("--stack", "prod", "--for", "apply", "--format", "json");
  const { schemaVersion, permissions: found } = JSON.parse(out);
  expect(schemaVersion).toBe(1);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ stack: "prod", for: "apply", graph: [], unknown: [], doubts: [] });
});

test("a script for az gives app roles by name, custom roles and the condition, each quoted as one word", async () => {
  const identity = (await permissions("--stack", "identity", "--for", "apply", "--format", "az")).out;
  expect(identity).toContain("for PERMISSION in Application.Read.All Group.ReadWrite.All Policy.Read.All ");
  expect(identity).toContain("servicePrincipals/$SP/appRoleAssignments");
  const prod = (await permissions("--stack", "prod", "--for", "apply", "--format", "az")).out;
  const definitions = [...prod.matchAll(/^az role definition create --role-definition '(.*)'$/gm)].map(([, json]) =>
    JSON.parse(json),
  );
  expect(definitions[0]).toMatchObject({
    Name: "aks-entra apply prod 1",
    AssignableScopes: ["/subscriptions/00000000-0000-0000-0000-000000000000"],
  });
  expect(definitions[0].Actions).toContain("Microsoft.ContainerService/managedClusters/write");
  // a custom role is kept at a subscription or a resource group
  for (const { AssignableScopes } of definitions)
    expect(AssignableScopes[0]).toMatch(/^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?$/);
  expect(prod).toContain(
    `--condition-version 2.0 --condition '((!(ActionMatches{'\\''Microsoft.Authorization/roleAssignments/write'\\''}))`,
  );
});

test("something that is not known here is exit code 3, and is said in every format", async () => {
  const model = modelOf("s", [
    {
      needs: [
        { id: "s/x", kind: "resource", type: "azuread_named_location", addresses: ["azuread_named_location.office"] },
      ],
    },
  ]);
  const folder = newFolder(filesOf([model]));
  for (const format of ["text", "json", "terraform", "az"]) {
    const { code, out } = await call(folder, ["permissions", "--format", format]);
    expect(code).toBe(3);
    expect(out).toContain("azuread_named_location.office");
  }
});

test.each<[string, string[], string]>([
  [
    "a stack",
    ["--stack", "prd"],
    '--stack "prd" is not known; allowed: article, every-key, identity or prod; did you mean "prod"?',
  ],
  ["a purpose", ["--for", "aply"], '--for "aply" is not known; allowed: plan or apply; did you mean "apply"?'],
  ["a format", ["--format", "hcl"], '--format "hcl" is not known; allowed: text, json, terraform or az'],
])("%s that is not known is told so", async (_, argv, message) => {
  expect(await permissions(...argv)).toEqual({ code: 2, out: "", err: `error: ${message}\n` });
});

test("models that do not say what they hold are told to be made again", async () => {
  const folder = newFolder(filesOf([modelOf("old", [])]));
  expect(await call(folder, ["permissions"])).toEqual({
    code: 2,
    out: "",
    err: "error: the model of old does not say what it holds: it is empty, or of an older cdktf-aks-entra; synthesize again (npm run synth, or npx cdktf synth)\n",
  });
});

test("--also adds what the last deploy took, from what synth wrote then", async () => {
  const holding = (...types: string[]) =>
    newFolder(
      filesOf([
        modelOf("s", [
          { needs: types.map((type) => ({ id: type, kind: "resource" as const, type, addresses: [`${type}.one`] })) },
        ]),
      ]),
    );
  const [today, before] = [holding("azuread_group"), holding("azuread_group", "azuread_conditional_access_policy")];
  const narrow = await call(today, ["permissions", "--for", "apply"]);
  expect(narrow.out).not.toContain("Policy.ReadWrite.ConditionalAccess");
  const wide = await call(today, ["permissions", "--for", "apply", "--also", `${before}/cdktf.out`]);
  expect(wide.code).toBe(0);
  expect(wide.out).toContain("Policy.ReadWrite.ConditionalAccess");
  const gone = await call(today, ["permissions", "--also", "nowhere"]);
  expect(gone).toMatchObject({ code: 2, out: "" });
  expect(gone.err).toContain("nowhere/manifest.json is not there");
});
