import { type AccessModel, type AccessPath, estateOf, holdingOf, pathsOf } from "../../lib/access";
import {
  account,
  application,
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

/** A path in short: who, steps, how, what, where. */
function short({ principal, via, mode, right, certainty }: AccessPath): string {
  const steps = via.map((h) => `${h.kind}${h.kind === "owner" || h.accessId === "member" ? "" : " owner"} ${h.group}`);
  const where = right.namespace === null ? right.cluster : `${right.cluster}/${right.namespace}`;
  const what = `${right.kind === "azure-role" ? right.roleName.replace("Azure Kubernetes Service ", "") : right.kind} on ${where}`;
  return [principal, ...steps, `${mode}: ${what}${certainty === "yes" ? "" : "?"}`].join(" > ");
}

const shorts = (...models: AccessModel[]) => pathsOf(estateOf(models)).map(short);

test("a role of one's own is a path of no step", () => {
  const paths = pathsOf(
    estateOf([
      model({ principals: [user("alice")], clusters: [cluster("c")], grants: [grant("c/pay", "reader", "alice")] }),
    ]),
  );
  expect(paths).toEqual([
    {
      principal: "alice",
      via: [],
      mode: "standing",
      right: {
        kind: "azure-role",
        role: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
        roleName: "Azure Kubernetes Service RBAC Reader",
        cluster: "c",
        namespace: "pay",
        entry: "c/pay/reader/alice",
      },
      gates: { activations: [], policies: { before: [], after: [], azure: [] }, longestUse: { kind: "endless" } },
      certainty: "yes",
      unknowns: [],
    },
  ]);
});

test("a member of a group in a group has what the outer one has", () => {
  const models = model({
    principals: [user("alice")],
    groups: [group("outer", ["inner"]), group("inner", ["alice"])],
    clusters: [cluster("c")],
    grants: [grant("c", "reader", "outer")],
  });
  expect(shorts(models)).toEqual(["alice > member inner > member outer > standing: RBAC Reader on c"]);
});

test("two ways into one group are two paths, and a circle of groups ends", () => {
  const models = model({
    principals: [user("alice")],
    groups: [group("a", ["alice", "b"]), group("b", ["alice", "a"])],
    clusters: [cluster("c")],
    grants: [grant("c", "reader", "a")],
  });
  expect(shorts(models)).toEqual([
    "alice > member a > standing: RBAC Reader on c",
    "alice > member b > member a > standing: RBAC Reader on c",
  ]);
});

test("an eligible member has it after an activation, with its rules, its approvers and at most its window and a token", () => {
  const models = model({
    principals: [user("alice"), user("dave")],
    groups: [jitGroup("admins"), group("ops", ["alice"]), group("approvers", ["dave"])],
    assignments: [assignment("eligible", "admins", "ops", { expiration: "2027-06-30T23:59:59Z" })],
    roleSettings: [settings("admins", { ticket: true, approvers: ["approvers"] })],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  const [path, ...more] = pathsOf(estateOf([models]));
  expect(more).toEqual([]);
  expect(short(path)).toBe("alice > member ops > eligible admins > eligible: cluster-admin on c");
  expect(path.via[1]).toEqual({
    kind: "eligible",
    group: "admins",
    accessId: "member",
    entry: "admins/eligible/ops",
    ends: "2027-06-30T23:59:59Z",
  });
  expect(path.gates.activations).toEqual([
    {
      group: "admins",
      accessId: "member",
      settings: "admins/member-settings",
      maximum: "PT2H",
      mfa: true,
      authenticationContext: null,
      justification: true,
      ticket: true,
      approvers: ["approvers"],
    },
  ]);
  expect(path.gates.longestUse).toEqual({ kind: "window", window: "PT2H", minutes: { from: 180, to: 195 } });
});

test("an eligible member of a group without stated role settings: nobody knows what an activation asks", () => {
  const models = model({
    principals: [user("alice")],
    groups: [jitGroup("admins")],
    assignments: [assignment("eligible", "admins", "alice")],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  const [{ gates }] = pathsOf(estateOf([models]));
  const unknown = { unknown: "nobody states the role settings" };
  expect(gates.activations).toEqual([
    {
      group: "admins",
      accessId: "member",
      settings: null,
      maximum: unknown,
      mfa: unknown,
      authenticationContext: unknown,
      justification: unknown,
      ticket: unknown,
      approvers: unknown,
    },
  ]);
  expect(gates.longestUse).toEqual({ kind: "unknown", ...unknown });
});

test("an activation in a chain of two counts from the last one", () => {
  const models = model({
    principals: [user("alice")],
    groups: [jitGroup("first"), jitGroup("second")],
    assignments: [assignment("eligible", "first", "alice"), assignment("eligible", "second", "first")],
    roleSettings: [settings("first"), settings("second", { maximum: "PT8H" })],
    clusters: [cluster("c", { adminGroups: ["second"] })],
  });
  const [{ gates }] = pathsOf(estateOf([models]));
  expect(gates.activations.map((a) => a.group)).toEqual(["first", "second"]);
  expect(gates.longestUse).toEqual({ kind: "window", window: "PT8H", minutes: { from: 540, to: 555 } });
});

test.each([
  ["PT8H", { kind: "window", window: "PT8H", minutes: { from: 540, to: 555 } }],
  ["2026-12-01T18:00:00Z", { kind: "until", until: "2026-12-01T18:00:00Z", minutes: { from: 60, to: 75 } }],
  ["permanent", { kind: "endless" }],
  ["P6M", { kind: "unknown", unknown: "P6M depends on the calendar" }],
  [{ unknown: "changed by hand" }, { kind: "unknown", unknown: "changed by hand" }],
])("an active assignment that ends %j is used at most so long", (expiration, longestUse) => {
  const models = model({
    principals: [user("carol")],
    groups: [jitGroup("admins")],
    assignments: [assignment("active", "admins", "carol", { expiration })],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  const [path] = pathsOf(estateOf([models]));
  expect(short(path)).toBe("carol > active admins > active: cluster-admin on c");
  expect(path.gates.longestUse).toEqual(longestUse);
  expect(path.gates.activations).toEqual([]);
});

test.each([
  ["PT8H", "PT4H", "PT4H"],
  ["permanent", "PT4H", "PT4H"],
  ["PT4H", "permanent", "PT4H"],
])("of two active assignments on a way, %s and %s, the one that ends first counts", (first, second, window) => {
  const models = model({
    principals: [user("carol")],
    groups: [jitGroup("inner"), jitGroup("admins")],
    assignments: [
      assignment("active", "inner", "carol", { expiration: first }),
      assignment("active", "admins", "inner", { expiration: second }),
    ],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  expect(pathsOf(estateOf([models]))[0].gates.longestUse).toMatchObject({ window });
});

test("the earlier of two dates counts", () => {
  const models = model({
    principals: [user("carol")],
    groups: [jitGroup("inner"), jitGroup("admins")],
    assignments: [
      assignment("active", "inner", "carol", { expiration: "2027-01-01T00:00:00Z" }),
      assignment("active", "admins", "inner", { expiration: "2026-12-01T00:00:00Z" }),
    ],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  expect(pathsOf(estateOf([models]))[0].gates.longestUse).toMatchObject({ until: "2026-12-01T00:00:00Z" });
});

describe("emergency access", () => {
  const emergencyAccess = [{ id: "emergency", accounts: ["x"], clusterAdmin: "breakglass" }];
  const clusters = [cluster("c")];

  test("its accounts are in by it, others in its group are just standing", () => {
    const models = model({
      principals: [account("x", 1), account("y", 2), application("app", 3)],
      groups: [group("breakglass", ["x", "y", "app"])],
      emergencyAccess,
      clusters,
      grants: [grant("c", "clusterAdmin", "breakglass")],
    });
    expect(shorts(models)).toEqual([
      "app > member breakglass > standing: RBAC Cluster Admin on c",
      "x > emergency breakglass > emergency: RBAC Cluster Admin on c",
      "y > member breakglass > standing: RBAC Cluster Admin on c",
    ]);
  });

  test("who may be an account is in by it through its group, and standing through any other", () => {
    const models = model({
      principals: [account("x", 1), user("alice")],
      groups: [group("breakglass", ["alice"]), group("others", ["alice"])],
      emergencyAccess,
      clusters,
      grants: [grant("c", "clusterAdmin", "breakglass"), grant("c", "reader", "others")],
    });
    expect(shorts(models)).toEqual([
      "alice > member breakglass > emergency: RBAC Cluster Admin on c",
      "alice > member others > standing: RBAC Reader on c",
    ]);
  });

  test("an account that is active elsewhere is still one; one that must activate is not in by emergency", () => {
    const models = model({
      principals: [account("x", 1)],
      groups: [jitGroup("a"), jitGroup("b")],
      assignments: [assignment("active", "a", "x"), assignment("eligible", "b", "x")],
      roleSettings: [settings("b")],
      emergencyAccess: [{ id: "emergency", accounts: ["x"] }],
      clusters,
      grants: [grant("c", "reader", "a"), grant("c", "writer", "b")],
    });
    expect(shorts(models)).toEqual([
      "x > active a > emergency: RBAC Reader on c",
      "x > eligible b > eligible: RBAC Writer on c",
    ]);
  });

  test("a group that exists as the emergency group is emergency itself", () => {
    const models = model({
      principals: [account("x", 1)],
      groups: [existingGroup("breakglass")],
      emergencyAccess,
      clusters,
      grants: [grant("c", "clusterAdmin", "breakglass")],
    });
    expect(shorts(models)).toEqual(["breakglass > emergency: RBAC Cluster Admin on c"]);
  });
});

test("whoever owns a group, or may own it after an activation, reaches it by changing it", () => {
  const models = model({
    principals: [user("bob"), user("carol"), user("dave")],
    groups: [jitGroup("admins", { owners: ["dave"] })],
    assignments: [
      assignment("eligible", "admins", "bob", { accessId: "owner", id: "e" }),
      assignment("active", "admins", "carol", { accessId: "owner", id: "a" }),
    ],
    roleSettings: [settings("admins"), settings("admins", { maximum: "PT1H" }, "owner")],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  expect(shorts(models)).toEqual([
    "bob > eligible owner admins > control-plane: cluster-admin on c",
    "carol > active owner admins > control-plane: cluster-admin on c",
    "dave > owner admins > control-plane: cluster-admin on c",
  ]);
  const paths = pathsOf(estateOf([models]));
  expect(paths.map((p) => p.gates.longestUse)).toEqual(paths.map(() => ({ kind: "endless" })));
  expect(paths.map((p) => p.gates.activations.map((a) => a.maximum))).toEqual([["PT1H"], [], []]);
  expect(paths.map(holdingOf)).toEqual(["control-plane", "control-plane", "control-plane"]);
});

test("the owner of a group that is eligible reaches what it is eligible for", () => {
  const models = model({
    principals: [user("dave")],
    groups: [group("ops", [], { owners: ["dave"] }), jitGroup("admins")],
    assignments: [assignment("eligible", "admins", "ops")],
    roleSettings: [settings("admins")],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  expect(shorts(models)).toEqual(["dave > owner ops > eligible admins > control-plane: cluster-admin on c"]);
});

test("whoever applies a stack reaches the groups that it makes and the clusters that it declares, and no others", () => {
  const identity = model({
    stack: "identity",
    principals: [application("app", 9)],
    groups: [jitGroup("admins"), existingGroup("sre")],
    deployers: [{ id: "identity/deployer", principal: "app" }],
  });
  const prod = model({
    stack: "prod",
    clusters: [cluster("c"), cluster("d")],
    grants: [grant("c", "clusterAdmin", "admins"), grant("c", "reader", "sre")],
    deployers: [{ id: "prod/deployer", principal: "runner" }],
    principals: [application("runner", 8)],
  });
  const other = model({ stack: "other", clusters: [cluster("e")] });
  expect(shorts(prod, identity, other)).toEqual([
    "app > deployer owner admins > control-plane: RBAC Cluster Admin on c",
    "runner > deployer owner c > control-plane: control-plane on c",
    "runner > deployer owner d > control-plane: control-plane on d",
    "sre > standing: RBAC Reader on c",
  ]);
  const [, runner] = pathsOf(estateOf([prod, identity]));
  expect(runner.right).toEqual({
    kind: "control-plane",
    roleName: "applies the stack",
    cluster: "c",
    namespace: null,
    entry: "prod/deployer",
  });
  expect(runner.via).toEqual([{ kind: "deployer", group: "c", accessId: "owner", entry: "prod/deployer", ends: null }]);
});

test("a role that changes the cluster, or the roles on it, is as good as an administrator", () => {
  const owner = { ...grant("c", "user", "bob"), id: "c/owner/bob", role: "8E3AF657-A8FF-443C-A75C-2FE8C4BCB635" };
  const access = { ...grant("c", "user", "erin"), id: "c/uaa/erin", role: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9" };
  const models = model({
    principals: ["alice", "bob", "carol", "erin", "frank"].map((n) => user(n)),
    clusters: [cluster("c")],
    groups: [jitGroup("ops")],
    assignments: [assignment("eligible", "ops", "frank")],
    roleSettings: [settings("ops")],
    grants: [
      grant("c", "contributor", "alice"),
      owner,
      grant("c", "admin", "carol"),
      access,
      grant("c", "contributor", "ops"),
    ],
  });
  expect(shorts(models).filter((s) => s.includes("control-plane on"))).toEqual([
    "alice > control-plane: control-plane on c",
    "bob > control-plane: control-plane on c",
    "carol > control-plane: control-plane on c",
    "erin > control-plane: control-plane on c",
    "frank > eligible ops > control-plane: control-plane on c",
  ]);
  const held = pathsOf(estateOf([models])).filter((p) => p.right.kind === "control-plane");
  expect(held.map(holdingOf)).toEqual(["standing", "standing", "standing", "standing", "eligible"]);
});

test("the same role in a namespace changes nothing, nor do roles that only read or only reach the data", () => {
  const models = model({
    principals: [user("alice")],
    clusters: [cluster("c")],
    grants: [
      grant("c/pay", "admin", "alice"),
      grant("c", "reader", "alice"),
      grant("c", "writer", "alice"),
      grant("c", "clusterAdmin", "alice"),
      grant("c", "user", "alice"),
      grant("c", "adminCredential", "alice"),
    ],
  });
  expect(shorts(models).filter((s) => !s.includes("standing: "))).toEqual([]);
});

test.each([
  [true, []],
  [false, ["yes"]],
  [{ unknown: "only the tenant knows" }, ["unknown"]],
])(
  "with local accounts disabled: %j, the administrator's credential is a way in",
  (localAccountsDisabled, certainties) => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("c", { localAccountsDisabled })],
      policies: [
        policy("p", ["alice"]),
        policy("arm", ["alice"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] }),
      ],
      grants: [grant("c", "adminCredential", "alice")],
    });
    const local = pathsOf(estateOf([models])).filter((p) => p.right.kind === "cluster-admin");
    expect(local.map((p) => p.certainty)).toEqual(certainties);
    expect(local.flatMap((p) => p.unknowns)).toEqual(
      certainties[0] === "unknown" ? ["local accounts of c: only the tenant knows"] : [],
    );
    expect(local.map((p) => p.right.roleName)).toEqual(
      certainties.map(() => "local administrator (Azure Kubernetes Service Cluster Admin Role)"),
    );
    for (const { gates } of local) {
      expect(gates.policies.before.concat(gates.policies.after)).toEqual([]);
      expect(gates.policies.azure.map((g) => g.policy)).toEqual(["arm"]);
      expect(gates.longestUse).toEqual({ kind: "endless" });
    }
  },
);

test("an activation does not shorten the use of the local administrator's certificate", () => {
  const models = model({
    principals: [user("alice")],
    groups: [jitGroup("ops")],
    assignments: [assignment("eligible", "ops", "alice")],
    roleSettings: [settings("ops")],
    clusters: [cluster("c", { localAccountsDisabled: false })],
    grants: [grant("c", "contributor", "ops")],
  });
  const paths = pathsOf(estateOf([models]));
  expect(paths.map((p) => [p.right.kind, p.gates.longestUse.kind, p.gates.activations.length])).toEqual([
    ["cluster-admin", "endless", 1],
    ["azure-role", "window", 1],
    ["control-plane", "window", 1],
  ]);
});

test("a role that is not built in may allow anything: unknown, with its name or its GUID", () => {
  const role = "11111111-2222-4333-8444-555555555555";
  const models = model({
    principals: [user("alice")],
    clusters: [cluster("c")],
    grants: [
      { ...grant("c", "user", "alice"), id: "1", role, roleName: { unknown: "not built in" } },
      { ...grant("c", "user", "alice"), id: "2", role, roleName: "Auditor" },
      { ...grant("c", "user", "alice"), id: "3", role: { unknown: "a token" }, roleName: { unknown: "a token" } },
    ],
  });
  expect(pathsOf(estateOf([models])).map((p) => [p.right.roleName, p.certainty, p.unknowns])).toEqual([
    [role, "unknown", [`what ${role} allows: it is no built-in role of AKS`]],
    ["Auditor", "unknown", ["what Auditor allows: it is no built-in role of AKS"]],
    [
      "a role that only Terraform knows",
      "unknown",
      ["what a role that only Terraform knows allows: it is no built-in role of AKS"],
    ],
  ]);
});

test("a role inside Kubernetes is unknown where Azure RBAC is; the kubeconfig is not", () => {
  const models = model({
    principals: [user("alice")],
    clusters: [cluster("c", { azureRbac: { unknown: "only the tenant knows" } })],
    grants: [grant("c", "reader", "alice"), grant("c", "user", "alice")],
  });
  expect(pathsOf(estateOf([models])).map((p) => [p.right.roleName, p.unknowns])).toEqual([
    ["Azure Kubernetes Service Cluster User Role", []],
    ["Azure Kubernetes Service RBAC Reader", ["Azure RBAC of c: only the tenant knows"]],
  ]);
});

test("paths are those of a principal, on a cluster, in a namespace, where that is asked", () => {
  const estate = estateOf([
    model({
      principals: [user("alice"), user("bob")],
      groups: [jitGroup("admins"), group("ops", ["alice"])],
      clusters: [cluster("c"), cluster("d", { adminGroups: ["admins"] })],
      grants: [
        grant("c/pay", "reader", "ops"),
        grant("c/shop", "reader", "ops"),
        grant("c", "user", "ops"),
        grant("d", "user", "bob"),
      ],
    }),
  ]);
  const asked = (filter: Parameters<typeof pathsOf>[1]) => pathsOf(estate, filter).map(short);
  expect(asked({ principal: "BOB@contoso.com" })).toEqual(["bob > standing: Cluster User Role on d"]);
  expect(asked({ cluster: "c", namespace: "pay" })).toEqual([
    "alice > member ops > standing: Cluster User Role on c",
    "alice > member ops > standing: RBAC Reader on c/pay",
  ]);
  expect(asked({ principal: "ops", namespace: "shop" })).toEqual([
    "ops > standing: Cluster User Role on c",
    "ops > standing: RBAC Reader on c/shop",
  ]);
  expect(asked({ principal: "admins" })).toEqual(["admins > standing: cluster-admin on d"]);
  expect(asked({ principal: "zed@contoso.com" })).toEqual([]);
});

test("how a right is held is told of every path, whatever the right is", () => {
  const models = model({
    principals: ["alice", "bob", "carol"].map((n) => user(n)),
    groups: [jitGroup("ops")],
    assignments: [assignment("active", "ops", "alice"), assignment("eligible", "ops", "bob")],
    roleSettings: [settings("ops")],
    clusters: [cluster("c")],
    grants: [grant("c", "contributor", "ops"), grant("c", "reader", "carol")],
  });
  const held = pathsOf(estateOf([models])).map((p) => `${p.principal} ${p.right.kind} ${p.mode} ${holdingOf(p)}`);
  expect(held).toEqual([
    "alice azure-role active active",
    "alice control-plane control-plane active",
    "bob azure-role eligible eligible",
    "bob control-plane control-plane eligible",
    "carol azure-role standing standing",
  ]);
});

test("a group that is in itself, one that is named twice, and one that two stacks name add nothing", () => {
  const clusters = [cluster("c", { adminGroups: ["g", "g"] })];
  const one = model({ principals: [user("alice")], groups: [group("g", ["g", "alice", "alice"])], clusters });
  const two = model({ stack: "t", principals: [user("t/alice", { userPrincipalName: "Alice@contoso.com" })] });
  expect(shorts(one, two)).toEqual(["alice > member g > standing: cluster-admin on c"]);
});

test("of the ways through groups that are all in each other, only the shortest are told apart", () => {
  const names = Array.from({ length: 10 }, (_, i) => `g${i}`);
  const models = model({
    principals: [user("alice")],
    groups: names.map((g) => group(g, g === "g9" ? [...names, "alice"] : names)),
    clusters: [cluster("c", { adminGroups: ["g0"] })],
  });
  const lengths = pathsOf(estateOf([models])).map((p) => p.via.length);
  expect(lengths[0]).toBe(2);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(lengths).toHaveLength(20);
});

test("who applies two stacks reaches the clusters of both, and so does whoever joins what applies one", () => {
  const stack = (name: string, principal: string) =>
    model({ stack: name, clusters: [cluster(`${name}/c`)], deployers: [{ id: `${name}/deployer`, principal }] });
  const people = model({ stack: "people", principals: [user("alice"), user("bob")], groups: [group("team", ["bob"])] });
  expect(shorts(people, stack("a", "alice"), stack("b", "alice"), stack("c", "team"))).toEqual([
    "alice > deployer owner a/c > control-plane: control-plane on a/c",
    "alice > deployer owner b/c > control-plane: control-plane on b/c",
    "bob > member team > deployer owner c/c > control-plane: control-plane on c/c",
  ]);
});
