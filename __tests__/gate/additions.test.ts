import {
  CONDITIONS,
  type Entry,
  ID,
  STRICT,
  USERS,
  type Values,
  cluster,
  configured,
  group,
  jitGroup,
  judge,
  policy,
  refersTo,
  schedule,
  settings,
} from "./plans";

/**
 * A group that is made and named in the same plan: the provider knows a set with one new id only after the apply, as a
 * whole, and its expression says what is in it.
 */
const NEW = jitGroup("new", 3);
const [ONE, TWO] = [group("one", 1), jitGroup("two", 2)];
const REFERENCES = [`${ONE.address}.object_id`, `${TWO.address}.object_id`, `${NEW.address}.object_id`];
const said = (entries: readonly Entry[], more: Values) =>
  judge(entries, {}, more).findings.map(
    ({ rule, kind, certainty, message }) => `${rule} ${kind} ${certainty}: ${message}`,
  );

/** A policy of which one list of users is not known, and what its expression says. */
function unknownUsers(list: string, expression: Values, was: Values = {}): [Entry, Values] {
  const users = { ...USERS, ...was };
  const entry = policy("p", { conditions: [{ ...CONDITIONS, users: [users] }] }).changed(
    { conditions: [{ ...CONDITIONS, users: [{ ...users, [list]: undefined }] }] },
    { conditions: [{ users: [{ [list]: true }] }] },
  );
  return [entry, { [policy("p").address]: { conditions: [{ users: [{ [list]: expression }] }] } }];
}

function unknownAdmins(expression: Values, was: readonly string[]): [Entry, Values] {
  const block = (ids: unknown) => ({
    azure_active_directory_role_based_access_control: [{ azure_rbac_enabled: true, admin_group_object_ids: ids }],
  });
  const entry = cluster("c", block(was)).changed(block(undefined), {
    azure_active_directory_role_based_access_control: [{ admin_group_object_ids: true }],
  });
  const path = { azure_active_directory_role_based_access_control: [{ admin_group_object_ids: expression }] };
  return [entry, { [cluster("c").address]: path }];
}

describe("a just-in-time group that is made", () => {
  test("and added to what a policy includes takes nobody out of it, by what the expression refers to", () => {
    const [entry, expressions] = unknownUsers("included_groups", refersTo(...REFERENCES));
    expect(said([ONE.kept(), TWO.kept(), NEW.created(), entry], configured(expressions))).toEqual([]);
  });

  test("and added to the admin groups of a cluster is one more, and nothing else", () => {
    const [entry, expressions] = unknownAdmins(refersTo(...REFERENCES), [ID(1), ID(2)]);
    expect(said([ONE.kept(), TWO.kept(), NEW.created(), entry], configured(expressions))).toEqual([
      "cluster-admins-changed added yes: Admin groups of the cluster change: a group that this plan makes (azuread_group_without_members.new) would be added.",
    ]);
  });

  test("and left out of a policy is one more that is left out", () => {
    const [entry, expressions] = unknownUsers("excluded_groups", refersTo(REFERENCES[2]));
    expect(said([NEW.created(), entry], configured(expressions))).toEqual([
      "policy-loosened scope yes: The policy gets weaker: the group that this plan makes (azuread_group_without_members.new) is left out from now on.",
    ]);
  });

  test("and made an approver is one who may approve", () => {
    const approvers = (...ids: unknown[]) => [
      { primary_approver: ids.map((object_id) => ({ object_id, type: "groupMembers" })) },
    ];
    const activation = { ...(STRICT.activation_rules as Values[])[0], approval_stage: approvers(ID(800), undefined) };
    const entry = settings("s", 2).changed(
      { activation_rules: [activation] },
      { activation_rules: [{ approval_stage: [{ primary_approver: [{}, { object_id: true }] }] }] },
    );
    const blocks = [{ object_id: refersTo(REFERENCES[2]) }, { object_id: { constant_value: ID(800) } }];
    const expressions = { [entry.address]: { activation_rules: [{ approval_stage: [{ primary_approver: blocks }] }] } };
    expect(judge([NEW.created(), entry], {}, configured(expressions)).findings).toMatchObject([
      { rule: "settings-loosened", kind: "approval", certainty: "yes" },
    ]);
  });
});

