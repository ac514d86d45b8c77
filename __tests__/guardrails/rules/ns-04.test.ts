import { cluster, grant, model, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("NS-04, nobody writes in a namespace whose pods have rights over the cluster", () => {
  test("finds writers and admins there", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod/kube-system", "writer", "alice"),
        { ...grant("prod/flux-system", "admin", "alice"), source: "config/a.yaml:3:1" },
      ],
    });
    expect(found("NS-04", models)).toEqual([
      "warning prod/flux-system/admin/alice: alice@contoso.com is admin in prod/flux-system, reads its secrets and runs pods as any service account there, which leads to the whole cluster",
      "warning prod/kube-system/writer/alice: alice@contoso.com is writer in prod/kube-system, reads its secrets and runs pods as any service account there, which leads to the whole cluster",
    ]);
    expect(fixes("NS-04", models)).toEqual(["reader in place of it", "grantReader in place of it"]);
  });

  test("finds nothing: readers there, and writers elsewhere", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod/kube-system", "reader", "alice"),
        grant("prod/payments", "admin", "alice"),
        grant("prod", "writer", "alice"),
      ],
    });
    expect(found("NS-04", models)).toEqual([]);
    expect(unchecked("NS-04", models)).toEqual([]);
  });

  test("does not know: of a role that is not built in", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [{ ...grant("prod/kube-system", "user", "alice"), role: "77777777-7777-4777-8777-777777777777" }],
    });
    expect(found("NS-04", models)).toEqual([]);
    expect(unchecked("NS-04", models)).toEqual([
      "prod/kube-system/user/alice: whether the role of alice@contoso.com writes in prod/kube-system: it is not built in",
    ]);
  });
});
