import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { loadConfig } from "../../lib/config";
import { Existing, callAs, synthesizedModels } from "../support/existing";
import { ROLE } from "../support/models";
import { useStandIn } from "../support/stand-in";

const NAME = (n: number) => `00000000-0000-4000-9000-0000000000${String(n).padStart(2, "0")}`;
const MANAGEMENT = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";

describe("aks-entra import --new, of a tenant in which names are as people give them", () => {
  const sandbox = useStandIn();
  let folder: string;
  let ended: Awaited<ReturnType<typeof callAs>>;
  const text = (file: string) => readFileSync(join(folder, file), "utf8");
  const said = () => parse(text("config/odd.yaml"));

  beforeAll(async () => {
    const admin = await sandbox.signedIn({ name: "the administrator" });
    const existing = new Existing(sandbox, admin);
    const { id: dave } = existing.user("dave");
    const { id: alice } = existing.user("alice");
    const owners = new Set([dave]);
    const groups = [
      existing.group("Costs ${a lot}", { owners }),
      existing.group("Ops", { owners, description: "%{ if true }" }),
      existing.group("Twins", { owners }),
      existing.group("twins", { owners }),
      existing.group("Группа 🚀", { owners }),
      existing.group("2nd line: on call", { owners }),
      existing.group("Writers", { owners }),
      existing.group("constructor", { owners, members: new Set(["77777777-7777-4777-8777-777777777777"]) }),
    ];
    const one = await existing.cluster("prod");
    const two = one.replace("/rg/", "/rg2/");
    const { resources } = sandbox.world;
    const group = one.split("/providers/")[0];
    resources.put({ ...resources.get(group)!, id: two.split("/providers/")[0], name: "rg2" });
    resources.put({ ...resources.get(one)!, id: two });
    let n = 1;
    for (const { id } of groups) await existing.grant(one, ROLE.user, id, NAME(n++));
    await existing.grant(two, ROLE.user, groups[5].id, NAME(n++));
    const writers = groups[6].id;
    await existing.assign("eligibility", writers, alice);
    const request = await admin.post(
      "/graph/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleRequests",
      {
        action: "adminAssign",
        accessId: "member",
        groupId: writers,
        principalId: dave,
        justification: "for ${team}",
        scheduleInfo: { startDateTime: null, expiration: { type: "afterDuration", duration: "P30D" } },
      },
    );
    expect(request.status).toBe(201);
    sandbox.world.directory.addServicePrincipal({
      appId: MANAGEMENT,
      displayName: "Windows Azure Service Management API",
    });
    await existing.policy("Same name", [writers]);
    await existing.policy("Same name", [groups[5].id]);
    await existing.policy("Is ${it}", [writers]);
    await existing.policy("Order", [], {
      conditions: {
        clientAppTypes: ["all"],
        applications: { includeApplications: [MANAGEMENT, AKS_SERVER] },
        users: { includeUsers: [dave, alice], includeGroups: [writers, groups[5].id] },
      },
      grantControls: { operator: "AND", builtInControls: ["mfa", "compliantDevice"] },
    });
    folder = synthesizedModels(sandbox);
    ended = await callAs(sandbox, admin, folder, ["import", "config/odd.yaml", "--new", one, "--new", two]);
  });

  it("takes over what a file can say, under keys that are addresses", () => {
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: expect.stringMatching(/^\d+ calls/) });
    const { groups, conditionalAccess } = said();
    const adopted = Object.entries<any>(groups).filter(([, group]) => group.objectId !== undefined);
    expect(Object.fromEntries(adopted.map(([key, group]) => [key, group.displayName ?? key]))).toEqual({
      group: "Группа 🚀",
      "group-2nd-line-on-call": "2nd line: on call",
      "group-constructor": "constructor",
      writers: "Writers",
    });
    expect(groups.writers.pim.eligible.map(({ justification }: any) => justification)).toEqual(["before us"]);
    expect(Object.keys(conditionalAccess)).toEqual(["order", "same-name", "same-name-2"]);
  });

  it("says what it only uses or leaves alone: what Terraform would evaluate, and two groups of one name", () => {
    const { groups } = said();
    const used = Object.entries<any>(groups).filter(([, group]) => group.existing !== undefined);
    expect(used.map(([key]) => key)).toEqual(["costs-a-lot", "ops", "twins", "twins-2"]);
    for (const line of [
      "groups.costs-a-lot has ${ or %{ in its name or description, which no file takes",
      "groups.ops has ${ or %{ in its name or description, which no file takes",
      'groups.twins has the name of another group, "Twins"',
      'groups.twins-2 has the name of another group, "twins"',
      "its justification or ticket has ${ or %{, which no file takes; it is not written",
      'the policy "Is ${it}" has what a file cannot say (${ or %{ in its name)',
    ]) {
      expect(text("config/odd.yaml")).toContain(line);
      expect(ended.out).toContain(line);
    }
  });

  it("writes each of two clusters of one name", () => {
    const { clusters } = said();
    const places = Object.entries<any>(clusters).map(([key, { existing }]) => [key, existing.resourceGroup]);
    expect(places).toEqual([
      ["prod", "rg"],
      ["prod-2", "rg2"],
    ]);
  });

  it("keeps the order in which a policy has its lists", () => {
    const { include, applications, require } = said().conditionalAccess.order;
    expect(include.slice(2)).toEqual(["writers", "group-2nd-line-on-call"]);
    expect([applications, require]).toEqual([
      ["azureManagement", "aks"],
      ["mfa", "compliantDevice"],
    ]);
  });

  it("which loads, and imports what exists and nothing that does not", () => {
    const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
    loadConfig(app, relative(".", join(folder, "config/odd.yaml")));
    app.synth();
    const terraform = JSON.parse(text("cdktf.out/stacks/odd/cdk.tf.json"));
    const resources = Object.entries<object>(terraform.resource).flatMap(([type, all]) =>
      Object.keys(all).map((name) => `${type}.${name}`),
    );
    const imported = (terraform.import as { to: string }[]).map(({ to }) => to);
    expect(imported.sort()).toEqual(resources.sort());
    const policy = terraform.resource.azuread_conditional_access_policy.order.conditions;
    expect(policy.applications.included_applications).toEqual([MANAGEMENT, AKS_SERVER]);
  });
});
