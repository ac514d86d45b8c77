import { registerCheck, runChecks } from "../../lib/access/checks";
import { catalogue, explanationOf, explanations, guard } from "../../lib/guardrails";
import { cluster, grant, group, jitGroup, model, policy, settings, user } from "../support/models";
import { found, guarded, unchecked } from "./look";

const open = cluster("s/clusters/prod", { localAccountsDisabled: false });
const FINDING =
  "error s/clusters/prod: local accounts are on in s/clusters/prod, so every policy and every activation can be bypassed with --admin";

describe("a report", () => {
  test("has the findings by severity, rule and subject, and the doubts by rule and subject", () => {
    const models = model({
      clusters: [cluster("b", { runCommandEnabled: true }), cluster("a", { localAccountsDisabled: false })],
      groups: [jitGroup("g", { owners: [] })],
    });
    const report = guard([models]);
    expect(report.findings.map((f) => `${f.severity} ${f.rule} ${f.subject}`)).toEqual([
      "error CL-01 a",
      "error GR-01 g",
      "warning BG-02 b",
      "warning CL-04 a",
      "warning CL-04 b",
      "warning OPS-01 a",
      "warning OPS-01 b",
      "info CL-03 b",
    ]);
    const doubts = report.unknown.map((u) => `${u.rule} ${u.subject}`);
    expect(doubts).toEqual([...doubts].sort());
    expect(doubts).toContain("PIM-11 g");
    expect(report.tonight).toBeNull();
  });

  test("is empty for an app that says nothing", () => {
    expect(guard([])).toEqual({ findings: [], unknown: [], tonight: null });
    expect(guard([model()])).toEqual({ findings: [], unknown: [], tonight: null });
  });

  test("gives a finding its line, its sentence and what to do", () => {
    const [finding] = guard([model({ clusters: [{ ...open, source: "config/a.yaml:3:1" }] })]).findings;
    expect(finding).toEqual({
      rule: "CL-01",
      severity: "error",
      subject: "s/clusters/prod",
      source: "config/a.yaml:3:1",
      message: FINDING.slice("error s/clusters/prod: ".length),
      fix: "localAccounts: disabled, and rotate the certificates of a cluster that had them",
    });
  });
});

describe("a profile", () => {
  const admins = { groups: [jitGroup("s/admins")], roleSettings: [settings("s/admins")] };
  const parts = { ...admins, clusters: [cluster("s/prod", { adminGroups: ["s/admins"] })] };

  test.each([
    ["strict", "error"],
    ["recommended", "warning"],
    ["article", "warning"],
  ] as const)("%s makes a missing approval a matter of %s", (profile, severity) => {
    expect(found("PIM-05", guarded(parts, [], profile))[0]).toMatch(new RegExp(`^${severity} s/admins`));
    expect(found("PIM-05", guarded(parts, []), { profile })[0]).toMatch(new RegExp(`^${severity} s/admins`));
  });

  test("is recommended where nobody says", () => {
    expect(found("PIM-05", model(parts))[0]).toMatch(/^warning/);
  });

  test("is that of the stack of the subject", () => {
    const other = model({
      stack: "t",
      groups: [jitGroup("t/admins")],
      roleSettings: [settings("t/admins")],
      clusters: [cluster("t/prod", { adminGroups: ["t/admins"] })],
    });
    expect(found("PIM-05", [guarded(parts, [], "strict"), other]).map((l) => l.split(":")[0])).toEqual([
      "error s/admins",
      "warning t/admins",
    ]);
  });

  test("may not ask for something at all", () => {
    const either = model({
      policies: [policy("p", ["All"], { operator: "OR", controls: ["mfa", "compliantDevice"] })],
    });
    expect(found("CA-07", either, { profile: "recommended" })).toEqual([]);
    expect(found("CA-07", either, { profile: "article" })).toHaveLength(1);
  });
});

