import { type AccessModel, rightName } from "../../lib/access";
import { type AccessDiff, accessDiff } from "../../lib/diff";
import {
  account,
  application,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  objectId,
  policy,
  settings,
  user,
} from "../support/models";

/** A cluster with just-in-time administrators, standing readers, and a policy for both. */
const BASE: AccessModel = model({
  principals: [user("alice"), user("bob"), user("dave"), user("erin")],
  groups: [
    group("ops", ["alice"]),
    group("readers", ["bob"]),
    group("approvers", ["dave", "erin"]),
    jitGroup("admins"),
  ],
  roleSettings: [settings("admins", { approvers: ["approvers"] })],
  assignments: [assignment("eligible", "admins", "ops", { expiration: "2027-06-30T23:59:59Z" })],
  policies: [
    policy("people", ["ops", "readers", "admins"], { controls: ["mfa", "compliantDevice"], signInFrequency: "4h" }),
  ],
  clusters: [cluster("prod"), cluster("test")],
  grants: [
    grant("prod", "clusterAdmin", "admins"),
    grant("prod", "user", "admins"),
    grant("prod/payments", "reader", "readers"),
  ],
});

/** The diff to the same with these parts in place of theirs. */
function changed(parts: Partial<AccessModel>, base = BASE): AccessDiff {
  return accessDiff([base], [{ ...base, ...parts }]);
}

/** Gains or losses in short: `new-standing-admin alice prod`. */
function short(changes: AccessDiff["gains"]): string[] {
  return changes.map(({ kind, path: { principal, right } }) => {
    const place = right.namespace === null ? right.cluster : `${right.cluster}/${right.namespace}`;
    return `${kind} ${principal} ${rightName(right)} ${place}`;
  });
}

/** Gates in short: `admins/member-settings approval: required -> not required`. */
function gates(changes: AccessDiff["weaker"]): string[] {
  return changes.flatMap((c) => c.aspects.map((a) => `${c.subject} ${a.name}: ${a.before} -> ${a.after}`));
}

const NOTHING = { gains: [], losses: [], weaker: [], stronger: [], unknown: [], stacks: { added: [], removed: [] } };

test("nothing changes between two states that are the same", () => {
  expect(accessDiff([BASE], [BASE])).toEqual(NOTHING);
});

