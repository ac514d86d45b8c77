import fc from "fast-check";
import { parseTakeover, readTakeover, serializeTakeover } from "../../lib/access/takeover";
import { ErrorCode } from "../../lib/core";
import { errorOf } from "../support/synth";

const G = "44444444-4444-4444-8444-444444444444";

test("a takeover is written sorted, with the version first, and nothing that is empty", () => {
  const text = serializeTakeover({
    import: { "azuread_group.b": `/groups/${G}`, "azuread_group.a": `/groups/${G}` },
    removed: ["azuread_group.z", "azuread_group.y", "azuread_group.z"],
  });
  expect(text).toBe(`{
  "schemaVersion": 1,
  "import": {
    "azuread_group.a": "/groups/${G}",
    "azuread_group.b": "/groups/${G}"
  },
  "removed": [
    "azuread_group.y",
    "azuread_group.z"
  ]
}
`);
});

test("what is written is read again, whatever the order it came in", () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/);
  const address = (type: string) => name.map((n) => `${type}.${n}`);
  const takeover = fc.record({
    import: fc.dictionary(
      address("azuread_group"),
      fc.uuid().map((id) => `/groups/${id}`),
    ),
    moved: fc.dictionary(
      address("azurerm_kubernetes_cluster"),
      name.map((n) => `module.${n}.azurerm_kubernetes_cluster.this["${n}"]`),
    ),
    removed: fc.uniqueArray(address("azuread_conditional_access_policy")),
  });
  fc.assert(
    fc.property(takeover, (given) => {
      const back = parseTakeover(serializeTakeover(given));
      expect(back).toEqual({ ...given, removed: [...given.removed].sort() });
      const turned = Object.fromEntries(Object.entries(given.import).reverse());
      expect(serializeTakeover({ ...back, import: turned })).toBe(serializeTakeover(given));
    }),
  );
});

test("ids come out in the form that Terraform wants", () => {
  const data = { schemaVersion: 1, import: { "azuread_group.ops": G.toUpperCase() } };
  expect(readTakeover(data)).toEqual({ import: { "azuread_group.ops": `/groups/${G}` }, moved: {}, removed: [] });
});

test("every problem of a file is said at once", () => {
  const error = errorOf(() =>
    readTakeover({
      schemaVersion: 2,
      imports: {},
      import: { "azuread_group.ops": "ops", "data.azuread_group.x": G, "azuread_group.n": 7, "azuread_group.both": G },
      moved: { "azuread_group.both": "module.m.azuread_group.this[0]", "azuread_group.q": "no address" },
      removed: ["module.m.azuread_group.this[0]", "azuread_group"],
    }),
  );
  expect(error.message.split("\n")).toEqual([
    "schemaVersion: 2 is not known; allowed: 1 (TAKEOVER_FILE)",
    'imports: this key is not known; did you mean "import"?; allowed: schemaVersion, import, moved or removed (TAKEOVER_FILE)',
    'import["azuread_group.n"]: 7 is no text; allowed: text (TAKEOVER_FILE)',
    'import["azuread_group.ops"]: "ops" is not the id of an azuread_group; allowed: /groups/OBJECT-ID (IMPORT_ID)',
    'import["data.azuread_group.x"]: "data.azuread_group.x" is not the Terraform address of a resource; allowed: such as azuread_group.operators (TAKEOVER_ADDRESS)',
    'moved["azuread_group.both"]: azuread_group.both is imported as well; allowed: one of the two (TAKEOVER_ADDRESS)',
    'moved["azuread_group.q"]: "no address" is not the Terraform address of a resource; allowed: such as module.access.azuread_group.this["operators"] (TAKEOVER_ADDRESS)',
    "removed[0]: module.m.azuread_group.this[0] moves to another address; allowed: one of the two (TAKEOVER_ADDRESS)",
    'removed[1]: "azuread_group" is not the Terraform address of a resource; allowed: such as module.access.azuread_group.this["operators"] (TAKEOVER_ADDRESS)',
  ]);
});

test("one thing has one address, in whatever form its id is written", () => {
  const error = errorOf(() =>
    readTakeover({
      schemaVersion: 1,
      import: { "azuread_group.ops": G, "azuread_group_without_members.admins": `/groups/${G.toUpperCase()}` },
    }),
  );
  expect(error.message).toBe(
    `import["azuread_group_without_members.admins"]: azuread_group.ops has the id /groups/${G} already; allowed: one address for one thing (TAKEOVER_ADDRESS)`,
  );
});

test.each([
  ["[]", "this is no mapping; allowed: schemaVersion, import, moved and removed"],
  ["{}", "schemaVersion: no version is given; allowed: 1"],
  ['{"schemaVersion":1,"import":[]}', "import: this is no mapping; allowed: a mapping of Terraform addresses to ids"],
  [
    '{"schemaVersion":1,"moved":"x"}',
    "moved: this is no mapping; allowed: a mapping of Terraform addresses to former ones",
  ],
  ['{"schemaVersion":1,"removed":[1]}', "removed: this is no list of texts; allowed: a list of Terraform addresses"],
])("%s is refused", (text, message) => {
  const error = errorOf(() => parseTakeover(text));
  expect(error.message).toBe(`${message} (TAKEOVER_FILE)`);
});

test("what is no JSON is refused, and says so", () => {
  const error = errorOf(() => parseTakeover("import:"));
  expect(error.code).toBe(ErrorCode.TAKEOVER_FILE);
  expect(error.message).toMatch(/^this is no JSON: .*; allowed: what aks-entra import writes \(TAKEOVER_FILE\)$/);
});
