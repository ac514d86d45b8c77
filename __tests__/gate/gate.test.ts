import fc from "fast-check";
import { ErrorCode, ValidationError } from "../../lib/core";
import { either } from "../../lib/core/text";
import { GATE_RULES, gate, gateMarkdown, gateText, readExceptions, readPlan } from "../../lib/gate";
import { type GrantDemand, meets } from "../../lib/gate/grant-demand";
import {
  CONDITIONS,
  type Entry,
  ID,
  TODAY,
  type Thing,
  USERS,
  type Values,
  cluster,
  group,
  importing,
  judge,
  jitGroup,
  member,
  planOf,
  policy,
  roleAssignment,
  rulesWith,
  schedule,
  settings,
} from "./plans";

describe("a take-over", () => {
  const estate: readonly Thing[] = [
    group("operators", 1),
    jitGroup("admins", 2),
    settings("admins_member", 2),
    schedule("eligibility", "e", 2, 11),
    policy("p"),
    cluster("c"),
    roleAssignment("r", 1),
  ];

  test("is let through if every entry is an import that changes nothing", () => {
    const report = judge(
      estate.map((t) => t.imported()),
      { adoption: true },
    );
    expect(report).toMatchObject({ verdict: "fine", counts: { import: 7, create: 0, update: 0, delete: 0 } });
  });

  test("is let through when a part is taken over already, and at the end if somebody says that it is", () => {
    const [first, ...rest] = estate;
    expect(judge([first.imported(), ...rest.map((t) => t.kept())], { adoption: true }).verdict).toBe("fine");
    expect(
      judge(
        estate.map((t) => t.kept()),
        { adoption: true, imports: 0 },
      ).verdict,
    ).toBe("fine");
  });

  test("without an import is refused: nothing is taken over", () => {
    for (const entries of [[], estate.map((t) => t.kept())]) {
      expect(judge(entries).verdict).toBe("fine");
      expect(judge(entries, { adoption: true }).findings).toMatchObject([
        {
          rule: "not-adopted",
          address: null,
          certainty: "yes",
          message: "Nothing would be imported, so nothing is taken over.",
        },
      ]);
    }
  });

  test("with another number of imports than was said is refused", () => {
    const all = estate.map((t) => t.imported());
    expect(judge(all, { adoption: true, imports: 7 }).verdict).toBe("fine");
    for (const imports of [0, 6, 8]) {
      expect(judge(all, { adoption: true, imports }).findings).toMatchObject([
        { rule: "not-adopted", message: `7 would be imported; expected: ${imports}.` },
      ]);
    }
    expect(messageOf(() => judge(all, { adoption: true, imports: -1 }))).toContain(
      "imports: -1 is no number of imports",
    );
  });

  test("that lets go of something is refused, also of a cluster", () => {
    const entries = [...estate.map((t) => t.imported()), cluster("old").forgotten()];
    expect(judge(entries).verdict).toBe("fine");
    expect(judge(entries, { adoption: true }).findings).toMatchObject([
      {
        rule: "not-adopted",
        address: "azurerm_kubernetes_cluster.old",
        message: expect.stringContaining("It would be let go of"),
      },
    ]);
  });

  test("does not count data sources", () => {
    const lookup = { ...group("found", 3).created(), address: "data.azuread_group.found", mode: "data" };
    lookup.change.actions = ["read"];
    expect(judge([lookup, estate[0].imported()], { adoption: true }).verdict).toBe("fine");
  });

  const USER = { principal_type: "User" };
  const wrong: readonly [string, Entry, string][] = [
    ["creates", roleAssignment("r", 1).created(), "It would be created; a take-over makes nothing."],
    [
      "imports and changes",
      importing(roleAssignment("r", 1).changed({ description: "x" }, { name: true })),
      "It would be imported and changed (description, name); a take-over changes nothing.",
    ],
    ["changes", roleAssignment("r", 1).changed({ description: "x" }), "It would be changed (description)"],
    ["deletes", roleAssignment("r", 1, USER).deleted(), "It would be deleted; a take-over changes nothing."],
    [
      "replaces",
      roleAssignment("r", 1, USER).replaced("scope", "/x"),
      "It would be made anew; a take-over changes nothing.",
    ],
  ];

  test.each(wrong)("that %s something is refused", (_, entry, message) => {
    expect(judge([entry]).verdict).toBe("fine");
    const report = judge([...estate.map((t) => t.imported()), entry], { adoption: true });
    expect(report.verdict).toBe("refused");
    expect(report.findings).toEqual([expect.objectContaining({ rule: "not-adopted", address: entry.address })]);
    expect(report.findings[0].message).toContain(message);
  });

  test("of a stricter tenant is refused for both reasons", () => {
    const entry = importing(settings("s", 2).changed(rulesWith("activation_rules", { maximum_duration: "PT8H" })));
    expect(judge([entry], { adoption: true }).findings.map((f) => f.rule)).toEqual([
      "not-adopted",
      "settings-loosened",
    ]);
  });
});

