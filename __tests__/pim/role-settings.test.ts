import { TerraformVariable } from "cdktf";
import fc from "fast-check";
import {
  ActivationRequirement,
  Duration,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  ErrorCode,
  RoleSettings,
  type RoleSettingsOptions,
} from "../../lib";
import { errorOf, newStack } from "../support/synth";

const { MFA, JUSTIFICATION, TICKET } = ActivationRequirement;
const ID = "33333333-3333-4333-8333-333333333331";
const GROUP = "44444444-4444-4444-8444-444444444444";
const HALF_HOURS = Array.from({ length: 47 }, (_, i) => (i + 1) * 30);
const MAXIMA = [...HALF_HOURS, 24 * 60];
/** The same cases on every machine and in every run. */
const REPEATABLE = { seed: 3, numRuns: 300 };

function refusal(options: RoleSettingsOptions): [ErrorCode, string] {
  const error = errorOf(() => RoleSettings.of(options));
  return [error.code, error.message];
}

function plain(settings: RoleSettings): object {
  const text = (d: Duration) => d.toIsoString();
  return {
    ...settings,
    activationMaximum: text(settings.activationMaximum),
    eligibleExpireAfter: text(settings.eligibleExpireAfter),
    activeExpireAfter: text(settings.activeExpireAfter),
  };
}

function activatedFor(minutes: number): RoleSettings {
  return RoleSettings.of({ activation: { maximum: Duration.minutes(minutes) } });
}

test("role settings that say nothing ask for MFA and a justification, for at most 8 hours, with an end", () => {
  expect(plain(RoleSettings.of())).toEqual({
    activationMaximum: "PT8H",
    activationMfa: true,
    authenticationContext: undefined,
    activationJustification: true,
    activationTicket: false,
    approvers: [],
    alerts: [],
    eligibleExpireAfter: "P365D",
    eligiblePermanentAllowed: false,
    activeExpireAfter: "P15D",
    activePermanentAllowed: false,
    activeMfa: false,
  });
  expect(plain(RoleSettings.of({ activation: {}, eligible: {}, active: {} }))).toEqual(plain(RoleSettings.of()));
});

test("role settings keep everything that they are given", () => {
  const stack = newStack();
  const approvers = [EntraUser.fromObjectId(stack, ID), EntraGroup.fromObjectId(stack, "approvers", GROUP)];
  const settings = RoleSettings.of({
    activation: {
      maximum: Duration.hours(2),
      require: [ActivationRequirement.authenticationContext("c1"), TICKET],
      approvers,
      alerts: ["secops@contoso.com"],
    },
    eligible: { expireAfter: Duration.days(180), permanentAllowed: true },
    active: { expireAfter: Duration.days(30), permanentAllowed: true, require: [MFA, JUSTIFICATION] },
  });
  expect(plain(settings)).toEqual({
    activationMaximum: "PT2H",
    activationMfa: false,
    authenticationContext: "c1",
    activationJustification: false,
    activationTicket: true,
    approvers,
    alerts: ["secops@contoso.com"],
    eligibleExpireAfter: "P180D",
    eligiblePermanentAllowed: true,
    activeExpireAfter: "P30D",
    activePermanentAllowed: true,
    activeMfa: true,
  });
});

test("one of MFA, a justification and a ticket is enough to activate", () => {
  for (const requirement of [MFA, JUSTIFICATION, TICKET]) {
    expect(RoleSettings.of({ activation: { require: [requirement] } })).toMatchObject({
      activationMfa: requirement === MFA,
      activationJustification: requirement === JUSTIFICATION,
      activationTicket: requirement === TICKET,
    });
  }
});

test("lists that change after role settings were made change nothing in them", () => {
  const approvers = [EntraUser.fromObjectId(newStack(), ID)];
  const alerts = ["secops@contoso.com"];
  const settings = RoleSettings.of({ activation: { approvers, alerts } });
  approvers.pop();
  alerts.pop();
  expect([settings.approvers.length, settings.alerts.length]).toEqual([1, 1]);
});