describe("an acknowledgement", () => {
  const of = (rule: string, on: string | null, until: string | null = null) => ({
    rule,
    on,
    reason: "It goes in March",
    until,
  });

  test.each([
    ["the subject", "s/clusters/prod"],
    ["what holds it", "s/clusters"],
    ["everything in the stack", null],
  ])("of %s leaves the finding visible, marked with the reason", (_, on) => {
    const models = guarded({ clusters: [open] }, [of("CL-01", on, "2027-03-31")]);
    expect(found("CL-01", models)).toEqual([`acknowledged ${FINDING}`]);
    expect(guard([models]).findings[0].acknowledged).toEqual({ reason: "It goes in March", until: "2027-03-31" });
    expect(found("ACK-01", models)).toEqual([]);
  });

  test.each([
    [
      "another rule",
      "PIM-02",
      null,
      "PIM-02 is acknowledged for everything in the stack, and that rule finds nothing there",
    ],
    ["another subject", "CL-01", "s/clusters/pro", "CL-01 is acknowledged for pro, and that rule finds nothing there"],
    ["no rule", "XX-01", null, "XX-01 is acknowledged for everything in the stack, and there is no rule of that name"],
    [
      "a date that has passed",
      "DATE-01",
      null,
      "DATE-01 is acknowledged for everything in the stack, and that is mended, and not acknowledged",
    ],
    [
      "a rule that cannot tell",
      "CL-06",
      "s/clusters/prod",
      "CL-06 is acknowledged for prod, and that rule cannot be checked there",
    ],
  ])("of %s changes nothing, and matches nothing, which is a warning", (_, rule, on, message) => {
    const models = guarded({ clusters: [open] }, [of(rule, on)]);
    expect(found("CL-01", models)).toEqual([FINDING]);
    expect(found("ACK-01", models)).toEqual([`warning s/.guardrails: ${message}`]);
  });

  test("that matches nothing is named by its own line, where one is known", () => {
    const line = (source?: string) => {
      const written = { ...of("CL-02", null), ...(source === undefined ? {} : { source }) };
      return guard([guarded({}, [written])]).findings[0].source;
    };
    expect([line("config/s.yaml:12:7"), line()]).toEqual(["config/s.yaml:12:7", "config/s.yaml:9:1"]);
  });

  test("of another stack does not count", () => {
    const other = { ...guarded({}, [of("CL-01", null)]), stack: "t" };
    expect(found("CL-01", [model({ clusters: [open] }), other])).toEqual([FINDING]);
  });

  test("goes on counting after its end in synth, and not for who asks with a day", () => {
    const models = guarded({ clusters: [open] }, [of("CL-01", null, "2027-03-31")]);
    expect(found("CL-01", models)[0]).toMatch(/^acknowledged/);
    expect(found("CL-01", models, { now: "2027-03-31T23:59:00Z" })[0]).toMatch(/^acknowledged/);
    expect(found("CL-01", models, { now: "2027-04-01T00:00:00Z" })).toEqual([FINDING]);
    // it has ended, which is another matter than matching nothing
    expect(found("ACK-01", models, { now: "2027-04-01T00:00:00Z" })).toEqual([]);
  });
});

