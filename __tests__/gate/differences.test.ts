import type { GateReport } from "../../lib/gate";
import {
  CONDITIONS,
  type Entry,
  GRANT,
  ID,
  SESSION,
  USERS,
  type Values,
  cluster,
  group,
  importing,
  judge,
  jitGroup,
  member,
  policy,
  roleAssignment,
  rulesWith,
  schedule,
  settings,
} from "./plans";

const said = (report: GateReport) => report.findings.map(({ rule, address }) => `${rule} ${address}`);

/** What a tenant and its plan have in peace: everything is there, and nothing changes. */
const peace = (): Entry[] => [
  group("operators", 1, { members: [ID(11), ID(12)] }).kept(),
  jitGroup("admins", 2).kept(),
  settings("admins_member", 2).kept(),
  schedule("eligibility", "admins_alice", 2, 11).kept(),
  policy("aks-policy").kept(),
  cluster("prod").kept(),
  roleAssignment("readers", 1).kept(),
];

/** A plan that differs from peace in one entry. */
const differing = (entry: Entry): Entry[] => [...peace().filter(({ address }) => address !== entry.address), entry];
const users = (values: Values) => ({ conditions: [{ ...CONDITIONS, users: [{ ...USERS, ...values }] }] });
const entra = (values: Values) => ({
  azure_active_directory_role_based_access_control: [
    { azure_rbac_enabled: true, admin_group_object_ids: [ID(1)], tenant_id: ID(2), ...values },
  ],
});

test("a plan in which nothing differs is let through", () => {
  expect(judge(peace())).toEqual({
    verdict: "fine",
    counts: { import: 0, create: 0, update: 0, replace: 0, delete: 0, forget: 0 },
    findings: [],
    allowed: [],
    warnings: [],
  });
});

describe("each of fifteen planted differences makes the gate red", () => {
  const planted: readonly [string, Entry, string, string][] = [
    ["a group that is deleted", group("operators", 1).deleted(), "group-deleted", "would be deleted"],
    [
      "a group that is made anew, since roleAssignable was changed",
      jitGroup("admins", 2).replaced("assignable_to_role", true),
      "group-replaced",
      "because assignable_to_role can't be changed in place",
    ],
    ["a cluster that is deleted", cluster("prod").deleted(), "cluster-deleted", "with everything that runs on it"],
    [
      "a cluster that is made anew",
      cluster("prod").replaced("location", "northeurope"),
      "cluster-replaced",
      "because location can't be changed in place",
    ],
    [
      "a policy that is deleted",
      policy("aks-policy").deleted(),
      "policy-deleted",
      "nothing that it asked for is asked",
    ],
    [
      "role settings that are created for a group that exists",
      settings("admins_owner", 2).created(),
      "settings-created",
      "what the tenant has is overwritten unseen",
    ],
    [
      "a stricter tenant, whose settings are imported and then loosened",
      importing(settings("admins_member", 2).changed(rulesWith("activation_rules", { maximum_duration: "PT8H" }))),
      "settings-loosened",
      "The tenant is stricter than the plan: the role settings of the group 00000002-0000-4000-8000-000000000000 (member) get weaker: an activation lasts longer, PT1H to PT8H.",
    ],
    [
      "an approval that is dropped",
      settings("admins_member", 2).changed(rulesWith("activation_rules", { require_approval: false })),
      "settings-loosened",
      "an activation needs no approval any more",
    ],
    [
      "a policy that is set to report-only",
      policy("aks-policy").changed({ state: "enabledForReportingButNotEnforced" }),
      "policy-loosened",
      "its state goes from enabled to enabledForReportingButNotEnforced",
    ],
    [
      "a grant control that is dropped",
      policy("aks-policy").changed({ grant_controls: [{ ...GRANT, built_in_controls: ["mfa"] }] }),
      "policy-loosened",
      "it asks for mfa in place of mfa and compliantDevice",
    ],
    [
      "an exclusion that is added",
      policy("aks-policy").changed(users({ excluded_groups: [ID(42)] })),
      "policy-loosened",
      `the group ${ID(42)} is left out from now on`,
    ],
    [
      "local accounts that are turned on",
      cluster("prod").changed({ local_account_disabled: false }),
      "cluster-loosened",
      "local accounts are on",
    ],
    [
      "Azure RBAC that is turned off",
      cluster("prod").changed(entra({ azure_rbac_enabled: false })),
      "cluster-loosened",
      "Azure RBAC is off",
    ],
    [
      "an admin group that is added",
      cluster("prod").changed(entra({ admin_group_object_ids: [ID(1), ID(66)] })),
      "cluster-admins-changed",
      `${ID(66)} would be added`,
    ],
    [
      "an admin group that is taken out",
      cluster("prod").changed(entra({ admin_group_object_ids: [] })),
      "cluster-admins-changed",
      `${ID(1)} would be taken out`,
    ],
  ];

  test.each(planted)("%s", (_, entry, rule, words) => {
    const report = judge(differing(entry));
    expect(report.verdict).toBe("refused");
    expect(said(report)).toEqual([`${rule} ${entry.address}`]);
    expect(report.findings[0].message).toContain(words);
  });
});

