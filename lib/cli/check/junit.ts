import builder from "junit-report-builder";
import { catalogue } from "../../guardrails";
import { type CheckReport, type Item, titleOf } from "./report";

/**
 * Findings as JUnit's XML, for the test page of a pipeline: a test for each finding, and one for each rule that found
 * nothing. What stops fails, what is acknowledged or not checkable here is skipped, the rest passes with its text.
 */
export function checkJunit({ items, unknown }: CheckReport): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name("aks-entra check");
  for (const item of items) {
    const test = suite.testCase().className(item.rule).name(`${item.title}: ${item.subject}`).time(0);
    if (item.source !== undefined) test.file(item.source);
    if (item.acknowledged !== undefined)
      test.skipped().standardOutput(`${textOf(item)}\nAcknowledged: ${item.acknowledged.reason}`);
    else if (item.stops) test.failure(`${item.severity}: ${item.message}`, item.severity).stacktrace(textOf(item));
    else test.standardOutput(textOf(item));
  }
  for (const { rule, subject, reason } of unknown) {
    const test = suite
      .testCase()
      .className(rule)
      .name(`${titleOf(rule)}: ${subject}`)
      .time(0);
    test.skipped().standardOutput(`Not checkable here: ${reason}`);
  }
  const said = new Set([...items, ...unknown].map((i) => i.rule));
  for (const { id, title } of catalogue) if (!said.has(id)) suite.testCase().className(id).name(title).time(0);
  return `${report.build().trimEnd()}\n`;
}

function textOf({ severity, message, fix, source }: Item): string {
  return [
    `${severity}: ${message}`,
    ...(source === undefined ? [] : [source]),
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
  ].join("\n");
}
