import { deploys, trial } from "../support/e2e";

const ALICE = "alice@contoso.com";
const BOB = "bob@contoso.com";
const config = (eligible: string, active: string) => ({
  "ops.yaml": `
name: ops
tenantId: 22222222-2222-2222-2222-222222222222
groups:
  admins:
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    pim:
      eligible: [{ principal: ${ALICE}, ${eligible}, justification: On-call rota }]
      active: [${active}]
`,
});
const ROLL_OUT = `principal: ${BOB}, for: 2d, justification: Roll-out`;
const ELIGIBLE = "azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com";
const ACTIVE = "azuread_privileged_access_group_assignment_schedule.admins_active_bob__contoso_com";

deploys("what has ended is given anew by a renewal, and forgotten once somebody says so", async () => {
  const { world, people, deploy, tryDeploy, plan, change, made } = await trial({
    config: config("until: 2026-12-31", `{ ${ROLL_OUT} }`),
  });
  await deploy();
  world.clock.advance({ days: 60 });
  const schedules = () => made().filter((line) => /^(eligible|active)/.test(line));
  expect(schedules()).toEqual([]);
  // Terraform does not see an end, and what has ended cannot be changed any more
  expect(await plan()).toEqual([]);
  await change(config("until: 2027-06-30", `{ ${ROLL_OUT} }`));
  expect(await plan()).toEqual([`update ${ELIGIBLE}`]);
  const failed = await tryDeploy("ops");
  expect(failed.status).not.toBe(0);
  expect(failed.stdout + failed.stderr).toContain("RoleAssignmentDoesNotExist");

  await change(config("until: 2027-06-30, renewal: 1", `{ ${ROLL_OUT}, ended: true }`));
  expect(await plan()).toEqual([`create ${ELIGIBLE}_renewal-1`, `forget ${ACTIVE}`, `forget ${ELIGIBLE}`]);
  await deploy();
  expect(schedules()).toEqual([`eligible ${ALICE} as member of admins until 2027-06-30T23:59:59.000Z; "On-call rota"`]);
  people.activate(ALICE, "admins", { justification: "On call" });
  expect(people.members("admins")).toEqual([ALICE]);
  expect(await plan()).toEqual([]);

  await change(config("until: 2027-06-30, renewal: 1", ""));
  expect(await plan()).toEqual([]);
});
