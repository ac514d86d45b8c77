import { randomUUID } from "node:crypto";
import { type Json } from "../run/local-backend";
import { type Call, type Route, created, noContent, ok } from "../stand-in/route";
import { badRequest, notFound } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { knownOnly } from "./objects";
import { READ_POLICIES, WRITE_POLICIES } from "./permissions";
import { checkPolicy } from "./conditional-access-rules";

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
    answer: ({ world }) => ok({ value: [...policies(world).values()] }),
  },
  {
    method: "POST",
    path: PATH,
    needs: WRITE_POLICIES,
    answer: (call) => {
      knownOnly(call, FIELDS);
      checkPolicy(call.world, call.body);
      const id = randomUUID();
      const now = call.world.clock.iso();
      policies(call.world).set(id, { ...bare(call.body), id, createdDateTime: now, modifiedDateTime: null });
      return created(policies(call.world).get(id));
    },
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    needs: READ_POLICIES,
    answer: (call) => ok(policy(call)),
  },
  {
    method: "PATCH",
    path: `${PATH}/:id`,
    needs: WRITE_POLICIES,
    answer: (call) => {
      knownOnly(call, FIELDS);
      const changed = { ...policy(call), ...bare(call.body), modifiedDateTime: call.world.clock.iso() };
      checkPolicy(call.world, changed);
      policies(call.world).set(call.params.id, changed);
      return noContent();
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    needs: WRITE_POLICIES,
    answer: (call) => {
      policy(call);
      policies(call.world).delete(call.params.id);
      return noContent();
    },
  },
];

function bare(body: Json): Json {
  const { id, ...rest } = body;
  void id;
  return rest;
}

function policy(call: Call): Json {
  const found = policies(call.world).get(call.params.id);
  if (found === undefined) throw notFound("ResourceNotFound", `There is no policy ${call.params.id}.`);
  return found;
}

/** The strengths that every tenant has. */
export const authenticationStrengths: readonly Route[] = [
  {
    method: "GET",
    path: "/policies/authenticationStrengthPolicies/:id",
    needs: READ_POLICIES,
    answer: ({ params }) => {
      if (!/^0{8}-0{4}-0{4}-0{4}-0{11}[2-4]$/.test(params.id)) {
        throw badRequest("ResourceNotFound", `There is no authentication strength ${params.id}.`);
      }
      return ok({ id: params.id, policyType: "builtIn", requirementsSatisfied: "mfa" });
    },
  },
];
