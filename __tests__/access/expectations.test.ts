import { type AccessModel, type ClusterEntry, type ExpectationEntry, expectationReport } from "../../lib/access";
import {
  account,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  settings,
  user,
  TENANT_KNOWS,
} from "../support/models";

const FIX = "take this way away, or say under expect what is meant instead";

function cannot(
  principal: string,
  verb: string,
  when: NonNullable<ExpectationEntry["cannot"]>["when"] = "standing",
): ExpectationEntry {
  return {
    id: "s/.guardrails/0",
    source: "s.yaml:9:5",
    cannot: { principal, verb, resource: "pods", cluster: "c", namespace: "pay", when },
  };
}

const models = model({
  principals: [user("alice"), user("bob")],
  groups: [group("devs", ["alice"]), jitGroup("writers")],
  assignments: [assignment("eligible", "writers", "devs")],
  roleSettings: [settings("writers")],
  clusters: [cluster("c")],
  grants: [grant("c/pay", "reader", "devs"), grant("c/pay", "writer", "writers")],
});

const of = (...expectations: ExpectationEntry[]) => expectationReport([{ ...models, expectations }]);

test("what holds is not mentioned", () => {
  expect(of(cannot("alice", "delete"), cannot("bob@contoso.com", "get", "ever"))).toEqual({
    findings: [],
    unknown: [],
  });
  expect(expectationReport([models])).toEqual({ findings: [], unknown: [] });
});

test("what is broken is an error with the path that breaks it", () => {
  expect(of(cannot("devs", "delete", "activated"))).toEqual({
    findings: [
      {
        rule: "EXPECT",
        severity: "error",
        subject: "s/.guardrails/0",
        source: "s.yaml:9:5",
        message:
          "devs can delete pods on c/pay, and is expected not to: devs is eligible for writers for 180d (2h, mfa, justification), which has RBAC Writer on c/pay",
        fix: FIX,
        through: ["c", "devs", "writers"],
      },
    ],
    unknown: [],
  });
});

test("more paths are counted, and what they have in common is known", () => {
  const [{ message, through }] = of(cannot("alice", "get", "activated")).findings;
  expect(through).toEqual(["alice", "c", "devs"]);
  expect(message).toBe(
    "alice@contoso.com can get pods on c/pay, and is expected not to: alice@contoso.com is a member of devs, which has RBAC Reader on c/pay, and 1 more",
  );
});

test("what everybody may is broken without a path", () => {
  const expectation = { ...cannot("bob", "get"), cannot: { ...cannot("bob", "get").cannot!, resource: "/version" } };
  expect(of(expectation).findings.map((f) => f.message)).toEqual([
    "bob@contoso.com can get /version on c/pay, and is expected not to: every user who is signed in may: it lists what the API has",
  ]);
});

test("what only the tenant knows is no finding, and is said", () => {
  const entry = { ...cannot("alice", "get"), source: undefined };
  const report = expectationReport([
    { ...models, clusters: [cluster("c", { adminGroups: TENANT_KNOWS })], grants: [], expectations: [entry] },
  ]);
  expect(report).toEqual({
    findings: [],
    unknown: [
      {
        rule: "EXPECT",
        subject: "s/.guardrails/0",
        reason: "whether alice@contoso.com can get pods on c/pay: admin groups of c: only the tenant knows",
      },
    ],
  });
});

test("an expectation of one stack sees the access of another", () => {
  const other = model({ stack: "other", principals: [user("bob")], grants: [grant("c/pay", "writer", "bob")] });
  const { findings } = expectationReport([
    { ...models, principals: [], expectations: [cannot("bob@contoso.com", "delete")] },
    other,
  ]);
  expect(findings.map((f) => f.message)).toEqual([
    "bob@contoso.com can delete pods on c/pay, and is expected not to: bob@contoso.com has RBAC Writer on c/pay",
  ]);
});