describe("an expectation that is broken", () => {
  const expectations = [{ id: "s/.expectations/0", source: "config/s.yaml:20:5", noStandingClusterAdmins: true }];
  const parts = {
    principals: [user("s/alice"), user("s/bob")],
    groups: [group("s/groups/old", ["s/alice", "s/bob"]), group("s/groups/new", ["s/alice"])],
    clusters: [cluster("s/clusters/prod", { name: "prod", adminGroups: ["s/groups/old"] })],
    expectations,
  };
  const until = (on: string | null, rule = "EXPECT") => [
    { rule, on, reason: "Until all have activated once", until: "2027-01-31" },
  ];
  const bySubject = (models: Parameters<typeof found>[1]) => found("EXPECT", models).map((l) => l.split(" is ")[0]);

  test("is a finding like that of a rule, in the stack that expects it", () => {
    expect(bySubject(guarded(parts, []))).toEqual([
      "error s/.expectations/0: s/alice@contoso.com",
      "error s/.expectations/0: s/bob@contoso.com",
    ]);
    const [first] = guard([guarded(parts, [])]).findings;
    expect(first).toMatchObject({ rule: "EXPECT", source: "config/s.yaml:20:5" });
    expect(first).not.toHaveProperty("through");
  });

  test.each([
    ["everything in the stack", null],
    ["the group that every way goes through", "s/groups/old"],
    ["the cluster", "s/clusters/prod"],
  ])("may stay until a day for %s, and is visible still", (_, on) => {
    const models = guarded(parts, until(on));
    expect(bySubject(models)).toEqual([
      "acknowledged error s/.expectations/0: s/alice@contoso.com",
      "acknowledged error s/.expectations/0: s/bob@contoso.com",
    ]);
    expect(found("ACK-01", models)).toEqual([]);
    expect(found("EXPECT", models, { now: "2027-02-01T00:00:00Z" }).filter((l) => /^acknowledged/.test(l))).toEqual([]);
  });

  test("is not hidden for who has another way beside the one that may stay", () => {
    const clusters = [cluster("s/clusters/prod", { name: "prod", adminGroups: ["s/groups/old", "s/groups/new"] })];
    expect(bySubject(guarded({ ...parts, clusters }, until("s/groups/old")))).toEqual([
      "error s/.expectations/0: s/alice@contoso.com",
      "acknowledged error s/.expectations/0: s/bob@contoso.com",
    ]);
  });

  test("is known by whatever a stack calls the group", () => {
    const id = "44444444-4444-4444-8444-444444444444";
    const known = { objectId: id, kind: "existing" as const, members: { unknown: "only the tenant knows" } };
    const identity = model({ stack: "a", groups: [group("a/groups/ops", [], known)] });
    const prod = { groups: [group("s/groups/ours", [], known)], expectations };
    const clusters = [cluster("s/clusters/prod", { name: "prod", adminGroups: ["a/groups/ops"] })];
    const models = [identity, guarded({ ...prod, clusters }, until("s/groups/ours"))];
    expect(bySubject(models)).toEqual(["acknowledged error s/.expectations/0: a/groups/ops"]);
  });

  test("does not go away by an acknowledgement of another stack, another rule or another group", () => {
    const open = bySubject(guarded(parts, []));
    const other = { ...guarded({}, until("s/groups/old")), stack: "t" };
    expect(bySubject([model(parts), other])).toEqual(open);
    expect(bySubject(guarded(parts, until(null, "PIM-01")))).toEqual(open);
    expect(bySubject(guarded(parts, until("s/groups/new")))).toEqual(open);
    expect(found("ACK-01", guarded(parts, until("s/groups/new")))).toEqual([
      "warning s/.guardrails: EXPECT is acknowledged for new, and none is broken by that alone",
    ]);
    expect(found("ACK-01", guarded({ expectations }, until(null)))).toEqual([
      "warning s/.guardrails: EXPECT is acknowledged for everything in the stack, and none is broken",
    ]);
  });

  test("is not checkable where only the tenant knows", () => {
    const clusters = [cluster("s/clusters/prod", { adminGroups: { unknown: "only the tenant knows" } })];
    expect(unchecked("EXPECT", model({ clusters, expectations }))).toEqual([
      "s/.expectations/0: admin groups of s/clusters/prod: only the tenant knows",
    ]);
  });

  test("is a warning under tonight's switch", () => {
    expect(bySubject(model({ ...parts, tonight: "INC0042" }))[0]).toMatch(/^warning/);
  });
});

