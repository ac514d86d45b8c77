import { KNOWN_VERBS, RESOURCES, actionsOf, isKnownResource, needOf, needsOf } from "../../lib/access";

const AKS = "Microsoft.ContainerService/managedClusters";
const short = (verb: string, resource: string) => needOf(verb, resource).action.replace(`${AKS}/`, "");

test.each([
  ["get", "pods", "pods/read"],
  ["list", "pods", "pods/read"],
  ["watch", "pods", "pods/read"],
  ["create", "pods", "pods/write"],
  ["patch", "pods", "pods/write"],
  ["update", "pods", "pods/write"],
  ["delete", "pods", "pods/delete"],
  ["deletecollection", "pods", "pods/delete"],
  ["bind", "clusterroles", "rbac.authorization.k8s.io/clusterroles/bind/action"],
  ["escalate", "roles", "rbac.authorization.k8s.io/roles/escalate/action"],
  ["use", "podsecuritypolicies.policy", "policy/podsecuritypolicies/use/action"],
  ["impersonate", "serviceaccounts", "serviceaccounts/impersonate/action"],
  ["GET", "Pods", "pods/read"],
  ["*", "pods", "pods/*"],
  ["get", "*", "*/read"],
  ["*", "*", "*"],
  ["delete", "deployments", "apps/deployments/delete"],
  ["delete", "deployments.apps", "apps/deployments/delete"],
  ["delete", "deploy", "apps/deployments/delete"],
  ["get", "pod", "pods/read"],
  ["get", "svc", "services/read"],
  ["get", "ingress", "networking.k8s.io/ingresses/read"],
  ["get", "networkpolicy", "networking.k8s.io/networkpolicies/read"],
  ["get", "pods.metrics.k8s.io", "metrics.k8s.io/pods/read"],
  ["get", "widgets.example.com", "example.com/widgets/read"],
  ["get", "widgets", "widgets/read"],
  ["get", "secret", "secrets/read"],
  ["get", "lease", "coordination.k8s.io/leases/read"],
  ["get", "endpoints", "endpoints/read"],
  ["get", "/metrics", "metrics/read"],
  ["get", "/logs/", "logs/read"],
])("%s %s takes %s", (verb, resource, action) => {
  expect(short(verb, resource)).toBe(action);
  expect(needOf(verb, resource).noSuchVerb).toBe(false);
});

test.each([
  ["exec", "pods", "pods/exec/action"],
  ["create", "pods/exec", "pods/exec/action"],
  ["get", "pods/exec", "pods/exec/action"],
  ["logs", "pods", "pods/read"],
  ["log", "po", "pods/read"],
  ["describe", "pods", "pods/read"],
  ["apply", "deployments", "apps/deployments/write"],
  ["edit", "configmaps", "configmaps/write"],
  ["scale", "deployments", "apps/deployments/write"],
  ["attach", "pods", "pods/read"],
  ["port-forward", "pods", "pods/read"],
  ["portforward", "pods", "pods/read"],
  ["proxy", "services", "services/read"],
  ["patch", "deployments/scale", "apps/deployments/write"],
  ["create", "pods/ephemeralcontainers", "pods/write"],
  ["exec", "deployments", "pods/exec/action"],
  ["exec", "widgets.example.com", "pods/exec/action"],
  ["exec", "pods/web-0", "pods/exec/action"],
  ["exec", "*", "pods/exec/action"],
  ["logs", "jobs", "pods/read"],
  ["logs", "deploy/web", "pods/read"],
  ["attach", "statefulsets", "pods/read"],
  ["port-forward", "svc/web", "pods/read"],
])("%s %s takes the action of the whole, but for exec into pods: %s", (verb, resource, action) => {
  expect(short(verb, resource)).toBe(action);
});

