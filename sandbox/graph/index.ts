import { type Route } from "../stand-in/route";

/** Microsoft Graph: what is asked below `/v1.0` and below `/beta`. */
export const graphRoutes: { readonly v1: readonly Route[]; readonly beta: readonly Route[] } = { v1: [], beta: [] };