describe("tonight's switch", () => {
  const reason = "nobody gets in, INC0042";
  const night = (parts: Parameters<typeof model>[0]) => model({ ...parts, tonight: reason });

  test("makes every error a warning that says so, and is loud", () => {
    const report = guard([night({ clusters: [open, cluster("s/b", { runCommandEnabled: true })] })]);
    expect(report.tonight).toBe(reason);
    expect(report.findings.filter((f) => f.severity === "error")).toEqual([]);
    expect(report.findings.find((f) => f.rule === "CL-01")).toMatchObject({ severity: "warning", tonight: reason });
    expect(report.findings.find((f) => f.rule === "CL-03")).not.toHaveProperty("tonight");
    expect(found("TONIGHT", night({}))).toEqual([`warning : ERRORS ARE ONLY WARNINGS, for this reason: ${reason}`]);
  });

  test("may come from who asks", () => {
    expect(guard([model({ clusters: [open] })], { tonight: reason }).findings[0]).toMatchObject({ tonight: reason });
  });

  test("holds for the whole app, and for checks that are not ours", () => {
    const report = guard([model({ clusters: [open] }), { ...night({}), stack: "t" }]);
    expect(report.findings.map((f) => f.severity)).not.toContain("error");
    const theirs = { rule: "THEIRS", severity: "error", subject: "s/x", message: "it is open" } as const;
    const remove = registerCheck(() => [theirs]);
    expect(runChecks([night({})]).filter((f) => f.rule === "THEIRS")).toEqual([
      { ...theirs, severity: "warning", tonight: reason },
    ]);
    remove();
  });

  test("leaves what is acknowledged as it is", () => {
    const models = guarded({ clusters: [open], tonight: reason }, [
      { rule: "CL-01", on: null, reason: "r", until: null },
    ]);
    expect(found("CL-01", models)).toEqual([`acknowledged ${FINDING}`]);
  });
});

describe("the catalogue", () => {
  test("has every rule once, with an id that may be acknowledged, a requirement, a reason, a fix and a source", () => {
    const ids = catalogue.map((r) => r.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const rule of catalogue) {
      expect(rule.id).toMatch(/^[A-Z]{2,4}-\d{2}$/);
      expect(Object.keys(rule.cases).length).toBeGreaterThan(0);
      for (const text of [rule.title, rule.why, rule.fix]) expect(text.trim()).toMatch(/\S \S/);
      expect(rule.title).not.toMatch(/\.$/);
      expect(rule.sources.filter((s) => s.length > 6).length).toBeGreaterThan(0);
    }
  });

  test("has the rules of the sheet, and the limits", () => {
    const n = (prefix: string, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => `${prefix}-${String(from + i).padStart(2, "0")}`);
    expect(catalogue.map((r) => r.id)).toEqual([
      ...n("CL", 0, 6),
      ...n("CA", 1, 7),
      ...n("PIM", 1, 11),
      ...n("GR", 1, 3),
      ...n("NS", 1, 4),
      ...n("BG", 1, 2),
      "WI-01",
      "OPS-01",
      ...n("LIM", 1, 4),
    ]);
  });

  test("is explained by id, and so is what is shown beside it", () => {
    expect(explanationOf("CL-01")?.title).toBe("Local accounts are off");
    expect(explanationOf("TONIGHT")?.cases.map((c) => c.level)).toEqual(["warning"]);
    expect(explanationOf("CL-99")).toBeUndefined();
  });

  test("explains every id once", () => {
    const ids = explanations.map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, catalogue.length)).toEqual(catalogue.map((r) => r.id));
  });
});

test("one cluster that two stacks declare is judged where it is declared, each by what is said there", () => {
  const where = { name: "old", resourceGroup: "rg", kind: "existing" as const };
  const one = model({ clusters: [cluster("s/old", { ...where, localAccountsDisabled: false })] });
  const two = model({ stack: "t", clusters: [cluster("t/old", where)] });
  expect(found("CL-01", [one, two]).map((l) => l.split(":")[0])).toEqual(["error s/old"]);
});

test("one group that two stacks name is one, whatever each calls it", () => {
  const id = "44444444-4444-4444-8444-444444444444";
  const named = (name: string) => ({
    ...group(name, { unknown: "only the tenant knows" }),
    objectId: id,
    kind: "existing" as const,
  });
  const one = model({ groups: [named("s/ops")] });
  const two = model({
    stack: "t",
    principals: [user("alice")],
    groups: [named("t/sre"), jitGroup("t/admins")],
    policies: [policy("t/p", ["t/sre"])],
    clusters: [cluster("t/c", { name: "c" })],
    grants: [{ ...grant("x", "reader", "s/ops"), cluster: "t/c" }],
  });
  expect(found("CA-01", [one, two])).toEqual([]);
});