describe("an exception", () => {
  const gone = [group("old", 1).deleted(), policy("p").deleted()];
  const exceptions = (...entries: unknown[]) => readExceptions(entries, TODAY);
  const why = { reason: "Team dissolved, CHG0042", until: "2026-11-25" };

  test("lets its resource through, on its last day too, and is shown", () => {
    const report = judge(gone, {
      exceptions: exceptions({ rule: "group-deleted", address: "azuread_group.old", ...why }),
    });
    expect(report.verdict).toBe("refused");
    expect(report.findings.map((f) => f.rule)).toEqual(["policy-deleted"]);
    expect(report.allowed.map(({ finding }) => finding.rule)).toEqual(["group-deleted"]);
    expect(report.warnings).toEqual([]);
    expect(gateText(report)).toContain(
      '  azuread_group.old ("old"): group-deleted, until 2026-11-25: Team dissolved, CHG0042\n',
    );
  });

  test("past its end does not count, and says so", () => {
    const report = judge(gone, {
      exceptions: exceptions({ rule: "group-deleted", address: "azuread_group.old", ...why, until: "2026-11-24" }),
    });
    expect(report.findings).toHaveLength(2);
    expect(report.warnings).toEqual([
      "The exception for group-deleted of azuread_group.old ended on 2026-11-24 and does not count.",
    ]);
  });

  test("that matches nothing is a warning, and lets nothing else through", () => {
    const report = judge(gone, { exceptions: exceptions({ rule: "group-replaced", ...why }) });
    expect(report.findings).toHaveLength(2);
    expect(report.warnings).toEqual([
      "The exception for group-replaced matches nothing in this plan; take it out if it is done.",
    ]);
  });

  test("of a resource leaves its people out of the count", () => {
    const leavers = [1, 2, 3, 4, 5, 6].map((n) => member(`m${n}`, 1, 100 + n).deleted());
    const one = exceptions({ rule: "people-removed", address: "azuread_group_member.m1", ...why });
    expect(judge(leavers).verdict).toBe("refused");
    expect(judge(leavers, { exceptions: one })).toMatchObject({ verdict: "fine", warnings: [] });
    const all = exceptions({ rule: "people-removed", ...why });
    expect(judge(leavers, { exceptions: all }).allowed).toHaveLength(1);
  });

  test("for what can't be told lets nothing through that is certain, nor another kind of it", () => {
    const unsure = { state: "enabled", conditions: [{ ...CONDITIONS, users: [{ ...USERS, included_groups: null }] }] };
    const hidden = { conditions: [{ users: [{ included_groups: true }] }] };
    const scope = exceptions({
      rule: "policy-loosened",
      kind: "scope",
      unknown: true,
      address: policy("p").address,
      ...why,
    });
    const judged = (values: Values) =>
      judge([policy("p").changed({ ...unsure, ...values }, hidden)], { exceptions: scope });
    expect(judged({})).toMatchObject({ verdict: "fine", warnings: [] });
    expect(judged({ state: "disabled" }).findings).toMatchObject([{ kind: "state", certainty: "yes" }]);
    expect(judged({ grant_controls: [] }).findings).toMatchObject([{ kind: "grant", certainty: "yes" }]);
    // and the other way round: what is allowed as certain does not allow what nobody knows
    const certain = exceptions({ rule: "policy-loosened", kind: "scope", ...why });
    expect(judge([policy("p").changed(unsure, hidden)], { exceptions: certain }).verdict).toBe("unknown");
  });

  test("a list of them is read in both forms, and an empty one too", () => {
    expect(readExceptions({ allow: [{ rule: "group-deleted", ...why }] }, TODAY)).toEqual([
      { rule: "group-deleted", ...why },
    ]);
    expect(readExceptions(null, TODAY)).toEqual([]);
  });

  test("ends within a year", () => {
    const until = (day: string) => () => exceptions({ rule: "group-deleted", reason: "x", until: day });
    expect(until("2027-11-25")).not.toThrow();
    for (const day of ["2027-11-26", "2999-12-31"]) {
      expect(messageOf(until(day))).toBe(
        `[0].until: "${day}" is more than a year ahead; allowed: 2027-11-25 at the latest, then look at it again (GATE_EXCEPTION)`,
      );
    }
  });

  test("every mistake in a list is told at once", () => {
    const list = [
      "azuread_group.old",
      { rule: "group-delete", ...why },
      { reason: " ", until: "soon" },
      { address: "", rule: "group-deleted", reasons: "x", ...why, until: "2026-02-30" },
      { rule: "policy-loosened", ...why },
      { rule: "policy-loosened", kind: "status", unknown: "yes", ...why },
      { rule: "group-deleted", kind: "state", ...why },
    ];
    const rules = either(Object.keys(GATE_RULES));
    const message = messageOf(() => readExceptions(list, TODAY)).replaceAll(rules, "RULES");
    expect(message).toBe(
      [
        '[0]: "azuread_group.old" is no exception; allowed: an entry of rule, kind, unknown, address, reason, until (GATE_EXCEPTION)',
        '[1].rule: "group-delete" is no rule; allowed: RULES; did you mean "group-deleted"? (GATE_EXCEPTION)',
        "[2].rule: it is missing, so it would allow everything; allowed: RULES (GATE_EXCEPTION)",
        "[2].reason: it is missing; say why this is let through, for whoever reads it in half a year (GATE_EXCEPTION)",
        '[2].until: "soon" is no day; allowed: the last day on which it counts, 2027-06-30 (GATE_EXCEPTION)',
        '[3].reasons: it is not known; allowed: rule, kind, unknown, address, reason or until; did you mean "reason"? (GATE_EXCEPTION)',
        '[3].address: "" is no address; allowed: one as the plan has it, azuread_group.admins (GATE_EXCEPTION)',
        '[3].until: "2026-02-30" is no day; allowed: the last day on which it counts, 2027-06-30 (GATE_EXCEPTION)',
        "[4].kind: it is missing: an exception is about one kind of policy-loosened; allowed: state, grant, scope or session (GATE_EXCEPTION)",
        '[5].kind: "status" is no kind of policy-loosened; allowed: state, grant, scope or session; did you mean "state"? (GATE_EXCEPTION)',
        '[5].unknown: "yes" is neither true nor false; true: about what can\'t be told; false: what is certain (GATE_EXCEPTION)',
        "[6].kind: group-deleted knows no kinds; leave it out (GATE_EXCEPTION)",
      ].join("\n"),
    );
  });
});

