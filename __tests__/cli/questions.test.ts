import { modelsIn, call, filesOf, newFolder, synthesized } from "../support/command";
import { assignment, cluster, group, grant, jitGroup, model, settings, user } from "../support/models";

let platform: string;
let article: string;
beforeAll(() => {
  platform = synthesized("config/platform");
  article = synthesized("config/article.yaml");
});

const lines = (text: string) => text.trimEnd().split("\n");

describe("who", () => {
  test("everybody who can is told, with when and how", async () => {
    const argv = ["who", "--can", "delete", "pods", "-n", "payments", "-c", "prod-weu"];
    const { code, out, err } = await call(platform, argv);
    expect([code, err]).toEqual([0, ""]);
    expect(lines(out)).toEqual([
      "Can delete pods on prod-weu/payments",
      "  33333333-3333-4333-8333-333333333334  standing, as an emergency account  emergency account in aks-emergency: RBAC Cluster Admin on prod-weu",
      "  33333333-3333-4333-8333-333333333335  standing, as an emergency account  emergency account in aks-emergency: RBAC Cluster Admin on prod-weu",
      "  alice@contoso.com                     by an activation                   eligible for payments-writers, for 21d from apply: RBAC Writer on prod-weu/payments",
      "  payments-devs (its members)           by an activation                   eligible for payments-writers: RBAC Writer on prod-weu/payments",
      "  sre (its members)                     by an activation                   eligible for aks-admins, until 2027-06-30: RBAC Cluster Admin on prod-weu",
      "",
      "Not counted: whoever could change a cluster, a role or a group first (--when ever).",
    ]);
  });

  test("--when says how far to look", async () => {
    const names = async (when: string) => {
      const argv = [
        "who",
        "--can",
        "delete",
        "pods",
        "-n",
        "payments",
        "-c",
        "prod-weu",
        "--when",
        when,
        "--format",
        "json",
      ];
      const { rows } = JSON.parse((await call(platform, argv)).out) as { rows: { name: string }[] };
      return rows.map((r) => r.name);
    };
    expect(await names("standing")).toEqual([
      "33333333-3333-4333-8333-333333333334",
      "33333333-3333-4333-8333-333333333335",
    ]);
    expect(await names("activated")).toContain("alice@contoso.com");
    expect(await names("ever")).toContain("99999999-9999-4999-8999-999999999999");
    expect(await names("activated")).not.toContain("99999999-9999-4999-8999-999999999999");
  });

  test("nobody is said, and what is unknown for everybody", async () => {
    const { out } = await call(article, ["who", "--can", "delete", "pods", "-n", "checkout", "--when", "standing"]);
    expect(out).toMatch(
      /^Can delete pods on myManagedCluster\/checkout\n {2}carol@contoso\.com {2}active, without an activation /,
    );
    const empty = newFolder(filesOf([model({ clusters: [cluster("c")] })]));
    expect((await call(empty, ["who", "--can", "get", "pods", "--when", "ever"])).out).toBe(
      "Nobody is known who can get pods on c.\n",
    );
  });

  test("Markdown has a table, with nothing in a name that could do harm", async () => {
    const { out } = await call(article, ["who", "--can", "get", "pods", "-n", "payments", "--format", "markdown"]);
    expect(out).toContain(
      "### Can get pods on myManagedCluster/payments\n\n| Who | When | How |\n| --- | --- | --- |\n",
    );
    expect(out).toContain("| alice&#64;contoso.com | by an activation | ");
  });
});

test("what everybody may who is signed in is said so, instead of a list", async () => {
  const { code, out } = await call(platform, ["who", "--can", "get", "/version", "-c", "prod-weu"]);
  expect([code, out]).toEqual([0, "every user who is signed in may: it lists what the API has\n"]);
});

test("a namespace that is nearly another is told, and one of its own is not", async () => {
  const err = async (namespace: string) =>
    (await call(platform, ["who", "--can", "get", "pods", "-n", namespace, "-c", "prod-weu"])).err;
  expect(await err("paymets")).toBe(
    'note: nobody has a role in the namespace "paymets" of prod-weu; did you mean "payments"?\n',
  );
  expect([await err("payments"), await err("kube-system")]).toEqual(["", ""]);
});

