import { type Json } from "../run/local-backend";
import { type Call } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";

/** Refuses fields that the sandbox does not know: they must not be dropped without a word. */
export function knownFields(
  call: Call,
  where: string,
  value: Json | null | undefined,
  fields: readonly string[],
): void {
  const unknown = Object.keys(value ?? {}).filter((field) => !fields.includes(field));
  if (unknown.length === 0) return;
  call.world.journal.complain(`${where} has fields that the sandbox does not know: ${unknown.join(", ")}`);
  throw badRequest("InvalidRequestContent", `The sandbox does not know ${unknown.join(", ")} in ${where}.`);
}

/** What was sent without what means nothing: to Azure an empty text is the same as none. */
export function filled<T extends Json>(value: T | null | undefined): Json {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, v]) => v !== undefined && v !== null && v !== ""));
}

const SECRETS = { windowsProfile: "adminPassword", servicePrincipalProfile: "secret", aadProfile: "serverAppSecret" };

/** The properties of a cluster without what is written and never read back. */
export function withoutSecrets(properties: Json): Json {
  const shown = { ...properties };
  for (const [profile, secret] of Object.entries(SECRETS)) {
    if (shown[profile] !== undefined) shown[profile] = { ...(shown[profile] as Json), [secret]: undefined };
  }
  return shown;
}
