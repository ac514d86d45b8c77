import type { IPrincipal } from "../entra";

/** Principals, each once, in their order: one object id may be known under several construct ids. */
export function onePerKey<T extends IPrincipal>(principals: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const principal of principals) {
    if (!first.has(principal.principalKey)) first.set(principal.principalKey, principal);
  }
  return [...first.values()];
}
