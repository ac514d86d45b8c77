import {
  type Entry,
  ID,
  TODAY,
  Thing,
  type Values,
  group,
  jitGroup,
  judge,
  member,
  roleAssignment,
  schedule,
} from "./plans";

/** When what people keep begins and ends, and whether it has to be activated. The plans are judged at noon of TODAY. */
const DAY = 86_400_000;
const on = (days: number) => new Date(TODAY.getTime() + days * DAY).toJSON();
const people = Array.from({ length: 20 }, (_, i) => i + 100);
const forEach = (entries: (n: number) => Entry[]) => people.flatMap(entries);
const rules = (entries: readonly Entry[], maxRemovals?: number) =>
  judge(entries, { maxRemovals }).findings.map(({ rule, certainty }) => `${rule} ${certainty}`);
const eligible = (n: number, values: Values = {}) => schedule("eligibility", `e-${n}`, 1, n, values);
const GOOD = { permanent_assignment: true };

test("twenty memberships that become eligibilities have to be activated, and are told by that name", () => {
  const entries = forEach((n) => [member(`m-${n}`, 1, n).deleted(), eligible(n, GOOD).created()]);
  const [finding, ...more] = judge(entries).findings;
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ rule: "people-to-eligible", certainty: "yes", address: null });
  expect(finding.message).toMatch(
    /^20 people or groups would have to activate what they had without, and a running activation ends with it; allowed: 5\. \S+ becomes eligible for membership of/,
  );
  expect(rules(entries, 20)).toEqual([]);
  expect(rules(entries.slice(0, 10))).toEqual([]);
});

test("an active assignment that becomes an eligibility counts the same, and one that stays active does not", () => {
  const becomes = (kind: "eligibility" | "assignment") =>
    forEach((n) => [
      schedule("assignment", `a-${n}`, 1, n, GOOD).deleted(),
      schedule(kind, `b-${n}`, 1, n, GOOD).created(),
    ]);
  expect(rules(becomes("eligibility"))).toEqual(["people-to-eligible yes"]);
  expect(rules(becomes("assignment"))).toEqual([]);
});

test("a role that has to be activated from now on counts the same", () => {
  const entries = forEach((n) => {
    const old = roleAssignment(`r-${n}`, n, { principal_type: "User" });
    return [old.deleted(), new Thing("azurerm_pim_eligible_role_assignment", `r-${n}`, old.values).created()];
  });
  expect(rules(entries)).toEqual(["people-to-eligible yes"]);
});

test("to be eligible through another group takes nothing: its activation is another one", () => {
  const role = (name: string, who: number) => roleAssignment(name, who);
  const entries = [
    group("old", 1, { members: people.map(ID) }).kept(),
    jitGroup("new", 2).kept(),
    ...people.map((n) => schedule("eligibility", `e-${n}`, 2, n, GOOD).kept()),
    role("old", 1).deleted(),
    role("new", 2).kept(),
  ];
  expect(rules(entries)).toEqual([]);
});

describe("what somebody keeps", () => {
  const instead = (values: Values) =>
    forEach((n) => [eligible(n, GOOD).deleted(), schedule("eligibility", `n-${n}`, 1, n, values).created()]);
  test.each<[string, Values, string[]]>([
    [
      "that has not begun is nothing",
      { start_date: "2028-01-01T00:00:00Z", expiration_date: "2028-01-02T00:00:00Z" },
      ["people-removed yes"],
    ],
    ["that begins tomorrow for good is nothing until then", { start_date: on(1), ...GOOD }, ["people-removed yes"]],
    ["that has ended is nothing", { start_date: on(-9), expiration_date: on(-1) }, ["people-removed yes"]],
    ["that ends tomorrow is told", { expiration_date: on(1) }, ["people-shortened yes"]],
    ["that lasts for a day is told", { duration: "P1D" }, ["people-shortened yes"]],
    ["that lasts for a month is kept", { duration: "P30D" }, []],
    ["that ends in a year is kept", { expiration_date: on(365) }, []],
    ["that began and is for good is kept", { start_date: on(-1), ...GOOD }, []],
  ])("%s", (_, values, expected) => expect(rules(instead(values))).toEqual(expected));

  test("with an end that nobody knows yet is unknown", () => {
    const entries = forEach((n) => {
      const made = schedule("eligibility", `n-${n}`, 1, n).created();
      made.change.after_unknown = { id: true, expiration_date: true };
      return [eligible(n, GOOD).deleted(), made];
    });
    expect(rules(entries)).toEqual(["people-shortened unknown"]);
  });
});