test.each([
  ["cp", "pods", ["pods/exec/action"]],
  ["cp", "po/web-0", ["pods/exec/action"]],
  ["run", "pod", ["pods/write"]],
  ["debug", "pods", ["pods/read", "pods/write"]],
  ["debug", "no/node-1", ["nodes/read", "pods/write"]],
  ["top", "pods", ["metrics.k8s.io/pods/read"]],
  ["top", "nodes", ["nodes/read", "metrics.k8s.io/nodes/read"]],
  ["drain", "nodes", ["nodes/read", "nodes/write", "pods/read", "apps/daemonsets/read", "pods/write"]],
  ["cordon", "node", ["nodes/read", "nodes/write"]],
  ["taint", "nodes", ["nodes/read", "nodes/write"]],
  ["label", "deployments", ["apps/deployments/read", "apps/deployments/write"]],
  ["rollout", "deploy/web", ["apps/deployments/read", "apps/deployments/write"]],
  ["autoscale", "deploy", ["apps/deployments/read", "autoscaling/horizontalpodautoscalers/write"]],
  ["expose", "deploy", ["apps/deployments/read", "services/write"]],
  ["replace", "cm", ["configmaps/read", "configmaps/write"]],
  ["wait", "jobs", ["batch/jobs/read"]],
  ["get", "pods", ["pods/read"]],
])("kubectl %s %s takes all of %j", (verb, resource, actions) => {
  expect(needsOf(verb, resource).map((n) => n.action.replace(`${AKS}/`, ""))).toEqual(actions);
  expect(KNOWN_VERBS).toContain(verb);
});

test("draining a node takes its pods in every namespace", () => {
  expect(needsOf("drain", "nodes").map((n) => [n.clusterScoped, n.everywhere ?? false])).toEqual([
    [true, false],
    [true, false],
    [false, true],
    [false, true],
    [false, true],
  ]);
});

test("a command of kubectl on what it is not for is no verb", () => {
  expect(needsOf("drain", "pods")).toEqual([needOf("drain", "pods")]);
  expect(needOf("drain", "pods").noSuchVerb).toBe(true);
  expect(needsOf("top", "/metrics")).toEqual([needOf("top", "/metrics")]);
});

test("a verb that the authorizer does not know has no action", () => {
  expect(needOf("fly", "pods")).toEqual({
    action: `${AKS}/pods`,
    clusterScoped: false,
    everybody: false,
    noSuchVerb: true,
    note: null,
  });
  expect(needOf("fly", "pods/exec")).toMatchObject({ action: `${AKS}/pods/exec/action`, noSuchVerb: false });
});

test("nodes, volumes, cluster roles and the like are in no namespace; pods and namespaces are", () => {
  const resources = [
    "nodes",
    "pv",
    "clusterroles",
    "clusterrolebindings",
    "storageclasses",
    "crd",
    "ingressclasses",
    "priorityclasses",
    "runtimeclasses",
    "validatingwebhookconfigurations",
    "certificatesigningrequests",
    "nodes.metrics.k8s.io",
  ];
  expect(resources.filter((r) => !needOf("get", r).clusterScoped)).toEqual([]);
  expect(
    ["pods", "namespaces", "roles", "pods.metrics.k8s.io", "widgets.example.com", "nodes.example.com/x", "*"].filter(
      (r) => needOf("get", r).clusterScoped,
    ),
  ).toEqual(["nodes.example.com/x"]);
  expect(needOf("get", "/metrics").clusterScoped).toBe(true);
});

test.each(["attach", "port-forward"])("%s takes reading before Kubernetes 1.35 and writing from then on", (verb) => {
  const need = needOf(verb, "pods");
  expect(need.since).toEqual({ version: "1.35", action: `${AKS}/pods/write` });
  const of = (version: Parameters<typeof actionsOf>[1]) => actionsOf(need, version);
  expect(["1.34", "1.34.9", "0.40"].map((v) => of(v).actions)).toEqual([
    [`${AKS}/pods/read`],
    [`${AKS}/pods/read`],
    [`${AKS}/pods/read`],
  ]);
  expect(["1.35", "1.36.1", "2.0"].map((v) => of(v))).toEqual(
    ["1.35", "1.36.1", "2.0"].map(() => ({ actions: [`${AKS}/pods/write`], reason: null })),
  );
  expect(of({ unknown: "left to AKS" })).toEqual({
    actions: [`${AKS}/pods/read`, `${AKS}/pods/write`],
    reason: "the version of Kubernetes, which decides from 1.35 on: left to AKS",
  });
});

