import {
  type AccessModel,
  type Activation,
  type PolicyGate,
  accessSnapshot,
  activationText,
  estateOf,
  pathsOf,
  placeOf,
  policyText,
  rightName,
  sentenceOf,
} from "../../lib/access";
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

const unknown = { unknown: "changed by hand" };
const sentences = (...models: AccessModel[]) => {
  const estate = estateOf(models);
  return pathsOf(estate).map((p) => sentenceOf(estate, p));
};

test("a path is a sentence: who, each step, what, where", () => {
  const models = model({
    principals: [
      ...["alice", "bob", "carol", "dave", "erin"].map((n) => user(n)),
      account("x", 1),
      application("app", 9),
    ],
    groups: [
      group("ops", ["alice"], { displayName: "Operators" }),
      jitGroup("admins", { owners: ["dave"] }),
      group("breakglass", ["x"]),
    ],
    assignments: [
      assignment("eligible", "admins", "ops", { expiration: "2027-06-30T23:59:59Z" }),
      assignment("active", "admins", "carol", { expiration: "PT8H" }),
      assignment("eligible", "admins", "bob", { accessId: "owner", expiration: "permanent", id: "o" }),
    ],
    roleSettings: [settings("admins", { approvers: ["bob", "alice"] })],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
    grants: [
      grant("c/pay", "reader", "erin"),
      grant("c", "clusterAdmin", "breakglass"),
      grant("c", "contributor", "erin"),
    ],
    emergencyAccess: [{ id: "emergency", accounts: ["x"], clusterAdmin: "breakglass" }],
    deployers: [{ id: "deployer", principal: "app" }],
  });
  expect(sentences(models)).toEqual([
    "alice@contoso.com is a member of Operators, which is eligible for admins until 2027-06-30T23:59:59Z (2h, mfa, justification, approval by alice@contoso.com or bob@contoso.com), which has cluster admin on c",
    "app applies the stack s and can join admins, which has cluster admin on c",
    "app applies the stack s and can join breakglass, which has RBAC Cluster Admin on c",
    "app applies the stack s and can join Operators, which is eligible for admins until 2027-06-30T23:59:59Z (2h, mfa, justification, approval by alice@contoso.com or bob@contoso.com), which has cluster admin on c",
    "app applies the stack s and can change c",
    "bob@contoso.com is eligible for ownership of admins permanent (time?, mfa?, authentication context?, justification?, ticket?, approval?), which has cluster admin on c",
    "carol@contoso.com is an active member of admins (for 8h), which has cluster admin on c",
    "dave@contoso.com owns and can join admins, which has cluster admin on c",
    "erin@contoso.com has Contributor Role on c",
    "erin@contoso.com has Contributor Role on c and can change who has access",
    "erin@contoso.com has RBAC Reader on c/pay",
    "x is an emergency account in breakglass, which has RBAC Cluster Admin on c",
  ]);
});

test("a sentence says what is not known of the path", () => {
  const models = model({
    principals: [user("alice")],
    groups: [jitGroup("g")],
    assignments: [assignment("active", "g", "alice", { expiration: unknown })],
    clusters: [cluster("c", { azureRbac: { unknown: "only the tenant knows" } })],
    grants: [grant("c", "reader", "g")],
  });
  expect(sentences(models)).toEqual([
    "alice@contoso.com is an active member of g (until ?), which has RBAC Reader on c (unknown: Azure RBAC of c: only the tenant knows)",
  ]);
});

test("rights and places have short names", () => {
  const estate = estateOf([model({ clusters: [cluster("s/c", { name: "prod" })] })]);
  const [path] = pathsOf(
    estateOf([model({ principals: [user("a")], clusters: [cluster("c")], grants: [grant("c/pay", "writer", "a")] })]),
  );
  expect(rightName(path.right)).toBe("RBAC Writer");
  expect(placeOf(estate, { cluster: "s/c", namespace: null })).toBe("prod");
  expect(placeOf(estate, { cluster: "s/c", namespace: "pay" })).toBe("prod/pay");
});

