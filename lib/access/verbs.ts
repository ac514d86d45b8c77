import { KUBECTL } from "./kubectl";
import { type Fact, isUnknown } from "./model";
import { AKS } from "./roles";

/** What a request to Kubernetes takes from a role, by the authorizer's map of verbs. */
export interface Need {
  /** The data action; `*` in it stands for all of them together. */
  readonly action: string;
  /** From a version of Kubernetes on, another action. */
  readonly since?: { readonly version: string; readonly action: string };
  /** The resource belongs to no namespace, so that a role in one does not reach it. */
  readonly clusterScoped: boolean;
  /** It is needed in all namespaces, whichever is asked about. */
  readonly everywhere?: boolean;
  /** Every signed-in user may. */
  readonly everybody: boolean;
  /** A verb that the authorizer maps to no action: named roles never allow it. */
  readonly noSuchVerb: boolean;
  /** Where less is enough than one would think. */
  readonly note: string | null;
}

/**
 * Verbs of the API and what the authorizer makes of them.
 *
 * @see https://github.com/kubeguard/guard/blob/5bcf8b5/authz/providers/azure/rbac/checkaccessreqhelper.go
 */
const VERBS: Readonly<Record<string, string>> = {
  get: "read",
  list: "read",
  watch: "read",
  create: "write",
  patch: "write",
  update: "write",
  delete: "delete",
  deletecollection: "delete",
  bind: "bind/action",
  escalate: "escalate/action",
  use: "use/action",
  impersonate: "impersonate/action",
  "*": "*",
};

/** What kubectl does in a pod, whatever it is asked for: of a service or a deployment, in a pod behind it. */
const IN_PODS = ["exec", "logs", "log", "attach", "port-forward", "portforward"];

/** kubectl's words for a verb on a subresource, or for a verb of the API. */
const COMMANDS: Readonly<Record<string, readonly [verb: string, subresource?: string]>> = {
  exec: ["create", "exec"],
  logs: ["get", "log"],
  log: ["get", "log"],
  attach: ["get", "attach"],
  "port-forward": ["get", "portforward"],
  portforward: ["get", "portforward"],
  proxy: ["get", "proxy"],
  describe: ["get"],
  apply: ["patch"],
  edit: ["patch"],
  scale: ["patch", "scale"],
};

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  apps: ["controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"],
  autoscaling: ["horizontalpodautoscalers"],
  batch: ["cronjobs", "jobs"],
  "coordination.k8s.io": ["leases"],
  "discovery.k8s.io": ["endpointslices"],
  "networking.k8s.io": ["ingressclasses", "ingresses", "networkpolicies"],
  policy: ["poddisruptionbudgets"],
  "rbac.authorization.k8s.io": ["clusterrolebindings", "clusterroles", "rolebindings", "roles"],
  "storage.k8s.io": ["csidrivers", "csinodes", "storageclasses", "volumeattachments"],
  "apiextensions.k8s.io": ["customresourcedefinitions"],
  "admissionregistration.k8s.io": ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
  "scheduling.k8s.io": ["priorityclasses"],
  "node.k8s.io": ["runtimeclasses"],
  "certificates.k8s.io": ["certificatesigningrequests"],
};
const CORE = [
  "configmaps",
  "endpoints",
  "events",
  "limitranges",
  "namespaces",
  "nodes",
  "persistentvolumeclaims",
  "persistentvolumes",
  "pods",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "serviceaccounts",
  "services",
];
const GROUP_OF = new Map(Object.entries(GROUPS).flatMap(([group, names]) => names.map((n) => [n, group] as const)));
const CLUSTER_SCOPED = new Set([
  "nodes",
  "persistentvolumes",
  ...[
    "clusterrolebindings",
    "clusterroles",
    "customresourcedefinitions",
    "ingressclasses",
    "certificatesigningrequests",
  ],
  ...GROUPS["storage.k8s.io"],
  ...GROUPS["admissionregistration.k8s.io"],
  ...GROUPS["scheduling.k8s.io"],
  ...GROUPS["node.k8s.io"],
]);
const SHORT: Readonly<Record<string, string>> = {
  cm: "configmaps",
  crd: "customresourcedefinitions",
  cj: "cronjobs",
  deploy: "deployments",
  ds: "daemonsets",
  ep: "endpoints",
  ev: "events",
  hpa: "horizontalpodautoscalers",
  ing: "ingresses",
  netpol: "networkpolicies",
  no: "nodes",
  ns: "namespaces",
  pdb: "poddisruptionbudgets",
  po: "pods",
  pv: "persistentvolumes",
  pvc: "persistentvolumeclaims",
  quota: "resourcequotas",
  rs: "replicasets",
  sa: "serviceaccounts",
  sts: "statefulsets",
  svc: "services",
};

/** Paths that the authorizer opens to every signed-in user of the directory: they list what the API has. */
const DISCOVERY = ["/api", "/apis", "/healthz", "/livez", "/openapi", "/readyz", "/version"];

/** The plural names of the resources that are known by name, for whoever has to guess a misspelt one. */
export const RESOURCES: readonly string[] = [...CORE, ...GROUP_OF.keys()].sort();

/** The verbs that are known, the API's and kubectl's. */
export const KNOWN_VERBS: readonly string[] = [
  ...Object.keys(VERBS),
  ...Object.keys(COMMANDS),
  ...Object.keys(KUBECTL),
].sort();

/** Whether a resource is known by name, is `*` or a path, or has a group and so may be a custom one. */
export function isKnownResource(resource: string): boolean {
  const [written] = resource.toLowerCase().split("/");
  if (resource.startsWith("/") || written === "*" || written.includes(".")) return true;
  return RESOURCES.includes(plural(written));
}

