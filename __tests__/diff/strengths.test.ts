import type { AccessModel, PolicyEntry, RoleSettingsEntry } from "../../lib/access";
import { type AccessDiff, accessDiff } from "../../lib/diff";
import { assignment, cluster, grant, group, jitGroup, model, policy, settings, user } from "../support/models";
import { shortDoubts, shortGates } from "../support/diffs";

const BUILT_IN = "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-00000000000";
const [MFA, PASSWORDLESS, PHISHING_RESISTANT] = [2, 3, 4].map((n) => `${BUILT_IN}${n}`);
const [OURS, OTHERS] = [7, 8].map(
  (n) => `/policies/authenticationStrengthPolicies/77777777-7777-4777-8777-77777777777${n}`,
);

/** Administrators by an activation whom a policy asks for something. */
function asking(more: Partial<PolicyEntry>, activation?: Partial<RoleSettingsEntry["activation"]>): AccessModel {
  return model({
    principals: [user("alice")],
    groups: [jitGroup("admins")],
    roleSettings: [settings("admins", activation)],
    assignments: [assignment("eligible", "admins", "alice")],
    policies: [policy("people", ["alice"], { controls: [], ...more })],
    clusters: [cluster("prod")],
    grants: [grant("prod", "clusterAdmin", "admins")],
  });
}

const between = (was: Partial<PolicyEntry>, is: Partial<PolicyEntry>): AccessDiff =>
  accessDiff([asking(was)], [asking(is)]);
const strength = (id: string) => ({ authenticationStrength: id });

describe("the built-in authentication strengths", () => {
  test.each<[string, Partial<PolicyEntry>, Partial<PolicyEntry>]>([
    ["passwordless MFA in the place of MFA", { controls: ["mfa"] }, strength(PASSWORDLESS)],
    ["phishing-resistant MFA in the place of MFA", { controls: ["mfa"] }, strength(PHISHING_RESISTANT)],
    ["phishing-resistant in the place of passwordless MFA", strength(PASSWORDLESS), strength(PHISHING_RESISTANT)],
    ["passwordless MFA in the place of the strength that is MFA", strength(MFA), strength(PASSWORDLESS)],
  ])("%s is stronger alone, and the reverse weaker alone", (_, was, is) => {
    const [there, back] = [between(was, is), between(is, was)];
    expect([there.weaker, there.unknown, back.stronger, back.unknown]).toEqual([[], [], [], []]);
    expect([there.stronger.length, back.weaker.length]).toEqual([1, 1]);
  });

  test("are named in what is told", () => {
    expect(shortGates(between(strength(PHISHING_RESISTANT), { controls: ["mfa"] }).weaker)).toEqual([
      "people requires: authentication strength phishing-resistant MFA -> mfa",
    ]);
  });

  test("the first is MFA in other words", () => {
    const diff = between({ controls: ["mfa"] }, strength(MFA));
    expect([diff.weaker, diff.stronger, diff.unknown]).toEqual([[], [], []]);
  });

  test("one beside a device is compared as MFA beside a device is", () => {
    const device = { controls: ["compliantDevice"] };
    const both = { controls: ["compliantDevice", "mfa"] };
    expect(between(both, { ...device, ...strength(PHISHING_RESISTANT) }).weaker).toEqual([]);
    expect(shortGates(between({ ...device, ...strength(PASSWORDLESS) }, device).weaker)).toEqual([
      "people requires: authentication strength passwordless MFA and compliantDevice -> compliantDevice",
    ]);
    expect(between(both, { ...both, operator: "OR" }).weaker).toHaveLength(1);
  });
});

describe("an authentication strength of the tenant's own", () => {
  test.each<[string, Partial<PolicyEntry>]>([
    ["MFA", { controls: ["mfa"] }],
    ["a built-in one", strength(PASSWORDLESS)],
    ["another of its own", strength(OTHERS)],
  ])("in the place of %s is a doubt, either way", (_, was) => {
    for (const diff of [between(was, strength(OURS)), between(strength(OURS), was)]) {
      expect([diff.weaker, diff.stronger, diff.gains]).toEqual([[], [], []]);
      expect(shortDoubts(diff.unknown)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^people requires .* became .*: only the tenant knows/)]),
      );
    }
  });

  test("that is gone is weaker, and a device is no substitute", () => {
    expect(between(strength(OURS), { controls: ["compliantDevice"] }).weaker).toHaveLength(1);
    expect(between(strength(OURS), strength(OURS)).unknown).toEqual([]);
  });

  test("in another policy of the same people is a doubt too", () => {
    const was = asking({ controls: ["mfa"] });
    const other = policy("other", ["alice"], { controls: [], ...strength(OURS) });
    const diff = accessDiff([was], [{ ...was, policies: [other] }]);
    expect(diff.weaker).toEqual([]);
    expect(shortDoubts(diff.unknown)).toContain(
      "people mfa at a sign-in to AKS may be asked for no longer: only the tenant knows what an authentication strength of its own takes",
    );
  });
});

test("a policy that blocks in the place of one that asks for something is stronger alone", () => {
  const diff = between({ controls: ["mfa"] }, { controls: ["block"] });
  expect([diff.weaker, diff.stronger.length]).toEqual([[], 1]);
});

describe("another way with an authentication context at its activation", () => {
  const ways = (...asked: Partial<RoleSettingsEntry["activation"]>[]): AccessModel => {
    const ids = asked.map((_, n) => `admins-${n}`);
    return model({
      principals: [user("alice")],
      groups: [group("ops", ["alice"]), ...ids.map((id) => jitGroup(id))],
      roleSettings: ids.map((id, n) => settings(id, asked[n])),
      assignments: ids.map((id) => assignment("eligible", id, "ops")),
      clusters: [cluster("prod")],
      grants: ids.map((id) => grant("prod", "clusterAdmin", id)),
    });
  };
  const another = (first: Partial<RoleSettingsEntry["activation"]>, second: Partial<RoleSettingsEntry["activation"]>) =>
    accessDiff([ways(first)], [ways(first, second)]);
  const context = { mfa: false, authenticationContext: "c1" };

  test("is a doubt beside one with MFA, either way, and nothing beside one with the same", () => {
    for (const diff of [another({ mfa: true }, context), another(context, { mfa: true })]) {
      expect(diff.weaker).toEqual([]);
      expect(diff.unknown.map((d) => d.what)).toEqual(["may ask for less by another way"]);
    }
    expect(another(context, context).unknown).toEqual([]);
  });

  test("is weaker where the other has neither", () => {
    expect(shortGates(another(context, { mfa: false }).weaker)).toEqual([
      "admins-1 authentication context c1: required -> not required",
    ]);
    expect(shortGates(another({ mfa: true }, { mfa: false }).weaker)).toEqual([
      "admins-1 MFA: required -> not required",
    ]);
  });
});
