import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ADMIN_CREDENTIAL,
  type AccessPath,
  type Estate,
  type Question,
  RUN_COMMAND,
  USER_CREDENTIAL,
  type When,
  can,
  canOnAzure,
  estateOf,
  pathsOf,
  policyText,
  reachedWithout,
} from "../../lib/access";
import { type Files, modelsOf } from "../support/config";

const text = (name: string) => readFileSync(join(__dirname, "../../config", name), "utf8");

function estate(files: Files): Estate {
  return estateOf(Object.values(modelsOf(files)));
}

/** Short questions: who, when, verb, resource, cluster and namespace, and the answer. */
type Row = readonly [who: string, when: When, verb: string, resource: string, where: string, answer: string];

function asked(of: Estate, [principal, when, verb, resource, where]: Row): string {
  const [name, namespace] = where.split("/");
  const question: Question = { principal, when, verb, resource, cluster: of.find(name)[0], namespace };
  return can(of, question).answer;
}

const signIn = (of: Estate, path: AccessPath) => path.gates.policies.after.map((g) => policyText(of, g));

describe("the article", () => {
  let article: Estate;
  beforeAll(() => (article = estate(text("article.yaml"))));
  const [alice, bob, carol, dave, outsider] = ["alice", "bob", "carol", "dave", "zed"].map((n) => `${n}@contoso.com`);
  const account = "33333333-3333-4333-8333-333333333334";
  const azure = (principal: string, action: string, when: When) =>
    canOnAzure(article, { principal, action, cluster: article.clusters[0].id, when }).answer;

  test.each<Row>([
    [alice, "standing", "get", "pods", "myManagedCluster/payments", "no"],
    [alice, "standing", "get", "nodes", "myManagedCluster", "no"],
    [alice, "standing", "get", "/version", "myManagedCluster", "yes"],
    [alice, "standing", "get", "/apis", "myManagedCluster", "yes"],
    [alice, "activated", "get", "pods", "myManagedCluster/payments", "yes"],
    [alice, "activated", "logs", "pods", "myManagedCluster/payments", "yes"],
    [alice, "activated", "delete", "nodes", "myManagedCluster", "yes"],
    [bob, "activated", "get", "pods", "myManagedCluster/payments", "yes"],
    ["payments-readers", "standing", "get", "pods", "myManagedCluster/payments", "yes"],
    ["payments-readers", "standing", "logs", "pods", "myManagedCluster/payments", "yes"],
    ["payments-readers", "standing", "exec", "pods", "myManagedCluster/payments", "no"],
    ["payments-readers", "standing", "get", "secrets", "myManagedCluster/payments", "no"],
    ["payments-readers", "standing", "proxy", "services", "myManagedCluster/payments", "yes"],
    ["payments-readers", "standing", "proxy", "pods", "myManagedCluster/payments", "yes"],
    ["payments-readers", "standing", "port-forward", "pods", "myManagedCluster/payments", "unknown"],
    ["payments-readers", "standing", "attach", "pods", "myManagedCluster/payments", "unknown"],
    ["payments-readers", "standing", "get", "nodes", "myManagedCluster", "no"],
    ["payments-readers", "standing", "get", "pods", "myManagedCluster/shop", "no"],
    ["myJITGroup", "standing", "*", "*", "myManagedCluster", "yes"],
    ["aks-operators", "standing", "get", "pods", "myManagedCluster/payments", "no"],
    ["aks-operators", "activated", "*", "*", "myManagedCluster", "yes"],
    [carol, "standing", "*", "*", "myManagedCluster", "yes"],
    [account, "ever", "get", "pods", "myManagedCluster/payments", "unknown"],
    [outsider, "ever", "get", "pods", "myManagedCluster/payments", "no"],
    [dave, "activated", "get", "pods", "myManagedCluster/payments", "no"],
    [dave, "ever", "*", "*", "myManagedCluster", "yes"],
  ])("%s, %s: %s %s on %s: %s", (...row) => {
    const of = article;
    const [who] = row;
    const id = who.includes("@") || who === account ? who : of.find(who)[0];
    expect(
      asked(of, [id, ...(row.slice(1) as never as [When, string, string, string, string])] as unknown as Row),
    ).toBe(row[5]);
  });

  test("who downloads the kubeconfig, the administrator's credential, and runs commands through Azure", () => {
    const table = [alice, carol, dave, outsider].map((who) =>
      [USER_CREDENTIAL, ADMIN_CREDENTIAL, RUN_COMMAND].map((action) => azure(who, action, "standing")),
    );
    expect(table).toEqual([
      ["yes", "no", "no"],
      ["yes", "no", "no"],
      ["no", "no", "no"],
      ["no", "no", "no"],
    ]);
    expect(azure(account, USER_CREDENTIAL, "activated")).toBe("unknown");
  });

  test("alice's activation asks for MFA and a justification, no approval; the sign-in wants a compliant device; 300 to 315 minutes", () => {
    const path = pathsOf(article, { principal: alice }).find((p) => p.right.kind === "cluster-admin")!;
    expect(path.mode).toBe("eligible");
    expect(path.gates.activations).toEqual([
      expect.objectContaining({ maximum: "PT4H", mfa: true, justification: true, ticket: false, approvers: [] }),
    ]);
    expect(path.gates.longestUse).toEqual({ kind: "window", window: "PT4H", minutes: { from: 300, to: 315 } });
    expect(signIn(article, path)).toEqual(["aks-policy (compliantDevice)"]);
    expect(path.gates.policies.before.map((g) => g.applies)).toEqual(["yes"]);
    expect(path.gates.policies.azure).toEqual([]);
  });

  test("carol is in with nothing activated, behind the policy while she is in the group", () => {
    const path = pathsOf(article, { principal: carol }).find((p) => p.right.kind === "cluster-admin")!;
    expect(path.mode).toBe("active");
    expect(path.gates.activations).toEqual([]);
    expect(path.gates.longestUse).toEqual({ kind: "window", window: "PT8H", minutes: { from: 540, to: 555 } });
    expect(signIn(article, path)).toEqual(["aks-policy (compliantDevice)"]);
  });

  test("dave joins what he owns without approval, and is in no policy until then", () => {
    const paths = pathsOf(article, { principal: dave });
    expect(new Set(paths.map((p) => p.mode))).toEqual(new Set(["control-plane"]));
    expect(paths.filter((p) => p.via.length === 1).flatMap((p) => p.gates.activations)).toEqual([]);
    expect(paths.flatMap((p) => p.gates.policies.before)).toEqual([]);
  });

  test("the emergency accounts reach no cluster", () => {
    expect(pathsOf(article, { principal: account })).toEqual([]);
  });

  test("every way in wants a compliant device, and none MFA at the sign-in alone", () => {
    expect(reachedWithout(article, "compliantDevice")).toEqual({ paths: [], unknown: [] });
    expect(reachedWithout(article, "mfa").paths.map((p) => p.principal)).toEqual([article.idOf(carol)]);
  });
});

