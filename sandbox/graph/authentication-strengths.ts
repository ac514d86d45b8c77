import { type Route } from "../stand-in/route";
import { notFound } from "../stand-in/service-error";
import { one } from "./odata";
import { READ_STRENGTHS } from "./permissions";

/** The strengths that every tenant has, by id; there are no others here. */
export const STRENGTHS: Readonly<Record<string, string>> = {
  "00000000-0000-0000-0000-000000000002": "Multifactor authentication",
  "00000000-0000-0000-0000-000000000003": "Passwordless MFA",
  "00000000-0000-0000-0000-000000000004": "Phishing-resistant MFA",
};

/** The strengths that every tenant has. */
export const authenticationStrengths: readonly Route[] = [
  {
    method: "GET",
    path: "/policies/authenticationStrengthPolicies/:id",
    needs: READ_STRENGTHS,
    answer: (call) => {
      const { id } = call.params;
      const displayName = STRENGTHS[id];
      if (displayName === undefined) throw notFound("ResourceNotFound", `There is no authentication strength ${id}.`);
      return one(call, { id, displayName, policyType: "builtIn", requirementsSatisfied: "mfa" });
    },
  },
];