describe("the longest activation", () => {
  test("may be any half hour from 30 minutes to 23.5 hours, or 24 hours", () => {
    for (const minutes of MAXIMA) expect(activatedFor(minutes).activationMaximum.toMinutes()).toBe(minutes);
  });

  test("fails for any other length of time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 * 24 * 60 }), (minutes) => {
        fc.pre(!MAXIMA.includes(minutes));
        const error = errorOf(() => activatedFor(minutes));
        return (
          error.code === ErrorCode.PIM_ACTIVATION_MAXIMUM &&
          error.message ===
            `activation.maximum: "${Duration.minutes(minutes).toString()}" is no length that PIM offers for an activation; allowed: half hours from 30m to 23h30m, or 24h (PIM_ACTIVATION_MAXIMUM)`
        );
      }),
      REPEATABLE,
    );
    expect(refusal({ activation: { maximum: Duration.parse("24h30m") } })).toEqual([
      ErrorCode.PIM_ACTIVATION_MAXIMUM,
      'activation.maximum: "1d30m" is no length that PIM offers for an activation; allowed: half hours from 30m to 23h30m, or 24h (PIM_ACTIVATION_MAXIMUM)',
    ]);
  });

  test("is doubted below one hour and above eight, where Microsoft's pages disagree, and nowhere else", () => {
    for (const minutes of MAXIMA) {
      const settings = activatedFor(minutes);
      const doubted = minutes < 60 || minutes > 8 * 60;
      expect(settings.doubts).toEqual(
        doubted
          ? [
              `An activation of at most ${settings.activationMaximum.toString()} may be refused by the service: Microsoft's pages disagree about less than 1 and more than 8 hours.`,
            ]
          : [],
      );
    }
  });

  test("may be known to Terraform only, and is not doubted then", () => {
    const variable = new TerraformVariable(newStack(), "x", {}).stringValue;
    const settings = RoleSettings.of({ activation: { maximum: Duration.parse(variable) } });
    expect(settings.activationMaximum.toIsoString()).toBe(variable);
    expect(settings.doubts).toEqual([]);
    expect(settings.forOwners().activationMaximum.toIsoString()).toBe("PT1H");
  });
});

describe("the ceiling of assignments", () => {
  const ceilings = [15, 30, 90, 180, 365];

  test("may be each of those that the provider accepts", () => {
    for (const days of ceilings) {
      const expireAfter = Duration.days(days);
      const settings = RoleSettings.of({
        eligible: { expireAfter },
        active: { expireAfter: Duration.hours(days * 24) },
      });
      expect(settings.eligibleExpireAfter.toIsoString()).toBe(`P${days}D`);
      expect(settings.activeExpireAfter.toIsoString()).toBe(`P${days}D`);
    }
  });

  test("fails for any other length of time, for eligible and active assignments together", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 800 * 24 }), (hours) => {
        fc.pre(!ceilings.includes(hours / 24));
        const expireAfter = Duration.hours(hours);
        const error = errorOf(() => RoleSettings.of({ eligible: { expireAfter }, active: { expireAfter } }));
        return error.problems.map((p) => p.property).join() === "eligible.expireAfter,active.expireAfter";
      }),
      REPEATABLE,
    );
    const expireAfter = Duration.days(366);
    expect(refusal({ eligible: { expireAfter }, active: { expireAfter: Duration.hours(8) } })).toEqual([
      ErrorCode.PIM_CEILING,
      [
        'eligible.expireAfter: "366d" is no ceiling that PIM offers; allowed: 15d, 30d, 90d, 180d or 365d (PIM_CEILING)',
        'active.expireAfter: "8h" is no ceiling that PIM offers; allowed: 15d, 30d, 90d, 180d or 365d (PIM_CEILING)',
      ].join("\n"),
    ]);
  });

  test("may be known to Terraform only", () => {
    const variable = new TerraformVariable(newStack(), "x", {}).stringValue;
    const expireAfter = Duration.parse(variable);
    const settings = RoleSettings.of({ eligible: { expireAfter }, active: { expireAfter } });
    expect(settings.eligibleExpireAfter.toIsoString()).toBe(variable);
    expect(settings.activeExpireAfter.toIsoString()).toBe(variable);
  });
});

