import { type AccessModel, type Answer, type Question, can, estateOf } from "../../lib/access";
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
  TENANT_KNOWS,
} from "../support/models";

function asked(models: AccessModel | AccessModel[], question: Partial<Question>): Answer {
  const estate = estateOf(Array.isArray(models) ? models : [models]);
  return can(estate, {
    principal: "alice",
    verb: "get",
    resource: "pods",
    cluster: "c",
    namespace: "pay",
    ...question,
  });
}

const reading = model({
  principals: [user("alice"), user("bob")],
  clusters: [cluster("c"), cluster("d")],
  grants: [grant("c/pay", "reader", "alice")],
});

test("yes comes with the path, in words", () => {
  const answer = asked(reading, {});
  expect(answer.answer).toBe("yes");
  expect(answer.why).toEqual(["alice@contoso.com has RBAC Reader on c/pay"]);
  expect(answer.paths.map((p) => p.right.entry)).toEqual(["c/pay/reader/alice"]);
});

test("no comes with what there is, and why it is not enough", () => {
  expect(asked(reading, { verb: "delete" })).toEqual({
    answer: "no",
    paths: [],
    why: [
      "alice@contoso.com has RBAC Reader on c/pay: it does not allow Microsoft.ContainerService/managedClusters/pods/delete",
    ],
  });
  expect(asked(reading, { namespace: "shop" }).why).toEqual([
    "alice@contoso.com has RBAC Reader on c/pay: it is another namespace",
  ]);
  expect(asked(reading, { resource: "nodes" }).why).toEqual([
    "alice@contoso.com has RBAC Reader on c/pay: a role in a namespace does not reach it",
  ]);
  expect(asked(reading, { cluster: "d" }).why).toEqual(["alice@contoso.com has nothing on d"]);
  expect(asked(reading, { principal: "zed@contoso.com" })).toEqual({
    answer: "no",
    paths: [],
    why: ["zed@contoso.com has nothing on c"],
  });
});

describe("a command that is several requests", () => {
  const drain = { verb: "drain", resource: "nodes", namespace: null };

  test("takes all of them, by one right that is named alone", () => {
    const admin = { ...reading, grants: [grant("c", "clusterAdmin", "alice"), grant("c", "reader", "alice")] };
    expect(asked(admin, drain)).toMatchObject({
      answer: "yes",
      why: ["alice@contoso.com has RBAC Cluster Admin on c"],
      paths: [{ right: { entry: "c/clusterAdmin/alice" } }],
    });
  });

  test("or by several", () => {
    const both = { ...reading, grants: [grant("c", "reader", "alice"), grant("c/pay", "writer", "alice")] };
    const debug = { verb: "debug", resource: "pods" };
    expect(asked(both, debug).answer).toBe("yes");
    const apart = { ...reading, grants: [grant("c/pay", "reader", "alice")] };
    expect(asked(apart, debug)).toEqual({
      answer: "no",
      paths: [],
      why: [
        "alice@contoso.com has RBAC Reader on c/pay: it does not allow Microsoft.ContainerService/managedClusters/pods/write",
      ],
    });
  });

  test("in every namespace where it is about a node, whichever is asked about", () => {
    const writer = { ...reading, grants: [grant("c/pay", "clusterAdmin", "alice")] };
    expect(asked(writer, { ...drain, namespace: "pay" }).answer).toBe("no");
  });

  test("is unknown where one of them is, and no where one is that", () => {
    const unknown = { ...reading, grants: [grant("c", "clusterAdmin", "ops")], groups: [existingGroup("ops")] };
    expect(asked(unknown, drain)).toMatchObject({
      answer: "unknown",
      why: ["whether alice@contoso.com is a member of ops"],
    });
    const partly = { ...unknown, grants: [grant("c", "reader", "ops")] };
    expect(asked(partly, drain).answer).toBe("no");
  });
});

test("of what somebody has and is not enough, what comes nearest is named first", () => {
  const several = {
    ...reading,
    grants: [
      grant("c", "user", "alice"),
      grant("c/shop", "clusterAdmin", "alice"),
      grant("c/pay", "reader", "alice"),
      grant("c/pay", "writer", "alice"),
    ],
  };
  expect(asked(several, { verb: "delete", resource: "resourcequotas" }).why.map((w) => w.replace(/:.*/, ""))).toEqual([
    "alice@contoso.com has RBAC Writer on c/pay",
    "alice@contoso.com has RBAC Reader on c/pay",
    "alice@contoso.com has Cluster User Role on c",
    "alice@contoso.com has RBAC Cluster Admin on c/shop",
  ]);
});