describe("a plan that hides something", () => {
  test.each<[string, Values, string]>([
    ["that ended with an error", { errored: true }, "Making this plan ended with an error, so entries may be missing."],
    ["that is limited to a target", { complete: false }, "This plan leaves something for a later one"],
    ["that puts changes off", { deferred_changes: [{ reason: "provider_config_unknown" }] }, "puts changes off"],
  ])("%s is unknown, never fine", (_, more, words) => {
    const report = judge([policy("p").kept()], {}, more);
    expect(report.verdict).toBe("unknown");
    expect(report.findings[0].message).toContain(words);
  });

  test("is refused if what it shows is enough for that", () => {
    const report = judge([policy("p").deleted()], {}, { errored: true });
    expect(report.verdict).toBe("refused");
    expect(report.findings.map((f) => f.certainty)).toEqual(["yes", "unknown"]);
  });
});

describe("what is no plan", () => {
  const HOW = "write one with: terraform show -json plan.tfplan > plan.json (of OpenTofu: tofu show -json)";
  test.each<[string, unknown, string]>([
    ["a list", [], `a list is not a plan; ${HOW} (PLAN_FORMAT)`],
    ["nothing", null, `null is not a plan; ${HOW} (PLAN_FORMAT)`],
    [
      "a state",
      { format_version: "1.0", terraform_version: "1.11.4", values: {} },
      `resource_changes: neither it nor planned_values is there: this is the JSON of a state, not of a plan; ${HOW} (PLAN_FORMAT)`,
    ],
    [
      "some other JSON",
      { version: 4 },
      `format_version: it is not there, so this is no plan in JSON; ${HOW} (PLAN_FORMAT)`,
    ],
    [
      "a plan of a form to come",
      { ...planOf([]), format_version: "2.0" },
      'format_version: "2.0" is a form that this command does not know; allowed: 1.x, as Terraform 1 and OpenTofu 1 write it. Nothing of the plan was looked at. (PLAN_VERSION)',
    ],
    [
      "a plan with entries that are none",
      {
        ...planOf([]),
        resource_changes: ["x", { address: "a.b", type: "a", change: { actions: ["explode"] } }, { address: "a.c" }],
      },
      [
        "resource_changes[0]: it lacks an address, a type or a change, as every entry of a plan has (PLAN_FORMAT)",
        'resource_changes[1].change.actions: ["explode"] of a.b is not known; allowed: no-op, create, read, update, delete, forget, open, renew, close (PLAN_FORMAT)',
        "resource_changes[2]: it lacks an address, a type or a change, as every entry of a plan has (PLAN_FORMAT)",
      ].join("\n"),
    ],
    [
      "a plan whose entries are nothing",
      { ...planOf([]), resource_changes: null },
      "resource_changes: null is given; allowed: a list (PLAN_FORMAT)",
    ],
    [
      "a plan whose entries are no list",
      { ...planOf([]), resource_changes: {} },
      "resource_changes: an object is given; allowed: a list (PLAN_FORMAT)",
    ],
  ])("%s is told so", (_, value, message) => expect(messageOf(() => readPlan(value))).toBe(message));

  test("a plan without any entry is a plan", () => {
    const empty = planOf([]);
    delete empty.resource_changes;
    expect(gate(readPlan(empty), { now: TODAY }).verdict).toBe("fine");
  });

  test("a number of people has to be one", () => {
    for (const maxRemovals of [-1, 1.5, NaN]) {
      expect(messageOf(() => judge([], { maxRemovals }))).toBe(
        `maxRemovals: ${maxRemovals} is no number of people; allowed: 0 or more (${ErrorCode.GATE_OPTION})`,
      );
    }
  });
});

