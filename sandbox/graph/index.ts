import { type Route } from "../stand-in/route";
import { administrativeUnits } from "./administrative-units";
import { authenticationStrengths } from "./authentication-strengths";
import { conditionalAccess } from "./conditional-access";
import { groupRelations } from "./group-relations";
import { groups } from "./groups";
import { roleSettings } from "./pim-settings";
import { schedules } from "./pim-schedules";
import { directoryObjects, servicePrincipals, users } from "./principals";

/** What both versions know. */
const directory = [
  ...users,
  ...servicePrincipals,
  ...directoryObjects,
  ...groups,
  ...groupRelations,
  ...administrativeUnits,
];

/** Microsoft Graph: what is asked below `/v1.0` and below `/beta`. What it does not imitate is in the README. */
export const graphRoutes: { readonly v1: readonly Route[]; readonly beta: readonly Route[] } = {
  v1: [...directory, ...conditionalAccess, ...authenticationStrengths, ...roleSettings, ...schedules],
  beta: directory,
};