describe("no standing cluster administrators", () => {
  const expectation: ExpectationEntry = { id: "e", noStandingClusterAdmins: true };
  const admins = (parts: Partial<AccessModel>, ...others: AccessModel[]) => {
    const { findings, unknown } = expectationReport([model({ expectations: [expectation], ...parts }), ...others]);
    return [...findings.map((f) => `${f.severity}: ${f.message}`), ...unknown.map((u) => `unknown: ${u.reason}`)];
  };
  const adminGroup = (more: Partial<ClusterEntry> = {}) => [cluster("c", { adminGroups: ["admins"], ...more })];

  test("holds where everybody has to activate, and for roles that are less", () => {
    const parts = {
      principals: [user("alice"), user("dave")],
      groups: [jitGroup("admins", { owners: ["dave"] })],
      assignments: [assignment("eligible", "admins", "alice")],
      roleSettings: [settings("admins")],
      clusters: adminGroup(),
      grants: [
        grant("c", "admin", "dave"),
        grant("c/pay", "clusterAdmin", "dave"),
        grant("c", "contributor", "dave"),
        grant("c", "adminCredential", "dave"),
      ],
    };
    expect(admins(parts)).toEqual([]);
  });

  test("is broken by a member of an admin group, a role for everything, and the local administrator", () => {
    const parts = {
      principals: ["alice", "bob", "carol"].map((n) => user(n)),
      groups: [group("admins", ["alice"])],
      clusters: adminGroup({ localAccountsDisabled: false }),
      grants: [grant("c", "clusterAdmin", "bob"), grant("c", "adminCredential", "carol")],
    };
    expect(admins(parts)).toEqual([
      "error: alice@contoso.com is cluster administrator without activating: alice@contoso.com is a member of admins, which has cluster admin on c",
      "error: carol@contoso.com is cluster administrator without activating: carol@contoso.com has local administrator (Cluster Admin Role) on c",
      "error: bob@contoso.com is cluster administrator without activating: bob@contoso.com has RBAC Cluster Admin on c",
    ]);
  });

  test("is broken by a group that somebody else fills, whoever is in it", () => {
    expect(admins({ groups: [existingGroup("admins")], clusters: adminGroup() })).toEqual([
      "error: admins is cluster administrator without activating: admins has cluster admin on c",
    ]);
  });

  test("is a warning where it ends by itself", () => {
    const parts = (expiration: string) => ({
      principals: [user("carol")],
      groups: [jitGroup("admins")],
      assignments: [assignment("active", "admins", "carol", { expiration })],
      clusters: adminGroup(),
    });
    expect(admins(parts("PT8H"))).toEqual([
      "warning: carol@contoso.com is cluster administrator without activating: carol@contoso.com is an active member of admins (for 8h), which has cluster admin on c",
    ]);
    expect(admins(parts("permanent"))).toEqual([
      "error: carol@contoso.com is cluster administrator without activating: carol@contoso.com is an active member of admins (permanent), which has cluster admin on c",
    ]);
  });

  test.each([
    ["adminGroups", ["warning", "error", "error"]],
    ["azureRbac", ["error", "error", "error"]],
    ["localAccountsDisabled", ["error", "error", "warning"]],
  ])("is a warning where it rests on an assumption about the %s of a cluster that exists", (fact, severities) => {
    const parts = {
      principals: ["alice", "bob", "carol"].map((n) => user(n)),
      groups: [group("admins", ["alice"])],
      clusters: adminGroup({ kind: "existing", assumed: [fact], localAccountsDisabled: false }),
      grants: [grant("c", "clusterAdmin", "bob"), grant("c", "adminCredential", "carol")],
    };
    const found = expectationReport([model({ expectations: [expectation], ...parts })]).findings;
    const by = (name: string) => found.find((f) => f.message.startsWith(name))?.severity;
    expect([by("alice"), by("bob"), by("carol")]).toEqual(severities);
  });

  test("leaves the emergency access aside, and is unknown for who may be one of its accounts", () => {
    const parts = {
      principals: [account("x", 1), user("alice")],
      emergencyAccess: [{ id: "emergency", accounts: ["x"], clusterAdmin: "admins" }],
      clusters: adminGroup(),
    };
    expect(admins({ ...parts, groups: [group("admins", ["x"])] })).toEqual([]);
    expect(admins({ ...parts, groups: [existingGroup("admins")] })).toEqual([]);
    expect(admins({ ...parts, groups: [group("admins", ["x", "alice"])] })).toEqual([
      "unknown: perhaps a cluster administrator: alice@contoso.com is a member of admins, which has cluster admin on c; whether alice@contoso.com is an account of the emergency access",
    ]);
  });

  test("is unknown where the admin groups, Azure RBAC or a role are", () => {
    const custom = {
      ...grant("c", "user", "alice"),
      role: "11111111-2222-4333-8444-555555555555",
      roleName: "Auditor",
    };
    const parts = {
      principals: [user("alice"), user("bob")],
      clusters: [cluster("c", { adminGroups: TENANT_KNOWS, azureRbac: TENANT_KNOWS })],
      grants: [custom, grant("c", "clusterAdmin", "bob")],
    };
    expect(admins(parts)).toEqual([
      "unknown: admin groups of c: only the tenant knows",
      "unknown: perhaps a cluster administrator: alice@contoso.com has Auditor on c (unknown: what Auditor allows: it is no built-in role of AKS)",
      "unknown: perhaps a cluster administrator: bob@contoso.com has RBAC Cluster Admin on c (unknown: Azure RBAC of c: only the tenant knows)",
    ]);
    expect(admins({ ...parts, clusters: [cluster("c", { azureRbac: false })] })).toEqual([]);
  });

  test("is about the clusters of the stack that says it, and about all of them where it has none", () => {
    const other = model({
      stack: "t",
      principals: [user("alice")],
      groups: [group("g", ["alice"])],
      clusters: [cluster("d", { adminGroups: ["g"] })],
    });
    expect(admins({ clusters: [cluster("c")] }, other)).toEqual([]);
    expect(admins({}, other)).toHaveLength(1);
  });

  test("says one thing of one person, however many ways there are", () => {
    const parts = {
      principals: [user("alice")],
      groups: [group("admins", ["alice"])],
      clusters: [...adminGroup(), cluster("d")],
      grants: [grant("c", "clusterAdmin", "alice"), grant("d", "clusterAdmin", "alice")],
    };
    expect(admins(parts)).toEqual([
      "error: alice@contoso.com is cluster administrator without activating: alice@contoso.com is a member of admins, which has cluster admin on c, and 2 more",
    ]);
  });
});