describe("reports", () => {
  const report = judge([
    group("a|b", 1, { display_name: "evil | [x](http://x) @team\n# h" }).deleted(),
    policy("p").changed({}, { state: true }),
  ]);

  test("for a terminal say verdict, reason and what to do instead", () => {
    expect(gateText(judge([cluster("prod").deleted()]))).toBe(
      [
        "The gate refuses this plan. Plan: 0 to import, 0 to add, 0 to change, 1 to destroy.",
        "",
        'refused: azurerm_kubernetes_cluster.prod ("prod"): cluster-deleted',
        "  This cluster would be deleted; with everything that runs on it.",
        "  Instead: keep it; to let go of it and leave it there, use a removed block with destroy = false.",
        "",
      ].join("\n"),
    );
    expect(gateText(judge([]))).toBe(
      "The gate lets this plan through. Plan: 0 to import, 0 to add, 0 to change, 0 to destroy.\n" +
        "An empty plan does not say who is in a just-in-time group, which assignments have ended, or what Terraform " +
        'does not manage: docs/deploying.md, "What Terraform cannot see".\n',
    );
    expect(gateText(judge([], {}, { errored: true }))).toContain("The gate can't see everything in this plan.");
  });

  test("only an empty plan is said to be less than it looks, in a pull request too", () => {
    expect(gateMarkdown(judge([]))).toContain("\n\nAn empty plan does not say who is in a just-in-time group");
    const full = judge([group("a", 1).created()]);
    expect(gateMarkdown(full)).not.toContain("An empty plan");
    expect(gateText(full)).not.toContain("An empty plan");
  });

  test("for a pull request keep names from breaking out of their cells", () => {
    const markdown = gateMarkdown(report);
    expect(markdown).toContain("### Gate: refused\n");
    const rows = markdown.split("\n").filter((line) => line.startsWith("| "));
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
    expect(markdown).not.toContain(" @team");
    expect(markdown).not.toMatch(/[^\\]\[x[^\\]\]/);
  });
});

