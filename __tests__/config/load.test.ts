import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { loadConfig } from "../../lib/config";
import { EntraGroup } from "../../lib";
import { LaterGroup } from "../../lib/config/later-group";
import { article } from "../examples/article";
import { HEAD, errorOfLoading, folderWith, linesOf, loaded, modelsOf, withoutFolder } from "../support/config";
import { addresses, newApp, newStack, synth } from "../support/synth";

const ARTICLE = "config/article.yaml";
const text = readFileSync(ARTICLE, "utf8");
const sshPublicKey = (parse(text) as { clusters: { myManagedCluster: { sshPublicKey: string } } }).clusters
  .myManagedCluster.sshPublicKey;

describe("the article as a file", () => {
  const [stack] = loadConfig(newApp(), ARTICLE);

  test("is one stack with readable addresses", () => {
    expect(stack.node.path).toBe("article");
    expect(addresses(stack)).toEqual([
      "azuread_conditional_access_policy.aks-policy",
      "azuread_group.aks-operators",
      "azuread_group_role_management_policy.myJITGroup_member-settings",
      "azuread_group_role_management_policy.myJITGroup_owner-settings",
      "azuread_group_role_management_policy.payments-readers_member-settings",
      "azuread_group_role_management_policy.payments-readers_owner-settings",
      "azuread_group_without_members.myJITGroup",
      "azuread_group_without_members.payments-readers",
      "azuread_privileged_access_group_assignment_schedule.myJITGroup_active_carol__contoso_com",
      "azuread_privileged_access_group_eligibility_schedule.myJITGroup_eligible_aks-operators",
      "azuread_privileged_access_group_eligibility_schedule.payments-readers_eligible_aks-operators",
      "azurerm_kubernetes_cluster.myManagedCluster",
      "azurerm_resource_group.myResourceGroup",
      "azurerm_role_assignment.myManagedCluster_cluster-user_aks-operators",
      "azurerm_role_assignment.myManagedCluster_cluster-user_myJITGroup",
      "azurerm_role_assignment.myManagedCluster_cluster-user_payments-readers",
      "azurerm_role_assignment.myManagedCluster_namespace_payments_reader_payments-readers",
      "data.azuread_service_principals.aks-server",
      "data.azuread_user.alice__contoso_com",
      "data.azuread_user.bob__contoso_com",
      "data.azuread_user.carol__contoso_com",
      "data.azuread_user.dave__contoso_com",
    ]);
  });

  test("is the same Terraform as the article as a program", () => {
    expect(synth(stack)).toEqual(synth(article(newApp(), sshPublicKey)));
  });

  test("says in its model where everything is written, by a path from where the program runs", () => {
    const model = modelsOf({ "config/article.yaml": text }).article;
    const sources = Object.values(model)
      .flatMap((entries) => (Array.isArray(entries) ? (entries as { id: string; source?: string }[]) : []))
      .filter((e) => e.source !== undefined)
      .map((e) => `${e.id} ${e.source}`);
    expect(sources.sort()).toEqual([
      "article/clusters/myManagedCluster config/article.yaml:55:3",
      "article/clusters/myManagedCluster/cluster-user/aks-operators config/article.yaml:63:23",
      "article/clusters/myManagedCluster/cluster-user/payments-readers config/article.yaml:65:32",
      "article/clusters/myManagedCluster/namespace/payments/reader/payments-readers config/article.yaml:65:32",
      "article/emergency-access config/article.yaml:9:1",
      "article/groups/aks-operators config/article.yaml:16:3",
      "article/groups/myJITGroup config/article.yaml:23:3",
      "article/groups/myJITGroup/active/carol__contoso_com config/article.yaml:33:11",
      "article/groups/myJITGroup/eligible/aks-operators config/article.yaml:31:11",
      "article/groups/myJITGroup/member-settings config/article.yaml:28:7",
      "article/groups/myJITGroup/owner-settings config/article.yaml:28:7",
      "article/groups/payments-readers config/article.yaml:39:3",
      "article/groups/payments-readers/eligible/aks-operators config/article.yaml:46:11",
      "article/groups/payments-readers/member-settings config/article.yaml:43:7",
      "article/groups/payments-readers/owner-settings config/article.yaml:43:7",
      "article/policies/aks-policy config/article.yaml:49:3",
    ]);
  });

  test("is named the same whether its path is given from here or from the root", () => {
    const read = (path: string) => {
      const stacks = loadConfig(newApp(), path);
      return stacks[stacks.findIndex((s) => s.node.id === "article")].node.metadata.map((m) => m.data as string);
    };
    expect(read(join(process.cwd(), ARTICLE))).toEqual(["config/article.yaml:3:1"]);
    expect(read(`./${ARTICLE}`)).toEqual(["config/article.yaml:3:1"]);
    expect(read("config/")).toEqual(["config/article.yaml:3:1"]);
  });
});

