import type { AccessModel } from "../../lib/access";
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
import { shortDoubts, shortGates } from "../support/diffs";

/** Administrators whom a group of two approves, and a policy that leaves a group out. */
const BASE: AccessModel = model({
  principals: [user("alice"), user("dave"), user("erin"), user("eve"), user("zoe")],
  groups: [
    group("approvers", ["dave", "erin"]),
    group("left out", ["zoe"]),
    group("inner"),
    jitGroup("admins"),
    jitGroup("deputies"),
  ],
  roleSettings: [settings("admins", { approvers: ["approvers"] })],
  assignments: [assignment("eligible", "admins", "alice")],
  policies: [policy("people", ["admins"], { exclude: ["left out"] })],
  clusters: [cluster("prod")],
  grants: [grant("prod", "clusterAdmin", "admins")],
});

/** The diff to the same with these groups, and these parts, in place of theirs. */
function changed(groups: AccessModel["groups"], parts: Partial<AccessModel> = {}, base = BASE): AccessDiff {
  const rest = base.groups.filter((g) => !groups.some((other) => other.id === g.id));
  return accessDiff([base], [{ ...base, groups: [...rest, ...groups], ...parts }]);
}

const approvers = (...members: string[]) => group("approvers", members);

describe("who can approve", () => {
  test("one more member of a group that approves is a weaker gate for whom it approves, one fewer a stronger", () => {
    const diff = changed([approvers("dave", "erin", "eve")]);
    expect(shortGates(diff.weaker)).toEqual([
      "admins/member-settings who can approve: dave@contoso.com, erin@contoso.com -> dave@contoso.com, erin@contoso.com, eve@contoso.com",
    ]);
    expect(diff.weaker[0].paths.map((p) => p.principal)).toEqual(["alice"]);
    expect([diff.gains, diff.losses, diff.stronger, diff.unknown]).toEqual([[], [], [], []]);
    const fewer = changed([approvers("dave")]);
    expect([fewer.weaker, fewer.stronger.length]).toEqual([[], 1]);
  });

  test("so is a member of a group in that group, and who may activate a membership", () => {
    const nested = changed([approvers("dave", "erin", "inner"), group("inner", ["eve"])]);
    expect(shortGates(nested.weaker)[0]).toMatch(/who can approve: .* -> .*, eve@contoso\.com$/);
    const activated = changed([approvers("dave", "erin", "deputies")], {
      assignments: [...BASE.assignments, assignment("eligible", "deputies", "eve")],
    });
    expect(shortGates(activated.weaker)[0]).toMatch(/who can approve: .* -> .*, eve@contoso\.com$/);
  });

  test("an owner of such a group makes himself one, and so does the owner of a group in it", () => {
    const owned = changed([group("approvers", ["dave", "erin"], { owners: ["eve"] })]);
    const said = "admins/member-settings who can become an approver by owning a group: nobody -> eve@contoso.com";
    expect(shortGates(owned.weaker)).toEqual([said]);
    const inner = changed([approvers("dave", "erin", "inner"), group("inner", [], { owners: ["eve"] })]);
    expect(shortGates(inner.weaker)).toEqual([said]);
  });

  test("an owner who approves already gains nothing, and one who becomes a member does", () => {
    expect(changed([group("approvers", ["dave", "erin"], { owners: ["dave"] })]).weaker).toEqual([]);
    const base = { ...BASE, groups: [group("approvers", ["dave"], { owners: ["eve"] }), ...BASE.groups.slice(1)] };
    const diff = changed([group("approvers", ["dave", "eve"], { owners: ["eve"] })], {}, base);
    expect(shortGates(diff.weaker)).toEqual([
      "admins/member-settings who can approve: dave@contoso.com -> dave@contoso.com, eve@contoso.com",
    ]);
  });

  test("the people of the group named one by one are the same approvers", () => {
    const named = changed([], { roleSettings: [settings("admins", { approvers: ["dave", "erin"] })] });
    expect([named.weaker, named.stronger, named.unknown]).toEqual([[], [], []]);
    const one = changed([], { roleSettings: [settings("admins", { approvers: ["approvers", "eve"] })] });
    expect(shortGates(one.weaker)).toEqual([
      "admins/member-settings approvers: approvers -> approvers, eve@contoso.com",
    ]);
  });

  test("whoever applies the stack is told as access of his own, and not once more for every group", () => {
    const pipeline = { principals: [...BASE.principals, application("pipeline", 9)] };
    const diff = changed([], { ...pipeline, deployers: [{ id: "deployer", principal: "pipeline" }] });
    expect(diff.weaker).toEqual([]);
    expect(diff.gains.map((g) => g.kind)).toContain("new-control-plane-access");
  });

  test("a group of which only the tenant knows the members is a doubt where they were known, either way", () => {
    const unknown = existingGroup("approvers");
    const said = (when: string) => [
      `admins/member-settings who can approve may have changed: only the tenant knows who ${when}`,
    ];
    const diff = changed([unknown]);
    expect(diff.weaker).toEqual([]);
    expect(shortDoubts(diff.unknown)).toEqual(expect.arrayContaining(said("is in approvers now")));
    const base = { ...BASE, groups: [unknown, ...BASE.groups.slice(1)] };
    const back = changed([approvers("dave", "erin")], {}, base);
    expect(back.weaker).toEqual([]);
    expect(shortDoubts(back.unknown)).toEqual(expect.arrayContaining(said("was in approvers")));
  });

  test("of very many the new ones are named", () => {
    const many = [...Array(40).keys()].map((n) => user(`member-${n}`));
    const base = {
      ...BASE,
      principals: [...BASE.principals, ...many],
      groups: [approvers(...many.map((m) => m.id)), ...BASE.groups.slice(1)],
    };
    expect(shortGates(changed([approvers("eve", ...many.map((m) => m.id))], {}, base).weaker)).toEqual([
      "admins/member-settings who can approve: 40 people or groups -> 40 people or groups and eve@contoso.com",
    ]);
  });
});