describe("laws", () => {
  const things: readonly Thing[] = [
    group("g", 1, { members: [ID(11), ID(12)] }),
    jitGroup("j", 2),
    settings("s", 2),
    schedule("eligibility", "e", 2, 11),
    schedule("assignment", "a", 2, 12),
    policy("p"),
    cluster("c"),
    roleAssignment("r", 1),
    member("m", 1, 13),
  ];
  const happenings: readonly ((t: Thing) => Entry)[] = [
    (t) => t.kept(),
    (t) => t.imported(),
    (t) => t.deleted(),
    (t) => t.created(),
    (t) => t.forgotten(),
    (t) => t.replaced("x", "y"),
    (t) => t.changed({ x: "y" }),
    (t) => t.changed({ members: [], state: "disabled", local_account_disabled: false }),
  ];
  const entry = fc.tuple(fc.constantFrom(...things), fc.constantFrom(...happenings)).map(([t, h]) => h(t));
  const entries = fc.uniqueArray(entry, { selector: (e) => e.address });
  const options = fc.record({ adoption: fc.boolean(), maxRemovals: fc.nat(4) });
  const still = fc.constantFrom<(t: Thing) => Entry>(
    (t) => t.kept(),
    (t) => t.imported(),
  );

  test("an entry to which nothing happens never changes a verdict", () => {
    const others = [
      policy("other"),
      cluster("other"),
      group("other", 77),
      settings("other", 77),
      roleAssignment("o", 5),
    ];
    fc.assert(
      fc.property(entries, fc.constantFrom(...others), still, options, (plan, thing, happens, o) => {
        // a take-over without any import is refused for that
        const taken = [...plan, policy("taken").imported()];
        const [without, with_] = [judge(taken, o), judge([...taken, happens(thing)], o)];
        expect(with_.verdict).toBe(without.verdict);
        expect(with_.findings).toEqual(without.findings);
      }),
    );
  });

  test("the order of entries does not matter", () => {
    fc.assert(
      fc.property(
        entries.chain((e) => fc.tuple(fc.constant(e), fc.shuffledSubarray(e, { minLength: e.length }))),
        options,
        ([plan, shuffled], o) => expect(judge(shuffled, o)).toEqual(judge(plan, o)),
      ),
    );
  });

  test("what is deleted of groups, clusters and policies is always refused", () => {
    const keepers = things.filter((t) => /group$|without_members|cluster|access_policy/.test(t.type));
    fc.assert(
      fc.property(entries, fc.constantFrom(...keepers), options, (plan, thing, o) => {
        const rest = plan.filter((e) => e.address !== thing.address);
        expect(judge([...rest, thing.deleted()], o).verdict).toBe("refused");
      }),
    );
  });

  test("to allow more removals never refuses more", () => {
    const rank = { fine: 0, unknown: 1, refused: 2 };
    fc.assert(
      fc.property(entries, fc.nat(5), fc.nat(5), (plan, n, more) => {
        const [few, many] = [judge(plan, { maxRemovals: n }), judge(plan, { maxRemovals: n + more })];
        expect(rank[many.verdict]).toBeLessThanOrEqual(rank[few.verdict]);
      }),
    );
  });

  test("an exception for each finding lets a plan through, and its report is the same each time", () => {
    fc.assert(
      fc.property(entries, options, (plan, o) => {
        const exceptions = judge(plan, o).findings.map(({ rule, address, kind, certainty }) => ({
          rule,
          ...(kind === undefined ? {} : { kind }),
          unknown: certainty === "unknown",
          ...(address === null ? {} : { address }),
          reason: "known",
          until: "2026-12-31",
        }));
        const report = judge(plan, { ...o, exceptions });
        expect(report).toMatchObject({ verdict: "fine", findings: [], warnings: [] });
        expect(gateText(report)).toBe(gateText(judge(plan, { ...o, exceptions })));
      }),
    );
  });

  test("what a policy asks for gets weaker exactly if somebody can meet the new and not the old", () => {
    const controls = ["mfa", "compliantDevice", "domainJoinedDevice", "terms:x"];
    const demand: fc.Arbitrary<GrantDemand> = fc.record({
      controls: fc.uniqueArray(fc.constantFrom(...controls)),
      operator: fc.constantFrom("AND" as const, "OR" as const),
    });
    const isMet = ({ controls: asked, operator }: GrantDemand, has: readonly string[]) =>
      asked.length === 0 ||
      (operator === "AND" ? asked.every((c) => has.includes(c)) : asked.some((c) => has.includes(c)));
    const people = controls.reduce<string[][]>((all, c) => [...all, ...all.map((has) => [...has, c])], [[]]);
    fc.assert(
      fc.property(demand, demand, (one, other) => {
        const stronger = people.every((has) => !isMet(one, has) || isMet(other, has));
        expect(meets(one, other)).toBe(stronger ? "yes" : "no");
      }),
    );
  });

  test("authentication strengths are a ladder with MFA on its first rung, and a custom one is unknown", () => {
    const rung = (n: number): GrantDemand => ({
      controls: [`strength:00000000-0000-0000-0000-00000000000${n}`],
      operator: "AND",
    });
    const mfa: GrantDemand = { controls: ["mfa"], operator: "AND" };
    expect([meets(rung(4), mfa), meets(rung(4), rung(3)), meets(mfa, rung(2))]).toEqual(["yes", "yes", "yes"]);
    expect([meets(mfa, rung(4)), meets(rung(2), rung(3))]).toEqual(["no", "no"]);
    const own: GrantDemand = { controls: ["strength:abc"], operator: "AND" };
    expect([meets(own, mfa), meets(rung(4), own), meets(own, own)]).toEqual(["unknown", "unknown", "yes"]);
    const block: GrantDemand = { controls: ["block"], operator: "OR" };
    expect([meets(block, mfa), meets(mfa, block)]).toEqual(["yes", "no"]);
  });
});

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (e) {
    if (ValidationError.isValidationError(e)) return e.message;
    throw e;
  }
  throw new Error("nothing was thrown");
}
