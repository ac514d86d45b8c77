import { type PrivilegedAccessGroupEligibilitySchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { Aspects, Lazy, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import fc from "fast-check";
import {
  AccessStack,
  ActivationRequirement,
  AssignmentAccess,
  type AssignmentEntry,
  type AssignmentOptions,
  Duration,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  ErrorCode,
  Expiration,
  type Grant,
  type IPrincipal,
  JitGroup,
  type JitGroupProps,
  RoleSettings,
  accessModelOf,
} from "../../lib";
import { addresses, errorOf, newApp, newStack, resources, written, writtenModel } from "../support/synth";

const { MFA, JUSTIFICATION } = ActivationRequirement;
const OWNER = "33333333-3333-4333-8333-333333333331";
const CAROL = "33333333-3333-4333-8333-333333333332";
const GROUP = "44444444-4444-4444-8444-444444444444";
const ELIGIBLE = "azuread_privileged_access_group_eligibility_schedule";
const ACTIVE = "azuread_privileged_access_group_assignment_schedule";
const BY_HAND = { unknown: "changed by hand" };
const KNOWN_TO_TERRAFORM = { unknown: "known to Terraform only" };
const WEEK: AssignmentOptions = { expiration: Expiration.after(Duration.days(7)), justification: "On-call rota" };

type Schedule = PrivilegedAccessGroupEligibilitySchedule;

function make(stack: TerraformStack, props: Partial<JitGroupProps> = {}, id = "admins"): JitGroup {
  return new JitGroup(stack, id, { owners: [EntraUser.fromObjectId(stack, OWNER)], ...props });
}

function carol(stack: TerraformStack): IPrincipal {
  return EntraUser.fromObjectId(stack, CAROL, "carol");
}

function oncall(stack: TerraformStack): IPrincipal {
  return EntraGroup.fromObjectId(stack, "oncall", GROUP);
}

function variable(stack: TerraformStack, name: string): string {
  return new TerraformVariable(stack, name, {}).stringValue;
}

function refusal(run: () => unknown): [ErrorCode, string] {
  const error = errorOf(run);
  return [error.code, error.message];
}

/** The resource of an assignment. */
function scheduleOf(grant: Grant): Schedule {
  return grant.dependables[0] as Schedule;
}

function remove(grant: Grant): void {
  const { scope, id } = scheduleOf(grant).node.scope!.node;
  scope!.node.tryRemoveChild(id);
}

function entryOf(grant: Grant): AssignmentEntry {
  const schedule = scheduleOf(grant);
  const id = schedule.node.scope!.node.path;
  return accessModelOf(TerraformStack.of(schedule)).assignments.find((a) => a.id === id)!;
}

describe("an assignment", () => {
  test("is a schedule of its group for its principal, after the settings for its access", () => {
    const stack = newStack();
    const admins = make(stack);
    const eligible = admins.assignEligible(oncall(stack), {
      expiration: Expiration.after(Duration.days(180)),
      justification: "On-call rota",
    });
    admins.assignActive(carol(stack), {
      expiration: Expiration.at("2027-06-30"),
      start: "2027-06-29",
      justification: "Roll-out",
      ticket: { system: "ServiceNow", number: "CHG0012345" },
    });
    expect(resources(stack, ELIGIBLE)).toEqual({
      admins_eligible_oncall: {
        group_id: "${azuread_group_without_members.admins.object_id}",
        principal_id: GROUP,
        assignment_type: "member",
        duration: "P180D",
        justification: "On-call rota",
        depends_on: ["azuread_group_role_management_policy.admins_member-settings"],
      },
    });
    expect(resources(stack, ACTIVE)).toEqual({
      admins_active_carol: {
        group_id: "${azuread_group_without_members.admins.object_id}",
        principal_id: CAROL,
        assignment_type: "member",
        start_date: "2027-06-29T00:00:00Z",
        expiration_date: "2027-06-30T23:59:59Z",
        justification: "Roll-out",
        ticket_system: "ServiceNow",
        ticket_number: "CHG0012345",
        depends_on: ["azuread_group_role_management_policy.admins_member-settings"],
      },
    });
    expect(scheduleOf(eligible).node.scope!.node.path).toBe("test/admins/eligible/oncall");
    expect(scheduleOf(eligible).node.scope!.node.defaultChild).toBe(scheduleOf(eligible));
  });

  test("as owner is another schedule, under the settings for owners", () => {
    const stack = newStack();
    const admins = make(stack, {
      ownerSettings: RoleSettings.of({ eligible: { permanentAllowed: true }, active: { permanentAllowed: true } }),
    });
    const owner = { expiration: Expiration.never(), justification: "Deputy", access: AssignmentAccess.OWNER };
    admins.assignEligible(carol(stack), owner);
    admins.assignEligible(carol(stack), WEEK);
    admins.assignActive(EntraServicePrincipal.fromObjectId(stack, CAROL, "pipeline"), owner);
    const expected = {
      group_id: "${azuread_group_without_members.admins.object_id}",
      principal_id: CAROL,
      assignment_type: "owner",
      permanent_assignment: true,
      justification: "Deputy",
      depends_on: ["azuread_group_role_management_policy.admins_owner-settings"],
    };
    expect(resources(stack, ELIGIBLE)["admins_eligible-owner_carol"]).toEqual(expected);
    expect(resources(stack, ACTIVE)["admins_active-owner_pipeline"]).toEqual(expected);
    expect(Object.keys(resources(stack, ELIGIBLE))).toEqual(["admins_eligible-owner_carol", "admins_eligible_carol"]);
    expect(() => admins.assignActive(carol(stack), { ...owner, access: AssignmentAccess.MEMBER })).toThrow(
      "PIM_PERMANENT_NOT_ALLOWED",
    );
  });

  test("may be written in the props of the group, and makes the same", () => {
    const [verbs, props] = [newStack(), newStack()];
    const admins = make(verbs);
    admins.assignEligible(carol(verbs), WEEK);
    admins.assignEligible(carol(verbs), { ...WEEK, access: AssignmentAccess.OWNER });
    admins.assignActive(carol(verbs), WEEK);
    const principal = carol(props);
    make(props, {
      eligible: [
        { principal, ...WEEK },
        { principal, ...WEEK, access: AssignmentAccess.OWNER },
      ],
      active: [{ principal, ...WEEK }],
    });
    for (const type of [ELIGIBLE, ACTIVE]) expect(resources(props, type)).toEqual(resources(verbs, type));
    expect(Object.keys(resources(props, ELIGIBLE))).toHaveLength(2);
  });

  test("may have dates, words and a ticket that only Terraform knows", () => {
    const stack = newStack();
    const text = (name: string) => variable(stack, name);
    const principal = EntraUser.fromObjectId(stack, text("principal"), "deputy");
    make(stack).assignEligible(principal, {
      expiration: Expiration.at(text("end")),
      start: text("start"),
      justification: text("why"),
      ticket: { system: "ServiceNow", number: text("number") },
    });
    make(stack, {}, "more").assignEligible(principal, {
      expiration: Expiration.at("2027-06-30"),
      start: text("begin"),
      justification: "Rota",
    });
    const { admins_eligible_deputy: schedule } = resources(stack, ELIGIBLE);
    expect(schedule).toMatchObject({
      principal_id: "${var.principal}",
      expiration_date: "${var.end}",
      start_date: "${var.start}",
      justification: "${var.why}",
      ticket_number: "${var.number}",
    });
    expect(schedule.lifecycle.precondition).toEqual([
      {
        condition: expect.stringMatching(/^\$\{can\(regex\(.*, var\.principal\)\)\}$/),
        error_message:
          "The object id of test/.users/deputy is not a UUID; write the object_id of the resource, not its id.",
      },
    ]);
  });

  test("may be for a principal of another stack", () => {
    const app = newApp();
    const [identity, prod] = ["identity", "prod"].map((id) => new AccessStack(app, id));
    make(prod).assignEligible(EntraUser.fromLookup(identity, "alice@contoso.com"), WEEK);
    const schedule = JSON.parse(written(app, "prod")).resource[ELIGIBLE].admins_eligible_alice__contoso_com;
    expect(schedule.principal_id).toMatch(
      /^\$\{data\.terraform_remote_state\..*identity\.outputs\..*alice__contoso_com/,
    );
  });
});

describe("the grant of an assignment", () => {
  test("makes other resources wait for the schedule, by depends_on", () => {
    const stack = newStack();
    const admins = make(stack);
    const grant = admins.assignEligible(carol(stack), WEEK).and(admins.assignActive(carol(stack), WEEK));
    new Group(stack, "later", { displayName: "later", dependsOn: grant.dependables });
    const latest = new Group(stack, "latest", { displayName: "latest" });
    grant.applyBefore(latest);
    grant.applyBefore(latest);
    const both = [`${ELIGIBLE}.admins_eligible_carol`, `${ACTIVE}.admins_active_carol`];
    expect(resources(stack, "azuread_group").later.depends_on).toEqual(both);
    expect(resources(stack, "azuread_group").latest.depends_on).toEqual(both);
  });

  test("is the same one when the same is asked for twice", () => {
    const stack = newStack();
    const admins = make(stack);
    const one = admins.assignEligible(carol(stack), { ...WEEK, expiration: Expiration.after(Duration.hours(48)) });
    const two = admins.assignEligible(carol(stack), { ...WEEK, expiration: Expiration.after(Duration.days(2)) });
    expect(two).toBe(one);
    expect(Object.keys(resources(stack, ELIGIBLE))).toEqual(["admins_eligible_carol"]);
  });
});

describe("an assignment asked for twice", () => {
  const ways: Partial<AssignmentOptions>[] = [
    { expiration: Expiration.after(Duration.days(8)) },
    { expiration: Expiration.at("2027-06-30") },
    { start: "2027-06-01" },
    { justification: "Another" },
    { ticket: { system: "ServiceNow", number: "1" } },
    { ticket: { system: "ServiceNow", number: "2" } },
    { ticket: { system: "Jira", number: "1" } },
  ];

  test("is made once if it is the same, and fails if anything of it differs", () => {
    const all = [{}, ...ways];
    const stack = newStack();
    const admins = make(stack);
    fc.assert(
      fc.property(fc.nat(ways.length), fc.nat(ways.length), fc.boolean(), (i, j, active) => {
        const assign = (more: Partial<AssignmentOptions>) =>
          active
            ? admins.assignActive(carol(stack), { ...WEEK, ...more })
            : admins.assignEligible(carol(stack), { ...WEEK, ...more });
        const first = assign(all[i]);
        if (i === j) expect(assign({ ...all[j] })).toBe(first);
        else expect(errorOf(() => assign(all[j])).code).toBe(ErrorCode.PIM_ASSIGNED_TWICE);
        remove(first);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test("fails in words that name the principal, the kind and the access", () => {
    const stack = newStack();
    const admins = make(stack);
    admins.assignEligible(carol(stack), WEEK);
    admins.assignActive(carol(stack), { ...WEEK, access: AssignmentAccess.OWNER });
    expect(refusal(() => admins.assignEligible(carol(stack), { ...WEEK, justification: "x" }))).toEqual([
      ErrorCode.PIM_ASSIGNED_TWICE,
      "[test/admins] principal: test/.users/carol has another eligible assignment as member here already; allowed: one for each principal (PIM_ASSIGNED_TWICE)",
    ]);
    expect(
      refusal(() => admins.assignActive(carol(stack), { ...WEEK, justification: "x", access: AssignmentAccess.OWNER })),
    ).toEqual([
      ErrorCode.PIM_ASSIGNED_TWICE,
      "[test/admins] principal: test/.users/carol has another active assignment as owner here already; allowed: one for each principal (PIM_ASSIGNED_TWICE)",
    ]);
  });

  test("is the same for one principal that was imported twice, wherever and under whatever construct id", () => {
    const app = newApp();
    const [one, two] = ["one", "two"].map((id) => new AccessStack(app, id));
    const admins = make(one);
    const first = admins.assignEligible(EntraGroup.fromObjectId(one, "oncall", GROUP), WEEK);
    const again = EntraGroup.fromObjectId(two, "rota", GROUP.toUpperCase());
    expect(admins.assignEligible(again, WEEK)).toBe(first);
    expect(refusal(() => admins.assignEligible(again, { ...WEEK, justification: "x" }))).toEqual([
      ErrorCode.PIM_ASSIGNED_TWICE,
      "[one/admins] principal: two/rota has another eligible assignment as member here already; allowed: one for each principal (PIM_ASSIGNED_TWICE)",
    ]);
    expect(addresses(one).filter((a) => a.startsWith(ELIGIBLE))).toEqual([`${ELIGIBLE}.admins_eligible_oncall`]);
  });

  test("fails for two principals whose addresses would be one", () => {
    const stack = newStack();
    const admins = make(stack);
    admins.assignEligible(oncall(stack), WEEK);
    admins.assignEligible(EntraGroup.fromObjectId(stack, "team_rota", CAROL), WEEK);
    const other = EntraGroup.fromObjectId(new Construct(stack, "team"), "rota", OWNER);
    expect(refusal(() => admins.assignEligible(other, WEEK))).toEqual([
      ErrorCode.ADDRESS_TAKEN,
      "[test/admins] principal: one Terraform address is wanted for test/team_rota and test/team/rota, which have the same name in different places; allowed: another construct id for one of them (ADDRESS_TAKEN)",
    ]);
  });

  test("is two assignments if one is eligible and the other active", () => {
    const stack = newStack();
    const admins = make(stack);
    expect(admins.assignEligible(carol(stack), WEEK)).not.toBe(admins.assignActive(carol(stack), WEEK));
  });
});

describe("the end of an assignment", () => {
  const limits = (ceiling: number, permanentAllowed: boolean) =>
    RoleSettings.of({
      eligible: { expireAfter: Duration.days(ceiling), permanentAllowed },
      active: { expireAfter: Duration.days(ceiling), permanentAllowed },
    });

  test("may lie anywhere up to the ceiling of its kind and access, and fails beyond it", () => {
    const stack = newStack();
    // the settings of the other access are wide open, so that only the right ones can refuse
    const groups = [15, 30, 90, 180, 365].flatMap((days) =>
      [true, false].map((owner) => {
        const [tight, open] = [limits(days, false), limits(365, true)];
        const settings = { memberSettings: owner ? open : tight, ownerSettings: owner ? tight : open };
        return { days, owner, group: make(stack, settings, `${owner ? "owners" : "members"}-${days}`) };
      }),
    );
    const minutes = fc.oneof(
      fc.integer({ min: 5, max: 400 * 1440 }),
      fc.constantFrom(...groups.flatMap(({ days }) => [days * 1440, days * 1440 + 1])),
    );
    fc.assert(
      fc.property(fc.constantFrom(...groups), minutes, fc.boolean(), ({ group, days, owner }, length, active) => {
        const options = {
          expiration: Expiration.after(Duration.minutes(length)),
          justification: "x",
          access: owner ? AssignmentAccess.OWNER : AssignmentAccess.MEMBER,
        };
        const assign = () =>
          active ? group.assignActive(carol(stack), options) : group.assignEligible(carol(stack), options);
        if (length > days * 1440) {
          expect(errorOf(assign).code).toBe(ErrorCode.PIM_EXPIRATION_BEYOND_CEILING);
        } else {
          const grant = assign();
          expect(scheduleOf(grant).durationInput).toBe(Duration.minutes(length).toIsoString());
          remove(grant);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("fails beyond the ceiling, in words that say how far it goes", () => {
    const stack = newStack();
    const admins = make(stack);
    const after = (text: string) => ({ expiration: Expiration.after(Duration.parse(text)), justification: "x" });
    expect(refusal(() => admins.assignEligible(carol(stack), after("366d")))).toEqual([
      ErrorCode.PIM_EXPIRATION_BEYOND_CEILING,
      '[test/admins] expiration: "366d" is longer than the role settings allow for an eligible assignment; allowed: up to 365d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
    ]);
    expect(refusal(() => admins.assignActive(carol(stack), after("15d1m")))).toEqual([
      ErrorCode.PIM_EXPIRATION_BEYOND_CEILING,
      '[test/admins] expiration: "15d1m" is longer than the role settings allow for an active assignment; allowed: up to 15d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
    ]);
    expect(resources(stack, ACTIVE)).toEqual({});
  });

  test("may be far beyond the ceiling, or none, where permanent assignments are allowed", () => {
    const stack = newStack();
    const admins = make(stack, { memberSettings: limits(15, true) });
    admins.assignEligible(carol(stack), { expiration: Expiration.after(Duration.days(400)), justification: "x" });
    admins.assignActive(carol(stack), { expiration: Expiration.never(), justification: "x" });
    expect(resources(stack, ELIGIBLE).admins_eligible_carol.duration).toBe("P400D");
    expect(resources(stack, ACTIVE).admins_active_carol.permanent_assignment).toBe(true);
  });

  test("fails if it is none and the settings for its kind and access do not allow that", () => {
    const stack = newStack();
    const admins = make(stack, {
      memberSettings: RoleSettings.of({
        eligible: { expireAfter: Duration.days(90) },
        active: { permanentAllowed: true },
      }),
    });
    const permanent = { expiration: Expiration.never(), justification: "x" };
    expect(refusal(() => admins.assignEligible(carol(stack), permanent))).toEqual([
      ErrorCode.PIM_PERMANENT_NOT_ALLOWED,
      "[test/admins] expiration: an eligible assignment without an end is not allowed by the role settings; allowed: an end within 90d, or settings that allow permanent eligible assignments (PIM_PERMANENT_NOT_ALLOWED)",
    ]);
    const asOwner = { ...permanent, access: AssignmentAccess.OWNER };
    expect(refusal(() => admins.assignActive(carol(stack), asOwner))).toEqual([
      ErrorCode.PIM_PERMANENT_NOT_ALLOWED,
      "[test/admins] expiration: an active assignment without an end is not allowed by the role settings; allowed: an end within 15d, or settings that allow permanent active assignments (PIM_PERMANENT_NOT_ALLOWED)",
    ]);
    expect(() => admins.assignActive(carol(stack), permanent)).not.toThrow();
  });

  test("as a date depends on the day, and passes beyond the ceiling and in the past", () => {
    const stack = newStack();
    const admins = make(stack);
    const at = (date: string) => ({ expiration: Expiration.at(date), justification: "x" });
    admins.assignEligible(carol(stack), at("2099-12-31"));
    admins.assignActive(carol(stack), at("1999-12-31T12:00:00+01:00"));
    expect(resources(stack, ELIGIBLE).admins_eligible_carol.expiration_date).toBe("2099-12-31T23:59:59Z");
    expect(resources(stack, ACTIVE).admins_active_carol.expiration_date).toBe("1999-12-31T12:00:00+01:00");
  });

  test("fails within five minutes of the start, whether it is a length or two dates", () => {
    const stack = newStack();
    const admins = make(stack);
    const assign = (expiration: Expiration, start?: string) => () =>
      admins.assignEligible(carol(stack), { expiration, start, justification: "x" });
    expect(refusal(assign(Expiration.after(Duration.minutes(4))))).toEqual([
      ErrorCode.PIM_EXPIRATION_TOO_SHORT,
      '[test/admins] expiration: "4m" is shorter than PIM allows; allowed: 5 minutes or more (PIM_EXPIRATION_TOO_SHORT)',
    ]);
    expect(refusal(assign(Expiration.at("2027-06-30"), "2027-07-01"))).toEqual([
      ErrorCode.PIM_EXPIRATION_TOO_SHORT,
      '[test/admins] expiration: "2027-06-30T23:59:59Z" is not at least 5 minutes after the start, "2027-07-01T00:00:00Z"; allowed: a later end (PIM_EXPIRATION_TOO_SHORT)',
    ]);
    expect(refusal(assign(Expiration.at("2027-06-30T13:04:59+01:00"), "2027-06-30T12:00:00Z"))[0]).toBe(
      ErrorCode.PIM_EXPIRATION_TOO_SHORT,
    );
    expect(assign(Expiration.at("2027-06-30T13:05:00+01:00"), "2027-06-30T12:00:00Z")).not.toThrow();
  });

  test("of five minutes is long enough", () => {
    const stack = newStack();
    const expiration = Expiration.after(Duration.minutes(5));
    make(stack).assignActive(carol(stack), { expiration, justification: "x" });
    expect(resources(stack, ACTIVE).admins_active_carol.duration).toBe("PT5M");
  });

  test("passes with a length or a ceiling that only Terraform knows", () => {
    const stack = newStack();
    const length = Duration.parse(variable(stack, "length"));
    make(stack).assignActive(carol(stack), { expiration: Expiration.after(length), justification: "x" });
    const memberSettings = RoleSettings.of({ eligible: { expireAfter: length } });
    make(stack, { memberSettings }, "more").assignEligible(carol(stack), WEEK);
    expect(resources(stack, ACTIVE).admins_active_carol.duration).toBe("${var.length}");
    expect(resources(stack, ELIGIBLE).more_eligible_carol.duration).toBe("P7D");
  });
});

describe("what is wrong with an assignment", () => {
  const refused = (more: object, principal: (stack: AccessStack) => IPrincipal = carol) =>
    refusal(() => {
      const stack = newStack();
      make(stack).assignEligible(principal(stack), { ...WEEK, ...more });
    });

  test("fails without an end", () => {
    expect(refused({ expiration: undefined })).toEqual([
      ErrorCode.PIM_EXPIRATION_MISSING,
      "[test/admins] expiration: no end is given; allowed: a length of time, a date, or permanent in words (PIM_EXPIRATION_MISSING)",
    ]);
    expect(refused({ expiration: undefined, start: "2027-06-30" })[0]).toBe(ErrorCode.PIM_EXPIRATION_MISSING);
  });

  test("fails without a justification", () => {
    for (const justification of ["", "  ", undefined]) {
      expect(refused({ justification })).toEqual([
        ErrorCode.PIM_JUSTIFICATION_MISSING,
        "[test/admins] justification: no justification is given; allowed: a sentence that an auditor understands (PIM_JUSTIFICATION_MISSING)",
      ]);
    }
  });

  test("fails with half a ticket", () => {
    for (const ticket of [{ system: "ServiceNow" }, { system: "ServiceNow", number: "" }, {}]) {
      expect(refused({ ticket })).toEqual([
        ErrorCode.PIM_TICKET_INCOMPLETE,
        "[test/admins] ticket: a ticket has both a system and a number, the number is missing; allowed: both, such as ServiceNow and CHG0012345 (PIM_TICKET_INCOMPLETE)",
      ]);
    }
    for (const ticket of [{ number: "CHG0012345" }, { system: "", number: "CHG0012345" }]) {
      expect(refused({ ticket })).toEqual([
        ErrorCode.PIM_TICKET_INCOMPLETE,
        "[test/admins] ticket: a ticket has both a system and a number, the system is missing; allowed: both, such as ServiceNow and CHG0012345 (PIM_TICKET_INCOMPLETE)",
      ]);
    }
  });

  test("fails with a start that is no date", () => {
    for (const expiration of [WEEK.expiration, Expiration.at("2027-06-30")]) {
      expect(refused({ expiration, start: "tomorrow" })).toEqual([
        ErrorCode.DATE_FORMAT,
        '[test/admins] start: "tomorrow" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z (DATE_FORMAT)',
      ]);
    }
  });

  test("fails for the group itself", () => {
    const stack = newStack();
    const admins = make(stack);
    expect(refusal(() => admins.assignEligible(admins, WEEK))).toEqual([
      ErrorCode.PIM_ASSIGNED_TO_ITSELF,
      "[test/admins] principal: a group cannot be assigned to itself; allowed: users and other groups (PIM_ASSIGNED_TO_ITSELF)",
    ]);
  });

  test("fails for a group as owner", () => {
    expect(refused({ access: AssignmentAccess.OWNER }, oncall)).toEqual([
      ErrorCode.PIM_OWNER_TYPE,
      "[test/admins] principal: test/oncall is a group; allowed: users and service principals, a group cannot own a group (PIM_OWNER_TYPE)",
    ]);
  });

  test("fails for a group that is active in a role-assignable group; it may be eligible for one", () => {
    const stack = newStack();
    const admins = make(stack, { roleAssignable: true });
    const ordinary = make(stack, {}, "ordinary");
    expect(refusal(() => admins.assignActive(oncall(stack), WEEK))).toEqual([
      ErrorCode.PIM_NESTED_ACTIVE,
      "[test/admins] principal: test/oncall is a group, and a role-assignable group holds no groups; allowed: users and service principals, or make the group eligible (PIM_NESTED_ACTIVE)",
    ]);
    const team = EntraGroup.fromObjectId(stack, "team", GROUP);
    admins.assignEligible(team, WEEK);
    admins.assignActive(carol(stack), WEEK);
    ordinary.assignActive(team, WEEK);
    expect(Object.keys(resources(stack, ELIGIBLE))).toEqual(["admins_eligible_team"]);
    expect(Object.keys(resources(stack, ACTIVE))).toEqual(["admins_active_carol", "ordinary_active_team"]);
  });

  test("fails with every problem at once, and adds nothing", () => {
    const stack = newStack();
    const admins = make(stack);
    const options = {
      expiration: Expiration.never(),
      start: "x",
      justification: "",
      ticket: { system: "", number: "1" },
    };
    const error = errorOf(() => admins.assignActive(admins, { ...options, access: AssignmentAccess.OWNER }));
    expect(error.path).toBe("test/admins");
    expect(error.problems.map((p) => [p.property, p.code])).toEqual([
      ["expiration", ErrorCode.PIM_PERMANENT_NOT_ALLOWED],
      ["start", ErrorCode.DATE_FORMAT],
      ["justification", ErrorCode.PIM_JUSTIFICATION_MISSING],
      ["ticket", ErrorCode.PIM_TICKET_INCOMPLETE],
      ["principal", ErrorCode.PIM_ASSIGNED_TO_ITSELF],
      ["principal", ErrorCode.PIM_OWNER_TYPE],
    ]);
    expect(addresses(stack).filter((a) => a.includes("schedule"))).toEqual([]);
  });
});

describe("the model of an assignment", () => {
  test("says who is what for how long, why and since when", () => {
    const stack = newStack();
    const memberSettings = RoleSettings.of({
      eligible: { permanentAllowed: true },
      active: { require: [MFA, JUSTIFICATION] },
    });
    const admins = make(stack, { memberSettings });
    admins.assignEligible(oncall(stack), { expiration: Expiration.never(), justification: "On-call rota" });
    admins.assignActive(carol(stack), {
      expiration: Expiration.after(Duration.hours(8)),
      start: "2027-06-29",
      justification: "Roll-out",
      ticket: { system: "ServiceNow", number: "CHG0012345" },
    });
    admins.assignActive(carol(stack), {
      expiration: Expiration.at("2027-06-30"),
      justification: "Deputy",
      access: AssignmentAccess.OWNER,
    });
    expect(accessModelOf(stack).assignments).toEqual([
      {
        id: "test/admins/active-owner/carol",
        address: `${ACTIVE}.admins_active-owner_carol`,
        group: "test/admins",
        principal: "test/.users/carol",
        kind: "active",
        accessId: "owner",
        start: null,
        expiration: "2027-06-30T23:59:59Z",
        justification: "Deputy",
        ticket: null,
      },
      {
        id: "test/admins/active/carol",
        address: `${ACTIVE}.admins_active_carol`,
        group: "test/admins",
        principal: "test/.users/carol",
        kind: "active",
        accessId: "member",
        start: "2027-06-29T00:00:00Z",
        expiration: "PT8H",
        justification: "Roll-out",
        ticket: { system: "ServiceNow", number: "CHG0012345" },
      },
      {
        id: "test/admins/eligible/oncall",
        address: `${ELIGIBLE}.admins_eligible_oncall`,
        group: "test/admins",
        principal: "test/oncall",
        kind: "eligible",
        accessId: "member",
        start: null,
        expiration: "permanent",
        justification: "On-call rota",
        ticket: null,
      },
    ]);
  });

  test("follows setters", () => {
    const stack = newStack();
    const grant = make(stack).assignEligible(carol(stack), WEEK);
    const schedule = scheduleOf(grant);
    schedule.duration = "P30D";
    schedule.justification = "Another";
    schedule.startDate = "2027-06-29T00:00:00Z";
    schedule.ticketSystem = "Jira";
    expect(entryOf(grant)).toMatchObject({
      expiration: "P30D",
      justification: "Another",
      start: "2027-06-29T00:00:00Z",
      ticket: null,
    });
    schedule.ticketNumber = "OPS-1";
    schedule.expirationDate = "2027-06-30T00:00:00Z";
    expect(entryOf(grant)).toMatchObject({
      expiration: "2027-06-30T00:00:00Z",
      ticket: { system: "Jira", number: "OPS-1" },
    });
    schedule.resetExpirationDate();
    schedule.resetDuration();
    schedule.resetJustification();
    schedule.resetStartDate();
    expect(entryOf(grant)).toMatchObject({ expiration: BY_HAND, justification: "", start: null });
    schedule.permanentAssignment = true;
    expect(entryOf(grant).expiration).toBe("permanent");
  });

  test("does not know what an escape hatch changed, on the resource or on the stack", () => {
    const stack = newStack();
    const admins = make(stack);
    const grant = admins.assignEligible(carol(stack), WEEK);
    for (const attribute of ["duration", "start_date", "justification", "ticket_number"]) {
      scheduleOf(grant).addOverride(attribute, "x");
    }
    expect(entryOf(grant)).toMatchObject({
      expiration: BY_HAND,
      start: BY_HAND,
      justification: BY_HAND,
      ticket: BY_HAND,
    });
    for (const attribute of ["expiration_date", "permanent_assignment", "ticket_system"]) {
      const another = make(stack, {}, `by-${attribute}`).assignActive(carol(stack), WEEK);
      stack.addOverride(`resource.${ACTIVE}.${scheduleOf(another).friendlyUniqueId}.${attribute}`, "x");
      const { expiration, ticket } = entryOf(another);
      expect([expiration, ticket]).toEqual(attribute === "ticket_system" ? ["P7D", BY_HAND] : [BY_HAND, null]);
    }
  });

  test("does not know what only Terraform knows, half a ticket among it", () => {
    const stack = newStack();
    const text = (name: string) => variable(stack, name);
    const grant = make(stack).assignEligible(carol(stack), {
      expiration: Expiration.after(Duration.parse(text("length"))),
      start: Lazy.stringValue({ produce: () => "2027-06-29T00:00:00Z" }),
      justification: text("why"),
      ticket: { system: "ServiceNow", number: text("number") },
    });
    expect(entryOf(grant)).toMatchObject({
      expiration: KNOWN_TO_TERRAFORM,
      start: KNOWN_TO_TERRAFORM,
      justification: KNOWN_TO_TERRAFORM,
      ticket: KNOWN_TO_TERRAFORM,
    });
  });

  test("is what somebody's aspect made of it by the end of the synthesis", () => {
    const app = newApp();
    const stack = new AccessStack(app, "test");
    const schedule = scheduleOf(make(stack).assignEligible(carol(stack), WEEK));
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === schedule) schedule.duration = "P1D";
      },
    });
    expect(writtenModel(app, "test").assignments[0].expiration).toBe("P1D");
  });

  test("leaves out an assignment that was removed from the tree, which may then be made otherwise", () => {
    const stack = newStack();
    const admins = make(stack);
    admins.assignEligible(carol(stack), WEEK);
    admins.node.findChild("eligible").node.tryRemoveChild("carol");
    expect(accessModelOf(stack).assignments).toEqual([]);
    admins.assignEligible(carol(stack), { ...WEEK, justification: "Another" });
    expect(accessModelOf(stack).assignments.map((a) => a.justification)).toEqual(["Another"]);
  });
});