describe("who gains", () => {
  test("a person who becomes administrator without an activation is a new standing admin", () => {
    const diff = changed({ grants: [...BASE.grants, grant("prod", "clusterAdmin", "bob")] });
    expect(short(diff.gains)).toEqual(["new-standing-admin bob RBAC Cluster Admin prod"]);
    expect(diff.gains[0].otherwise).toBeNull();
    expect([diff.losses, diff.weaker, diff.unknown]).toEqual([[], [], []]);
  });

  test("an admin group of the cluster makes a standing admin too", () => {
    const diff = changed({ clusters: [cluster("prod", { adminGroups: ["readers"] }), cluster("test")] });
    expect(diff.gains.map((g) => [g.kind, g.path.principal, g.path.right.kind])).toEqual([
      ["new-standing-admin", "bob", "cluster-admin"],
    ]);
  });

  test("from eligible to active is a gain, with what it was before", () => {
    const active = assignment("active", "admins", "alice", { expiration: "PT8H" });
    const diff = changed({ assignments: [...BASE.assignments, active] });
    expect(diff.gains.map((g) => [g.kind, rightName(g.path.right), g.otherwise])).toEqual([
      ["new-standing-access", "Cluster User Role", "eligible"],
      ["new-standing-admin", "RBAC Cluster Admin", "eligible"],
    ]);
  });

  test("somebody who may activate is a new eligible admin", () => {
    const diff = changed({ assignments: [...BASE.assignments, assignment("eligible", "admins", "bob")] });
    expect(diff.gains.map((g) => `${g.kind} ${rightName(g.path.right)}`)).toEqual([
      "new-eligible-access Cluster User Role",
      "new-eligible-admin RBAC Cluster Admin",
    ]);
  });

  test("an owner of a just-in-time group can change who has access", () => {
    const diff = changed({ groups: [...BASE.groups.slice(0, 3), jitGroup("admins", { owners: ["dave"] })] });
    expect(new Set(diff.gains.map((g) => `${g.kind} ${g.path.principal}`))).toEqual(
      new Set(["new-control-plane-access dave"]),
    );
    expect(diff.losses).toEqual([]);
  });

  test("whoever applies the stack can change who has access", () => {
    const diff = changed({
      principals: [...BASE.principals, application("pipeline", 9)],
      deployers: [{ id: "deployer", principal: "pipeline" }],
    });
    expect(new Set(diff.gains.map((g) => `${g.kind} ${g.path.principal}`))).toEqual(
      new Set(["new-control-plane-access pipeline"]),
    );
  });

  test("a lesser right of somebody who has a greater one is no gain, and no loss", () => {
    const diff = changed({
      grants: [...BASE.grants, grant("prod/payments", "reader", "admins"), grant("prod/x", "writer", "admins")],
    });
    expect(diff).toEqual(NOTHING);
  });

  test("a greater right in the place of a lesser one is a gain alone, and the other way round a loss alone", () => {
    const more = { grants: [...BASE.grants.slice(0, 2), grant("prod/payments", "writer", "readers")] };
    const diff = changed(more);
    expect([short(diff.gains), short(diff.losses)]).toEqual([
      ["new-standing-access bob RBAC Writer prod/payments"],
      [],
    ]);
    const back = accessDiff([{ ...BASE, ...more }], [BASE]);
    expect([short(back.gains), short(back.losses)]).toEqual([
      [],
      ["new-standing-access bob RBAC Writer prod/payments"],
    ]);
  });

  test("another namespace, and another cluster, are other rights", () => {
    const diff = changed({
      grants: [...BASE.grants, grant("prod/search", "reader", "readers"), grant("test", "reader", "readers")],
    });
    expect(short(diff.gains)).toEqual([
      "new-standing-access bob RBAC Reader prod/search",
      "new-standing-access bob RBAC Reader test",
    ]);
  });

  test("the same by another group is no gain", () => {
    const groups = [...BASE.groups, group("readers2", ["bob"])];
    const policies = [{ ...BASE.policies[0], include: ["ops", "readers", "readers2", "admins"] }];
    const grants = [...BASE.grants.slice(0, 2), grant("prod/payments", "reader", "readers2")];
    const diff = changed({ groups, policies, grants });
    expect([diff.gains, diff.losses, diff.weaker, diff.unknown]).toEqual([[], [], [], []]);
    expect(gates(diff.stronger)).toEqual(["people includes: admins, ops, readers -> admins, ops, readers, readers2"]);
  });

  test("a person who leaves a group loses what it gave", () => {
    const diff = changed({ groups: [BASE.groups[0], group("readers", []), ...BASE.groups.slice(2)] });
    expect([short(diff.gains), short(diff.losses)]).toEqual([
      [],
      ["new-standing-access bob RBAC Reader prod/payments"],
    ]);
  });

  test("members of a group that only the tenant knows gain as that group", () => {
    const diff = changed({
      groups: [...BASE.groups, existingGroup("sre", { objectId: objectId(5) })],
      assignments: [...BASE.assignments, assignment("eligible", "admins", "sre")],
    });
    expect(new Set(diff.gains.map((g) => g.path.principal))).toEqual(new Set(["sre"]));
  });
});

describe("how long", () => {
  const until = (expiration: string) => [assignment("eligible", "admins", "ops", { expiration })];

  test("a later end is longer access, with both ends", () => {
    const diff = changed({ assignments: until("2027-12-31T23:59:59Z") });
    expect(new Set(diff.gains.map((g) => g.kind))).toEqual(new Set(["longer-access"]));
    expect(diff.gains[0].ends).toEqual({ other: "2027-06-30T23:59:59Z", here: "2027-12-31T23:59:59Z" });
    expect(changed({ assignments: until("2027-01-31T23:59:59Z") }).gains).toEqual([]);
  });

  test("without an end is longer than any end", () => {
    expect(changed({ assignments: until("permanent") }).gains[0].ends).toEqual({
      other: "2027-06-30T23:59:59Z",
      here: null,
    });
  });

  test("lengths from apply are compared with each other", () => {
    const base = { ...BASE, assignments: until("P90D") };
    expect(changed({ assignments: until("P180D") }, base).gains[0].ends).toEqual({ other: "P90D", here: "P180D" });
    expect(changed({ assignments: until("P30D") }, base).gains).toEqual([]);
  });

  test("a day and a length from apply cannot be compared: unknown, and not failed", () => {
    const diff = changed({ assignments: until("P180D") });
    expect([diff.gains, diff.losses]).toEqual([[], []]);
    expect(diff.unknown[0]).toMatchObject({
      what: "may end later",
      reasons: ["a day and a length of time from apply cannot be compared"],
    });
  });
});

