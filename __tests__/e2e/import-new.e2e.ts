import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { signInEnvironment } from "../../sandbox/run/environment";
import { type Outcome, command } from "../../sandbox/run/command";
import { ROOT } from "../../sandbox/run/root";
import { type Trial, deploys, succeed, trial } from "../support/e2e";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const CUSTOM_ROLE = "12345678-1234-4123-8123-123456789012";
const SOMEBODYS = "44444444-4444-4444-8444-444444444444";
const PIPELINE = "99999999-9999-4999-8999-999999999999";

/** What somebody else's Terraform made, whose files and state nobody has any more. */
const BEFORE = `name: before
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: ${SUBSCRIPTION}
location: westeurope
guardrails: { profile: article }
roleSettings:
  careful:
    activation:
      maximum: 2h30m
      require: [mfa, justification, ticket]
      approvers: [approvers, { group: ${SOMEBODYS} }, erin@contoso.com]
      alerts: [secops@contoso.com, audit@contoso.com]
    eligible: { expireAfter: 180d, permanent: allowed }
    active: { expireAfter: 30d, require: [justification, mfa] }
  usual: { activation: { maximum: 8h, require: [justification] } }
  context: { activation: { maximum: 1h, require: [{ authenticationContext: c1 }, justification] }, active: { expireAfter: 15d, permanent: allowed } }
groups:
  approvers: { displayName: AKS approvers, roleAssignable: true, owners: [dave@contoso.com, erin@contoso.com], members: [erin@contoso.com, dave@contoso.com] }
  everyone:
    displayName: "Payments: \\"everyone\\" #1"
    description: "100 %: {see} 'the wiki' $ { x }"
    owners: [dave@contoso.com, { servicePrincipal: ${PIPELINE} }]
    members: [carol@contoso.com, alice@contoso.com, approvers, { servicePrincipal: 99999999-9999-4999-8999-999999999998 }]
  admins:
    displayName: AKS admins
    description: "- for the night: yes"
    roleAssignable: true
    owners: [dave@contoso.com]
    pim:
      settings: careful
      eligible:
        - { principal: everyone, permanent: true, justification: "Rota: #on-call" }
        - { principal: { group: ${SOMEBODYS} }, for: 90d, justification: SRE }
        - { principal: bob@contoso.com, until: 2027-03-31, as: owner, justification: Deputy }
        - { principal: frank@contoso.com, for: 30d, from: 2027-01-04T08:00:00Z, justification: Begins in January }
      active:
        - { principal: carol@contoso.com, for: 8h, justification: Roll-out, ticket: { system: ServiceNow, number: "0012345" } }
  writers-a: { displayName: AKS Writers, owners: [erin@contoso.com, dave@contoso.com], pim: { settings: usual, eligible: [{ principal: alice@contoso.com, for: 365d, justification: Writer }] } }
  writers-b: { displayName: "AKS, writers", owners: [dave@contoso.com], pim: { settings: usual, eligible: [{ principal: erin@contoso.com, until: 2027-06-30T12:00:00Z, justification: "yes" }] } }
  guarded: { displayName: "2nd line (ops)", owners: [dave@contoso.com], pim: { settings: context, active: [{ principal: everyone, permanent: true, justification: Ops }] } }
conditionalAccess:
  people:
    displayName: "AKS: people"
    state: enabled
    include: [writers-a, admins, { group: ${SOMEBODYS} }]
    exclude: [guarded, approvers]
    applications: [aks, azureManagement]
    require: [mfa, compliantDevice]
    signInFrequency: 4h
  strong:
    state: reportOnly
    include: [everyone, writers-b]
    require: [{ authenticationStrength: 00000000-0000-0000-0000-000000000004 }, compliantDevice]
  either: { include: [guarded, { role: Security Administrator }], require: { any: [compliantDevice, mfa] } }
  nobody: { displayName: "0 access", state: disabled, include: [approvers], applications: [all], require: block }
clusters:
  one:
    name: prod-one
    resourceGroup: prod
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    adminGroups: [admins]
    access:
      - clusterAdmin: [admins]
        writer: [writers-a, dave@contoso.com]
        reader: [{ group: ${SOMEBODYS} }, { servicePrincipal: ${PIPELINE} }]
        roles:
          - { role: /subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${CUSTOM_ROLE}, to: [everyone] }
          - { role: Azure Kubernetes Service Contributor Role, to: [guarded] }
        namespaces: { payments: { writer: [writers-b], admin: [writers-a] }, "checkout": { reader: [everyone] } }
  two:
    name: prod-two
    resourceGroup: prod-2
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    access: [{ clusterUser: [approvers], admin: [guarded] }]
`;

