import { AccessStack, AksCluster, EntraGroup, EntraUser, Expiration, JitGroup } from "../../lib";
import { accessMatchers, accessSnapshot } from "../../lib/testing";
import {
  account,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  policy,
  settings,
  user,
} from "../support/models";
import { SUBSCRIPTION, TENANT, newApp } from "../support/synth";

/** What a matcher says when it fails. */
function saying(run: () => void): string {
  try {
    run();
  } catch (e) {
    return (e as Error).message;
  }
  throw new Error("it passed");
}

const models = model({
  principals: [user("alice"), user("bob")],
  groups: [group("ops", ["alice"]), jitGroup("admins")],
  assignments: [assignment("eligible", "admins", "ops")],
  roleSettings: [settings("admins", { approvers: ["bob"] })],
  clusters: [cluster("prod", { adminGroups: ["admins"] })],
  grants: [grant("prod/pay", "reader", "ops")],
  policies: [policy("people", ["ops"])],
});
const deed = { principal: "alice@contoso.com", verb: "delete", resource: "pods", cluster: "prod", namespace: "pay" };

describe("toAllow", () => {
  test("passes for what is allowed, with an activation unless it says otherwise", () => {
    expect(models).toAllow(deed);
    expect(models).not.toAllow({ ...deed, when: "standing" });
    expect(models).toAllow({ ...deed, verb: "get", when: "standing" });
    expect([models]).not.toAllow({ ...deed, principal: "zed@contoso.com" });
    expect(models).not.toAllow({ ...deed, principal: "zed@contoso.com", when: "ever", cluster: "PROD" });
    expect(
      saying(() => expect(models).toAllow({ ...deed, principal: "33333333-3333-4333-8333-333333333333" })),
    ).toContain("are the same person");
  });

  test("without a namespace it is about all of them", () => {
    const everywhere = { ...deed, namespace: undefined };
    expect(models).toAllow(everywhere);
    expect(models).not.toAllow({ ...everywhere, verb: "get", when: "standing" });
  });

  test("shows the path that surprised", () => {
    expect(saying(() => expect(models).not.toAllow(deed))).toBe(
      "the access model is not expected to allow alice@contoso.com to delete pods on prod/pay (activated), but it does:\n" +
        "  alice@contoso.com is a member of ops, which is eligible for admins for 180d (2h, mfa, justification, approval by bob@contoso.com), which has cluster admin on prod",
    );
  });

  test("shows why it is not allowed", () => {
    expect(saying(() => expect(models).toAllow({ ...deed, principal: "bob" }))).toBe(
      "the access model is expected to allow bob@contoso.com to delete pods on prod/pay (activated), but it does not:\n  bob@contoso.com has nothing on prod",
    );
  });

  test("fails with and without not where only the tenant knows", () => {
    const open = {
      ...models,
      groups: [...models.groups, existingGroup("sre")],
      grants: [grant("prod", "writer", "sre")],
    };
    const bob = { ...deed, principal: "bob" };
    const said =
      "whether the access model allows bob@contoso.com to delete pods on prod/pay (activated) is not known here:\n  whether bob@contoso.com is a member of sre";
    expect(saying(() => expect(open).toAllow(bob))).toBe(said);
    expect(saying(() => expect(open).not.toAllow(bob))).toBe(said);
  });

  test("says which word nobody knows, and which may mean two things", () => {
    expect(saying(() => expect(models).toAllow({ ...deed, principal: "opps" }))).toBe(
      'principal: "opps" is no principal that the models know; did you mean "ops"? (QUESTION_REFERENCE)',
    );
    expect(saying(() => expect(models).toAllow({ ...deed, cluster: "prd" }))).toBe(
      'cluster: "prd" is no cluster that the models know; did you mean "prod"? (QUESTION_REFERENCE)',
    );
    expect(saying(() => expect(models).toAllow({ ...deed, cluster: "ops" }))).toBe(
      'cluster: "ops" is no cluster that the models know (QUESTION_REFERENCE)',
    );
    const two = { ...models, clusters: [cluster("a/prod", { name: "x" }), cluster("b/prod", { name: "y" })] };
    expect(saying(() => expect(two).toAllow(deed))).toBe(
      'cluster: "prod" may be a/prod or b/prod: name one by its id (QUESTION_REFERENCE)',
    );
  });

  test("does not pass for a person or a namespace that is nearly one of those there are, with not either", () => {
    const slips = { ...deed, principal: "alcie@contoso.com", namespace: "pya" };
    for (const fails of [() => expect(models).toAllow(slips), () => expect(models).not.toAllow(slips)]) {
      expect(saying(fails)).toBe(
        'principal: no model has "alcie@contoso.com"; did you mean "alice@contoso.com"?; allowed: somebody whom the models have, or the object id of somebody whom only the tenant knows (QUESTION_REFERENCE)\n' +
          'namespace: nobody has a role in the namespace "pya" of prod; did you mean "pay"?; allowed: a namespace in which somebody has a role, or one that is called less like it (QUESTION_REFERENCE)',
      );
    }
    expect(models).not.toAllow({ ...deed, verb: "get", namespace: "checkout", when: "standing" });
  });

  test("does not pass for a deed that there is not, with not either", () => {
    const slips = { ...deed, verb: "delet", resource: "pdos" };
    for (const fails of [() => expect(models).toAllow(slips), () => expect(models).not.toAllow(slips)]) {
      expect(saying(fails)).toMatch(
        /^verb: "delet" is no verb; did you mean "delete".*\nresource: "pdos" is no resource .* did you mean "pods"/,
      );
    }
  });

  test("says what can be looked at", () => {
    for (const wrong of [undefined, null, "prod", 1, {}]) {
      expect(saying(() => expect(wrong).toAllow(deed))).toBe(
        "this is neither a stack nor an app, nor an access model or a list of them (QUESTION_SUBJECT)",
      );
    }
    expect(saying(() => expect([]).toAllow(deed))).toBe(
      "there is nothing to look at: no stack is in it, and no model (QUESTION_SUBJECT)",
    );
    expect(saying(() => expect(newApp()).toAllow(deed))).toBe(
      "there is nothing to look at: no stack is in it, and no model (QUESTION_SUBJECT)",
    );
  });
});