describe("which gate got weaker", () => {
  const asks = (activation: Parameters<typeof settings>[1]) => ({ roleSettings: [settings("admins", activation)] });

  test.each<[string, Parameters<typeof settings>[1], string]>([
    ["approval that is no longer asked for", { approvers: [] }, "approval: required -> not required"],
    [
      "one more who can approve",
      { approvers: ["approvers", "bob"] },
      "approvers: approvers -> approvers, bob@contoso.com",
    ],
    ["a longer activation", { approvers: ["approvers"], maximum: "PT8H" }, "longest activation: 2h -> 8h"],
    ["no justification", { approvers: ["approvers"], justification: false }, "justification: required -> not required"],
    ["no MFA", { approvers: ["approvers"], mfa: false }, "sign-in at activation: MFA -> nothing"],
  ])("%s is weaker, and the reverse stronger", (_, activation, said) => {
    const diff = changed(asks(activation));
    expect(gates(diff.weaker)).toEqual([`admins/member-settings ${said}`]);
    expect(new Set(diff.weaker[0].paths.map((p) => p.principal))).toEqual(new Set(["alice"]));
    expect([diff.gains, diff.stronger, diff.unknown]).toEqual([[], [], []]);
    const back = accessDiff([{ ...BASE, ...asks(activation) }], [BASE]);
    expect(back.weaker).toEqual([]);
    const [name, before, after] = said.split(/: | -> /);
    expect(gates(back.stronger)).toEqual([`admins/member-settings ${name}: ${after} -> ${before}`]);
  });

  test("an authentication context in the place of MFA is unknown: only the tenant knows what it asks for", () => {
    const diff = changed(asks({ approvers: ["approvers"], mfa: false, authenticationContext: "c1" }));
    expect(gates(diff.weaker)).toEqual([]);
    expect(diff.unknown).toEqual([
      {
        subject: "admins/member-settings",
        what: "sign-in at activation: MFA became authentication context c1",
        reasons: ["only the tenant knows which asks for more"],
      },
    ]);
  });

  test("role settings that nobody states any longer are unknown", () => {
    const diff = changed({ roleSettings: [] });
    expect(diff.weaker).toEqual([]);
    expect(diff.unknown).toContainEqual({
      subject: "admins/member-settings",
      what: "the role settings are no longer stated",
      reasons: ["only the tenant knows them"],
    });
  });

  const policies = (more: Parameters<typeof policy>[2], include = ["ops", "readers", "admins"]) => ({
    policies: [policy("people", include, { controls: ["mfa", "compliantDevice"], signInFrequency: "4h", ...more })],
  });

  test.each<[string, Parameters<typeof policy>[2], string]>([
    ["a policy that only watches", { state: "enabledForReportingButNotEnforced" }, "state: enabled -> report-only"],
    ["a control less", { controls: ["mfa"] }, "requires: compliantDevice and mfa -> mfa"],
    [
      "one of two controls in the place of both",
      { operator: "OR" },
      "requires: compliantDevice and mfa -> compliantDevice or mfa",
    ],
    ["a longer time between sign-ins", { signInFrequency: "8h" }, "sign in again: 4h -> 8h"],
    ["one sign-in for ever", { signInFrequency: null }, "sign in again: 4h -> none"],
    ["somebody excluded", { exclude: ["bob"] }, "excludes: none -> bob@contoso.com"],
    ["only device codes", { deviceCodeOnly: true }, "for device codes only: no -> yes"],
  ])("%s is weaker", (_, more, said) => {
    const diff = changed(policies(more));
    expect(gates(diff.weaker)).toContain(`people ${said}`);
    expect([diff.gains, diff.stronger]).toEqual([[], []]);
    expect(accessDiff([{ ...BASE, ...policies(more) }], [BASE]).weaker).toEqual([]);
  });

  test("a policy on another application is weaker on the one, and stronger on the other", () => {
    const diff = changed(policies({ applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] }));
    const said = ["people applications: 6dae42f8-4368-4678-94ff-3960e28e3630 -> 797f4846-ba00-4fd7-ba43-dac1f8f63013"];
    expect([gates(diff.weaker), gates(diff.stronger)]).toEqual([said, said]);
  });

  test("a policy that no longer includes a group is weaker for its members", () => {
    const diff = changed(policies({}, ["ops", "admins"]));
    expect(gates(diff.weaker)).toEqual(["people includes: admins, ops, readers -> admins, ops"]);
    expect(new Set(diff.weaker[0].paths.map((p) => p.principal))).toEqual(new Set(["bob"]));
  });

  test("a policy that is gone is weaker, unless another asks the same people for the same", () => {
    expect(gates(changed({ policies: [] }).weaker)).toEqual(["people policy: enabled -> gone"]);
    const other = { ...policies({}).policies[0], id: "other", displayName: "other" };
    expect(changed({ policies: [other] })).toEqual(NOTHING);
    expect(gates(changed({ policies: [{ ...other, controls: ["mfa"] }] }).weaker)).toEqual([
      "people policy: enabled -> gone",
    ]);
  });

  test("a person who leaves the group by which a policy bound him is told, though no policy changed", () => {
    const base = {
      ...BASE,
      ...policies({}, ["watched", "admins"]),
      groups: [...BASE.groups, group("watched", ["bob"])],
    };
    const diff = changed({ groups: [...BASE.groups, group("watched", [])] }, base);
    expect(gates(diff.weaker)).toEqual([
      "people compliantDevice at a sign-in to AKS: required -> not required",
      "people mfa at a sign-in to AKS: required -> not required",
      "people sign in again at a sign-in to AKS: every 4 h -> once is enough",
    ]);
  });

  test.each<[string, Parameters<typeof cluster>[1], string]>([
    ["local accounts", { localAccountsDisabled: false }, "local accounts: off -> on"],
    ["run command", { runCommandEnabled: true }, "run command: off -> on"],
    [
      "an API that everybody reaches",
      { authorizedIpRanges: [] },
      "addresses that reach the API: 203.0.113.0/24 -> all",
    ],
    [
      "one more address",
      { authorizedIpRanges: ["203.0.113.0/24", "198.51.100.1"] },
      "addresses that reach the API: 203.0.113.0/24 -> 198.51.100.1, 203.0.113.0/24",
    ],
    ["logs that are no longer kept", { auditLogs: [] }, "audit logs: guard -> none"],
  ])("a cluster is weaker by %s", (_, more, said) => {
    const facts = { authorizedIpRanges: ["203.0.113.0/24"], auditLogs: ["guard"] };
    const base = { ...BASE, clusters: [cluster("prod", facts), cluster("test")] };
    const diff = changed({ clusters: [cluster("prod", { ...facts, ...more }), cluster("test")] }, base);
    expect(gates(diff.weaker)).toEqual([`prod ${said}`]);
    expect(diff.stronger).toEqual([]);
  });

  test("a fact that is known on one side only is unknown", () => {
    const diff = changed({
      clusters: [cluster("prod", { localAccountsDisabled: { unknown: "only the tenant knows" } }), cluster("test")],
    });
    expect([diff.weaker, diff.stronger]).toEqual([[], []]);
    expect(diff.unknown.map((u) => [u.subject, u.what, u.reasons])).toContainEqual([
      "prod",
      "local accounts may have changed",
      ["only the tenant knows"],
    ]);
  });

  test("another way that asks for less than those that somebody has is a weaker gate, not a gain", () => {
    const easy = {
      groups: [...BASE.groups, jitGroup("easy")],
      roleSettings: [...BASE.roleSettings, settings("easy", { maximum: "PT8H" })],
      assignments: [...BASE.assignments, assignment("eligible", "easy", "ops", { expiration: "2027-06-30T23:59:59Z" })],
      grants: [...BASE.grants, grant("prod", "clusterAdmin", "easy")],
    };
    const diff = changed({
      ...easy,
      policies: [{ ...BASE.policies[0], include: ["ops", "readers", "admins", "easy"] }],
    });
    expect(diff.gains).toEqual([]);
    expect(gates(diff.weaker)).toEqual([
      "easy approval: required -> not required",
      "easy longest activation: 2 h -> 8 h",
    ]);
    expect(diff.weaker.map((w) => w.another)).toEqual([true]);
  });
});

