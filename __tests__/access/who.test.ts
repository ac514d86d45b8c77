import { type AccessModel, type Deed, can, estateOf, who } from "../../lib/access";
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

const estate = model({
  principals: [
    ...["alice", "bob", "carol", "dave", "erin"].map((n) => user(n)),
    account("x", 1),
    application("app", 9),
  ],
  groups: [jitGroup("admins", { owners: ["dave"] }), group("ops", ["alice", "bob"]), existingGroup("sre")],
  assignments: [
    assignment("eligible", "admins", "ops"),
    assignment("active", "admins", "carol"),
    assignment("eligible", "admins", "sre"),
  ],
  roleSettings: [settings("admins")],
  clusters: [
    cluster("c", { adminGroups: ["admins"] }),
    cluster("d", { adminGroups: { unknown: "only the tenant knows" } }),
  ],
  grants: [grant("c/pay", "reader", "x"), grant("c", "user", "erin")],
  deployers: [{ id: "deployer", principal: "app" }],
});

const rows = (deed: Partial<Deed>, models: AccessModel = estate) =>
  who(estateOf([models]), { verb: "get", resource: "pods", cluster: "c", namespace: "pay", ...deed }).rows.map(
    (r) => `${r.principal} ${r.answer}`,
  );

test("everybody with a way is in the list, by id; a group whose members nobody knows stands for them", () => {
  expect(rows({ when: "standing" })).toEqual(["carol yes", "x yes"]);
  expect(rows({ when: "activated" })).toEqual(["alice yes", "bob yes", "carol yes", "sre yes", "x yes"]);
  expect(rows({})).toEqual(["alice yes", "app yes", "bob yes", "carol yes", "dave yes", "sre yes", "x yes"]);
  expect(rows({ verb: "delete", when: "activated" })).toEqual(["alice yes", "bob yes", "carol yes", "sre yes"]);
});

test("each has the paths", () => {
  const found = who(estateOf([estate]), {
    verb: "get",
    resource: "pods",
    cluster: "c",
    namespace: "pay",
    when: "standing",
  });
  expect(found.rows[1]).toEqual({
    principal: "x",
    answer: "yes",
    paths: [expect.objectContaining({ principal: "x", mode: "standing" })],
    why: [],
  });
  expect(found.unknowns).toEqual([]);
});

test("who perhaps may is in the list with the reasons", () => {
  const models = { ...estate, clusters: [cluster("c", { azureRbac: { unknown: "only the tenant knows" } })] };
  const found = who(estateOf([models]), {
    verb: "get",
    resource: "pods",
    cluster: "c",
    namespace: "pay",
    when: "standing",
  });
  expect(found.rows).toEqual([
    { principal: "x", answer: "unknown", paths: [expect.anything()], why: ["Azure RBAC of c: only the tenant knows"] },
  ]);
  expect(found.unknowns).toEqual(["role bindings inside Kubernetes: Azure RBAC is not known to be on"]);
});

test("of two ways, the sure one counts", () => {
  const custom = { ...grant("c/pay", "user", "x"), id: "custom", role: "11111111-2222-4333-8444-555555555555" };
  const found = who(estateOf([{ ...estate, grants: [...estate.grants, custom] }]), {
    verb: "get",
    resource: "pods",
    cluster: "c",
    namespace: "pay",
    when: "standing",
  });
  expect(found.rows.map((r) => [r.principal, r.answer, r.paths.length])).toEqual([
    ["carol", "yes", 1],
    ["x", "yes", 1],
  ]);
});

test("who is blocked is not in the list; who may be the same person is perhaps", () => {
  const models = { ...estate, policies: [policy("p", ["x"], { controls: ["block"] })] };
  expect(rows({ when: "standing" }, models)).toEqual(["carol unknown"]);
});

test("what the cluster leaves open is said once, and an unknown cluster is", () => {
  expect(who(estateOf([estate]), { verb: "get", resource: "pods", cluster: "d" })).toMatchObject({
    unknowns: ["admin groups of d: only the tenant knows"],
  });
  expect(who(estateOf([estate]), { verb: "get", resource: "pods", cluster: "nope" })).toEqual({
    everybody: null,
    rows: [],
    unknowns: ["no model has the cluster nope"],
  });
});

test("what everybody may who is signed in names nobody, as each has a yes", () => {
  const healthz = { verb: "get", resource: "/healthz", cluster: "c" };
  expect(who(estateOf([estate]), healthz)).toEqual({
    rows: [],
    unknowns: [],
    everybody: "every user who is signed in may: it lists what the API has",
  });
  expect(can(estateOf([estate]), { ...healthz, principal: "zed@contoso.com" }).answer).toBe("yes");
  expect(who(estateOf([estate]), { ...healthz, resource: "/metrics" }).everybody).toBeNull();
});

describe("of a command that is several requests", () => {
  const debug = { verb: "debug", resource: "pods" };

  test("whoever may all of them is in the list, by one right or by several", () => {
    const parts = model({
      principals: ["alice", "bob", "carol"].map((n) => user(n)),
      groups: [group("writers", ["alice", "bob"])],
      clusters: [cluster("c")],
      grants: [grant("c/pay", "reader", "carol"), grant("c/pay", "writer", "writers"), grant("c", "user", "bob")],
    });
    expect(rows(debug, parts)).toEqual(["alice yes", "bob yes"]);
  });

  test("whoever has a part, and may be in a group with the rest, is unknown; so are groups that have a part each", () => {
    const top = { verb: "top", resource: "nodes", namespace: null };
    const custom = { id: "c/custom/sre", cluster: "c", namespace: null, principal: "sre", roleName: "Ours" };
    const grants = [
      grant("c", "reader", "alice"),
      { ...custom, role: { unknown: "a custom role" } },
      grant("c", "reader", "devs"),
    ];
    const open = model({
      principals: [user("alice"), user("bob")],
      groups: [existingGroup("sre"), existingGroup("devs")],
      clusters: [cluster("c")],
      grants,
    });
    const found = who(estateOf([open]), { ...top, cluster: "c" });
    expect(found.rows.map((r) => `${r.principal} ${r.answer}`)).toEqual([
      "alice unknown",
      "devs unknown",
      "sre unknown",
    ]);
    expect(found.rows[0].why).toEqual(["whether alice@contoso.com is a member of sre"]);
  });
});
