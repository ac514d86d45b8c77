import { type Route } from "../stand-in/route";
import { metadata } from "./metadata";
import { openid } from "./openid";
import { token } from "./token";

/** What is asked before anybody has signed in. */
export const loginRoutes: readonly Route[] = [...metadata, ...openid, ...token];
