import { permissionsOf } from "../../lib/permissions";
import { signInEnvironment } from "../../sandbox/run/environment";
import { type Trial, deploys, rewrite, succeed, trial } from "../support/e2e";
import { rightsOf } from "../support/rights";

const STACK = "fleet";
const BEFORE = `
name: fleet
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
groups:
  readers: { owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }] }
conditionalAccess:
  mfa: { include: [readers], require: [mfa] }
clusters:
  legacy:
    existing: { resourceGroup: legacy, name: legacy }
    access: [{ reader: [readers], clusterAdmin: [readers] }]
`;
/** Without the last policy and the only grant of a role. */
const AFTER = rewrite(BEFORE, {
  "conditionalAccess:\n  mfa: { include: [readers], require: [mfa] }\n": "",
  ", clusterAdmin: [readers]": "",
});

deploys(
  "what is taken out is deleted with the permissions of before and after together, and not with those of after",
  async () => {
    const run: Trial = await trial({
      config: { "fleet.yaml": BEFORE },
      rights: ({ model }) => rightsOf(permissionsOf([model], STACK, "apply")),
    });
    const { session, world } = run;
    await run.deploy();
    const [{ model: before }] = session.stacks;
    await run.change({ "fleet.yaml": AFTER });
    const [{ model: after }] = session.stacks;
    const deployAs = (name: string, also: readonly (typeof before)[]) => {
      const rights = rightsOf(permissionsOf([after], STACK, "apply", also));
      const { objectId } = session.identityOf(STACK);
      const env = signInEnvironment(session.cloud, world.identities.add({ name, objectId, ...rights }));
      return session.as(STACK).with({ env }).deploy([STACK], ["--ignore-missing-stack-dependencies"]);
    };

    const narrow = await deployAs("narrow", []);
    expect(narrow.status).not.toBe(0);
    const refused = world.journal.entries.filter(({ caller, status }) => caller === "narrow" && status === 403);
    const kinds = refused.map(({ url }) => /conditionalAccess|roleAssignments/.exec(url)?.[0]);
    expect(kinds).toContain("conditionalAccess");

    succeed(await deployAs("wide", [before]));
    expect(run.made().map((line) => line.split(" ")[0])).not.toContain("policy");
    expect(await run.plan()).toEqual([]);
  },
);
