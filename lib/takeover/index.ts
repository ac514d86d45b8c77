export { CannotRead } from "./cannot-read";
export { type Directory, directoryOf } from "./directory";
export { type Looking, findExisting } from "./find";
export { findInState } from "./from-state";
export type { Beside, Findings, Gap, Outcome, Result, Seen } from "./result";
export type { Service, Tally } from "./service";
export { type Services, signIn } from "./sign-in";
export { type Subscriptions, subscriptionsOf } from "./subscriptions";