test("all namespaces need a role on the cluster", () => {
  expect(asked(reading, { namespace: null }).answer).toBe("no");
  expect(asked(reading, { namespace: undefined }).answer).toBe("no");
  const wide = { ...reading, grants: [grant("c", "reader", "alice")] };
  expect(asked(wide, { namespace: null }).answer).toBe("yes");
  expect(asked(wide, { namespace: "pay" }).answer).toBe("yes");
  expect(asked(wide, { resource: "nodes.metrics.k8s.io", namespace: null }).answer).toBe("yes");
});

test("an unknown cluster is unknown", () => {
  expect(asked(reading, { cluster: "x" })).toEqual({
    answer: "unknown",
    paths: [],
    why: ["no model has the cluster x"],
  });
});

test("discovery is open to everybody", () => {
  expect(asked(reading, { principal: "zed@contoso.com", resource: "/version" })).toEqual({
    answer: "yes",
    paths: [],
    why: ["every user who is signed in may: it lists what the API has"],
  });
});

test("a yes by less than one would think says so", () => {
  expect(asked(reading, { verb: "proxy", resource: "services" }).why).toEqual([
    "alice@contoso.com has RBAC Reader on c/pay",
    "reading services is enough to send HTTP GET through the API server to them, past network policies and ingress (from the sources of guard and Kubernetes, not tried)",
  ]);
});

test.each([
  ["1.34.2", "yes"],
  ["1.35", "no"],
  [{ unknown: "left to AKS" }, "unknown"],
])("port-forward by a reader on Kubernetes %j: %s", (kubernetesVersion, answer) => {
  const models = { ...reading, clusters: [cluster("c", { kubernetesVersion })] };
  const found = asked(models, { verb: "port-forward" });
  expect(found.answer).toBe(answer);
  if (answer === "unknown") {
    expect(found.why).toEqual(["the version of Kubernetes, which decides from 1.35 on: left to AKS"]);
    expect(found.paths).toHaveLength(1);
  }
  const writer = { ...models, grants: [grant("c/pay", "writer", "alice")] };
  expect(asked(writer, { verb: "port-forward" }).answer).toBe("yes");
});

describe("when", () => {
  const models = model({
    principals: ["alice", "bob", "carol", "dave"].map((n) => user(n)),
    groups: [jitGroup("admins", { owners: ["dave"] }), group("ops", ["alice"])],
    assignments: [assignment("eligible", "admins", "ops"), assignment("active", "admins", "carol")],
    roleSettings: [settings("admins")],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
    grants: [grant("c", "contributor", "bob")],
  });
  const answers = (principal: string) =>
    (["standing", "activated", "ever"] as const).map((when) => asked(models, { principal, when }).answer);

  test("standing is now, activated after an activation, ever by any change", () => {
    expect(answers("alice")).toEqual(["no", "yes", "yes"]);
    expect(answers("carol")).toEqual(["yes", "yes", "yes"]);
    expect(answers("bob")).toEqual(["no", "no", "yes"]);
    expect(answers("dave")).toEqual(["no", "no", "yes"]);
  });

  test("a no says what another time would give", () => {
    expect(asked(models, { when: "standing" }).why).toEqual([
      "not standing; after an activation: alice@contoso.com is a member of ops, which is eligible for admins for 180d (2h, mfa, justification), which has cluster admin on c",
    ]);
    expect(asked(models, { principal: "dave", when: "activated" }).why).toEqual([
      "not activated; by a change: dave@contoso.com owns and can join admins, which has cluster admin on c",
    ]);
    expect(asked(models, { principal: "bob", when: "standing" }).why).toEqual([
      "bob@contoso.com has Contributor Role on c: it does not allow Microsoft.ContainerService/managedClusters/pods/read",
      "not standing; by a change: bob@contoso.com has Contributor Role on c and can change who has access",
    ]);
  });

  test("of a group, it is about whoever is in it", () => {
    expect(answers("ops")).toEqual(["no", "yes", "yes"]);
    expect(answers("admins")).toEqual(["yes", "yes", "yes"]);
  });
});

