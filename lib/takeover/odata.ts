/** A text in a `$filter`: in single quotes, those in it doubled. */
export function quoteOData(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

/** A path with its query, whatever letters are in the values. */
export function asked(path: string, query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}
