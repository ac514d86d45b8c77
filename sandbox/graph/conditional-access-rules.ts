import { type Json } from "../run/local-backend";
import { badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { STRENGTHS } from "./authentication-strengths";
import { policyShape } from "./conditional-access-shape";
import { ROLE_TEMPLATES } from "./role-templates";
import { findingsOf } from "./shapes";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const STATES = ["enabled", "disabled", "enabledForReportingButNotEnforced"];
const CONTROLS = [
  "approvedApplication",
  "block",
  "compliantApplication",
  "compliantDevice",
  "domainJoinedDevice",
  "mfa",
  "passwordChange",
];
const EVERYBODY = ["All", "None", "GuestsOrExternalUsers"];
const EVERY_LOCATION = ["All", "AllTrusted"];
const EVERY_APPLICATION = ["All", "None", "Office365", "MicrosoftAdminPortals"];

/** Refuses a policy that Conditional Access would refuse; messages name the code that Graph gives. */
export function checkPolicy(world: World, policy: Json): void {
  const { unknown, wrong: values } = findingsOf(policyShape, policy);
  if (unknown.length > 0) {
    world.journal.complain(`a policy has fields that the sandbox does not know: ${unknown.join(", ")}`);
    throw badRequest("BadRequest", `The sandbox does not know ${unknown.join(", ")} of a policy.`);
  }
  const wrong = values.length > 0 ? values : problems(world, policy);
  if (wrong.length > 0) throw badRequest("BadRequest", wrong.join("; "));
}

function* found(world: World, policy: Json): Generator<string> {
  const { conditions, grantControls, sessionControls, state, displayName } = policy;
  if (!displayName) yield "1006: a policy has a display name";
  if (!STATES.includes(state)) yield `1007: the state '${state}' is not known`;
  const { applications = {}, users = {}, clientAppTypes = [] } = (conditions ?? {}) as Json;
  if (clientAppTypes.length === 0) yield "1009: a policy names client app types";
  yield* people(world, users);
  yield* targets(world, applications);
  yield* places(((conditions ?? {}) as Json).locations as Json | null);
  if (!grantControls && !sessionControls) yield "1017: a policy grants, or controls the session";
  if (grantControls) yield* controls(grantControls);
  yield* frequency((sessionControls as Json | null | undefined)?.signInFrequency as Json | null | undefined);
}

function problems(world: World, policy: Json): string[] {
  return [...found(world, policy)];
}

function* people(world: World, users: Json): Generator<string> {
  const list = (name: string) => (users[name] ?? []) as string[];
  const included = ["includeUsers", "includeGroups", "includeRoles"].flatMap(list);
  if (included.length === 0 && !users.includeGuestsOrExternalUsers) yield "1010: a policy includes somebody";
  const all = list("includeUsers").filter((id) => EVERYBODY.includes(id));
  if (all.length > 0 && list("includeUsers").length > 1)
    yield `1030: '${all[0]}' stands alone among the included users`;
  for (const name of ["includeUsers", "excludeUsers"]) {
    for (const id of list(name).filter((one) => !EVERYBODY.includes(one))) {
      if (!UUID.test(id)) yield `1020: '${id}' of ${name} is no object id`;
      else if (world.directory.user(id) === undefined) yield `1011: the user ${id} of ${name} does not exist`;
    }
  }
  for (const name of ["includeGroups", "excludeGroups"]) {
    for (const id of list(name)) {
      if (!UUID.test(id)) yield `1020: '${id}' of ${name} is no object id`;
      else if (world.directory.group(id) === undefined) yield `1012: the group ${id} of ${name} does not exist`;
    }
  }
  for (const id of [...list("includeRoles"), ...list("excludeRoles")]) {
    if (!UUID.test(id)) yield `1020: '${id}' is no role template id`;
    else if (!ROLE_TEMPLATES.has(id.toLowerCase())) yield `the directory role ${id} does not exist`;
  }
}

function* targets(world: World, applications: Json): Generator<string> {
  const included = (applications.includeApplications ?? []) as string[];
  const actions = (applications.includeUserActions ?? []) as string[];
  const contexts = (applications.includeAuthenticationContextClassReferences ?? []) as string[];
  if (![included, actions, contexts].some((list) => list.length > 0) && !applications.applicationFilter)
    yield "1013: a policy targets an application or a user action";
  const all = included.filter((id) => ["All", "None"].includes(id));
  if (all.length > 0 && included.length > 1) yield `1031: '${all[0]}' stands alone among the applications`;
  const known = world.directory.all("servicePrincipal").map(({ appId }) => appId);
  for (const id of [...included, ...((applications.excludeApplications ?? []) as string[])]) {
    if (EVERY_APPLICATION.includes(id)) continue;
    if (!UUID.test(id)) yield `1020: '${id}' is no client id`;
    else if (!known.includes(id))
      yield `1014: ServicePrincipalNotFound: the application ${id} has no service principal in this tenant`;
  }
}

/** Sign-in every so many days or hours, or every time; not both. */
function* frequency(said: Json | null | undefined): Generator<string> {
  if (!said?.isEnabled) return;
  const timed = Boolean(said.value) || Boolean(said.type);
  if (said.frequencyInterval === "everyTime" && timed) yield "a sign-in every time has no period";
  if (said.frequencyInterval !== "everyTime" && !(said.value && said.type)) yield "a sign-in frequency has a period";
}

/** Named locations are not imitated, so that none exists. */
function* places(locations: Json | null | undefined): Generator<string> {
  for (const name of ["includeLocations", "excludeLocations"]) {
    for (const id of (locations?.[name] ?? []) as string[]) {
      if (!EVERY_LOCATION.includes(id)) yield `the named location ${id} of ${name} does not exist`;
    }
  }
}

function* controls(grant: Json): Generator<string> {
  const builtIn = (grant.builtInControls ?? []) as string[];
  const unknown = builtIn.filter((one) => !CONTROLS.includes(one));
  if (unknown.length > 0) yield `1018: ${unknown.join(", ")} is no control`;
  if (!["AND", "OR"].includes(grant.operator)) yield `1019: the operator '${grant.operator}' is neither AND nor OR`;
  const strength = grant.authenticationStrength as Json | null | undefined;
  if (strength && STRENGTHS[String(strength.id)] === undefined) {
    yield `the authentication strength ${String(strength.id)} does not exist`;
  }
  if (builtIn.includes("block") && (builtIn.length > 1 || strength)) yield "1021: block stands alone";
  if (builtIn.includes("mfa") && strength) yield "1022: mfa and an authentication strength exclude each other";
  if (builtIn.includes("passwordChange") && !(builtIn.includes("mfa") && grant.operator === "AND")) {
    yield "1023: a password change goes with mfa, and both are required";
  }
  if (builtIn.length === 0 && !strength && (grant.termsOfUse ?? []).length === 0) yield "1017: no control is named";
}
