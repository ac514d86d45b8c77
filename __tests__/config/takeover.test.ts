import { loadConfig } from "../../lib/config";
import { type Files, HEAD, folderWith, linesOf, loaded, modelsOf, withoutFolder } from "../support/config";
import { newApp, synth, writtenModel } from "../support/synth";

const G = "44444444-4444-4444-8444-444444444444";
const P = "55555555-5555-4555-8555-555555555555";
const OWNERS = "owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]";
const OPS = `groups:\n  ops: { ${OWNERS}, members: [] }\n`;
const ADMINS = (more: string, pim = "") => `groups:\n  admins: { ${more}, ${OWNERS}, pim: { ${pim} } }\n`;
const file = (name: string, text: string) => HEAD.replace("test", name) + text;
const forgotten = (...from: string[]) => from.map((a) => ({ from: a, lifecycle: { destroy: false } }));
const stackOf = (files: Files, name = "test") => synth(loaded(files).find((s) => s.node.id === name)!);

describe("the takeover file", () => {
  const takeover = (content: object) => JSON.stringify({ schemaVersion: 1, ...content }, null, 2);

  test("beside a config file is what its stack imports, moves and forgets", () => {
    const given = takeover({
      import: { "azuread_group.ops": G.toUpperCase() },
      removed: ["azuread_group.gone"],
    });
    expect(stackOf({ "test.yaml": HEAD + OPS, "test.takeover.json": given })).toMatchObject({
      import: [{ to: "azuread_group.ops", id: `/groups/${G}` }],
      removed: forgotten("azuread_group.gone"),
    });
  });

  test("of another name, or in another folder, is nobody's", () => {
    const given = takeover({ import: { "azuread_group.ops": G } });
    const files = { "test.yaml": HEAD + OPS, "other.takeover.json": given, "sub/test.takeover.json": given };
    expect(stackOf(files).import).toBeUndefined();
  });

  test("saves the look-up of the role settings of a group that is taken over", () => {
    const settings = (access: string) => `azuread_group_role_management_policy.admins_${access}-settings`;
    const ids = { [settings("member")]: `Group_${G}_${P}`, [settings("owner")]: `Group_${G}_${G}` };
    const files = { "test.yaml": HEAD + ADMINS(`objectId: ${G}`), "test.takeover.json": takeover({ import: ids }) };
    const { import: imports, data } = stackOf(files);
    expect(imports).toContainEqual({ to: settings("member"), id: `Group_${G}_${P}` });
    expect(data?.azuread_group_role_management_policy).toBeUndefined();
  });

  test("says everything that is wrong with it, where it stands, with what is wrong beside it", () => {
    const given = `{
  "schemaVersion": 1,
  "import": {
    "azuread_group.opps": "${G}",
    "azuread_group.ops": "ops"
  },
  "remove": []
}
`;
    expect(linesOf({ "test.yaml": HEAD + OPS, "test.takeover.json": given })).toEqual([
      `test.takeover.json:5:26: import.azuread_group.ops: "ops" is not the id of an azuread_group; allowed: /groups/OBJECT-ID (IMPORT_ID)`,
      `test.takeover.json:7:13: remove: this key is not known; did you mean "removed"?; allowed: schemaVersion, import, moved or removed (TAKEOVER_FILE)`,
    ]);
  });

  test("names no address that the stack has not, and forgets none that it has", () => {
    const given = `{
  "schemaVersion": 1,
  "import": { "azuread_group.opps": "${G}" },
  "moved": { "azuread_group.oops": "module.access.azuread_group.this" },
  "removed": ["azuread_group.ops"]
}
`;
    expect(linesOf({ "test.yaml": HEAD + OPS, "test.takeover.json": given })).toEqual([
      `test.takeover.json:3:37: import.azuread_group.opps: azuread_group.opps is not a resource of the stack test, or not any more; did you mean "azuread_group.ops"?; allowed: an address of a resource there, or delete the entry (TAKEOVER_ADDRESS)`,
      `test.takeover.json:4:36: moved.azuread_group.oops: azuread_group.oops is not a resource of the stack test, or not any more; did you mean "azuread_group.ops"?; allowed: an address of a resource there, or delete the entry (TAKEOVER_ADDRESS)`,
      `test.takeover.json:5:15: removed[0]: azuread_group.ops is a resource of the stack test still; allowed: an address that nothing there has any more (TAKEOVER_ADDRESS)`,
    ]);
  });

  test.each([
    ["", "test.takeover.json:1:1: this is no mapping; allowed: schemaVersion, import, moved and removed (TAKEOVER_FILE)"],
    ["{}", "test.takeover.json:1:1: schemaVersion: no version is given; allowed: 1 (TAKEOVER_FILE)"],
    ['{ "schemaVersion": 2 }', "test.takeover.json:1:20: schemaVersion: 2 is not known; allowed: 1 (TAKEOVER_FILE)"],
  ])("that is %p is refused", (given, line) => {
    expect(linesOf({ "test.yaml": HEAD + OPS, "test.takeover.json": given })).toEqual([line]);
  });

  test("that is cut off is refused", () => {
    const [line] = linesOf({ "test.yaml": HEAD + OPS, "test.takeover.json": '{ "schemaVersion": 1, "import": {' });
    expect(line).toMatch(/^test\.takeover\.json:1:\d+: .* \(CONFIG_YAML\)$/);
  });
});

