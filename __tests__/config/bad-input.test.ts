import { keysAt } from "../../lib/config/shape";
import { configSchema } from "../../lib/config/schema";
import { either } from "../../lib/core/text";
import { HEAD, linesOf } from "../support/config";

/** What one bad file gets: its text after the head of four lines, and every line that is said. */
type Row = [what: string, text: string, ...lines: string[]];

const ID = "44444444-4444-4444-8444-444444444444";
const OWNERS = "owners: [dave@contoso.com]";
const POOL = "resourceGroup: rg, nodePool: { vmSize: x, count: 3 }";
const OPS = `groups:\n  ops: { ${OWNERS} }\n`;
const jit = (pim: string) => `${OPS}  admins:\n    ${OWNERS}\n    pim: { ${pim} }\n`;
const eligible = (text: string) => jit(`eligible: [{ principal: ops, justification: x, ${text} }]`);
const active = (text: string) => jit(`active: [{ principal: alice@contoso.com, justification: x, ${text} }]`);
const settings = (text: string) => jit(`settings: { ${text} }`);
const policy = (text: string) => `${OPS}conditionalAccess:\n  p: { ${text} }\n`;
const cluster = (text: string) => `${OPS}clusters:\n  c: { ${text} }\n`;
/** The keys that a long mapping takes. */
const keys = (...path: string[]) => either(keysAt(configSchema, path));

const check = (_: string, text: string, ...lines: string[]) => {
  expect(linesOf(HEAD + text)).toEqual(lines.map((l) => `test.yaml:${l}`));
};

