import { estateOf } from "../../lib/access";
import {
  account,
  application,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  objectId,
  policy,
  user,
} from "../support/models";

test("one person is one, under the ids that two stacks give", () => {
  const a = model({ stack: "a", principals: [user("a/alice", { userPrincipalName: "alice@contoso.com" })] });
  const b = model({ stack: "b", principals: [user("b/alice", { userPrincipalName: "ALICE@contoso.com" })] });
  const estate = estateOf([b, a]);
  expect(estate.people).toEqual(["a/alice"]);
  expect(["b/alice", "a/alice", "Alice@Contoso.com"].map(estate.idOf)).toEqual(["a/alice", "a/alice", "a/alice"]);
  expect(estate.same("a/alice", "b/alice")).toBe("yes");
  expect(estate.stackOf("b/alice")).toBe("b");
});

test("one object id is one, in whatever letters; who the models don't know stays as he is", () => {
  const a = model({
    stack: "a",
    groups: [existingGroup("a/sre", { objectId: "ABCDEF00-0000-4000-8000-000000000001" })],
  });
  const b = model({
    stack: "b",
    groups: [existingGroup("b/sre", { objectId: "abcdef00-0000-4000-8000-000000000001" })],
  });
  const estate = estateOf([a, b]);
  expect(estate.groups.map((g) => g.id)).toEqual(["a/sre"]);
  expect(estate.idOf("AbCdEf00-0000-4000-8000-000000000001")).toBe("a/sre");
  expect(estate.idOf("zed@contoso.com")).toBe("zed@contoso.com");
  expect(estate.whoIs("zed@contoso.com")).toEqual({
    id: "zed@contoso.com",
    type: "User",
    objectId: undefined,
    userPrincipalName: "zed@contoso.com",
  });
});

test("a sign-in name and an object id may be the same person; two of a kind are not, nor a person and an application", () => {
  const estate = estateOf([
    model({ principals: [user("alice"), user("bob"), account("x", 1), account("y", 2), application("app", 3)] }),
  ]);
  const pairs = [
    ["alice", "x"],
    ["alice", "bob"],
    ["x", "y"],
    ["alice", "app"],
    ["x", "app"],
    ["zed@contoso.com", "x"],
  ];
  expect(pairs.map(([a, b]) => estate.same(a, b))).toEqual(["unknown", "no", "no", "no", "no", "unknown"]);
});

test("two groups that are made are two; one that is made and one known by object id may be the same", () => {
  const known = existingGroup("sre", { objectId: objectId(1) });
  const estate = estateOf([model({ groups: [group("a"), group("b"), known] })]);
  expect([estate.same("a", "b"), estate.same("a", "sre")]).toEqual(["no", "unknown"]);
});

test("who says both the sign-in name and the object id joins the two", () => {
  const both = user("c/alice", { userPrincipalName: "alice@contoso.com", objectId: objectId(1) });
  const estate = estateOf([
    model({ stack: "a", principals: [user("a/alice", { userPrincipalName: "alice@contoso.com" })] }),
    model({ stack: "b", principals: [account("b/x", 1)] }),
    model({ stack: "c", principals: [both] }),
  ]);
  expect(estate.people).toEqual(["a/alice"]);
  expect(estate.principal("b/x")).toEqual({ ...both, id: "a/alice" });
});

test("a group is what makes it and what uses it say together", () => {
  const made = jitGroup("b/admins", { objectId: objectId(4), owners: ["b/dave"] });
  const used = existingGroup("a/admins", { objectId: objectId(4), members: ["a/x"] });
  const [joined] = estateOf([model({ stack: "a", groups: [used] }), model({ stack: "b", groups: [made] })]).groups;
  expect(joined).toEqual({ ...made, id: "a/admins", members: ["a/x"] });
});

test("a cluster that two stacks name is one, with the grants of both", () => {
  const tenant = { unknown: "only the tenant knows" };
  const made = cluster("b/prod", { name: "prod", adminGroups: ["b/g"] });
  const used = cluster("a/prod", { name: "PROD", kind: "existing", azureRbac: tenant, adminGroups: ["a/h"] });
  const estate = estateOf([
    model({
      stack: "a",
      clusters: [used],
      grants: [{ ...grant("x", "reader", "g"), cluster: "a/prod" }],
    }),
    model({ stack: "b", clusters: [made], grants: [{ ...grant("y", "writer", "g"), cluster: "b/prod" }] }),
  ]);
  expect(estate.clusters).toEqual([{ ...made, id: "a/prod", adminGroups: ["b/g", "a/h"] }]);
  expect(estate.grantsOn("b/prod").map((g) => g.roleName)).toEqual(["reader", "writer"]);
  expect(estate.grantsTo("g")).toHaveLength(2);
});

test("an emergency account is one for sure, may be one, or is none", () => {
  const emergencyAccess = [{ id: "emergency", accounts: ["x"] }];
  const estate = estateOf([model({ principals: [user("alice"), account("x", 1), account("y", 2)], emergencyAccess })]);
  expect(["x", "alice", "y"].map(estate.isEmergencyAccount)).toEqual(["yes", "unknown", "no"]);
});

test("readers call things by sign-in name, display name, cluster name, or the last part of the id", () => {
  const estate = estateOf([
    model({
      principals: [user("s/alice", { userPrincipalName: "alice@contoso.com" }), account("s/x/1111", 1)],
      groups: [
        group("s/groups/ops", [], { displayName: "Operators" }),
        existingGroup("s/groups/sre", { displayName: { unknown: "by id" } }),
      ],
      clusters: [cluster("s/clusters/prod", { name: "prod-weu" })],
      policies: [policy("s/policies/p", [], { displayName: "People" })],
    }),
  ]);
  const ids = ["s/alice", "s/x/1111", "s/groups/ops", "s/groups/sre", "s/clusters/prod", "s/policies/p"];
  expect(ids.map(estate.nameOf)).toEqual(["alice@contoso.com", "1111", "Operators", "sre", "prod-weu", "People"]);
  expect(
    [
      "ALICE@contoso.com",
      "ops",
      "operators",
      "prod",
      "prod-weu",
      "people",
      objectId(1),
      "s/clusters/prod",
      "nobody",
    ].map(estate.find),
  ).toEqual([
    ["s/alice"],
    ["s/groups/ops"],
    ["s/groups/ops"],
    ["s/clusters/prod"],
    ["s/clusters/prod"],
    ["s/policies/p"],
    ["s/x/1111"],
    ["s/clusters/prod"],
    [],
  ]);
});

test("a group that one file knows by its key and another by its object id alone is called by the key, and found by both", () => {
  const byId = existingGroup("a/groups-by-id/55555555-5555-4555-8555-555555555555", {
    objectId: objectId(5),
    displayName: { unknown: "known by its object id only" },
  });
  const byKey = { ...byId, id: "b/groups/sre" };
  const estate = estateOf([model({ stack: "a", groups: [byId] }), model({ stack: "b", groups: [byKey] })]);
  expect(estate.nameOf(byId.id)).toBe("sre");
  expect(estate.find("sre")).toEqual([byId.id]);
  expect(estate.find(objectId(5))).toEqual([byId.id]);
});
