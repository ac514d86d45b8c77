import { type AccessModel, type Gate, type PolicyEntry, estateOf, reachedWithout } from "../../lib/access";
import {
  account,
  application,
  assignment,
  cluster,
  grant,
  group,
  jitGroup,
  model,
  policy,
  settings,
  user,
} from "../support/models";

const base = model({
  principals: [user("alice")],
  clusters: [cluster("c"), cluster("d")],
  grants: [grant("c/pay", "reader", "alice")],
});

function without(gate: Gate, models: AccessModel, clusters?: string[]): string[] {
  const { paths, unknown } = reachedWithout(estateOf([models]), gate, clusters);
  return [...paths.map((p) => p.principal), ...unknown.map((p) => `${p.principal}?`)];
}

const under = (more: Partial<PolicyEntry>, gate: Gate = "compliantDevice") =>
  without(gate, { ...base, policies: [policy("p", ["alice"], more)] });

test("a policy stands on the way where it is on, covers the sign-in, and takes nothing else instead", () => {
  expect(without("compliantDevice", base)).toEqual(["alice"]);
  expect(under({})).toEqual([]);
  expect(under({ controls: ["mfa", "compliantDevice"] })).toEqual([]);
  expect(under({ controls: ["mfa", "compliantDevice"], operator: "OR" })).toEqual(["alice"]);
  expect(under({ operator: "OR" })).toEqual([]);
  expect(under({ operator: "OR", authenticationStrength: "s" })).toEqual(["alice"]);
  expect(under({ controls: ["mfa"] })).toEqual(["alice"]);
  expect(under({ state: "disabled" })).toEqual(["alice"]);
  expect(under({ state: "enabledForReportingButNotEnforced" })).toEqual(["alice"]);
  expect(under({ include: [] })).toEqual(["alice"]);
  expect(under({ exclude: ["alice"] })).toEqual(["alice"]);
  expect(under({ deviceCodeOnly: true })).toEqual(["alice"]);
  expect(under({ applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] })).toEqual(["alice"]);
});

test.each(["state", "include", "exclude", "applications", "controls", "operator", "deviceCodeOnly"] as const)(
  "a policy whose %s nobody knows may stand on the way",
  (fact) => {
    const more = fact === "operator" ? { controls: ["mfa", "compliantDevice"] } : {};
    expect(under({ ...more, [fact]: { unknown: "changed by hand" } })).toEqual(["alice?"]);
  },
);

test("an operator that nobody knows decides nothing where there is one control", () => {
  expect(under({ operator: { unknown: "changed by hand" } })).toEqual([]);
});

test("an authentication strength is a control of its own", () => {
  expect(under({ controls: [], authenticationStrength: "s" }, "authenticationStrength")).toEqual([]);
  expect(under({ authenticationStrength: "s" }, "authenticationStrength")).toEqual([]);
  expect(under({ authenticationStrength: "s", operator: "OR" }, "authenticationStrength")).toEqual(["alice"]);
  expect(under({ authenticationStrength: null }, "authenticationStrength")).toEqual(["alice"]);
  expect(under({ authenticationStrength: { unknown: "?" } }, "authenticationStrength")).toEqual(["alice?"]);
});

test("a way that is blocked is none", () => {
  expect(under({ controls: ["block"] })).toEqual([]);
});

describe("an activation", () => {
  const eligible = (activation: Parameters<typeof settings>[1]) => ({
    ...base,
    groups: [jitGroup("writers")],
    assignments: [assignment("eligible", "writers", "alice")],
    roleSettings: [settings("writers", activation)],
    grants: [grant("c/pay", "writer", "writers")],
  });

  test("is one itself, and asks for what its settings say", () => {
    const gates: Gate[] = [
      "activation",
      "mfa",
      "justification",
      "ticket",
      "approval",
      "compliantDevice",
      "authenticationStrength",
      "passwordChange",
    ];
    const missing = (activation: Parameters<typeof settings>[1]) =>
      gates.filter((g) => without(g, eligible(activation)).length > 0);
    expect(missing({})).toEqual(["ticket", "approval", "compliantDevice", "authenticationStrength", "passwordChange"]);
    expect(missing({ ticket: true, approvers: ["bob"] })).toEqual([
      "compliantDevice",
      "authenticationStrength",
      "passwordChange",
    ]);
    expect(missing({ mfa: false, justification: false, ticket: true, approvers: ["bob"] }).slice(0, 2)).toEqual([
      "mfa",
      "justification",
    ]);
  });

  test("may ask for what nobody knows", () => {
    const unknown = { unknown: "changed by hand" };
    expect(without("approval", eligible({ approvers: unknown }))).toEqual(["alice?"]);
    expect(without("mfa", eligible({ mfa: unknown }))).toEqual(["alice?"]);
    expect(without("mfa", base)).toEqual(["alice"]);
  });

  test("is not needed by who is in already", () => {
    const active = { ...eligible({}), assignments: [assignment("active", "writers", "alice")] };
    expect(without("activation", active)).toEqual(["alice"]);
  });
});

