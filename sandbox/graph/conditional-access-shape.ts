import { anything, complex, flag, flagsOf, like, listOf, oneOf, positive, text } from "./shapes";

/*
 * What a policy may say: the properties and enumerations of conditionalAccessPolicy, v1.0.
 * https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy
 */

const texts = listOf(text);
const RISKS = ["low", "medium", "high", "none"];
const risks = listOf(oneOf(...RISKS, "hidden"));
const filter = complex({ mode: oneOf("include", "exclude"), rule: text });
const platforms = listOf(oneOf("android", "iOS", "windows", "windowsPhone", "macOS", "linux", "all"));

const applications = complex({
  includeApplications: texts,
  excludeApplications: texts,
  includeUserActions: listOf(oneOf("urn:user:registersecurityinfo", "urn:user:registerdevice")),
  includeAuthenticationContextClassReferences: listOf(like(/^c([1-9]|[1-9]\d)$/)),
  applicationFilter: filter,
});

const guests = complex({
  guestOrExternalUserTypes: flagsOf(
    "none",
    "internalGuest",
    "b2bCollaborationGuest",
    "b2bCollaborationMember",
    "b2bDirectConnectUser",
    "otherExternalUser",
    "serviceProvider",
  ),
  externalTenants: complex({ membershipKind: oneOf("all", "enumerated"), members: texts }),
});

const users = complex({
  includeUsers: texts,
  excludeUsers: texts,
  includeGroups: texts,
  excludeGroups: texts,
  includeRoles: texts,
  excludeRoles: texts,
  includeGuestsOrExternalUsers: guests,
  excludeGuestsOrExternalUsers: guests,
});

const conditions = complex({
  applications,
  users,
  clientApplications: complex({
    includeServicePrincipals: texts,
    excludeServicePrincipals: texts,
    servicePrincipalFilter: filter,
  }),
  clientAppTypes: listOf(
    oneOf("all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other"),
  ),
  devices: complex({ deviceFilter: filter }),
  locations: complex({ includeLocations: texts, excludeLocations: texts }),
  platforms: complex({ includePlatforms: platforms, excludePlatforms: platforms }),
  userRiskLevels: risks,
  signInRiskLevels: risks,
  servicePrincipalRiskLevels: listOf(oneOf(...RISKS)),
  insiderRiskLevels: flagsOf("minor", "moderate", "elevated"),
  authenticationFlows: complex({ transferMethods: flagsOf("none", "deviceCodeFlow", "authenticationTransfer") }),
});

/** The built-in controls are looked at by the rules, which name them. */
const grantControls = complex({
  operator: text,
  builtInControls: texts,
  customAuthenticationFactors: texts,
  termsOfUse: texts,
  authenticationStrength: complex({
    id: text,
    displayName: text,
    description: text,
    policyType: oneOf("builtIn", "custom"),
    requirementsSatisfied: flagsOf("none", "mfa"),
    allowedCombinations: texts,
    combinationConfigurations: anything,
    createdDateTime: text,
    modifiedDateTime: text,
  }),
});

const sessionControls = complex({
  applicationEnforcedRestrictions: complex({ isEnabled: flag }),
  cloudAppSecurity: complex({
    isEnabled: flag,
    cloudAppSecurityType: oneOf("mcasConfigured", "monitorOnly", "blockDownloads"),
  }),
  disableResilienceDefaults: flag,
  persistentBrowser: complex({ isEnabled: flag, mode: oneOf("always", "never") }),
  signInFrequency: complex({
    isEnabled: flag,
    value: positive,
    type: oneOf("days", "hours"),
    authenticationType: oneOf("primaryAndSecondaryAuthentication", "secondaryAuthentication"),
    frequencyInterval: oneOf("timeBased", "everyTime"),
  }),
});

/** A Conditional Access policy, as it is kept. */
export const policyShape = complex({
  id: text,
  displayName: text,
  createdDateTime: text,
  modifiedDateTime: text,
  // the state has a rule of its own
  state: anything,
  conditions,
  grantControls,
  sessionControls,
});
