import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { AccessModel } from "../../lib/access";
import { catalogue, guard } from "../../lib/guardrails";
import { accessModelOf } from "../../lib/terraform";
import { loaded } from "../support/config";

const folder = join(__dirname, "files");
const files = readdirSync(folder).sort();

/** The models that a file becomes, without a word from the guardrails. */
function modelsOf(file: string): AccessModel[] {
  return loaded(readFileSync(join(folder, file), "utf8")).map((s) => accessModelOf(s));
}

/** What each file earns: `severity RULE subject`, the stack left out. Nothing else may be found in it. */
const EARNS: Readonly<Record<string, readonly string[]>> = {
  clean: [],
  "ACK-01": ["warning ACK-01 .guardrails"],
  "BG-01": ["error BG-01 policies/people", "warning BG-02 clusters/prod"],
  "BG-02": ["warning BG-02 clusters/prod"],
  "CA-01": ["warning CA-01 policies/people"],
  "CA-03": ["error CA-03 policies/people"],
  "CA-04": ["warning CA-04 clusters/prod/contributor/admins", "warning CL-02 clusters/prod/contributor/admins"],
  "CA-05": ["warning CA-05 policies/people"],
  "CA-06": ["warning CA-06 groups/admins/member-settings", "warning CA-06 groups/admins/owner-settings"],
  "CA-07": ["warning CA-01 policies/people", "warning CA-07 policies/people"],
  "CL-01": ["error CL-01 clusters/prod"],
  "CL-02": ["error CL-02 clusters/prod/contributor/ops", "warning CA-04 clusters/prod/contributor/ops"],
  "CL-03": ["error CL-03 clusters/prod"],
  "CL-04": ["warning CL-04 clusters/prod"],
  "GR-01": ["warning GR-01 groups/admins"],
  "GR-02": ["warning GR-02 groups/approvers"],
  "GR-03": ["warning GR-02 groups/ops", "warning GR-03 groups/admins/eligible/ops"],
  "NS-03": ["error NS-03 clusters/prod/namespace/payments/reader/ops"],
  "NS-04": ["warning NS-04 clusters/prod/namespace/kube-system/writer/ops"],
  "OPS-01": ["warning OPS-01 clusters/prod"],
  "PIM-01": ["error PIM-01 clusters/prod/cluster-admin/bob__contoso_com"],
  "PIM-02": ["warning PIM-02 groups/admins/active/carol__contoso_com"],
  "PIM-03": ["error PIM-03 groups/admins/member-settings"],
  "PIM-04": ["error PIM-04 groups/admins/member-settings"],
  "PIM-05": ["warning PIM-05 groups/admins"],
  "PIM-06": ["warning PIM-06 groups/admins/member-settings"],
  "PIM-07": ["warning PIM-07 groups/admins/member-settings", "warning PIM-07 groups/admins/owner-settings"],
  "PIM-11": ["warning PIM-11 groups/admins/eligible-owner/bob__contoso_com"],
  "WI-01": ["warning WI-01 groups/admins"],
};

/** Rules that no single file can break, and why. */
const NO_FILE: Readonly<Record<string, string>> = {
  "CL-00": "clusters are made with the Entra integration",
  "CL-05": "a file has one tenant",
  "CL-06": "a file gives no role on the nodes",
  "CA-02": "people are told to sign in by a browser",
  "PIM-08": "a just-in-time group has no members in a file",
  "PIM-09": "refused when the file is loaded",
  "PIM-10": "refused when the file is loaded",
  "NS-01": "refused when the file is loaded",
  "NS-02": "every grant brings Cluster User",
  "LIM-01": "thousands of lines",
  "LIM-02": "hundreds of groups",
  "LIM-03": "hundreds of policies",
  "LIM-04": "hundreds of groups",
};

test("every file is in the table, and every rule has a file or a reason", () => {
  expect(files).toEqual(
    Object.keys(EARNS)
      .map((name) => `${name}.yaml`)
      .sort(),
  );
  const rules = [...catalogue.map((r) => r.id), "ACK-01"];
  expect(rules.filter((id) => !(id in EARNS) && !(id in NO_FILE))).toEqual([]);
  expect(Object.keys(NO_FILE).filter((id) => id in EARNS || !rules.includes(id))).toEqual([]);
});

test.each(Object.entries(EARNS))("%s.yaml earns exactly what it should", (name, findings) => {
  const stack = name.toLowerCase();
  const report = guard(modelsOf(`${name}.yaml`));
  expect(report.findings.map((f) => `${f.severity} ${f.rule} ${f.subject.replace(`${stack}/`, "")}`)).toEqual(findings);
});

test.each(Object.keys(EARNS).filter((n) => n !== "clean"))(
  "%s.yaml is about that rule, and has no other error",
  (name) => {
    const errors = guard(modelsOf(`${name}.yaml`)).findings.filter((f) => f.severity === "error" || f.rule === name);
    expect(errors.length).toBeGreaterThan(0);
    expect([...new Set(errors.map((f) => f.rule))]).toEqual([name]);
  },
);

test.each(Object.keys(EARNS).filter((n) => n !== "clean"))(
  "%s.yaml: each finding names its line and says what to do",
  (name) => {
    for (const finding of guard(modelsOf(`${name}.yaml`)).findings) {
      expect(finding.source).toMatch(/test\.yaml:\d+:\d+$/);
      expect(finding.fix).toMatch(/\S+ \S+/);
    }
  },
);