test("what counts is the sign-in with everything active", () => {
  const models = {
    ...base,
    groups: [jitGroup("writers"), group("ops", ["alice"])],
    assignments: [assignment("eligible", "writers", "ops")],
    roleSettings: [settings("writers")],
    grants: [grant("c/pay", "writer", "writers")],
  };
  expect(without("compliantDevice", { ...models, policies: [policy("p", ["writers"])] })).toEqual([]);
  expect(without("compliantDevice", { ...models, policies: [policy("p", ["ops"])] })).toEqual([]);
  expect(without("compliantDevice", { ...models, policies: [policy("p", ["ops"], { exclude: ["writers"] })] })).toEqual(
    ["alice"],
  );
});

test("emergency access, changes and what gives a kubeconfig only are aside; applications are not", () => {
  const models = model({
    principals: [account("x", 1), user("dave"), user("erin"), user("frank"), application("app", 9)],
    groups: [jitGroup("admins", { owners: ["dave"] })],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
    emergencyAccess: [{ id: "emergency", accounts: ["x"] }],
    grants: [
      grant("c", "clusterAdmin", "x"),
      grant("c", "user", "erin"),
      grant("c", "monitoring", "erin"),
      grant("c", "contributor", "frank"),
      grant("c", "reader", "app"),
    ],
    policies: [policy("p", ["All"])],
  });
  expect(without("compliantDevice", models)).toEqual(["app"]);
});

test("a custom role may be one inside Kubernetes", () => {
  const custom = { ...grant("c", "user", "alice"), role: "11111111-2222-4333-8444-555555555555" };
  expect(without("compliantDevice", { ...base, grants: [custom] })).toEqual(["alice"]);
  expect(without("compliantDevice", { ...base, grants: [{ ...custom, role: { unknown: "a token" } }] })).toEqual([
    "alice",
  ]);
});

test("the local administrator is behind what Azure asks for, not AKS", () => {
  const models = {
    ...base,
    clusters: [cluster("c", { localAccountsDisabled: false })],
    grants: [grant("c", "adminCredential", "alice")],
  };
  expect(without("compliantDevice", { ...models, policies: [policy("p", ["alice"])] })).toEqual(["alice"]);
  const arm = policy("p", ["alice"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] });
  expect(without("compliantDevice", { ...models, policies: [arm] })).toEqual([]);
  expect(without("compliantDevice", { ...models, clusters: [cluster("c", { adminGroups: [] })] })).toEqual([]);
});

test("it is about some clusters, or all", () => {
  const models = { ...base, grants: [grant("c/pay", "reader", "alice"), grant("d/pay", "reader", "alice")] };
  expect(without("mfa", models, ["d"])).toEqual(["alice"]);
  expect(without("mfa", models, [])).toEqual([]);
  expect(without("mfa", models)).toEqual(["alice", "alice"]);
});

describe("MFA and an authentication strength", () => {
  const strength = (n: number) => `/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-00000000000${n}`;

  test.each([2, 3, 4])("the built-in strength %d is MFA, whatever stands beside it", (n) => {
    const built = { controls: [], authenticationStrength: strength(n) };
    expect(under(built, "mfa")).toEqual([]);
    expect(under({ ...built, controls: ["compliantDevice"] }, "mfa")).toEqual([]);
    expect(under({ ...built, controls: ["mfa"], operator: "OR" }, "mfa")).toEqual([]);
  });

  test("is none where another control is enough", () => {
    const either = { controls: ["compliantDevice"], operator: "OR" as const, authenticationStrength: strength(4) };
    expect(under(either, "mfa")).toEqual(["alice"]);
    expect(under({ controls: ["compliantDevice"], authenticationStrength: null }, "mfa")).toEqual(["alice"]);
  });

  test("one of the tenant's own may be, and so may one that nobody knows", () => {
    const own = "/policies/authenticationStrengthPolicies/77777777-7777-4777-8777-777777777777";
    expect(under({ controls: [], authenticationStrength: own }, "mfa")).toEqual(["alice?"]);
    expect(under({ controls: [], authenticationStrength: { unknown: "by hand" } }, "mfa")).toEqual(["alice?"]);
  });

  test("an authentication context at the activation may ask for it", () => {
    const activated = (more: object) =>
      without(
        "mfa",
        model({
          principals: [user("alice")],
          groups: [jitGroup("readers")],
          roleSettings: [settings("readers", { mfa: false, ...more })],
          assignments: [assignment("eligible", "readers", "alice")],
          clusters: [cluster("c")],
          grants: [grant("c/pay", "reader", "readers")],
        }),
      );
    expect(activated({ authenticationContext: "c1" })).toEqual(["alice?"]);
    expect(activated({ authenticationContext: { unknown: "by hand" } })).toEqual(["alice?"]);
    expect(activated({})).toEqual(["alice"]);
  });
});
