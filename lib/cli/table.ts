/** The forms in which a table can be shown. */
export type TableFormat = "text" | "markdown";

/**
 * Rows as text in columns two spaces apart, or as a Markdown table.
 *
 * The last column is not padded, so no line ends in blanks. In Markdown the head is shown; in text it is left out
 * unless asked for, because the rows say what they are.
 */
export function table(format: TableFormat, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (format === "markdown") {
    return [head, head.map(() => "---"), ...rows]
      .map((cells, i) => `| ${cells.map((c) => (i === 1 ? c : escapeMarkdown(c))).join(" | ")} |\n`)
      .join("");
  }
  const widths = head.map((_, i) => Math.max(0, ...rows.map((r) => (r[i] ?? "").length)));
  return rows
    .map((cells) => `${cells.map((c, i) => (i === cells.length - 1 ? c : c.padEnd(widths[i]))).join("  ")}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

/** A text as it is, in Markdown: nothing in a name makes a link, a mention, a table or a tag; a new line is kept. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]|~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/\r?\n/g, "<br>");
}

/** A line of text in a form: as it is, or so that nothing in a name does anything. */
export function inForm(format: TableFormat, text: string): string {
  return format === "markdown" ? escapeMarkdown(text) : text;
}

/** Lines below each other: as they are, or as a list. */
export function listed(format: TableFormat, lines: readonly string[]): string {
  return lines.map((l) => `${format === "markdown" ? "- " : ""}${inForm(format, l)}\n`).join("");
}

/** A block of text with its title above: indented in text, under a heading in Markdown. */
export function titled(format: TableFormat, title: string, body: string): string {
  return format === "markdown" ? `### ${title}\n\n${body}` : `${title}\n${body.replace(/^(?=.)/gm, "  ")}`;
}
