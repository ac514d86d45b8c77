import { readFileSync } from "node:fs";
import { relative } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { ConfigError, loadConfig } from "../../lib/config";
import { configSchema } from "../../lib/config/schema";
import { checkShape, keysAt } from "../../lib/config/shape";
import { SourceFile } from "../../lib/config/source-file";
import { HEAD, folderWith } from "../support/config";
import { newApp } from "../support/synth";

function checked(text: string) {
  const file = new SourceFile("a.yaml", text);
  const config = checkShape(configSchema, file, { name: "refused" });
  const { problems } = new ConfigError(file.problems);
  return { file, config, lines: problems.map((p) => `${p.line}:${p.column} ${p.message}`) };
}

test("a file whose form is right comes out as it is", () => {
  const text = readFileSync("config/article.yaml", "utf8");
  const { config, lines } = checked(text);
  expect(lines).toEqual([]);
  expect(config).toEqual(parse(text));
});

test("what is wrong is taken out, and the rest is left", () => {
  const { file, config } = checked(`${HEAD}tags: { a: x, b: 5 }
groups:
  ops: { owners: [dave@contoso.com, 5, erin@contoso.com, null], members: [] }
  other: 5
clusters:
  c: { nodePool: { vmSize: x, zones: [1, "2", 3] }, access: [{ roles: [{ role: x }, { role: y, to: [] }] }, 7] }
`);
  expect(file.problems).toHaveLength(8);
  expect(config).toEqual({
    ...(parse(HEAD) as object),
    tags: { a: "x" },
    groups: { ops: { owners: ["dave@contoso.com", "erin@contoso.com"], members: [] } },
    clusters: { c: { nodePool: { vmSize: "x", zones: ["2"] }, access: [{ roles: [{ role: "y", to: [] }] }] } },
  });
});

test("a place in a list is right after what stood before it was taken out", () => {
  const { file } = checked("name: a\ngroups:\n  ops:\n    owners: [1, one@c.co, 2, 3, two@c.co]\n");
  const at = (i: number) => file.original(["groups", "ops", "owners", i]);
  expect([0, 1].map(at)).toEqual([
    ["groups", "ops", "owners", 1],
    ["groups", "ops", "owners", 4],
  ]);
  expect(file.source(["groups", "ops", "owners", 1])).toBe("a.yaml:4:33");
});

test("places are right in lists of lists", () => {
  const { file, config } = checked(`name: a
clusters:
  c:
    access:
      - 5
      - roles:
          - { role: x, to: [1, a, 2, b] }
          - 5
          - { role: y, to: [3, c] }
`);
  expect(config?.clusters?.c.access).toEqual([
    {
      roles: [
        { role: "x", to: ["a", "b"] },
        { role: "y", to: ["c"] },
      ],
    },
  ]);
  expect(file.source(["clusters", "c", "access", 0, "roles", 0, "to", 1])).toBe("a.yaml:7:38");
  expect(file.source(["clusters", "c", "access", 0, "roles", 1, "to", 0])).toBe("a.yaml:9:32");
});

test("one value of the wrong kind is one problem, also if what holds it cannot do without it", () => {
  expect(
    checked(`name: a
backend: { azurerm: { resourceGroup: 5, storageAccount: b, container: c } }
emergencyAccess: { accounts: [{ user: 5 }] }
groups: { x: { pim: { settings: { activation: { require: [{ authenticationContext: 5 }] } } } } }
`).lines,
  ).toEqual([
    "2:21 backend.azurerm.key: this key is missing; allowed: text",
    '2:38 backend.azurerm.resourceGroup: 5 is a number; allowed: text, so put it in quotes: "5"',
    '3:39 emergencyAccess.accounts[0].user: 5 is a number; allowed: text, so put it in quotes: "5"',
    '4:84 groups.x.pim.settings.activation.require[0].authenticationContext: 5 is a number; allowed: text, so put it in quotes: "5"',
  ]);
});

test("what has to hold something goes with it, and is no problem of its own", () => {
  const { lines, config, file } = checked(`name: a
clusters: { c: { existing: { name: x } } }
expect: [{ cannot: [a, b, c] }, { cannot: [a, b, c, d, e] }, { cannot: 5 }, { cannot: [a, b, c, d] }]
`);
  expect(lines).toEqual([
    "2:28 clusters.c.existing.resourceGroup: this key is missing; allowed: text",
    "3:20 expect[0].cannot: this has 3 values; allowed: 4",
    "3:43 expect[1].cannot: this has 5 values; allowed: 4",
    "3:72 expect[2].cannot: 5 is a number; allowed: a list",
  ]);
  expect(config).toEqual({ name: "a", clusters: { c: {} }, expect: [{ cannot: ["a", "b", "c", "d"] }] });
  expect(file.isRefused(["clusters", "c", "existing"])).toBe(true);
  expect(file.source(["expect", 0])).toBe("a.yaml:3:77");
});

test("of several forms the one that was meant speaks", () => {
  expect(
    checked(`name: a
groups:
  x: { existing: { name: y }, pim: { settings: { activaton: {} } } }
conditionalAccess:
  p: { include: everybody, require: { all: [mfa] } }
  q: { include: { group: x }, require: blocked }
`).lines,
  ).toEqual([
    "3:20 groups.x.existing.name: this key is not known; allowed: displayName",
    '3:50 groups.x.pim.settings.activaton: this key is not known; did you mean "activation"?; allowed: activation, eligible, active or owner',
    '5:17 conditionalAccess.p.include: "everybody" is not one of the words for it; allowed: a list of groups, users and directory roles, or all',
    "5:39 conditionalAccess.p.require.all: this key is not known; allowed: any",
    "6:17 conditionalAccess.q.include: this mapping is not of the right form; allowed: a list of groups, users and directory roles, or all",
    '6:40 conditionalAccess.q.require: "blocked" is not one of the words for it; did you mean "block"?; allowed: a list of controls that are all asked for, { any: [...] } for one of them, or block',
  ]);
});

