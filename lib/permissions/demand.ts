/** What one thing in a stack demands: one of some permissions, the least privileged first. */
export interface Demand {
  readonly oneOf: readonly string[];
  /** Terraform addresses, or what else it is for. */
  readonly why: readonly string[];
  /** What is done with it. */
  readonly to: string;
}

/** A permission that is chosen, and what it is chosen for. */
export interface Chosen {
  readonly name: string;
  readonly why: readonly string[];
  readonly to: readonly string[];
  /** What would do as well and is more, where any is. */
  readonly instead: readonly string[];
}

/**
 * The fewest and least permissions that meet every demand: of each the least, and none that another one chosen makes
 * needless. To take any of them away leaves a demand unmet.
 */
export function choose(demands: readonly Demand[]): Chosen[] {
  const chosen = new Set(demands.map(({ oneOf }) => oneOf[0]));
  // what only reads is tried first: what writes reads as well
  for (const name of [...chosen].sort(byPower)) {
    const others = [...chosen].filter((other) => other !== name);
    if (demands.every(({ oneOf }) => oneOf.some((one) => others.includes(one)))) chosen.delete(name);
  }
  return [...chosen].sort().map((name) => {
    const met = demands.filter(({ oneOf }) => oneOf.includes(name));
    // of what several would meet, it is for those that it is the only one for, unless there are none
    const only = met.filter(({ oneOf }) => oneOf.filter((one) => chosen.has(one)).length === 1);
    return {
      name,
      why: unique(only.flatMap(({ why }) => why)),
      to: unique(only.map(({ to }) => to)),
      instead: insteadOf(name, only),
    };
  });
}

/** What meets every demand that this one is chosen for. */
function insteadOf(name: string, demands: readonly Demand[]): string[] {
  const inOrder = demands.map((d) => ({ d, key: d.oneOf.join() })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const [first, ...rest] = inOrder.map(({ d }) => d);
  return first.oneOf.filter((one) => one !== name && rest.every(({ oneOf }) => oneOf.includes(one)));
}

function byPower(a: string, b: string): number {
  const power = (name: string) => (/ReadWrite|Create/.test(name) ? 1 : 0);
  return power(a) - power(b) || (a < b ? -1 : 1);
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