// what the guardrails say of this tenant, and refuse, is so; here it is taken over as it is
beforeAll(() => void (process.env.AKS_ENTRA_TONIGHT = "taken over as it is"));
afterAll(() => void delete process.env.AKS_ENTRA_TONIGHT);

describe("A file that is written from what exists", () => {
  deploys("is taken over by its own imports: nothing is added, changed or destroyed", async () => {
    const run = await trial({ config: { "before.yaml": BEFORE } });
    await run.deploy("before");
    run.people.activate("alice@contoso.com", "AKS Writers", { justification: "Working" });
    run.people.addMember("bob@contoso.com", "AKS, writers");
    const before = run.made();
    rmSync(join(run.folder, "config"), { recursive: true });
    mkdirSync(join(run.folder, "config"));

    const clusters = ["prod-one", "prod-two"].flatMap((name) => ["--new", name]);
    const made = await aksEntra(run, ["import", "config/legacy.yaml", ...clusters, "--subscription", SUBSCRIPTION]);
    expect(made.status).toBe(0);
    const takeover = text(run, "legacy.takeover.json");

    await run.session.resynth(join(run.folder, "config"));
    const wanted = addressesOf(run);
    expect(wanted).toHaveLength(48);
    const plan = await run.plan("legacy");
    expect(plan.filter((line) => !line.includes(" output "))).toEqual(wanted.map((address) => `import ${address}`));

    // whoever reads the tenant for the file that was written finds the same
    rmSync(join(run.folder, "config/legacy.takeover.json"));
    succeed(await aksEntra(run, ["import", "config/legacy.yaml"]));
    expect(text(run, "legacy.takeover.json")).toEqual(takeover);

    await run.deploy("legacy");
    expect(run.made().filter((line) => line !== "service principal pipeline of legacy")).toEqual(before);
    expect(run.lost()).toEqual([]);
    await run.session.resynth();
    expect(await run.plan("legacy")).toEqual([]);
    // without the file, one plan writes what Azure does not know, and lists in an order of their own
    rmSync(join(run.folder, "config/legacy.takeover.json"));
    await run.session.resynth();
    const last = await run.plan("legacy");
    expect(last.map((line) => line.split(" ")[0])).toEqual(last.map(() => "update"));
    expect(last).toContain("update azuread_conditional_access_policy.aks-people");
    await run.deploy("legacy");
    expect(await run.plan("legacy")).toEqual([]);
  });
});

function text(run: Trial, name: string): string {
  const path = join(run.folder, "config", name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** The real command, in a process of its own, signed in as the pipeline of the stack that made the tenant. */
function aksEntra(run: Trial, args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, ...signInEnvironment(run.session.cloud, run.session.identityOf("before")) };
  return command(process.execPath, [join(ROOT, "dist/lib/cli/main.js"), ...args], { cwd: run.folder, env });
}

/** The address of every resource of the stack. */
function addressesOf(run: Trial): string[] {
  const { terraform } = run.session.stacks.find(({ name }) => name === "legacy")!;
  return Object.entries<object>(terraform.resource as Record<string, object>)
    .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
    .sort();
}
