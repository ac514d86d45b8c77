import { catalogue } from "../../guardrails";
import { type CheckReport, type Item, titleOf } from "./report";

/** How one test went, and what is said beside it. */
interface Test {
  readonly rule: string;
  readonly name: string;
  /** `config/prod.yaml:40:3`, where a config file says it. */
  readonly source?: string;
  readonly failure?: { readonly message: string; readonly type: string };
  readonly skipped?: boolean;
  readonly text?: string;
}

/**
 * Findings as JUnit's XML, for the test page of a pipeline: a test for each finding, and one for each rule that found
 * nothing. What stops fails, what is acknowledged or not checkable here is skipped, the rest passes with its text.
 *
 * `file` and `line` are apart, as GitLab, CircleCI and the test reporters of GitHub read them.
 */
export function checkJunit({ items, unknown }: CheckReport): string {
  const said = new Set([...items, ...unknown].map((i) => i.rule));
  const tests: Test[] = [
    ...items.map(ofItem),
    ...unknown.map(({ rule, subject, reason }) => ({
      rule,
      name: `${titleOf(rule)}: ${subject}`,
      skipped: true,
      text: `Not checkable here: ${reason}`,
    })),
    ...catalogue.flatMap(({ id, title }) => (said.has(id) ? [] : [{ rule: id, name: title }])),
  ];
  const counts = {
    tests: tests.length,
    failures: tests.filter((t) => t.failure).length,
    errors: 0,
    skipped: tests.filter((t) => t.skipped).length,
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(counts)}>`,
    `  <testsuite${attributes({ name: "aks-entra check", ...counts })}>`,
    ...tests.map(element),
    "  </testsuite>",
    "</testsuites>\n",
  ].join("\n");
}

function ofItem(item: Item): Test {
  const { rule, title, subject, source, severity, message, acknowledged, stops } = item;
  const test = { rule, name: `${title}: ${subject}`, source, text: textOf(item) };
  if (acknowledged !== undefined)
    return { ...test, skipped: true, text: `${test.text}\nAcknowledged: ${acknowledged.reason}` };
  return stops ? { ...test, failure: { message: `${severity}: ${message}`, type: severity } } : test;
}

function element({ rule, name, source, failure, skipped, text }: Test): string {
  const [, file, line] = /^(.*):(\d+):\d+$/.exec(source ?? "") ?? [];
  const head = `    <testcase${attributes({ classname: rule, name, time: 0, file, line })}`;
  if (text === undefined) return `${head}/>`;
  const inside = failure
    ? [`      <failure${attributes(failure)}>${cdata(text)}</failure>`]
    : [...(skipped ? ["      <skipped/>"] : []), `      <system-out>${cdata(text)}</system-out>`];
  return [`${head}>`, ...inside, "    </testcase>"].join("\n");
}

/** Characters that XML 1.0 has no way to write, halves of a pair among them. */

const INVALID = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function attributes(all: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(all)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escaped(String(value))}"`))
    .join("");
}

function escaped(text: string): string {
  return text.replace(INVALID, "").replace(/[&<>"\t\n\r]/g, (c) => ESCAPES[c]);
}

function cdata(text: string): string {
  return `<![CDATA[${text.replace(INVALID, "").replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function textOf({ severity, message, fix, source }: Item): string {
  return [
    `${severity}: ${message}`,
    ...(source === undefined ? [] : [source]),
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
  ].join("\n");
}
