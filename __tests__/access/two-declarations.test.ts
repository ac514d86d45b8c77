import { type ClusterEntry, can, estateOf, expectationReport, standingAdmins } from "../../lib/access";
import { accessDiff } from "../../lib/diff";
import { TENANT_KNOWS, cluster, grant, group, model, user } from "../support/models";

const existing = (stack: string, more: Partial<ClusterEntry>) =>
  cluster(`${stack}/ex`, { name: "ex", kind: "existing", localAccountsDisabled: TENANT_KNOWS, ...more });

/** One cluster that two stacks declare; the second gives alice, of ops, the role with the administrator's credential. */
function both(a: Partial<ClusterEntry>, b: Partial<ClusterEntry>) {
  return [
    model({ stack: "a", clusters: [existing("a", a)], expectations: [{ id: "none", noStandingClusterAdmins: true }] }),
    model({
      stack: "b",
      principals: [user("alice")],
      groups: [group("ops", ["alice"])],
      clusters: [existing("b", b)],
      grants: [{ ...grant("ex", "adminCredential", "ops"), cluster: "b/ex" }],
    }),
  ];
}
const off = { localAccountsDisabled: true, assumed: ["localAccountsDisabled"] };
const on = { localAccountsDisabled: false, assumed: ["localAccountsDisabled"] };
const asks = { principal: "alice", verb: "delete", resource: "pods", cluster: "b/ex", when: "standing" } as const;
const joined = (a: Partial<ClusterEntry>, b: Partial<ClusterEntry>) => estateOf(both(a, b)).clusters[0];

test("what two assume and contradict each other is unknown, with both", () => {
  const reason = "a/ex says true and b/ex says false";
  expect(joined(off, on)).toMatchObject({ id: "a/ex", localAccountsDisabled: { unknown: reason } });
  expect(joined(off, on)).not.toHaveProperty("assumed");
  expect(can(estateOf(both(off, on)), asks)).toMatchObject({
    answer: "unknown",
    why: [`local accounts of ex: ${reason}`],
  });
  expect(can(estateOf(both(on, off)), asks).answer).toBe("unknown");
  expect(can(estateOf(both(off, off)), asks).answer).toBe("no");
  expect(can(estateOf(both(on, on)), asks).answer).toBe("yes");
});

test("the line of a file that says so is named", () => {
  const written = { ...on, source: "config/b.yaml:12:9" };
  expect(joined(off, written).localAccountsDisabled).toEqual({
    unknown: "a/ex says true and config/b.yaml:12:9 says false",
  });
});

test("an expectation is not silent about it, and a diff that begins to contradict neither", () => {
  const { findings, unknown } = expectationReport(both(off, on));
  expect(findings).toEqual([]);
  expect(unknown.map((u) => u.reason)).toEqual([expect.stringContaining("alice@contoso.com is a member of ops")]);
  const doubts = accessDiff(both(off, off), both(off, on)).unknown.map((u) => u.what);
  expect(doubts).toEqual(expect.arrayContaining(["may be gained", "local accounts may have changed"]));
});

test("what only the second assumes is assumed, so what follows from it is a warning", () => {
  expect(joined({}, on)).toMatchObject({ localAccountsDisabled: false, assumed: ["localAccountsDisabled"] });
  const estate = estateOf(both({}, on));
  expect(standingAdmins(estate, estate.clusters).admins.map((a) => a.firm)).toEqual([false]);
  expect(expectationReport(both({}, on)).findings.map((f) => f.severity)).toEqual(["warning"]);
  const admins = { adminGroups: ["ops"], assumed: ["adminGroups"] };
  const unsaid = { adminGroups: TENANT_KNOWS };
  expect(expectationReport(both(unsaid, admins)).findings.map((f) => f.severity)).toEqual(["warning"]);
});

test("what one sets counts before what another assumes, and what is made before both", () => {
  expect(joined(on, { localAccountsDisabled: true })).toMatchObject({ localAccountsDisabled: true });
  expect(joined(on, { localAccountsDisabled: true })).not.toHaveProperty("assumed");
  const made = { kind: "made" as const, localAccountsDisabled: true };
  expect(joined({ localAccountsDisabled: false }, made).localAccountsDisabled).toBe(true);
});

test("lists that are the same in another order agree, and those that differ do not", () => {
  const ranges = (...authorizedIpRanges: string[]) => ({ authorizedIpRanges });
  expect(joined(ranges("1.1.1.1", "2.2.2.2"), ranges("2.2.2.2", "1.1.1.1")).authorizedIpRanges).toHaveLength(2);
  expect(joined(ranges("1.1.1.1"), ranges()).authorizedIpRanges).toEqual({
    unknown: 'a/ex says ["1.1.1.1"] and b/ex says []',
  });
});

test("what only the second says at all is not lost", () => {
  expect(joined({}, { entraIntegration: false, loginMode: "azurecli" })).toMatchObject({
    entraIntegration: false,
    loginMode: "azurecli",
  });
});

test("who grants the Cluster User role is no dispute: the first stack does, and the second leaves it to that", () => {
  expect(joined({ clusterUserRole: "granted" }, { clusterUserRole: "external" }).clusterUserRole).toBe("granted");
});
