import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../../sandbox/run/command";
import { ROOT } from "../../sandbox/run/root";
import { type Trial, deploys, trial } from "../support/e2e";

/** The recipes of docs/takeover.md by which a standing group becomes just-in-time, with people who work meanwhile. */

const ALICE = "alice@contoso.com";
const BOB = "bob@contoso.com";
const OWNERS = "owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]";
const HEAD = `
name: ops
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
`;
const ELIGIBLE = `eligible:
        - { principal: ${ALICE}, until: 2027-06-30, justification: On-call rota }
        - { principal: ${BOB}, until: 2027-06-30, justification: On-call rota }`;

const STANDING = `groups:
  admins:
    ${OWNERS}
    members: [${ALICE}, ${BOB}]
`;

const OPS = `${HEAD}location: westeurope
emergencyAccess:
  accounts:
    - { user: 33333333-3333-4333-8333-333333333334 }
    - { user: 33333333-3333-4333-8333-333333333335 }
`;
const ACKNOWLEDGED = `guardrails: { acknowledge: [{ rule: PIM-01, reason: Until everybody has activated once, until: 2027-01-31 }] }
`;

const resourcesOf = (lines: readonly string[]) => lines.filter((line) => !line.includes(" output "));

/** The exceptions that the page gives for a step, as they are pasted. */
function allowedIn(step: number): string {
  const page = readFileSync(join(ROOT, "docs", "takeover.md"), "utf8");
  const [, text] =
    new RegExp(`\\n   \`\`\`yaml\\n   # gate-allow.yaml, step ${step}\\n([^]*?)   \`\`\`\\n`).exec(page) ?? [];
  if (text === undefined) throw new Error(`the page has no exceptions for step ${step}`);
  return text;
}

interface Gated {
  readonly status: number | null;
  readonly refused: readonly string[];
  readonly allowed: readonly string[];
  /** Among them every exception that nothing needs. */
  readonly warnings: readonly string[];
}

const LET_THROUGH: Gated = { status: 0, refused: [], allowed: [], warnings: [] };

/** What the gate says of the plan of the stack with these exceptions: its exit code, and each rule with its address. */
async function gated(t: Trial, allow: string): Promise<Gated> {
  writeFileSync(join(t.folder, "plan.json"), JSON.stringify(await t.planJson("ops")));
  writeFileSync(join(t.folder, "gate-allow.yaml"), allow);
  const cli = join(ROOT, "dist", "lib", "cli", "main.js");
  const args = [cli, "gate", "plan.json", "--allow", "gate-allow.yaml", "--format", "json", "--now", "2026-11-25"];
  const { status, stdout, stderr } = await command(process.execPath, args, { cwd: t.folder, env: process.env });
  if (stdout === "") throw new Error(stderr);
  type Finding = Readonly<Record<"rule" | "address", string>>;
  const said = JSON.parse(stdout) as { findings: Finding[]; allowed: { finding: Finding }[]; warnings: string[] };
  const words = ({ rule, address }: Finding) => `${rule} ${address}`;
  return {
    status,
    refused: said.findings.map(words).sort(),
    allowed: said.allowed.map(({ finding }) => words(finding)).sort(),
    warnings: said.warnings,
  };
}