/** Before this version of Kubernetes, who reads pods forwards their ports and attaches to them; from it on, who writes them. */
export const PODS_OPEN_BEFORE = "1.35";

/** What a verb on a resource takes, all of it: a command of kubectl may be more than one request. */
export function needsOf(verb: string, resource: string): readonly Need[] {
  const [written] = resource.toLowerCase().split("/");
  const command = resource.startsWith("/") ? undefined : KUBECTL[verb.toLowerCase()];
  const requests = command?.[resourceOf(written).name] ?? command?.["*"];
  if (requests === undefined) return [needOf(verb, resource)];
  // after the slash kubectl has the name of one
  return requests.map(({ everywhere, ...r }) => ({ ...needOf(r.verb, r.resource ?? written), everywhere }));
}

/**
 * What a verb on a resource takes, of those that are one request.
 *
 * A resource is written as for kubectl: `pods`, `pod`, `po`, `pods/log`, `deployments`, `deployments.apps`,
 * `widgets.example.com`, `*`, or a path such as `/metrics`.
 */
export function needOf(verb: string, resource: string): Need {
  const [command, addition] = COMMANDS[verb.toLowerCase()] ?? [verb.toLowerCase()];
  const action = VERBS[command];
  const none = { clusterScoped: false, everybody: false, noSuchVerb: action === undefined, note: null };
  const ending = action === undefined ? "" : `/${action}`;
  if (resource.startsWith("/")) return pathNeed(resource, ending, none);
  const [written, part] = resource.toLowerCase().split("/");
  const asked = resourceOf(written);
  const inPods = IN_PODS.includes(verb.toLowerCase());
  if (inPods && asked.name !== "pods") return inPodsBehind(verb, asked.name);
  // after the slash kubectl has the name of a pod
  const subresource = inPods ? addition : (part ?? addition);
  const { name, group } = asked;
  const base = `${AKS}/${group === "" ? "" : `${group}/`}${name}`;
  const scoped = {
    ...none,
    clusterScoped: CLUSTER_SCOPED.has(name) || (group === "metrics.k8s.io" && name === "nodes"),
  };
  if (name === "*") return { ...none, action: `${AKS}/*${ending === "/*" ? "" : ending}` };
  if (base === `${AKS}/pods` && subresource === "exec") {
    return { ...scoped, noSuchVerb: false, action: `${base}/exec/action` };
  }
  const need = { ...scoped, action: `${base}${ending}` };
  if (subresource === undefined || action !== "read") return need;
  return readOfPart(need, base, name, subresource);
}

function inPodsBehind(verb: string, name: string): Need {
  const need = needOf(verb, "pods");
  if (name === "*") return need;
  const note = `kubectl ${verb.toLowerCase()} on ${name} goes into a pod behind them, so it takes what it takes on pods`;
  return { ...need, note: need.note === null ? note : `${note}; ${need.note}` };
}

/** Reading a part of something takes reading the whole, which opens more than reading. */
function readOfPart(need: Need, base: string, name: string, subresource: string): Need {
  if (base === `${AKS}/pods` && (subresource === "portforward" || subresource === "attach")) {
    const what = subresource === "attach" ? "attaching to pods" : "forwarding ports of pods";
    const note = `before Kubernetes ${PODS_OPEN_BEFORE}, ${what} takes no more than reading them (from the sources of guard and Kubernetes, not tried)`;
    return { ...need, since: { version: PODS_OPEN_BEFORE, action: `${base}/write` }, note };
  }
  if (subresource === "proxy" && ["pods", "services", "nodes"].includes(name)) {
    const note = `reading ${name} is enough to send HTTP GET through the API server to them, past network policies and ingress (from the sources of guard and Kubernetes, not tried)`;
    return { ...need, note };
  }
  return { ...need, note: `${name}/${subresource} takes the action of ${name}` };
}

/** Which action a need is on a cluster, and the reason where its version decides and is not known. */
export function actionsOf(
  need: Need,
  version: Fact<string>,
): { readonly actions: readonly string[]; readonly reason: string | null } {
  if (need.since === undefined) return { actions: [need.action], reason: null };
  if (isUnknown(version)) {
    const reason = `the version of Kubernetes, which decides from ${need.since.version} on: ${version.unknown}`;
    return { actions: [need.action, need.since.action], reason };
  }
  return { actions: [isBefore(version, need.since.version) ? need.action : need.since.action], reason: null };
}

function pathNeed(path: string, ending: string, none: Omit<Need, "action">): Need {
  const everybody = ending === "/read" && DISCOVERY.some((d) => path === d || path.startsWith(`${d}/`));
  return {
    ...none,
    clusterScoped: true,
    everybody,
    action: `${AKS}${path.toLowerCase().replace(/\/+$/, "")}${ending}`,
  };
}

function resourceOf(written: string): { readonly name: string; readonly group: string } {
  const dot = written.indexOf(".");
  if (dot >= 0) return { name: plural(written.slice(0, dot)), group: written.slice(dot + 1) };
  const name = plural(written);
  return { name, group: GROUP_OF.get(name) ?? "" };
}

function plural(written: string): string {
  const name = SHORT[written] ?? written;
  if (name === "*" || CORE.includes(name) || GROUP_OF.has(name)) return name;
  const candidates = [`${name}s`, `${name}es`, name.replace(/y$/, "ies")];
  return candidates.find((c) => CORE.includes(c) || GROUP_OF.has(c)) ?? name;
}

/** Whether a version of Kubernetes is older than another, `1.34` or `1.34.2` than `1.35`. */
export function isBefore(version: string, other: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [otherMajor, otherMinor] = other.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
