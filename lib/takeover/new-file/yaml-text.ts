import { yamlSdk } from "../sdk";
import type { NewFile } from "./new-file";
import type { Writing } from "./writing";

const WIDTH = 110;

/** The text of a new config file: short mappings on one line, names of people as comments, what it cannot say on top. */
export function yamlText({ said, notes, writing }: NewFile, of: readonly string[]): string {
  const { Document } = yamlSdk();
  const document = new Document();
  document.contents = nodeOf(document, said, writing, 0) as typeof document.contents;
  const top = [
    `Written by aks-entra import from what exists: ${of.join(", ")}.`,
    "A plan should show imports and nothing else. Then the takeover file beside this one may be deleted.",
    ...(notes.length > 0
      ? ["", "Not in this file, or not as it is in the tenant:", ...notes.map((n) => `- ${n}`)]
      : []),
  ];
  document.commentBefore = top.map((line) => (line === "" ? "" : ` ${line}`)).join("\n");
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

type Yaml = ReturnType<typeof yamlSdk>;
type Document = InstanceType<Yaml["Document"]>;

function nodeOf(document: Document, value: unknown, writing: Writing, depth: number, quiet = false): unknown {
  const { YAMLMap, YAMLSeq } = yamlSdk();
  if (typeof value !== "object" || value === null) return document.createNode(value);
  const comment = quiet ? undefined : writing.commentOf(value);
  // what has a comment is one line, and so is what is short and deep inside; a comment within needs a line of its own
  const fits = depth > 2 && JSON.stringify(value).length <= WIDTH;
  const short = quiet || comment !== undefined || (fits && !hasComments(value, writing));
  const inner = (one: unknown) => nodeOf(document, one, writing, depth + 1, short);
  const list = new YAMLSeq();
  const map = new YAMLMap();
  if (Array.isArray(value)) list.items = value.map(inner);
  else {
    const said = Object.entries(value).filter(([, one]) => one !== undefined);
    for (const [key, one] of said) map.add(document.createPair(key, inner(one)));
  }
  const node = Array.isArray(value) ? list : map;
  node.flow = short;
  if (comment !== undefined) node.comment = ` ${comment.replace(/[\r\n]+/g, " ")}`;
  return node;
}

/** Whether something inside has a comment. */
function hasComments(value: object, writing: Writing): boolean {
  return Object.values(value).some(
    (one: unknown) =>
      typeof one === "object" && one !== null && (writing.commentOf(one) !== undefined || hasComments(one, writing)),
  );
}