describe("the platform", () => {
  let platform: Estate;
  beforeAll(() => {
    platform = estate({ "identity.yaml": text("platform/identity.yaml"), "prod.yaml": text("platform/prod.yaml") });
  });
  const account = "33333333-3333-4333-8333-333333333334";

  test.each<Row>([
    ["sre", "standing", "get", "pods", "prod-weu/payments", "unknown"],
    ["sre", "activated", "create", "namespaces", "prod-weu", "yes"],
    ["sre", "activated", "create", "namespaces", "prod-neu", "yes"],
    ["auditors", "standing", "get", "pods", "prod-weu/payments", "yes"],
    ["auditors", "standing", "get", "pods", "prod-neu/payments", "yes"],
    ["auditors", "standing", "get", "secrets", "prod-weu/payments", "no"],
    ["auditors", "standing", "get", "secrets", "legacy/audit", "yes"],
    ["payments-devs", "standing", "get", "pods", "prod-weu/payments", "yes"],
    ["payments-devs", "activated", "delete", "pods", "prod-weu/payments", "yes"],
    ["payments-devs", "activated", "delete", "pods", "prod-neu/checkout", "yes"],
    ["payments-writers", "standing", "get", "secrets", "prod-weu/payments", "yes"],
    ["payments-writers", "standing", "exec", "pods", "prod-neu/checkout", "yes"],
    ["payments-writers", "standing", "exec", "pods", "prod-weu/kube-system", "no"],
    ["aks-admins", "standing", "*", "*", "legacy", "yes"],
  ])("%s, %s: %s %s on %s: %s", (...row) => {
    const [who, ...more] = row;
    expect(asked(platform, [platform.find(who)[0], ...more] as Row)).toBe(row[5]);
  });

  test("alice's role opens three namespaces on two clusters with one activation", () => {
    const places = pathsOf(platform, { principal: "alice@contoso.com" })
      .filter((p) => p.right.roleName.endsWith("RBAC Writer"))
      .map((p) => `${platform.nameOf(p.right.cluster)}/${p.right.namespace}`);
    expect(places).toEqual(["prod-neu/checkout", "prod-neu/payments", "prod-weu/checkout", "prod-weu/payments"]);
  });

  test("aks-admins takes an approval by whoever is in aks-approvers, a ticket, and lasts 180 to 195 minutes", () => {
    const path = pathsOf(platform, { principal: "44444444-4444-4444-8444-444444444401" }).find((p) =>
      p.right.roleName.endsWith("Cluster Admin"),
    )!;
    expect(path.gates.activations[0]).toMatchObject({
      mfa: true,
      ticket: true,
      approvers: platform.find("aks-approvers"),
    });
    expect(path.gates.longestUse).toEqual({ kind: "window", window: "PT2H", minutes: { from: 180, to: 195 } });
    expect(signIn(platform, path)).toEqual([
      "aks-auditors-mfa? (compliantDevice or mfa, report-only)",
      "aks-compliant-device (compliantDevice and mfa)",
      "no device code",
    ]);
  });

  test("the auditors' only policy that surely applies is report-only", () => {
    const [path] = pathsOf(platform, { principal: platform.find("auditors")[0] });
    expect(path.gates.policies.after.filter((g) => g.applies === "yes").map((g) => g.state)).toEqual([
      "enabledForReportingButNotEnforced",
    ]);
  });

  test("an emergency account is administrator of every cluster, standing, with no policy on it", () => {
    const paths = pathsOf(platform, { principal: account }).filter((p) => p.right.roleName.endsWith("Cluster Admin"));
    expect(paths.map((p) => [platform.nameOf(p.right.cluster), p.mode, p.gates.policies.after])).toEqual([
      ["old", "emergency", []],
      ["prod-neu", "emergency", []],
      ["prod-weu", "emergency", []],
    ]);
  });

  test("the pipeline that applies the identities reaches everything by changing a group, nothing otherwise", () => {
    const paths = pathsOf(platform, { principal: "99999999-9999-4999-8999-999999999999" });
    expect(new Set(paths.map((p) => p.mode))).toEqual(new Set(["control-plane"]));
    expect(new Set(paths.map((p) => p.via[0].kind))).toEqual(new Set(["deployer", "owner"]));
  });
});
