import { ADMIN_CREDENTIAL, RUN_COMMAND, USER_CREDENTIAL, canOnAzure, estateOf } from "../../lib/access";
import { TENANT_KNOWS, application, cluster, grant, group, model, user } from "../support/models";

const models = model({
  principals: [...["alice", "bob", "carol", "dave", "erin"].map((n) => user(n)), application("app", 9)],
  groups: [group("g", ["carol"])],
  clusters: [cluster("c", { adminGroups: ["g"] })],
  grants: [
    grant("c", "user", "alice"),
    grant("c/pay", "admin", "bob"),
    grant("c", "contributor", "dave"),
    grant("c", "adminCredential", "erin"),
  ],
  deployers: [{ id: "deployer", principal: "app" }],
});

const asked = (
  principal: string,
  action: string,
  more: Parameters<typeof cluster>[1] = {},
  when?: "standing" | "ever",
) =>
  canOnAzure(estateOf([{ ...models, clusters: [cluster("c", { adminGroups: ["g"], ...more })] }]), {
    principal,
    action,
    cluster: "c",
    when,
  });

test("the kubeconfig takes a role on the cluster; neither a namespace nor an admin group gives it", () => {
  expect(asked("alice", USER_CREDENTIAL)).toMatchObject({
    answer: "yes",
    why: ["alice@contoso.com has Cluster User Role on c"],
  });
  expect(asked("bob", USER_CREDENTIAL)).toMatchObject({
    answer: "no",
    why: ["bob@contoso.com has RBAC Admin on c/pay: a role in a namespace allows nothing on the cluster"],
  });
  expect(asked("carol", USER_CREDENTIAL)).toMatchObject({
    answer: "no",
    why: ["carol@contoso.com has cluster admin on c: it is a right inside Kubernetes, none in Azure"],
  });
  expect(asked("dave", USER_CREDENTIAL, {}, "standing").answer).toBe("yes");
});

test("the administrator's credential takes the role, and local accounts that are on", () => {
  expect(asked("alice", ADMIN_CREDENTIAL)).toMatchObject({
    answer: "no",
    why: [`alice@contoso.com has Cluster User Role on c: it does not allow ${ADMIN_CREDENTIAL}`],
  });
  expect(asked("erin", ADMIN_CREDENTIAL)).toMatchObject({
    answer: "no",
    why: ["erin@contoso.com has Cluster Admin Role on c: local accounts are off"],
  });
  expect(asked("erin", ADMIN_CREDENTIAL.toUpperCase(), { localAccountsDisabled: false }).answer).toBe("yes");
  expect(asked("erin", ADMIN_CREDENTIAL, { localAccountsDisabled: TENANT_KNOWS })).toMatchObject({
    answer: "unknown",
    why: ["local accounts: only the tenant knows"],
  });
});

test("a command through Azure takes the role, and run commands that are on", () => {
  expect(asked("erin", RUN_COMMAND)).toMatchObject({
    answer: "no",
    why: ["erin@contoso.com has Cluster Admin Role on c: run commands are off"],
  });
  expect(asked("erin", RUN_COMMAND, { runCommandEnabled: true }).answer).toBe("yes");
  expect(asked("erin", RUN_COMMAND, { runCommandEnabled: TENANT_KNOWS })).toMatchObject({
    answer: "unknown",
    why: ["run commands: only the tenant knows"],
  });
});

test("who changes the cluster may do anything in the end", () => {
  expect(asked("dave", ADMIN_CREDENTIAL, {}, "standing").answer).toBe("no");
  expect(asked("dave", ADMIN_CREDENTIAL).answer).toBe("yes");
  expect(asked("app", USER_CREDENTIAL)).toMatchObject({
    answer: "yes",
    why: ["app applies the stack s and can change c"],
  });
  expect(asked("app", USER_CREDENTIAL, {}, "standing").answer).toBe("no");
});

test("a custom role, and a cluster that no model has, are unknown", () => {
  const custom = { ...grant("c", "user", "bob"), role: "11111111-2222-4333-8444-555555555555", roleName: "Auditor" };
  const estate = estateOf([{ ...models, grants: [custom] }]);
  expect(canOnAzure(estate, { principal: "bob", action: USER_CREDENTIAL, cluster: "c" })).toMatchObject({
    answer: "unknown",
    why: ["what Auditor allows: it is no built-in role of AKS"],
  });
  expect(canOnAzure(estate, { principal: "bob", action: USER_CREDENTIAL, cluster: "x" })).toEqual({
    answer: "unknown",
    paths: [],
    why: ["no model has the cluster x"],
  });
});

test("who changes bindings inside Kubernetes changes nothing in Azure", () => {
  const admin = { ...models, grants: [grant("c", "admin", "bob")] };
  const asks = { principal: "bob", action: ADMIN_CREDENTIAL, cluster: "c", when: "ever" } as const;
  expect(canOnAzure(estateOf([admin]), asks).answer).toBe("no");
});