describe("what is replaced while the old one is let go of, as destroy = false does it, is refused as well", () => {
  const things = [
    [group("operators", 1), "group-replaced", "the new one has another object id, nobody is in it"],
    [jitGroup("admins", 2), "group-replaced", "because assignable_to_role can't be changed in place"],
    [cluster("prod"), "cluster-replaced", "the new one is empty"],
    [policy("aks-policy"), "policy-replaced", "the old one is managed by nobody"],
  ] as const;
  test.each(things)("%#", (thing, rule, words) => {
    for (const actions of [
      ["create", "forget"],
      ["forget", "create"],
    ]) {
      const report = judge(differing(thing.replacedBeside("assignable_to_role", true, actions)), { maxRemovals: 99 });
      expect(report.verdict).toBe("refused");
      expect(said(report)).toContain(`${rule} ${thing.address}`);
      const message = report.findings.find((f) => f.rule === rule)?.message;
      expect(message).toContain("which is let go of and stays");
      expect(message).toContain(words);
    }
  });

  test("and what is only let go of is not", () => {
    for (const [thing] of things) expect(judge(differing(thing.forgotten())).verdict).toBe("fine");
  });
});

describe("people who lose something are counted over the whole plan", () => {
  const people = (n: number) => Array.from({ length: n }, (_, i) => i + 100);

  test("five may, by default, and six may not", () => {
    const losing = (n: number) => [group("operators", 1, { members: people(n).map(ID) }).changed({ members: [] })];
    expect(judge(losing(5)).verdict).toBe("fine");
    const report = judge(losing(6));
    expect(report.verdict).toBe("refused");
    expect(report.findings).toEqual([
      {
        rule: "people-removed",
        address: null,
        certainty: "yes",
        message: `6 people or groups would lose something at once; allowed: 5. ${people(6)
          .map((n) => `${ID(n)} loses membership of operators (azuread_group.operators)`)
          .join("; ")}.`,
        fix: expect.stringContaining("--max-removals"),
      },
    ]);
    expect(judge(losing(6), { maxRemovals: 6 }).verdict).toBe("fine");
  });

  test("members, assignments and role assignments are counted together, and a person once", () => {
    const entries = [
      group("operators", 1, { members: [ID(101), ID(102)] }).changed({ members: [] }),
      member("m", 1, 103).deleted(),
      schedule("eligibility", "e", 2, 104).deleted(),
      schedule("assignment", "a", 2, 105).deleted(),
      roleAssignment("r", 105, { principal_type: "User" }).deleted(),
    ];
    expect(judge(entries, { maxRemovals: 4 }).findings[0].message).toContain("5 people or groups would lose");
    expect(judge(entries).verdict).toBe("fine");
  });

  test("who keeps another way to the same thing loses nothing", () => {
    const entries = people(9).flatMap((n) => [
      schedule("eligibility", `old-${n}`, 1, n).deleted(),
      member(`new-${n}`, 1, n).created(),
    ]);
    expect(judge(entries, { maxRemovals: 0 }).verdict).toBe("fine");
  });

  test("a role assignment that only changes how it names its role takes nothing away", () => {
    const old = roleAssignment("r", 1);
    const renamed = roleAssignment("r2", 1, { role_definition_id: undefined }).created();
    expect(judge([old.deleted(), renamed], { maxRemovals: 0 }).verdict).toBe("fine");
    const other = roleAssignment("r2", 1, { role_definition_id: "x/other", role_definition_name: "Other" }).created();
    expect(judge([old.deleted(), other], { maxRemovals: 0 }).verdict).toBe("refused");
  });

  test("what is let go of stays, and takes nothing from anybody", () => {
    expect(judge([member("m", 1, 103).forgotten()], { maxRemovals: 0 }).verdict).toBe("fine");
  });

  test("a member who may be one of those who leave is unknown, where that decides", () => {
    const entries = [
      group("operators", 1, { members: [ID(101), ID(102)] }).changed({ members: [] }, { members: true }),
      member("m", 1, 103).deleted(),
    ];
    expect(judge(entries, { maxRemovals: 0 }).verdict).toBe("refused");
    expect(judge(entries, { maxRemovals: 3 }).verdict).toBe("fine");
    const unsure = judge(entries, { maxRemovals: 1 });
    expect(unsure.verdict).toBe("unknown");
    expect(unsure.findings[0].message).toMatch(/^Up to 3 people or groups .*Who stays is only known after the apply\./);
  });
});

