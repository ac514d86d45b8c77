import { deploys, example, rewrite, trial } from "../support/e2e";

describe("changes of policy, namespaces and owners, each by one apply and in place", () => {
  deploys("the article, changed five times", async () => {
    let text = example("article.yaml");
    const { deploy, plan, change, made, ids } = await trial({ config: { "article.yaml": text } });
    await deploy();
    const kept = ids("article");
    const first = made();

    /** One apply of other files, which does this and leaves nothing to do. */
    const changed = async (edit: Readonly<Record<string, string>>, planned: string[]) => {
      text = rewrite(text, edit);
      await change({ "article.yaml": text });
      expect(await plan()).toEqual(planned);
      await deploy();
      expect(await plan()).toEqual([]);
      const now = ids("article");
      for (const [address, id] of Object.entries(kept)) expect([address, now[address]]).toEqual([address, id]);
    };

    await changed({ "state: enabled": "state: reportOnly" }, ["update azuread_conditional_access_policy.aks-policy"]);
    expect(made().filter((l) => l.startsWith("policy"))[0]).toContain("enabledForReportingButNotEnforced");
    await changed({ "state: reportOnly": "state: enabled" }, ["update azuread_conditional_access_policy.aks-policy"]);
    expect(made()).toEqual(first);

    const namespaces = "          payments: { reader: [payments-readers] }\n";
    await changed({ [namespaces]: `${namespaces}          checkout: { reader: [payments-readers] }\n` }, [
      "create azurerm_role_assignment.myManagedCluster_namespace_checkout_reader_payments-readers",
      "update output connect_myManagedCluster",
    ]);
    expect(made()).toContain(
      "payments-readers is Azure Kubernetes Service RBAC Reader on myResourceGroup/myManagedCluster/checkout",
    );
    await changed({ "          checkout: { reader: [payments-readers] }\n": "" }, [
      "delete azurerm_role_assignment.myManagedCluster_namespace_checkout_reader_payments-readers",
      "update output connect_myManagedCluster",
    ]);
    expect(made()).toEqual(first);

    const owners = "    description: People who may activate access to myManagedCluster\n    roleAssignable: true\n";
    await changed(
      { [`${owners}    owners: [dave@contoso.com]`]: `${owners}    owners: [dave@contoso.com, erin@contoso.com]` },
      ["update azuread_group.aks-operators"],
    );
    expect(made().find((l) => l.startsWith("group aks-operators"))).toContain(
      "owners dave@contoso.com, erin@contoso.com",
    );
  });
});
