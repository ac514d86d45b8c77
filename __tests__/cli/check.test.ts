import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import type { AccessModel } from "../../lib/access";
import { catalogue } from "../../lib/guardrails";
import { call, filesOf, newFolder, synthesized } from "../support/command";
import { assignment, cluster, existingGroup, grant, jitGroup, model, objectId, user } from "../support/models";
import { sarifProblems } from "../support/sarif";

/** An open door in a config file at line 40, one in a program, and one thing that only the tenant knows. */
const OPEN = model({
  clusters: [
    cluster("s/clusters/prod", { name: "prod", localAccountsDisabled: false, source: "config/prod.yaml:40:3" }),
    cluster("s/Prod Cluster", { name: "test", localAccountsDisabled: false, authorizedIpRanges: ["203.0.113.0/24"] }),
    cluster("s/clusters/old", { name: "old", localAccountsDisabled: { unknown: "only the tenant knows" } }),
  ],
});

const acknowledge = (more: object = {}) => [
  {
    id: "s/.guardrails",
    profile: "recommended" as const,
    acknowledge: [
      { rule: "CL-01", on: "s/clusters/prod", reason: "Until the upgrade in March", until: "2027-03-31", ...more },
    ],
  },
];

const folderOf = (parts: Partial<AccessModel> = {}) => newFolder(filesOf([{ ...OPEN, ...parts }]));
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");
const json = (text: string) => JSON.parse(text) as Record<string, any>;

/** The findings of one rule in the JSON form. */
async function findings(folder: string, rule: string, ...argv: string[]): Promise<Record<string, any>[]> {
  const { out } = await call(folder, ["check", "--format", "json", ...argv]);
  return json(out).findings.filter((f: { rule: string }) => f.rule === rule);
}

