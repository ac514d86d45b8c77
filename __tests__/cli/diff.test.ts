import type { AccessModel } from "../../lib/access";
import { CHANGE_KINDS } from "../../lib/diff";
import { call, filesOf, modelsIn, newFolder, synthesized } from "../support/command";

/** A folder with the platform example as it is in `old`, and changed in `new`. */
let folder: string;
let old: Record<string, AccessModel>;
beforeAll(() => {
  old = modelsIn(synthesized("config/platform"));
  folder = folderWith(changed());
});

function folderWith(now: Record<string, AccessModel>): string {
  return newFolder({ ...filesOf(Object.values(old), "old"), ...filesOf(Object.values(now), "new") });
}

/** No approval for administrators, a contractor, a policy that only watches, and a namespace less. */
function changed(): Record<string, AccessModel> {
  const { identity, prod } = structuredClone(old) as Record<string, any>;
  const settings = identity.roleSettings.find((s: any) => s.id === "identity/groups/aks-admins/member-settings");
  settings.activation = { ...settings.activation, approvers: [], maximum: "PT8H" };
  identity.policies.find((p: any) => p.displayName === "aks-compliant-device").state = "disabled";
  const objectId = { unknown: "given by the directory at apply" };
  const eve = "identity/.users/eve@partner.com";
  identity.principals.push({ id: eve, type: "User", objectId, userPrincipalName: "eve@partner.com" });
  identity.assignments.push({
    ...identity.assignments[0],
    id: "identity/groups/payments-writers/eligible/eve",
    group: "identity/groups/payments-writers",
    principal: eve,
    expiration: "2026-12-14T23:59:59Z",
    source: "config/platform/identity.yaml:57:11",
  });
  prod.grants = prod.grants.filter((g: any) => g.namespace !== "checkout");
  return { identity, prod };
}

test("no new access is said in one line, with exit code 0", async () => {
  const same = await call(folder, ["diff", "old", "old", "--fail-on", "any"]);
  expect(same).toEqual({ code: 0, out: "No new access: nobody gains, and no gate got weaker.\n", err: "" });
});

test("who gains, which gate got weaker, who loses: for the terminal", async () => {
  const { code, out, err } = await call(folder, ["diff", "old", "new"]);
  expect([code, err]).toEqual([1, ""]);
  expect(out)
    .toBe(`GAINS     eve@partner.com: RBAC Writer on prod-neu/payments and prod-weu/payments; Cluster User Role on prod-neu and prod-weu
          by an activation: eligible for payments-writers, until 2026-12-14
          activation of payments-writers: 8h, mfa, justification
          sign-in to AKS: no policy asks for anything; no device codes; not enforced: aks-compliant-device (compliantDevice and mfa, off)
          [new-eligible-access]  config/platform/identity.yaml:57:11  config/platform/prod.yaml:21:28

WEAKER    role settings of aks-admins
          longest activation: 2h -> 8h
          approval: required -> not required
          for sre: RBAC Cluster Admin on old, prod-neu and prod-weu; Cluster User Role on old, prod-neu and prod-weu
          [weaker-gate]  config/platform/identity.yaml:47:17

WEAKER    policy aks-compliant-device
          state: enabled -> disabled
          for alice@contoso.com, payments-devs and sre on old, prod-neu and prod-weu
          [weaker-gate]  config/platform/identity.yaml:59:3

LOSES     alice@contoso.com: RBAC Writer on prod-neu/checkout and prod-weu/checkout
          by an activation: eligible for payments-writers, for 21d from apply
          activation of payments-writers: 8h, mfa, justification
          sign-in to AKS: aks-compliant-device (compliantDevice and mfa); no device codes
          config/platform/identity.yaml:56:11  config/platform/prod.yaml:22:28

LOSES     payments-devs: RBAC Writer on prod-neu/checkout and prod-weu/checkout
          by an activation: eligible for payments-writers
          activation of payments-writers: 8h, mfa, justification
          sign-in to AKS: aks-compliant-device (compliantDevice and mfa); no device codes
          config/platform/identity.yaml:55:11  config/platform/prod.yaml:22:28

No new standing cluster admins.
Stops for: weaker-gate (--fail-on)
`);
});