describe("what the expression does not say stays unknown", () => {
  test("a group that was covered and is not referred to: it may be written out beside the references", () => {
    const [entry, expressions] = unknownUsers("included_groups", refersTo(REFERENCES[0], REFERENCES[2]));
    expect(said([ONE.kept(), TWO.kept(), NEW.created(), entry], configured(expressions))).toEqual([
      `policy-loosened scope unknown: Whether the policy gets weaker can't be told: the group ${ID(2)} is not covered any more.`,
    ]);
    const [admins, of] = unknownAdmins(refersTo(REFERENCES[0], REFERENCES[2]), [ID(1), ID(2)]);
    expect(judge([ONE.kept(), NEW.created(), admins], {}, configured(of)).findings).toMatchObject([
      { kind: "added", certainty: "yes" },
      { kind: "removed", certainty: "unknown", message: expect.stringContaining(`${ID(2)} may be taken out`) },
    ]);
  });

  test.each([
    ["a variable", { references: ["var.groups"] }],
    ["a local value", { references: ["local.groups"] }],
    ["all instances of a resource, of which some may be left out", { references: [ONE.address] }],
    ["nothing", {}],
  ])("%s says nothing of either group", (_, expression) => {
    const [entry, expressions] = unknownUsers("included_groups", expression);
    const found = judge([ONE.kept(), TWO.kept(), NEW.created(), entry], {}, configured(expressions)).findings;
    expect(found).toMatchObject([{ rule: "policy-loosened", kind: "scope", certainty: "unknown" }]);
    expect(found[0].message).toContain(ID(1));
    expect(found[0].message).toContain(ID(2));
  });

  test("a group that is made anew is referred to, and its old id is not covered any more", () => {
    const [entry, expressions] = unknownUsers("included_groups", refersTo(...REFERENCES.slice(0, 2)));
    const anew = TWO.replaced("assignable_to_role", true);
    expect(said([ONE.kept(), anew, entry], configured(expressions)).filter((f) => f.startsWith("policy"))).toEqual([
      `policy-loosened scope unknown: Whether the policy gets weaker can't be told: the group ${ID(2)} is not covered any more.`,
    ]);
  });
});

test("a look-up's id is the one that it found, and one that is put off is unknown", () => {
  const found = {
    address: "data.azuread_group.two",
    mode: "data",
    type: "azuread_group",
    values: { object_id: ID(2) },
  };
  const state = { prior_state: { values: { root_module: { resources: [found] } } } };
  const references = refersTo(REFERENCES[0], "data.azuread_group.two.object_id", REFERENCES[2]);
  const [entry, expressions] = unknownUsers("included_groups", references);
  const entries = [ONE.kept(), NEW.created(), entry];
  expect(judge(entries, {}, { ...configured(expressions), ...state }).verdict).toBe("fine");
  const read = { ...group("two", 2).created(), address: "data.azuread_group.two", mode: "data" };
  read.change.actions = ["read"];
  expect(judge([...entries, read], {}, { ...configured(expressions), ...state }).verdict).toBe("unknown");
});

test("instances with keys, in a module with a key, are found by their whole address", () => {
  const [entry] = unknownUsers("included_groups", {});
  const inside = (of: Entry, key = ""): Entry => ({ ...of, address: `module.access["a.b"].${of.address}${key}` });
  const other = (of: Entry, key: string): Entry => ({ ...of, address: `module.access["other"].${of.address}${key}` });
  const reference = (type: string, key: string) => `${type}${key}.object_id`;
  const list = {
    references: [
      reference(ONE.address, '["x.y"]'),
      `${ONE.address}["x.y"]`,
      ONE.address,
      ...(refersTo(REFERENCES[1], REFERENCES[2]).references as string[]),
    ],
  };
  const resource = {
    mode: "managed",
    type: entry.type,
    name: "p",
    expressions: { conditions: [{ users: [{ included_groups: list }] }] },
  };
  const configuration = { root_module: { module_calls: { access: { module: { resources: [resource] } } } } };
  const rest = [inside(TWO.kept()), inside(NEW.created()), inside(entry)];
  expect(judge([inside(ONE.kept(), '["x.y"]'), ...rest], {}, { configuration }).verdict).toBe("fine");
  expect(judge([other(ONE.kept(), '["x.y"]'), ...rest], {}, { configuration }).verdict).toBe("unknown");
});

test("a carrier that is only changed makes an id unknown that exists", () => {
  const made = settings("s", 2).created();
  delete made.change.after!.group_id;
  made.change.after_unknown = { group_id: true, id: true };
  const carrier = (happens: "created" | "changed" | "kept") => {
    const of = schedule("eligibility", "c", 1, 1);
    const entry = happens === "changed" ? of.changed({ input: "x" }, { output: true }) : of[happens]();
    return { ...entry, type: "terraform_data", address: "terraform_data.c" };
  };
  const expressions = configured({ [made.address]: { group_id: refersTo("terraform_data.c.output") } });
  for (const happens of ["created", "changed"] as const) {
    expect(judge([carrier(happens), made], {}, expressions).findings).toMatchObject([{ rule: "settings-created" }]);
  }
  expect(judge([carrier("kept"), made], {}, expressions).verdict).toBe("fine");
});