describe("for the terminal", () => {
  test("findings of a rule are together, with the place of each and the fix", async () => {
    const { code, out, err } = await call(folderOf(), ["check"]);
    expect([code, err]).toEqual([1, ""]);
    const [block] = out.split("\n\n");
    expect(block).toMatch(/^error {4}CL-01 {2}Local accounts are off\n/);
    expect(block).toMatch(
      /\n {2}config\/prod\.yaml:40:3\n {4}local accounts are on in prod, so .* can be bypassed with --admin\n/,
    );
    expect(block).toMatch(/\n {2}s\/Prod Cluster\n {4}local accounts are on in test, /);
    expect(block.match(/\n {4}Fix: /g)).toHaveLength(2);
  });

  test("what cannot be checked here is listed with the reason, and does not stop", async () => {
    const { out } = await call(folderOf(), ["check"]);
    const list = out.slice(out.indexOf("Not checkable here\n"));
    expect(list).toContain("\n  CL-01  old: whether local accounts are off: only the tenant knows\n");
    const sealed = { clusters: [cluster("s/old", { localAccountsDisabled: { unknown: "only the tenant knows" } })] };
    expect((await call(folderOf(sealed), ["check"])).code).toBe(0);
  });

  test("the last lines count, and say how to go on", async () => {
    const { out } = await call(folderOf(), ["check"]);
    expect(out).toMatch(
      /\n2 errors, \d+ warnings?(, \d+ info)?; \d+ not checkable here\.\nWhat a rule asks for, and why: aks-entra explain CL-01\n$/,
    );
  });

  test("nothing found is said", async () => {
    const { code, out } = await call(newFolder(filesOf([model()])), ["check"]);
    expect([code, out]).toEqual([0, "no findings.\n"]);
  });

  test("an acknowledged finding stays visible, with the reason and the day, and does not stop", async () => {
    const only = { clusters: [OPEN.clusters[0]], guardrails: acknowledge() };
    const { code, out } = await call(folderOf(only), ["check"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /\nAcknowledged\n {2}error CL-01 {2}config\/prod\.yaml:40:3\n {4}local accounts are on in prod, .*\n {4}Acknowledged until 2027-03-31: Until the upgrade in March\n/,
    );
    expect(out).toContain(", 1 acknowledged");
  });

  test("an acknowledgement that has ended counts no longer", async () => {
    const only = folderOf({ clusters: [OPEN.clusters[0]], guardrails: acknowledge() });
    const on = async (day: string) => (await call(only, ["check", "--now", day])).code;
    expect([await on("2027-03-31"), await on("2027-04-01")]).toEqual([0, 1]);
    expect((await call(only, ["check"], { now: new Date("2027-04-01T00:00:00Z") })).code).toBe(1);
  });
});

test("it stops from the severity on that it is told, and an error stops unless told otherwise", async () => {
  const warned = folderOf({ clusters: [cluster("s/clusters/prod", { name: "prod" })] });
  const code = async (...argv: string[]) => (await call(warned, ["check", ...argv])).code;
  expect(await code()).toBe(0);
  expect(await code("--fail-on", "warning")).toBe(1);
  expect(await code("--fail-on", "info")).toBe(1);
  expect((await call(folderOf(), ["check", "--fail-on", "none"])).code).toBe(0);
});

describe("several forms at once", () => {
  test("each --out belongs to the --format before it; one form may go to standard output", async () => {
    const folder = folderOf();
    const argv = [
      "check",
      "--format",
      "sarif",
      "--out",
      "out/a.sarif",
      "--format",
      "junit",
      "--out",
      "b.xml",
      "--format",
      "json",
    ];
    const { code, out } = await call(folder, argv);
    expect([code, json(out).schemaVersion]).toEqual([1, 1]);
    expect(json(read(folder, "out/a.sarif")).version).toBe("2.1.0");
    expect(read(folder, "b.xml")).toMatch(/^<\?xml /);
  });

  test("where all go to files, standard output has the sum and their names", async () => {
    const folder = folderOf();
    const { out } = await call(folder, [
      "check",
      "--format",
      "markdown",
      "--out",
      "a.md",
      "--format",
      "text",
      "--out",
      "a.txt",
    ]);
    expect(out).toMatch(/^2 errors, .* not checkable here\. Written: a\.md, a\.txt\n$/);
    expect(read(folder, "a.txt")).toBe((await call(folder, ["check"])).out);
  });

  test("--out alone is for the text", async () => {
    const folder = folderOf();
    await call(folder, ["check", "--out", "a.txt"]);
    expect(read(folder, "a.txt")).toMatch(/^error {4}CL-01/);
  });
});

describe("JSON", () => {
  test("has a version, sorted keys, and the same bytes for the same day", async () => {
    const folder = folderOf({ guardrails: acknowledge() });
    const { out } = await call(folder, ["check", "--format", "json"]);
    const report = json(out);
    expect(Object.keys(report)).toEqual([
      "baseline",
      "failOn",
      "findings",
      "schemaVersion",
      "stacks",
      "stops",
      "unknown",
    ]);
    expect([report.schemaVersion, report.stacks, report.failOn, report.stops]).toEqual([1, ["s"], "error", true]);
    const [first] = report.findings;
    expect(Object.keys(first)).toEqual([...Object.keys(first)].sort());
    expect((await call(folder, ["check", "--format", "json"])).out).toBe(out);
  });

  test("says of each finding whether it stops, and why it is acknowledged", async () => {
    const found = await findings(folderOf({ guardrails: acknowledge() }), "CL-01");
    expect(found.map((f) => [f.subject, f.severity, f.stops, f.acknowledged, f.source])).toEqual([
      ["s/Prod Cluster", "error", true, null, null],
      [
        "s/clusters/prod",
        "error",
        false,
        { reason: "Until the upgrade in March", until: "2027-03-31" },
        "config/prod.yaml:40:3",
      ],
    ]);
  });
});

describe("SARIF", () => {
  async function sarif(folder: string, ...argv: string[]): Promise<Log> {
    return JSON.parse((await call(folder, ["check", "--format", "sarif", ...argv])).out) as Log;
  }

  test("is what the standard says, for the examples too", async () => {
    const examples = synthesized();
    await call(examples, ["check", "--write-baseline", "b.json"]);
    expect(sarifProblems(await sarif(examples))).toEqual([]);
    expect(sarifProblems(await sarif(examples, "--baseline", "b.json"))).toEqual([]);
    expect(sarifProblems(await sarif(folderOf({ guardrails: acknowledge() })))).toEqual([]);
    expect(sarifProblems({ version: "2.1.0", runs: [{ results: [] }] })).toEqual([
      "/runs/0 must have required property 'tool'",
    ]);
  });

  test("points to the line of the config file, or to the construct of a program", async () => {
    const results = (await sarif(folderOf())).runs[0].results?.filter((r) => r.ruleId === "CL-01");
    expect(results?.map((r) => r.locations)).toEqual([
      [{ logicalLocations: [{ name: "Prod Cluster", fullyQualifiedName: "s/Prod Cluster", kind: "resource" }] }],
      [
        {
          physicalLocation: {
            artifactLocation: { uri: "config/prod.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 40, startColumn: 3 },
          },
          logicalLocations: [{ name: "prod", fullyQualifiedName: "s/clusters/prod", kind: "resource" }],
        },
      ],
    ]);
  });

  test("writes any path as the address of a file", async () => {
    const source = "config/Größe #1, 100% <neu>/prod?.yaml:4:3";
    const [result] = (await sarif(folderOf({ clusters: [{ ...OPEN.clusters[0], source }] }))).runs[0].results ?? [];
    const { uri } = result.locations?.[0].physicalLocation?.artifactLocation ?? {};
    const url = new URL(uri ?? "", "file:///src/");
    expect([decodeURIComponent(url.pathname), url.hash, url.search]).toEqual([
      "/src/config/Größe #1, 100% <neu>/prod?.yaml",
      "",
      "",
    ]);
  });

  test("describes every rule of the catalogue, and each result refers to its own", async () => {
    const [run] = (await sarif(folderOf())).runs;
    const rules = run.tool.driver.rules ?? [];
    expect(rules.slice(0, catalogue.length).map((r) => r.id)).toEqual(catalogue.map((r) => r.id));
    for (const result of run.results ?? []) expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    expect(run.results?.[0]).toMatchObject({ ruleId: "CL-01", level: "error" });
  });

  test("an acknowledged finding is suppressed, with the reason", async () => {
    const results = (await sarif(folderOf({ guardrails: acknowledge() }))).runs[0].results;
    expect(results?.map((r) => [r.ruleId, r.suppressions?.[0]])).toContainEqual([
      "CL-01",
      { kind: "inSource", status: "accepted", justification: "Until the upgrade in March (until 2027-03-31)" },
    ]);
    expect(results?.filter((r) => r.suppressions)).toHaveLength(1);
  });

  test("a finding keeps its fingerprint when its line moves", async () => {
    const prints = async (source: string) =>
      (await sarif(folderOf({ clusters: [{ ...OPEN.clusters[0], source }] }))).runs[0].results?.map(
        (r) => r.partialFingerprints,
      );
    expect(await prints("config/prod.yaml:99:1")).toEqual(await prints("config/prod.yaml:40:3"));
  });
});

test("JUnit fails what stops, skips what is acknowledged or not checkable here, and passes the rest", async () => {
  const { out } = await call(folderOf({ guardrails: acknowledge() }), ["check", "--format", "junit"]);
  const [, tests, failures, skipped] =
    /<testsuites tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)">/.exec(out) ?? [];
  expect(Number(tests)).toBeGreaterThan(catalogue.length);
  expect(Number(failures)).toBe(1);
  expect(Number(skipped)).toBeGreaterThanOrEqual(2);
  expect(out).toMatch(
    /<testcase classname="CL-01" name="Local accounts are off: s\/Prod Cluster" time="0">\s*<failure message="error: local accounts are on in test, [^"]*" type="error">/,
  );
  expect(out).toMatch(
    /name="Local accounts are off: s\/clusters\/prod" time="0" file="config\/prod.yaml" line="40">\s*<skipped\/>/,
  );
  expect(out).toMatch(
    /name="Local accounts are off: s\/clusters\/old" time="0">\s*<skipped\/>\s*<system-out><!\[CDATA\[Not checkable here: /,
  );
  expect(out).not.toMatch(/timestamp=|hostname=/);
});

test("JUnit stays XML, whatever names are made of", async () => {
  const name = `<"&'>]]>\u0001\ud800 x`;
  const named = { clusters: [cluster("s/a", { name, localAccountsDisabled: false })] };
  const { out } = await call(folderOf(named), ["check", "--format", "junit"]);
  expect(out).toContain("<failure message=\"error: local accounts are on in &lt;&quot;&amp;'&gt;]]&gt; x, so ");
  expect(out).toContain("<![CDATA[error: local accounts are on in <\"&'>]]]]><![CDATA[> x, so ");

  expect(out).not.toMatch(/[\u0000-\u0008]|\p{Surrogate}/u);
});

test("Markdown has the findings of a rule in one row, and escapes what names could do", async () => {
  const named = { clusters: [cluster("s/a", { name: "<b>|@team", localAccountsDisabled: false })] };
  const { out } = await call(folderOf(named), ["check", "--format", "markdown"]);
  expect(out).toMatch(/^### Guardrails: 1 error, /);
  expect(out).toMatch(
    /\n\| error \(stops\) \| CL-01 Local accounts are off \| s\/a: local accounts are on in &lt;b&gt;\\\|&#64;team, so /,
  );
  expect(out).toContain("<details><summary>Not checkable here</summary>\n");
});

describe("a baseline", () => {
  test("lets what is known pass, stops for what is new, and does not depend on lines", async () => {
    const folder = folderOf();
    const written = await call(folder, ["check", "--write-baseline", "b.json"]);
    expect([written.code, written.err]).toEqual([
      0,
      "Written: b.json; from now on: aks-entra check --baseline b.json\n",
    ]);
    const moved = OPEN.clusters.map((c) => ({ ...c, source: "config/prod.yaml:123:1" }));
    const more = cluster("s/new", { name: "new", localAccountsDisabled: false });
    const later = newFolder({ ...filesOf([{ ...OPEN, clusters: moved }]), "b.json": read(folder, "b.json") });
    const known = await call(later, ["check", "--baseline", "b.json"]);
    expect(known.code).toBe(0);
    expect(known.out).toContain("can be bypassed with --admin [known]\n");
    expect(known.out).toMatch(/; \d+ known from the baseline, 0 of it no longer found; /);
    const newer = newFolder({
      ...filesOf([{ ...OPEN, clusters: [...moved, more] }]),
      "b.json": read(folder, "b.json"),
    });
    const states = (await findings(newer, "CL-01", "--baseline", "b.json")).map((f) => [f.subject, f.state, f.stops]);
    expect(states).toEqual([
      ["s/Prod Cluster", "known", false],
      ["s/clusters/prod", "known", false],
      ["s/new", "new", true],
    ]);
  });

  test("stops for a known finding whose facts have changed: somebody more has come", async () => {
    const folder = folderOf();
    await call(folder, ["check", "--write-baseline", "b.json"]);
    const baseline = json(read(folder, "b.json"));
    baseline.findings = baseline.findings.map((f: any) => (f.rule === "CL-01" ? { ...f, message: "less" } : f));
    const changed = newFolder({ ...filesOf([OPEN]), "b.json": JSON.stringify(baseline) });
    const { code, out } = await call(changed, ["check", "--baseline", "b.json"]);
    expect(code).toBe(1);
    expect(out).toContain(" [changed since the baseline]\n");
  });

  test("counts what is no longer found, and keeps nothing that is acknowledged", async () => {
    const folder = folderOf({ guardrails: acknowledge() });
    await call(folder, ["check", "--write-baseline", "b.json"]);
    const kept = json(read(folder, "b.json")).findings.filter((f: any) => f.rule === "CL-01");
    expect(kept.map((f: any) => [f.subject, Object.keys(f)])).toEqual([
      ["s/Prod Cluster", ["message", "rule", "subject"]],
    ]);
    const mended = newFolder({
      ...filesOf([{ ...OPEN, clusters: [OPEN.clusters[2]] }]),
      "b.json": read(folder, "b.json"),
    });
    expect((await call(mended, ["check", "--baseline", "b.json"])).out).toMatch(
      / known from the baseline, [1-9]\d* of it no longer found/,
    );
  });
});

test.each([
  [
    ["--format", "sarfi"],
    'error: --format "sarfi" is not known; allowed: text, markdown, json, sarif or junit; did you mean "sarif"?\n',
  ],
  [["--fail-on", "warn"], 'error: --fail-on "warn" is not known; allowed: error, warning, info or none\n'],
  [
    ["--out", "a.sarif", "--format", "sarif"],
    "error: --out a.sarif stands before every --format; write --format sarif --out a.sarif\n",
  ],
  [
    ["--format", "sarif", "--out", "a", "--out", "b"],
    "error: --out b is the second for one --format; give each its own: --format sarif --out b\n",
  ],
  [
    ["--format", "text", "--format", "json"],
    "error: text and json would both go to standard output; give all but one a file: --format text --out FILE\n",
  ],
  [["--baseline", "none.json"], "error: none.json is not there: write it again with --write-baseline none.json\n"],
  [["--baseline", "broken.json"], "error: broken.json is not JSON: write it again with --write-baseline broken.json\n"],
  [
    ["--baseline", "other.json"],
    "error: other.json is no baseline of this version of aks-entra: write it again with --write-baseline other.json\n",
  ],
  [["--out", "cdktf.out"], "error: cdktf.out cannot be written (EISDIR)\n"],
  [
    ["--now", "2027"],
    'error: --now "2027" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z\n',
  ],
])("check %j is refused in one sentence", async (argv, said) => {
  const folder = newFolder({ ...filesOf([OPEN]), "broken.json": "{", "other.json": '{"schemaVersion": 9}' });
  expect(await call(folder, ["check", ...argv])).toEqual({ code: 2, out: "", err: said });
});

test("an expectation that is broken is a finding, and one that only the tenant could judge is listed", async () => {
  const expectations = [
    { id: "s/expect/0", source: "config/prod.yaml:70:5", noStandingClusterAdmins: true },
    {
      id: "s/expect/1",
      cannot: {
        principal: "s/sre",
        verb: "delete",
        resource: "pods",
        cluster: "s/clusters/old",
        namespace: null,
        when: "ever" as const,
      },
    },
  ];
  const groups = [existingGroup("s/sre", { objectId: objectId(5), displayName: "sre" })];
  const old = { ...OPEN.clusters[2], adminGroups: { unknown: "only the tenant knows" } };
  const clusters = [old, { ...OPEN.clusters[0], localAccountsDisabled: true }];
  const folder = folderOf({
    groups,
    clusters,
    expectations,
    grants: [{ ...grant("prod", "clusterAdmin", "s/sre"), cluster: "s/clusters/prod" }],
  });
  const { code, out } = await call(folder, ["check"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^error {4}EXPECT {2}What the files expect is so\n {2}config\/prod\.yaml:70:5\n {4}\S/);
  // by its line, or by its id where there is none: a number alone says nothing
  expect(out).toContain("\n  EXPECT s/expect/1: whether sre can delete pods on old: ");
});

describe("what depends on the day", () => {
  const ending = (expiration: string) =>
    model({
      groups: [jitGroup("s/admins")],
      principals: [user("s/alice")],
      assignments: [assignment("eligible", "s/admins", "s/alice", { expiration })],
    });
  const dated = newFolder(filesOf([ending("2027-03-31T23:59:59Z")]));

  test("an assignment that has ended stops, one that ends soon is a warning, and another says nothing", async () => {
    const on = async (day: string) =>
      (await findings(dated, "DATE-01", "--now", day)).map((f) => [f.severity, f.stops, f.title]);
    const title = "No assignment has ended or ends soon, and PIM accepts each today";
    expect(await on("2027-01-01")).toEqual([]);
    expect(await on("2027-03-15")).toEqual([["warning", false, title]]);
    expect(await on("2027-04-01")).toEqual([["error", true, title]]);
    expect((await call(dated, ["check", "--now", "2027-04-01"])).code).toBe(1);
  });

  test("what is said to have ended stops until it has, and is not checkable where nobody knows", async () => {
    const said = (expiration: string) =>
      newFolder(
        filesOf([
          model({
            groups: [jitGroup("s/admins")],
            principals: [user("s/alice")],
            endedAssignments: [assignment("eligible", "s/admins", "s/alice", { expiration })],
          }),
        ]),
      );
    const until = said("2027-03-31T23:59:59Z");
    const on = async (day: string) =>
      (await findings(until, "DATE-03", "--now", day)).map((f) => [f.severity, f.stops, f.title]);
    expect(await on("2027-03-31")).toEqual([["error", true, "What is said to have ended has ended"]]);
    expect(await on("2027-04-01")).toEqual([]);
    const length = said("P90D");
    expect(await findings(length, "DATE-03", "--now", "2027-03-01")).toEqual([]);
    expect((await call(length, ["check", "--now", "2027-03-01"])).out).toContain(
      "whether it has ended: its length counts from when it was applied",
    );
  });

  test("a baseline knows it the day after as well, until it has ended", async () => {
    await call(dated, ["check", "--now", "2027-03-15", "--write-baseline", "b.json"]);
    const on = async (day: string) =>
      (await findings(dated, "DATE-01", "--baseline", "b.json", "--now", day)).map((f) => f.state);
    expect([await on("2027-03-15"), await on("2027-03-20"), await on("2027-04-02")]).toEqual([
      ["known"],
      ["known"],
      ["changed"],
    ]);
  });
});