test("the same for a pull request, with nothing in a name that could do harm there", async () => {
  const { code, out } = await call(folder, ["diff", "old", "new", "--format", "markdown"]);
  expect(code).toBe(1);
  expect(out).toContain(
    "### Access changes\n\n**Stops for weaker-gate.**\n\n**Gains**\n\n| Who | What | How | Asked for |\n",
  );
  expect(out).toContain("| eve&#64;partner.com | RBAC Writer on prod-neu/payments and prod-weu/payments; ");
  expect(out).toContain("| role settings of aks-admins: approval | required | not required |");
  expect(out).toContain("\n**Loses**\n");
  expect(out).not.toMatch(/@|\$/);
});

test("the same for a program: a version, sorted keys, each change with ids and names", async () => {
  const { out } = await call(folder, ["diff", "old", "new", "--format", "json"]);
  const json = JSON.parse(out) as Record<string, any>;
  expect(Object.keys(json)).toEqual([
    "gains",
    "losses",
    "schemaVersion",
    "stacks",
    "stops",
    "stronger",
    "unknown",
    "weaker",
  ]);
  expect([json.schemaVersion, json.stops, json.stacks]).toEqual([1, ["weaker-gate"], { added: [], removed: [] }]);
  expect(json.gains[0]).toMatchObject({
    kind: "new-eligible-access",
    principal: { id: "identity/.users/eve@partner.com", name: "eve@partner.com" },
    mode: "eligible",
    right: { cluster: { name: "prod-neu" }, kind: "azure-role" },
  });
  expect(json.weaker.map((w: any) => w.subject.name)).toEqual(["member-settings", "aks-compliant-device"]);
});

test("it stops for the kinds that it is told, and for no others", async () => {
  const code = async (failOn: string) => (await call(folder, ["diff", "old", "new", "--fail-on", failOn])).code;
  expect(await code("new-standing-admin,new-standing-access")).toBe(0);
  expect(await code("new-eligible-access")).toBe(1);
  expect(await code("any")).toBe(1);
  expect(await code("none")).toBe(0);
});

