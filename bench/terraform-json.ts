type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the bench looks at in a `cdk.tf.json`. */
export interface TerraformJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, unknown>>;
}

/** How many resources there are. */
export function countResources({ resource }: TerraformJson): number {
  return addressesOf("", resource).size;
}

/** How many data sources there are: each is asked at every plan. */
export function countLookUps({ data }: TerraformJson): number {
  return addressesOf("data.", data).size;
}

/**
 * How many resources Terraform has to make one after the other, at the longest: by references and by `depends_on`,
 * also through data sources, which count nothing themselves.
 */
export function longestChain(json: TerraformJson): number {
  const blocks = new Map([...addressesOf("data.", json.data), ...addressesOf("", json.resource)]);
  const lengths = new Map<string, number>();
  const lengthOf = (address: string): number => {
    const known = lengths.get(address);
    if (known !== undefined) return known;
    const before = referencesIn(blocks.get(address)).filter((a) => a !== address && blocks.has(a));
    const length = Math.max(0, ...before.map(lengthOf)) + (address.startsWith("data.") ? 0 : 1);
    lengths.set(address, length);
    return length;
  };
  return Math.max(0, ...[...blocks.keys()].map(lengthOf));
}

function addressesOf(prefix: string, types: Blocks = {}): Map<string, unknown> {
  const blocks = new Map<string, unknown>();
  for (const [type, named] of Object.entries(types)) {
    for (const [name, block] of Object.entries(named)) blocks.set(`${prefix}${type}.${name}`, block);
  }
  return blocks;
}

/** Whatever may be an address in a block: from its first expression on, and in `depends_on`, whose texts are addresses. */
function referencesIn(block: unknown): string[] {
  const found: string[] = [];
  const visit = (value: unknown, key?: string): void => {
    if (typeof value === "string") {
      const from = key === "depends_on" ? 0 : value.indexOf("${");
      if (from >= 0) found.push(...(value.slice(from).match(ADDRESS) ?? []));
    } else if (Array.isArray(value)) {
      value.forEach((item) => visit(item, key));
    } else if (typeof value === "object" && value !== null) {
      Object.entries(value).forEach(([k, v]) => visit(v, k));
    }
  };
  visit(block);
  return found;
}

const ADDRESS = /(?:\bdata\.)?\b[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*/g;