test("every YAML file of a folder is a stack, folders in it included, in the order of their names", () => {
  const stacks = loaded({
    "z.yaml": "name: one",
    "a/b/c.yml": "name: two",
    "a/b.yaml": "name: three",
    "notes.md": "# no YAML",
    "a.yaml.bak": "name: no",
  });
  expect(stacks.map((s) => s.node.id)).toEqual(["three", "two", "one"]);
});

test("one file is a stack, whatever it is called", () => {
  const folder = folderWith({ "access.conf": "name: one", "other.yaml": "name: two" });
  expect(loadConfig(newApp(), join(folder, "access.conf")).map((s) => s.node.id)).toEqual(["one"]);
});

test("a file may begin with a byte order mark and have Windows line ends", () => {
  expect(loaded("\uFEFFname: one\r\nlocation: x\r\n").map((s) => s.node.id)).toEqual(["one"]);
});

test("an anchor may be used many times", () => {
  const [stack] = loaded(`${HEAD}groups:
  a: { owners: &us [dave@contoso.com], members: *us }
  b: { owners: *us }
`);
  expect(Object.keys(synth(stack).resource.azuread_group as object)).toEqual(["a", "b"]);
});

test("the same grant twice is one", () => {
  const yaml = (list: string, access: string) => `${HEAD}groups:
  ops: { owners: [dave@contoso.com] }
  admins:
    owners: [dave@contoso.com]
    pim: { eligible: [${list}] }
clusters:
  c: { resourceGroup: rg, nodePool: { vmSize: x, count: 1 }, adminGroups: [admins], access: [${access}] }
`;
  const assignment = "{ principal: ops, for: 8h, justification: x }";
  const once = loaded(yaml(assignment, "{ reader: [ops] }"))[0];
  const twice = loaded(
    yaml(`${assignment}, ${assignment}`, "{ clusterUser: [admins], reader: [ops, ops] }, { reader: [ops] }"),
  )[0];
  expect(synth(twice)).toEqual(synth(once));
});

test("a group may approve its own activations, and those of its approvers", () => {
  const [stack] = loaded(`${HEAD}groups:
  one: { owners: [dave@contoso.com], pim: { settings: { activation: { approvers: [one, two, people] } } } }
  two: { owners: [dave@contoso.com], pim: { settings: { activation: { approvers: [one] } } } }
  people: { owners: [dave@contoso.com], members: [one] }
`);
  const { azuread_group_role_management_policy: policies, azuread_group } = synth(stack).resource;
  const approvers = (name: string) => policies[name].activation_rules.approval_stage.primary_approver as unknown;
  expect(approvers("one_member-settings")).toEqual([
    { object_id: "${azuread_group_without_members.one.object_id}", type: "groupMembers" },
    { object_id: "${azuread_group_without_members.two.object_id}", type: "groupMembers" },
    { object_id: "${azuread_group.people.object_id}", type: "groupMembers" },
  ]);
  expect(approvers("two_member-settings")).toEqual([
    { object_id: "${azuread_group_without_members.one.object_id}", type: "groupMembers" },
  ]);
  expect(azuread_group.people.members).toEqual(["${azuread_group_without_members.one.object_id}"]);
});