test("several reasons for one doubt are all told", () => {
  const base = {
    ...BASE,
    principals: [...BASE.principals, user("fay")],
    roleSettings: [settings("admins", { approvers: ["eve", "fay"] })],
  };
  const now = {
    ...base,
    principals: [...BASE.principals.filter((p) => p.id !== "eve"), account("six", 6), account("seven", 7)],
    roleSettings: [settings("admins", { approvers: ["six", "seven"] })],
  };
  const [doubt] = accessDiff([base], [now]).unknown;
  expect(doubt.reasons).toHaveLength(2);
});

describe("who can get past a policy", () => {
  test("an owner of a group that it leaves out, and who may activate a membership", () => {
    const owned = changed([group("left out", ["zoe"], { owners: ["eve"] })]);
    const said = "people who can exclude himself: nobody -> eve@contoso.com";
    expect(shortGates(owned.weaker)).toEqual([said]);
    expect([owned.gains, owned.unknown]).toEqual([[], []]);
    const activated = changed([group("left out", ["zoe", "deputies"])], {
      assignments: [...BASE.assignments, assignment("eligible", "deputies", "eve")],
    });
    expect(shortGates(activated.weaker)).toEqual([said]);
  });

  test("an owner who is left out already is no change", () => {
    expect(changed([group("left out", ["zoe"], { owners: ["zoe"] })]).weaker).toEqual([]);
  });

  test("the reverse is stronger alone", () => {
    const base = { ...BASE, groups: BASE.groups.map((g) => (g.id === "left out" ? { ...g, owners: ["eve"] } : g)) };
    const diff = changed([group("left out", ["zoe"])], {}, base);
    expect(diff.weaker).toEqual([]);
    expect(shortGates(diff.stronger)).toEqual(
      ["people who can exclude himself: nobody -> eve@contoso.com"].map(turned),
    );
  });
});

const turned = (said: string) => said.replace(/: (.*) -> (.*)$/, ": $2 -> $1");

describe("somebody known by a sign-in name before, and by an object id now", () => {
  const known = (who: "alice" | "oid", more: Partial<AccessModel> = {}): AccessModel => ({
    ...BASE,
    principals: [...BASE.principals.filter((p) => p.id !== "alice"), who === "oid" ? account("oid", 5) : user("alice")],
    assignments: [assignment("eligible", "admins", who)],
    ...more,
  });

  test("may be one: a doubt, and neither a gain nor a loss of what both have", () => {
    const diff = accessDiff([known("alice")], [known("oid")]);
    expect([diff.gains, diff.losses, diff.weaker]).toEqual([[], [], []]);
    expect(shortDoubts(diff.unknown)).toEqual([
      "oid may be somebody who had the same: only the tenant knows whether alice@contoso.com and oid are the same",
    ]);
    expect(accessDiff([known("oid")], [known("alice")]).gains).toEqual([]);
  });

  test("gains for sure what the other had not", () => {
    const diff = accessDiff(
      [known("alice")],
      [known("oid", { grants: [...BASE.grants, grant("prod", "contributor", "oid")] })],
    );
    expect(diff.gains.map((g) => [g.kind, g.path.principal])).toContainEqual(["new-standing-admin", "oid"]);
    expect(diff.losses).toEqual([]);
    expect(diff.unknown).toHaveLength(1);
  });

  test("is a doubt among the approvers too", () => {
    const asked = (who: string) => ({ roleSettings: [settings("admins", { approvers: [who, "dave"] })] });
    const diff = accessDiff([known("alice", asked("alice"))], [known("oid", asked("oid"))]);
    expect([diff.weaker, diff.stronger]).toEqual([[], []]);
    expect(shortDoubts(diff.unknown)).toContain(
      "admins/member-settings who can approve may have changed: only the tenant knows whether alice@contoso.com and oid are the same",
    );
  });

  test("is among those whom a policy leaves out too", () => {
    const left = (who: string) => ({ policies: [policy("people", ["admins"], { exclude: [who] })] });
    const diff = accessDiff([known("alice", left("alice"))], [known("oid", left("oid"))]);
    expect(diff.weaker).toEqual([]);
    expect(shortDoubts(diff.unknown)).toContain(
      "people excludes may have changed: only the tenant knows whether alice@contoso.com and oid are the same",
    );
  });

  test("is no doubt where the sign-in name is there on both sides, or two object ids differ", () => {
    const both = known("oid", { principals: [...known("alice").principals, account("oid", 5)] });
    expect(accessDiff([known("alice")], [both]).gains.map((g) => g.path.principal)).toEqual(["oid"]);
    const other = known("oid", { principals: [...known("oid").principals.slice(0, -1), account("oid", 6)] });
    expect(accessDiff([known("oid")], [other]).gains).toHaveLength(1);
  });
});

test("an existing group with another object id is told by it, for the names are the same", () => {
  const sre = (digit: number) => ({
    ...BASE,
    groups: [...BASE.groups, existingGroup("sre", { objectId: objectId(digit) })],
    policies: [policy("people", ["admins", "sre"])],
  });
  expect(shortGates(accessDiff([sre(5)], [sre(6)]).weaker)).toEqual([
    `people includes: admins, sre (${objectId(5)}) -> admins, sre (${objectId(6)})`,
  ]);
});