describe("what only the tenant knows", () => {
  test("whether somebody is in a group that somebody else fills", () => {
    const models = { ...reading, groups: [existingGroup("sre")], grants: [grant("c/pay", "writer", "sre")] };
    expect(asked(models, {})).toEqual({
      answer: "unknown",
      paths: [],
      why: ["whether alice@contoso.com is a member of sre"],
    });
    expect(asked(models, { namespace: "shop" }).answer).toBe("no");
    expect(asked(models, { principal: "sre" }).answer).toBe("yes");
    expect(
      asked({ ...models, groups: [existingGroup("sre", { members: ["bob"] })] }, { when: "activated" }).answer,
    ).toBe("no");
    expect(
      asked({ ...models, groups: [existingGroup("sre", { members: ["bob"] })] }, { principal: "bob" }).answer,
    ).toBe("yes");
  });

  test("whether somebody is in a group that is eligible, and only where that counts", () => {
    const models = {
      ...reading,
      groups: [existingGroup("sre"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "sre")],
      clusters: [cluster("c", { adminGroups: ["admins"] })],
      grants: [],
    };
    expect(asked(models, { when: "standing" }).answer).toBe("no");
    expect(asked(models, { when: "activated" }).why).toEqual(["whether alice@contoso.com is a member of sre"]);
  });

  test("whether a sign-in name and an object id are one person", () => {
    const models = {
      ...reading,
      principals: [user("alice"), account("x", 1)],
      grants: [grant("c/pay", "reader", "x")],
    };
    const why = [
      "whether alice@contoso.com and x are the same person: one is known by a sign-in name, one by an object id",
    ];
    expect(asked(models, {})).toEqual({ answer: "unknown", paths: [], why });
    expect(asked({ ...models, principals: [user("alice"), application("x", 1)] }, {}).answer).toBe("no");
  });

  test("who is in the admin groups of a cluster that exists", () => {
    const models = { ...reading, clusters: [cluster("c", { adminGroups: TENANT_KNOWS })] };
    expect(asked(models, { principal: "bob" }).why).toEqual(["admin groups of c: only the tenant knows"]);
    expect(asked(models, {}).answer).toBe("yes");
  });

  test("what stands in Kubernetes itself where Azure RBAC is off or unknown", () => {
    const off = { ...reading, clusters: [cluster("c", { azureRbac: false })] };
    expect(asked(off, {})).toMatchObject({
      answer: "unknown",
      paths: [],
      why: ["role bindings inside Kubernetes: Azure RBAC is off"],
    });
    const open = { ...reading, clusters: [cluster("c", { azureRbac: TENANT_KNOWS })] };
    const found = asked(open, {});
    expect(found.why).toEqual([
      "Azure RBAC of c: only the tenant knows",
      "role bindings inside Kubernetes: Azure RBAC is not known to be on",
    ]);
    expect(found.paths).toHaveLength(1);
  });

  test("an admin group is one with Azure RBAC off too", () => {
    const models = {
      ...reading,
      groups: [group("g", ["alice"])],
      clusters: [cluster("c", { azureRbac: false, adminGroups: ["g"] })],
    };
    expect(asked(models, { verb: "delete", resource: "*" }).answer).toBe("yes");
  });

  test("what a custom role allows", () => {
    const custom = {
      ...grant("c/pay", "user", "alice"),
      role: "11111111-2222-4333-8444-555555555555",
      roleName: "Auditor",
    };
    const found = asked({ ...reading, grants: [custom] }, {});
    expect(found).toMatchObject({ answer: "unknown", why: ["what Auditor allows: it is no built-in role of AKS"] });
    expect(asked({ ...reading, grants: [custom] }, { namespace: "shop" }).answer).toBe("no");
  });

  test("a verb that nobody knows: no by a named role, unknown by one for everything", () => {
    expect(asked(reading, { verb: "fly" }).answer).toBe("no");
    const admin = { ...reading, grants: [grant("c", "clusterAdmin", "alice")] };
    expect(asked(admin, { verb: "fly" }).why).toEqual(["the verb is none that the authorizer knows"]);
  });

  test("who owns a group whose owners somebody changed by hand, for ever and not sooner", () => {
    const models = {
      ...reading,
      groups: [jitGroup("admins", { owners: { unknown: "changed by hand" } })],
      clusters: [cluster("c", { adminGroups: ["admins"] })],
    };
    expect(asked(models, { principal: "bob" }).why).toEqual(["whether bob@contoso.com owns admins"]);
    expect(asked(models, { principal: "bob", when: "activated" }).answer).toBe("no");
    expect(asked({ ...models, clusters: [cluster("c")] }, { principal: "bob" }).answer).toBe("no");
  });

  test("whether local accounts are on", () => {
    const models = (localAccountsDisabled: boolean | { unknown: string }) => ({
      ...reading,
      clusters: [cluster("c", { localAccountsDisabled })],
      grants: [grant("c", "adminCredential", "bob")],
    });
    const of = (fact: boolean | { unknown: string }) =>
      asked(models(fact), { principal: "bob", when: "standing", verb: "*", resource: "*" });
    expect(of(false)).toMatchObject({
      answer: "yes",
      why: ["bob@contoso.com has local administrator (Cluster Admin Role) on c"],
    });
    expect(of(TENANT_KNOWS)).toMatchObject({ answer: "unknown", why: ["local accounts of c: only the tenant knows"] });
    expect(of(true).answer).toBe("no");
  });
});