test("a group that is asked for before it is made is that group", () => {
  const stack = newStack();
  const group = EntraGroup.fromObjectId(stack, "ops", "44444444-4444-4444-8444-444444444444");
  const later = LaterGroup.of(() => group);
  expect(later.policySubjectId).toBe(later.objectId);
  expect([later.node, later.principalKey, later.policySubjectRef]).toEqual([
    group.node,
    group.principalKey,
    group.policySubjectRef,
  ]);
  expect([later.principalType, later.policySubjectKind]).toEqual([group.principalType, group.policySubjectKind]);
});

test("the access model names the approvers that were made later", () => {
  const { test: model } = modelsOf(`${HEAD}groups:
  one: { owners: [dave@contoso.com], pim: { settings: { activation: { approvers: [three, two] } } } }
  two: { owners: [dave@contoso.com] }
  three: { owners: [dave@contoso.com] }
`);
  const [members] = model.roleSettings;
  expect(members.activation.approvers).toEqual(["test/groups/three", "test/groups/two"]);
});

test("settings and profiles that nothing uses leave no trace", () => {
  const used = `${HEAD}groups:
  ops: { owners: [dave@contoso.com] }
`;
  const unused = `roleSettings:
  careful: { activation: { approvers: [ops, erin@contoso.com] } }
accessProfiles:
  base: { reader: [ops, frank@contoso.com], namespaces: { a: { admin: [ops] } } }
`;
  expect(synth(loaded(used + unused)[0])).toEqual(synth(loaded(used)[0]));
  expect(modelsOf(used + unused)).toEqual(modelsOf(used));
});

test("clusters that name one resource group, in whatever case, share it", () => {
  const [stack] = loaded(`${HEAD}defaults: { clusters: { nodePool: { vmSize: x, count: 1 } } }
clusters:
  a: { resourceGroup: rg }
  b: { resourceGroup: RG, location: northeurope }
  c: { resourceGroup: { existing: other } }
`);
  const { azurerm_resource_group: groups, azurerm_kubernetes_cluster: clusters } = synth(stack).resource;
  expect(groups).toEqual({ rg: { name: "rg", location: "westeurope" } });
  expect(clusters.a).toMatchObject({
    resource_group_name: "${azurerm_resource_group.rg.name}",
    location: "${azurerm_resource_group.rg.location}",
  });
  expect(clusters.b).toMatchObject({
    resource_group_name: "${azurerm_resource_group.rg.name}",
    location: "northeurope",
  });
  expect(clusters.c).toMatchObject({ resource_group_name: "other", location: "westeurope" });
});

test("a resource group is in the region of its first cluster if the file names none", () => {
  const [stack] = loaded(
    "name: test\nclusters:\n  a: { resourceGroup: rg, location: norwayeast, nodePool: { vmSize: x, count: 1 } }\n",
  );
  expect(synth(stack).resource.azurerm_resource_group).toEqual({ rg: { name: "rg", location: "norwayeast" } });
});

describe("what cannot be read", () => {
  const said = (files: Record<string, string>, name: string) => {
    const folder = folderWith(files);
    return withoutFolder(errorOfLoading(join(folder, name)).message, folder);
  };

  test("fails for a file or folder that is not there", () => {
    expect(said({}, "nowhere")).toBe(
      "nowhere:1:1: there is no such file or folder; allowed: a *.yaml file, or a folder with such files (CONFIG_NOT_FOUND)",
    );
  });

  test("fails for a folder without a YAML file", () => {
    expect(said({ "a/notes.md": "", "a/b/more.txt": "" }, "a")).toBe(
      "a:1:1: there is no *.yaml file in this folder; allowed: at least one (CONFIG_NOT_FOUND)",
    );
  });

  test("fails for a path through a file", () => {
    expect(said({ "a.yaml": "name: a" }, "a.yaml/b.yaml")).toBe(
      "a.yaml/b.yaml:1:1: this cannot be read (ENOTDIR); allowed: a file or folder that whoever runs this may read (CONFIG_NOT_FOUND)",
    );
  });
});

