import { type Certainty, allOf, anyOf } from "./certainty";

/** What a control that is an authentication strength begins with; its id follows. */
const STRENGTH = "authentication strength ";
const MFA = "mfa";
const BLOCK = "block";

/**
 * The built-in authentication strengths, from weak to strong: who meets one has met those before it, and MFA. The first
 * takes whatever MFA takes.
 *
 * @see https://learn.microsoft.com/entra/identity/authentication/concept-authentication-strengths
 */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["00000000-0000-0000-0000-000000000002", "multifactor authentication"],
  ["00000000-0000-0000-0000-000000000003", "passwordless MFA"],
  ["00000000-0000-0000-0000-000000000004", "phishing-resistant MFA"],
]);
/** Their ids, from weak to strong. */
export const BUILT_IN_STRENGTHS: readonly string[] = [...BUILT_IN.keys()];

/** An authentication strength as a control among others, from its id, bare or as a resource id. */
export function strengthControl(id: string): string {
  return `${STRENGTH}${id.slice(id.lastIndexOf("/") + 1).toLowerCase()}`;
}

/** A control in words: a built-in authentication strength by its name. */
export function controlText(control: string): string {
  if (!control.startsWith(STRENGTH)) return control;
  const id = control.slice(STRENGTH.length);
  return `${STRENGTH}${BUILT_IN.get(id) ?? id}`;
}

/** Whether who meets a control has met another. What a custom authentication strength takes, only the tenant knows. */
export function meetsControl(control: string, other: string): Certainty {
  if (control === other) return "yes";
  const [has, needs] = [control, other].map(rungOf);
  if (has === undefined || needs === undefined) return "no";
  if (has < 0 || needs < 0) return "unknown";
  return has >= needs ? "yes" : "no";
}

/** Whether who meets one of some controls has met one of others: nobody passes a block. */
export function meetsOneOf(controls: readonly string[], others: readonly string[]): Certainty {
  if (controls.join() === BLOCK) return "yes";
  return allOf(controls.map((c) => anyOf(others.map((o) => meetsControl(c, o)))));
}

/** How strong MFA is or an authentication strength, -1 for a custom one; nothing for other controls. */
function rungOf(control: string): number | undefined {
  if (control === MFA) return 0;
  return control.startsWith(STRENGTH) ? BUILT_IN_STRENGTHS.indexOf(control.slice(STRENGTH.length)) : undefined;
}