describe("toHaveNoStandingClusterAdmins", () => {
  const standing = { ...models, groups: [group("admins", ["alice"])], assignments: [] };

  test("passes where everybody has to activate", () => {
    expect(models).toHaveNoStandingClusterAdmins();
    expect(saying(() => expect(models).not.toHaveNoStandingClusterAdmins())).toBe(
      "standing cluster administrators are expected, but there are none",
    );
  });

  test("shows who is one", () => {
    expect(standing).not.toHaveNoStandingClusterAdmins();
    expect(saying(() => expect(standing).toHaveNoStandingClusterAdmins())).toBe(
      "no standing cluster administrators are expected, but there are:\n  alice@contoso.com is a member of admins, which has cluster admin on prod",
    );
  });

  test("counts who is one for a time", () => {
    const active = { ...models, assignments: [assignment("active", "admins", "alice")] };
    expect(active).not.toHaveNoStandingClusterAdmins();
  });

  test("fails both ways where only the tenant knows, unless that is allowed", () => {
    const open = { ...models, clusters: [cluster("prod", { adminGroups: { unknown: "only the tenant knows" } })] };
    const said =
      "whether there are standing cluster administrators is not known here:\n  admin groups of prod: only the tenant knows";
    expect(saying(() => expect(open).toHaveNoStandingClusterAdmins())).toBe(said);
    expect(saying(() => expect(open).not.toHaveNoStandingClusterAdmins())).toBe(said);
    expect(open).toHaveNoStandingClusterAdmins({ allowUnknown: true });
  });
});

