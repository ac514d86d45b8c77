import { completed } from "../graph/conditional-access";
import { type Json } from "../run/local-backend";
import { type World } from "../stand-in/world";
import { nameOf } from "./names";
import { rest } from "./rest";

/** The attributes of a policy that are said in words, and those that the service makes. */
const TOLD = [
  /^(id|createdDateTime|modifiedDateTime|displayName|state)$/,
  /^conditions\.users\.(include|exclude)(Users|Groups|Roles)$/,
  /^conditions\.applications\.includeApplications$/,
  /^conditions\.clientAppTypes$/,
  /^conditions\.authenticationFlows\.transferMethods$/,
  /^grantControls\.(operator|builtInControls|authenticationStrength\.id)$/,
  /^sessionControls\.signInFrequency\.(isEnabled|value|type)$/,
];

/** A policy in words, and every attribute that an empty policy has not. */
export function policyLine(world: World, policy: Json): string {
  const { users, applications, authenticationFlows, clientAppTypes } = policy.conditions as Json;
  const { grantControls, sessionControls } = policy;
  const list = (of: Json, what: string) =>
    ["Users", "Groups", "Roles"].flatMap((kind) =>
      ((of[`${what}${kind}`] ?? []) as string[]).map((id) =>
        kind === "Roles" ? `role ${id}` : id === "All" ? "all" : nameOf(world, id),
      ),
    );
  const apps = ((applications.includeApplications ?? []) as string[]).map(
    (appId) => world.directory.all("servicePrincipal").find((s) => s.appId === appId)?.displayName ?? appId,
  );
  const strength = grantControls?.authenticationStrength?.id as string | undefined;
  const controls = [
    ...((grantControls?.builtInControls ?? []) as string[]),
    ...(strength ? [`strength ${strength}`] : []),
  ];
  const frequency = sessionControls?.signInFrequency as Json | undefined;
  const excluded = list(users as Json, "exclude").sort();
  return [
    `policy ${String(policy.displayName)}, ${String(policy.state)}`,
    `for ${list(users as Json, "include")
      .sort()
      .join(", ")}`,
    ...(excluded.length > 0 ? [`not ${excluded.join(", ")}`] : []),
    `on ${apps.join(", ")} from ${((clientAppTypes ?? ["nowhere"]) as string[]).join(", ")}`,
    ...(authenticationFlows?.transferMethods ? [`by ${String(authenticationFlows.transferMethods)}`] : []),
    `wants ${controls.sort().join(` ${String(grantControls?.operator).toLowerCase()} `)}`,
    ...(frequency?.isEnabled ? [`sign-in every ${String(frequency.value)} ${String(frequency.type)}`] : []),
    ...rest(policy, completed({ conditions: {}, grantControls: {} }), TOLD),
  ].join("; ");
}
