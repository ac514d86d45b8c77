/** The example program as a user of the package would write it. */
export function articleSnippet(source: string): string {
  return source.replace(/"\.\.\/\.\.\/lib"/g, '"cdktf-aks-entra"').trimEnd();
}

/** The README with the example program in its place. */
export function withArticle(readme: string, snippet: string): string {
  return readme.replace(
    /(<!-- snippet: article -->\n\n```ts\n)[\s\S]*?(```\n\n<!-- end -->)/,
    (_, before: string, after: string) => `${before}${snippet}\n${after}`,
  );
}