describe("what activation asks for", () => {
  test("fails if it is nothing that can be written to a new group", () => {
    for (const require of [[], [ActivationRequirement.authenticationContext("c1")]]) {
      expect(refusal({ activation: { require } })).toEqual([
        ErrorCode.PIM_ACTIVATION_REQUIREMENT_MISSING,
        "activation.require: an activation that asks for nothing cannot be written to a new group; allowed: at least one of MFA, justification and ticket (PIM_ACTIVATION_REQUIREMENT_MISSING)",
      ]);
    }
  });

  test("fails with MFA beside an authentication context", () => {
    expect(refusal({ activation: { require: [MFA, ActivationRequirement.authenticationContext("c1")] } })).toEqual([
      ErrorCode.PIM_MFA_WITH_AUTHENTICATION_CONTEXT,
      "activation.require: MFA and an authentication context exclude each other; allowed: one of them, the context's policy can ask for MFA (PIM_MFA_WITH_AUTHENTICATION_CONTEXT)",
    ]);
  });

  test("may be any authentication context from c1 to c99, or one that only Terraform knows", () => {
    const variable = new TerraformVariable(newStack(), "x", {}).stringValue;
    for (const id of [...Array.from({ length: 99 }, (_, i) => `c${i + 1}`), variable]) {
      const requirement = ActivationRequirement.authenticationContext(id);
      const settings = RoleSettings.of({ activation: { require: [requirement, JUSTIFICATION] } });
      expect(settings).toMatchObject({ authenticationContext: id, activationMfa: false });
    }
  });

  test.each(["c0", "c100", "c01", "C1", "1", "", " c1", "c1 "])("fails by %p as authentication context", (id) => {
    const error = errorOf(() => ActivationRequirement.authenticationContext(id));
    expect(error.code).toBe(ErrorCode.PIM_AUTHENTICATION_CONTEXT_FORMAT);
    expect(error.message).toBe(
      `"${id}" is not the id of an authentication context; allowed: c1 to c99 (PIM_AUTHENTICATION_CONTEXT_FORMAT)`,
    );
  });

  test("fails with approval and nobody who approves", () => {
    expect(refusal({ activation: { approvers: [] } })).toEqual([
      ErrorCode.PIM_APPROVER_MISSING,
      "activation.approvers: approval is asked for and nobody can approve; allowed: at least one user or group, or leave it out for no approval (PIM_APPROVER_MISSING)",
    ]);
  });

  test("fails with an application that approves", () => {
    const stack = newStack();
    const approvers = [EntraUser.fromObjectId(stack, ID), EntraServicePrincipal.fromObjectId(stack, ID)];
    expect(refusal({ activation: { approvers } })).toEqual([
      ErrorCode.PIM_APPROVER_TYPE,
      `activation.approvers[1]: test/.service-principals/${ID} is a service principal; allowed: users and groups (PIM_APPROVER_TYPE)`,
    ]);
  });

  test("fails with an alert to what is no mail address; one that only Terraform knows passes", () => {
    const variable = new TerraformVariable(newStack(), "x", {}).stringValue;
    expect(RoleSettings.of({ activation: { alerts: [variable] } }).alerts).toEqual([variable]);
    expect(refusal({ activation: { alerts: ["a@contoso.com", "secops", variable, "a b@contoso.com"] } })).toEqual([
      ErrorCode.PIM_ALERT_RECIPIENT,
      [
        'activation.alerts[1]: "secops" is not a mail address; allowed: an address such as secops@contoso.com (PIM_ALERT_RECIPIENT)',
        'activation.alerts[3]: "a b@contoso.com" is not a mail address; allowed: an address such as secops@contoso.com (PIM_ALERT_RECIPIENT)',
      ].join("\n"),
    ]);
  });
});