describe("a name that may be misspelt", () => {
  const said = (principal: string, namespace: string | null = "pay", more: Partial<AccessModel> = {}) => {
    const one = cannot(principal, "delete");
    const expectations = [{ ...one, cannot: { ...one.cannot!, namespace } }];
    const { findings } = expectationReport([{ ...models, ...more, expectations }]);
    return findings.map((f) => `${f.severity} ${f.message}`);
  };

  test("is a warning where what is expected holds because of it", () => {
    expect(said("alcie@contoso.com")).toEqual([
      'warning what is expected may be misspelt: no model has "alcie@contoso.com"; did you mean "alice@contoso.com"?',
    ]);
    expect(said("alice@contso.com")).toEqual([expect.stringContaining('did you mean "alice@contoso.com"?')]);
    expect(said("alice", "pya")).toEqual([
      'warning what is expected may be misspelt: nobody has a role in the namespace "pya" of c; did you mean "pay"?',
    ]);
    expect(said("alcie@contoso.com", "pya")).toHaveLength(2);
  });

  test("is one as well where only the tenant knows whether it holds", () => {
    const sre = { groups: [...models.groups, existingGroup("sre")], grants: [grant("c", "writer", "sre")] };
    expect(said("alcie@contoso.com", null, sre)).toEqual([expect.stringContaining("may be misspelt")]);
  });

  test("is none where nothing is called nearly so, of an object id, and of a number", () => {
    expect(said("stranger@contoso.com")).toEqual([]);
    expect(said("33333333-3333-4333-8333-333333333333")).toEqual([]);
    expect(said("alice", "checkout")).toEqual([]);
    expect(said("alice", null)).toEqual([]);
    const numbered = { principals: [user("alice"), user("p1")], grants: [grant("c/dev1", "reader", "alice")] };
    expect(said("p2@contoso.com", "dev2", numbered)).toEqual([]);
    expect(said("devs")).toEqual([]);
  });

  test("is mended by the name that is meant, and acknowledged for the cluster", () => {
    const [found] = of(cannot("alcie@contoso.com", "delete")).findings;
    expect(found).toMatchObject({
      source: "s.yaml:9:5",
      fix: "write the name that is meant; of a person whom no model has, the object id",
      through: ["c"],
    });
  });
});
