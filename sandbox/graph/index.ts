import { type Route } from "../stand-in/route";
import { administrativeUnits } from "./administrative-units";
import { authenticationStrengths, conditionalAccess } from "./conditional-access";
import { groups } from "./groups";
import { roleSettings } from "./pim-settings";
import { schedules } from "./pim-schedules";
import { directoryObjects, servicePrincipals, users } from "./principals";

/**
 * Microsoft Graph: what is asked below `/v1.0` and below `/beta`.
 *
 * Not imitated: paging, `$select` and `$expand` (everything is answered), delays of replication other than the one
 * that can be asked for, licences, mail, named locations, custom authentication strengths, dynamic membership (the
 * rule is kept, nobody is let in by it), and the difference between a wrong and a forbidden field in messages.
 */
export const graphRoutes: { readonly v1: readonly Route[]; readonly beta: readonly Route[] } = {
  v1: [
    ...users,
    ...servicePrincipals,
    ...directoryObjects,
    ...conditionalAccess,
    ...authenticationStrengths,
    ...roleSettings,
    ...schedules,
  ],
  beta: [...groups, ...administrativeUnits, ...servicePrincipals],
};
