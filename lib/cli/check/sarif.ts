import { createHash } from "node:crypto";
import type { Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import { explanations, severityIn } from "../../guardrails";
import { sortedJson } from "../../access/serialize";
import { withoutDays } from "./baseline";
import type { CheckReport, Item } from "./report";

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;
const STATES = { new: "new", changed: "updated", known: "unchanged" } as const;

/**
 * Findings in SARIF 2.1.0, for code scanning: at the line of the config file, and at the construct as a logical
 * location; an acknowledged one is suppressed. What is not checkable here is a notification, so that nobody gets an
 * alert for it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function checkSarif({ items, unknown }: CheckReport, version: string): string {
  const rules = rulesOf(items);
  const index = new Map(rules.map((r, i) => [r.id, i]));
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "aks-entra", version, semanticVersion: version, rules } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: unknown.map(({ rule, subject, source, reason }): Notification => ({
              level: "note",
              message: { text: `Not checkable here: ${reason}` },
              associatedRule: { id: rule, index: index.get(rule) ?? -1 },
              locations: [locationOf(subject, source)],
            })),
          },
        ],
        results: items.map((item) => resultOf(item, index.get(item.rule) ?? -1)),
      },
    ],
  };
  return sortedJson(log);
}

function resultOf(item: Item, ruleIndex: number): Result {
  const { rule, severity, subject, source, message, fix, acknowledged, state } = item;
  const text = fix === undefined ? message : `${message}. Fix: ${fix}`;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text },
    locations: [locationOf(subject, source)],
    partialFingerprints: {
      "aksEntra/v1": createHash("sha256")
        .update(`${rule}\n${subject}\n${withoutDays(message)}`)
        .digest("hex"),
    },
    ...(state === null ? {} : { baselineState: STATES[state] }),
    ...(acknowledged === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: "inSource" as const,
              status: "accepted" as const,
              justification: `${acknowledged.reason}${acknowledged.until === null ? "" : ` (until ${acknowledged.until})`}`,
            },
          ],
        }),
  };
}

/** The line of the file, where a file says it; the construct always. */
function locationOf(subject: string, source: string | undefined): Location {
  const [, uri, line, column] = /^(.*):(\d+):(\d+)$/.exec(source ?? "") ?? [];
  const physicalLocation = {
    artifactLocation: { uri: (uri ?? "").split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" },
    region: { startLine: Number(line), startColumn: Number(column) },
  };
  const name = subject.slice(subject.lastIndexOf("/") + 1);
  const logicalLocations = [{ name, fullyQualifiedName: subject, kind: "resource" }];
  return {
    ...(uri === undefined ? {} : { physicalLocation }),
    ...(subject === "" ? {} : { logicalLocations }),
  };
}

/** Everything that is explained, and what somebody else's check found. */
function rulesOf(items: readonly Item[]): ReportingDescriptor[] {
  const rules = explanations.map(({ id, title, why, fix, sources, cases }): ReportingDescriptor => {
    const [first] = cases;
    const severity = severityIn(first, "recommended") ?? severityIn(first, "strict") ?? "info";
    const helpUri = sources.flatMap((s) => /https:\/\/\S+/.exec(s) ?? [])[0];
    return {
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: `${why}\n\nFix: ${fix}` },
      ...(helpUri === undefined ? {} : { helpUri }),
      defaultConfiguration: { level: LEVELS[severity] },
    };
  });
  const known = new Set(rules.map((r) => r.id));
  const others = items.filter((i) => !known.has(i.rule)).map(({ rule, title }) => [rule, title] as const);
  return [...rules, ...[...new Map(others)].map(([id, title]) => ({ id, shortDescription: { text: title } }))];
}
