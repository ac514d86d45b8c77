import { randomUUID } from "node:crypto";
import { type Json } from "../run/local-backend";
import { equalities } from "../stand-in/filter";
import { type Call, type Route, created, noContent } from "../stand-in/route";
import { notFound } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { checkPolicy } from "./conditional-access-rules";
import { knownOnly } from "./objects";
import { LIST, ONE, one, page } from "./odata";
import { POLICY_TARGETS, READ_POLICIES, WRITE_POLICIES } from "./permissions";

const KEY = Symbol("conditional access");
const PATH = "/identity/conditionalAccess/policies";
const FIELDS = ["@odata.type", "id", "conditions", "displayName", "grantControls", "sessionControls", "state"];

/** The policies of the tenant, by id. */
export function policies(world: World): Map<string, Json> {
  return world.store(KEY, () => new Map());
}

/** Conditional Access policies. What was written is read back as it was, lists in their order. */
export const conditionalAccess: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: READ_POLICIES,
    options: LIST,
    answer: (call) => {
      const names = ["displayName", "id", "state"] as const;
      const asked = equalities(call.query.get("$filter"), names);
      const found = [...policies(call.world).values()];
      return page(
        call,
        found.filter((p) => names.every((n) => (asked[n] ?? p[n]) === p[n])),
        (p) => p,
      );
    },
  },
  {
    method: "POST",
    path: PATH,
    needs: WRITE_POLICIES,
    andNeeds: POLICY_TARGETS,
    answer: (call) => {
      knownOnly(call, FIELDS);
      const body = completed(call.body as Json);
      checkPolicy(call.world, body);
      const made = { ...body, id: randomUUID(), createdDateTime: call.world.clock.iso(), modifiedDateTime: null };
      policies(call.world).set(made.id, made);
      return created(made);
    },
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    needs: READ_POLICIES,
    options: ONE,
    answer: (call) => one(call, policy(call)),
  },
  {
    method: "PATCH",
    path: `${PATH}/:id`,
    needs: WRITE_POLICIES,
    andNeeds: POLICY_TARGETS,
    answer: (call) => {
      knownOnly(call, FIELDS);
      changePolicy(call.world, policy(call), call.body as Json);
      return noContent();
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    needs: WRITE_POLICIES,
    andNeeds: [["Policy.Read.All"]],
    answer: (call) => {
      policy(call);
      policies(call.world).delete(call.params.id);
      return noContent();
    },
  },
];

/** Changes what is said and keeps the rest, within the conditions too; refuses what would be no policy. */
export function changePolicy(world: World, old: Json, change: Json): void {
  const conditions = { ...(old.conditions as Json), ...(change.conditions as Json | undefined) };
  const changed = completed({ ...old, ...change, conditions, id: old.id, modifiedDateTime: world.clock.iso() });
  checkPolicy(world, changed);
  policies(world).set(String(old.id), changed);
}

/** A policy with what the service fills in where nothing is said. */
export function completed({ conditions, grantControls, sessionControls = null, ...rest }: Json): Json {
  const { users, applications, ...others } = (conditions ?? {}) as Json;
  const lists = (...names: string[]) => Object.fromEntries(names.map((name) => [name, []]));
  return {
    ...rest,
    sessionControls,
    conditions: {
      ...lists("userRiskLevels", "signInRiskLevels", "servicePrincipalRiskLevels"),
      platforms: null,
      locations: null,
      devices: null,
      ...others,
      applications: {
        ...lists("includeApplications", "excludeApplications", "includeUserActions"),
        ...(applications as Json | undefined),
      },
      users: {
        ...lists("includeUsers", "excludeUsers", "includeGroups", "excludeGroups", "includeRoles", "excludeRoles"),
        ...(users as Json | undefined),
      },
    },
    grantControls: grantControls
      ? { ...lists("builtInControls", "customAuthenticationFactors", "termsOfUse"), ...(grantControls as Json) }
      : null,
  };
}

function policy(call: Call): Json {
  const found = policies(call.world).get(call.params.id);
  if (found === undefined) throw notFound("ResourceNotFound", `There is no policy ${call.params.id}.`);
  return found;
}