describe("people in a group that loses something", () => {
  const inside = (...who: number[]) => ({ members: who.map(ID) });
  const role = roleAssignment("r", 2);
  const message = (entries: Parameters<typeof judge>[0], maxRemovals = 0) =>
    judge(entries, { maxRemovals }).findings.map(({ certainty, message: m }) => `${certainty}: ${m}`)[0];

  test("are counted, as many as the plan says are in it", () => {
    const entries = [group("team", 2, inside(101, 102, 103, 104, 105, 106)).kept(), role.deleted()];
    expect(judge(entries).verdict).toBe("refused");
    expect(judge(entries, { maxRemovals: 6 }).verdict).toBe("fine");
    expect(message(entries)).toMatch(
      /^yes: 6 people or groups would lose something at once; allowed: 0\. team \(a group: 6 people\) loses the role Azure/,
    );
  });

  test("are counted through groups in it, each once, and a ring of groups ends", () => {
    const entries = [
      group("team", 2, inside(3, 101)).kept(),
      group("inner", 3, inside(2, 101, 102)).kept(),
      role.deleted(),
    ];
    expect(message(entries)).toMatch(/^yes: 2 people or groups/);
  });

  test("are those whom the plan assigns, of a just-in-time group", () => {
    const entries = [
      jitGroup("team", 2).kept(),
      schedule("eligibility", "e", 2, 101).kept(),
      schedule("assignment", "a", 2, 102).kept(),
      schedule("eligibility", "o", 2, 103, { assignment_type: "owner" }).kept(),
      role.deleted(),
    ];
    expect(message(entries)).toMatch(/^yes: 2 people or groups/);
  });

  test("are those whom a look-up found", () => {
    const found = { mode: "data", type: "azuread_group", values: { object_id: ID(2), ...inside(101, 102) } };
    const state = { values: { root_module: { child_modules: [{ resources: [found] }] } } };
    const one = judge([role.deleted()], { maxRemovals: 1 }, { prior_state: state });
    expect(one.findings[0].message).toMatch(/^2 people or groups/);
    expect(judge([role.deleted()], { maxRemovals: 2 }, { prior_state: state }).verdict).toBe("fine");
  });

  test("lose nothing if they keep it by themselves or in another group", () => {
    const entries = [
      group("team", 2, inside(101, 102)).kept(),
      group("other", 3, inside(102)).kept(),
      role.deleted(),
      roleAssignment("own", 101, { principal_type: "User" }).kept(),
      roleAssignment("others", 3).created(),
    ];
    expect(judge(entries, { maxRemovals: 0 }).verdict).toBe("fine");
    expect(message([...entries.slice(0, 4)])).toMatch(/^yes: 1 people or groups/);
  });

  test("and nobody loses anything if nobody is in it", () => {
    expect(judge([group("team", 2).kept(), role.deleted()], { maxRemovals: 0 }).verdict).toBe("fine");
  });

  test("are unknown where the plan does not say who is in it, however many may go", () => {
    const report = judge([role.deleted()], { maxRemovals: 100 });
    expect(report.verdict).toBe("unknown");
    expect(report.findings[0].message).toMatch(
      /^1 or more people or groups would lose something at once; allowed: 100\. The plan does not say who is in a group of another state\. \S+ \(a group: unknown number of people\) loses the role/,
    );
    expect(judge([role.deleted()], { maxRemovals: 0 }).verdict).toBe("refused");
    expect(judge([jitGroup("team", 2).kept(), role.deleted()], { maxRemovals: 5 }).verdict).toBe("unknown");
    const nested = [group("team", 2, inside(101, 3)).kept(), roleAssignment("of-3", 3).kept(), role.deleted()];
    expect(judge(nested, { maxRemovals: 5 }).verdict).toBe("unknown");
  });

  test("are left out of the count by an exception of the address, known or not", () => {
    const until = "2026-12-31";
    const exceptions = [{ rule: "people-removed" as const, address: role.address, reason: "CHG0042", until }];
    expect(judge([role.deleted()], { maxRemovals: 0, exceptions }).verdict).toBe("fine");
  });

  test("who leave a group lose what the group has, and are counted once", () => {
    const left = group("team", 2, inside(101, 102)).changed({ members: [ID(102)] });
    expect(message([left, role.kept()])).toMatch(/^yes: 1 people or groups .* loses membership of team/);
  });
});