test("twenty memberships for eligibilities that begin in 2028 and end a day later are lost", () => {
  const later = { start_date: "2028-01-01T00:00:00Z", expiration_date: "2028-01-02T00:00:00Z" };
  expect(rules(forEach((n) => [member(`m-${n}`, 1, n).deleted(), eligible(n, later).created()]))).toEqual([
    "people-removed yes",
  ]);
});

test("twenty eligibilities from permanent to an end of tomorrow are shortened, and to one of next year are not", () => {
  const to = (end: string) =>
    forEach((n) => [eligible(n, GOOD).changed({ permanent_assignment: false, expiration_date: end })]);
  expect(rules(to(on(1)))).toEqual(["people-shortened yes"]);
  expect(judge(to(on(1))).findings[0].message).toContain("keeps only until then membership of");
  expect(rules(to(on(300)))).toEqual([]);
});

test("what has ended takes nothing from anybody when it goes, and what ends this week anyway is not shortened", () => {
  expect(rules(forEach((n) => [eligible(n, { expiration_date: on(-1) }).deleted()]))).toEqual([]);
  expect(rules(forEach((n) => [eligible(n, { expiration_date: on(2) }).changed({ justification: "x" })]))).toEqual([]);
});

test("a role of Azure has its own form of a schedule", () => {
  const role = (n: number, schedule_: Values) =>
    new Thing("azurerm_pim_eligible_role_assignment", `r-${n}`, {
      ...roleAssignment("r", n, { principal_type: "User" }).values,
      schedule: [schedule_],
    });
  const to = (values: Values) => forEach((n) => [role(n, {}).changed({ schedule: [values] })]);
  expect(rules(to({ start_date_time: on(9) }))).toEqual(["people-removed yes"]);
  expect(rules(to({ expiration: [{ duration_hours: 8 }] }))).toEqual(["people-shortened yes"]);
  expect(rules(to({ expiration: [{ end_date_time: on(3) }] }))).toEqual(["people-shortened yes"]);
  expect(rules(to({ expiration: [{ duration_days: 90 }] }))).toEqual([]);
});

test("an exception of an address leaves its people out of each count", () => {
  const entries = forEach((n) => [member(`m-${n}`, 1, n).deleted(), eligible(n, GOOD).created()]).slice(0, 12);
  const exceptions = [
    { rule: "people-to-eligible" as const, address: "azuread_group_member.m-100", reason: "x", until: "2026-12-31" },
  ];
  expect(judge(entries).verdict).toBe("refused");
  expect(judge(entries, { exceptions })).toMatchObject({ verdict: "fine", warnings: [] });
});

describe("what was not seen before", () => {
  const gone = (things: (n: number) => Thing) => rules(forEach((n) => [things(n).deleted()]));
  test("roles of the directory, of each of three resources", () => {
    const directory = (type: string, of: (n: number) => Values) => (n: number) => new Thing(type, `d-${n}`, of(n));
    expect(
      gone(directory("azuread_directory_role_assignment", (n) => ({ role_id: ID(7), principal_object_id: ID(n) }))),
    ).toEqual(["people-removed yes"]);
    expect(
      gone(directory("azuread_directory_role_member", (n) => ({ role_object_id: ID(7), member_object_id: ID(n) }))),
    ).toEqual(["people-removed yes"]);
    expect(
      gone(
        directory("azuread_directory_role_eligibility_schedule_request", (n) => ({
          role_definition_id: ID(7),
          principal_id: ID(n),
          directory_scope_id: "/",
        })),
      ),
    ).toEqual(["people-removed yes"]);
  });

  test("accounts that are deleted or disabled", () => {
    const user = (n: number) =>
      new Thing("azuread_user", `u-${n}`, {
        object_id: ID(n),
        user_principal_name: `u${n}@contoso.com`,
        account_enabled: true,
      });
    expect(gone(user)).toEqual(["people-removed yes"]);
    const disabled = forEach((n) => [user(n).changed({ account_enabled: false })]);
    expect(judge(disabled).findings[0].message).toContain("loses the account u100@contoso.com");
    expect(rules(forEach((n) => [user(n).changed({ department: "x" })]))).toEqual([]);
  });
});
