import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { loadConfig } from "../../lib/config";
import { Existing, callAs, synthesizedModels } from "../support/existing";
import { ROLE } from "../support/models";
import { type Client, SUBSCRIPTION, useStandIn } from "../support/stand-in";
import { TENANT } from "../support/synth";

const NAME = (n: number) => `00000000-0000-4000-9000-00000000000${n}`;

describe("aks-entra import --new", () => {
  const sandbox = useStandIn();
  let admin: Client;
  let folder: string;
  let ended: Awaited<ReturnType<typeof callAs>>;
  let ids: Record<string, string>;
  const text = (file: string) => readFileSync(join(folder, file), "utf8");
  const said = () => parse(text("config/legacy.yaml"));

  beforeAll(async () => {
    admin = await sandbox.signedIn({ name: "the administrator" });
    const existing = new Existing(sandbox, admin);
    const [dave, alice, bob, erin] = ["dave", "alice", "bob", "erin"].map((n) => existing.user(n).id);
    const owners = new Set([dave]);
    const admins = existing.group("AKS admins", { isAssignableToRole: true, owners });
    const writers = existing.group("Payments: writers", { owners, members: new Set([erin]) });
    const readers = existing.group("AKS readers", { owners, members: new Set([alice, bob]), description: "They read" });
    const synced = existing.group("From the cellar", { onPremisesSyncEnabled: true });
    const sre = existing.group("SRE");
    const cluster = await existing.cluster("legacy", {
      disableLocalAccounts: false,
      aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: [admins.id] },
    });
    ids = {
      dave,
      bob,
      erin,
      alice,
      sre: sre.id,
      admins: admins.id,
      writers: writers.id,
      readers: readers.id,
      synced: synced.id,
      cluster,
    };
    ids.eligible = await existing.assign("eligibility", admins.id, sre.id);
    ids.writer = await existing.assign("eligibility", writers.id, alice);
    ids.active = await existing.assign("assignment", writers.id, bob, { type: "afterDuration", duration: "P10D" });
    ids.people = await existing.policy("AKS people", [admins.id]);
    ids.everybody = await existing.policy("Everybody", []);
    ids.odd = await existing.policy("Odd", [readers.id], {
      conditions: {
        clientAppTypes: ["all"],
        signInRiskLevels: ["high"],
        applications: { includeApplications: ["6dae42f8-4368-4678-94ff-3960e28e3630"] },
        users: { includeGroups: [readers.id] },
      },
    });
    let n = 1;
    for (const group of [admins, writers, readers, synced])
      await existing.grant(cluster, ROLE.user, group.id, NAME(n++));
    ids.clusterAdmin = await existing.grant(cluster, ROLE.clusterAdmin, admins.id, NAME(n++));
    ids.namespace = await existing.grant(`${cluster}/namespaces/payments`, ROLE.writer, writers.id, NAME(n++));
    ids.reader = await existing.grant(cluster, ROLE.reader, synced.id, NAME(n++));
    folder = synthesizedModels(sandbox);
    ended = await callAs(sandbox, admin, folder, [
      "import",
      "config/legacy.yaml",
      "--new",
      cluster,
      "--now",
      "2026-11-01",
    ]);
  });

  it("writes a file that says what is there, in the words of the files", () => {
    expect({ code: ended.code, err: ended.err.replace(/\d+/g, "N") }).toEqual({
      code: 0,
      err: "N calls (N to Microsoft Graph, N to Azure Resource Manager) in N.N s\n",
    });
    const settings = {
      activation: { maximum: "8h", require: ["mfa", "justification"] },
      eligible: { expireAfter: "365d" },
      active: { expireAfter: "180d", require: ["justification"] },
    };
    expect(said()).toEqual({
      name: "legacy",
      tenantId: TENANT,
      subscriptionId: SUBSCRIPTION,
      guardrails: {
        profile: "article",
        acknowledge: ["PIM-03", "PIM-09"].map((rule) => ({
          rule,
          on: "groups.payments-writers",
          reason: "Members from before; they go to eligible assignments one by one",
          until: "2027-01-30",
        })),
      },
      roleSettings: { "like-aks-admins": { ...settings, owner: settings } },
      groups: {
        "aks-admins": {
          objectId: ids.admins,
          displayName: "AKS admins",
          roleAssignable: true,
          owners: [{ user: ids.dave }],
          pim: {
            settings: "like-aks-admins",
            eligible: [{ principal: { group: ids.sre }, for: "90d", justification: "before us" }],
          },
        },
        "aks-readers": {
          objectId: ids.readers,
          displayName: "AKS readers",
          description: "They read",
          owners: [{ user: ids.dave }],
          members: [ids.alice, ids.bob].sort().map((user) => ({ user })),
        },
        "from-the-cellar": { existing: ids.synced },
        "payments-writers": {
          objectId: ids.writers,
          displayName: "Payments: writers",
          owners: [{ user: ids.dave }],
          pim: {
            settings: "like-aks-admins",
            eligible: [{ principal: { user: ids.alice }, for: "90d", justification: "before us" }],
            active: [{ principal: { user: ids.bob }, for: "10d", justification: "before us" }],
            standingMembers: [{ user: ids.erin }],
          },
        },
      },
      conditionalAccess: {
        "aks-people": {
          displayName: "AKS people",
          state: "enabled",
          include: ["aks-admins"],
          require: ["compliantDevice"],
        },
      },
      clusters: {
        legacy: {
          existing: { subscriptionId: SUBSCRIPTION, resourceGroup: "rg", name: "legacy" },
          assume: { azureRbac: true, localAccounts: "enabled", adminGroups: ["aks-admins"] },
          access: [
            {
              clusterUser: ["aks-readers"],
              reader: ["from-the-cellar"],
              clusterAdmin: ["aks-admins"],
              namespaces: { payments: { writer: ["payments-writers"] } },
            },
          ],
        },
      },
    });
  });

  it("says until when it acknowledges what is so from before", () => {
    expect(ended.out).toContain(
      "Members from before are acknowledged until 2027-01-30 (PIM-03, PIM-09), and refused from then on",
    );
  });

  it("names people in comments, and says on top what it cannot say", () => {
    const file = text("config/legacy.yaml");
    expect(file).toContain(`{ user: ${ids.erin} } # erin@contoso.com`);
    expect(file).toContain('# - the policy "Everybody" covers everybody, so it is not taken over here\n');
    expect(file).toContain(
      '# - the policy "Odd" has what a file cannot say (signInRiskLevels); it is not taken over, and stays\n',
    );
    expect(file).toContain("# - groups.from-the-cellar is filled from the on-premises directory, so it is only used");
  });

  it("does not write over a file that is there", async () => {
    expect(await callAs(sandbox, admin, folder, ["import", "config/legacy.yaml", "--new", ids.cluster])).toEqual({
      code: 2,
      out: "",
      err: "error: config/legacy.yaml is there already, and is not written over; give another name, or delete it\n",
    });
  });

  it("says which clusters there are, if none has the name", async () => {
    const argv = ["import", "config/other.yaml", "--new", "legcay", "--subscription", SUBSCRIPTION];
    expect(await callAs(sandbox, admin, folder, argv)).toEqual({
      code: 2,
      out: "",
      err: `error: no cluster is called "legcay" in the subscription ${SUBSCRIPTION}; did you mean "legacy"?; there are: legacy\n`,
    });
  });

  it("which loads, and imports what exists and nothing that does not", () => {
    const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
    loadConfig(app, relative(".", join(folder, "config/legacy.yaml")));
    app.synth();
    const terraform = JSON.parse(text("cdktf.out/stacks/legacy/cdk.tf.json"));
    const resources = Object.entries<object>(terraform.resource).flatMap(([type, all]) =>
      Object.keys(all).map((name) => `${type}.${name}`),
    );
    const imported = (terraform.import as { to: string }[]).map(({ to }) => to);
    expect(imported.sort()).toEqual(resources.sort());
  });
});