describe("what making an active assignment asks for", () => {
  test("fails if no justification is among it", () => {
    for (const require of [[], [MFA]]) {
      expect(refusal({ active: { require } })).toEqual([
        ErrorCode.PIM_ACTIVE_JUSTIFICATION,
        "active.require: active assignments without a justification cannot be written to a new group; allowed: a justification, alone or with MFA (PIM_ACTIVE_JUSTIFICATION)",
      ]);
    }
  });

  test("fails with a ticket or an authentication context, which the provider never sends", () => {
    const require = [JUSTIFICATION, TICKET, ActivationRequirement.authenticationContext("c1")];
    expect(refusal({ active: { require } })).toEqual([
      ErrorCode.PIM_ACTIVE_REQUIREMENT,
      [
        "active.require[1]: a ticket cannot be required of active assignments: the provider never sends it; allowed: a justification, alone or with MFA (PIM_ACTIVE_REQUIREMENT)",
        "active.require[2]: an authentication context cannot be required of active assignments: the provider never sends it; allowed: a justification, alone or with MFA (PIM_ACTIVE_REQUIREMENT)",
      ].join("\n"),
    ]);
  });
});

test("fails with every problem of the settings at once", () => {
  const error = errorOf(() =>
    RoleSettings.of({
      activation: { maximum: Duration.hours(25), require: [], approvers: [], alerts: ["x"] },
      eligible: { expireAfter: Duration.days(7) },
      active: { expireAfter: Duration.days(7), require: [TICKET] },
    }),
  );
  expect(error.problems.map((p) => [p.property, p.code])).toEqual([
    ["activation.maximum", ErrorCode.PIM_ACTIVATION_MAXIMUM],
    ["activation.require", ErrorCode.PIM_ACTIVATION_REQUIREMENT_MISSING],
    ["activation.approvers", ErrorCode.PIM_APPROVER_MISSING],
    ["activation.alerts[0]", ErrorCode.PIM_ALERT_RECIPIENT],
    ["eligible.expireAfter", ErrorCode.PIM_CEILING],
    ["active.expireAfter", ErrorCode.PIM_CEILING],
    ["active.require", ErrorCode.PIM_ACTIVE_JUSTIFICATION],
    ["active.require[0]", ErrorCode.PIM_ACTIVE_REQUIREMENT],
  ]);
  expect(error.path).toBe("");
});

describe("the settings for owners where none are given", () => {
  test("are strict: an hour, MFA, a justification, an end, and the members' approvers and alerts", () => {
    const approvers = [EntraUser.fromObjectId(newStack(), ID)];
    const members = RoleSettings.of({
      activation: { maximum: Duration.hours(12), require: [TICKET], approvers, alerts: ["secops@contoso.com"] },
      eligible: { expireAfter: Duration.days(15), permanentAllowed: true },
      active: { permanentAllowed: true, expireAfter: Duration.days(365), require: [MFA, JUSTIFICATION] },
    });
    expect(plain(members.forOwners())).toEqual({
      ...plain(RoleSettings.of()),
      activationMaximum: "PT1H",
      approvers,
      alerts: ["secops@contoso.com"],
    });
  });

  test("ask for the members' authentication context in place of MFA", () => {
    const context = ActivationRequirement.authenticationContext("c7");
    const owners = RoleSettings.of({ activation: { require: [context, TICKET] } }).forOwners();
    expect(owners).toMatchObject({
      activationMfa: false,
      authenticationContext: "c7",
      activationJustification: true,
      activationTicket: false,
    });
  });

  test("last no longer than the members' activation, for any of them", () => {
    for (const minutes of MAXIMA) {
      expect(activatedFor(minutes).forOwners().activationMaximum.toMinutes()).toBe(Math.min(minutes, 60));
    }
  });
});
