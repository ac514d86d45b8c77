import { TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { GrantControl, GrantControls } from "../../lib";
import { errorOf, newStack } from "../support/synth";

const PHISHING_RESISTANT = "00000000-0000-0000-0000-000000000004";
const strength = GrantControl.authenticationStrength(PHISHING_RESISTANT);
const DEVICES = [GrantControl.COMPLIANT_DEVICE, GrantControl.DOMAIN_JOINED_DEVICE];
const BUILT_IN = [GrantControl.MFA, ...DEVICES, GrantControl.COMPLIANT_APPLICATION];

test("the controls bear the names that Microsoft Graph has for them", () => {
  expect([...BUILT_IN, GrantControl.BLOCK].map((c) => c.name)).toEqual([
    "mfa",
    "compliantDevice",
    "domainJoinedDevice",
    "compliantApplication",
    "block",
  ]);
});

test("all of some controls are joined by AND", () => {
  const controls = GrantControls.all(GrantControl.MFA, GrantControl.COMPLIANT_DEVICE);
  expect(controls.operator).toBe("AND");
  expect(controls.builtIn).toEqual(["compliantDevice", "mfa"]);
  expect(controls.authenticationStrengthId).toBeUndefined();
});

test("any of some controls are joined by OR", () => {
  const controls = GrantControls.any(GrantControl.COMPLIANT_DEVICE, GrantControl.DOMAIN_JOINED_DEVICE);
  expect(controls.operator).toBe("OR");
  expect(controls.builtIn).toEqual(["compliantDevice", "domainJoinedDevice"]);
});

test("a control that is given twice is asked for once", () => {
  expect(GrantControls.all(GrantControl.MFA, GrantControl.MFA).builtIn).toEqual(["mfa"]);
  expect(GrantControls.all(strength, GrantControl.authenticationStrength(PHISHING_RESISTANT))).toMatchObject({
    builtIn: [],
    authenticationStrengthId: `/policies/authenticationStrengthPolicies/${PHISHING_RESISTANT}`,
  });
});

test("block may stand alone", () => {
  expect(GrantControls.all(GrantControl.BLOCK).builtIn).toEqual(["block"]);
  expect(GrantControls.any(GrantControl.BLOCK).builtIn).toEqual(["block"]);
});

test("an authentication strength is given by UUID or by the id of its resource", () => {
  const id = `/policies/authenticationStrengthPolicies/${PHISHING_RESISTANT}`;
  expect(GrantControl.authenticationStrength(PHISHING_RESISTANT).strengthId).toBe(id);
  expect(GrantControl.authenticationStrength(id).strengthId).toBe(id);
});

test("an authentication strength may be a token", () => {
  const token = new TerraformVariable(newStack(), "strength", {}).stringValue;
  expect(GrantControl.authenticationStrength(token).strengthId).toBe(token);
});

test("an authentication strength may stand beside a device control", () => {
  const controls = GrantControls.all(strength, GrantControl.COMPLIANT_DEVICE);
  expect(controls.builtIn).toEqual(["compliantDevice"]);
  expect(controls.authenticationStrengthId).toBe(`/policies/authenticationStrengthPolicies/${PHISHING_RESISTANT}`);
});

test("a device has to be shown if it is among all controls, or if there are only devices to choose from", () => {
  fc.assert(
    fc.property(fc.subarray(BUILT_IN, { minLength: 1 }), (chosen) => {
      const devices = chosen.filter((c) => DEVICES.includes(c)).length;
      expect(GrantControls.all(...chosen).asksForDevice).toBe(devices > 0);
      expect(GrantControls.any(...chosen).asksForDevice).toBe(devices === chosen.length);
    }),
  );
  expect(GrantControls.all(strength, GrantControl.COMPLIANT_DEVICE).asksForDevice).toBe(true);
  expect(GrantControls.any(strength, GrantControl.COMPLIANT_DEVICE).asksForDevice).toBe(false);
  expect(GrantControls.all(strength).asksForDevice).toBe(false);
  expect(GrantControls.any(strength).asksForDevice).toBe(false);
  expect(GrantControls.all(GrantControl.BLOCK).asksForDevice).toBe(false);
});

test("fails without a control", () => {
  for (const make of [() => GrantControls.all(), () => GrantControls.any()]) {
    const error = errorOf(make);
    expect(error.code).toBe("CA_CONTROL_MISSING");
    expect(error.message).toBe("no control is given; allowed: at least one, or block (CA_CONTROL_MISSING)");
  }
});

test("fails with block beside other controls", () => {
  const error = errorOf(() => GrantControls.any(GrantControl.COMPLIANT_DEVICE, GrantControl.BLOCK, strength));
  expect(error.code).toBe("CA_BLOCK_WITH_OTHERS");
  expect(error.message).toBe(
    "block stands together with compliantDevice, authenticationStrength; allowed: block alone, or the others without it (CA_BLOCK_WITH_OTHERS)",
  );
});

test("fails with MFA beside an authentication strength", () => {
  const error = errorOf(() => GrantControls.all(GrantControl.MFA, strength));
  expect(error.code).toBe("CA_MFA_WITH_STRENGTH");
  expect(error.message).toBe(
    "mfa stands together with an authentication strength; allowed: one of them, a strength is a kind of MFA (CA_MFA_WITH_STRENGTH)",
  );
});

test("fails with several authentication strengths", () => {
  const error = errorOf(() =>
    GrantControls.all(strength, GrantControl.authenticationStrength("00000000-0000-0000-0000-000000000003")),
  );
  expect(error.code).toBe("CA_SEVERAL_STRENGTHS");
  expect(error.message).toBe("2 authentication strengths are given; allowed: one (CA_SEVERAL_STRENGTHS)");
});

test("fails with everything that is wrong at once", () => {
  const error = errorOf(() => GrantControls.all(GrantControl.BLOCK, GrantControl.MFA, strength));
  expect(error.problems.map((p) => p.code)).toEqual(["CA_BLOCK_WITH_OTHERS", "CA_MFA_WITH_STRENGTH"]);
});

test.each(["phishing-resistant", "/policies/authenticationStrengthPolicies/mfa", ""])(
  "fails for %p, which is no authentication strength",
  (id) => {
    const error = errorOf(() => GrantControl.authenticationStrength(id));
    expect(error.code).toBe("ID_NOT_A_UUID");
    expect(error.message).toBe(
      `"${id}" is not the id of an authentication strength; allowed: a UUID such as 00000000-0000-0000-0000-000000000004 (ID_NOT_A_UUID)`,
    );
  },
);