describe("standing access becomes just-in-time, and nobody is locked out on the way", () => {
  deploys(
    "in place: the group keeps its object id, and one after the other activates and loses what was standing",
    async () => {
      const t = await trial({ config: { "ops.yaml": HEAD + STANDING } });
      const { people, deploy, plan, change, ids, world } = t;
      await deploy();
      const id = ids("ops")["azuread_group.admins"];
      const inPlace = (standingMembers: string) => `${HEAD}groups:
  admins:
    objectId: ${id}
    ${OWNERS}
    pim:
      ${ELIGIBLE}
      standingMembers: ${standingMembers}
guardrails:
  acknowledge:
    - { rule: PIM-03, reason: Until everybody has activated once, until: 2027-01-31 }
    - { rule: PIM-09, reason: Until everybody has activated once, until: 2027-01-31 }
`;

      await change({ "ops.yaml": inPlace(`[${ALICE}, ${BOB}]`) });
      const planned = await plan();
      expect(planned).toEqual([
        "create azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com",
        "create azuread_privileged_access_group_eligibility_schedule.admins_eligible_bob__contoso_com",
        "forget azuread_group.admins",
        "import azuread_group_member.admins_standing_alice__contoso_com",
        "import azuread_group_member.admins_standing_bob__contoso_com",
        "import azuread_group_role_management_policy.admins_member-settings",
        "import azuread_group_role_management_policy.admins_owner-settings",
        "import azuread_group_without_members.admins",
        "update azuread_group_role_management_policy.admins_member-settings",
        "update azuread_group_role_management_policy.admins_owner-settings",
      ]);
      expect(await gated(t, "")).toEqual(LET_THROUGH);
      await deploy();
      expect(people.members("admins")).toEqual([ALICE, BOB]);
      expect(ids("ops")["azuread_group_without_members.admins"]).toBe(id);
      expect(await plan()).toEqual([]);

      // one membership in a group is one, whoever gave it: so it is Alice's turn when she is not on call
      await change({ "ops.yaml": inPlace(`[${BOB}]`) });
      expect(await plan()).toEqual(["delete azuread_group_member.admins_standing_alice__contoso_com"]);
      expect(await gated(t, "")).toEqual(LET_THROUGH);
      await deploy();
      // this is her gap
      expect(people.members("admins")).toEqual([BOB]);
      people.activate(ALICE, "admins", { duration: "PT4H", justification: "On call" });
      expect(people.members("admins")).toEqual([ALICE, BOB]);

      // Alice is on call, and nothing of hers changes when it is Bob's turn; that he activates before does not spare him
      people.activate(BOB, "admins", { duration: "PT4H", justification: "Before the apply" });
      world.clock.advance({ minutes: 10 });
      await change({ "ops.yaml": inPlace("[]") });
      expect(await plan()).toEqual(["delete azuread_group_member.admins_standing_bob__contoso_com"]);
      await deploy();
      expect(people.members("admins")).toEqual([ALICE]);
      people.activate(BOB, "admins", { duration: "PT4H", justification: "On call" });
      expect(people.members("admins")).toEqual([ALICE, BOB]);
      world.clock.advance({ hours: 5 });
      expect(people.members("admins")).toEqual([]);
      expect(ids("ops")["azuread_group_without_members.admins"]).toBe(id);
    },
  );

  deploys("by a group beside it: everybody activates the new one before the old one goes", async () => {
    const REST = (groups: string) => `conditionalAccess:
  aks:
    state: enabled
    include: [${groups}]
    require: [mfa, compliantDevice]
    signInFrequency: 4h
clusters:
  prod:
    resourceGroup: rg
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    adminGroups: [${groups}]
    access: [{ reader: [${groups}] }]
`;
    const NEW = `  admins-on-call:
    ${OWNERS}
    pim:
      ${ELIGIBLE}
`;
    const t = await trial({ config: { "ops.yaml": OPS + STANDING + REST("admins") } });
    const { people, deploy, plan, change, ids, made } = t;
    await deploy();
    const before = ids("ops");
    const READS = made()
      .find((line) => line.startsWith("admins is "))!
      .slice("admins is ".length);

    await change({ "ops.yaml": OPS + STANDING + NEW + REST("admins, admins-on-call") + ACKNOWLEDGED });
    expect(resourcesOf(await plan())).toEqual([
      "create azuread_group_role_management_policy.admins-on-call_member-settings",
      "create azuread_group_role_management_policy.admins-on-call_owner-settings",
      "create azuread_group_without_members.admins-on-call",
      "create azuread_privileged_access_group_eligibility_schedule.admins-on-call_eligible_alice__contoso_com",
      "create azuread_privileged_access_group_eligibility_schedule.admins-on-call_eligible_bob__contoso_com",
      "create azurerm_role_assignment.prod_cluster-user_admins-on-call",
      "create azurerm_role_assignment.prod_reader_admins-on-call",
      "update azuread_conditional_access_policy.aks",
      "update azurerm_kubernetes_cluster.prod",
    ]);
    const adding = ["cluster-admins-changed azurerm_kubernetes_cluster.prod"];
    expect(await gated(t, "")).toEqual({ status: 1, refused: adding, allowed: [], warnings: [] });
    expect(await gated(t, allowedIn(1))).toEqual({ status: 0, refused: [], allowed: adding, warnings: [] });
    await deploy();
    expect(made()).toEqual(expect.arrayContaining([`admins is ${READS}`, `admins-on-call is ${READS}`]));
    expect(people.members("admins")).toEqual([ALICE, BOB]);
    for (const [address, id] of Object.entries(before)) expect([address, ids("ops")[address]]).toEqual([address, id]);

    for (const who of [ALICE, BOB]) people.activate(who, "admins-on-call", { justification: "First time" });
    expect(people.members("admins-on-call")).toEqual([ALICE, BOB]);

    await change({ "ops.yaml": OPS + `groups:\n${NEW}` + REST("admins-on-call") });
    expect(resourcesOf(await plan())).toEqual([
      "delete azuread_group.admins",
      "delete azurerm_role_assignment.prod_cluster-user_admins",
      "delete azurerm_role_assignment.prod_reader_admins",
      "update azuread_conditional_access_policy.aks",
      "update azurerm_kubernetes_cluster.prod",
    ]);
    const going = [
      "cluster-admins-changed azurerm_kubernetes_cluster.prod",
      "group-deleted azuread_group.admins",
      "policy-loosened azuread_conditional_access_policy.aks",
    ];
    expect(await gated(t, "")).toEqual({ status: 1, refused: going, allowed: [], warnings: [] });
    expect(await gated(t, allowedIn(3))).toEqual({ status: 0, refused: [], allowed: going, warnings: [] });
    await deploy();
    expect(people.members("admins-on-call")).toEqual([ALICE, BOB]);
    expect(made().filter((line) => line.includes(READS))).toEqual([`admins-on-call is ${READS}`]);
    expect(await plan()).toEqual([]);
  });
});