describe("toBeUnreachableWithout", () => {
  test("passes where a policy that is on asks for it on every way", () => {
    expect(models).toBeUnreachableWithout("compliantDevice");
    expect(saying(() => expect(models).not.toBeUnreachableWithout("compliantDevice"))).toBe(
      "ways in without compliantDevice are expected, but there are none",
    );
  });

  test("shows the ways without, and what their sign-in asks", () => {
    expect(saying(() => expect(models).toBeUnreachableWithout("mfa"))).toBe(
      "no ways in without mfa are expected, but there are:\n" +
        "  alice@contoso.com is a member of ops, which has RBAC Reader on prod/pay; sign-in: people (compliantDevice)",
    );
    const none = { ...models, policies: [] };
    expect(saying(() => expect(none).toBeUnreachableWithout("compliantDevice"))).toContain(
      "RBAC Reader on prod/pay; sign-in: no policy",
    );
  });

  test("fails both ways where only the tenant knows, unless that is allowed", () => {
    const open = { ...models, policies: [policy("people", ["role:x"])] };
    const line =
      "alice@contoso.com is a member of ops, which has RBAC Reader on prod/pay; sign-in: people? (compliantDevice)";
    expect(saying(() => expect(open).toBeUnreachableWithout("compliantDevice"))).toContain(
      `is not known here:\n  ${line}`,
    );
    expect(saying(() => expect(open).not.toBeUnreachableWithout("compliantDevice"))).toContain("is not known here:");
    expect(open).toBeUnreachableWithout("compliantDevice", { allowUnknown: true });
  });

  test("says what can be asked for", () => {
    expect(saying(() => expect(models).toBeUnreachableWithout("device" as "mfa"))).toBe(
      '"device" is nothing that a sign-in or an activation asks for; allowed: mfa, compliantDevice, domainJoinedDevice, compliantApplication, passwordChange, authenticationStrength, activation, approval, justification or ticket',
    );
  });
});

describe("toHaveFindings", () => {
  const broken = {
    ...models,
    clusters: [
      cluster("prod", {
        adminGroups: ["admins"],
        localAccountsDisabled: false,
        authorizedIpRanges: ["203.0.113.0/24"],
      }),
    ],
    expectations: [
      {
        id: "s/.guardrails/0",
        cannot: {
          principal: "alice",
          verb: "get",
          resource: "pods",
          cluster: "prod",
          namespace: "pay",
          when: "standing" as const,
        },
      },
    ],
  };
  const lines = (subject: unknown) =>
    accessMatchers.toHaveFindings.call({}, subject, []).message().split("\n").slice(1);
  const all = lines(broken).map((line) => {
    const [, severity, rule, subject] = /^ {2}not expected: (\w+) (\S+) (\S*):/.exec(line) ?? [];
    return { severity: severity as "error", rule, subject };
  });

  test("shows each finding that is not expected", () => {
    expect(lines(broken)).toContain(
      "  not expected: error EXPECT 0: alice@contoso.com can get pods on prod/pay, and is expected not to: alice@contoso.com is a member of ops, which has RBAC Reader on prod/pay",
    );
    expect(lines(broken).filter((l) => l.startsWith("  not expected: error CL-01 prod: "))).toHaveLength(1);
    expect(all.filter((one) => one.rule === "EXPECT")).toHaveLength(1);
  });

  test("passes for exactly what is found, named as one likes, and fails for one less or more", () => {
    const local = all.find((one) => one.rule === "CL-01")!;
    const others = all.filter((one) => one !== local);
    expect(broken).toHaveFindings(all.map(({ rule }) => rule));
    expect(broken).toHaveFindings(all.map(({ rule, subject }) => `${rule} ${subject}`));
    expect(broken).toHaveFindings([{ rule: "CL-01", subject: "prod", severity: "error" }, ...others]);
    expect(broken).not.toHaveFindings(others);
    expect(
      saying(() => expect(broken).toHaveFindings([...all, "XX-99 prod", { rule: "XX-98", severity: "info" }])),
    ).toBe("the findings are not those that are expected:\n  missing: XX-99 prod\n  missing: XX-98 info");
    expect(saying(() => expect(broken).not.toHaveFindings(all))).toBe(
      "the findings are expected not to be these, but they are",
    );
    expect(broken).not.toHaveFindings([{ ...local, severity: "info" }, ...others]);
    expect(broken).not.toHaveFindings([{ ...local, subject: "elsewhere" }, ...others]);
  });

  test("leaves what is acknowledged aside", () => {
    const guardrails = [
      {
        id: "s/.guardrails",
        profile: "recommended" as const,
        acknowledge: [{ rule: "CL-01", on: null, reason: "r", until: null }],
      },
    ];
    expect(lines({ ...broken, guardrails }).filter((l) => l.includes("CL-01"))).toEqual([]);
  });
});

