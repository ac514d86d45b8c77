import { readFileSync } from "node:fs";
import { modelOf } from "../../lib/access";
import { call, filesOf, newFolder, synthesized } from "../support/command";

let examples: string;
/** The line of a config file that has a text. */
const lineOf = (text: string) =>
  readFileSync("config/every-key.yaml", "utf8")
    .split("\n")
    .findIndex((l) => l.includes(text)) + 1;

beforeAll(() => void (examples = synthesized()));

test("what ends within the time is told, with the day, the days left and the line of the file", async () => {
  const { code, out, err } = await call(examples, ["expiring", "--within", "30d"]);
  expect([code, err]).toEqual([1, ""]);
  expect(out.split("\n\n")[0]).toBe(
    "Ends within 30d: write a later date, or delete the line\n" +
      "  2026-12-01 (in 6 days)  carol@contoso.com, active in admins  config/every-key.yaml:57:11",
  );
});

test("an end that is counted from apply is listed as such, whatever the day", async () => {
  const { out } = await call(examples, ["expiring", "--now", "2030-01-01"]);
  expect(out.slice(out.indexOf("Counted"))).toBe(
    [
      "Counted from the day of apply: write until: and a day instead of for:, so that the files say when it ends",
      "  after 180d  AKS operators, eligible in admins                config/every-key.yaml:53:11",
      "  after 180d  aks-operators, eligible in myJITGroup            config/article.yaml:31:11",
      "  after 180d  aks-operators, eligible in payments-readers      config/article.yaml:46:11",
      "  after 21d   alice@contoso.com, eligible in payments-writers  config/platform/identity.yaml:56:11",
      "  after 8h    carol@contoso.com, active in myJITGroup          config/article.yaml:33:11",
      "",
    ].join("\n"),
  );
});

test("what has ended is told, acknowledgements too", async () => {
  const { code, out } = await call(examples, ["expiring", "--now", "2027-04-01"]);
  expect(code).toBe(1);
  const ended = out.split("\n\n")[0].split("\n");
  expect(ended[0]).toBe("Ended: delete the line, or write a later date");
  expect(ended).toContain(
    "  2027-03-31  bob@contoso.com, eligible in admins as owner                                       config/every-key.yaml:55:11",
  );
  // each at its own line, not at that of all guardrails
  const places = ended.flatMap((l) => /acknowledgement of (\S+) .* (config\S+)$/.exec(l)?.slice(1).join(" ") ?? []);
  expect(places.filter((p) => p.includes("every-key"))).toEqual(
    ["CL-01", "NS-03"].map((rule) => `${rule} config/every-key.yaml:${lineOf(`rule: ${rule}`)}:7`),
  );
});

test("an acknowledgement without a line of its own is told at that of the guardrails", async () => {
  const acknowledge = [{ rule: "CL-01", on: null, reason: "March", until: "2026-12-01" }];
  const model = modelOf("s", [
    { guardrails: [{ id: "s/.guardrails", source: "s.yaml:9:1", profile: "recommended", acknowledge }] },
  ]);
  const { out } = await call(newFolder(filesOf([model])), ["expiring"]);
  expect(out).toContain("acknowledgement of CL-01 (March)  s.yaml:9:1\n");
});

test("an acknowledgement of a program is told at the construct that it is for", async () => {
  const acknowledge = [{ rule: "CL-04", on: "s/prod", reason: "Closed in January", until: "2026-12-24" }];
  const model = modelOf("s", [{ guardrails: [{ id: "s/.guardrails", profile: "recommended", acknowledge }] }]);
  const { out } = await call(newFolder(filesOf([model])), ["expiring"]);
  expect(out).toContain("acknowledgement of CL-04 on prod (Closed in January)  s/prod\n");
});

test("nothing to do is one line, with the next end, and exit code 0", async () => {
  const { code, out } = await call(examples, ["expiring", "--within", "1d"]);
  expect(code).toBe(0);
  expect(out.split("\n")[0]).toBe("Nothing has ended or ends within 1d; the next end is 2026-12-01.");
});

test("the last second of a day still counts as before its end", async () => {
  const model = modelOf("s", [
    {
      groups: [],
      assignments: [
        {
          id: "s/a",
          group: "s/g",
          principal: "s/p",
          kind: "eligible",
          accessId: "member",
          start: null,
          expiration: "2027-03-31T23:59:59Z",
          justification: "x",
          ticket: null,
        },
      ],
    },
  ]);
  const folder = newFolder(filesOf([model]));
  const heading = async (now: string) => (await call(folder, ["expiring", "--now", now])).out.split("\n")[0];
  expect(await heading("2027-03-31T23:59:58Z")).toContain("Ends within 30d");
  expect(await heading("2027-03-31T23:59:59Z")).toContain("Ended");
  expect(await heading("2027-03-02")).toContain("Ends within 30d");
  expect(await heading("2027-03-01")).toContain("Nothing");
});

test("JSON has a version, sorted keys, and the same bytes for the same day", async () => {
  const { out } = await call(examples, ["expiring", "--format", "json"]);
  const json = JSON.parse(out) as Record<string, { at: string | null; source: string }[]>;
  expect(Object.keys(json)).toEqual(["countedFromApply", "ended", "later", "schemaVersion", "soon", "within"]);
  expect(json.soon.map((e) => [e.at, e.source])).toEqual([["2026-12-01T16:00:00Z", "config/every-key.yaml:57:11"]]);
  expect((await call(examples, ["expiring", "--format", "json"])).out).toBe(out);
});

test("Markdown escapes what names could do in a pull request", async () => {
  const { out } = await call(examples, ["expiring", "--format", "markdown"]);
  expect(out).toContain("| 2026-12-01 (in 6 days) | carol&#64;contoso.com, active in admins |");
  expect(out).not.toContain("carol@");
});

test.each([
  [
    ["--within", "3 weeks"],
    'error: --within "3 weeks" is not a length of time; allowed: whole days, hours and minutes such as 30d or 12h\n',
  ],
  [["--format", "jsn"], 'error: --format "jsn" is not known; allowed: text, markdown or json; did you mean "json"?\n'],
  [
    ["--now", "tomorrow"],
    'error: --now "tomorrow" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z\n',
  ],
  [
    ["--now", "2027-02-30"],
    'error: --now "2027-02-30" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z\n',
  ],
])("expiring %j is refused in one sentence", async (argv, said) => {
  expect(await call(examples, ["expiring", ...argv])).toEqual({ code: 2, out: "", err: said });
});