describe("role settings that are created", () => {
  test("for a group of the same plan are the ordinary case", () => {
    const made = settings("new_member", 2).created();
    delete made.change.after!.group_id;
    made.change.after_unknown = { group_id: true, id: true };
    expect(judge([jitGroup("new", 2).created(), made]).verdict).toBe("fine");
  });

  test("for a group whose look-up is put off to the apply are unknown", () => {
    const made = settings("new_member", 2).created();
    delete made.change.after!.group_id;
    made.change.after_unknown = { group_id: true, id: true };
    const lookup = { ...jitGroup("found", 2).created(), address: "data.azuread_group.found", mode: "data" };
    lookup.change.actions = ["read"];
    const expressions = (reference: string) => ({
      configuration: {
        root_module: {
          resources: [
            {
              mode: "managed",
              type: made.type,
              name: made.name,
              expressions: { group_id: { references: [`${reference}.object_id`, reference] } },
            },
          ],
        },
      },
    });
    const entries = [jitGroup("new", 2).created(), lookup, made];
    const report = judge(entries, {}, expressions("data.azuread_group.found"));
    expect(report.verdict).toBe("unknown");
    expect(said(report)).toEqual([`settings-created ${made.address}`]);
    // the expression says that it is the new one
    expect(judge(entries, {}, expressions("azuread_group_without_members.new")).verdict).toBe("fine");
  });

  test("in a module, for each of several groups, are traced to the groups of the module", () => {
    const inModule = (entry: Entry, key: string): Entry => ({
      ...entry,
      address: `module.access["a.b"].${entry.address}["${key}"]`,
    });
    const made = settings("s", 2).created();
    delete made.change.after!.group_id;
    made.change.after_unknown = { group_id: true, id: true };
    const lookup = { ...jitGroup("found", 2).created(), mode: "data" };
    lookup.change.actions = ["read"];
    const resources = [
      {
        mode: "managed",
        type: made.type,
        name: "s",
        expressions: { group_id: { references: ["azuread_group_without_members.g[0].object_id"] } },
      },
    ];
    const configuration = { root_module: { module_calls: { access: { module: { resources } } } } };
    const entries = [inModule(jitGroup("g", 2).created(), "x"), lookup, inModule(made, "x")];
    expect(judge(entries, {}, { configuration }).verdict).toBe("fine");
    expect(judge([lookup, inModule(made, "x")], {}, { configuration }).verdict).toBe("unknown");
  });

  test("by replacement count as well", () => {
    const made = settings("s", 2).replaced("role_id", "owner");
    expect(said(judge([made]))).toEqual([`settings-created ${made.address}`]);
  });
});