describe("a group that exists", () => {
  test("is ours with its object id", () => {
    expect(stackOf(HEAD + OPS.replace("{ ", `{ objectId: ${G}, `))).toMatchObject({
      import: [{ to: "azuread_group.ops", id: `/groups/${G}` }],
      removed: forgotten("azuread_group_without_members.ops"),
    });
    expect(modelsOf(HEAD + ADMINS(`objectId: ${G}`)).test.groups).toMatchObject([{ kind: "jit", objectId: G }]);
  });

  test("keeps the members that it had, as long as they are written down", () => {
    const { import: imports } = stackOf(HEAD + ADMINS(`objectId: ${G}`, `standingMembers: [{ user: ${P} }]`));
    expect(imports).toContainEqual({ to: `azuread_group_member.admins_standing_${P}`, id: `${G}/member/${P}` });
  });

  test("is either used or taken over, by the id of a group; and what is made has nobody in it from before", () => {
    const text = `groups:
  both: { existing: ${G}, objectId: ${G} }
  wrong: { objectId: ops, ${OWNERS} }
  made: { ${OWNERS}, pim: { standingMembers: [{ user: ${P} }] } }
`;
    expect(linesOf(HEAD + text)).toEqual([
      `test.yaml:6:59: groups.both.objectId: a group that exists is only used, and nothing of it is changed; allowed: existing alone (CONFIG_KEY_UNKNOWN)`,
      `test.yaml:7:22: groups.wrong.objectId: "ops" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)`,
      `test.yaml:8:106: groups.made.pim.standingMembers[0]: the group is made, so nobody is in it from before; allowed: standing members beside objectId, or eligible and active assignments (PIM_STANDING_MEMBER)`,
    ]);
  });
});

describe("an assignment", () => {
  const eligible = (more: string) => ADMINS("roleAssignable: false", `eligible: [{ principal: { user: ${P} }, until: 2027-06-30, justification: Rota, ${more} }]`);
  const ADDRESS = `azuread_privileged_access_group_eligibility_schedule.admins_eligible_${P}`;

  test("that has ended is forgotten", () => {
    expect(stackOf(HEAD + eligible("ended: true")).removed).toEqual(forgotten(ADDRESS));
    expect(modelsOf(HEAD + eligible("ended: true")).test).toMatchObject({
      assignments: [],
      endedAssignments: [{ source: "test.yaml:6:124", expiration: "2027-06-30T23:59:59Z" }],
    });
  });

  test("that is renewed is another one, and the one before is forgotten", () => {
    const { removed, resource } = stackOf(HEAD + eligible("renewal: 1"));
    expect(removed).toEqual(forgotten(ADDRESS));
    expect(Object.keys(resource.azuread_privileged_access_group_eligibility_schedule)).toEqual([
      `admins_eligible_${P}_renewal-1`,
    ]);
  });

  test("is refused with a number that is none, and with no end that could have come", () => {
    const text = eligible("renewal: 0").replace("until: 2027-06-30", "permanent: true, ended: true");
    expect(linesOf(HEAD + text).map((line) => line.replace(/^test.yaml:6:\d+: /, ""))).toEqual(
      expect.arrayContaining([
        "groups.admins.pim.eligible[0].renewal: 0 is not the number of a renewal; allowed: 1 for the first, then 2 and so on to 99, or leave it out (PIM_RENEWAL)",
        "groups.admins.pim.eligible[0].ended: an assignment without an end does not end, and forgotten it would go on unseen; allowed: ended beside an end, or delete the assignment, which revokes it (PIM_ENDED)",
      ]),
    );
    expect(linesOf(HEAD + eligible("ended: false"))[0]).toContain(
      "groups.admins.pim.eligible[0].ended: false cannot stand here; allowed: true, or leave the key out (CONFIG_TYPE)",
    );
  });
});