test("an activation says what it asks for, and what nobody knows of that", () => {
  const estate = estateOf([model({ principals: [user("bob")], groups: [group("approvers")] })]);
  const text = (more: Partial<Activation>) =>
    activationText(estate, {
      group: "g",
      accessId: "member",
      settings: "g/member-settings",
      maximum: "PT1H30M",
      mfa: false,
      authenticationContext: null,
      justification: false,
      ticket: false,
      approvers: [],
      ...more,
    });
  expect(text({})).toBe("1h30m");
  expect(text({ maximum: "P1M" })).toBe("P1M");
  expect(text({ mfa: true, justification: true, ticket: true, approvers: ["bob", "approvers"] })).toBe(
    "1h30m, mfa, justification, ticket, approval by approvers or bob@contoso.com",
  );
  expect(text({ authenticationContext: "c1" })).toBe("1h30m, authentication context c1");
  expect(
    text({
      maximum: unknown,
      mfa: unknown,
      authenticationContext: unknown,
      justification: unknown,
      ticket: unknown,
      approvers: unknown,
    }),
  ).toBe("time?, mfa?, authentication context?, justification?, ticket?, approval?");
});

test("a policy says what it asks for, whether it is on, and whether it applies", () => {
  const estate = estateOf([model({ policies: [policy("s/p", [], { displayName: "People" })] })]);
  const text = (more: Partial<PolicyGate>) =>
    policyText(estate, {
      policy: "s/p",
      state: "enabled",
      controls: ["mfa", "compliantDevice"],
      operator: "AND",
      authenticationStrength: null,
      signInFrequency: null,
      deviceCodeOnly: false,
      applies: "yes",
      ...more,
    });
  expect(text({})).toBe("People (mfa and compliantDevice)");
  expect(text({ operator: "OR", applies: "unknown" })).toBe("People? (mfa or compliantDevice)");
  const strength = (authenticationStrength: string) => text({ controls: [], authenticationStrength });
  expect(strength("s")).toBe("People (authentication strength s)");
  expect(
    ["2", "3", "4"].map((n) =>
      strength(`/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-00000000000${n}`),
    ),
  ).toEqual([
    "People (authentication strength multifactor authentication)",
    "People (authentication strength passwordless MFA)",
    "People (authentication strength phishing-resistant MFA)",
  ]);
  expect(text({ authenticationStrength: unknown, controls: unknown })).toBe("People (? and authentication strength?)");
  expect(text({ controls: [] })).toBe("People (no control)");
  expect(text({ state: "disabled" })).toBe("People (mfa and compliantDevice, off)");
  expect(text({ state: "enabledForReportingButNotEnforced" })).toBe("People (mfa and compliantDevice, report-only)");
  expect(text({ state: unknown })).toBe("People (mfa and compliantDevice, state?)");
  expect(text({ deviceCodeOnly: true })).toBe("People (mfa and compliantDevice, device code)");
  expect(text({ deviceCodeOnly: unknown })).toBe("People (mfa and compliantDevice, device code?)");
  expect(text({ deviceCodeOnly: true, controls: ["block"] })).toBe("no device code");
  expect(text({ deviceCodeOnly: true, controls: ["block"], applies: "unknown" })).toBe("People? (block, device code)");
  expect(text({ deviceCodeOnly: true, controls: ["block"], state: "disabled" })).toBe(
    "People (block, device code, off)",
  );
});