test("a new standing administrator is what it stops for unless told otherwise", async () => {
  const now = structuredClone(old) as Record<string, any>;
  now.identity.groups
    .find((g: any) => g.displayName === "aks-emergency")
    .members.push("identity/.users/alice@contoso.com");
  const { code, out } = await call(folderWith(now), ["diff", "old", "new"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^GAINS {5}alice@contoso.com: RBAC Cluster Admin on old, prod-neu and prod-weu/);
  expect(out).toMatch(/\nStops for: new-standing-admin \(--fail-on\)\n$/);
  expect(out).not.toContain("No new standing cluster admins.");
});

test("somebody who administers by a role that changes the cluster stops it too, and is not called no admin", async () => {
  const now = structuredClone(old) as Record<string, any>;
  const [grant] = now.prod.grants.filter((g: any) => g.namespace === null);
  const contributor = { role: "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8", roleName: "AKS Contributor" };
  const alice = "identity/.users/alice@contoso.com";
  now.prod.grants.push({ ...grant, ...contributor, id: "prod/added", principal: alice });
  const { code, out } = await call(folderWith(now), ["diff", "old", "new"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^GAINS {5}alice@contoso.com: .*Contributor Role on /);
  expect(out).toMatch(/\nStops for: new-standing-admin \(--fail-on\)\n$/);
  expect(out).not.toContain("new standing cluster admins");
});

test("an owner is no standing admin, but can make somebody one: the last line says so", async () => {
  const now = structuredClone(old) as Record<string, any>;
  now.identity.groups.find((g: any) => g.displayName === "aks-admins").owners = ["identity/.users/alice@contoso.com"];
  const { code, out } = await call(folderWith(now), ["diff", "old", "new", "--fail-on", "new-standing-admin"]);
  expect(code).toBe(0);
  expect(out).toMatch(/\nNo new standing cluster admins, but somebody can make himself one: see above\.\n$/);
});

test("an assignment that is moved, and one that is given anew, is longer access, with what it was before", async () => {
  const states = (when: object) => {
    const models = structuredClone(old) as Record<string, any>;
    const [assignment] = models.identity.assignments.filter((a: any) => /aks-admins/.test(a.group));
    Object.assign(assignment, { kind: "active", expiration: "PT8H", ...when });
    return Object.values(models) as AccessModel[];
  };
  const diff = async (was: object, is: object) => {
    const folder = newFolder({ ...filesOf(states(was), "old"), ...filesOf(states(is), "new") });
    return call(folder, ["diff", "old", "new", "--fail-on", "longer-access"]);
  };
  const moved = await diff({ start: "2026-12-20T08:00:00Z" }, { start: "2027-06-20T08:00:00Z" });
  expect(moved.code).toBe(1);
  expect(moved.out).toMatch(
    /^GAINS .*\n {10}active, without an activation: active in aks-admins, from 2027-06-20T08:00:00Z for 8h\n {10}before until 2026-12-20T16:00:00Z\n/,
  );
  expect(moved.out).toMatch(/\nLOSES .*\n.* from 2026-12-20T08:00:00Z for 8h\n {10}now from 2027-06-20T08:00:00Z\n/);
  const anew = await diff({}, { renewal: 1 });
  expect(anew.code).toBe(1);
  expect(anew.out).toMatch(/^GAINS .*\n.*, for 8h from apply\n {10}given anew: renewal 1, before none\n/);
});

test("a group that is another one now, of the same name, is told by its object ids", async () => {
  const now = structuredClone(old) as Record<string, any>;
  const sre = now.identity.groups.find((g: any) => /sre$/.test(g.id));
  const [was, is] = [sre.objectId as string, "55555555-5555-4555-8555-555555555555"];
  const other = JSON.parse(JSON.stringify(now).replaceAll(was, is)) as Record<string, AccessModel>;
  const { out } = await call(folderWith(other), ["diff", "old", "new"]);
  expect(out).toContain(`GAINS     sre (${is}): `);
  expect(out).toContain(`LOSES     sre (${was}): `);
});

test("what is unknown is listed, and does not stop", async () => {
  const now = structuredClone(old) as Record<string, any>;
  now.prod.clusters.find((c: any) => c.name === "prod-weu").localAccountsDisabled = { unknown: "changed by hand" };
  const { code, out } = await call(folderWith(now), ["diff", "old", "new", "--fail-on", "any"]);
  expect(code).toBe(0);
  expect(out).toContain("UNKNOWN   cluster prod-weu\n          local accounts may have changed: changed by hand\n");
  expect(out).toMatch(/^No known new access; 1 thing is not known\.\n/);
  const markdown = await call(folderWith(now), ["diff", "old", "new", "--format", "markdown"]);
  expect(markdown.out).toContain("No known new access; 1 thing is not known.\n");
});

test("a stack that is gone from the files is named: what it applied stays", async () => {
  const { out } = await call(folderWith({ identity: old.identity }), ["diff", "old", "new"]);
  expect(out).toContain("The stack prod is gone from the files: what it applied stays until it is destroyed.\n");
});

test("the help names every kind of change and what it means", async () => {
  const { out } = await call(folder, ["diff", "--help"]);
  for (const [kind, meaning] of Object.entries(CHANGE_KINDS)) expect(out).toContain(`  ${kind.padEnd(26)}${meaning}\n`);
});

test.each([
  [["diff", "old"], "error: missing required argument 'new'\nWhat there is: aks-entra diff --help\n"],
  [
    ["diff", "old", "elsewhere"],
    "error: elsewhere/manifest.json is not there: aks-entra reads what synth wrote; run npm run synth (or npx cdktf synth) first, or name the folder that it wrote to\n",
  ],
  [
    ["diff", "old", "new", "--fail-on", "weaker-gates,everything"],
    `error: --fail-on "weaker-gates" is no kind of change; allowed: ${Object.keys(CHANGE_KINDS).join(", ")}, any, none; did you mean "weaker-gate"?\n` +
      `error: --fail-on "everything" is no kind of change; allowed: ${Object.keys(CHANGE_KINDS).join(", ")}, any, none\n`,
  ],
])("%j is refused in one sentence", async (argv, said) => {
  expect(await call(folder, argv)).toEqual({ code: 2, out: "", err: said });
});
