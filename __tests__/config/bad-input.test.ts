import { HEAD, linesOf, loaded } from "../support/config";

/** What one bad file gets: its text after the head of four lines, and every line that is said. */
type Row = [what: string, text: string, ...lines: string[]];

const OWNERS = "owners: [dave@contoso.com]";
const POOL = "resourceGroup: rg, nodePool: { vmSize: Standard_D4s_v5, count: 3 }";
const OPS = `groups:\n  ops: { ${OWNERS} }\n`;
const KEY = "allowed: a letter, then letters, digits, underscores and hyphens, not Default or Resource: it becomes a Terraform address (NAME_FORMAT)";
const UUID = "allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)";
const PRINCIPAL =
  "allowed: a key under groups, a sign-in name such as alice@contoso.com, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID } (CONFIG_REFERENCE)";
const DURATION =
  "is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)";

const jit = (pim: string) => `${OPS}  admins:\n    ${OWNERS}\n    pim:\n      ${pim}\n`;
const assignment = (text: string) => jit(`eligible: [{ principal: ops, justification: x, ${text} }]`);
const settings = (text: string) => jit(`settings: { ${text} }`);
const policy = (text: string) => `${OPS}conditionalAccess:\n  p: { ${text} }\n`;
const cluster = (text: string) => `${OPS}clusters:\n  c: { ${text} }\n`;

const ROWS: Row[] = [
  // ids
  ["a tenant that is no UUID", "#", ""],
];