describe("a policy that blocks", () => {
  const blocked = (more: Parameters<typeof policy>[2] = {}) =>
    asked({ ...reading, policies: [policy("p", ["alice"], { controls: ["block"], ...more })] }, {});

  test("the sign-in ends the path, where it is on and for every sign-in", () => {
    expect(blocked()).toMatchObject({
      answer: "no",
      why: ["alice@contoso.com has RBAC Reader on c/pay: a policy blocks the sign-in"],
    });
    expect(blocked({ state: "enabledForReportingButNotEnforced" }).answer).toBe("yes");
    expect(blocked({ state: "disabled" }).answer).toBe("yes");
    expect(blocked({ deviceCodeOnly: true }).answer).toBe("yes");
    expect(blocked({ controls: ["mfa"] }).answer).toBe("yes");
    expect(blocked({ include: ["bob"] }).answer).toBe("yes");
    expect(blocked({ applications: ["00000000-0000-0000-0000-000000000001"] }).answer).toBe("yes");
    expect(blocked({ applications: ["All"] }).answer).toBe("no");
  });

  test("and is unknown where anything about it is", () => {
    const unknown = { unknown: "changed by hand" };
    const found = [
      { state: unknown },
      { controls: unknown },
      { deviceCodeOnly: unknown },
      { include: unknown },
      { applications: unknown },
      { include: ["role:x"] },
    ].map(blocked);
    expect(found.map((f) => f.answer)).toEqual(found.map(() => "unknown"));
    expect(found[0]).toMatchObject({ why: ["whether a policy blocks the sign-in"] });
    expect(blocked({ state: unknown, controls: ["mfa"] }).answer).toBe("yes");
    expect(blocked({ state: "disabled", controls: unknown }).answer).toBe("yes");
  });
});

describe("what AKS RBAC Admin comes to", () => {
  const admin = (azureRbac: boolean | typeof TENANT_KNOWS) =>
    model({
      principals: [user("alice")],
      clusters: [cluster("c", { azureRbac })],
      grants: [grant("c", "admin", "alice")],
    });

  test("it gives itself the rest by a binding where Azure RBAC is on", () => {
    const deed = { verb: "delete", resource: "resourcequotas" };
    expect(asked(admin(true), deed).answer).toBe("yes");
    expect(asked(admin(true), { ...deed, when: "standing" }).answer).toBe("no");
  });

  test("it is nothing where Azure RBAC is off: what is in the cluster, nobody here knows", () => {
    expect(asked(admin(false), { verb: "delete" })).toEqual({
      answer: "unknown",
      paths: [],
      why: ["role bindings inside Kubernetes: Azure RBAC is off"],
    });
  });

  test("it is unknown where nobody knows whether Azure RBAC is on", () => {
    expect(asked(admin(TENANT_KNOWS), { verb: "delete" })).toMatchObject({
      answer: "unknown",
      why: expect.arrayContaining(["Azure RBAC of c: only the tenant knows"]),
    });
  });
});

test("a role on the resource group of the nodes is none on the cluster", () => {
  const models = model({
    principals: [user("alice"), user("bob")],
    clusters: [cluster("c")],
    grants: [
      { ...grant("c", "clusterAdmin", "alice"), scope: "nodeResourceGroup" },
      { ...grant("c", "contributor", "bob"), scope: "nodeResourceGroup" },
    ],
  });
  for (const principal of ["alice", "bob"]) expect(asked(models, { principal, verb: "delete" }).answer).toBe("no");
});

test("the roles for managed namespaces are built in, and allow nothing inside Kubernetes", () => {
  const role = "c9f76ca8-b262-4b10-8ed2-09cf0948aa35";
  const models = { ...reading, grants: [{ ...grant("c", "user", "alice"), role, roleName: "Namespace User" }] };
  expect(asked(models, {})).toEqual({
    answer: "no",
    paths: [],
    why: [
      "alice@contoso.com has Namespace User on c: it does not allow Microsoft.ContainerService/managedClusters/pods/read",
    ],
  });
});

test("who may only activate a group of which the tenant knows the members may be a standing member as well", () => {
  const models = model({
    principals: [user("alice")],
    groups: [existingGroup("ops")],
    assignments: [assignment("eligible", "ops", "alice")],
    clusters: [cluster("c", { adminGroups: ["ops"] })],
  });
  expect(asked(models, { when: "standing" })).toMatchObject({
    answer: "unknown",
    why: ["whether alice@contoso.com is a member of ops"],
  });
  expect(asked(models, { when: "activated" }).answer).toBe("yes");
});