describe("who looks away", () => {
  const says = (more: object) => ({
    guardrails: [{ id: "s/.guardrails", profile: "strict" as const, acknowledge: [], ...more }],
  });
  const base = { ...BASE, ...says({}) };

  test("a finding that is acknowledged, a later end of that, and a lower profile", () => {
    const one = { rule: "CL-01", on: "prod", reason: "Soon", until: "2027-01-31" };
    expect(gates(changed(says({ acknowledge: [one] }), base).weaker)).toEqual([
      "s/.guardrails CL-01 on prod: not acknowledged -> acknowledged until 2027-01-31: Soon",
    ]);
    const longer = changed(says({ acknowledge: [{ ...one, until: null }] }), {
      ...BASE,
      ...says({ acknowledge: [one] }),
    });
    expect(gates(longer.weaker)).toEqual([
      "s/.guardrails CL-01 on prod: acknowledged until 2027-01-31 -> without an end: Soon",
    ]);
    const lower = changed(says({ profile: "article" }), base);
    expect(gates(lower.weaker)).toEqual(["s/.guardrails profile: strict -> article"]);
    expect(lower.weaker[0].kind).toBe("weaker-guardrails");
    expect(changed(says({}), { ...BASE, ...says({ profile: "article" }) }).weaker).toEqual([]);
  });

  test("an expectation that is dropped", () => {
    const cannot = {
      principal: "bob",
      verb: "delete",
      resource: "pods",
      cluster: "prod",
      namespace: "payments",
      when: "ever" as const,
    };
    const expected = {
      ...BASE,
      expectations: [
        { id: "e", cannot },
        { id: "f", noStandingClusterAdmins: true },
      ],
    };
    expect(gates(changed({ expectations: [] }, expected).weaker)).toEqual([
      "e bob@contoso.com cannot delete pods on prod/payments (ever): expected -> not expected",
      "e no standing cluster admins: expected -> not expected",
    ]);
    expect(changed({ expectations: [...expected.expectations].reverse() }, expected)).toEqual(NOTHING);
  });
});

