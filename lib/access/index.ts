export * from "./model";
export * from "./serialize";
export { type Acknowledgement, type Check, type Finding, type Severity, registerCheck } from "./checks";
export { type Answer, type When, countsWhen, isBlocked } from "./answer";
export { type AzureQuestion, canOnAzure } from "./azure";
export { type Deed, type Question, can } from "./can";
export { type Certainty, allOf, anyOf } from "./certainty";
export { AKS_SERVER, AZURE_MANAGEMENT, type Subject, covers, gatesOn } from "./coverage";
export { TOKEN_MINUTES } from "./gates";
export { type Identity, sameIdentity } from "./identity";
export { type Deployment, type Estate, estateOf } from "./estate";
export {
  type BrokenExpectation,
  EXPECT,
  type ExpectationReport,
  type OpenExpectation,
  expectationReport,
} from "./expectations";
export { didYouMeanWho, misspeltNamespace, misspeltPrincipal } from "./misspelt";
export * from "./path";
export { holdingOf, pathsOf } from "./paths";
export { ADMIN_GROUP, LOCAL_ADMIN } from "./rights";
export {
  ADMIN_CREDENTIAL,
  type RoleDefinition,
  ROLES,
  RUN_COMMAND,
  USER_CREDENTIAL,
  allows,
  allowsData,
  roleOf,
} from "./roles";
export {
  KNOWN_VERBS,
  type Need,
  PODS_OPEN_BEFORE,
  RESOURCES,
  actionsOf,
  isBefore,
  isKnownResource,
  needOf,
  needsOf,
} from "./verbs";
export { cutsIn, hasUnknownMembers, waysIn } from "./ways";
export { type Who, type WhoRow, who } from "./who";
export { accessSnapshot } from "./snapshot";
export { activationText, placeOf, policyText, rightName, sentenceOf } from "./text";
export { IMPORTABLE_TYPES, normalizeImportId } from "./import-id";
export * from "./takeover";
export { GATES, type Gate, type Ungated, reachedWithout } from "./without";
export { controlText, meetsOneOf, strengthControl } from "./strength";
export { type StandingAdmin, type StandingAdmins, standingAdmins } from "./standing";