describe("on constructs", () => {
  const app = newApp();
  const identity = new AccessStack(app, "identity", { tenantId: TENANT });
  const alice = EntraUser.fromObjectId(identity, "33333333-3333-4333-8333-333333333331");
  const ops = new EntraGroup(identity, "ops", { members: [alice], owners: [alice], roleAssignable: true });
  const admins = new JitGroup(identity, "admins", { owners: [alice] });
  admins.assignEligible(ops, { expiration: Expiration.at("2027-06-30"), justification: "Rota" });
  const stack = (id: string) => new AccessStack(app, id, { tenantId: TENANT, subscriptionId: SUBSCRIPTION });
  const prod = stack("prod");
  const made = AksCluster.fromClusterAttributes(prod, "weu", {
    resourceGroup: "rg",
    assume: { azureRbac: true, adminGroups: [], localAccounts: "disabled" },
  } as never);
  made.access.grantClusterAdmin(admins);
  const test_ = stack("test");
  const other = AksCluster.fromClusterAttributes(test_, "t", { resourceGroup: "rg", assume: { azureRbac: true } });
  other.access.grantClusterAdmin(ops);

  test("a stack is seen with all of its app, and is about its own clusters", () => {
    expect(prod).toAllow({ principal: ops, verb: "delete", resource: "pods", cluster: made });
    expect(prod).not.toAllow({ principal: ops, verb: "delete", resource: "pods", cluster: "weu", when: "standing" });
    expect(prod).toHaveNoStandingClusterAdmins();
    expect(test_).not.toHaveNoStandingClusterAdmins();
    expect(made).toHaveNoStandingClusterAdmins();
  });

  test("an app, and a stack without clusters, are about all of them", () => {
    expect(app).not.toHaveNoStandingClusterAdmins();
    expect(identity).not.toHaveNoStandingClusterAdmins();
  });

  test("the findings of a stack are those about it", () => {
    const of = (subject: unknown) => accessMatchers.toHaveFindings.call({}, subject, []).message();
    expect(of(test_)).not.toContain(" weu:");
    expect(of(app)).toContain(" weu:");
  });

  test("the snapshot of a stack has the ways to its clusters, one a line, sorted", () => {
    const lines = accessSnapshot(prod).trimEnd().split("\n");
    expect(lines).toEqual([...lines].sort());
    expect(lines.filter((l) => l.includes(": RBAC Cluster Admin"))).toEqual([
      expect.stringMatching(
        /^33333333-3333-4333-8333-333333333331 -> weu: RBAC Cluster Admin, eligible via ops > admins \(eligible until 2027-06-30T23:59:59Z: /,
      ),
    ]);
    expect(
      accessSnapshot(app)
        .split("\n")
        .some((l) => l.includes("-> t: ")),
    ).toBe(true);
    expect(accessSnapshot(identity)).toBe(accessSnapshot(app));
  });
});

test("a snapshot of models shows the access of all of them", () => {
  expect(accessSnapshot(models)).toBe(
    "alice@contoso.com -> prod/pay: RBAC Reader, standing via ops; sign-in: people (compliantDevice)\n" +
      "alice@contoso.com -> prod: cluster admin, eligible via ops > admins (eligible for 180d: 2h, mfa, justification, approval by bob@contoso.com); sign-in: people (compliantDevice)\n" +
      "prod: Entra sign-in ?, Azure RBAC on, local accounts off, run command off, private no, addresses all, Kubernetes ?, audit logs none\n",
  );
  expect(accessSnapshot([model({ principals: [account("x", 1)] })])).toBe("");
});