describe("several files", () => {
  test("fails for two files of one name, and looks at both", () => {
    expect(
      linesOf({
        "a.yaml": "name: same\ntenantId: x\n",
        "b/a.yaml": "# a comment\nname: same\ngroups:\n  ops: { owners: [] }\n",
        "c.yaml": "name: same\n",
      }),
    ).toEqual([
      'a.yaml:2:11: tenantId: "x" is not the id of a tenant; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
      'b/a.yaml:2:7: name: "same" is also the name of a.yaml; allowed: a name that no other file has, because it names the stack and its state (CONFIG_NAME_TAKEN)',
      "b/a.yaml:4:18: groups.ops.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
      'c.yaml:1:7: name: "same" is also the name of a.yaml; allowed: a name that no other file has, because it names the stack and its state (CONFIG_NAME_TAKEN)',
    ]);
  });

  test("fails for one display name in two files of one tenant, not of two", () => {
    const file = (name: string, tenant: string) =>
      `name: ${name}\ntenantId: ${tenant}\ngroups:\n  ops: { owners: [dave@contoso.com] }\n`;
    const [one, other] = ["22222222-2222-2222-2222-222222222222", "22222222-2222-2222-2222-222222222223"];
    expect(linesOf({ "a.yaml": file("a", one), "b.yaml": file("b", one) })).toEqual([
      'b.yaml:4:8: groups.ops.displayName: "ops" is also the display name of a/groups/ops; allowed: a name that no other group of the tenant has, because Entra accepts the second and the next look-up by name fails (NAME_TAKEN)',
    ]);
    expect(loaded({ "a.yaml": file("a", one), "b.yaml": file("b", other) })).toHaveLength(2);
  });

  test("fails with the problems of all of them, also where one cannot be read at all", () => {
    expect(
      linesOf({
        "a.yaml": "name: [\n",
        "b.yaml": "",
        "c.yaml": "groups:\n  ops: {}\n",
        "d.yaml": "name: A\ngroups:\n  ops: {}\n",
      }),
    ).toEqual([
      "a.yaml:2:1: this cannot be read as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; allowed: YAML 1.2, look for a missing quote, bracket, space or indentation here and above (CONFIG_YAML)",
      "b.yaml:1:1: this file is empty; allowed: a mapping, with a name at least (CONFIG_TYPE)",
      "c.yaml:1:1: name: this key is missing; allowed: text (CONFIG_KEY_MISSING)",
      "c.yaml:2:8: groups.ops.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
      'd.yaml:1:7: name: "A" cannot be used; allowed: a lower-case letter, then lower-case letters, digits and hyphens: it names the stack and its state (NAME_FORMAT)',
      "d.yaml:3:8: groups.ops.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
    ]);
  });

  test("a group that is refused in two files stands in the way of neither", () => {
    const file = (name: string) =>
      `name: ${name}\ngroups:\n  admins: { pim: { eligible: [{ principal: alice@contoso.com, for: 400d, justification: x }] } }\n`;
    const lines = linesOf({ "a.yaml": file("a"), "b.yaml": file("b") });
    expect(lines.map((l) => l.split(" ")[0] + l.slice(l.lastIndexOf(" ")))).toEqual([
      "a.yaml:3:11: (GROUP_OWNER_MISSING)",
      "a.yaml:3:68: (PIM_EXPIRATION_BEYOND_CEILING)",
      "b.yaml:3:11: (GROUP_OWNER_MISSING)",
      "b.yaml:3:68: (PIM_EXPIRATION_BEYOND_CEILING)",
    ]);
  });
});

test("the error carries every problem as data", () => {
  const folder = folderWith({ "a.yaml": "name: a\ntenantId: x\nfoo: 1\n" });
  const error = errorOfLoading(folder);
  expect(error.name).toBe("ConfigError");
  expect(error.problems.map(({ file, line, column, code }) => ({ file, line, column, code }))).toEqual([
    { file: `${relative(".", folder)}/a.yaml`, line: 2, column: 11, code: "ID_NOT_A_UUID" },
    { file: `${relative(".", folder)}/a.yaml`, line: 3, column: 1, code: "CONFIG_KEY_UNKNOWN" },
  ]);
});