describe("can", () => {
  test("Markdown makes lists and a block to copy, with nothing in a name that could do harm", async () => {
    const argv = ["can", "alice@contoso.com", "delete", "pods", "-n", "payments", "-c", "prod-weu", "--why"];
    const { out } = await call(platform, [...argv, "--format", "markdown"]);
    expect(out).toContain(
      "### The way\n\n1. eligible for payments-writers, for 21d from apply\n   - gives RBAC Writer",
    );
    expect(out).toMatch(
      /### What to do\n\nActivate payments-writers, with a justification: <https:\S+>\n\n```sh\naz login /,
    );
    expect(out).toMatch(/\nkubectl delete pods -n payments\n```\n$/);
    const open = (
      await call(platform, ["can", "zoe@contoso.com", "get", "pods", "-c", "prod-weu", "--format", "markdown"])
    ).out;
    expect(open).toContain("\n\n- whether zoe&#64;contoso.com is a member of sre\n");
    expect((await call(platform, ["show", "prod-weu", "--format", "markdown"])).out).not.toContain("@");
  });

  const asked = ["can", "alice@contoso.com", "delete", "pods", "-n", "payments", "-c", "prod-weu"];

  test("yes, no and unknown are one line and exit codes 0, 1 and 3", async () => {
    const alone = synthesizedProd();
    expect(await call(alone, asked)).toEqual({ code: 0, out: "yes, after activating payments-writers\n", err: "" });
    const no = await call(article, ["can", "carol@contoso.com", "delete", "pods", "--when", "standing"]);
    expect([no.code, no.out]).toEqual([0, "yes, now, until an active assignment ends\n"]);
    const dave = await call(article, ["can", "dave@contoso.com", "delete", "pods"]);
    expect([dave.code, lines(dave.out)[0].slice(0, 3)]).toEqual([1, "no:"]);
    const zoe = await call(alone, ["can", "zoe@contoso.com", "get", "pods", "-n", "payments", "-c", "prod-weu"]);
    expect([zoe.code, lines(zoe.out)[0]]).toEqual([3, "unknown, only the tenant knows:"]);
    expect(zoe.out).toContain("\n  whether zoe@contoso.com is a member of sre\n");
  });

  /** The platform example as it is. */
  function synthesizedProd(): string {
    return newFolder(filesOf(Object.values(modelsIn(platform))));
  }

  test("--why shows the way, the gates, who approves, the link and what to type", async () => {
    const { code, out } = await call(platform, ["can", "sre", "delete", "nodes", "-c", "prod-weu", "--why"]);
    expect(code).toBe(0);
    expect(lines(out)).toEqual([
      "yes, after activating aks-admins",
      "",
      "The way",
      "  1. eligible for aks-admins, until 2027-06-30",
      "     gives RBAC Cluster Admin on prod-weu",
      "     activation of aks-admins: 2h, mfa, justification, ticket, approval by aks-approvers",
      "     sign-in to AKS: aks-compliant-device (compliantDevice and mfa); no device codes",
      "     approves: dave@contoso.com (aks-approvers) or erin@contoso.com (aks-approvers)",
      "     longest use: 2h, then up to 75 minutes with the last token",
      "     written in config/platform/identity.yaml:49:11, config/platform/prod.yaml:18:20",
      "",
      "What to do",
      "  Activate aks-admins, with a justification and a ticket: https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup",
      "  az login --tenant 22222222-2222-2222-2222-222222222222",
      "  az aks get-credentials --subscription 00000000-0000-0000-0000-000000000000 --resource-group prod-weu --name prod-weu",
      "  kubelogin convert-kubeconfig -l interactive",
      "  kubelogin remove-cache-dir    # a token from before the activation knows nothing of it",
      "  kubectl delete nodes",
    ]);
  });

  test("of several ways the one with less power comes first", async () => {
    const { out } = await call(article, ["can", "alice@contoso.com", "get", "pods", "-n", "payments", "--why"]);
    expect(lines(out)[0]).toBe("yes, after activating payments-readers");
    expect(out).toContain("\n  2. member of aks-operators, which is eligible for myJITGroup, ");
    expect(out).toContain("\n  kubectl get pods -n payments\n");
  });

  test("a no says what somebody has, and what would be after an activation", async () => {
    const argv = ["can", "bob@contoso.com", "delete", "pods", "--when", "standing", "--why"];
    const { code, out } = await call(article, argv);
    expect(code).toBe(1);
    expect(lines(out)[0]).toMatch(
      /^no: not standing; after an activation: bob@contoso\.com is a member of aks-operators, /,
    );
    expect(out).toContain("\nWhy\n  bob@contoso.com has Cluster User Role on myManagedCluster: it does not allow ");
    expect(out).not.toContain("kubectl");
  });

  test("people and groups are named by sign-in name, object id, display name or key", async () => {
    const code = async (who: string) =>
      (await call(platform, ["can", who, "delete", "pods", "-n", "payments", "-c", "prod-weu"])).code;
    for (const who of ["ALICE@contoso.com", "sre", "44444444-4444-4444-8444-444444444401", "payments-devs"]) {
      expect([who, await code(who)]).toEqual([who, 0]);
    }
  });

  test("JSON has the answer, the reasons and the ways", async () => {
    const json = JSON.parse((await call(platform, [...asked, "--format", "json"])).out) as Record<string, any>;
    expect([json.schemaVersion, json.answer, json.principal.name]).toEqual([1, "yes", "alice@contoso.com"]);
    expect(json.paths[0]).toMatchObject({
      mode: "eligible",
      right: { roleName: "Azure Kubernetes Service RBAC Writer" },
    });
  });

  test("a person whom no model has is asked about all the same, and the nearest name is told", async () => {
    const { code, err } = await call(platform, ["can", "alise@contoso.com", "get", "pods", "-c", "prod-weu"]);
    expect([code, err]).toEqual([
      3,
      'note: no model has "alise@contoso.com"; the answer is about somebody whom only the tenant knows; did you mean "alice@contoso.com"?\n',
    ]);
  });

  test("a resource that is not Kubernetes' own is taken for a custom one, and that is told", async () => {
    const { err } = await call(platform, ["can", "sre", "get", "podz", "-c", "prod-weu"]);
    expect(err).toBe(
      'note: "podz" is none of Kubernetes\' own resources, and is taken for a custom one; did you mean "pods"?\n',
    );
  });
});

describe("show", () => {
  test("a cluster's access is flattened: what it lets in, who has what where, who can change it, what is asked for", async () => {
    const { code, out } = await call(platform, ["show", "prod-weu"]);
    expect(code).toBe(0);
    const blocks = out
      .trimEnd()
      .split("\n\n")
      .map((b) => b.split("\n"));
    expect(blocks.map((b) => b[0])).toEqual([
      "prod-weu  config/platform/prod.yaml:26:3",
      "What it lets in",
      "The whole cluster",
      "Namespace checkout",
      "Namespace payments",
      "Can change who has access",
      "What is asked for",
    ]);
    expect(blocks[1]).toContain("  Local accounts  off");
    expect(blocks[4]).toEqual([
      "Namespace payments",
      "  alice@contoso.com  RBAC Writer  by an activation  eligible for payments-writers, for 21d from apply",
      "  payments-devs      RBAC Reader  standing          directly",
      "  payments-devs      RBAC Writer  by an activation  eligible for payments-writers",
    ]);
    expect(blocks[5]).toContain("  99999999-9999-4999-8999-999999999999  applies the stack identity");
    expect(blocks[6]).toContain(
      "  activation of aks-admins: 2h, mfa, justification, ticket, approval by aks-approvers (sre)",
    );
  });

  test("what is assumed of a cluster that exists is told as assumed, and what is unknown as unknown", async () => {
    const { out } = await call(platform, ["show", "legacy"]);
    expect(out).toMatch(/^old {2}config\/platform\/prod\.yaml:40:3\n/);
    expect(out).toContain("\n  Local accounts  on (assumed)\n");
    expect(out).toContain("\n  Run command     unknown: only the tenant knows\n");
  });

  test("the only cluster needs no name, and one that nobody reaches says so", async () => {
    expect((await call(article, ["show"])).out).toMatch(/^myManagedCluster {2}config\/article\.yaml:55:3\n/);
    const empty = newFolder(filesOf([model({ clusters: [cluster("c")] })]));
    expect((await call(empty, ["show"])).out).toContain("\nNobody has access that is known here.\n");
  });
});

const VERBS =
  "*, annotate, apply, attach, autoscale, bind, cordon, cp, create, debug, delete, deletecollection, describe, drain, edit, escalate, exec, expose, get, impersonate, label, list, log, logs, patch, port-forward, portforward, proxy, replace, rollout, run, scale, set, taint, top, uncordon, update, use, wait, watch";

test.each([
  [
    ["show", "legcy"],
    'no model has a cluster "legcy"; allowed: legacy, old, prod-neu, prod-weu; did you mean "legacy"?',
  ],
  [["show"], "name a cluster: old, prod-neu, prod-weu"],
  [
    ["can", "alic", "get", "pods", "-c", "old"],
    'no model has a person, application or group "alic"; did you mean "alice@contoso.com"?',
  ],
  [["can", "sre", "delte", "pods", "-c", "old"], `"delte" is no verb; allowed: ${VERBS}; did you mean "delete"?`],
  [
    ["can", "sre", "get", "pods", "-c", "old", "--when", "now"],
    '--when "now" is not known; allowed: standing, activated or ever',
  ],
  [
    ["who", "--can", "get", "pods", "-n", "PAYMENTS", "-c", "prod-weu"],
    '"PAYMENTS" is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as payments',
  ],
  [["who", "-c", "old"], "say what with --can, a verb and a resource: --can delete pods"],
  [["who", "--can", "delete", "-c", "old"], "say what with --can, a verb and a resource: --can delete pods"],
  [
    ["who", "--can", "delete", "pods", "now", "-c", "old"],
    "say what with --can, a verb and a resource: --can delete pods",
  ],
])("%j is refused in one sentence", async (argv, said) => {
  const { code, out, err } = await call(platform, argv);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toBe(`error: ${said}\n`);
});

test("a word that means two things is refused, with the id of each", async () => {
  const groups = [group("a/ops", ["alice"], { displayName: "AKS" }), group("b/ops", [], { displayName: "ops two" })];
  const folder = newFolder(
    filesOf([
      model({ groups, principals: [user("alice")], clusters: [cluster("c")], grants: [grant("c", "reader", "alice")] }),
    ]),
  );
  const { code, err } = await call(folder, ["can", "ops", "get", "pods"]);
  expect([code, err]).toEqual([2, 'error: "ops" means 2 principals: a/ops, b/ops; name it by its id\n']);
  expect((await call(folder, ["can", "a/ops", "get", "pods"])).code).not.toBe(2);
});

describe("the day", () => {
  const models = model({
    principals: ["hank", "ivy", "kim"].map((n) => user(n)),
    groups: [jitGroup("admins")],
    assignments: [
      assignment("active", "admins", "hank", { expiration: "2026-11-20T23:59:59Z" }),
      assignment("active", "admins", "ivy", { start: "2026-12-20T00:00:00Z", expiration: "PT8H" }),
      assignment("eligible", "admins", "kim"),
    ],
    roleSettings: [settings("admins")],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  let folder: string;
  beforeAll(() => void (folder = newFolder(filesOf([models]))));

  test("can is about today, unless --now says another day, and tells why not", async () => {
    const ask = (who: string, ...more: string[]) => call(folder, ["can", who, "delete", "pods", ...more]);
    expect(await ask("hank@contoso.com")).toMatchObject({
      code: 1,
      out: "no: not on that day, ended 2026-11-20: hank@contoso.com is an active member of admins (until 2026-11-20T23:59:59Z), which has cluster admin on c\n",
    });
    expect((await ask("ivy@contoso.com")).out).toMatch(/^no: not on that day, begins 2026-12-20: /);
    expect(await ask("ivy@contoso.com", "--now", "2026-12-20T03:00:00Z")).toMatchObject({
      code: 0,
      out: "yes, now, until an active assignment ends\n",
    });
    const past = await ask("hank@contoso.com", "--now", "2026-11-20", "--why");
    expect([past.code, past.out]).toEqual([0, expect.stringContaining("active in admins, until 2026-11-20")]);
  });

  test("who and show have what runs, and apart what does not", async () => {
    const { out } = await call(folder, ["who", "--can", "delete", "pods"]);
    expect(lines(out)).toEqual([
      "Can delete pods on c",
      "  kim@contoso.com  by an activation  eligible for admins, for 180d from apply: cluster admin on c",
      "",
      "Not on that day",
      "  hank@contoso.com  ended 2026-11-20   active in admins: cluster admin on c",
      "  ivy@contoso.com   begins 2026-12-20  active in admins: cluster admin on c",
      "",
      "Not counted: whoever could change a cluster, a role or a group first (--when ever).",
    ]);
    const shown = (await call(folder, ["show", "c"])).out;
    expect(shown).toContain(
      "Not on that day\n  hank@contoso.com  ended 2026-11-20   active in admins: cluster admin on c\n",
    );
    expect(shown).toContain("The whole cluster\n  kim@contoso.com  cluster admin  by an activation");
    const json = JSON.parse((await call(folder, ["show", "c", "--format", "json"])).out) as {
      notNow: { why: string; path: { principal: string } }[];
    };
    expect(json.notNow.map((n) => [n.path.principal, n.why])).toEqual([
      ["hank", "ended 2026-11-20"],
      ["ivy", "begins 2026-12-20"],
    ]);
  });

  test("what runs from a day for a time is not from apply", async () => {
    const { out } = await call(folder, ["show", "c", "--now", "2026-12-20T03:00:00Z"]);
    expect(out).toContain("active in admins, from 2026-12-20 for 8h\n");
  });

  test("a day that is none is refused", async () => {
    const { code, err } = await call(folder, ["show", "c", "--now", "tomorrow"]);
    expect([code, err]).toEqual([2, expect.stringContaining('--now "tomorrow" is not a date')]);
  });
});
