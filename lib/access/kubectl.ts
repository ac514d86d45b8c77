/** A request to Kubernetes that a command of kubectl makes. */
export interface KubectlRequest {
  readonly verb: string;
  /** Default: what the command is given. */
  readonly resource?: string;
  /** In all namespaces, whichever is asked about: the pods of a node are of many. */
  readonly everywhere?: boolean;
}

const READ: KubectlRequest = { verb: "get" };
const CHANGE = [READ, { verb: "patch" }];
const ON_NODES = { nodes: CHANGE };

/**
 * What the commands of kubectl ask Kubernetes for that are no single request, by what they are given (`*` for
 * anything); all of it has to be allowed.
 *
 * - `cp` runs `tar` in the container, as `exec` does.
 * - `debug` adds a container to a pod that runs, or makes a pod on a node; attaching to it is `attach`.
 * - `drain` cordons a node, then evicts its pods, of whatever namespace, but for those of daemon sets.
 * - `top nodes` shows what is used of what a node has, so it reads the nodes as well.
 * - `rollout` changes what it is given; its `status` and `history` only read.
 *
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_cp/
 * @see https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/
 * @see https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/
 * @see https://kubernetes.io/docs/reference/kubectl/
 */
export const KUBECTL: Readonly<Record<string, Readonly<Record<string, readonly KubectlRequest[]>>>> = {
  annotate: { "*": CHANGE },
  autoscale: { "*": [READ, { verb: "create", resource: "horizontalpodautoscalers" }] },
  cordon: ON_NODES,
  cp: { pods: [{ verb: "exec" }] },
  debug: {
    pods: [READ, { verb: "patch", resource: "pods/ephemeralcontainers" }],
    nodes: [READ, { verb: "create", resource: "pods" }],
  },
  drain: {
    nodes: [
      ...CHANGE,
      { verb: "list", resource: "pods", everywhere: true },
      { verb: "get", resource: "daemonsets", everywhere: true },
      { verb: "create", resource: "pods/eviction", everywhere: true },
    ],
  },
  expose: { "*": [READ, { verb: "create", resource: "services" }] },
  label: { "*": CHANGE },
  replace: { "*": [READ, { verb: "update" }] },
  rollout: { "*": CHANGE },
  run: { pods: [{ verb: "create" }] },
  set: { "*": CHANGE },
  taint: ON_NODES,
  top: {
    pods: [{ verb: "get", resource: "pods.metrics.k8s.io" }],
    nodes: [READ, { verb: "get", resource: "nodes.metrics.k8s.io" }],
  },
  uncordon: ON_NODES,
  wait: { "*": [READ] },
};
