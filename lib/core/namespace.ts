const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether Kubernetes takes a text as the name of a namespace: lower-case letters, digits and hyphens, at most 63. */
export function isNamespaceName(text: string): boolean {
  return NAMESPACE.test(text);
}