describe("what is the same", () => {
  /** Every id of a model with another name for the stack in front, as after a rename of the stack. */
  const renamed = (from: string, to: string): AccessModel =>
    JSON.parse(JSON.stringify(BASE), (_, value: unknown) => (value === from ? to : value)) as AccessModel;

  test("a person is the same by sign-in name, and a group by display name, under another path", () => {
    expect(accessDiff([BASE], [renamed("alice", "elsewhere/alice")])).toEqual(NOTHING);
    const group = renamed("admins", "elsewhere/admins");
    const named = {
      ...group,
      groups: group.groups.map((g) => (g.id === "elsewhere/admins" ? { ...g, displayName: "admins" } : g)),
    };
    expect(accessDiff([BASE], [named])).toEqual(NOTHING);
  });

  test("a group is the same under another key and another name, if it says which it was", () => {
    const model = renamed("admins", "superusers");
    const says = {
      ...model,
      groups: model.groups.map((g) => (g.id === "superusers" ? { ...g, formerly: "admins" } : g)),
    };
    expect(accessDiff([BASE], [says])).toEqual(NOTHING);
    expect(short(accessDiff([BASE], [model]).gains)).toEqual([]);
  });

  test("a cluster is the same by its id in Azure", () => {
    const model = renamed("prod", "moved");
    const named = { ...model, clusters: model.clusters.map((c) => (c.id === "moved" ? { ...c, name: "prod" } : c)) };
    expect(accessDiff([BASE], [named])).toEqual(NOTHING);
  });

  test("another object id under the same path is somebody else, who gains", () => {
    const with_ = (digit: number) => ({
      ...BASE,
      principals: [...BASE.principals, account("pipeline", digit)],
      grants: [...BASE.grants, grant("test", "clusterAdmin", "pipeline")],
    });
    const diff = accessDiff([with_(7)], [with_(8)]);
    expect([short(diff.gains), short(diff.losses)]).toEqual([
      ["new-standing-admin pipeline RBAC Cluster Admin test"],
      ["new-standing-admin pipeline RBAC Cluster Admin test"],
    ]);
  });

  test("a move to another stack changes nothing, and the stacks are named", () => {
    const rest = { ...BASE, grants: [] };
    const prod = model({ stack: "t", uses: ["s"], grants: BASE.grants });
    const diff = accessDiff([BASE], [rest, prod]);
    expect(diff).toEqual({ ...NOTHING, stacks: { added: ["t"], removed: [] } });
  });
});