test("the keys at a place are those of every form that may stand there", () => {
  expect(keysAt(configSchema, ["groups", "x", "existing"])).toEqual(["displayName"]);
  expect(keysAt(configSchema, ["groups", "x", "members", 0])).toEqual(["user", "group", "servicePrincipal"]);
  expect(keysAt(configSchema, ["groups", "x", "constructor"])).toEqual([]);
  expect(keysAt(configSchema, ["roleSettings", "x", "owner", "eligible"])).toEqual(["expireAfter", "permanent"]);
});

describe("damage of any kind", () => {
  const VALID = parse(`${HEAD}tags: { owner: platform }
deployer: { servicePrincipal: 99999999-9999-4999-8999-999999999999 }
emergencyAccess: { accounts: [{ user: 33333333-3333-4333-8333-333333333334 }], clusterAdmin: ops }
defaults: { groups: { owners: [dave@contoso.com] }, clusters: { nodePool: { vmSize: x, count: 3 } } }
roleSettings:
  careful: { activation: { maximum: 2h, require: [mfa, justification], approvers: [ops] }, owner: { activation: { maximum: 1h } } }
groups:
  ops: { formerly: people, members: [alice@contoso.com, { user: 33333333-3333-4333-8333-333333333331 }] }
  old: { existing: 44444444-4444-4444-8444-444444444444 }
  admins:
    roleAssignable: true
    pim:
      settings: careful
      eligible: [{ principal: ops, for: 180d, justification: Rota }, { principal: bob@contoso.com, until: 2027-03-31, justification: x }]
      active: [{ principal: carol@contoso.com, for: 8h, justification: x, ticket: { system: a, number: b } }]
conditionalAccess:
  p: { state: enabled, include: [ops, admins], exclude: [old], require: [mfa, compliantDevice], signInFrequency: 4h, blockDeviceCode: true }
  q: { include: all, require: { any: [mfa] } }
accessProfiles:
  base: { clusterUser: [ops], roles: [{ role: Azure Kubernetes Service RBAC Reader, to: [old] }] }
clusters:
  c: { resourceGroup: rg, adminGroups: [admins], network: { authorizedIpRanges: [203.0.113.0/24] }, access: [base, { namespaces: { payments: { reader: [ops] } } }], overrides: { image_cleaner_enabled: true } }
  found: { existing: { resourceGroup: legacy, name: old }, assume: { localAccounts: enabled, adminGroups: [old] }, access: [base] }
guardrails: { profile: recommended, acknowledge: [{ rule: CL-01, on: clusters.found, reason: x, until: 2027-03-31 }] }
expect: [{ noStandingClusterAdmins: true }, { cannot: [ops, delete, pods, c/kube-system], when: standing }]
`) as Node;

  type Node = Record<string, unknown> | unknown[];
  type Damage = { seed: number; kind: "delete" | "replace" | "add"; value: unknown; key: string };

  const values = fc.constantFrom<unknown>(null, 5, true, "", "x", "ops", [], {}, [null], { user: "x" }, { x: {} }, [[5]]);
  const names = fc.constantFrom("x", "", "a b", "constructor", "toString", "0", "ops", "owners", "__proto__", "Default");
  const damage: fc.Arbitrary<Damage> = fc.record({
    seed: fc.nat(),
    kind: fc.constantFrom("delete", "replace", "add"),
    value: values,
    key: names,
  });

  function holders(node: unknown): Node[] {
    if (typeof node !== "object" || node === null) return [];
    return [node as Node, ...Object.values(node).flatMap(holders)];
  }

  function apply(document: Node, { seed, kind, value, key }: Damage): void {
    const all = holders(document);
    const holder = all[seed % all.length];
    const keys = Object.keys(holder);
    const at = keys[Math.floor(seed / all.length) % Math.max(keys.length, 1)];
    if (kind === "add") {
      if (Array.isArray(holder)) holder.splice(seed % (holder.length + 1), 0, value);
      else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
    } else if (at !== undefined) {
      if (kind === "replace") (holder as Record<string, unknown>)[at] = value;
      else if (Array.isArray(holder)) holder.splice(Number(at), 1);
      else Reflect.deleteProperty(holder, at);
    }
  }

  test("is loaded or refused with places inside the file, and never anything else", () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 6 }), fc.boolean(), (all, flow) => {
        const document = structuredClone(VALID);
        for (const one of all) apply(document, one);
        const text = stringify(document, { aliasDuplicateObjects: false, collectionStyle: flow ? "flow" : "block" });
        const folder = folderWith(text);
        const lines = text.split("\n");
        try {
          loadConfig(newApp(), folder);
        } catch (e) {
          if (!ConfigError.isConfigError(e)) throw e;
          expect(e.problems.length).toBeGreaterThan(0);
          for (const p of e.problems) {
            expect(p.file).toBe(`${relative(".", folder)}/test.yaml`);
            expect(p.line).toBeGreaterThanOrEqual(1);
            expect(p.line).toBeLessThanOrEqual(lines.length);
            expect(p.column).toBeGreaterThanOrEqual(1);
            expect(p.column).toBeLessThanOrEqual(lines[p.line - 1].length + 1);
            // nobody shall read of what merely stands in for something
            expect(p.message).not.toMatch(/refused|00000000-0000-4000-8000/i);
          }
          const said = e.message.split("\n");
          expect(new Set(said).size).toBe(said.length);
        }
      }),
      { numRuns: 40, seed: 20261124 },
    );
  }, 60_000);
});