test("for anything else the version decides nothing", () => {
  expect(actionsOf(needOf("get", "pods"), { unknown: "left to AKS" })).toEqual({
    actions: [`${AKS}/pods/read`],
    reason: null,
  });
  expect(["pods/log", "pods/proxy", "services/portforward"].map((r) => needOf("get", r).since)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(needOf("create", "pods/portforward")).toMatchObject({ action: `${AKS}/pods/write`, note: null });
  expect(needOf("create", "pods/portforward").since).toBeUndefined();
});

test("it says where reading is more than reading", () => {
  expect(needOf("get", "pods").note).toBeNull();
  expect(needOf("patch", "deployments/scale").note).toBeNull();
  expect(needOf("logs", "pods").note).toBe("pods/log takes the action of pods");
  expect(needOf("attach", "pods").note).toBe(
    "before Kubernetes 1.35, attaching to pods takes no more than reading them (from the sources of guard and Kubernetes, not tried)",
  );
  expect(needOf("port-forward", "pods").note).toBe(
    "before Kubernetes 1.35, forwarding ports of pods takes no more than reading them (from the sources of guard and Kubernetes, not tried)",
  );
  for (const name of ["pods", "services", "nodes"]) {
    expect(needOf("proxy", name).note).toBe(
      `reading ${name} is enough to send HTTP GET through the API server to them, past network policies and ingress (from the sources of guard and Kubernetes, not tried)`,
    );
  }
});

test("paths that list what the API has are open to every signed-in user", () => {
  const open = ["/api", "/apis/apps/v1", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"];
  expect(open.filter((path) => !needOf("get", path).everybody)).toEqual([]);
  expect(["/metrics", "/apiserver", "/logs"].filter((path) => needOf("get", path).everybody)).toEqual([]);
  expect(needOf("create", "/api").everybody).toBe(false);
});

test("the known names and verbs are told, for whoever guesses a misspelt one", () => {
  expect(RESOURCES).toEqual([...RESOURCES].sort());
  expect(RESOURCES).toEqual(expect.arrayContaining(["pods", "deployments", "clusterrolebindings"]));
  expect(KNOWN_VERBS).toEqual([...KNOWN_VERBS].sort());
  expect(KNOWN_VERBS).toEqual(expect.arrayContaining(["get", "exec", "port-forward"]));
});

test("a resource is known by name, in short, in parts, as everything, as a path, or by its group", () => {
  const known = ["pods", "Pod", "po", "pods/log", "deploy", "ingress", "*", "/metrics", "widgets.example.com"];
  expect(known.filter((r) => !isKnownResource(r))).toEqual([]);
  expect(["pdos", "widgets", "pod/", ""].map(isKnownResource)).toEqual([false, false, true, false]);
});

test("what kubectl does in a pod takes the same of a service or a deployment, and says so", () => {
  for (const verb of ["exec", "attach", "port-forward", "logs"]) {
    const [pods, services] = [needOf(verb, "pods"), needOf(verb, "services")];
    const said = `kubectl ${verb} on services goes into a pod behind them, so it takes what it takes on pods`;
    expect(services).toEqual({ ...pods, note: pods.note === null ? said : `${said}; ${pods.note}` });
  }
  expect(needOf("port-forward", "svc").since).toEqual({ version: "1.35", action: `${AKS}/pods/write` });
  expect(needOf("proxy", "services").action).toBe(`${AKS}/services/read`);
});
