import { type World } from "../../sandbox/stand-in/world";
import { rewrite, trial } from "./e2e";

const CONFIG = `
name: ended
tenantId: 22222222-2222-2222-2222-222222222222
groups:
  admins:
    roleAssignable: true
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    pim:
      settings: { activation: { maximum: 4h, require: [mfa, justification] } }
      eligible:
        - { principal: alice@contoso.com, for: 15d, justification: On-call rota }
      active:
        - { principal: carol@contoso.com, for: 8h, justification: Roll-out }
`;
const ALICE = "azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com";

/**
 * Assignments end, are renewed and forgotten, and the stack is destroyed, by what the service answers to the removal of
 * what has ended.
 */
export async function assignmentsEnd(removalOfEnded: World["removalOfEnded"]): Promise<void> {
  let text = CONFIG;
  const { world, deploy, tryDeploy, plan, change, made, ids, destroy, tryDestroy } = await trial({
    removalOfEnded,
    config: { "ended.yaml": text },
  });
  const edited = async (edit: Readonly<Record<string, string>>) => {
    text = rewrite(text, edit);
    await change({ "ended.yaml": text });
  };
  const assigned = () => made().filter((line) => /^(eligible|active) /.test(line));
  await deploy();
  const group = ids("ended")["azuread_group_without_members.admins"];
  world.clock.advance({ days: 20 });
  expect(assigned()).toEqual([]);
  expect(await plan()).toEqual([]);

  // the provider asks to update what is not there any more
  await edited({ "for: 15d": "for: 30d" });
  const outcome = await tryDeploy("ended");
  expect(outcome.status).not.toBe(0);
  expect(outcome.stdout + outcome.stderr).toContain("RoleAssignmentDoesNotExist");

  await edited({ "for: 30d,": "for: 30d, renewal: 1,", "for: 8h": "for: 8h, ended: true" });
  expect(await plan()).toEqual([
    `create ${ALICE}_renewal-1`,
    "forget azuread_privileged_access_group_assignment_schedule.admins_active_carol__contoso_com",
    `forget ${ALICE}`,
  ]);
  await deploy();
  expect(assigned()).toEqual(['eligible alice@contoso.com as member of admins for 30 days; "On-call rota"']);
  expect(await plan()).toEqual([]);

  await edited({
    "      active:\n        - { principal: carol@contoso.com, for: 8h, ended: true, justification: Roll-out }\n": "",
  });
  expect(await plan()).toEqual([]);
  expect(ids("ended")["azuread_group_without_members.admins"]).toBe(group);

  world.clock.advance({ days: 40 });
  expect(assigned()).toEqual([]);
  if (removalOfEnded === 400) {
    // the provider takes only 404 for gone: what has ended is forgotten first
    const refused = await tryDestroy("ended");
    expect(refused.status).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain("RoleAssignmentDoesNotExist");
    expect(ids("ended")["azuread_group_without_members.admins"]).toBe(group);
    await edited({ "renewal: 1,": "renewal: 1, ended: true," });
    expect(await plan()).toContain(`forget ${ALICE}_renewal-1`);
    await deploy();
  }
  await destroy();
  expect(made()).toEqual([]);
}