describe("the snapshot", () => {
  const models = model({
    principals: [user("alice"), user("dave"), application("app", 9)],
    groups: [group("ops", ["alice"], { owners: ["dave"] }), jitGroup("admins", { owners: ["dave"] })],
    assignments: [
      assignment("eligible", "admins", "ops"),
      assignment("active", "admins", "dave", { accessId: "owner", id: "o" }),
    ],
    roleSettings: [settings("admins")],
    clusters: [cluster("c", { adminGroups: ["admins"] }), cluster("d")],
    grants: [grant("c", "user", "admins"), grant("d", "reader", "ops")],
    deployers: [{ id: "deployer", principal: "app" }],
    policies: [policy("sure", ["alice"]), policy("perhaps", ["role:x"])],
  });

  test("has one line a path, and one for who can change a group, sorted", () => {
    expect(accessSnapshot([models]).split("\n")).toEqual([
      "alice@contoso.com -> c: Cluster User Role, eligible via ops > admins (eligible for 180d: 2h, mfa, justification); sign-in: sure (compliantDevice)",
      "alice@contoso.com -> c: cluster admin, eligible via ops > admins (eligible for 180d: 2h, mfa, justification); sign-in: sure (compliantDevice)",
      "alice@contoso.com -> d: RBAC Reader, standing via ops; sign-in: sure (compliantDevice)",
      "app -> admins (deployer): leads to 2 rights, the strongest cluster admin on c",
      "app -> c: applies the stack, control-plane via c (deployer)",
      "app -> d: applies the stack, control-plane via d (deployer)",
      "app -> ops (deployer) > admins (eligible for 180d: 2h, mfa, justification): leads to 2 rights, the strongest cluster admin on c",
      "app -> ops (deployer): leads to RBAC Reader on d",
      "c: Entra sign-in ?, Azure RBAC on, local accounts off, run command off, private no, addresses all, Kubernetes ?, audit logs none",
      "d: Entra sign-in ?, Azure RBAC on, local accounts off, run command off, private no, addresses all, Kubernetes ?, audit logs none",
      "dave@contoso.com -> admins (active owner, for 8h): leads to 2 rights, the strongest cluster admin on c",
      "dave@contoso.com -> admins (owner): leads to 2 rights, the strongest cluster admin on c",
      "dave@contoso.com -> ops (owner) > admins (eligible for 180d: 2h, mfa, justification): leads to 2 rights, the strongest cluster admin on c",
      "dave@contoso.com -> ops (owner): leads to RBAC Reader on d",
      "",
    ]);
  });

  test("is about some clusters only, where they are named", () => {
    expect(accessSnapshot([models], ["d"]).split("\n")).toEqual([
      "alice@contoso.com -> d: RBAC Reader, standing via ops; sign-in: sure (compliantDevice)",
      "app -> d: applies the stack, control-plane via d (deployer)",
      "app -> ops (deployer): leads to RBAC Reader on d",
      "d: Entra sign-in ?, Azure RBAC on, local accounts off, run command off, private no, addresses all, Kubernetes ?, audit logs none",
      "dave@contoso.com -> ops (owner): leads to RBAC Reader on d",
      "",
    ]);
    expect(accessSnapshot([models], [])).toBe("");
  });

  test("shows a policy that may apply where none surely does, and what is unknown", () => {
    const parts = {
      ...models,
      policies: [models.policies[1]],
      clusters: [cluster("d", { azureRbac: { unknown: "only the tenant knows" } })],
      deployers: [],
    };
    expect(accessSnapshot([parts], ["d"]).split("\n")[0]).toBe(
      "alice@contoso.com -> d: RBAC Reader, standing via ops; sign-in: perhaps? (compliantDevice); unknown: Azure RBAC of d: only the tenant knows",
    );
  });

  test("tells two things of one name apart by their ids", () => {
    const twins = model({
      groups: [group("a/g", ["u"], { displayName: "Team" }), group("b/g", ["u"], { displayName: "Team" })],
      principals: [user("u")],
      clusters: [cluster("c")],
      grants: [grant("c", "reader", "a/g"), grant("c", "reader", "b/g")],
    });
    expect(accessSnapshot([twins]).split("\n")).toEqual([
      "c: Entra sign-in ?, Azure RBAC on, local accounts off, run command off, private no, addresses all, Kubernetes ?, audit logs none",
      "u@contoso.com -> c: RBAC Reader, standing via Team [a/g]; sign-in: no policy",
      "u@contoso.com -> c: RBAC Reader, standing via Team [b/g]; sign-in: no policy",
      "",
    ]);
  });

  const shown = (parts: Partial<AccessModel>) => accessSnapshot([{ ...models, ...parts }]).split("\n");

  test("is another one where an owner reaches more by as many rights", () => {
    const owned = (role: "reader" | "clusterAdmin") =>
      shown({ clusters: [cluster("d")], grants: [grant("d", role, "ops")], assignments: [] });
    expect(owned("reader")).toContain("dave@contoso.com -> ops (owner): leads to RBAC Reader on d");
    expect(owned("clusterAdmin")).toContain("dave@contoso.com -> ops (owner): leads to RBAC Cluster Admin on d");
  });

  test("names the strongest of many rights, a whole cluster before a namespace, and how many more are like it", () => {
    const namespaces = Array.from({ length: 8 }, (_, i) => `d/n${i}`);
    const on = (...grants: ReturnType<typeof grant>[]) =>
      shown({ clusters: [cluster("d")], grants, assignments: [] }).find((l) => l.startsWith("dave@contoso.com -> ops"));
    expect(on(...namespaces.map((n) => grant(n, "writer", "ops")), grant("d", "user", "ops"))).toBe(
      "dave@contoso.com -> ops (owner): leads to 9 rights, the strongest RBAC Writer on d/n0, RBAC Writer on d/n1, RBAC Writer on d/n2, RBAC Writer on d/n3, RBAC Writer on d/n4, RBAC Writer on d/n5 and 2 more like it",
    );
    expect(on(grant("d/n0", "admin", "ops"), grant("d", "reader", "ops"))).toBe(
      "dave@contoso.com -> ops (owner): leads to 2 rights, the strongest RBAC Reader on d",
    );
    expect(on(grant("d/n0", "reader", "ops"), grant("d/n1", "reader", "ops"))).toBe(
      "dave@contoso.com -> ops (owner): leads to 2 rights, RBAC Reader on d/n0 and RBAC Reader on d/n1",
    );
  });

  test("is another one where a policy takes a weaker strength, or a cluster lets in more", () => {
    const strength = (n: number) =>
      shown({
        policies: [
          policy("sure", ["alice"], {
            controls: [],
            authenticationStrength: `00000000-0000-0000-0000-00000000000${n}`,
          }),
        ],
      });
    expect(strength(4)).not.toEqual(strength(2));
    const open = {
      entraIntegration: true,
      localAccountsDisabled: false,
      assumed: ["localAccountsDisabled"],
      azureRbac: { unknown: "only the tenant knows" },
      authorizedIpRanges: ["10.0.0.0/8", "1.2.3.4"],
      privateCluster: true,
      kubernetesVersion: "1.36",
      auditLogs: ["kube-audit-admin", "guard"],
    };
    expect(shown({ clusters: [cluster("d", open)] })).toContain(
      "d: Entra sign-in on, Azure RBAC ?, local accounts on (assumed), run command off, private yes, addresses 1.2.3.4 10.0.0.0/8, Kubernetes 1.36, audit logs guard kube-audit-admin",
    );
  });

  test("says from when an assignment runs, and how often it was given anew", () => {
    const given = (more: Partial<ReturnType<typeof assignment>>) =>
      shown({ assignments: [assignment("active", "admins", "alice", more)] }).find((l) => l.includes("(active"));
    expect(given({ start: "2026-12-20T00:00:00Z" })).toContain("admins (active from 2026-12-20T00:00:00Z for 8h)");
    expect(given({ start: { unknown: "a token" }, expiration: "2027-01-01T23:59:59Z" })).toContain(
      "admins (active from ? until 2027-01-01T23:59:59Z)",
    );
    expect(given({ renewal: 1 })).toContain("admins (active for 8h, given anew 1 time)");
    expect(given({ renewal: 2 })).toContain("admins (active for 8h, given anew 2 times)");
  });
});
