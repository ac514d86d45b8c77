import { type Route } from "../stand-in/route";

/** Azure Resource Manager. */
export const armRoutes: readonly Route[] = [];
