import { cluster, jitGroup, model, policy } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("CL-01, local accounts are off", () => {
  const open = cluster("prod", { localAccountsDisabled: false });

  test("finds a cluster with local accounts, and says what they void", () => {
    const models = model({ clusters: [open], policies: [policy("p1", ["ops"])], groups: [jitGroup("admins")] });
    expect(found("CL-01", models)).toEqual([
      "error prod: local accounts are on in prod, so the policy p1 and the role settings of admins can be bypassed with --admin",
    ]);
  });

  test("finds it also where there is nothing else to void", () => {
    expect(found("CL-01", model({ clusters: [open] }))).toEqual([
      "error prod: local accounts are on in prod, so every policy and every activation can be bypassed with --admin",
    ]);
  });

  test("counts no policy that is not enforced, or is about device code alone", () => {
    const policies = [
      policy("p1", ["ops"], { state: "disabled" }),
      policy("p2", ["ops"], { deviceCodeOnly: true }),
      policy("p3", ["ops"]),
    ];
    expect(found("CL-01", model({ clusters: [open], policies }))[0]).toContain("so the policy p3 can be");
  });

  test("says to write the key in a file, the property in a program", () => {
    expect(fixes("CL-01", model({ clusters: [open] }))).toEqual([
      "localAccounts: false, and rotate the certificates of a cluster that had them",
    ]);
    expect(fixes("CL-01", model({ clusters: [{ ...open, source: "config/a.yaml:1:1" }] }))).toEqual([
      "localAccounts: disabled, and rotate the certificates of a cluster that had them",
    ]);
  });

  test("takes what is assumed of a cluster that exists, and says so", () => {
    const old = { ...open, kind: "existing" as const, assumed: ["localAccountsDisabled"], source: "config/a.yaml:1:1" };
    expect(found("CL-01", model({ clusters: [old] }))[0]).toContain("local accounts are on in prod (as is assumed)");
    expect(fixes("CL-01", model({ clusters: [old] }))[0]).toBe(
      "turn them off on the cluster, then write assume.localAccounts: disabled, and rotate the certificates of a cluster that had them",
    );
  });

  test("finds nothing where they are off", () => {
    expect(found("CL-01", model({ clusters: [cluster("prod")] }))).toEqual([]);
    expect(unchecked("CL-01", model({ clusters: [cluster("prod")] }))).toEqual([]);
  });

  test("does not know where nobody says", () => {
    const models = model({ clusters: [cluster("prod", { localAccountsDisabled: TENANT_KNOWS })] });
    expect(found("CL-01", models)).toEqual([]);
    expect(unchecked("CL-01", models)).toEqual(["prod: whether local accounts are off: only the tenant knows"]);
  });

  test("is a warning in the profile of the article, which leaves them on", () => {
    expect(found("CL-01", model({ clusters: [open] }), { profile: "article" })[0]).toMatch(/^warning prod/);
    expect(found("CL-01", model({ clusters: [open] }), { profile: "strict" })[0]).toMatch(/^error prod/);
  });
});
