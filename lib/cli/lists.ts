/** `a`, `a and b`, `a, b and 3 more`: each once, sorted. */
export function few(names: readonly string[], most = 6): string {
  const all = [...new Set(names)].sort();
  const shown = all.length <= most ? all : [...all.slice(0, most - 1), `${all.length - most + 1} more`];
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** `1 cluster`, `2 clusters`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Items by a key, in the order in which the keys come first. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const there = groups.get(key);
    if (there === undefined) groups.set(key, [item]);
    else there.push(item);
  }
  return [...groups.values()];
}