describe("every rule of role settings", () => {
  const activation = (values: Values) => rulesWith("activation_rules", values);
  const cases: readonly [string, Values][] = [
    ["an activation needs no MFA any more", activation({ require_multifactor_authentication: false })],
    ["an activation needs no justification any more", activation({ require_justification: false })],
    ["an activation needs no ticket any more", activation({ require_ticket_info: false })],
    [
      `${ID(801)} may approve from now on`,
      activation({
        approval_stage: [
          {
            primary_approver: [
              { object_id: ID(800), type: "groupMembers" },
              { object_id: ID(801), type: "singleUser" },
            ],
          },
        ],
      }),
    ],
    ["an eligible assignment may be permanent", rulesWith("eligible_assignment_rules", { expiration_required: false })],
    [
      "an eligible assignment may last longer, P90D to P365D",
      rulesWith("eligible_assignment_rules", { expire_after: "P365D" }),
    ],
    ["an active assignment may be permanent", rulesWith("active_assignment_rules", { expiration_required: false })],
    [
      "an active assignment may last longer, P15D to P30D",
      rulesWith("active_assignment_rules", { expire_after: "P30D" }),
    ],
    [
      "an active assignment needs no MFA any more",
      rulesWith("active_assignment_rules", { require_multifactor_authentication: false }),
    ],
    [
      "an active assignment needs no justification any more",
      rulesWith("active_assignment_rules", { require_justification: false }),
    ],
    [
      "an active assignment needs no ticket any more",
      rulesWith("active_assignment_rules", { require_ticket_info: false }),
    ],
  ];

  test.each(cases)("%s", (words, values) => {
    const report = judge([settings("s", 2).changed(values)]);
    expect(report.verdict).toBe("refused");
    expect(report.findings[0].message).toContain(`get weaker: ${words}.`);
    // the other way round it gets stricter
    const back = settings("s", 2, values).changed(settings("s", 2).values);
    expect(judge([back]).verdict).toBe("fine");
  });

  test("an authentication context takes the place of MFA, and is not dropped for it", () => {
    const context = activation({
      require_multifactor_authentication: false,
      required_conditional_access_authentication_context: "c1",
    });
    expect(judge([settings("s", 2).changed(context)]).verdict).toBe("fine");
    const back = judge([settings("s", 2, context).changed(settings("s", 2).values)]);
    expect(back.findings[0].message).toContain("needs the authentication context c1 no more");
    const other = activation({
      require_multifactor_authentication: false,
      required_conditional_access_authentication_context: "c2",
    });
    expect(judge([settings("s", 2, context).changed(other)]).verdict).toBe("unknown");
  });

  test("an approver who is not known before the apply is unknown", () => {
    const stage = [{ primary_approver: [{ type: "groupMembers" }] }];
    const entry = settings("s", 2).changed(activation({ approval_stage: stage }), {
      activation_rules: [{ approval_stage: [{ primary_approver: [{ object_id: true }] }] }],
    });
    const report = judge([entry]);
    expect(report.verdict).toBe("unknown");
    expect(report.findings[0].message).toContain("an approver is only known after the apply");
  });

  test("a length that nobody can read is unknown, not the same", () => {
    const report = judge([settings("s", 2).changed(rulesWith("eligible_assignment_rules", { expire_after: "P1Y" }))]);
    expect(report.verdict).toBe("unknown");
  });
});

