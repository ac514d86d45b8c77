import type { AccessModel, ClusterEntry } from "../../lib/access";
import { type AccessDiff, accessDiff } from "../../lib/diff";
import {
  TENANT_KNOWS,
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
import { shortChanges, shortDoubts, shortGates } from "../support/diffs";

const FACTS: Partial<ClusterEntry> = { authorizedIpRanges: ["203.0.113.0/24"], kubernetesVersion: "1.36" };

/** A cluster with an administrator and a reader of a namespace. */
function prod(facts: Partial<ClusterEntry>, more: Partial<AccessModel> = {}): AccessModel {
  return model({
    principals: [user("alice"), user("bob")],
    groups: [jitGroup("admins")],
    assignments: [assignment("eligible", "admins", "alice")],
    clusters: [cluster("prod", { ...FACTS, ...facts })],
    grants: [grant("prod", "clusterAdmin", "admins"), grant("prod/payments", "reader", "bob")],
    ...more,
  });
}

/** The diff between a cluster with some facts and with others. */
const between = (was: Partial<ClusterEntry>, is: Partial<ClusterEntry>): AccessDiff =>
  accessDiff([prod(was)], [prod(is)]);

describe("Azure RBAC of a cluster", () => {
  test("turned on, the roles that were granted on it begin to act: gains, and nothing weaker", () => {
    const diff = between({ azureRbac: false }, { azureRbac: true });
    expect(shortChanges(diff.gains)).toEqual([
      "new-eligible-admin alice RBAC Cluster Admin prod",
      "new-standing-access bob RBAC Reader prod/payments",
    ]);
    expect([diff.losses, diff.weaker, diff.unknown]).toEqual([[], [], []]);
    expect(shortGates(diff.stronger)).toEqual(["prod Azure RBAC: off -> on"]);
  });

  test("turned off, they no longer do, and bindings that no model shows decide: losses, and a weaker gate", () => {
    const diff = between({ azureRbac: true }, { azureRbac: false });
    expect(shortChanges(diff.losses)).toEqual([
      "new-eligible-admin alice RBAC Cluster Admin prod",
      "new-standing-access bob RBAC Reader prod/payments",
    ]);
    expect([diff.gains, diff.stronger]).toEqual([[], []]);
    expect(shortGates(diff.weaker)).toEqual(["prod Azure RBAC: on -> off"]);
  });

  test("of a cluster without it, a data role gives no more than a kubeconfig", () => {
    const without = { azureRbac: false };
    const more = (role: "admin" | "writer") => prod(without, { grants: [grant("prod", role, "bob")] });
    expect(shortChanges(accessDiff([prod(without, { grants: [] })], [more("admin")]).gains)).toEqual([
      "new-standing-access bob Cluster User Role prod",
    ]);
    expect(accessDiff([prod(without, { grants: [] })], [more("writer")]).gains).toEqual([]);
  });

  test("not known on one side, it is a doubt and neither a gain nor weaker", () => {
    const diff = between({ azureRbac: TENANT_KNOWS }, { azureRbac: true });
    expect([diff.gains, diff.losses, diff.weaker, diff.stronger]).toEqual([[], [], [], []]);
    expect(shortDoubts(diff.unknown)).toContain("prod Azure RBAC may have changed: only the tenant knows");
  });
});

test("a cluster without the sign-in of Entra ID is weaker, whoever may do what on it", () => {
  const diff = between({ entraIntegration: true }, { entraIntegration: false });
  expect(shortGates(diff.weaker)).toEqual(["prod sign-in with Entra ID: on -> off"]);
  expect(between({ entraIntegration: false }, { entraIntegration: true }).weaker).toEqual([]);
});

describe("the version of Kubernetes", () => {
  test("an older one in which whoever reads pods forwards their ports is weaker for a reader", () => {
    const diff = between({}, { kubernetesVersion: "1.34" });
    expect(shortGates(diff.weaker)).toEqual([
      "prod port-forward and attach: for who writes pods (1.36) -> for whoever reads pods (Kubernetes 1.34)",
    ]);
    expect(diff.weaker[0].paths.map((p) => p.principal)).toContain("bob");
    expect(shortGates(between({ kubernetesVersion: "1.34" }, {}).stronger)).toHaveLength(1);
  });

  test.each([
    ["1.36", "1.35.2"],
    ["1.34", "1.33"],
    ["1.34", "1.36"],
  ])("from %s to %s nothing is weaker", (was, is) => {
    expect(between({ kubernetesVersion: was }, { kubernetesVersion: is }).weaker).toEqual([]);
  });

  test("AKS's own choice on one side is a doubt where it can matter", () => {
    const leftToAks = { kubernetesVersion: { unknown: "left to AKS" } };
    const said = ["prod port-forward and attach may have changed: left to AKS"];
    expect(shortDoubts(between({}, leftToAks).unknown)).toEqual(said);
    expect(shortDoubts(between(leftToAks, { kubernetesVersion: "1.34" }).unknown)).toEqual(said);
    expect(between(leftToAks, {}).unknown).toEqual([]);
    expect(between(leftToAks, leftToAks).unknown).toEqual([]);
  });
});

describe("the addresses that reach the API", () => {
  const ranges = (...list: string[]) => ({ authorizedIpRanges: list });

  test("a part of what was let in is stronger alone, and the whole of it again is weaker alone", () => {
    const narrower = between({}, ranges("203.0.113.0/25"));
    expect(narrower.weaker).toEqual([]);
    expect(shortGates(narrower.stronger)).toEqual([
      "prod addresses that reach the API: 203.0.113.0/24 -> 203.0.113.0/25",
    ]);
    expect(between(ranges("203.0.113.0/25"), {}).stronger).toEqual([]);
  });

  test("the same addresses in other words are no change", () => {
    const diff = between({}, ranges("203.0.113.0/25", "203.0.113.128/25"));
    expect([diff.weaker, diff.stronger]).toEqual([[], []]);
    const open = between(ranges(), ranges("0.0.0.0/0"));
    expect([open.weaker, open.stronger]).toEqual([[], []]);
  });

  test("other addresses are both", () => {
    const diff = between({}, ranges("198.51.100.0/24"));
    expect([diff.weaker.length, diff.stronger.length]).toEqual([1, 1]);
  });
});

describe("who administers a whole cluster without an activation", () => {
  const granted = (...grants: AccessModel["grants"]) => prod({}, { grants });

  test.each(["admin", "contributor", "adminCredential", "clusterAdmin"] as const)(
    "a standing %s is a new standing admin, unless the local administrator is off",
    (role) => {
      const local = { localAccountsDisabled: false };
      const diff = accessDiff([prod(local, { grants: [] })], [prod(local, { grants: [grant("prod", role, "bob")] })]);
      expect(diff.gains.map((g) => g.kind)).toContain("new-standing-admin");
    },
  );

  test("a role that changes the cluster and is activated first is no standing one", () => {
    const kinds = (role: "admin" | "contributor") =>
      accessDiff([granted()], [granted(grant("prod", role, "admins"))]).gains.map((g) => g.kind);
    expect(kinds("contributor")).toEqual(["new-control-plane-access", "new-eligible-access"]);
    expect(kinds("admin")).toEqual(["new-control-plane-access", "new-eligible-admin"]);
  });

  test("an owner and the deployer change who has access, and are told as such", () => {
    const owned = prod({}, { groups: [jitGroup("admins", { owners: ["bob"] })] });
    expect(new Set(accessDiff([prod({})], [owned]).gains.map((g) => g.kind))).toEqual(
      new Set(["new-control-plane-access"]),
    );
    const pipeline = { principals: [...prod({}).principals, application("pipeline", 9)] };
    const applied = prod({}, { ...pipeline, deployers: [{ id: "deployer", principal: "pipeline" }] });
    expect(new Set(accessDiff([prod({})], [applied]).gains.map((g) => g.kind))).toEqual(
      new Set(["new-control-plane-access"]),
    );
  });

  test("RBAC Admin gives a standing cluster administrator nothing, and a lesser role in place of a greater nothing", () => {
    const had = granted(grant("prod", "clusterAdmin", "bob"));
    const both = granted(grant("prod", "clusterAdmin", "bob"), grant("prod", "admin", "bob"));
    expect(accessDiff([had], [both]).gains).toEqual([]);
    const role = (guid: string) => ({ ...grant("prod", "contributor", "bob"), role: guid });
    const owner = role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
    const contributor = role("b24988ac-6180-42a0-ab88-20f7382dd24c");
    expect(accessDiff([granted(owner)], [granted(contributor)]).gains).toEqual([]);
    expect(accessDiff([granted(contributor)], [granted(owner)]).gains.map((g) => g.kind)).toContain(
      "new-standing-admin",
    );
  });
});

describe("a group that gives or decides access", () => {
  const groups = (roleAssignable: boolean | typeof TENANT_KNOWS, ...ids: string[]) =>
    prod(
      {},
      {
        groups: [
          jitGroup("admins", { roleAssignable: ids.includes("admins") ? roleAssignable : true }),
          group("approvers", ["bob"], { roleAssignable: ids.includes("approvers") ? roleAssignable : true }),
          group("left out", ["bob"], { roleAssignable: ids.includes("left out") ? roleAssignable : true }),
          group("choir", ["bob"], { roleAssignable: ids.includes("choir") ? roleAssignable : true }),
          existingGroup("sre"),
        ],
        roleSettings: [settings("admins", { approvers: ["approvers"] })],
        policies: [policy("people", ["admins"], { exclude: ["left out"] })],
      },
    );

  test.each(["admins", "approvers", "left out"])("%s is weaker when it is no longer role-assignable", (id) => {
    const diff = accessDiff([groups(true)], [groups(false, id)]);
    expect(shortGates(diff.weaker)).toEqual([`${id} role-assignable: yes -> no`]);
    expect(shortGates(accessDiff([groups(false, id)], [groups(true)]).stronger)).toHaveLength(1);
  });

  test("one that has nothing to do with access does not matter, and one that is not known is a doubt", () => {
    expect(accessDiff([groups(true)], [groups(false, "choir")]).weaker).toEqual([]);
    expect(shortDoubts(accessDiff([groups(true)], [groups(TENANT_KNOWS, "admins")]).unknown)).toEqual([
      "admins role-assignable may have changed: only the tenant knows",
    ]);
  });
});