describe("ids and names", () => {
  const rows: Row[] = [
    ["a user that is no UUID", `${OPS}  x: { ${OWNERS}, members: [{ user: alice }] }
`,
      '7:54: groups.x.members[0].user: "alice" is not the object id of a user; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ],
    ["a group that is no UUID", cluster(`${POOL}, adminGroups: [{ group: "azuread_group.x" }]`),
      '8:85: clusters.c.adminGroups[0].group: "azuread_group.x" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ],
    ["the id of the Terraform resource in place of an object id", cluster(`${POOL}, adminGroups: [{ group: /groups/${ID} }]`),
      '8:85: clusters.c.adminGroups[0].group: "/groups/44444444-4444-4444-8444-444444444444" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444; this is the id of the Terraform resource, use its object_id (ID_NOT_A_UUID)',
    ],
    ["a service principal that is no UUID, without a word about what stands in for it", `groups:
  x: { owners: [{ servicePrincipal: pipeline }] }
`,
      '6:37: groups.x.owners[0].servicePrincipal: "pipeline" is not the object id of a service principal; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ],
    ["an existing group that is no UUID", `groups:
  x: { existing: aks-admins }
`,
      '6:18: groups.x.existing: "aks-admins" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ],
    ["a directory role that is not known", policy(`include: [{ role: Global Adminstrator }], require: [mfa]`),
      '8:26: conditionalAccess.p.include[0].role: "Global Adminstrator" is no directory role that is known here; allowed: its template id, or its name such as "Global Administrator"; did you mean "Global Administrator"? (CA_DIRECTORY_ROLE)',
    ],
    ["a role that is not known", cluster(`${POOL}, access: [{ roles: [{ role: Azure Kubernetes Service RBAC Writter, to: [ops] }] }]`),
      '8:89: clusters.c.access[0].roles[0].role: "Azure Kubernetes Service RBAC Writter" is no role that is known here; allowed: the name of a built-in AKS role, or the id of any role; did you mean "Azure Kubernetes Service RBAC Writer"? (AKS_ROLE_UNKNOWN)',
    ],
    ["an application that is no UUID", policy(`include: [ops], require: [mfa], applications: [aks, portal]`),
      '8:60: conditionalAccess.p.applications[1]: "portal" is not the client id of an application; allowed: a UUID, or one of aks, azureManagement and all (CA_APPLICATION)',
    ],
    ["an authentication strength that is no UUID", policy(`include: [ops], require: [{ authenticationStrength: phishing-resistant }]`),
      '8:60: conditionalAccess.p.require[0].authenticationStrength: "phishing-resistant" is not the id of an authentication strength; allowed: a UUID such as 00000000-0000-0000-0000-000000000004 (ID_NOT_A_UUID)',
    ],
    ["a sign-in name without a domain", `${OPS}  x: { ${OWNERS}, members: [alice@] }
`,
      '7:46: groups.x.members[0]: "alice@" is not a sign-in name; allowed: NAME@DOMAIN such as alice@contoso.com, or the object id of the user (NAME_FORMAT)',
    ],
    ["an owner that is a group, which no group may be", `${OPS}  x: { owners: [ops] }
`,
      '7:17: groups.x.owners[0]: "ops" is not a sign-in name; allowed: NAME@DOMAIN such as alice@contoso.com, or the object id of the user (NAME_FORMAT)',
    ],
    ["a key that cannot be an address", `groups:
  1st: { ${OWNERS} }
clusters:
  "a b": {}
`,
      "6:3: groups.1st: this name cannot be used; allowed: a letter, then letters, digits, underscores and hyphens: it becomes a Terraform address; not Default, Resource or a word such as constructor, which CDKTF needs (NAME_FORMAT)",
      "8:3: clusters.a b: this name cannot be used; allowed: a letter, then letters, digits, underscores and hyphens: it becomes a Terraform address; not Default, Resource or a word such as constructor, which CDKTF needs (NAME_FORMAT)",
    ],
    ["a key that CDKTF leaves out of addresses", `groups:
  Default: { ${OWNERS} }
`,
      "6:3: groups.Default: this name cannot be used; allowed: a letter, then letters, digits, underscores and hyphens: it becomes a Terraform address; not Default, Resource or a word such as constructor, which CDKTF needs (NAME_FORMAT)",
    ],
    ["keys and namespaces that CDKTF cannot hold", `${OPS}  constructor: { ${OWNERS} }
clusters:
  c: { ${POOL}, access: [{ namespaces: { constructor: { reader: [ops] } } }] }
`,
      "7:3: groups.constructor: this name cannot be used; allowed: a letter, then letters, digits, underscores and hyphens: it becomes a Terraform address; not Default, Resource or a word such as constructor, which CDKTF needs (NAME_FORMAT)",
      "9:87: clusters.c.access[0].namespaces.constructor: this name cannot be used; allowed: the name of a namespace, not a word such as constructor, which CDKTF needs (NAME_FORMAT)",
    ],
    ["a display name with an apostrophe", `groups:
  x: { ${OWNERS}, displayName: "dave's" }
`,
      "6:49: groups.x.displayName: \"dave's\" has an apostrophe, on which the provider's search for a group of the same name fails; allowed: any other character (NAME_FORMAT)",
    ],
    ["an empty display name", `groups:
  x: { ${OWNERS}, displayName: "" }
`,
      '6:49: groups.x.displayName: "" is empty; allowed: a name that people recognise (TEXT_EMPTY)',
    ],
    ["one display name twice", `${OPS}  x: { ${OWNERS}, displayName: OPS }
`,
      '7:49: groups.x.displayName: "OPS" is also the display name of test/groups/ops; allowed: a name that no other group of the tenant has, because Entra accepts the second and the next look-up by name fails (NAME_TAKEN)',
    ],
    ["a looked-up group without a name", `${OPS}  x: { existing: { displayName: "" } }
`,
      '7:33: groups.x.existing.displayName: "" is empty; allowed: a name that people recognise (TEXT_EMPTY)',
    ],
    ["the name of a cluster", cluster(`${POOL}, name: my_cluster_`),
      '8:68: clusters.c.name: "my_cluster_" is not the name of a cluster; allowed: up to 63 letters, digits, underscores and hyphens, a letter or digit at both ends (NAME_FORMAT)',
    ],
    ["the name of a resource group", cluster(`resourceGroup: rg., nodePool: { vmSize: x, count: 3 }`),
      '8:23: clusters.c.resourceGroup: "rg." is not the name of a resource group; allowed: up to 90 letters, digits, and . - _ ( ), no full stop at the end (NAME_FORMAT)',
    ],
    ["the name of a node pool", cluster(`resourceGroup: rg, nodePool: { vmSize: x, count: 3, name: System }`),
      '8:66: clusters.c.nodePool.name: "System" is not a node pool name; allowed: up to 12 lower-case letters and digits, a letter first (AKS_NODE_POOL_NAME)',
    ],
    ["the name of a namespace", cluster(`${POOL}, access: [{ namespaces: { Payments: { reader: [ops] } } }]`),
      '8:97: clusters.c.access[0].namespaces.Payments: "Payments" is not the name of a namespace; allowed: up to 63 lower-case letters, digits and hyphens, a letter or digit at both ends (AKS_NAMESPACE)',
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("groups", () => {
  const rows: Row[] = [
    ["no owner", `groups:
  x:
    roleAssignable: true
`,
      "6:3: groups.x.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
    ],
    ["a just-in-time group with members", `${OPS}  x: { ${OWNERS}, members: [ops], pim: {} }
`,
      "7:36: groups.x.members: a just-in-time group has no members: such a list would throw out whoever has activated; allowed: eligible and active assignments under pim (CONFIG_KEY_UNKNOWN)",
    ],
    ["an existing group that is changed", `groups:
  x: { existing: ${ID}, displayName: x, pim: {} }
`,
      "6:56: groups.x.displayName: a group that exists is only used, and nothing of it is changed; allowed: existing alone (CONFIG_KEY_UNKNOWN)",
      "6:72: groups.x.pim: a group that exists is only used, and nothing of it is changed; allowed: existing alone (CONFIG_KEY_UNKNOWN)",
    ],
    ["a group in a role-assignable group", `${OPS}  x: { ${OWNERS}, roleAssignable: true, members: [ops] }
`,
      "7:68: groups.x.members[0]: test/groups/ops is a group; allowed: users and service principals, a role-assignable group holds no groups (GROUP_NESTED)",
    ],
    ["groups that are members of each other", `groups:
  a: { ${OWNERS}, members: [b] }
  b: { ${OWNERS}, members: [c] }
  c: { ${OWNERS}, members: [dave@contoso.com, a] }
`,
      "8:64: groups.c.members[1]: this group is in a circle of groups that are members of each other; allowed: groups that do not hold this one (CONFIG_REFERENCE)",
    ],
    ["a group that is a member of itself", `groups:
  a: { ${OWNERS}, members: [a] }
`,
      "6:46: groups.a.members[0]: this group is in a circle of groups that are members of each other; allowed: groups that do not hold this one (CONFIG_REFERENCE)",
    ],
    ["no emergency account", `emergencyAccess: { accounts: [] }
`,
      "5:30: emergencyAccess.accounts: no account is given; allowed: one or more users or groups, Microsoft asks for at least two accounts (EMERGENCY_ACCOUNTS_MISSING)",
    ],
    ["a service principal as an emergency account", `emergencyAccess: { accounts: [{ servicePrincipal: ${ID} }] }
`,
      "5:31: emergencyAccess.accounts[0]: test/.service-principals/44444444-4444-4444-8444-444444444444 is a service principal, which policies for users do not cover; allowed: users and groups (EMERGENCY_ACCOUNT_TYPE)",
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("assignments", () => {
  const rows: Row[] = [
    ["a length of time that Entra does not have", eligible(`for: 6 months`),
      '9:64: groups.admins.pim.eligible[0].for: "6 months" is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)',
    ],
    ["a length of time of nothing", eligible(`for: 0h`),
      '9:64: groups.admins.pim.eligible[0].for: "0h" is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)',
    ],
    ["a length of time that is too short", eligible(`for: 4m`),
      '9:64: groups.admins.pim.eligible[0].for: "4m" is shorter than PIM allows; allowed: 5 minutes or more (PIM_EXPIRATION_TOO_SHORT)',
    ],
    ["a date that is none", eligible(`until: 2027-02-30`),
      '9:66: groups.admins.pim.eligible[0].until: "2027-02-30" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z (DATE_FORMAT)',
    ],
    ["a start that is no date, beside an end", eligible(`from: tomorrow, until: 2027-03-31`),
      '9:65: groups.admins.pim.eligible[0].from: "tomorrow" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z (DATE_FORMAT)',
    ],
    ["an end before the start", eligible(`from: 2027-04-01, until: 2027-03-31`),
      '9:84: groups.admins.pim.eligible[0].until: "2027-03-31T23:59:59Z" is not at least 5 minutes after the start, "2027-04-01T00:00:00Z"; allowed: a later end (PIM_EXPIRATION_TOO_SHORT)',
    ],
    ["two ends", eligible(`for: 8h, until: 2027-03-31`),
      "9:75: groups.admins.pim.eligible[0].until: for and until are given; allowed: exactly one of for, until and permanent (PIM_EXPIRATION_SEVERAL)",
    ],
    ["two ends, and what is wrong with the first", eligible(`for: 366d, permanent: true`),
      '9:64: groups.admins.pim.eligible[0].for: "366d" is longer than the role settings allow for an eligible assignment; allowed: up to 365d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
      "9:81: groups.admins.pim.eligible[0].permanent: for and permanent are given; allowed: exactly one of for, until and permanent (PIM_EXPIRATION_SEVERAL)",
    ],
    ["no end", eligible(`as: member`),
      "9:23: groups.admins.pim.eligible[0]: no end is given; allowed: a length of time, a date, or permanent in words (PIM_EXPIRATION_MISSING)",
    ],
    ["an end beyond the ceiling", eligible(`for: 366d`),
      '9:64: groups.admins.pim.eligible[0].for: "366d" is longer than the role settings allow for an eligible assignment; allowed: up to 365d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
    ],
    ["an end beyond the ceiling of active assignments", active(`for: 16d`),
      '9:76: groups.admins.pim.active[0].for: "16d" is longer than the role settings allow for an active assignment; allowed: up to 15d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
    ],
    ["an end beyond a ceiling in settings with a name", `roleSettings:
  short: { eligible: { expireAfter: 15d } }
` + jit(`settings: short, eligible: [{ principal: ops, for: 30d, justification: x }]`),
      '11:63: groups.admins.pim.eligible[0].for: "30d" is longer than the role settings allow for an eligible assignment; allowed: up to 15d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
    ],
    ["no end where the settings ask for one", active(`permanent: true`),
      "9:82: groups.admins.pim.active[0].permanent: an active assignment without an end is not allowed by the role settings; allowed: an end within 15d, or settings that allow permanent active assignments (PIM_PERMANENT_NOT_ALLOWED)",
    ],
    ["permanent: false", active(`permanent: false`),
      "9:82: groups.admins.pim.active[0].permanent: false cannot stand here; allowed: true, or leave the key out (CONFIG_TYPE)",
    ],
    ["no justification", jit(`eligible: [{ principal: ops, for: 8h }]`),
      "9:23: groups.admins.pim.eligible[0].justification: no justification is given; allowed: a sentence that an auditor understands (PIM_JUSTIFICATION_MISSING)",
    ],
    ["an unreadable end and no justification, both", jit(`eligible: [{ principal: ops, for: soon }]`),
      "9:23: groups.admins.pim.eligible[0].justification: no justification is given; allowed: a sentence that an auditor understands (PIM_JUSTIFICATION_MISSING)",
      '9:46: groups.admins.pim.eligible[0].for: "soon" is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)',
    ],
    ["a ticket number without a system", eligible(`for: 8h, ticket: { number: CHG0012345 }`),
      "9:76: groups.admins.pim.eligible[0].ticket: a ticket has both a system and a number, the system is missing; allowed: both, such as ServiceNow and CHG0012345 (PIM_TICKET_INCOMPLETE)",
    ],
    ["a ticket system without a number", eligible(`for: 8h, ticket: { system: ServiceNow }`),
      "9:76: groups.admins.pim.eligible[0].ticket: a ticket has both a system and a number, the number is missing; allowed: both, such as ServiceNow and CHG0012345 (PIM_TICKET_INCOMPLETE)",
    ],
    ["a group that owns a group", eligible(`for: 8h, as: owner`),
      "9:36: groups.admins.pim.eligible[0].principal: test/groups/ops is a group; allowed: users and service principals, a group cannot own a group (PIM_OWNER_TYPE)",
    ],
    ["a group that is assigned to itself", jit(`eligible: [{ principal: admins, for: 8h, justification: x }]`),
      "9:36: groups.admins.pim.eligible[0].principal: a group cannot be assigned to itself; allowed: users and other groups (PIM_ASSIGNED_TO_ITSELF)",
    ],
    ["a group that is active in a role-assignable group", `${OPS}  x: { ${OWNERS}, roleAssignable: true, pim: { active: [{ principal: ops, for: 8h, justification: x }] } }
`,
      "7:87: groups.x.pim.active[0].principal: test/groups/ops is a group, and a role-assignable group holds no groups; allowed: users and service principals, or make the group eligible (PIM_NESTED_ACTIVE)",
    ],
    ["two assignments for one principal", jit(`eligible: [{ principal: ops, for: 8h, justification: x }, { principal: ops, for: 9h, justification: x }]`),
      "9:83: groups.admins.pim.eligible[1].principal: test/groups/ops has another eligible assignment as member here already; allowed: one for each principal (PIM_ASSIGNED_TWICE)",
    ],
    ["no principal", jit(`eligible: [{ for: 8h, justification: x }]`),
      "9:23: groups.admins.pim.eligible[0].principal: this key is missing; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_KEY_MISSING)",
    ],
    ["a principal that is not known, and nothing about what stands in for it", jit(`eligible: [{ principal: opps, for: 8h, as: owner, justification: x }]`),
      '9:36: groups.admins.pim.eligible[0].principal: "opps" is not a group that is known here; did you mean "ops"?; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_REFERENCE)',
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("role settings", () => {
  const rows: Row[] = [
    ["a maximum that PIM does not offer", settings(`activation: { maximum: 45m }`),
      '9:47: groups.admins.pim.settings.activation.maximum: "45m" is no length that PIM offers for an activation; allowed: half hours from 30m to 23h30m, or 24h (PIM_ACTIVATION_MAXIMUM)',
    ],
    ["a maximum that is no length of time", settings(`activation: { maximum: PT8S }`),
      '9:47: groups.admins.pim.settings.activation.maximum: "PT8S" is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)',
    ],
    ["a ceiling that PIM does not offer", settings(`eligible: { expireAfter: 100d }, active: { expireAfter: 1d }`),
      '9:49: groups.admins.pim.settings.eligible.expireAfter: "100d" is no ceiling that PIM offers; allowed: 15d, 30d, 90d, 180d or 365d (PIM_CEILING)',
      '9:80: groups.admins.pim.settings.active.expireAfter: "1d" is no ceiling that PIM offers; allowed: 15d, 30d, 90d, 180d or 365d (PIM_CEILING)',
    ],
    ["MFA together with an authentication context", settings(`activation: { require: [mfa, { authenticationContext: c1 }] }`),
      "9:47: groups.admins.pim.settings.activation.require: MFA and an authentication context exclude each other; allowed: one of them, the context's policy can ask for MFA (PIM_MFA_WITH_AUTHENTICATION_CONTEXT)",
    ],
    ["an authentication context that is none, beside MFA", settings(`activation: { require: [mfa, { authenticationContext: c100 }] }`),
      "9:47: groups.admins.pim.settings.activation.require: MFA and an authentication context exclude each other; allowed: one of them, the context's policy can ask for MFA (PIM_MFA_WITH_AUTHENTICATION_CONTEXT)",
      '9:78: groups.admins.pim.settings.activation.require[1].authenticationContext: "c100" is not the id of an authentication context; allowed: c1 to c99 (PIM_AUTHENTICATION_CONTEXT_FORMAT)',
    ],
    ["an activation that asks for nothing", settings(`activation: { require: [] }`),
      "9:47: groups.admins.pim.settings.activation.require: an activation that asks for nothing cannot be written to a new group; allowed: at least one of MFA, justification and ticket (PIM_ACTIVATION_REQUIREMENT_MISSING)",
    ],
    ["approval without an approver", settings(`activation: { approvers: [] }`),
      "9:49: groups.admins.pim.settings.activation.approvers: approval is asked for and nobody can approve; allowed: at least one user or group, or leave it out for no approval (PIM_APPROVER_MISSING)",
    ],
    ["an approver that is not known", settings(`activation: { approvers: [op] }`),
      '9:50: groups.admins.pim.settings.activation.approvers[0]: "op" is not a group that is known here; did you mean "ops"?; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID } or { group: OBJECT ID } (CONFIG_REFERENCE)',
    ],
    ["an alert to no mail address", settings(`activation: { alerts: [secops] }`),
      '9:47: groups.admins.pim.settings.activation.alerts[0]: "secops" is not a mail address; allowed: an address such as secops@contoso.com (PIM_ALERT_RECIPIENT)',
    ],
    ["an active assignment without a justification", settings(`active: { require: [mfa] }`),
      "9:43: groups.admins.pim.settings.active.require: active assignments without a justification cannot be written to a new group; allowed: a justification, alone or with MFA (PIM_ACTIVE_JUSTIFICATION)",
    ],
    ["an active assignment with a ticket", settings(`active: { require: [justification, ticket] }`),
      "9:59: groups.admins.pim.settings.active.require[1]: a ticket cannot be required of active assignments: the provider never sends it; allowed: a justification, alone or with MFA (PIM_ACTIVE_REQUIREMENT)",
    ],
    ["settings of owners", settings(`owner: { activation: { maximum: 25h } }`),
      '9:56: groups.admins.pim.settings.owner.activation.maximum: "1d1h" is no length that PIM offers for an activation; allowed: half hours from 30m to 23h30m, or 24h (PIM_ACTIVATION_MAXIMUM)',
    ],
    ["a name of settings that is not known", `roleSettings:
  careful: {}
` + jit(`settings: carefull`),
      '11:22: groups.admins.pim.settings: "carefull" is not the name of role settings; did you mean "careful"?; allowed: a name under roleSettings, or a mapping as there (CONFIG_REFERENCE)',
    ],
    ["settings that several groups use, once", `roleSettings:
  careful: { activation: { maximum: 45m, approvers: [nobody] } }
groups:
  a: { ${OWNERS}, pim: { settings: careful } }
  b: { ${OWNERS}, pim: { settings: careful } }
`,
      '6:37: roleSettings.careful.activation.maximum: "45m" is no length that PIM offers for an activation; allowed: half hours from 30m to 23h30m, or 24h (PIM_ACTIVATION_MAXIMUM)',
      '6:54: roleSettings.careful.activation.approvers[0]: "nobody" is not a group that is known here; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID } or { group: OBJECT ID } (CONFIG_REFERENCE)',
    ],
    ["settings that no group uses", `roleSettings:
  careful: { eligible: { expireAfter: 1d } }
`,
      '6:39: roleSettings.careful.eligible.expireAfter: "1d" is no ceiling that PIM offers; allowed: 15d, 30d, 90d, 180d or 365d (PIM_CEILING)',
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("policies", () => {
  const rows: Row[] = [
    ["block with another control", policy(`include: [ops], require: [block, mfa, { authenticationStrength: 00000000-0000-0000-0000-000000000004 }]`),
      "8:33: conditionalAccess.p.require: block stands together with mfa, authenticationStrength; allowed: block alone, or the others without it (CA_BLOCK_WITH_OTHERS)",
      "8:33: conditionalAccess.p.require: mfa stands together with an authentication strength; allowed: one of them, a strength is a kind of MFA (CA_MFA_WITH_STRENGTH)",
    ],
    ["MFA together with an authentication strength", policy(`include: [ops], require: [mfa, { authenticationStrength: 00000000-0000-0000-0000-000000000004 }]`),
      "8:33: conditionalAccess.p.require: mfa stands together with an authentication strength; allowed: one of them, a strength is a kind of MFA (CA_MFA_WITH_STRENGTH)",
    ],
    ["MFA together with a strength that is none", policy(`include: [ops], require: [mfa, { authenticationStrength: strong }]`),
      "8:33: conditionalAccess.p.require: mfa stands together with an authentication strength; allowed: one of them, a strength is a kind of MFA (CA_MFA_WITH_STRENGTH)",
      '8:65: conditionalAccess.p.require[1].authenticationStrength: "strong" is not the id of an authentication strength; allowed: a UUID such as 00000000-0000-0000-0000-000000000004 (ID_NOT_A_UUID)',
    ],
    ["two authentication strengths", policy(`include: [ops], require: { any: [{ authenticationStrength: 00000000-0000-0000-0000-000000000003 }, { authenticationStrength: 00000000-0000-0000-0000-000000000004 }] }`),
      "8:33: conditionalAccess.p.require: 2 authentication strengths are given; allowed: one (CA_SEVERAL_STRENGTHS)",
    ],
    ["all together with single ones", policy(`include: [all, ops], require: [mfa], applications: [all, aks]`),
      "8:17: conditionalAccess.p.include: everybody stands together with single groups, users or roles; allowed: everybody alone, or those without it (CA_ALL_WITH_IDS)",
      "8:59: conditionalAccess.p.applications: all applications stand together with single ones; allowed: all alone, or single ones (CA_ALL_WITH_IDS)",
    ],
    ["all excluded", policy(`include: [ops], exclude: [all], require: [mfa]`),
      "8:34: conditionalAccess.p.exclude[0]: everybody is excluded, so the policy applies to nobody; allowed: groups, users and directory roles (CA_EXCLUDE_ALL)",
    ],
    ["nobody included, nothing asked for", policy(`displayName: x`),
      "8:6: conditionalAccess.p.require: no control is given; allowed: at least one, or block (CA_CONTROL_MISSING)",
      "8:6: conditionalAccess.p.include: nobody is included; allowed: groups, users and directory roles, or everybody (CA_NOBODY_INCLUDED)",
    ],
    ["nobody excluded by name, no application", policy(`include: [], require: { any: [] }, applications: []`),
      "8:17: conditionalAccess.p.include: nobody is included; allowed: groups, users and directory roles, or everybody (CA_NOBODY_INCLUDED)",
      "8:30: conditionalAccess.p.require: no control is given; allowed: at least one, or block (CA_CONTROL_MISSING)",
      "8:57: conditionalAccess.p.applications: no application is given; allowed: at least one, or leave it out for the AKS server application (CA_APPLICATION_MISSING)",
    ],
    ["a service principal in a policy", policy(`include: [{ servicePrincipal: ${ID} }], require: [mfa]`),
      "8:18: conditionalAccess.p.include[0]: this mapping is not of the right form; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { role: NAME or ID } (CONFIG_TYPE)",
    ],
    ["a sign-in frequency that Entra does not have", policy(`include: [ops], require: block, signInFrequency: 90m`),
      '8:57: conditionalAccess.p.signInFrequency: "1h30m" is no sign-in frequency; allowed: whole hours from 1h to 23h, or whole days from 1d to 365d (CA_SIGN_IN_FREQUENCY)',
    ],
    ["a sign-in frequency that is no length of time", policy(`include: [ops], require: block, signInFrequency: often`),
      '8:57: conditionalAccess.p.signInFrequency: "often" is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)',
    ],
    ["an unknown group, with the nearest name", policy(`include: [op], exclude: [nobody], require: [mfa]`),
      '8:18: conditionalAccess.p.include[0]: "op" is not a group that is known here; did you mean "ops"?; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { role: NAME or ID } (CONFIG_REFERENCE)',
      '8:33: conditionalAccess.p.exclude[0]: "nobody" is not a group that is known here; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { role: NAME or ID } (CONFIG_REFERENCE)',
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("clusters", () => {
  const rows: Row[] = [
    ["a cluster nobody can administer", cluster(`${POOL}, azureRbac: false`),
      "8:6: clusters.c.adminGroups: nobody could administer the cluster: local accounts and Azure RBAC are off, and there is no admin group; allowed: an admin group, or azureRbac: true (AKS_NOBODY_CAN_ADMINISTER)",
    ],
    ["authorised ranges on a private cluster", cluster(`${POOL}, network: { private: true, authorizedIpRanges: [203.0.113.0/24] }`),
      "8:108: clusters.c.network.authorizedIpRanges: a private cluster has no public address to limit; allowed: address ranges, or a private cluster (AKS_AUTHORIZED_RANGES_ON_PRIVATE)",
    ],
    ["a range that is none", cluster(`${POOL}, network: { authorizedIpRanges: [203.0.113.0/24, 203.0.113.7] }`),
      '8:110: clusters.c.network.authorizedIpRanges[1]: "203.0.113.7" is not an address range; allowed: IPv4 in CIDR form such as 203.0.113.0/24, or 203.0.113.7/32 for one address (AKS_AUTHORIZED_RANGE_FORMAT)',
    ],
    ["a private key where a public one belongs, without the key", cluster(`${POOL}, sshPublicKey: "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ"`),
      "8:76: clusters.c.sshPublicKey: this is a private key, which would stand in code and in state; allowed: the public key, the file that ends in .pub. Treat the private key as known to others and make a new pair (AKS_PRIVATE_KEY)",
    ],
    ["a public key that is none", cluster(`${POOL}, sshPublicKey: id_rsa.pub`),
      "8:76: clusters.c.sshPublicKey: this is not an SSH public key; allowed: one line such as ssh-rsa AAAA… name, or leave it out for no SSH (AKS_SSH_KEY_FORMAT)",
    ],
    ["no resource group and no nodes", cluster(`location: northeurope`),
      "8:6: clusters.c.resourceGroup: this key is missing; allowed: the name of a resource group that is made, or { existing: NAME } (CONFIG_KEY_MISSING)",
      "8:6: clusters.c.nodePool.vmSize: no size of machines is given; allowed: a size with 4 vCPUs or more, such as Standard_D4s_v5 (TEXT_EMPTY)",
      "8:6: clusters.c.nodePool: neither count nor autoscale is given, so a pool of 0 nodes would be asked for; allowed: one of them (AKS_NODE_COUNT_MISSING)",
    ],
    ["a number of nodes and bounds for it", cluster(`resourceGroup: rg, nodePool: { vmSize: x, count: 3, autoscale: { min: 5, max: 3 } }`),
      "8:37: clusters.c.nodePool: both count and autoscale are given; allowed: one of them (AKS_NODE_COUNT)",
      "8:71: clusters.c.nodePool.autoscale: the fewest nodes (5) are more than the most (3); allowed: min up to max (AKS_NODE_COUNT)",
    ],
    ["a zone that is none", cluster(`resourceGroup: rg, nodePool: { vmSize: x, count: 3, zones: ["4"] }`),
      '8:68: clusters.c.nodePool.zones[0]: "4" is not an availability zone; allowed: "1", "2" and "3" (AKS_ZONE)',
    ],
    ["ids of other kinds of things", cluster(`resourceGroup: rg, nodePool: { vmSize: x, count: 3, subnetId: aks }, auditLogs: { workspace: central }`),
      '8:70: clusters.c.nodePool.subnetId: "aks" is not the right kind of resource id; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Network/virtualNetworks/V/subnets/S (AKS_RESOURCE_ID)',
      '8:101: clusters.c.auditLogs.workspace: "central" is not the right kind of resource id; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.OperationalInsights/workspaces/W (AKS_RESOURCE_ID)',
    ],
    ["a version that is none", cluster(`${POOL}, version: latest`),
      '8:71: clusters.c.version: "latest" is not a Kubernetes version; allowed: two or three numbers such as 1.36 or 1.36.2, or leave it out for what AKS offers by default (AKS_VERSION_FORMAT)',
    ],
    ["a role inside Kubernetes without Azure RBAC, once for all who get it", cluster(`${POOL}, azureRbac: false, adminGroups: [ops], access: [{ reader: [ops, alice@contoso.com], roles: [{ role: Azure Kubernetes Service RBAC Admin, to: [ops, alice@contoso.com] }] }]`),
      "8:119: clusters.c.access[0].reader: Azure Kubernetes Service RBAC Reader has no effect on a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or RoleBindings inside Kubernetes (AKS_AZURE_RBAC_OFF)",
      "8:161: clusters.c.access[0].roles[0].role: Azure Kubernetes Service RBAC Admin has no effect on a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or RoleBindings inside Kubernetes (AKS_AZURE_RBAC_OFF)",
    ],
    ["a role that has no effect in a namespace", cluster(`${POOL}, access: [{ namespaces: { a: { roles: [{ role: Azure Kubernetes Service Contributor Role, to: [ops] }] } } }]`),
      "8:108: clusters.c.access[0].namespaces.a.roles[0].role: Azure Kubernetes Service Contributor Role has no effect in a namespace; allowed: the RBAC roles (Reader, Writer, Admin), or grant it on the whole cluster (AKS_NAMESPACE_ROLE)",
    ],
    ["a person among admin groups", cluster(`${POOL}, adminGroups: [alice@contoso.com]`),
      '8:76: clusters.c.adminGroups[0]: "alice@contoso.com" is not a group that is known here; allowed: a key under groups, or { group: OBJECT ID } (CONFIG_REFERENCE)',
    ],
    ["a profile that is not known", `accessProfiles:
  baseline: {}
` + cluster(`${POOL}, access: [base-line]`),
      '10:71: clusters.c.access[0]: "base-line" is not the name of an access profile; did you mean "baseline"?; allowed: a name under accessProfiles, or a mapping as there (CONFIG_REFERENCE)',
    ],
    ["a profile that several clusters use, once", `accessProfiles:
  baseline: { reader: [op] }
${OPS}clusters:
  a: { ${POOL}, access: [baseline] }
  b: { ${POOL}, access: [baseline] }
`,
      '6:24: accessProfiles.baseline.reader[0]: "op" is not a group that is known here; did you mean "ops"?; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_REFERENCE)',
    ],
    ["a profile that no cluster uses", `accessProfiles:
  baseline: { reader: [op], namespaces: { A: { writer: [ops] } } }
${OPS}`,
      '6:24: accessProfiles.baseline.reader[0]: "op" is not a group that is known here; did you mean "ops"?; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_REFERENCE)',
      '6:46: accessProfiles.baseline.namespaces.A: "A" is not the name of a namespace; allowed: up to 63 lower-case letters, digits and hyphens, a letter or digit at both ends (AKS_NAMESPACE)',
    ],
    ["one cluster twice", `${OPS}clusters:
  a: { ${POOL}, name: prod }
  b: { ${POOL}, name: Prod }
`,
      "9:6: clusters.b: this cluster is also declared by test/clusters/a, which grants the Cluster User role on it; allowed: one declaration for the whole app, or clusterUserRole: external on this one (AKS_DECLARED_TWICE)",
    ],
    ["keys that run into each other in an address", `${OPS}clusters:
  a: { ${POOL}, access: [{ namespaces: { b: { reader: [ops] } } }] }
  a_namespace_b: { ${POOL}, access: [{ reader: [ops] }] }
`,
      "9:94: the Terraform address azurerm_role_assignment.a_namespace_b_reader_ops is wanted for test/clusters/a/namespace/b/reader/ops/Default and for test/clusters/a_namespace_b/reader/ops/Default; allowed: names that stay different when they are joined by underscores (ADDRESS_TAKEN)",
    ],
    ["defaults, where they stand, once", `defaults:
  groups: { owners: [dave] }
  clusters: { resourceGroup: rg, version: latest, nodePool: { vmSize: x }, adminGroups: [nobody], network: { private: true, authorizedIpRanges: [203.0.113.0/24] } }
groups:
  a: {}
  b: {}
clusters:
  c: {}
  d: { version: newest }
`,
      '6:22: defaults.groups.owners[0]: "dave" is not a sign-in name; allowed: NAME@DOMAIN such as alice@contoso.com, or the object id of the user (NAME_FORMAT)',
      '7:43: defaults.clusters.version: "latest" is not a Kubernetes version; allowed: two or three numbers such as 1.36 or 1.36.2, or leave it out for what AKS offers by default (AKS_VERSION_FORMAT)',
      "7:61: defaults.clusters.nodePool: neither count nor autoscale is given, so a pool of 0 nodes would be asked for; allowed: one of them (AKS_NODE_COUNT_MISSING)",
      '7:90: defaults.clusters.adminGroups[0]: "nobody" is not a group that is known here; allowed: a key under groups, or { group: OBJECT ID } (CONFIG_REFERENCE)',
      "7:145: defaults.clusters.network.authorizedIpRanges: a private cluster has no public address to limit; allowed: address ranges, or a private cluster (AKS_AUTHORIZED_RANGES_ON_PRIVATE)",
      '13:17: clusters.d.version: "newest" is not a Kubernetes version; allowed: two or three numbers such as 1.36 or 1.36.2, or leave it out for what AKS offers by default (AKS_VERSION_FORMAT)',
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("the form of the file", () => {
  const rows: Row[] = [
    ["a key that is there twice, and everything else", `${OPS}  x: { ${OWNERS}, ${OWNERS} }
  ops: {}
groups: {}
clusters: 5
`,
      "7:36: groups.x.owners: this key is there twice; allowed: once (CONFIG_YAML)",
      "8:3: groups.ops: this key is there twice; allowed: once (CONFIG_YAML)",
      "9:1: groups: this key is there twice; allowed: once (CONFIG_YAML)",
      "10:11: clusters: 5 is a number; allowed: a mapping (CONFIG_TYPE)",
    ],
    ["an unknown key, with the nearest name, and not that the right one is missing", `groups:
  x: { ownrs: [dave@contoso.com] }
backend: { azurerm: { resourcegroup: a, storageAccount: b, container: c, key: d } }
`,
      `6:8: groups.x.ownrs: this key is not known; did you mean "owners"?; allowed: ${keys("groups", "x")} (CONFIG_KEY_UNKNOWN)`,
      '7:23: backend.azurerm.resourcegroup: this key is not known; did you mean "resourceGroup"?; allowed: resourceGroup, storageAccount, container or key (CONFIG_KEY_UNKNOWN)',
    ],
    ["unknown keys that are near nothing", `colour: blue
${OPS}  x: { ${OWNERS}, colour: blue }
providerVersions: { helm: 3.0.0 }
`,
      `5:1: colour: this key is not known; allowed: ${keys()} (CONFIG_KEY_UNKNOWN)`,
      `8:36: groups.x.colour: this key is not known; allowed: ${keys("groups", "x")} (CONFIG_KEY_UNKNOWN)`,
      "9:21: providerVersions.helm: this key is not known; allowed: azuread or azurerm (CONFIG_KEY_UNKNOWN)",
    ],
    ["things of the wrong type", `tags: [a]
groups:
  x: { ${OWNERS}, members: alice@contoso.com, roleAssignable: "yes" }
  y: []
  z: text
`,
      "5:7: tags: this is a list; allowed: a mapping (CONFIG_TYPE)",
      '7:45: groups.x.members: "alice@contoso.com" is text; allowed: a list (CONFIG_TYPE)',
      '7:80: groups.x.roleAssignable: "yes" is text; allowed: true or false (CONFIG_TYPE)',
      "8:6: groups.y: this is a list; allowed: a mapping (CONFIG_TYPE)",
      '9:6: groups.z: "text" is text; allowed: a mapping (CONFIG_TYPE)',
    ],
    ["a word that is none, with the nearest", policy(`state: reportonly, include: [ops], require: [compliantdevice]`) + `roleSettings: { a: { eligible: { permanent: yes } } }
`,
      '8:15: conditionalAccess.p.state: "reportonly" is not one of the words for it; did you mean "reportOnly"?; allowed: enabled, reportOnly or disabled (CONFIG_TYPE)',
      '8:53: conditionalAccess.p.require[0]: "compliantdevice" is not one of the words for it; did you mean "compliantDevice"?; allowed: mfa, compliantDevice, domainJoinedDevice, compliantApplication, block or { authenticationStrength: ID } (CONFIG_TYPE)',
      '9:45: roleSettings.a.eligible.permanent: "yes" cannot stand here; allowed: "allowed", or leave the key out (CONFIG_TYPE)',
    ],
    ["a number or a word of YAML where text belongs, as it is written", cluster(`resourceGroup: rg, version: 1.30, nodePool: { vmSize: true, count: 3, zones: [01] }`) + `tags: { cost: 007, on: True, off: .inf }
`,
      '8:36: clusters.c.version: 1.30 is a number; allowed: text, so put it in quotes: "1.30" (CONFIG_TYPE)',
      '8:62: clusters.c.nodePool.vmSize: true is a boolean; allowed: text, so put it in quotes: "true" (CONFIG_TYPE)',
      '8:86: clusters.c.nodePool.zones[0]: 01 is a number; allowed: text, so put it in quotes: "01" (CONFIG_TYPE)',
      '9:15: tags.cost: 007 is a number; allowed: text, so put it in quotes: "007" (CONFIG_TYPE)',
      '9:24: tags.on: True is a boolean; allowed: text, so put it in quotes: "True" (CONFIG_TYPE)',
      '9:35: tags.off: .inf is a number; allowed: text, so put it in quotes: ".inf" (CONFIG_TYPE)',
    ],
    ["text where a number belongs, and a number that is none", cluster(`resourceGroup: rg, nodePool: { vmSize: x, autoscale: { min: "3", max: .nan } }`),
      '8:68: clusters.c.nodePool.autoscale.min: "3" is text; allowed: a number (CONFIG_TYPE)',
      "8:78: clusters.c.nodePool.autoscale.max: .nan is not a number; allowed: a number (CONFIG_TYPE)",
    ],
    ["nothing where something belongs", `${OPS}  x:
clusters:
`,
      "7:5: groups.x: there is nothing here; allowed: a mapping (CONFIG_TYPE)",
      "8:10: clusters: there is nothing here; allowed: a mapping (CONFIG_TYPE)",
    ],
    ["a mapping and a list where other things belong", `${OPS}  x: { ${OWNERS}, description: {}, displayName: [] }
`,
      "7:49: groups.x.description: this is a mapping; allowed: text (CONFIG_TYPE)",
      "7:66: groups.x.displayName: this is a list; allowed: text (CONFIG_TYPE)",
    ],
    ["a reference of an unknown form", `groups:
  x: { ${OWNERS}, members: [{ usr: ${ID} }, { user: 5 }, { user: ${ID}, group: ${ID} }, 5, null, []] }
`,
      "6:46: groups.x.members[0]: this mapping is not of the right form; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_TYPE)",
      '6:101: groups.x.members[1].user: 5 is a number; allowed: text, so put it in quotes: "5" (CONFIG_TYPE)',
      "6:106: groups.x.members[2]: this mapping is not of the right form; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_TYPE)",
      "6:199: groups.x.members[3]: 5 is a number; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_TYPE)",
      "6:202: groups.x.members[4]: there is nothing here; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_TYPE)",
      "6:208: groups.x.members[5]: this is a list; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_TYPE)",
    ],
    ["an expression of Terraform", `tags: { a: "${'${'}var.tag}", b: "%{ if true }" }
subscriptionID: "${'${'}x}"
${OPS}  x: { owners: [dave@contoso.com, "${'${'}var.owner}"] }
`,
      '5:12: tags.a: "${var.tag}" is an expression of Terraform, which a config file does not take; allowed: plain text without ${ and %{ (CONFIG_TYPE)',
      '5:29: tags.b: "%{ if true }" is an expression of Terraform, which a config file does not take; allowed: plain text without ${ and %{ (CONFIG_TYPE)',
      '6:17: subscriptionID: "${x}" is an expression of Terraform, which a config file does not take; allowed: plain text without ${ and %{ (CONFIG_TYPE)',
      '9:35: groups.x.owners[1]: "${var.owner}" is an expression of Terraform, which a config file does not take; allowed: plain text without ${ and %{ (CONFIG_TYPE)',
    ],
    ["a list that is empty because of what was in it, without a word about that", policy(`include: [5], require: [mfaa]`) + `emergencyAccess: { accounts: [{ usr: x }] }
`,
      "8:18: conditionalAccess.p.include[0]: 5 is a number; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { role: NAME or ID } (CONFIG_TYPE)",
      '8:32: conditionalAccess.p.require[0]: "mfaa" is not one of the words for it; did you mean "mfa"?; allowed: mfa, compliantDevice, domainJoinedDevice, compliantApplication, block or { authenticationStrength: ID } (CONFIG_TYPE)',
      "9:31: emergencyAccess.accounts[0]: this mapping is not of the right form; allowed: a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_TYPE)",
    ],
    ["sections that are wrong as a whole, without a word about what refers to them", `groups: []
roleSettings: 5
accessProfiles: no
defaults: x
clusters:
  c: { ${POOL}, adminGroups: [admins], access: [base, { reader: [ops] }] }
  d: {}
`,
      "5:9: groups: this is a list; allowed: a mapping (CONFIG_TYPE)",
      "6:15: roleSettings: 5 is a number; allowed: a mapping (CONFIG_TYPE)",
      '7:17: accessProfiles: "no" is text; allowed: a mapping (CONFIG_TYPE)',
      '8:11: defaults: "x" is text; allowed: a mapping (CONFIG_TYPE)',
    ],
    ["a group and a part of it that are wrong, without a word about what refers to them", `${OPS}  a: 5
  b: { ${OWNERS}, pim: 5, members: [] }
  c: { ${OWNERS}, pim: { settings: 5, eligible: [{ principal: a, permanent: true, justification: x }] } }
  d: { existing: 5 }
  e: { ${OWNERS}, members: [a, b, c, d] }
`,
      "7:6: groups.a: 5 is a number; allowed: a mapping (CONFIG_TYPE)",
      "8:41: groups.b.pim: 5 is a number; allowed: a mapping (CONFIG_TYPE)",
      "9:53: groups.c.pim.settings: 5 is a number; allowed: a name under roleSettings, or a mapping as there (CONFIG_TYPE)",
      "10:18: groups.d.existing: 5 is a number; allowed: the object id of the group, or { displayName: NAME } (CONFIG_TYPE)",
    ],
    ["a missing key of an element, and the others at their right places", cluster(`${POOL}, access: [{ roles: [{ role: 5, to: 7 }, { to: [ops] }, { role: Reader, to: [op] }] }]`),
      '8:89: clusters.c.access[0].roles[0].role: 5 is a number; allowed: text, so put it in quotes: "5" (CONFIG_TYPE)',
      "8:96: clusters.c.access[0].roles[0].to: 7 is a number; allowed: a list (CONFIG_TYPE)",
      "8:101: clusters.c.access[0].roles[1].role: this key is missing; allowed: text (CONFIG_KEY_MISSING)",
      '8:124: clusters.c.access[0].roles[2].role: "Reader" is no role that is known here; allowed: the name of a built-in AKS role, or the id of any role (AKS_ROLE_UNKNOWN)',
      '8:137: clusters.c.access[0].roles[2].to[0]: "op" is not a group that is known here; did you mean "ops"?; allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_REFERENCE)',
    ],
  ];

  test.each(rows)("fails for %s", check);
});

describe("YAML", () => {
  const rows: Row[] = [
    ["a syntax error", `groups:
  ops: { owners: [dave@contoso.com }
`,
      "6:36: this cannot be read as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; allowed: YAML 1.2, look for a missing quote, bracket, space or indentation here and above (CONFIG_YAML)",
    ],
    ["a value with a colon", `groups:
  ops:
    description: people: who may
`,
      "7:18: this cannot be read as YAML: Nested mappings are not allowed in compact mappings; allowed: YAML 1.2, look for a missing quote, bracket, space or indentation here and above (CONFIG_YAML)",
    ],
    ["a tab", `groups:
\tops: {}
`,
      "6:1: this line is indented with a tab; allowed: spaces (CONFIG_YAML)",
    ],
    ["a second document", `---
name: other
`,
      "5:1: a second document begins here; allowed: one document, put the other into a file of its own (CONFIG_YAML)",
    ],
    ["an alias without an anchor", `groups:
  ops: { owners: *team }
`,
      '6:18: groups.ops.owners: the anchor "team" is not set before this place; allowed: an anchor (&) above it, or quotes if the asterisk is meant as text (CONFIG_YAML)',
    ],
    ["an alias of what it is in", `groups: &all
  ops: { members: *all }
`,
      "6:8: groups.ops.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
      '6:19: groups.ops.members: the anchor "all" holds this place itself; allowed: an anchor that does not (CONFIG_YAML)',
    ],
    ["a tag that is not known", `tags: { a: !secret b }
`,
      "5:12: this cannot be read as YAML: Unresolved tag: !secret; allowed: YAML 1.2, look for a missing quote, bracket, space or indentation here and above (CONFIG_YAML)",
    ],
    ["keys that are no text", `tags: { [a]: b, __proto__: c }
`,
      "5:9: tags: this cannot be a key; allowed: text (CONFIG_YAML)",
      "5:17: tags: this cannot be a key; allowed: text (CONFIG_YAML)",
    ],
  ];

  test.each(rows)("fails for %s", check);
});

test("fails for a region that is no text, without a word that there is none", () => {
  const text = `name: test\nlocation: 5\n${cluster(POOL)}`;
  expect(linesOf(text)).toEqual([
    'test.yaml:2:11: location: 5 is a number; allowed: text, so put it in quotes: "5" (CONFIG_TYPE)',
  ]);
});

test("fails for no region, and for a region of another type among the defaults", () => {
  expect(linesOf(`name: test\n${cluster(POOL)}`)).toEqual([
    "test.yaml:5:6: clusters.c.location: no region is given, neither of the cluster nor of its resource group; allowed: a region such as westeurope (AKS_LOCATION_MISSING)",
  ]);
  expect(linesOf(`name: test\ndefaults: { clusters: { location: 5 } }\n${cluster(POOL)}`)).toEqual([
    'test.yaml:2:35: defaults.clusters.location: 5 is a number; allowed: text, so put it in quotes: "5" (CONFIG_TYPE)',
  ]);
});

test("fails for a file that is no mapping", () => {
  expect(linesOf("- name: test\n")).toEqual(["test.yaml:1:1: this is a list; allowed: a mapping (CONFIG_TYPE)"]);
  expect(linesOf("test\n")).toEqual(['test.yaml:1:1: "test" is text; allowed: a mapping (CONFIG_TYPE)']);
  expect(linesOf("# nothing yet\n")).toEqual([
    "test.yaml:1:1: this file is empty; allowed: a mapping, with a name at least (CONFIG_TYPE)",
  ]);
});

test("fails for a name and ids of the file, and goes on with the rest", () => {
  expect(linesOf("name: My Stack\ntenantId: contoso.com\nsubscriptionId: prod\ngroups:\n  x: {}\n")).toEqual([
    'test.yaml:1:7: name: "My Stack" cannot be used; allowed: a lower-case letter, then lower-case letters, digits and hyphens: it names the stack and its state (NAME_FORMAT)',
    'test.yaml:2:11: tenantId: "contoso.com" is not the id of a tenant; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    'test.yaml:3:17: subscriptionId: "prod" is not the id of a subscription; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    "test.yaml:5:6: groups.x.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
  ]);
});

test("fails for aliases of aliases without end", () => {
  const levels = Array.from({ length: 7 }, (_, i) => `  k${i}: &k${i} [${Array(10).fill(i ? `*k${i - 1}` : "x")}]`);
  expect(linesOf(`name: test\ntags:\n${levels.join("\n")}\n`)).toEqual([
    expect.stringMatching(/^test\.yaml:.*: there are too many aliases of aliases; allowed: fewer \(CONFIG_YAML\)$/),
  ]);
});

test("fails with everything that is wrong in a big file, each once, in its order", () => {
  const text = `name: big
tenantId: 22222222
tag: { a: b }
tags: { cost: 5 }
emergencyAccess: { accounts: [{ usr: x }] }
defaults: { clusters: { nodePool: { vmSize: x } } }
roleSettings:
  careful: { activation: { maximum: 25h, require: [mfa, { authenticationContext: c100 }] } }
  unused: { eligible: { expireAfter: 1 month } }
groups:
  bad key: { ${OWNERS} }
  ops: { ${OWNERS}, members: [alice, nobody@contoso, 5] }
  alone: {}
  misspelt: { ownrs: [dave@contoso.com] }
  one: { ${OWNERS}, members: [two] }
  two: { ${OWNERS}, members: [one] }
  twice: { ${OWNERS}, displayName: OPS }
  used: { existing: 44, description: x }
  admins:
    ${OWNERS}
    members: [alice@contoso.com]
    pim:
      settings: { activation: { maximum: 45m, approvers: [] }, eligible: { expireAfter: 100d } }
      eligible:
        - { principal: opps, for: 366d, until: 2027-03-31, justification: x }
        - { principal: ops, for: 2 weeks }
        - { principal: ops, justification: x, ticket: { number: CHG1 } }
        - { principal: bad key, for: 8h, justification: x, as: boss }
  careful: { ${OWNERS}, pim: { settings: carefull, eligible: [{ principal: admins, for: 999d, justification: x }] } }
  standing: { ${OWNERS}, pim: { active: [{ principal: misspelt, permanent: true, justification: x }] } }
conditionalAccess:
  both: { include: [all, ops], require: [block, mfa] }
  words: { include: [ops], require: [mfaa], state: on, signInFrequency: 90m, applications: [portal] }
  nothing: { include: [], require: { any: [] } }
accessProfiles:
  base: { reader: [opps] }
clusters:
  rbac: { resourceGroup: rg, location: x, azureRbac: false, version: 1.30, access: [base, { namespaces: { Bad: { admin: [ops] } } }] }
  none: { location: x, network: { private: true, authorizedIpRanges: [203.0.113.7] }, access: [bse] }
  key: { resourceGroup: rg, location: x, nodePool: { vmSize: x, count: 0 }, sshPublicKey: "-----BEGIN PRIVATE KEY-----" }
`;
  const short = linesOf(text).map((l) => l.replace(/^test\.yaml:(\d+:\d+): ([^:]*): .* \((\w+)\)$/, "$1 $2 $3"));
  expect(short).toEqual([
"2:11 tenantId CONFIG_TYPE",
"3:1 tag CONFIG_KEY_UNKNOWN",
"4:15 tags.cost CONFIG_TYPE",
"5:31 emergencyAccess.accounts[0] CONFIG_TYPE",
"6:35 defaults.clusters.nodePool AKS_NODE_COUNT_MISSING",
"8:37 roleSettings.careful.activation.maximum PIM_ACTIVATION_MAXIMUM",
"8:51 roleSettings.careful.activation.require PIM_MFA_WITH_AUTHENTICATION_CONTEXT",
"8:82 roleSettings.careful.activation.require[1].authenticationContext PIM_AUTHENTICATION_CONTEXT_FORMAT",
"9:38 roleSettings.unused.eligible.expireAfter DURATION_FORMAT",
"11:3 groups.bad key NAME_FORMAT",
"12:48 groups.ops.members[0] CONFIG_REFERENCE",
"12:55 groups.ops.members[1] NAME_FORMAT",
"12:71 groups.ops.members[2] CONFIG_TYPE",
"13:10 groups.alone.owners GROUP_OWNER_MISSING",
"14:15 groups.misspelt.ownrs CONFIG_KEY_UNKNOWN",
"16:48 groups.two.members[0] CONFIG_REFERENCE",
"17:53 groups.twice.displayName NAME_TAKEN",
"18:21 groups.used.existing CONFIG_TYPE",
"21:5 groups.admins.members CONFIG_KEY_UNKNOWN",
"23:42 groups.admins.pim.settings.activation.maximum PIM_ACTIVATION_MAXIMUM",
"23:58 groups.admins.pim.settings.activation.approvers PIM_APPROVER_MISSING",
"23:89 groups.admins.pim.settings.eligible.expireAfter PIM_CEILING",
"25:24 groups.admins.pim.eligible[0].principal CONFIG_REFERENCE",
"25:48 groups.admins.pim.eligible[0].until PIM_EXPIRATION_SEVERAL",
"26:11 groups.admins.pim.eligible[1].justification PIM_JUSTIFICATION_MISSING",
"26:34 groups.admins.pim.eligible[1].for DURATION_FORMAT",
"27:11 groups.admins.pim.eligible[2] PIM_EXPIRATION_MISSING",
"27:55 groups.admins.pim.eligible[2].ticket PIM_TICKET_INCOMPLETE",
"28:64 groups.admins.pim.eligible[3].as CONFIG_TYPE",
"29:59 groups.careful.pim.settings CONFIG_REFERENCE",
"30:93 groups.standing.pim.active[0].permanent PIM_PERMANENT_NOT_ALLOWED",
"32:20 conditionalAccess.both.include CA_ALL_WITH_IDS",
"32:41 conditionalAccess.both.require CA_BLOCK_WITH_OTHERS",
"33:38 conditionalAccess.words.require[0] CONFIG_TYPE",
"33:52 conditionalAccess.words.state CONFIG_TYPE",
"33:73 conditionalAccess.words.signInFrequency CA_SIGN_IN_FREQUENCY",
"33:93 conditionalAccess.words.applications[0] CA_APPLICATION",
"34:23 conditionalAccess.nothing.include CA_NOBODY_INCLUDED",
"34:36 conditionalAccess.nothing.require CA_CONTROL_MISSING",
"36:19 accessProfiles.base.reader AKS_AZURE_RBAC_OFF",
"36:20 accessProfiles.base.reader[0] CONFIG_REFERENCE",
"38:9 clusters.rbac.adminGroups AKS_NOBODY_CAN_ADMINISTER",
"38:70 clusters.rbac.version CONFIG_TYPE",
"38:112 clusters.rbac.access[1].namespaces.Bad AKS_NAMESPACE",
"38:121 clusters.rbac.access[1].namespaces.Bad.admin AKS_AZURE_RBAC_OFF",
"39:9 clusters.none.resourceGroup CONFIG_KEY_MISSING",
"39:70 clusters.none.network.authorizedIpRanges AKS_AUTHORIZED_RANGES_ON_PRIVATE",
"39:71 clusters.none.network.authorizedIpRanges[0] AKS_AUTHORIZED_RANGE_FORMAT",
"39:96 clusters.none.access[0] CONFIG_REFERENCE",
"40:72 clusters.key.nodePool.count AKS_NODE_COUNT",
"40:91 clusters.key.sshPublicKey AKS_PRIVATE_KEY",
  ]);
});