describe("every part of a policy", () => {
  const conditions = (values: Values) => ({ conditions: [{ ...CONDITIONS, ...values }] });
  const session = (values: Values) => ({ session_controls: [{ ...SESSION, ...values }] });
  const cases: readonly [string, Values, Values][] = [
    [`the group ${ID(2)} is not covered any more`, users({}), users({ included_groups: [ID(1)] })],
    ["the user All is not covered any more", users({ included_users: ["All"] }), users({ included_users: [ID(3)] })],
    [`the user ${ID(5)} is left out from now on`, users({}), users({ excluded_users: [ID(901), ID(5)] })],
    [
      "the application X is not covered any more",
      conditions({ applications: [{ included_applications: ["X", "Y"] }] }),
      conditions({ applications: [{ included_applications: ["Y"] }] }),
    ],
    [
      "it is only about platforms linux from now on",
      conditions({}),
      conditions({ platforms: [{ included_platforms: ["linux"] }] }),
    ],
    [
      "it is not about sign-in risk medium any more",
      conditions({ sign_in_risk_levels: ["medium", "high"] }),
      conditions({ sign_in_risk_levels: ["high"] }),
    ],
    [
      "the location L is left out from now on",
      conditions({ locations: [{ included_locations: ["All"] }] }),
      conditions({ locations: [{ included_locations: ["All"], excluded_locations: ["L"] }] }),
    ],
    ["its condition of devices narrows it from now on", conditions({}), conditions({ devices: [{ filter: [{}] }] })],
    [
      "a sign-in lasts longer, 4 hours to 24 hours",
      session({}),
      session({ sign_in_frequency: 1, sign_in_frequency_period: "days" }),
    ],
    ["a sign-in lasts longer, 4 hours to unlimited", session({}), { session_controls: [] }],
    [
      "a sign-in lasts longer, every time to 4 hours",
      session({ sign_in_frequency: null, sign_in_frequency_interval: "everyTime" }),
      session({}),
    ],
    [
      "a browser session may stay after it is closed",
      session({ persistent_browser_mode: "never" }),
      session({ persistent_browser_mode: "always" }),
    ],
    [
      "its state goes from enabledForReportingButNotEnforced to disabled",
      { state: "enabledForReportingButNotEnforced" },
      { state: "disabled" },
    ],
  ];

  test.each(cases)("%s", (words, was, is) => {
    const report = judge([policy("p", was).changed(is)]);
    expect(report.verdict).toBe("refused");
    expect(report.findings[0].message).toContain(words);
    expect(
      judge([policy("p", { ...policy("p").values, ...is }).changed({ ...policy("p").values, ...was })]).verdict,
    ).toBe("fine");
  });

  test("to take in everybody in place of some groups is stricter", () => {
    const everybody = users({ included_users: ["All"], included_groups: null });
    expect(judge([policy("p").changed(everybody)]).verdict).toBe("fine");
  });

  test("an exclusion of a group that the plan makes is one more, and in place of one that goes it is unknown", () => {
    const unknown = { conditions: [{ users: [{ excluded_users: [false, true] }] }] };
    const more = policy("p").changed(users({ excluded_users: [ID(901), null] }), unknown);
    expect(judge([more]).verdict).toBe("refused");
    const other = policy("p").changed(users({ excluded_users: [null] }), {
      conditions: [{ users: [{ excluded_users: [true] }] }],
    });
    expect(judge([other]).verdict).toBe("unknown");
  });

  test("guests who change are unknown", () => {
    const guests = (types: string) =>
      users({ included_guests_or_external_users: [{ guest_or_external_user_types: [types] }] });
    expect(judge([policy("p", guests("a")).changed(guests("b"))]).verdict).toBe("unknown");
  });
});

describe("every way into a cluster", () => {
  const ranges = (...authorized_ip_ranges: string[]) => ({ api_server_access_profile: [{ authorized_ip_ranges }] });
  const cases: readonly [string, Values, Values][] = [
    ["run command is on", {}, { run_command_enabled: true }],
    ["its API server is public", {}, { private_cluster_enabled: false }],
    ["Azure RBAC is off", {}, { azure_active_directory_role_based_access_control: [] }],
    ["its API server answers every address", ranges("10.0.0.0/8"), ranges()],
    ["its API server answers 0.0.0.0/0 as well", ranges("10.0.0.0/8"), ranges("10.0.0.0/8", "0.0.0.0/0")],
  ];

  test.each(cases)("%s", (words, was, is) => {
    const report = judge([cluster("c", was).changed(is)]);
    expect(report.verdict).toBe("refused");
    expect(report.findings.map((f) => f.message).join()).toContain(words);
  });

  test("a group that the same plan makes and adds as administrator is one more", () => {
    const entry = cluster("c").changed(entra({ admin_group_object_ids: [ID(1), null] }), {
      azure_active_directory_role_based_access_control: [{ admin_group_object_ids: [false, true] }],
    });
    expect(judge([entry]).findings[0]).toMatchObject({
      rule: "cluster-admins-changed",
      certainty: "yes",
      message: "Admin groups of the cluster change: a group that this plan makes would be added.",
    });
  });

  test("a value that is only known after the apply is unknown", () => {
    expect(judge([cluster("c").changed({}, { local_account_disabled: true })]).verdict).toBe("unknown");
  });
});