describe("what another file has from now on", () => {
  const NEW = file("new", ADMINS(`objectId: ${G}`, `eligible: [{ principal: { user: ${P} }, for: 30d, justification: Rota }]`));
  const OLD = file("old", "groups: { admins: { movedTo: new.yaml } }\n");
  const NAMES = [
    "azuread_group.admins",
    "azuread_group_role_management_policy.admins_member-settings",
    "azuread_group_role_management_policy.admins_owner-settings",
    "azuread_group_without_members.admins",
    `azuread_privileged_access_group_eligibility_schedule.admins_eligible_${P}`,
  ];

  test("is forgotten with all that is made of it there, and nothing is made of it here", () => {
    const old = stackOf({ "old.yaml": OLD, "new.yaml": NEW }, "old");
    expect(old.removed).toEqual(forgotten(...NAMES));
    expect(old.resource).toBeUndefined();
    expect(Object.keys(old.provider)).toEqual(["azuread"]);
    expect(modelsOf({ "old.yaml": OLD, "new.yaml": NEW }).old.groups).toEqual([]);
  });

  test("brings the other file along, also if only this one is named, and does not use it", () => {
    const stacks = loaded({ "old.yaml": OLD.replace("new.yaml", "sub/new.yaml"), "sub/new.yaml": NEW });
    expect(stacks.map((s) => s.node.id)).toEqual(["old", "new"]);
    expect(stacks[0].dependencies).toEqual([]);
  });

  test("may be used here by its key", () => {
    const grant = `clusters: { c: { existing: { resourceGroup: rg }, access: [{ reader: [admins] }] } }\n`;
    const old = stackOf({ "old.yaml": `${OLD}uses: [new.yaml]\n${grant}`, "new.yaml": NEW }, "old");
    expect(old.removed).toEqual(forgotten(...NAMES));
    expect(Object.keys(old.resource.azurerm_role_assignment)).toEqual(["c_cluster-user_admins", "c_reader_admins"]);
  });

  test("is forgotten by the key that it had here", () => {
    const renamed = NEW.replace("admins: {", "chiefs: { formerly: admins,");
    expect(stackOf({ "old.yaml": OLD, "new.yaml": renamed }, "old").removed).toEqual(forgotten(...NAMES));
  });

  test("may be a cluster with its resource group, unless another cluster here is in that", () => {
    const ID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c";
    const cluster = (key: string) => `${key}: { resourceGroup: rg, nodePool: { vmSize: Standard_D4s_v5, count: 3 } }`;
    const takeover = JSON.stringify({ schemaVersion: 1, import: { "azurerm_kubernetes_cluster.c": ID } });
    const files = (more: string) => ({
      "old.yaml": file("old", `clusters: { c: { movedTo: new.yaml }${more} }\n`),
      "new.yaml": file("new", `clusters: { ${cluster("c")} }\n`),
      "new.takeover.json": takeover,
    });
    const without = stackOf(files(""), "old");
    expect(without.removed).toEqual(forgotten("azurerm_kubernetes_cluster.c", "azurerm_resource_group.rg"));
    expect(Object.keys(without.provider)).toEqual(["azurerm"]);
    expect(stackOf(files(`, ${cluster("d")}`), "old").removed).toEqual(forgotten("azurerm_kubernetes_cluster.c"));
  });

  test("may be a policy", () => {
    const policy = `conditionalAccess: { p: { include: [{ user: ${P} }], require: [mfa] } }\n`;
    const files = {
      "old.yaml": file("old", "conditionalAccess: { p: { movedTo: new.yaml } }\n"),
      "new.yaml": file("new", policy),
      "new.takeover.json": JSON.stringify({ schemaVersion: 1, import: { "azuread_conditional_access_policy.p": P } }),
    };
    expect(stackOf(files, "old").removed).toEqual(forgotten("azuread_conditional_access_policy.p"));
  });

  test("is there, and is said there alone", () => {
    const text = `groups:
  b: { movedTo: new.yaml, description: b }
  c: { movedTo: away.yaml }
  d: { movedTo: new.json }
`;
    const made = file("new", `groups: { b: { ${OWNERS}, objectId: ${G} } }\n`);
    expect(linesOf({ "old.yaml": file("old", text), "new.yaml": made })).toEqual([
      `old.yaml:6:27: groups.b.description: this is said in the other file from now on; allowed: movedTo alone (CONFIG_KEY_UNKNOWN)`,
      `old.yaml:7:17: groups.c.movedTo: "away.yaml" cannot be found; allowed: a *.yaml file, relative to this one (CONFIG_USES_MISSING)`,
      `old.yaml:8:17: groups.d.movedTo: "new.json" is not a config file; allowed: a *.yaml file, relative to this one (CONFIG_USES_MISSING)`,
    ]);
    const nothing = { "old.yaml": OLD, "new.yaml": file("new", OPS) };
    expect(linesOf(nothing)).toEqual([
      `old.yaml:5:30: groups.admins.movedTo: "new.yaml" has no admins under groups; allowed: a file that has this key, or has it as its formerly (CONFIG_REFERENCE)`,
    ]);
  });

  test("is imported there, else nothing may be deployed; the models are written, for aks-entra import to read", () => {
    const folder = folderWith({ "old.yaml": OLD, "new.yaml": NEW.replace(`objectId: ${G}, `, "") });
    // as main.ts has it, so that every stack is written and says what it has to say
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    try {
      const app = newApp();
      const stack = loadConfig(app, folder).find((s) => s.node.id === "new")!;
      const said = stack.node.findAll().flatMap((c) => c.node.metadata.filter((m) => m.type.endsWith("error")));
      expect(said.map((m) => withoutFolder(m.data as string, folder))).toEqual([
        "azuread_group_without_members.admins would be made a second time: it moves here by movedTo (old.yaml:5:30), and nothing is imported; write the ids with aks-entra import new.yaml, or delete movedTo where both files are deployed",
      ]);
      expect(writtenModel(app, "new").groups).toMatchObject([{ address: "azuread_group_without_members.admins" }]);
    } finally {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    }
  });
});
